"""Corrections laid over tables: what a person put stands in every build, what no longer fits is told, undo leaves no trace."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import HOSTILE
from tests.made import read_files
from tests.test_tables import is_empty

from readouts import batches, build, inputs
from readouts.build import Built, build_corpus
from readouts.columns import BY_NAME, COUNTED, LIST, TABLES
from readouts.correctable import (
    CORRECTABLE,
    SURFACES,
    CorrectionError,
    list_choices,
    list_fields,
    needed_cells,
)
from readouts.corrections import (
    Correction,
    append_correction,
    format_line,
    in_force,
    log_path,
    make_correction,
    read_log,
    undo_correction,
)
from readouts.decisions import stamp_id, write_cells
from readouts.linked import LINKED
from readouts.model import Document, Record
from readouts.replay import draft_correction, replay_corrections
from readouts.rows import OF_DOCUMENT, Rows, read_document_rows, read_part
from readouts.source import document_from_bytes
from readouts.tables import evidence_fields

TEXT = """Wuhu Holds Fifth Meeting of the Reform Commission

On May 6, 2024, Li Ming, Secretary of the Wuhu Municipal Party Committee, presided over the fifth meeting of the Wuhu \
Municipal Party Committee's Commission for Comprehensive Deepening of Reform. The meeting conveyed the spirit of the 4th \
meeting of the Central Commission for Comprehensively Deepening Reform. Wang Hong and Zhao Qiang, deputy mayors, attended. \
The meeting deliberated the Plan for Rural Reform and the Opinions on State-owned Enterprises.

Li Ming stressed that the municipal development and reform commission must publish the list by June.
"""


class Bench:
    """A corpus in a folder, corrected as a view would do it: on top of what the tables show now."""

    def __init__(self, folder: Path, texts: dict[str, str], corpus: str = "mine") -> None:
        self.folder, self.corpus = folder, corpus
        self.raw = folder / "raw"
        for name, text in texts.items():
            (self.raw / name).parent.mkdir(parents=True, exist_ok=True)
            (self.raw / name).write_bytes(text.encode())
        self.log = log_path(folder / "corrections", corpus)
        self.built = self.build()

    def build(self) -> Built:
        corrections = self.folder / "corrections"
        self.built = build_corpus(self.raw, self.folder / "out", self.corpus, True, None, corrections)
        return self.built

    def document(self, path: str = "wuhu.txt") -> str:
        documents = pd.read_parquet(self.built.folder / "documents.parquet").set_index("path")
        return str(documents.loc[path, "document"])

    def rows(self, document: str) -> tuple[Rows, str]:
        parsed, text = read_document_rows(self.built.folder, document)
        own = [c for c in in_force(read_log(self.log)[0]) if c.document == document]
        return replay_corrections(parsed, text, own).tables, text

    def correct(self, document: str | None = None, **what: Any) -> Correction:
        rows, text = self.rows(document or self.document())
        drafted = draft_correction(rows, text, **({"who": "Ann", "reason": "read the text"} | what))
        return append_correction(self.log, drafted)

    def undo_all(self) -> None:
        for correction in in_force(read_log(self.log)[0]):
            undo_correction(self.log, correction.id, "Ann", "no")

    def table(self, name: str) -> pd.DataFrame:
        return pd.read_parquet(self.built.folder / f"{name}.parquet")

    def states(self) -> list[tuple[str, str]]:
        return [(outcome.state, outcome.note) for outcome in self.built.outcomes]

    def hashes(self) -> dict[str, str]:
        return {name: hashlib.sha256(data).hexdigest() for name, data in read_files(self.built.folder).items()}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path, {"wuhu.txt": TEXT})


@pytest.fixture
def one(bench: Bench) -> tuple[Bench, Rows, str]:
    return (bench, *bench.rows(bench.document()))


def find(rows: Rows, table: str, **cells: Any) -> dict[str, Any]:
    return next(row for row in rows[table] if all(row[name] == value for name, value in cells.items()))


def select(text: str, words: str, after: str = "") -> dict[str, int]:
    start = text.index(words, text.index(after))
    return {"start": start, "end": start + len(words)}


def check_rows(rows: Rows, text: str) -> None:
    """What holds of every document's rows, corrected or not."""
    document = rows["documents"][0]
    cited = {(e["table"], e["row"], e["field"]) for e in rows["evidence"]}
    for e in rows["evidence"]:
        assert e["basis"] and (e["surface"] is None or text[e["start"] : e["end"]] == e["surface"])
    keys = [row["key"] for name in CORRECTABLE[1:] for row in rows[name]]
    assert len(keys) == len(set(keys))
    assert {e["row"] for e in rows["evidence"]} <= {*keys, document["document"]}
    for name in CORRECTABLE[1:]:
        for row in rows[name]:
            assert tuple(row) == tuple(column.name for column in BY_NAME[name].columns)
            assert row["key"].startswith(f"{document['document']}-{BY_NAME[name].letter}")
            for field in evidence_fields(name):
                assert is_empty(row[field]) if row[field] is None else True
                assert not row[field] or (name, row["key"], field) in cited, (name, field)
    assert [person["order"] for person in rows["people"]] == list(range(1, len(rows["people"]) + 1))
    names = {person["key"]: person["name"] for person in rows["people"]}
    assert all(office["name"] == names[office["person"]] for office in rows["offices"])
    assert {f"n_{name}": len(rows[name]) for name in COUNTED} == {
        k: v for k, v in document.items() if k.startswith("n_")
    }


