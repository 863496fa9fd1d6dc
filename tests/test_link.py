"""Persons, tenures and bodies from small tables made by hand: what is joined, what stays apart, what can be undone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from readouts import link as linking
from readouts import spool
from readouts.build import Built
from readouts.columns import table_schema
from readouts.link import NEEDED, link_tables, write_linked
from readouts.linked import LINKED, Split
from readouts.persons import fold_name
from readouts.seats import Home, level_of_post, lift, load_rules, settle
from readouts.stored import table_path
from readouts.twins import NEEDED as TWINS_NEEDED

MIANYANG = ("Mianyang", "municipal", "510700")
JINAN = ("Jinan", "municipal", "370100")
NOWHERE = (None, "municipal", None)
SECRETARY = ("secretary", "party-committee", "municipal", "Secretary of the Municipal Party Committee")
MAYOR = ("mayor", None, None, "Mayor")
MEMBER = ("member", "party-committee", "provincial", "member of the Provincial Party Committee")

Doc = tuple[str, tuple[str | None, str, str | None], str | None, list[tuple[Any, ...]]]


def make_tables(docs: list[Doc], relays: list[dict[str, Any]] | None = None) -> dict[str, pd.DataFrame]:
    """The tables of documents given as (id, (place, level, adcode), day, [(name, office, …)])."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in NEEDED}
    for document, (place, level, adcode), day, people in docs:
        basis = "stated" if place else "not-stated"
        rows["documents"].append(
            {"document": document, "lang": "en", "place": place, "level": level, "adcode": adcode, "place_basis": basis}
        )
        held = pd.Timestamp(day) if day else pd.NaT
        meeting = {"key": f"{document}-m1", "document": document, "body_type": "standing-committee", "level": level}
        rows["meetings"].append(
            meeting
            | {"body": "Standing Committee", "term": None, "ordinal": None, "held_start": held, "held_end": held}
        )
        for number, (name, *offices) in enumerate(people, start=1):
            key = f"{document}-p{number}"
            rows["people"].append({"key": key, "document": document, "name": name})
            for office_type, body_type, office_level, text in offices:
                office = {"office_type": office_type, "body_type": body_type, "level": office_level, "text": text}
                rows["offices"].append(office | {"person": key, "document": document, "name": name})
    rows["relays"] = relays or []
    kinds = {"term": "Int64", "ordinal": "Int64", "held_start": "datetime64[ms]", "held_end": "datetime64[ms]"}
    return {
        name: pd.DataFrame(found, columns=list(NEEDED[name])).astype(
            {column: kind for column, kind in kinds.items() if column in NEEDED[name]}
        )
        for name, found in rows.items()
    }


def link(docs: list[Doc], **options: Any) -> dict[str, pd.DataFrame]:
    return {name: table.to_pandas() for name, table in link_tables(make_tables(docs), **options).items()}


def groups_of(linked: dict[str, pd.DataFrame]) -> list[list[str]]:
    """The row keys of each person, sorted."""
    return sorted(sorted(keys) for keys in linked["person_links"].groupby("person")["key"].agg(list))


TWO_DAYS: list[Doc] = [
    ("d1", MIANYANG, "2023-01-05", [("Li Yun", MAYOR)]),
    ("d2", MIANYANG, "2024-04-12", [("Li Yun",)]),
]


def test_same_name_and_place_is_one_person() -> None:
    linked = link(TWO_DAYS)
    assert groups_of(linked) == [["d1-p1", "d2-p1"]]
    person = linked["persons"].iloc[0]
    assert (person["name"], person["adcode"], person["readouts"], person["namesakes"]) == ("Li Yun", "510700", 2, 0)
    assert person["first_start"] == pd.Timestamp("2023-01-05")
    assert person["last_end"] == pd.Timestamp("2024-04-12")
    rules = dict(zip(linked["person_links"]["key"], linked["person_links"]["rule"], strict=True))
    assert rules == {"d1-p1": "first of its name and place", "d2-p1": "same name and place"}
    assert "joins d1-p1" in linked["person_links"].set_index("key")["detail"]["d2-p1"]


