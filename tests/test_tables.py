"""Every cell has evidence, offsets hold their surfaces, and pandas reads proper types."""

from __future__ import annotations

import json
from dataclasses import fields

import pandas as pd
import pytest

from readouts.build import Built
from readouts.columns import BY_NAME, CATEGORY, DAY, NUMBER, TABLES
from readouts.model import Held, Person, Record, Span
from readouts.tables import evidence_fields, held_cells, parse_day, read_cell

Frames = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def frames(built: Built) -> Frames:
    return {table.name: pd.read_parquet(built.folder / f"{table.name}.parquet") for table in TABLES}


def test_every_list_of_a_record_has_a_table() -> None:
    lists = {field.name for field in fields(Record) if "tuple" in str(field.type)}
    assert lists <= set(BY_NAME)


def test_pandas_gives_proper_types(frames: Frames) -> None:
    expected = {NUMBER: "Int64", CATEGORY: "category", DAY: "datetime64[ms]"}
    for table in TABLES:
        for column in table.columns:
            if column.type in expected:
                assert str(frames[table.name][column.name].dtype) == expected[column.type], (table.name, column.name)


def test_row_keys_are_unique_and_belong_to_their_document(frames: Frames) -> None:
    for table in TABLES:
        frame = frames[table.name]
        if "key" in frame:
            assert frame["key"].is_unique
            prefixes = frame["document"] + "-" + table.letter
            assert all(key.startswith(prefix) for key, prefix in zip(frame["key"], prefixes, strict=True))


def test_offsets_hold_their_surface(frames: Frames) -> None:
    texts = frames["texts"].set_index("document")["text"]
    placed = frames["evidence"].dropna(subset=["start"])
    assert len(placed)
    for row in placed.itertuples(index=False):
        assert texts[row.document][row.start : row.end] == row.surface


def test_no_filled_cell_without_evidence_or_basis(frames: Frames) -> None:
    evidence = frames["evidence"]
    assert evidence["basis"].notna().all()
    known = set(zip(evidence["row"], evidence["field"].astype(str), strict=True))
    for table in TABLES:
        if table.row_class is None or "key" not in frames[table.name]:
            continue
        for field in evidence_fields(table.name):
            column = frames[table.name].set_index("key")[field]
            filled = [key for key, value in column.items() if not is_empty(value)]
            missing = [(table.name, key, field) for key in filled if (key, field) not in known]
            assert not missing


def test_a_cell_without_a_place_in_the_text_says_where_it_is_from(frames: Frames) -> None:
    evidence = frames["evidence"]
    basis = evidence.loc[evidence["start"].isna(), "basis"].astype(str)
    assert all(word != "stated" for word in basis)


def is_empty(value: object) -> bool:
    return len(value) == 0 if hasattr(value, "__len__") else bool(pd.isna(value))  # type: ignore[call-overload]


def test_every_office_belongs_to_a_person(frames: Frames) -> None:
    assert len(frames["offices"])
    assert set(frames["offices"]["person"]) <= set(frames["people"]["key"])


HELD = [
    # A year is never invented: the surface stays, the derived day stands in the bounds.
    (Held("--01-07", "2025-01-07", "2025-01-07", "month-day", "derived: rule 2"), "--01-07", "2025-01-07"),
    (Held("2024-04-12", "2024-04-12", "2024-04-12", "day", "stated"), "2024-04-12", "2024-04-12"),
    (Held(None, "2021-12-17", "2022-02-28", "interval", "derived: rule 3"), None, None),
    (Held(None, None, None, "unknown", "not-stated"), None, None),
]


@pytest.mark.parametrize(("held", "surface", "day"), HELD)
def test_held_cells(held: Held, surface: str | None, day: str | None) -> None:
    cells = held_cells(held)
    assert cells["held"] == surface
    assert cells["held_day"] == parse_day(day)


@pytest.mark.parametrize("value", ["--04-12", "2024-13-01", "2024-04", "", None])
def test_no_day_from_an_incomplete_date(value: str | None) -> None:
    assert parse_day(value) is None


def test_lists_are_cells_of_lists() -> None:
    person = Person("Li Yun", Span(0, 6), ("presided", "spoke"), (), 1)
    assert read_cell(person, "roles", "Li Yun") == ["presided", "spoke"]


def test_codebook_and_data_package_name_every_column(built: Built) -> None:
    codebook = (built.folder / "CODEBOOK.md").read_text(encoding="utf-8")
    package = json.loads((built.folder / "datapackage.json").read_text(encoding="utf-8"))
    by_name = {resource["name"]: resource for resource in package["resources"]}
    for table in TABLES:
        section = codebook.split(f"## {table.name}\n")[1].split("\n## ")[0]
        assert all(f"| `{column.name}` |" in section and column.note for column in table.columns)
        named = [field["name"] for field in by_name[table.name]["schema"]["fields"]]
        assert named == [column.name for column in table.columns]