def basis_of(rows: Rows, row: str, field: str) -> list[tuple[str, Any]]:
    return [(e["basis"], e["surface"]) for e in rows["evidence"] if (e["row"], e["field"]) == (row, field)]


CHANGES: list[tuple[str, dict[str, Any], str, Any, Any]] = [
    ("people", {"name": "Wang Hong"}, "roles", '["attended-nonvoting"]', ["attended-nonvoting"]),
    ("people", {"name": "Wang Hong"}, "group", "vice mayors", "vice mayors"),
    ("meetings", {}, "ordinal", "6", 6),
    ("meetings", {}, "term", "8", 8),
    ("meetings", {}, "ordinal", "", None),
    ("meetings", {}, "body_type", "leading-group", "leading-group"),
    ("relays", {}, "relation", "studied", "studied"),
    ("agenda", {}, "action", "heard", "heard"),
    ("offices", {"name": "Li Ming"}, "office_type", "deputy-secretary", "deputy-secretary"),
    ("directives", {}, "themes", '["rural"]', None),
    ("directives", {}, "speaker", "meeting", "meeting"),
    ("assignments", {}, "task", "publish the list", "publish the list"),
]


@pytest.mark.parametrize(("table", "which", "field", "new", "value"), CHANGES)
def test_a_changed_cell_is_in_the_next_build_with_who_when_and_from_what(
    one: tuple[Bench, Rows, str], table: str, which: dict[str, Any], field: str, new: str, value: Any
) -> None:
    bench, rows, _ = one
    row = find(rows, table, **which)
    if field == "themes":
        new = json.dumps(list_choices("directives", "themes")[:1])
        value = json.loads(new)
    made = bench.correct(action="change", table=table, row=row["key"], field=field, new=new)
    bench.build()
    found = find(read_built(bench), table, key=row["key"])
    assert found[field] == value
    (basis,) = {basis for basis, _ in basis_of(read_built(bench), row["key"], field)}
    assert basis == f"corrected: by Ann on {made.day}, was {made.old or 'empty'}"
    assert {name: cell for name, cell in found.items() if name != field} == {k: v for k, v in row.items() if k != field}
    assert bench.states() == [("applied", "")]
    check_rows(read_built(bench), TEXT)


def read_built(bench: Bench, document: str | None = None) -> Rows:
    """The rows of a document as built, corrections in them."""
    return {name: read_part(bench.built.folder, name, document or bench.document()) for name in OF_DOCUMENT}


def test_words_selected_are_the_value_and_the_rows_place(one: tuple[Bench, Rows, str]) -> None:
    bench, rows, text = one
    item = rows["agenda"][0]
    words = select(text, "Plan for Rural")
    bench.correct(action="change", table="agenda", row=item["key"], field="title", **words)
    bench.build()
    found = find(read_built(bench), "agenda", key=item["key"])
    assert (found["title"], found["start"], found["end"]) == ("Plan for Rural", words["start"], words["end"])
    assert basis_of(read_built(bench), item["key"], "title")[0][1] == "Plan for Rural"
    actor = rows["assignments"][0]
    words = select(text, "development and reform commission", "stressed")
    bench.correct(action="change", table="assignments", row=actor["key"], field="actor", **words)
    bench.correct(
        action="change", table="assignments", row=actor["key"], field="task", **select(text, "publish the list")
    )
    found = find(bench.rows(bench.document())[0], "assignments", key=actor["key"])
    assert (found["actor"], found["task"]) == ("development and reform commission", "publish the list")
    check_rows(bench.rows(bench.document())[0], text)


def test_a_corrected_name_is_the_name_at_the_posts_and_in_persons(one: tuple[Bench, Rows, str]) -> None:
    bench, rows, _ = one
    person = find(rows, "people", name="Li Ming")
    bench.correct(action="change", table="people", row=person["key"], field="name", new="Li Min")
    bench.build()
    assert set(bench.table("offices").query("person == @person['key']")["name"]) == {"Li Min"}
    assert "Li Min" in set(bench.table("persons")["name"]) and "Li Ming" not in set(bench.table("persons")["name"])
    check_rows(read_built(bench), TEXT)


