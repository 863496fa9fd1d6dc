"""Formulations and passages: who was first, what was left out, what was repeated, all counted by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made import EMPTY, Rows, day, document, make_corpus, meeting, relay

from readouts.compare.diffusion import date_first_use, drop_nested, list_omissions, list_renderings, trace_spread
from readouts.compare.reuse import SHINGLE, find_stretches, hash_runs, list_passages, measure_reuse, spread_marks
from readouts.compare.themes import share_formulations
from readouts.compare.upstream import match_readouts
from readouts.corpus import FOLDER_VARIABLE, Corpus, open_corpus
from readouts.figures import draw_reuse, draw_spread

PASSAGE = "build a first class market and let every firm compete on fair terms"  # 13 words
TEXTS = {
    "c": f"The centre asked all to {PASSAGE}.",  # 5 + 13 words
    "w": f"Wuhu will {PASSAGE} and plant many trees.",  # 2 + 13 + 4
    "j": "Jinan said that Wuhu will plant trees along its roads and rivers.",  # 12 words, its own
    "d": "Dalian repeats: Jinan said that Wuhu will plant trees along its roads and rivers.",  # 2 + 12
    "s": "Too short.",
}


def term(name: str, number: int, canonical: str | None, text: str, start: int, end: int) -> dict[str, object]:
    key = f"{name}-f{number}"
    return {
        "key": key,
        "document": name,
        "canonical": canonical,
        "text": text,
        "start": start,
        "end": end,
        "kind": "fixed",
    }


ROWS: Rows = {
    "documents": [
        document("c", None, "central", text=TEXTS["c"]),
        document("w", "Wuhu", text=TEXTS["w"]),
        document("j", "Jinan", text=TEXTS["j"]),
        document("d", "Dalian", text=TEXTS["d"]),
        document("s", "Dalian", text=TEXTS["s"]),
    ],
    "meetings": [
        meeting("c", "2024-02-19", 4, level="central", body="Central Commission"),
        meeting("w", "2024-03-10"),
        meeting("j", "2024-03-20", end="2024-03-25"),
        meeting("d", "2024-04-01"),
        meeting("s", None),
    ],
    "relays": [relay("w", 1, 4, "2024-02-19", surface="the 4th meeting of the Central Commission")],
    "formulations": [
        term("c", 1, "two-upholds", "two upholds", 0, 11),
        term("c", 2, "five-in-one", "five in one overall layout", 20, 46),
        term("c", 3, "four-confidences", "confidences", 22, 30),  # inside the one before
        term("w", 1, "two-upholds", "Two Upholds", 0, 11),
        term("w", 2, "two-upholds", "two safeguards", 20, 34),
        term("j", 1, "two-upholds", "two upholds", 0, 11),
        term("s", 1, "two-upholds", "two upholds", 0, 11),
        term("d", 1, None, "task book", 0, 9),
    ],
}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return make_corpus(tmp_path, ROWS)


def test_the_readout_behind_a_relay_is_found(corpus: Corpus) -> None:
    assert match_readouts(corpus)[["document", "source"]].to_numpy().tolist() == [["w", "c"]]


def test_nested_terms_count_once(corpus: Corpus) -> None:
    assert "c-f3" not in drop_nested(corpus["formulations"])["key"].tolist()
    assert "four-confidences" not in share_formulations(corpus)["formulation"].tolist()


def test_renderings_met(corpus: Corpus) -> None:
    met = list_renderings(corpus).set_index(["canonical", "rendering"])
    assert met.loc[("two-upholds", "two upholds"), ["zh", "times", "readouts", "cities"]].tolist() == [
        "两个维护",
        4,
        4,
        4,
    ]
    assert met.loc[("two-upholds", "two safeguards"), "times"] == 1


def test_first_use_says_what_was_seen_before(corpus: Corpus) -> None:
    first = date_first_use(corpus).set_index(["canonical", "city"])
    jinan = first.loc[("two-upholds", "Jinan")]
    assert (jinan["first_start"], jinan["first_end"], jinan["earlier"]) == (day("2024-03-20"), day("2024-03-25"), 0)
    assert first.loc[("two-upholds", "Dalian"), ["readouts", "of", "undated"]].tolist() == [1, 2, 1]
    spread = trace_spread(corpus)
    spread = spread[spread["canonical"] == "two-upholds"]
    assert spread[["city", "using", "seen"]].to_numpy().tolist() == [["Centre", 1, 1], ["Wuhu", 2, 2], ["Jinan", 3, 3]]


def test_an_omission_needs_the_higher_readout(corpus: Corpus) -> None:
    states = list_omissions(corpus).set_index(["city", "canonical"])["state"].to_dict()
    assert states == {("Wuhu", "two-upholds"): "repeated", ("Wuhu", "five-in-one"): "left out"}


def test_shares_of_words_by_where_they_stood_first(corpus: Corpus) -> None:
    reuse = measure_reuse(corpus).set_index("document")
    assert reuse.loc["w", ["words", "upstream", "elsewhere"]].tolist() == pytest.approx([19, 13 / 19, 0])
    assert reuse.loc["d", ["words", "elsewhere", "own"]].tolist() == pytest.approx([14, 12 / 14, 2 / 14])
    assert reuse.loc["d", "nearest"] == "j"
    assert reuse.loc["j", "own"] == 1  # it said it first
    assert reuse["upstream"].isna().to_dict() == {"c": True, "d": True, "j": True, "s": True, "w": False}
    assert reuse.loc["s", "note"] == "too short"


def test_passages_stand_side_by_side(corpus: Corpus) -> None:
    passages = list_passages(corpus)
    assert passages[["city", "from_city", "kind", "words"]].to_numpy().tolist() == [
        ["Wuhu", "Centre", "upstream", 13],
        ["Dalian", "Jinan", "elsewhere", 12],
    ]
    assert passages.loc[0, ["passage", "source_passage"]].tolist() == [PASSAGE, PASSAGE]


def test_nothing_in_view_and_figures(corpus: Corpus) -> None:
    none = open_corpus(EMPTY)
    for method in (match_readouts, date_first_use, trace_spread, list_omissions, measure_reuse, list_passages):
        assert len(method(none)) == 0
    assert (draw_spread(none).figure, draw_reuse(none).figure) == (None, None)
    assert (draw_spread(corpus).rests_on, draw_reuse(corpus).rests_on) == (4, 4)


WORDS = st.lists(st.sampled_from("abcd"), max_size=40)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_runs_are_equal_where_the_words_are(one: list[str], other: list[str]) -> None:
    ids: dict[str, int] = {}
    runs = [hash_runs(" ".join(words), ids)[1] for words in (one, other)]
    texts = [[words[at : at + SHINGLE] for at in range(len(words) - SHINGLE + 1)] for words in (one, other)]
    equal = [[first == second for second in texts[1]] for first in texts[0]]
    assert (runs[0][:, None] == runs[1][None, :]).tolist() == equal or not texts[0]


@given(st.lists(st.integers(0, 3), max_size=30))
def test_every_word_has_one_kind(kinds: list[int]) -> None:
    words = len(kinds) + SHINGLE - 1
    marked = spread_marks(np.array(kinds, dtype=int), words)
    assert len(marked) == words
    assert set(marked.tolist()) <= {0, 1, 2, 3}
    stretches = find_stretches(np.flatnonzero(np.array(kinds) == 0))
    assert sum(last - first + 1 for first, last in stretches) == kinds.count(0)
