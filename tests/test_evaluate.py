"""The evaluation counts what it should: known counts, published intervals, and the users' own scoring script."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner

from readouts.build import Built
from readouts.doubts import rank_doubts
from readouts.evaluate import Evaluation, EvaluationError, count_documents, evaluate, look_in, read_gold
from readouts.matching import bare_place, day_of, pair_rows, word_f1
from readouts.quality import doubts as doubts_command
from readouts.quality import evaluate as evaluate_command
from readouts.quality import parse_texts
from readouts.scores import (
    compare_runs,
    evaluation_from_json,
    evaluation_to_json,
    frame_scores,
    frame_summary,
    has_fallen,
    wilson_interval,
)

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
SCRIPT = SHARED / "score.py"
needs_script = pytest.mark.skipif(
    not SCRIPT.exists(), reason="the users' scoring script ../shared/score.py is not here: figures were not compared"
)

GOLD: dict[str, Any] = {
    "place": {"name": "Gangu County"},
    "title": "Meeting Held",
    "published": "2024-04-22",
    "meetings": [{"body_type": "plenary", "level": "county", "term": 8, "ordinal": 9, "held": "--04-12"}],
    "people": [
        {"name": "Li Yun", "roles": ["presided", "spoke"], "offices": [{"text": "Secretary of the County Committee"}]},
        {"name": "Wu Hao", "roles": ["attended"], "offices": ["County Head"]},
    ],
    "relays": [
        {"level": "central", "body_type": "plenary", "ordinal": 3, "surface": "the Third Plenum", "relation": "studied"},
        {"level": "central", "body_type": "other", "ordinal": None, "surface": "the work conference", "relation": "referred"},
    ],
    "agenda": [{"title": "Reform Plan for Schools", "action": "reviewed"}],
    "formulations": [{"text": "two establishments"}],
    "assignments": [{"actor": "Bureau of Finance", "task": "publish the list by June"}],
    "themes": [{"theme": "education"}],
}  # fmt: skip
RECORD: dict[str, Any] = {
    "place": {"name": "Gangu", "span": [0, 5]},
    "title": {"text": "“Meeting held”", "span": [0, 12]},
    "published": {"date": "2024-04-23"},
    "meetings": [
        {"body_type": "plenary", "level": "county", "term": 8, "ordinal": 9, "held": {"date": "2024-04-12"}},
        {"body_type": "other", "level": "county", "term": None, "ordinal": None, "held": {"date": None}},
    ],
    "people": [
        {"name": "Wu Hao", "roles": ["attended"], "offices": []},
        {"name": "Li Yun", "roles": ["presided"], "offices": [{"text": "Secretary of County Committee"}]},
    ],
    "relays": [{"level": "central", "body_type": "plenary", "ordinal": 3, "surface": "third plenum", "relation": "conveyed"}],
    "agenda": [{"title": "the reform plan for schools", "action": "heard"}],
    "formulations": [],
    "assignments": [{"actor": "the Bureau of Finance", "task": "publish the list"}],
    "themes": [{"theme": "education"}],
    "furniture": [{"text": "Home"}],
}  # fmt: skip
COUNTS = {
    "place": (1, 1, 1),
    "title": (1, 1, 1),
    "published": (1, 1, 0),
    "meetings": (1, 2, 1),
    "held": (1, 1, 1),
    "people": (2, 2, 2),
    "order": (1, 1, 0),
    "roles": (3, 2, 2),
    "offices": (2, 1, 1),
    "relays": (1, 1, 1),  # what is only referred to counts neither way
    "agenda": (1, 1, 1),
    "agenda_action": (1, 1, 0),
    "formulations": (1, 0, 0),
    "assignments": (1, 1, 1),
}  # no furniture: this gold does not hold it


def test_known_counts() -> None:
    done = count_documents({"a": GOLD}, {"a": RECORD})
    assert {name: (c.gold, c.found, c.hit) for name, c in done.tables.items()} == COUNTS
    f1 = [2 * hit / (gold + found) for gold, found, hit in COUNTS.values()]
    assert done.headline == pytest.approx(sum(f1) / len(f1))
    assert (done.recalled["themes"].hit, done.exact) == (1, 0)
    assert any("two establishments" in line for line in done.documents["a"].counts["formulations"].misses)


def test_a_gold_file_without_a_record_counts_as_an_empty_record() -> None:
    done = count_documents({"a": GOLD}, {})
    assert done.documents["a"].missing
    assert (done.tables["people"].gold, done.tables["people"].found) == (2, 0)
    assert "held" not in done.tables  # nothing was matched, so nothing was compared


def test_spans_are_checked_where_there_is_a_text() -> None:
    record = {"place": {"name": "Gangu", "span": [3, 8]}, "title": {"text": "Held", "span": [0, 4]}}
    done = count_documents({"a": {}}, {"a": record}, {"a": "In Gangu"})
    assert (done.tables["spans"].found, done.tables["spans"].hit) == (2, 1)


def test_whole_records() -> None:
    right = {"people": [{"name": "Li Yun", "roles": []}], "meetings": []}
    done = count_documents({"a": right, "b": right}, {"a": right, "b": {}})
    assert done.exact == 1
    assert frame_summary(done).iloc[0]["exact_rate"] == 0.5


def test_cities_seen_and_unseen() -> None:
    gold = {"a": GOLD, "b": GOLD | {"place": "肥城市"}, "c": {key: GOLD[key] for key in ("title",)}}
    done = count_documents(gold, {}, None, look_in(["gangu\n", "the city of Anyang"]))
    assert [len(done.narrow(split).documents) for split in ("all", "seen", "unseen")] == [3, 1, 1]
    assert not look_in(["Anyang"])("Any")  # whole words only


# Newcombe 1998, Table I, method 3 (score method without continuity correction).
PUBLISHED = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


@pytest.mark.parametrize(("hits", "trials", "low", "high"), PUBLISHED)
def test_wilson_intervals_are_the_published_ones(hits: int, trials: int, low: float, high: float) -> None:
    assert wilson_interval(hits, trials) == pytest.approx((low, high), abs=5e-5)


def test_wilson_intervals_stay_within_bounds() -> None:
    assert wilson_interval(0, 0) == (0.0, 1.0)
    assert wilson_interval(5, 5)[1] == 1.0
    frame = frame_scores(count_documents({"a": GOLD}, {"a": RECORD}))
    for figure in ("precision", "recall", "f1"):
        known = frame[frame[figure].notna()]
        assert ((known[f"{figure}_low"] <= known[figure]) & (known[figure] <= known[f"{figure}_high"])).all()


def test_gains_and_losses_by_document_survive_saving() -> None:
    before = count_documents({"a": GOLD}, {"a": RECORD})
    worse = RECORD | {"people": [], "formulations": GOLD["formulations"]}
    after = count_documents({"a": GOLD}, {"a": worse})
    saved = evaluation_from_json(json.loads(json.dumps(evaluation_to_json(before))))
    assert saved.headline == before.headline
    changes = compare_runs(after, saved).set_index("table")["change"]
    assert changes["people"] == -1.0
    assert changes["formulations"] == 1.0
    assert has_fallen(after, saved)
    assert not has_fallen(before, saved)
    assert not has_fallen(after, Evaluation())


LIKE = [
    ("the Third Plenary Session", "third plenary session", 1.0),
    ("中央全面深化改革委员会", "中央深化改革委员会", 18 / 20),
    ("", "x", 0.0),
]


@pytest.mark.parametrize(("one", "other", "value"), LIKE)
def test_word_f1(one: str, other: str, value: float) -> None:
    assert word_f1(one, other) == pytest.approx(value)


def test_small_rules() -> None:
    assert [bare_place(name) for name in ("Gangu County", "肥城市", "上海")] == ["gangu", "肥城", "上海"]
    assert day_of({"date": None, "start": "2024-01-01", "end": "2024-01-01"}) is None
    assert day_of({"start": "2024-01-01", "end": "2024-01-01"}) == "2024-01-01"
    assert pair_rows([1, 2], [2, 1, 2], lambda g, f: float(g == f)) == [(0, 1), (1, 0)]


def test_a_folder_without_gold_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="holds no gold"):
        evaluate(tmp_path, {})


def score_with_script(gold: Path, records: dict[str, Any], folder: Path, texts: Path | None) -> dict[str, float]:
    """The script's figures by table, with its headline."""
    folder.mkdir()
    for stem, record in records.items():
        (folder / f"{stem}.json").write_text(json.dumps(record), encoding="utf-8")
    out = folder.parent / f"{folder.name}-scores.json"
    command = [sys.executable, str(SCRIPT), str(gold), str(folder), "--json", str(out)]
    subprocess.run([*command, *(["--texts", str(texts)] if texts else [])], check=True, capture_output=True)
    scores = json.loads(out.read_text())
    return scores["tables"] | {"headline": scores["headline"]}