def test_documents_take_corrections_and_code_and_province_follow_the_place(one: tuple[Bench, Rows, str]) -> None:
    bench, _, text = one
    for field, new in (("place", "Nanjing"), ("published", "2024-05-07"), ("subtitle", "")):
        if field != "subtitle":
            bench.correct(action="change", table="documents", field=field, new=new)
    bench.correct(action="change", table="documents", field="title", **select(text, "Fifth Meeting"))
    bench.build()
    row = bench.table("documents").iloc[0]
    assert (row["place"], row["adcode"], row["province"], row["place_basis"]) == (
        "Nanjing",
        "320100",
        "江苏",
        "corrected",
    )
    assert (row["published"], row["published_basis"]) == (pd.Timestamp("2024-05-07"), "corrected")
    assert row["title"] == "Fifth Meeting"
    assert basis_of(read_built(bench), row["document"], "adcode")[0][0] == "reference: gazetteer"
    bench.correct(action="change", table="documents", field="adcode", new="320104")
    assert bench.rows(row["document"])[0]["documents"][0]["adcode"] == "320104"


def test_a_day_is_one_correction_of_six_columns(one: tuple[Bench, Rows, str]) -> None:
    bench, rows, _ = one
    key = rows["meetings"][0]["key"]
    bench.correct(action="change", table="meetings", row=key, field="held", new="2024-05-01/2024-05-08")
    bench.build()
    row = bench.table("meetings").iloc[0]
    assert pd.isna(row["held"]) and (row["held_precision"], row["held_basis"]) == ("interval", "corrected")
    assert (row["held_start"], row["held_end"]) == (pd.Timestamp("2024-05-01"), pd.Timestamp("2024-05-08"))
    assert pd.isna(row["held_day"])
    assert not basis_of(read_built(bench), key, "held_day")
    assert "was 2024-05-06" in basis_of(read_built(bench), key, "held_start")[0][0]


def test_a_person_added_stands_in_the_order_of_the_text(one: tuple[Bench, Rows, str]) -> None:
    bench, rows, text = one
    gone = find(rows, "people", name="Wang Hong")
    bench.correct(action="remove", table="people", row=gone["key"])
    words = select(text, "Wang Hong")
    made = bench.correct(action="add", table="people", new='{"roles": ["attended"]}', **words)
    key = f"{bench.document()}-p{made.id}"
    post = select(text, "deputy mayors")
    bench.correct(action="add", table="offices", new=json.dumps({"person": key, "office_type": "deputy-mayor"}), **post)
    bench.build()
    built = read_built(bench)
    assert [(p["name"], p["order"]) for p in built["people"]] == [("Li Ming", 1), ("Wang Hong", 2), ("Zhao Qiang", 3)]
    assert [(o["name"], o["text"]) for o in built["offices"]][1] == ("Wang Hong", "deputy mayors")
    assert basis_of(built, key, "roles")[0] == (f"corrected: by Ann on {made.day}, added", "Wang Hong")
    assert bench.table("documents")["n_people"].tolist() == [3]
    assert key in set(bench.table("person_links")["key"])
    check_rows(built, text)


ADDS: list[tuple[str, dict[str, Any], str]] = [
    ("meetings", {"body_type": "other", "held": "2024-05-06", "ordinal": "5", "body": "Commission"}, "meeting of the Wuhu Municipal Party Committee's Commission"),
    ("relays", {"body_type": "other", "relation": "referred", "level": "central"}, "4th meeting"),
    ("agenda", {"action": "studied", "kind": "other"}, "Rural Reform"),
    ("groups", {"roles": ["attended"]}, "deputy mayors"),
    ("utterances", {"speaker": "meeting", "verb": "conveyed"}, "The meeting conveyed"),
    ("directives", {"modality": "must", "themes": []}, "must publish the list"),
    ("assignments", {"actor": "reform commission", "task": "publish the list"}, "reform commission must publish the list"),
    ("formulations", {"kind": "fixed"}, "Rural Reform"),
    ("programmes", {}, "Rural Reform"),
    ("themes", {"theme": ""}, "Rural"),
    ("time_references", {"kind": "date", "norm": "2024-06"}, "by June"),
    ("furniture", {}, "Wuhu Holds"),
    ("doubts", {"kind": "vague", "detail": "held: x"}, "by June"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "cells", "words"), ADDS)
