"""Report 01 shows how good its tables are where that was measured, and how to measure it where it was not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import NOTEBOOKS, Workspace

from readouts.build import Built
from readouts.corpus import FOLDER_VARIABLE, Corpus, open_corpus
from readouts.display import TABLE_TYPE, Shown, ShownTogether
from readouts.doubts import count_doubts, list_doubts
from readouts.evaluate import count_documents, look_in
from readouts.measured import EVALUATION, show_scores
from readouts.report import make_reports
from readouts.scores import evaluation_to_json, render_run

GOLD: dict[str, Any] = {
    "a": {"place": "Wuhu", "people": [{"name": "Li Ming", "roles": ["presided"]}], "meetings": []},
    "b": {"place": "Suzhou", "people": [{"name": "Wu Hao", "roles": []}], "meetings": []},
    "c": {"people": [], "meetings": []},
}


def save_scores(path: Path, made_by: dict[str, Any]) -> None:
    records = {"a": GOLD["a"] | {"place": {"name": "Wuhu"}}, "b": GOLD["b"] | {"people": []}}
    done = count_documents(GOLD, records, None, look_in(["Wuhu"]))
    path.write_text(render_run(made_by | evaluation_to_json(done)), encoding="utf-8")


@pytest.fixture
def view(built: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """The small corpus in a folder of its own, so that a file can be put beside its tables."""
    shutil.copytree(built.folder, tmp_path / "small")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return open_corpus("small")


def plain(cell: str) -> str:
    """A cell with ordinary spaces and hyphens."""
    return cell.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NON-BREAKING HYPHEN}", "-")


def made_by(view: Corpus) -> dict[str, Any]:
    return {key: view.manifest[key] for key in ("version", "vocabulary")}


def test_without_an_evaluation_a_sentence_says_how(view: Corpus) -> None:
    shown = show_scores(view)
    assert isinstance(shown, Shown)
    assert "has not been measured" in shown.bundle["text/plain"]
    assert "readouts evaluate GOLD RAW --json data/processed/small/evaluation.json" in shown.bundle["text/plain"]


def test_scores_by_table_and_by_city(view: Corpus, tmp_path: Path) -> None:
    save_scores(tmp_path / "small" / EVALUATION, made_by(view))
    shown = show_scores(view)
    assert isinstance(shown, ShownTogether)
    said, cities, tables, splits = (part.bundle for part in shown.parts)
    assert "rest on 3 readouts" in said["text/plain"]
    assert "1 of seen cities, 1 of unseen ones, 1 that name no city" in said["text/plain"]
    assert "1 of them without a record, which counts as not found" in said["text/plain"]
    assert "another version" not in said["text/plain"]
    assert [row[:2] for row in cities[TABLE_TYPE]["rows"]] == [
        ["all readouts", "3"],
        ["seen cities", "1"],
        ["unseen cities", "1"],
    ]
    people = next(row for row in tables[TABLE_TYPE]["rows"] if row[0] == "people")
    assert people[1:4] == ["2", "1", "1"]
    assert [plain(cell) for cell in people[4:]] == ["1.000 (0.21-1.00)", "0.500 (0.09-0.91)", "0.667 (0.13-0.96)"]
    people = next(row for row in splits[TABLE_TYPE]["rows"] if row[0] == "people")
    assert [plain(cell)[:5] for cell in people[1:]] == ["1", "1.000", "1", "0.000"]


def test_scores_of_another_vocabulary_say_so(view: Corpus, tmp_path: Path) -> None:
    save_scores(tmp_path / "small" / EVALUATION, made_by(view) | {"vocabulary": "older"})
    shown = show_scores(view)
    assert isinstance(shown, ShownTogether)
    assert "another version or vocabulary" in shown.parts[0].bundle["text/plain"]


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"documents": {"a": {}}}', '{"documents": {"a": 1}}'])
def test_a_file_of_another_form_is_a_sentence(view: Corpus, tmp_path: Path, content: str) -> None:
    (tmp_path / "small" / EVALUATION).write_text(content, encoding="utf-8")
    shown = show_scores(view)
    assert isinstance(shown, Shown)
    assert "is not of the form" in shown.bundle["text/plain"]


def test_the_report_shows_scores_where_there_are_some(workspace: Workspace, view: Corpus, tmp_path: Path) -> None:
    name = "01_ingestion.html"
    without = (workspace.reported.folder / name).read_text(encoding="utf-8")
    assert "has not been measured" in without
    save_scores(tmp_path / "small" / EVALUATION, made_by(view))
    made = make_reports("small", tmp_path, tmp_path / "reports", NOTEBOOKS, only=["ingestion"])
    assert [outcome.message for outcome in made.outcomes] == [None]
    source = (made.folder / name).read_text(encoding="utf-8")
    assert "Scores by table, with 95 % intervals" in source
    assert "has not been measured" not in source


def test_doubts_are_counted_by_kind_and_listed_worst_first(view: Corpus) -> None:
    listed = list_doubts(view)
    counted = count_doubts(listed)
    assert len(listed) == len(view["doubts"]) == counted["doubts"].sum() > 0
    assert list(counted["kind"]) == list(dict.fromkeys(listed["kind"].astype("str")))
    quoted = listed[listed["start"].notna()]
    assert all(words.count("⟦") >= 1 for words in quoted["words"])
    assert set(listed["city"]) <= set(view.cities)


def test_no_doubts_are_no_rows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    listed = list_doubts(open_corpus("nothing"))
    assert len(listed) == len(count_doubts(listed)) == 0


def test_every_doubt_leads_to_its_text(workspace: Workspace) -> None:
    source = (workspace.reported.folder / "01_ingestion.html").read_text(encoding="utf-8")
    table = source[source.index("<caption>Doubts: ") :].partition("</table>")[0]
    rows = table.partition("<tbody>")[2].split("<tr>")[1:]
    assert rows and all('<a href="#e-' in row or '<a href="#d-' in row for row in rows)
    anchors = {part.partition('"')[0] for part in source.split(' id="')[1:]}
    assert all(row.partition('<a href="#')[2].partition('"')[0] in anchors for row in rows)


def test_the_saved_form_is_json() -> None:
    content = {"version": "1", "headline": 0.5, "tables": {}, "documents": {"甲": {"a": [1, 2]}}, "changes": [{"x": 1}]}
    assert json.loads(render_run(content)) == content
    assert render_run(content).count("\n") == 11