def test_homonyms_of_other_places_stay_apart() -> None:
    linked = link([*TWO_DAYS, ("d3", JINAN, "2023-02-01", [("Li Yun", MAYOR)])])
    assert groups_of(linked) == [["d1-p1", "d2-p1"], ["d3-p1"]]
    assert set(linked["persons"]["namesakes"]) == {1}


def test_without_a_place_nobody_is_joined() -> None:
    linked = link([(f"d{n}", NOWHERE, "2023-01-05", [("Li Jun",)]) for n in (1, 2)])
    assert groups_of(linked) == [["d1-p1"], ["d2-p1"]]
    assert set(linked["person_links"]["rule"]) == {"apart: no place"}


def test_a_place_without_a_code_joins_by_its_name_and_says_so() -> None:
    suzhou = ("Suzhou", "municipal", None)
    linked = link([(f"d{n}", suzhou, "2023-01-05", [("Cao Lubao",)]) for n in (1, 2)])
    assert groups_of(linked) == [["d1-p1", "d2-p1"]]
    assert "same name and place name" in set(linked["person_links"]["rule"])


PROMOTED: list[Doc] = [
    ("d1", MIANYANG, "2022-01-05", [("Li Yun", MAYOR)]),
    ("d2", MIANYANG, "2022-06-05", [("Li Yun", MAYOR)]),
    ("d3", MIANYANG, "2023-01-05", [("Li Yun", SECRETARY)]),
]


def test_one_post_after_another_is_no_contradiction() -> None:
    assert groups_of(link(PROMOTED)) == [["d1-p1", "d2-p1", "d3-p1"]]


def test_exclusive_posts_at_overlapping_dates_are_two_persons() -> None:
    crossed = [*PROMOTED, ("d4", MIANYANG, "2024-01-05", [("Li Yun", MAYOR)]), ("d5", MIANYANG, None, [("Li Yun",)])]
    linked = link(crossed)
    # The row without an office could be either of the two: it is given to neither.
    assert groups_of(linked) == [["d1-p1", "d2-p1", "d4-p1"], ["d3-p1"], ["d5-p1"]]
    links = linked["person_links"].set_index("key")
    assert links["rule"]["d3-p1"] == "apart: offices contradict"
    assert links["rule"]["d4-p1"] == "same name, place and office"
    assert "government-head and party-head" in links["detail"]["d3-p1"]


def test_posts_that_one_text_gives_together_do_not_contradict() -> None:
    both = ("d4", MIANYANG, "2022-03-05", [("Li Yun", MAYOR, SECRETARY)])
    again = ("d5", MIANYANG, "2024-01-05", [("Li Yun", MAYOR)])
    assert groups_of(link([*PROMOTED, both, again])) == [["d1-p1", "d2-p1", "d3-p1", "d4-p1", "d5-p1"]]


def test_undated_rows_contradict_nobody() -> None:
    docs: list[Doc] = [
        (f"d{n}", MIANYANG, None, [("Li Yun", post)]) for n, post in enumerate((MAYOR, SECRETARY, MAYOR))
    ]
    linked = link(docs)
    assert len(linked["persons"]) == 1
    assert linked["persons"].iloc[0]["undated"] == 3
    assert linked["persons"][["first_start", "last_end"]].isna().all(axis=None)


def test_two_of_one_name_in_a_document_are_two_persons() -> None:
    docs: list[Doc] = [
        ("d1", MIANYANG, "2023-01-05", [("Li Jun", MAYOR), ("Li Jun", SECRETARY)]),
        ("d2", MIANYANG, "2023-02-05", [("Li Jun", SECRETARY)]),
    ]
    linked = link(docs)
    assert groups_of(linked) == [["d1-p1"], ["d1-p2", "d2-p1"]]
    assert "apart: twice in one document" in set(linked["person_links"]["rule"])


def test_a_visitor_from_above_is_no_local_person() -> None:
    governor = ("governor", None, None, "Governor")
    docs: list[Doc] = [
        ("d1", MIANYANG, "2023-01-05", [("Huang Qiang", governor)]),
        ("d2", ("Sichuan", "provincial", "510000"), "2023-02-05", [("Huang Qiang", governor)]),
    ]
    linked = link(docs)
    assert groups_of(linked) == [["d1-p1", "d2-p1"]]
    assert linked["persons"].iloc[0]["adcode"] == "510000"