def test_a_row_can_be_added_to_every_table(
    one: tuple[Bench, Rows, str], table: str, cells: dict[str, Any], words: str
) -> None:
    bench, rows, text = one
    if "theme" in cells:
        cells = {"theme": list_choices("themes", "theme")[0]}
    made = bench.correct(action="add", table=table, new=json.dumps(cells), **select(text, words))
    after, _ = bench.rows(bench.document())
    row = find(after, table, key=f"{bench.document()}-{BY_NAME[table].letter}{made.id}")
    assert len(after[table]) == len(rows[table]) + 1
    if table in SURFACES:
        assert row[SURFACES[table]] == words
    check_rows(after, text)
    bench.build()
    assert read_built(bench) == after


def test_every_table_has_a_case_of_adding() -> None:
    assert {table for table, _, _ in ADDS} | {"documents", "people", "offices"} == set(CORRECTABLE)


def test_a_removed_person_takes_the_posts_along(one: tuple[Bench, Rows, str]) -> None:
    bench, rows, text = one
    person = find(rows, "people", name="Li Ming")
    office = find(rows, "offices", person=person["key"])
    bench.correct(action="change", table="offices", row=office["key"], field="level", new="central")
    bench.correct(action="remove", table="people", row=person["key"])
    bench.build()
    built = read_built(bench)
    assert person["key"] not in {o["person"] for o in built["offices"]}
    assert [p["order"] for p in built["people"]] == [1, 2]
    check_rows(built, text)
    assert sorted(state for state, _ in bench.states()) == ["applied", "applied"]


def test_a_corrected_order_moves_the_person(one: tuple[Bench, Rows, str]) -> None:
    bench, rows, text = one
    bench.correct(action="change", table="people", row=rows["people"][2]["key"], field="order", new="1")
    built, _ = bench.rows(bench.document())
    assert [p["name"] for p in built["people"]] == ["Zhao Qiang", "Li Ming", "Wang Hong"]
    check_rows(built, text)


def every_action(bench: Bench, rows: Rows, text: str) -> None:
    """A correction of each kind."""
    people = rows["people"]
    bench.correct(action="change", table="people", row=people[0]["key"], field="roles", new='["spoke"]')
    bench.correct(action="change", table="documents", field="title", **select(text, "Fifth Meeting"))
    bench.correct(action="change", table="meetings", row=rows["meetings"][0]["key"], field="held", new="--05-06")
    bench.correct(action="add", table="people", new="{}", **select(text, "Wuhu"))
    bench.correct(action="remove", table="people", row=people[1]["key"])
    bench.correct(action="accept", table="people", row=people[0]["key"], reason="")
    bench.correct(action="skip", table="agenda", row=rows["agenda"][0]["key"], reason="")
    bench.correct(action="split", table="person_links", row=people[2]["key"], old="p0")


def test_replay_over_the_kept_rows_is_what_a_build_gives(one: tuple[Bench, Rows, str]) -> None:
    bench, rows, text = one
    every_action(bench, rows, text)
    shown, _ = bench.rows(bench.document())
    bench.build()
    assert read_built(bench) == shown
    parsed, same = read_document_rows(bench.built.folder, bench.document())
    assert (parsed, same) == (rows, text)
    assert len(bench.table("parsed")) == sum(len(found) for found in rows.values())
    manifest = json.loads((bench.built.folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(manifest["parameters"]) == {"csv", "corrections"}
    for table in (*TABLES, *LINKED):
        assert manifest["rows"][table.name] == len(bench.table(table.name)), table.name


def test_undo_gives_every_file_back_to_the_byte(one: tuple[Bench, Rows, str]) -> None:
    bench, rows, text = one
    before = bench.hashes()
    every_action(bench, rows, text)
    bench.build()
    assert bench.hashes() != before
    bench.undo_all()
    bench.build()
    assert bench.hashes() == before
    assert not bench.built.outcomes and len(bench.table("corrections")) == 0
    without = build_corpus(bench.raw, bench.folder / "without", bench.corpus, True)
    assert read_files(without.folder) == read_files(bench.built.folder)


@pytest.fixture
def parse(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Callable[[Record], Record]], None]]:
    """A way to let the parser give something else, as another version or vocabulary would."""
    real = batches.parse_document

    def patch(alter: Callable[[Record], Record]) -> None:
        def parse_otherwise(document: Document) -> Record:
            return alter(real(document))

        monkeypatch.setattr(batches, "parse_document", parse_otherwise)
        monkeypatch.setattr(build, "find_last", lambda _: None)

    yield patch


def without_first(record: Record) -> Record:
    people = tuple(dataclasses.replace(p, order=n) for n, p in enumerate(record.people[1:], start=1))
    return dataclasses.replace(record, people=people)


