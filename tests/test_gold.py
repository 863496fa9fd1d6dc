"""The sample against the truth made by reading: what it scores, no less than the last saved run allows."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.conftest import ROOT, SAMPLE

from readouts.evaluate import Evaluation, evaluate, read_gold
from readouts.quality import evaluate as evaluate_command
from readouts.quality import find_stem, parse_texts
from readouts.scores import ALLOWED_FALL, compare_runs, compare_tables, has_fallen, load_evaluation

GOLD = ROOT / "tests" / "gold" / "sample"
LAST = ROOT / "tests" / "gold" / "last.json"


@pytest.fixture(scope="module")
def now() -> Evaluation:
    """The sample as it is read now."""
    records, texts = parse_texts(SAMPLE, set(read_gold(GOLD)))
    return evaluate(GOLD, records, texts)


def name_losses(now: Evaluation, last: Evaluation) -> str:
    """The tables and the documents that lost, a line each."""
    tables = compare_tables(now, last).query("change < 0").to_dict("records")
    documents = compare_runs(now, last).query("change < 0").to_dict("records")
    lines = [f"{row['table']}: {row['before']:.3f} to {row['after']:.3f}" for row in tables]
    lines += [f"{row['document']}, {row['table']}: {row['before']:.3f} to {row['after']:.3f}" for row in documents]
    return "\n  ".join(lines)


def test_the_headline_holds(now: Evaluation) -> None:
    last = load_evaluation(LAST)
    assert not has_fallen(now, last), (
        f"the headline fell by more than {ALLOWED_FALL}, from {last.headline:.3f} to {now.headline:.3f}; what lost:\n  "
        f"{name_losses(now, last)}\nmend it, or say in the change why it must be and run make bench SAVE=1"
    )


def test_every_span_holds_its_words(now: Evaluation) -> None:
    spans = now.tables["spans"]
    wrong = [f"{stem}: {line}" for stem, one in now.documents.items() for line in one.counts["spans"].misses]
    assert spans.hit == spans.found > 0, wrong


def test_every_gold_file_has_its_text(now: Evaluation) -> None:
    assert [stem for stem, scored in now.documents.items() if scored.missing] == []


def test_a_fall_names_tables_and_documents(now: Evaluation) -> None:
    records, texts = parse_texts(SAMPLE, set(read_gold(GOLD)))
    lost = next(stem for stem, one in now.documents.items() if one.counts["people"].hit > 1)
    worse = evaluate(GOLD, {stem: record | {"people": []} for stem, record in records.items()}, texts)
    assert has_fallen(worse, now)
    named = name_losses(worse, now)
    assert "people: " in named and f"{lost}, people: 1.000 to 0.000" in named


def test_the_saved_run_is_small_and_the_same_everywhere(tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "sample"
    shutil.copytree(SAMPLE, copy)
    for number, raw in enumerate((SAMPLE, copy)):
        done = CliRunner().invoke(evaluate_command, [str(GOLD), str(raw), "--json", str(tmp_path / f"{number}.json")])
        assert done.exit_code == 0, done.output
    one, other = ((tmp_path / f"{number}.json").read_bytes() for number in (0, 1))
    assert one == other
    assert len(one) < 40_000
    assert len(LAST.read_bytes()) < 40_000
    assert str(ROOT) not in LAST.read_text(encoding="utf-8")


STEMS = {"jinan__a", "b", "deep__jinan__c", "c"}
PATHS = [
    ("jinan/a.txt", "jinan__a"),
    ("jinan__a.html", "jinan__a"),
    ("suzhou/a.txt", None),
    ("suzhou/b.html", "b"),
    ("more/jinan/a.txt", "jinan__a"),
    ("deep/jinan/c.txt", "deep__jinan__c"),  # the longest name wins
    ("jinan/c.txt", "c"),
]


@pytest.mark.parametrize(("path", "stem"), PATHS)
def test_texts_find_their_gold(path: str, stem: str | None) -> None:
    assert find_stem(Path(path), STEMS) == stem


def test_texts_in_folders_pages_and_sidecars(tmp_path: Path) -> None:
    gold, raw = tmp_path / "gold", tmp_path / "raw"
    gold.mkdir()
    for stem in ("jinan__a", "suzhou__a", "wuhu__none"):
        (gold / f"{stem}.json").write_text('{"published": "2024-05-07", "people": []}', encoding="utf-8")
    for city, name in (("jinan", "a.txt"), ("suzhou", "a.html")):
        (raw / city).mkdir(parents=True)
        (raw / city / name).write_text("<p>The meeting was held on May 6.</p>", encoding="utf-8")
        (raw / city / "a.meta.toml").write_text('published = "2024-05-07"\n', encoding="utf-8")
    done = CliRunner().invoke(evaluate_command, [str(gold), str(raw), "--json", str(tmp_path / "run.json")])
    assert done.exit_code == 0, done.output
    assert done.stderr.splitlines() == [
        f"{gold}/wuhu__none.json: no readable text under {raw} has this name; counted as not found"
    ]
    run = load_evaluation(tmp_path / "run.json")
    assert [one.counts["published"].hit for one in run.documents.values()] == [1, 1, 0]
    _, texts = parse_texts(raw, {"jinan__a", "suzhou__a"})
    assert "<p>" in texts["jinan__a"] and "<p>" not in texts["suzhou__a"]


def print_recipe(*words: str) -> str:
    """What make would run, whatever the make that these tests run under was told."""
    clean = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MFLAGS", "RAW", "SAVE"}}
    shown = subprocess.run(["make", "-n", *words], cwd=ROOT, env=clean, capture_output=True, text=True, check=True)
    return shown.stdout


def test_only_reports_on_the_sample_are_scored() -> None:
    assert "data/processed/sample/evaluation.json" in print_recipe("report")
    assert "data/processed/other/evaluation.json" in print_recipe("report", "RAW=./data/raw/sample/", "CORPUS=other")
    assert "evaluation.json" not in print_recipe("report", "RAW=data/raw/sample/jinan")


def test_bench_compares_and_saves_when_told_to() -> None:
    assert f"--against {LAST.relative_to(ROOT)}" in print_recipe("bench")
    assert "--json" not in print_recipe("bench")
    assert f"--json {LAST.relative_to(ROOT)}" in print_recipe("bench", "SAVE=1")
