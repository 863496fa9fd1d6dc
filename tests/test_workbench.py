"""The corpus as corrected on the screen against the same corpus built anew with the same log: row for row the same."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from readouts.build import build_corpus
from readouts.corrections import append_correction, read_log
from readouts.model import Document, Record
from readouts.parse import parse_document
from readouts.replay import draft_correction
from readouts.rows import OF_DOCUMENT
from readouts.workbench import Workbench

SIGNED = {"who": "A. Reader", "reason": "the text says so"}
LIVE = (*OF_DOCUMENT, "persons", "person_links", "tenures")


def list_rows(rows: Any) -> list[str]:
    return sorted(repr(sorted(row.items())) for row in rows.to_pylist())


class Trial:
    """A workbench over a copy of the small corpus, and the corpus built anew with its log."""

    def __init__(self, raw: Path, folder: Path) -> None:
        self.raw, self.folder = raw, folder
        self.log = folder / "corrections"
        self.built = build_corpus(raw, folder / "processed", "small", corrections=self.log).folder
        self.bench = Workbench(self.built, self.log)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of a table as it is in view."""
        names = pq.read_table(self.built / f"{table}.parquet").column_names
        rows: list[dict[str, Any]] = self.bench.archive.columns(table, names).to_pylist()
        return rows

    def check(self) -> None:
        """What is in view is what a build gives."""
        again = build_corpus(self.raw, self.folder / "again", "small", corrections=self.log)
        for table in LIVE:
            fresh = pq.read_table(again.folder / f"{table}.parquet")
            live = self.bench.archive.columns(table, fresh.schema.names)
            assert list_rows(live) == list_rows(fresh), table
        states = {outcome.correction.id: (outcome.state, outcome.note) for outcome in again.outcomes}
        known = {id: (outcome.state, outcome.note) for id, outcome in self.bench.outcomes().items()}
        assert known == {id: state for id, state in states.items() if id in known}

    def named_twice(self) -> tuple[str, list[dict[str, Any]]]:
        """A person with several rows: the id and the rows of people."""
        links = self.rows("person_links")
        counted = {one["person"]: [row["key"] for row in links if row["person"] == one["person"]] for one in links}
        person = max(counted, key=lambda one: (len(counted[one]), one))
        return person, [row for row in self.rows("people") if row["key"] in counted[person]]


