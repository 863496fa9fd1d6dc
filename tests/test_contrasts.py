"""Themes, distances, words and cadence against published values and sums done by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from tests.made import EMPTY, Rows, document, make_corpus, meeting

from readouts.compare.cadence import count_years
from readouts.compare.distance import measure_distances
from readouts.compare.intervals import add_wilson
from readouts.compare.themes import describe_scheme, share_themes
from readouts.compare.words import PRIOR, contrast_words, split_words, weigh_words
from readouts.corpus import FOLDER_VARIABLE, Corpus, open_corpus
from readouts.figures import draw_distances, draw_theme_profile, draw_words, draw_years


def touch(name: str, *themes: str) -> list[dict[str, object]]:
    return [{"key": f"{name}-t{at}", "document": name, "theme": theme} for at, theme in enumerate(themes)]


# Wuhu only speaks of talent, Jinan only of pollution, Dalian of both; five readouts each but for Jinan's three.
SPOKEN = {"Wuhu": (["talent"], 5), "Jinan": (["pollution"], 3), "Dalian": (["talent", "pollution"], 5)}
TEXTS = {"Wuhu": "Talent, talent. Li Ming's town.", "Jinan": "Pollution again.", "Dalian": "Talent and pollution."}
ROWS: Rows = {"documents": [], "meetings": [], "themes": [], "people": []}
for CITY, (AREAS, TIMES) in SPOKEN.items():
    for AT in range(TIMES):
        NAME = f"{CITY}{AT}"
        ROWS["documents"].append(document(NAME, CITY, text=TEXTS[CITY] * 30))
        ROWS["themes"] += touch(NAME, *AREAS, *AREAS)
        ROWS["meetings"].append(meeting(NAME, f"{2020 + AT}-05-01", 2 * AT + 1 if CITY == "Wuhu" else None, term=5))
ROWS["people"].append({"key": "Wuhu0-p1", "document": "Wuhu0", "name": "Li Ming"})


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return make_corpus(tmp_path, ROWS)


# Part, whole, low, high: Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
WILSON = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


@pytest.mark.parametrize(("part", "whole", "low", "high"), WILSON)
def test_wilson_as_published(part: int, whole: int, low: float, high: float) -> None:
    row = add_wilson(pd.DataFrame({"n": [part], "of": [whole]}), "n", "of").iloc[0]
    assert (round(row["low"], 4), round(row["high"], 4)) == (low, high)


@given(st.integers(1, 400), st.data())
def test_wilson_agrees_with_scipy_and_holds_the_share(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    row = add_wilson(pd.DataFrame({"n": [part], "of": [whole]}), "n", "of").iloc[0]
    theirs = binomtest(part, whole).proportion_ci(method="wilson")
    assert np.allclose([row["low"], row["high"]], [theirs.low, theirs.high], atol=1e-9)
    assert 0 <= row["low"] <= row["share"] + 1e-12 <= row["high"] + 2e-12 <= 1 + 3e-12


def test_nothing_of_nothing_has_no_share() -> None:
    assert add_wilson(pd.DataFrame({"n": [0], "of": [0]}), "n", "of")[["share", "low", "high"]].isna().all(axis=None)


def test_shares_have_their_interval(corpus: Corpus) -> None:
    shares = share_themes(corpus).set_index(["theme", "city"])
    assert shares.loc[("talent", "Wuhu"), ["readouts", "of", "share"]].tolist() == [5, 5, 1.0]
    assert round(shares.loc[("talent", "Wuhu"), "low"], 3) == 0.566  # 5 / (5 + 1.96²)


def test_distances_by_hand(corpus: Corpus) -> None:
    pairs = measure_distances(corpus).set_index(["one", "other"])
    assert pairs.loc[("Jinan", "Wuhu"), "distance"] == pytest.approx(1.0)  # nothing shared
    # Profiles (1, 0) and (½, ½), their mean (¾, ¼): half of lg(4/3), half of ½ lg(⅔) + ½ lg 2.
    expected = math.sqrt(0.5 * math.log2(4 / 3) + 0.5 * (0.5 * math.log2(2 / 3) + 0.5 * math.log2(2)))
    assert pairs.loc[("Dalian", "Wuhu"), "distance"] == pytest.approx(expected)
    assert pairs.loc[("Dalian", "Wuhu"), ["low", "high"]].tolist() == pytest.approx([expected, expected])
    assert pairs["low"].isna().tolist() == [True, False, True]  # Jinan has three readouts: no band
    assert pairs.loc[("Jinan", "Wuhu"), "note"] == "fewer than 5 readouts of a place: no band"
    pd.testing.assert_frame_equal(measure_distances(corpus), measure_distances(corpus))


def test_log_odds_by_hand() -> None:
    """A word 10 times of 100 here and 5 times of 200 there, of which the prior expects 50 of 1,000."""
    log_odds, z = weigh_words(np.array([10.0]), np.array([5.0]), 100, 200, np.array([15 / 300 * PRIOR]))
    here, there = 60 / (1100 - 60), 55 / (1200 - 55)
    assert log_odds[0] == pytest.approx(math.log(here / there))
    assert z[0] == pytest.approx(math.log(here / there) / math.sqrt(1 / 60 + 1 / 55))


def test_distinctive_words_leave_names_out(corpus: Corpus) -> None:
    words = contrast_words(corpus)
    assert words.loc[words["city"] == "Wuhu", "word"].tolist() == ["talent", "town"]
    assert not set(words["word"]) & {"li", "ming", "wuhu"}
    first = words.iloc[0]
    assert first["readouts"] <= first["of"]
    assert split_words("The commission’s work, 深化改革。") == ["the", "commission", "work", "深化", "化改", "改革"]


def test_missing_meetings_have_a_year_only_between_two_of_one_year(corpus: Corpus) -> None:
    years = count_years(corpus)
    wuhu = years[(years["city"] == "Wuhu")]
    assert wuhu.loc[wuhu["state"] == "in hand", "meetings"].tolist() == [1] * 5
    missing = wuhu[wuhu["state"] == "missing"]
    assert (missing["year"].isna().tolist(), missing["meetings"].tolist()) == (
        [True],
        [4],
    )  # 2, 4, 6, 8, each over New Year


def test_the_scheme_says_what_belongs_to_an_area() -> None:
    scheme = describe_scheme()
    assert scheme["theme"].is_unique
    assert (scheme[["definition", "example", "forms", "source"]] != "").all(axis=None)


def test_figures_say_what_they_rest_on(corpus: Corpus) -> None:
    for draw, rests in ((draw_distances, 13), (draw_words, 13), (draw_years, 13), (draw_theme_profile, 13)):
        assert draw(corpus).rests_on == rests
        assert draw(open_corpus(EMPTY)).figure is None