def test_a_member_of_a_higher_committee_stays_where_he_serves() -> None:
    docs: list[Doc] = [*TWO_DAYS, ("d3", MIANYANG, "2024-05-01", [("Li Yun", MEMBER)])]
    linked = link(docs)
    assert len(linked["persons"]) == 1
    member = linked["tenures"].set_index("office_type").loc["member"]
    assert (member["place"], member["adcode"], member["level"]) == ("Sichuan", "510000", "provincial")


def test_undone_by_dropping_rows() -> None:
    docs = [*TWO_DAYS, ("d3", MIANYANG, "2024-05-01", [("Li Yun", MAYOR)])]
    whole = link(docs)
    kept = whole["person_links"].query("key != 'd2-p1'")
    undone = link(docs, links=kept)
    assert groups_of(undone) == [["d1-p1", "d3-p1"], ["d2-p1"]]
    assert undone["person_links"].set_index("key")["rule"]["d2-p1"] == "apart: link dropped"
    before = set(whole["persons"]["person"])
    assert before < set(undone["persons"]["person"])  # the others keep their id
    assert groups_of(link(docs, links=whole["person_links"])) == groups_of(whole)


def test_ids_and_order_do_not_depend_on_the_order_of_the_documents_or_on_other_documents() -> None:
    docs = [*PROMOTED, ("d4", JINAN, "2023-01-05", [("Liu Qiang", SECRETARY), ("Yu Haitian", MAYOR)])]
    forth, back = link(docs), link(docs[::-1])
    for name in ("persons", "tenures", "bodies"):
        pd.testing.assert_frame_equal(forth[name], back[name])
    assert set(link(docs[:2])["persons"]["person"]) < set(forth["persons"]["person"])


def test_two_builds_give_the_same_bytes_whatever_the_shards(tmp_path: Any) -> None:
    docs = [
        (f"d{n}", (MIANYANG, JINAN)[n % 2], f"2023-01-{n + 1:02}", [(f"Li {'ABC'[n % 3]}", MAYOR)]) for n in range(9)
    ]
    once, again, parts = (link_tables(make_tables(docs), shard=shard) for shard in (100, 100, 2))
    for table in LINKED:
        files = [tmp_path / name for name in ("once", "again")]
        for path, made in zip(files, (once, again), strict=True):
            pq.write_table(made[table.name], path)
        assert files[0].read_bytes() == files[1].read_bytes()
        key = table.columns[0].name
        left, right = (made[table.name].sort_by(key).to_pylist() for made in (once, parts))
        assert left == right, table.name


def test_tenures_are_bounds_of_what_was_seen() -> None:
    tenures = link(PROMOTED)["tenures"].set_index("office_type")
    mayor = tenures.loc["mayor"]
    assert (mayor["readouts"], mayor["basis"], mayor["adcode"]) == (2, "derived: kind of post", "510700")
    assert (mayor["first_start"], mayor["last_end"]) == (pd.Timestamp("2022-01-05"), pd.Timestamp("2022-06-05"))
    assert list(mayor["surfaces"]) == ["Mayor"]
    assert tenures.loc["secretary"]["basis"] == "stated"


RELAY = {"key": "d1-r1", "document": "d1", "level": "provincial", "body_type": "deepening-reform-commission",
         "surface": "the 6th meeting of the Provincial Party Committee's reform commission"}  # fmt: skip
BODIES: list[tuple[dict[str, Any], tuple[Any, ...], str, str]] = [
    (RELAY, ("Sichuan", "510000", pd.NA), "derived: the jurisdiction above the document's", "not-stated"),
    (
        # The term of a numbered central meeting whose day is known stands in the calendar.
        RELAY | {"level": "central", "ordinal": 4, "held_start": pd.Timestamp("2024-02-19")},
        (None, None, 20),
        "derived: the centre",
        "reference: calendar of central meetings",
    ),
    (RELAY | {"level": "municipal", "term": 8}, ("Mianyang", "510700", 8), "inherited from the document (stated)", "stated"),
    (RELAY | {"level": "municipal", "surface": "the Mianyang commission"}, ("Mianyang", "510700", pd.NA), "stated", "not-stated"),
]  # fmt: skip