def our_scores(done: Evaluation) -> dict[str, float]:
    frame = frame_scores(done)
    whole = frame[frame["split"] == "all"]
    return dict(zip(whole["table"], whole["f1"], strict=True)) | {"headline": done.headline}


def harm(record: Any, chance: random.Random) -> Any:
    """A record with rows left out, doubled and moved, words cut and values changed."""
    if isinstance(record, list):
        kept = [harm(item, chance) for item in record if chance.random() > 0.15]
        kept += [copy.deepcopy(item) for item in kept if chance.random() < 0.1]
        if chance.random() < 0.2:
            chance.shuffle(kept)
        return kept
    if isinstance(record, dict):
        return {key: value if key.endswith("span") else harm(value, chance) for key, value in record.items()}
    if isinstance(record, str) and chance.random() < 0.2:
        return record[: max(1, int(len(record) * chance.random()))]
    if isinstance(record, int) and chance.random() < 0.1:
        return None
    return record


@needs_script
def test_the_same_figures_as_the_users_script(tmp_path: Path) -> None:
    gold = SHARED / "gold"
    records, texts = parse_texts(SHARED / "seeds", set(read_gold(gold)))
    theirs = score_with_script(gold, records, tmp_path / "records", SHARED / "seeds")
    assert our_scores(evaluate(gold, records, texts)) == pytest.approx(theirs, abs=5e-4)