def with_role(*roles: str) -> Callable[[Record], Record]:
    def alter(record: Record) -> Record:
        people = tuple(
            dataclasses.replace(p, roles=roles, role_spans=()) if p.name == "Wang Hong" else p for p in record.people
        )
        return dataclasses.replace(record, people=people)

    return alter


def test_a_correction_finds_its_row_when_numbers_shift(one: tuple[Bench, Rows, str], parse: Any) -> None:
    bench, rows, text = one
    person = find(rows, "people", name="Wang Hong")
    bench.correct(action="change", table="people", row=person["key"], field="roles", new='["guided"]')
    parse(without_first)
    bench.build()
    found = find(read_built(bench), "people", name="Wang Hong")
    assert found["key"] != person["key"] and found["roles"] == ["guided"]
    assert find(read_built(bench), "people", name="Zhao Qiang")["roles"] != ["guided"]
    assert bench.states() == [("applied", "")]
    check_rows(read_built(bench), text)


def test_a_correction_whose_row_is_gone_is_a_conflict_and_stays(one: tuple[Bench, Rows, str], parse: Any) -> None:
    bench, rows, _ = one
    first = rows["people"][0]
    bench.correct(action="change", table="people", row=first["key"], field="roles", new='["guided"]')
    before = read_log(bench.log)
    parse(without_first)
    bench.build()
    ((state, note),) = bench.states()
    assert state == "conflict" and note == f"no row of people stands at {first['start']}–{first['end']} any more"
    assert read_log(bench.log) == before
    assert bench.table("corrections")["state"].tolist() == ["conflict"]
    assert not [p for p in read_built(bench)["people"] if p["roles"] == ["guided"]]


def test_a_parsed_value_that_is_neither_old_nor_new_is_a_conflict_and_the_persons_word_stands(
    one: tuple[Bench, Rows, str], parse: Any
) -> None:
    bench, rows, _ = one
    key = find(rows, "people", name="Wang Hong")["key"]
    made = bench.correct(action="change", table="people", row=key, field="roles", new='["guided"]')
    as_corrected = bench.build() and read_built(bench)
    parse(with_role("reported"))
    bench.build()
    ((state, note),) = bench.states()
    assert state == "conflict" and '["reported"]' in note and '["attended"]' in note
    assert find(read_built(bench), "people", key=key) == find(as_corrected, "people", key=key)
    # Kept against what the parser gives now, it is no conflict any more.
    bench.correct(action="change", table="people", row=key, field="roles", new='["guided"]', old='["reported"]')
    bench.build()
    assert bench.states() == [("applied", "")]
    parse(with_role("guided"))
    bench.build()
    assert bench.states() == [("agrees", "")]
    assert basis_of(read_built(bench), key, "roles")[0][0].startswith("corrected: by Ann on " + made.day)


def test_a_removal_or_an_addition_that_the_parser_has_learnt_agrees(one: tuple[Bench, Rows, str], parse: Any) -> None:
    bench, rows, text = one
    bench.correct(action="remove", table="people", row=rows["people"][0]["key"])
    parse(without_first)
    bench.build()
    assert [state for state, _ in bench.states()] == ["agrees"]
    made = bench.correct(action="add", table="people", new='{"roles": ["presided"]}', **select(text, "Li Ming"))
    bench.build()
    assert [p["name"] for p in read_built(bench)["people"]] == ["Li Ming", "Wang Hong", "Zhao Qiang"]
    undo_correction(bench.log, read_log(bench.log)[0][0].id, "Ann", "no")
    parse(lambda record: record)
    bench.build()
    assert [state for state, _ in bench.states()] == ["agrees"]
    built = read_built(bench)
    assert [p["name"] for p in built["people"]] == ["Li Ming", "Wang Hong", "Zhao Qiang"]
    assert built["people"][0]["key"] == f"{bench.document()}-p{made.id}"
    assert built["offices"][0]["name"] == "Li Ming"
    check_rows(built, text)


def test_another_text_at_the_path_and_a_text_that_is_gone_are_conflicts(bench: Bench) -> None:
    document = bench.document()
    bench.correct(action="change", table="documents", field="place", new="Nanjing")
    (bench.raw / "wuhu.txt").write_text(TEXT + "One line more.\n", encoding="utf-8")
    bench.build()
    assert bench.states() == [("conflict", "at wuhu.txt there is now another text")]
    assert bench.table("corrections")["document"].tolist() == [document]
    assert bench.table("documents")["place"].tolist() == ["Wuhu"]
    (bench.raw / "wuhu.txt").rename(bench.raw / "other.txt")
    bench.build()
    assert bench.states()[0][1].startswith("the text is gone")
    (bench.raw / "moved.txt").write_text(
        TEXT, encoding="utf-8"
    )  # the same text under another name is the same document
    bench.build()
    assert bench.states() == [("applied", "")]


