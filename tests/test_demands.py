"""Demands, organs told to act, and titles that come up again."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.made import EMPTY, Rows, document, make_corpus, meeting

from readouts.compare.demands import count_demands, list_tasks, share_organs
from readouts.compare.lineage import link_titles, list_unplaced, score_pairs
from readouts.corpus import FOLDER_VARIABLE, Corpus, open_corpus
from readouts.figures import draw_demands, draw_lineage


def demand(name: str, number: int, modality: str) -> dict[str, object]:
    return {"key": f"{name}-d{number}", "document": name, "modality": modality, "start": number, "end": number + 1}


def task(name: str, number: int, actor: str) -> dict[str, object]:
    return {"key": f"{name}-s{number}", "document": name, "actor": actor, "task": "coordinate the work"}


def title(name: str, number: int, words: str, action: str = "reviewed", kind: str = "document") -> dict[str, object]:
    return {"key": f"{name}-a{number}", "document": name, "title": words, "action": action, "kind": kind}


ROWS: Rows = {
    "documents": [document("a", "Wuhu"), document("b", "Wuhu"), document("j", "Jinan")],
    "meetings": [meeting("a", "2024-01-10"), meeting("b", "2024-05-01"), meeting("j", "2024-06-01")],
    "directives": [demand("a", 1, "must"), demand("a", 2, "must"), demand("b", 1, "should"), demand("j", 1, "must")],
    "utterances": [{"key": "a-u1", "document": "a", "speaker": "meeting", "verb": "Stressed"}],
    "assignments": [
        task("a", 1, "Municipal Reform Office"),
        task("b", 1, "municipal  reform office"),
        task("b", 2, "Bureau"),
    ],
    "agenda": [
        title("a", 1, "Measures for Deepening Park Reform"),
        title("a", 2, "Work Summary Report for 2023"),
        title("a", 3, "Plan"),
        title("b", 1, "Revised Measures for Deepening Park Reform", "heard", "report"),
        title("b", 2, "Work Summary Report for 2024"),
        title("j", 1, "Measures for Deepening Park Reform"),
        title("j", 2, "speeches", "studied", "other"),
    ],
}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return make_corpus(tmp_path, ROWS)


def test_demands_by_modality_and_verb(corpus: Corpus) -> None:
    counted = count_demands(corpus).set_index(["city", "by", "value"])
    must = counted.loc[("Wuhu", "modality", "must")]
    assert (must["times"], must["of"], must["readouts"], must["readouts_of"]) == (2, 3, 1, 2)
    assert must["low"] < 2 / 3 < must["high"]
    assert counted.loc[("Wuhu", "verb", "stressed"), "share"] == 1


def test_organs_are_the_same_in_any_spelling(corpus: Corpus) -> None:
    organs = share_organs(corpus)
    assert organs[["organ", "times", "of", "readouts"]].to_numpy().tolist() == [
        ["municipal reform office", 2, 3, 2],
        ["bureau", 1, 3, 1],
    ]
    assert len(list_tasks(corpus)) == 3


def test_a_title_is_followed_in_its_own_place(corpus: Corpus) -> None:
    (step,) = link_titles(corpus).to_dict("records")
    assert (step["city"], step["step"], step["added"]) == ("Wuhu", "reviewed → heard", "revised")
    assert (step["key"], step["next_key"]) == ("a-a1", "b-a1")
    # Six titles: park, deepening, reform, measures stand in three; for in five; revised in one.
    weight = {3: 4 * math.log(7 / 3), 5: math.log(7 / 5), 1: math.log(7)}
    common = weight[3] + weight[5]
    assert step["score"] == pytest.approx(common / (common + weight[1]), abs=1e-3)


def test_what_has_no_place_is_listed(corpus: Corpus) -> None:
    reasons = list_unplaced(corpus).set_index("key")["reason"].to_dict()
    assert reasons == {
        "a-a2": "no like title in another readout of this place",  # 2023 is not 2024
        "a-a3": "fewer than 3 words",
        "b-a2": "no like title in another readout of this place",
        "j-a1": "one readout of this place in view",
    }


def test_nothing_in_view_and_figures(corpus: Corpus) -> None:
    none = open_corpus(EMPTY)
    for method in (count_demands, share_organs, list_tasks, link_titles, list_unplaced):
        assert len(method(none)) == 0
    assert (draw_demands(none).figure, draw_lineage(none).figure) == (None, None)
    assert (draw_demands(corpus).rests_on, draw_lineage(corpus).rests_on) == (3, 2)
    assert "2 of 6 titles" in draw_lineage(corpus).caption


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=3), min_size=2, max_size=6))
def test_scores_lie_between_nothing_and_the_same(words: list[frozenset[str]]) -> None:
    columns = {"words": words, "numbers": [frozenset()] * len(words)}
    titles = pd.DataFrame({"city": "Wuhu", "document": [str(at) for at in range(len(words))], **columns})
    for score, first, second in score_pairs(titles):
        assert 0 <= score <= 1 + 1e-9
        assert score == pytest.approx(1) or words[first] != words[second]
