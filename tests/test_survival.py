"""Waits, curves and medians against the textbook; steps by way of the province."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.made import EMPTY, Rows, document, make_corpus, meeting, relay

from readouts.compare.coverage import grid_relays
from readouts.compare.lag import bound_days, measure_lags, summarise_lags, trace_steps
from readouts.compare.survival import estimate_curve, estimate_curves, estimate_medians, list_waits
from readouts.corpus import FOLDER_VARIABLE, Corpus, open_corpus
from readouts.figures import draw_survival

CITIES = {
    "Wuhu": ("340200", "安徽"),
    "Hefei": ("340100", "安徽"),
    "Jinan": ("370100", "山东"),
    "Anhui": ("340000", "安徽"),
}


def at(name: str, city: str, level: str = "municipal") -> dict[str, object]:
    code, province = CITIES[city]
    return document(name, city, level, adcode=code, province=province)


# The centre's 4th meeting: Anhui conveys it after 10 days, Wuhu after 30 and names Anhui's; Hefei mentions it; Jinan is silent.
ROWS: Rows = {
    "documents": [
        at("p", "Anhui", "provincial"),
        at("w", "Wuhu"),
        at("h", "Hefei"),
        at("j", "Jinan"),
        at("k", "Jinan"),
    ],
    "meetings": [
        meeting("p", "2024-02-29", 6, level="provincial", body="Anhui provincial commission"),
        meeting("w", "2024-03-20", end="2024-03-22"),
        meeting("h", "2024-03-01"),
        meeting("j", "2024-03-05"),
        meeting("k", "2024-04-19"),
    ],
    "relays": [
        relay("p", 1, 4, "2024-02-19"),
        relay("w", 1, 4, "2024-02-19"),
        relay("w", 2, 6, None, level="provincial", surface="the 6th meeting of the provincial commission"),
        relay("h", 1, 4, "2024-02-19", relation="referred"),
    ],
}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    return make_corpus(tmp_path, ROWS)


def test_the_textbook_curve() -> None:
    """Remission on 6-MP (Freireich et al. 1963), as in Kalbfleisch and Prentice; bands as R's survfit with log-log."""
    days = np.array([6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
    curve = estimate_curve(days, np.arange(21) < 9)
    assert curve["day"].tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert curve["at_risk"].tolist() == [21, 17, 15, 12, 11, 7, 6]
    expected = [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
    assert curve["waiting"].round(4).tolist() == expected
    assert curve.loc[0, ["low", "high"]].astype(float).round(3).tolist() == [0.620, 0.952]


def test_a_mention_is_no_silence_and_silence_has_a_readout(corpus: Corpus) -> None:
    grid = grid_relays(corpus)
    states = {(row.upstream, row.city): (row.state, row.document) for row in grid.itertuples(index=False)}
    fourth = "central deepening reform commission term 20 no. 4"
    assert {city: states[fourth, city] for city in ("Hefei", "Jinan", "Wuhu")} == {
        "Hefei": ("mentioned", "h"),
        "Jinan": ("silent", "j"),
        "Wuhu": ("conveyed", "w"),
    }
    sixth = "Anhui provincial deepening reform commission no. 6"
    assert states[sixth, "Hefei"][0] == "unknown"  # no day is known of it
    assert (sixth, "Jinan") not in states  # another province
    assert grid.loc[grid["state"] == "silent", "document"].notna().all()


def test_waits_end_at_the_relay_or_at_the_last_readout(corpus: Corpus) -> None:
    waits = list_waits(corpus).set_index("city")
    assert waits.loc["Wuhu", ["conveyed", "days_min", "days_max"]].tolist() == [True, 30, 32]
    assert waits.loc["Jinan", ["conveyed", "days_min"]].tolist() == [False, 60]
    assert "Hefei" not in waits.index


def test_too_few_relays_give_a_sentence(corpus: Corpus) -> None:
    assert not len(estimate_curves(corpus))
    assert estimate_medians(corpus)["note"].iloc[0] == "only 2 meetings conveyed, fewer than 5: no estimate"
    assert "fewer than the 5" in draw_survival(corpus).caption


def test_the_two_steps(corpus: Corpus) -> None:
    (step,) = trace_steps(corpus).to_dict("records")
    assert (step["first_min"], step["first_max"], step["second_min"], step["second_max"]) == (10, 10, 20, 22)
    assert step["path"] == "confirmed"  # Anhui's own readout conveys the centre's meeting


def test_lags_are_summed_up_by_city_meeting_and_year(corpus: Corpus) -> None:
    summed = summarise_lags(corpus).set_index(["by", "value"])
    assert summed.loc[("all", "all in view"), ["relays", "exact", "shortest", "longest"]].tolist() == [2, 1, 10, 32]
    assert summed.loc[("year", "2024"), ["median_min", "median_max"]].tolist() == [20, 21]


def test_nothing_in_view() -> None:
    none = open_corpus(EMPTY)
    for method in (
        measure_lags,
        summarise_lags,
        trace_steps,
        grid_relays,
        list_waits,
        estimate_curves,
        estimate_medians,
    ):
        assert len(method(none)) == 0


WAITS = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=25)


@given(WAITS)
def test_a_curve_falls_within_its_band(waits: list[tuple[int, bool]]) -> None:
    curve = estimate_curve(np.array([day for day, _ in waits]), np.array([seen for _, seen in waits]))
    assert curve["waiting"].is_monotonic_decreasing
    assert curve["waiting"].between(0, 1).all()
    banded = curve.dropna()
    assert ((banded["low"] <= banded["waiting"] + 1e-9) & (banded["waiting"] <= banded["high"] + 1e-9)).all()


BOUNDS = st.tuples(st.integers(0, 400), st.integers(0, 30), st.integers(0, 400), st.integers(0, 30))


@given(BOUNDS)
def test_the_shortest_lag_is_never_longer_than_the_longest(bounds: tuple[int, int, int, int]) -> None:
    first, wide, then, long = (pd.Timedelta(days=days) for days in bounds)
    zero = pd.Timestamp("2024-01-01")
    row = {"a_start": zero + first, "a_end": zero + first + wide, "b_start": zero + then, "b_end": zero + then + long}
    low, high = bound_days(pd.DataFrame([row]), "a", "b")
    assert high.iloc[0] < 0 or 0 <= low.iloc[0] <= high.iloc[0]


HELD = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 300), st.sampled_from(["conveyed", "referred", ""])),
    min_size=1,
    max_size=9,
)


@settings(max_examples=8, deadline=None)
@given(HELD)
def test_nobody_is_silent_without_a_readout_in_the_window(held: list[tuple[int, int, str]]) -> None:
    places, born = [*list(CITIES)[:3], "Dalian"], pd.Timestamp("2024-02-19")
    rows: Rows = {"documents": [], "meetings": [], "relays": []}
    for number, (place, days, relation) in enumerate(held):
        name = f"d{number}"
        rows["documents"].append(document(name, places[place]))
        rows["meetings"].append(meeting(name, f"{pd.Timestamp('2024-01-01') + pd.Timedelta(days=days):%Y-%m-%d}"))
        if relation:
            rows["relays"].append(relay(name, 1, 4, "2024-02-19", relation=relation))
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, folder)
        corpus = make_corpus(Path(folder), rows)
        grid = grid_relays(corpus)
    days = corpus["meetings"].set_index("document")["held_start"]
    names = set(corpus["relays"]["document"])
    for row in grid.itertuples(index=False):
        assert row.state in {"conveyed", "mentioned", "silent", "unknown"}
        assert (row.state == "unknown") == pd.isna(row.document)
        if row.state == "silent":
            assert row.document not in names
            assert born <= days[row.document] <= born + pd.Timedelta(days=90)