def test_a_text_that_is_read_otherwise_is_a_conflict(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.correct(action="change", table="documents", field="place", new="Nanjing")
    real = inputs.read_document

    def read_otherwise(path: Path, root: Path, limit: int) -> Any:
        read = real(path, root, limit)
        return dataclasses.replace(read, text_sha256="0" * 64) if isinstance(read, Document) else read

    monkeypatch.setattr(inputs, "read_document", read_otherwise)
    bench.build()
    assert bench.states() == [("conflict", "the text is read otherwise now than when it was corrected")]
    assert bench.table("documents")["place"].tolist() == ["Wuhu"]


def test_a_value_that_is_no_longer_allowed_is_a_conflict(one: tuple[Bench, Rows, str]) -> None:
    bench, rows, text = one
    row = rows["agenda"][0]
    made = bench.correct(action="change", table="agenda", row=row["key"], field="action", new="heard")
    done = replay_corrections(rows, text, [dataclasses.replace(made, new="sung")])
    assert done.outcomes[0].state == "conflict" and "cannot be 'sung'" in done.outcomes[0].note
    assert done.tables == rows
    far = replay_corrections(rows, text, [dataclasses.replace(made, start=0, end=len(text) + 1)])
    assert far.outcomes[0].state == "conflict" and far.tables == rows


def test_a_line_that_this_version_does_not_allow_is_a_conflict_not_a_fault(bench: Bench) -> None:
    rows, _ = bench.rows(bench.document())
    made = bench.correct(action="change", table="agenda", row=rows["agenda"][0]["key"], field="action", new="heard")
    for cells in (
        {"new": "sung"},
        {"table": "venues"},
        {"field": "mood"},
        {"action": "add", "table": "venues", "new": "{}"},
    ):
        line = format_line(write_cells(stamp_id(dataclasses.replace(made, **cells))))
        with bench.log.open("a", encoding="utf-8", newline="") as handle:
            handle.write(line)
    bench.build()
    assert not bench.built.problems
    assert [state for state, _ in bench.states()] == [
        "conflict"
    ] * 4  # the first is overtaken by the one without a meaning


def test_what_was_accepted_or_skipped_is_found_again_when_numbers_shift(
    one: tuple[Bench, Rows, str], parse: Any
) -> None:
    bench, rows, _ = one
    last = rows["people"][-1]
    bench.correct(action="accept", table="people", row=last["key"], reason="")
    bench.correct(action="skip", table="people", row=rows["people"][0]["key"], reason="")
    parse(without_first)
    bench.build()
    there, gone = bench.built.outcomes
    assert (there.state, there.row) == ("noted", find(read_built(bench), "people", start=last["start"])["key"])
    assert (gone.state, gone.row) == ("noted", "")
    assert len(bench.table("parsed")) == 0


def test_two_rows_at_one_place_are_told_apart_by_their_values(one: tuple[Bench, Rows, str]) -> None:
    _, rows, text = one
    relay = rows["relays"][0]
    twin = relay | {"key": relay["key"].replace("-r1", "-r2"), "ordinal": 5}
    rows = {**rows, "relays": [relay, twin]}
    made = draft_correction(
        rows, text, action="change", who="Ann", reason="x", table="relays", row=twin["key"], field="ordinal", new="6"
    )
    shifted = {**rows, "relays": [twin | {"key": relay["key"]}, relay | {"key": twin["key"]}]}
    done = replay_corrections(shifted, text, [made])
    assert sorted(row["ordinal"] for row in done.tables["relays"]) == [4, 6]
    both = {**rows, "relays": [twin | {"key": "a", "ordinal": 5}, twin | {"key": "b", "ordinal": 5}]}
    (outcome,) = replay_corrections(both, text, [made]).outcomes
    assert outcome.state == "conflict" and outcome.note.startswith("2 rows of relays stand at ")


def test_a_correction_survives_a_changed_vocabulary(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    from readouts import lexicon

    rows, _ = bench.rows(bench.document())
    key = rows["agenda"][0]["key"]
    bench.correct(action="change", table="agenda", row=key, field="action", new="heard")
    entries = tuple(
        entry | {"agenda": "studied"} if entry["id"] == "review" else entry for entry in lexicon.load_entries()
    )
    monkeypatch.setattr(lexicon, "load_entries", lambda: entries)
    lexicon.load_lexicon.cache_clear()
    try:
        bench.build()
    finally:
        monkeypatch.undo()
        lexicon.load_lexicon.cache_clear()
    actions = [row["action"] for row in read_built(bench)["agenda"]]
    assert actions[0] == "heard" and "studied" in actions[1:]
    assert [state for state, _ in bench.states()] == ["conflict"]


def test_corrections_of_two_corpora_do_not_mix(tmp_path: Path) -> None:
    one = Bench(tmp_path, {"wuhu.txt": TEXT}, "one")
    one.correct(action="change", table="documents", field="place", new="Nanjing")
    one.build()
    other = build_corpus(one.raw, tmp_path / "out", "other", corrections=tmp_path / "corrections")
    assert pd.read_parquet(other.folder / "documents.parquet")["place"].tolist() == ["Wuhu"]
    assert one.table("documents")["place"].tolist() == ["Nanjing"]
    assert not other.outcomes


def test_a_hostile_text_can_be_corrected(tmp_path: Path) -> None:
    bench = Bench(tmp_path, {"hostile.txt": HOSTILE})
    document = bench.document("hostile.txt")
    words = select(HOSTILE, "<script>document.title='pwned'</script>")
    bench.correct(document, action="change", table="documents", field="title", **words)
    formula = select(HOSTILE, '=HYPERLINK("x")')
    bench.correct(document, action="add", table="programmes", new="{}", reason="=1+1", who="@bo", **formula)
    before = bench.rows(document)[0]
    bench.build()
    assert bench.table("documents")["title"].tolist() == ["<script>document.title='pwned'</script>"]
    assert '=HYPERLINK("x")' in set(bench.table("programmes")["text"])
    assert read_built(bench, document) == before
    for path in (bench.log, *bench.built.folder.glob("*.csv")):
        assert not [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.startswith("=")]
        assert ",=HYPERLINK" not in path.read_text(encoding="utf-8") and ",@bo" not in path.read_text(encoding="utf-8")


def test_a_malformed_line_is_told_by_the_build_and_the_others_hold(bench: Bench) -> None:
    bench.correct(action="change", table="documents", field="place", new="Nanjing")
    with bench.log.open("ab") as handle:
        handle.write(b"0123456789ab,change,torn")
    bench.build()
    assert bench.states() == [("applied", "")]
    assert len(bench.built.problems) == 1 and "line 3" in bench.built.problems[0]


def test_every_value_the_parser_gives_is_one_that_a_person_may_put(built: Built) -> None:
    for table in CORRECTABLE:
        frame = pd.read_parquet(built.folder / f"{table}.parquet")
        for field in list_fields(table):
            column = next(c for c in BY_NAME[table].columns if c.name == field)
            values = frame[field].explode() if column.type == LIST else frame[field]
            allowed = list_choices(table, field)
            assert not allowed or set(values.dropna()) <= set(allowed), (table, field)


def test_no_corrections_leave_the_rows_as_they_are(built: Built) -> None:
    for document in pd.read_parquet(built.folder / "documents.parquet")["document"]:
        rows, text = read_document_rows(built.folder, document)
        assert replay_corrections(rows, text, []).tables == rows
        check_rows(rows, text)


@pytest.fixture(scope="module")
def laid() -> tuple[Rows, str]:
    from readouts.parse import parse_document
    from readouts.rows import lay_rows

    document = document_from_bytes(TEXT.encode(), "wuhu.txt", ".txt", {})
    assert isinstance(document, Document)
    return lay_rows(document, parse_document(document)), document.text


def make_undo(correction: Correction) -> Correction:
    where = {name: getattr(correction, name) for name in ("document", "text_sha256", "path", "table")}
    return make_correction(action="undo", who="Ann", reason="no", row=correction.id, **where)


def draw_correction(data: st.DataObject, rows: Rows, text: str) -> dict[str, Any]:
    """Some correction that a person could make of these rows."""
    table = data.draw(st.sampled_from(CORRECTABLE))
    action = data.draw(st.sampled_from(["change", "change", "add", "remove"]))
    start = data.draw(st.integers(0, len(text) - 2))
    words = {"start": start, "end": data.draw(st.integers(start + 1, min(len(text), start + 40)))}
    if action == "add":
        cells: dict[str, Any] = {
            name: pick_value(data, table, name) for name in needed_cells(table) if name != "person"
        }
        if table == "offices":
            cells["person"] = data.draw(st.sampled_from([p["key"] for p in rows["people"]] or ["x"]))
        return {"action": action, "table": table, "new": json.dumps(cells), **words}
    row = "" if table == "documents" else data.draw(st.sampled_from([r["key"] for r in rows[table]] or ["x"]))
    if action == "remove":
        return {"action": action, "table": table, "row": row}
    field = data.draw(st.sampled_from(list_fields(table)))
    new = pick_value(data, table, field)
    with_words = data.draw(st.booleans())
    return {"action": action, "table": table, "row": row, "field": field, "new": new, **(words if with_words else {})}


def pick_value(data: st.DataObject, table: str, field: str) -> str:
    if field == "held":
        return data.draw(st.sampled_from(["", "2024-05-06", "--05-06", "2024-05-01/2024-05-08"]))
    if field == "published":
        return data.draw(st.sampled_from(["", "2024-05-06"]))
    kind = next(c for c in BY_NAME[table].columns if c.name == field).type
    if kind == LIST:
        return json.dumps(data.draw(st.lists(st.sampled_from(list_choices(table, field)), max_size=3)))
    if list_choices(table, field):
        return data.draw(st.sampled_from(list_choices(table, field)))
    if field in ("order", "term", "ordinal"):
        return str(data.draw(st.integers(1, 9)))
    return data.draw(st.sampled_from(["x", "meeting", "Li Yun", "=1"]))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_corrected_every_cell_has_its_evidence_and_every_surface_its_words(
    laid: tuple[Rows, str], data: st.DataObject
) -> None:
    parsed, text = laid
    before = json.dumps(parsed, default=str)
    made: list[Correction] = []
    rows = parsed
    for number in range(data.draw(st.integers(1, 6))):
        drawn = draw_correction(data, rows, text)
        try:
            drafted = draft_correction(rows, text, who="Ann", reason=f"{number}", **drawn)
        except CorrectionError:
            continue
        made.append(drafted)
        done = replay_corrections(parsed, text, in_force(made))
        rows = done.tables
        check_rows(rows, text)
        for outcome in done.outcomes:
            assert outcome.state != "conflict" or "already" in outcome.note or outcome.correction.action == "add", (
                outcome
            )
    undone = data.draw(st.sets(st.sampled_from([one.id for one in made]))) if made else set()
    undos = [make_undo(one) for one in made if one.id in undone]
    check_rows(replay_corrections(parsed, text, in_force([*made, *undos])).tables, text)
    assert in_force([*made, *map(make_undo, made)]) == []
    assert json.dumps(parsed, default=str) == before


def test_splits_leave_their_person_and_come_back(tmp_path: Path) -> None:
    texts = {f"{n}.txt": TEXT.replace("May 6", f"May {n}") for n in range(1, 6)}
    bench = Bench(tmp_path, texts)
    before = bench.hashes()
    links = bench.table("person_links").query("name == 'Wang Hong'")
    (person,) = set(links["person"])
    first, second, third, *rest = links["key"]
    for key, label in ((first, ""), (second, "the engineer"), (third, "the engineer")):
        bench.correct(key.partition("-")[0], action="split", table="person_links", row=key, old=person, new=label)
    bench.build()
    assert bench.states() == [("applied", "")] * 3
    by_key = bench.table("person_links").set_index("key")
    ids = by_key["person"]
    assert ids[second] == ids[third] and len({ids[first], ids[second], person}) == 3
    assert {ids[key] for key in rest} == {person}
    assert by_key["rule"][first] == "corrected: split" and by_key["detail"][first].startswith("by Ann on ")
    assert f"was joined to {person}" in by_key["detail"][first] and first not in " ".join(by_key["detail"][rest])
    assert set(ids) == set(bench.table("persons")["person"])
    again = bench.hashes()
    bench.build()
    assert bench.hashes() == again
    for key in rest[1:]:
        bench.correct(key.partition("-")[0], action="split", table="person_links", row=key, old="p-of-old", new="")
    bench.build()
    assert [state for state, _ in bench.states()][3:] == ["conflict"] * len(rest[1:])
    bench.undo_all()
    bench.build()
    assert bench.hashes() == before


def test_a_split_of_somebody_who_stands_alone_agrees(one: tuple[Bench, Rows, str]) -> None:
    bench, rows, _ = one
    bench.correct(action="split", table="person_links", row=rows["people"][0]["key"], old="p1")
    bench.build()
    assert bench.states() == [("agrees", "the rules no longer join it to anybody")]


def test_a_corpus_built_before_there_were_corrections_is_read(built: Built, tmp_path: Path, monkeypatch: Any) -> None:
    from readouts.corpus import open_corpus

    shutil.copytree(built.folder, tmp_path / "small", ignore=shutil.ignore_patterns(".lock"))
    for name in ("corrections", "parsed"):
        shutil.rmtree(tmp_path / "small" / f"{name}.parquet")
    monkeypatch.setenv("READOUTS_PROCESSED", str(tmp_path))
    assert len(open_corpus("small")["corrections"]) == 0
    document = open_corpus("small")["documents"]["document"].iloc[0]
    assert read_document_rows(tmp_path / "small", document) == read_document_rows(built.folder, document)
    with pytest.raises(KeyError, match="has no document"):
        read_document_rows(built.folder, "none")
