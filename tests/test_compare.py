"""Comparison on hand-made rows: lags as bounds, silence only with a readout in hand."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from readouts.columns import TABLES, table_schema
from readouts.compare.coverage import grid_relays
from readouts.compare.lag import measure_lags
from readouts.compare.people import bound_appearances
from readouts.compare.themes import share_themes
from readouts.corpus import FOLDER_VARIABLE, Corpus, count, describe_view, open_corpus

Rows = dict[str, list[dict[str, object]]]


def day(text: str | None) -> pd.Timestamp | None:
    return pd.Timestamp(text) if text else None


def meeting(document: str, start: str | None, end: str | None = None) -> dict[str, object]:
    bounds = {"held_start": day(start), "held_end": day(end or start)}
    return {
        "key": f"{document}-m1",
        "document": document,
        "body_type": "standing-committee",
        "level": "municipal",
        **bounds,
    }


def relay(document: str, ordinal: int, start: str | None, relation: str = "conveyed") -> dict[str, object]:
    words = {"level": "central", "body_type": "deepening-reform-commission", "surface": "the meeting"}
    bounds = {"held_start": day(start), "held_end": day(start)}
    key = f"{document}-r{ordinal}"
    return {"key": key, "document": document, "ordinal": ordinal, "relation": relation, **words, **bounds}


# Two cities under one centre: a is held a week later, b within the window without naming the meeting, c long after.
ROWS: Rows = {
    "documents": [
        {"document": "a", "place": "Gangu", "level": "county", "province": "甘肃", "path": "a.txt"},
        {"document": "b", "place": "Lanzhou", "level": "municipal", "province": "甘肃", "path": "b.txt"},
        {"document": "c", "place": "Wuhu", "level": "municipal", "province": "安徽", "path": "c.txt"},
    ],
    "meetings": [meeting("a", "2024-02-26", "2024-03-01"), meeting("b", "2024-03-10"), meeting("c", "2025-01-01")],
    "relays": [relay("a", 4, "2024-02-19"), relay("c", 5, None), relay("b", 3, "2023-11-07", "referred")],
    "people": [
        {"key": "a-p1", "document": "a", "name": "Li Ming"},
        {"key": "b-p1", "document": "b", "name": "Wang Fang"},
    ],
    "themes": [
        {"key": "a-t1", "document": "a", "theme": "talent"},
        {"key": "a-t2", "document": "a", "theme": "talent"},
        {"key": "b-t1", "document": "b", "theme": "talent"},
    ],
}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    folder = tmp_path / "made"
    folder.mkdir()
    for table in TABLES:
        rows = [{column.name: row.get(column.name) for column in table.columns} for row in ROWS.get(table.name, [])]
        pq.write_table(pa.Table.from_pylist(rows, table_schema(table.name)), folder / f"{table.name}.parquet")
    (folder / "manifest.json").write_text(json.dumps({"inputs": 3}), encoding="utf-8")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return open_corpus("made")


def test_a_lag_is_a_range_and_a_mention_is_no_relay(corpus: Corpus) -> None:
    lags = measure_lags(corpus)
    assert lags[["city", "lag_min", "lag_max"]].to_numpy().tolist() == [["Gangu", 7, 11]]


def test_silence_needs_a_readout_in_hand(corpus: Corpus) -> None:
    grid = grid_relays(corpus)
    states = {(row.upstream.split()[-1], row.city): row.state for row in grid.itertuples(index=False)}
    assert states == {
        ("4", "Gangu"): "conveyed",
        ("4", "Lanzhou"): "silent",  # met on 10 March 2024, within the window, and does not name it
        ("4", "Wuhu"): "unknown",  # met only a year later
        ("5", "Gangu"): "unknown",  # the fifth has no known day, so nobody can be silent on it
        ("5", "Lanzhou"): "unknown",
        ("5", "Wuhu"): "conveyed",
    }


def test_shares_count_readouts_not_mentions(corpus: Corpus) -> None:
    shares = share_themes(corpus).set_index("city")
    assert shares["readouts"].to_dict() == {"Gangu": 1, "Lanzhou": 1}
    assert shares["share"].to_dict() == {"Gangu": 1.0, "Lanzhou": 1.0}


def test_people_are_bounded_by_the_bounds_of_their_meetings(corpus: Corpus) -> None:
    people = bound_appearances(corpus).set_index("name")
    assert people.loc["Li Ming", ["first", "last"]].tolist() == [day("2024-02-26"), day("2024-03-01")]


FILTERS = [
    ({"cities": ["gangu"]}, 1, "In view: 1 of 3 readouts"),
    ({"cities": ["Gangoo"]}, 0, "Did you mean Gangu?"),
    ({"cities": ["上海"]}, 0, "No readout of 上海 in this corpus."),
    ({"start": "2024-03-01", "end": "2024-12-31"}, 2, "In view: 2 of 3"),  # bounds that touch the period count
    ({"start": "March"}, 3, "is no day"),
    ({"body_types": ["plenary"]}, 0, "No meeting of the kind 'plenary'"),
    ({"start": "2030-01-01"}, 0, "No readout fits these filters"),
]


@pytest.mark.parametrize(("filters", "size", "sentence"), FILTERS)
def test_filters_say_what_they_left(corpus: Corpus, filters: dict[str, object], size: int, sentence: str) -> None:
    view = open_corpus("made", **filters)  # type: ignore[arg-type]
    assert view.size == size
    assert sentence in " ".join(describe_view(view))
    assert set(view["people"]["document"]) <= set(view["documents"]["document"])


def test_a_missing_corpus_is_a_sentence(corpus: Corpus) -> None:
    view = open_corpus("mad")
    assert (view.size, view.total) == (0, 0)
    assert "Did you mean made?" in describe_view(view)[0]


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [(1, "city", "1 city"), (2, "city", "2 cities"), (0, "relay", "0 relays"), (1234, "row", "1,234 rows")],
)
def test_count(number: int, noun: str, words: str) -> None:
    assert count(number, noun) == words