@pytest.mark.parametrize(("relay", "body", "place_basis", "term_basis"), BODIES)
def test_a_relay_is_resolved_to_a_body(
    relay: dict[str, Any], body: tuple[Any, ...], place_basis: str, term_basis: str
) -> None:
    linked = link_tables(make_tables([TWO_DAYS[0]], [relay]))
    joint = linked["body_links"].to_pandas().set_index("key").loc["d1-r1"]
    assert (joint["place_basis"], joint["term_basis"]) == (place_basis, term_basis)
    row = linked["bodies"].to_pandas().set_index("body").loc[joint["body"]]
    found = (row["place"], row["adcode"], row["term"])
    assert [None if pd.isna(x) else x for x in found] == [None if pd.isna(x) else x for x in body]


def test_enlarged_meetings_are_of_the_same_body_and_other_organs_need_a_name() -> None:
    tables = make_tables([*TWO_DAYS, ("d3", MIANYANG, "2024-05-01", []), ("d4", MIANYANG, "2024-06-01", [])])
    meetings = tables["meetings"]
    meetings.loc[1, "body_type"] = "standing-committee-enlarged"
    meetings.loc[2:, "body_type"] = "other"
    meetings.loc[3, "body"] = None
    linked = {name: table.to_pandas() for name, table in link_tables(tables).items()}
    links = linked["body_links"].set_index("key")["body"]
    assert links["d1-m1"] == links["d2-m1"]
    assert pd.isna(links["d4-m1"])
    bodies = linked["bodies"].set_index("body")
    assert bodies.loc[links["d1-m1"], "meetings"] == 2
    assert bodies.loc[links["d3-m1"], "name"] == "standing committee"


NAMES = [("Li  Yun", "li yun"), ("LI YUN", "li yun"), ("Liu Guang-qiang", "liu guangqiang"), ("李 军", "李军")]


@pytest.mark.parametrize(("name", "folded"), NAMES)
def test_names_are_compared_without_width_case_and_hyphens(name: str, folded: str) -> None:
    assert fold_name(name) == folded


def test_seats() -> None:
    home = Home("municipal", "510700", "Mianyang", "stated")
    province = Home("provincial", "510000", "Sichuan", "stated")
    assert settle(home, "county", "Secretary of the Santai County Committee").adcode == "510722"
    assert settle(home, "county", "Secretary of the County Committee").adcode is None
    assert settle(province, "municipal", "Mayor of Mianyang").adcode == "510700"
    assert (
        settle(Home("municipal", "500000", "Chongqing", "stated"), "provincial", "the Province").basis == "not-stated"
    )
    assert lift("510781", "municipal") is not None
    assert level_of_post("deputy-mayor", None, "county") == ("county", "derived: kind of post")


def test_the_rules_name_known_levels_and_posts() -> None:
    rules = load_rules()
    assert {post for pair in rules.exclusive for post in pair} <= set(rules.posts.values())
    assert all(level in rules.levels for levels in rules.seat_levels.values() for level in levels)


def test_linked_tables_of_a_built_corpus(built: Built, tmp_path: Any) -> None:
    for name in {**NEEDED, **TWINS_NEEDED}:
        shutil.copytree(table_path(built.folder, name), table_path(tmp_path, name))
    rows, _ = write_linked(tmp_path)
    frames = {table.name: pd.read_parquet(tmp_path / f"{table.name}.parquet") for table in LINKED}
    assert rows == {name: len(frame) for name, frame in frames.items()}
    people = pd.read_parquet(tmp_path / "people.parquet")
    assert sorted(frames["person_links"]["key"]) == sorted(people["key"])  # every row once
    assert set(frames["person_links"]["person"]) == set(frames["persons"]["person"])
    assert set(frames["tenures"]["person"]) <= set(frames["persons"]["person"])
    assert set(frames["body_links"]["body"].dropna()) == set(frames["bodies"]["body"])
    for table in LINKED:
        schema = pq.read_table(tmp_path / f"{table.name}.parquet").schema
        assert schema.names == [column.name for column in table.columns]
        assert all(column.note and schema.field(column.name).type == column.type for column in table.columns)
        assert str(frames["persons"]["readouts"].dtype) == "Int64"