@needs_script
@pytest.mark.parametrize("seed", range(8))
def test_the_same_figures_on_records_with_mistakes(seed: int, tmp_path: Path) -> None:
    gold = SHARED / "gold"
    chance = random.Random(seed)
    records = {stem: harm(as_record(one), chance) for stem, one in read_gold(gold).items() if chance.random() > 0.1}
    theirs = score_with_script(gold, records, tmp_path / "records", None)
    assert our_scores(evaluate(gold, records)) == pytest.approx(theirs, abs=1e-9)


def as_record(gold: dict[str, Any]) -> dict[str, Any]:
    """A gold record in the record's form."""
    spans = [{"span": span} for span in gold["directives"]["sentence_spans"]]
    return gold | {"groups": gold["collective_attendees"], "directives": spans}


def test_evaluate_prints_saves_and_compares(tmp_path: Path) -> None:
    gold, raw = tmp_path / "gold", tmp_path / "raw"
    gold.mkdir()
    raw.mkdir()
    (raw / "a.txt").write_text(
        "On May 6, 2024, Li Ming presided over the meeting of the Wuhu Municipal Party Committee."
    )
    people = [{"name": "Li Ming", "roles": ["presided"], "offices": []}]
    (gold / "a.json").write_text(json.dumps({"place": "Wuhu", "people": people, "meetings": []}))
    run = CliRunner().invoke
    done = run(evaluate_command, [str(gold), str(raw), "--json", str(tmp_path / "run.json"), "--misses", "2"])
    assert done.exit_code == 0, done.output
    assert "people" in done.output and "headline" in done.output
    assert json.loads((tmp_path / "run.json").read_text())["documents"]["a"]["tables"]["people"][0] == 1
    again = run(evaluate_command, [str(gold), str(raw), "--against", str(tmp_path / "run.json")])
    assert again.exit_code == 0 and "0 gains, 0 losses" in again.output
    saved = json.loads((tmp_path / "run.json").read_text())
    saved["documents"]["a"]["tables"] = {name: [1, 1, 1] for name in saved["documents"]["a"]["tables"]}
    (tmp_path / "better.json").write_text(json.dumps(saved))
    assert run(evaluate_command, [str(gold), str(raw), "--against", str(tmp_path / "better.json")]).exit_code == 1
    (tmp_path / "wrong.json").write_text("{}")
    assert run(evaluate_command, [str(gold), str(raw), "--against", str(tmp_path / "wrong.json")]).exit_code == 2


def test_doubts_worst_first() -> None:
    kinds = ["not-stated", "ambiguous", "garbled", "truncated", "vague", "ambiguous"]
    details = ["place: none", "agenda: which", "text: odd", "text: cut", "held: no day", "held: two"]
    doubts = pd.DataFrame(
        {"key": [f"d-q{n}" for n in range(6)], "document": "d", "kind": kinds, "detail": details,
         "start": pd.array([None, 0, 5, 8, 2, 3], "Int64"), "end": pd.array([None, 4, 7, 9, 4, 4], "Int64")}
    )  # fmt: skip
    documents = pd.DataFrame({"document": ["d"], "path": ["d.txt"]})
    evidence = pd.DataFrame({"document": "d", "start": pd.array([0, 6], "Int64"), "end": pd.array([2, 7], "Int64")})
    ranked = rank_doubts(doubts, documents, evidence)
    assert list(ranked["kind"]) == ["truncated", "garbled", "ambiguous", "ambiguous", "vague", "not-stated"]
    # All of the document hangs on the day, one value on the words of the agenda.
    assert list(ranked["values"]) == [0, 1, 2, 1, 2, 2]
    assert ranked["reason"][0] == "cut"


def test_doubts_command(built: Built) -> None:
    where = ["--corpus", built.folder.name, "--processed", str(built.folder.parent)]
    listed = CliRunner().invoke(doubts_command, [*where, "--limit", "0", "--json"])
    rows = [json.loads(line) for line in listed.output.splitlines()]
    assert len(rows) == len(pd.read_parquet(built.folder / "doubts.parquet"))
    assert "doubts shown" in CliRunner().invoke(doubts_command, [*where, "--limit", "3"]).output
    assert CliRunner().invoke(doubts_command, ["--corpus", "none", "--processed", str(built.folder)]).exit_code == 2