@pytest.fixture(scope="module")
def few(small_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two places of the small corpus."""
    raw = tmp_path_factory.mktemp("few") / "small"
    for place in ("centre", "mianyang"):
        shutil.copytree(small_raw / place, raw / place)
    return raw


@cache
def parse_once(document: Document) -> Record:
    """The record of a document; every build of these tests parses the same ones."""
    return parse_document(document)


@pytest.fixture
def trial(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trial:
    monkeypatch.setattr("readouts.batches.parse_document", parse_once)
    return Trial(few, tmp_path)


def change(trial: Trial, table: str, row: dict[str, Any], field: str, new: str, **more: Any) -> Any:
    return trial.bench.correct(
        row["document"], action="change", table=table, row=row.get("key", row["document"]), field=field, new=new,
        **SIGNED, **more,
    )  # fmt: skip


def test_nothing_corrected_is_what_was_built(trial: Trial) -> None:
    trial.check()
    assert (trial.bench.listed, trial.bench.problems, trial.bench.who()) == ([], [], "")


def test_a_name_changed_leaves_its_person_and_comes_back(trial: Trial) -> None:
    _, rows = trial.named_twice()
    made = change(trial, "people", rows[0], "name", "Nobody Else")
    trial.check()
    trial.bench.undo(made.id, **SIGNED)
    trial.check()


def test_a_name_of_its_own_is_changed(trial: Trial) -> None:
    counted = [row["name"] for row in trial.rows("people")]
    row = next(row for row in trial.rows("people") if counted.count(row["name"]) == 1)
    made = change(trial, "people", row, "name", "Nobody Else")
    trial.check()
    again = change(trial, "people", {**row}, "name", "Still Another")
    trial.check()
    trial.bench.undo(again.id, **SIGNED)
    trial.check()
    trial.bench.undo(made.id, **SIGNED)
    trial.check()


@pytest.mark.parametrize("table", ["people", "offices", "meetings", "themes", "relays", "doubts"])
def test_a_row_removed(trial: Trial, table: str) -> None:
    row = trial.rows(table)[0]
    made = trial.bench.correct(row["document"], action="remove", table=table, row=row["key"], **SIGNED)
    trial.check()
    trial.bench.undo(made.id, **SIGNED)
    trial.check()


def test_all_persons_of_a_readout_removed(trial: Trial) -> None:
    document = trial.rows("people")[0]["document"]
    for row in [row for row in trial.rows("people") if row["document"] == document]:
        trial.bench.correct(document, action="remove", table="people", row=row["key"], **SIGNED)
    assert not [row for row in trial.rows("people") if row["document"] == document]
    trial.check()


def test_a_person_added_with_a_post(trial: Trial) -> None:
    row = trial.rows("people")[0]
    text = trial.bench.archive.read_document(row["document"])[1]
    at = text.index(" ") + 1
    made = trial.bench.correct(row["document"], action="add", table="people", new="{}", start=at, end=at + 5, **SIGNED)
    trial.check()
    key = f"{row['document']}-p{made.id}"
    assert key in {one["key"] for one in trial.rows("people")}
    post = f'{{"person": "{key}", "office_type": "mayor"}}'
    trial.bench.correct(row["document"], action="add", table="offices", new=post, start=at, end=at + 9, **SIGNED)
    trial.check()
    assert text[at : at + 5] in {one["name"] for one in trial.rows("tenures")}
    trial.bench.undo(made.id, **SIGNED)
    trial.check()


def test_a_split_and_its_undo(trial: Trial) -> None:
    person, rows = trial.named_twice()
    given = {"action": "split", "table": "person_links", "row": rows[-1]["key"], "old": person}
    made = trial.bench.correct(rows[-1]["document"], **given, **SIGNED)
    trial.check()
    trial.bench.undo(made.id, **SIGNED)
    trial.check()


def test_a_split_of_a_row_that_stands_alone(trial: Trial) -> None:
    links = trial.rows("person_links")
    persons = [link["person"] for link in links]
    link = next(link for link in links if persons.count(link["person"]) == 1)
    given = {"action": "split", "table": "person_links", "row": link["key"], "old": link["person"]}
    trial.bench.correct(link["document"], **given, **SIGNED)
    trial.check()
    assert [outcome.state for outcome in trial.bench.outcomes().values()] == ["agrees"]


def test_a_place_spelled_otherwise_by_most_readouts_is_so_for_all_persons_there(trial: Trial) -> None:
    rows = [row for row in trial.rows("documents") if row["place"] == "Mianyang"]
    for row in rows[: len(rows) // 2 + 1]:
        change(trial, "documents", row, "place", "Mianyang Shi")
        change(trial, "documents", row, "adcode", rows[0]["adcode"])
    trial.check()


def test_a_split_of_a_row_removed_later(trial: Trial) -> None:
    person, rows = trial.named_twice()
    key, document = rows[-1]["key"], rows[-1]["document"]
    trial.bench.correct(document, action="split", table="person_links", row=key, old=person, **SIGNED)
    removed = trial.bench.correct(document, action="remove", table="people", row=key, **SIGNED)
    trial.check()
    trial.bench.undo(removed.id, **SIGNED)
    trial.check()


@pytest.mark.parametrize(
    ("field", "new"),
    [("place", "Chengdu"), ("level", "county"), ("adcode", "510100"), ("published", "2020-01-02"), ("title", "Other")],
)
def test_a_cell_of_a_document_changed(trial: Trial, field: str, new: str) -> None:
    person, rows = trial.named_twice()
    document = next(row for row in trial.rows("documents") if row["document"] == rows[0]["document"])
    made = change(trial, "documents", document, field, new)
    trial.check()
    trial.bench.undo(made.id, **SIGNED)
    trial.check()
    assert person


@pytest.mark.parametrize(
    ("field", "new"), [("held", "2019-03-04"), ("body_type", "other"), ("level", "county"), ("term", "7")]
)
def test_a_cell_of_a_meeting_changed(trial: Trial, field: str, new: str) -> None:
    row = trial.rows("meetings")[0]
    made = change(trial, "meetings", row, field, new)
    trial.check()
    trial.bench.undo(made.id, **SIGNED)
    trial.check()


def test_a_doubt_accepted_changes_no_row(trial: Trial) -> None:
    row = trial.rows("doubts")[0]
    trial.bench.correct(row["document"], action="accept", table="doubts", row=row["key"], **SIGNED)
    trial.check()


def test_a_workbench_opened_later_shows_the_same(trial: Trial) -> None:
    _, rows = trial.named_twice()
    change(trial, "people", rows[0], "name", "Nobody Else")
    trial.bench = Workbench(trial.built, trial.log)
    trial.check()
    assert trial.bench.who() == "A. Reader"


def test_a_correction_undone_after_a_build_that_had_it(trial: Trial) -> None:
    row = trial.rows("people")[0]
    made = change(trial, "people", row, "name", "Nobody Else")
    build_corpus(trial.raw, trial.folder / "processed", "small", corrections=trial.log)
    trial.bench = Workbench(trial.built, trial.log)
    trial.check()
    trial.bench.undo(made.id, **SIGNED)
    trial.check()


def test_what_another_process_appends_is_in_view_after_the_next_correction(trial: Trial) -> None:
    first, other = trial.rows("meetings")[0], trial.rows("meetings")[-1]
    assert first["document"] != other["document"]
    rows, text = trial.bench.archive.read_document(other["document"])
    given = {"action": "change", "table": "meetings", "row": other["key"], "field": "level", "new": "county"}
    append_correction(trial.bench.log, draft_correction(rows, text, **given, **SIGNED))
    change(trial, "meetings", first, "level", "provincial")
    assert len(trial.bench.holding) == 2
    trial.check()
    assert next(row for row in trial.rows("meetings") if row["key"] == other["key"])["level"] == "county"


def test_a_log_with_a_torn_line_says_so_and_keeps_the_rest(trial: Trial) -> None:
    change(trial, "meetings", trial.rows("meetings")[0], "level", "county")
    trial.bench.log.write_bytes(trial.bench.log.read_bytes() + b"0123456789ab,change,half a li")
    trial.bench = Workbench(trial.built, trial.log)
    assert len(trial.bench.problems) == 1
    assert trial.bench.rows_as_parsed(trial.rows("meetings")[0]["document"])[0]["meetings"][0]["level"] != "county"
    trial.check()


def test_a_correction_of_a_text_that_is_gone_stays_in_the_log(few: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw" / "small"
    shutil.copytree(few, raw)
    trial = Trial(raw, tmp_path)
    row = trial.rows("meetings")[0]
    made = change(trial, "meetings", row, "level", "county")
    path = next(one["path"] for one in trial.rows("documents") if one["document"] == row["document"])
    (raw / path).unlink()
    trial.built = build_corpus(raw, tmp_path / "processed", "small", corrections=trial.log).folder
    trial.bench = Workbench(trial.built, trial.log)
    assert made.id not in trial.bench.outcomes()
    trial.check()
    trial.bench.undo(made.id, **SIGNED)
    trial.check()
    assert trial.bench.undone() == {made.id}
    assert len(read_log(trial.bench.log)[0]) == 2