def test_an_empty_corpus_gives_empty_tables() -> None:
    linked = link_tables({name: pd.DataFrame(columns=list(wanted)) for name, wanted in NEEDED.items()})
    assert all(isinstance(table, pa.Table) and not table.num_rows for table in linked.values())


def test_splits_give_the_same_persons_whatever_the_shards() -> None:
    docs = [
        (f"d{n}", (MIANYANG, JINAN)[n % 2], f"2023-01-{n + 1:02}", [(f"Li {'ABC'[n % 3]}", MAYOR), (f"Wu {n % 2}",)])
        for n in range(12)
    ]
    plain = link(docs)
    persons = dict(zip(plain["person_links"]["key"], plain["person_links"]["person"], strict=True))
    splits = [
        Split(key, persons[key], label, "by Ann") for key, label in (("d0-p1", "a"), ("d6-p1", "a"), ("d1-p2", "b"))
    ]
    # A row of another name under the same person and label by mistake: it is never joined by that alone.
    splits.append(Split("d2-p1", persons["d0-p1"], "a", "by Ann"))
    whole, parts = (link_tables(make_tables(docs), shard=shard, splits=splits) for shard in (100, 2))
    for table in LINKED:
        key = table.columns[0].name
        assert whole[table.name].sort_by(key).to_pylist() == parts[table.name].sort_by(key).to_pylist(), table.name
    assert whole["splits"].sort_by("key").to_pylist() == parts["splits"].sort_by("key").to_pylist()
    found = {row["key"]: row["person"] for row in whole["person_links"].to_pylist()}
    assert found["d0-p1"] == found["d6-p1"] != persons["d0-p1"]
    assert found["d2-p1"] not in {found["d0-p1"], persons["d2-p1"]}
    others = {key: person for key, person in found.items() if key not in {split.key for split in splits}}
    assert others == {key: person for key, person in persons.items() if key in others}


def test_who_stays_behind_joins_no_row_that_was_split_off() -> None:
    docs = [*TWO_DAYS, ("d3", MIANYANG, "2024-05-01", [("Li Yun", MAYOR)])]
    (person,) = set(link(docs)["person_links"]["person"])
    linked = link(docs, splits=[Split("d1-p1", person, "apart", "by Ann on 2026-01-01: another")])
    links = linked["person_links"].set_index("key")
    assert links["rule"].to_dict() == {
        "d1-p1": "corrected: split", "d2-p1": "first of its name and place", "d3-p1": "same name and place"
    }  # fmt: skip
    assert links["detail"]["d1-p1"] == f"by Ann on 2026-01-01: another; was joined to {person}"
    assert "joins d2-p1" in links["detail"]["d3-p1"]
    assert set(linked["persons"]["namesakes"]) == {1}


def test_parts_on_disk_give_the_same_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As of a large corpus: linked part by part, put in order from disk, written in slices."""
    docs: list[Doc] = [
        (f"d{n}", (MIANYANG, JINAN)[n % 2], f"2023-01-{n + 1:02}", [(f"Li {'ABC'[n % 3]}", MAYOR)]) for n in range(9)
    ]
    for name, frame in make_tables(docs).items():
        schema = pa.schema([table_schema(name).field(column) for column in NEEDED[name]])
        table = pa.Table.from_pandas(frame[list(NEEDED[name])], schema=schema, preserve_index=False)
        pq.write_table(table, tmp_path / f"{name}.parquet")
    rows, _ = write_linked(tmp_path)
    whole = {table.name: pd.read_parquet(tmp_path / f"{table.name}.parquet") for table in LINKED}
    monkeypatch.setattr(linking, "SHARD", 3)
    monkeypatch.setattr(spool, "SLICE", 2)
    again, _ = write_linked(tmp_path)
    assert again == rows
    assert not list(tmp_path.glob(".*"))
    for name, frame in whole.items():
        other = pd.read_parquet(tmp_path / f"{name}.parquet")
        by = [frame.columns[0]] if name == "person_links" else []  # in the order of the parts
        one, two = (f.sort_values(by) if by else f for f in (frame, other))
        assert one.astype("str").to_numpy().tolist() == two.astype("str").to_numpy().tolist()
