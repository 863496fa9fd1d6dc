"""How long a higher meeting's line is on its way, those not yet reached counted in.

The lags of relays alone make the way look short: a city that has not relayed a meeting has no lag. Here every city with a
readout in hand counts until it conveys the meeting or until its last readout in the window (censored), by the
product-limit estimator: Kaplan & Meier, "Nonparametric Estimation from Incomplete Observations", JASA 53 (1958), with
log-log bands (scipy.stats.ecdf); the interval of the median is read off the band: Brookmeyer & Crowley, "A Confidence
Interval for the Median Survival Time", Biometrics 38 (1982). Days with bounds are put at both ends, which gives two curves.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd

from readouts.compare.coverage import WINDOW, grid_relays
from readouts.compare.lag import measure_lags
from readouts.corpus import Corpus, count, order_names

FEWEST = 5  # relays below which no curve is drawn: a band then spans nearly everything
LEVEL = 0.95
ALL = "all in view"
ENDS = ("shortest", "longest")
WAITS = ["upstream", "city", "conveyed", "days_min", "days_max", "key", "document"]
CURVES = ["value", "end", "day", "at_risk", "conveyed", "waiting", "low", "high"]
MEDIANS = ["value", "waits", "conveyed", "median_min", "median_max", "low", "high", "note"]


def list_waits(corpus: Corpus, window: int = WINDOW) -> pd.DataFrame:
    """One row a higher meeting and city with a readout in hand: days until it is conveyed, or until nothing more is known.

    Columns: upstream, city; conveyed (true: the first readout in hand that conveys it; false: silent, censored at the city's
    last readout in the window); days_min and days_max (bounds of the day); key and document. Fields that are unknown
    or only mentioned are left out: there is nothing to wait on. Conveyed in a readout that is not in hand counts as
    not conveyed, so the curve tells when a line is seen, not when it arrives.
    """
    lags = measure_lags(corpus).sort_values(["upstream", "city", "lag_min", "lag_max", "key"])
    lags = lags.drop_duplicates(["upstream", "city"]).rename(columns={"lag_min": "days_min", "lag_max": "days_max"})
    grid = grid_relays(corpus, window)
    silent = grid[grid["state"] == "silent"][["upstream", "upstream_day", "city", "document"]]
    meetings = corpus["meetings"].dropna(subset=["held_start", "held_end"])
    meetings = meetings[meetings["city"].isin(silent["city"])][["city", "held_end"]]
    last = find_last(silent, meetings, window)
    quiet = silent.assign(days_min=last, days_max=last, conveyed=False, key=None)
    parts = [part[WAITS] for part in (lags.assign(conveyed=True), quiet) if len(part)]
    if not parts:
        return pd.DataFrame(columns=WAITS)
    return pd.concat(parts, ignore_index=True).sort_values(["upstream", "city"], ignore_index=True)


def find_last(silent: pd.DataFrame, meetings: pd.DataFrame, window: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """By silent field the days from the higher meeting to the city's last readout held in the window."""
    days = {
        str(city): np.sort(pd.to_datetime(part["held_end"]).to_numpy("datetime64[D]"))
        for city, part in meetings.groupby("city")
    }
    out = np.zeros(len(silent), dtype=np.int64)
    born = pd.to_datetime(silent["upstream_day"]).to_numpy("datetime64[D]")
    for city, at in silent.groupby("city").indices.items():
        own = days[str(city)]
        found = own[np.searchsorted(own, born[at] + np.timedelta64(window, "D"), side="right") - 1]
        out[at] = (found - born[at]).astype(np.int64)
    return out


def estimate_curve(days: np.ndarray, conveyed: np.ndarray) -> pd.DataFrame:
    """One row a day on which something is conveyed: share still waiting, with its 95 % band (empty where undefined).

    Columns: day, at_risk (still waiting right before), conveyed (on that day), waiting (share after it), low, high.
    Censored at a day counts as waiting on it. No rows where nothing is conveyed.
    """
    if not conveyed.any():
        return pd.DataFrame(columns=CURVES[2:])
    from scipy.stats import CensoredData, ecdf

    curve = ecdf(CensoredData(uncensored=days[conveyed], right=days[~conveyed])).sf
    with warnings.catch_warnings():  # that the band is undefined where nobody waits any more is said by empty cells
        warnings.simplefilter("ignore", RuntimeWarning)
        band = curve.confidence_interval(LEVEL, method="log-log")
    points = np.unique(days[conveyed])
    at = np.searchsorted(curve.quantiles, points)
    risk = [int((days >= point).sum()) for point in points]
    events = [int(((days == point) & conveyed).sum()) for point in points]
    columns = (points, risk, events, *(part.probabilities[at] for part in (curve, band.low, band.high)))
    return pd.DataFrame(dict(zip(CURVES[2:], columns, strict=True)))


def estimate_curves(corpus: Corpus, window: int = WINDOW) -> pd.DataFrame:
    """One row a city (and all in view), end of the bounds and day: the share of waits not yet conveyed, with 95 % bands.

    Columns: value, end (shortest: days put at their earliest; longest: at their latest), day, at_risk, conveyed, waiting,
    low, high. Cities with fewer than FEWEST conveyed meetings have no rows.
    """
    waits = list_waits(corpus, window)
    parts = []
    for value, own in split_waits(waits):
        if int(own["conveyed"].sum()) < FEWEST:
            continue
        for end, column in zip(ENDS, ("days_min", "days_max"), strict=True):
            curve = estimate_curve(own[column].to_numpy("int64"), own["conveyed"].to_numpy("bool"))
            parts.append(curve.assign(value=value, end=end)[CURVES])
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=CURVES)


def split_waits(waits: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """All waits, then those of each city, by name."""
    by_city = {str(city): part for city, part in waits.groupby("city")}
    return [(ALL, waits), *((city, by_city[city]) for city in order_names(by_city))]


def estimate_medians(corpus: Corpus, window: int = WINDOW) -> pd.DataFrame:
    """One row a city (and all in view): the day by which half of the waits are conveyed, with its 95 % interval.

    Columns: value, waits (the denominator), conveyed, median_min and median_max (of the shortest and the longest days),
    low and high (interval over both curves; high empty where the band never falls to a half), note. Empty with fewer
    than FEWEST conveyed, or where less than half is ever conveyed: the note says which.
    """
    waits = list_waits(corpus, window)
    curves = estimate_curves(corpus, window)
    rows = []
    for value, own in split_waits(waits):
        reached = int(own["conveyed"].sum())
        cells: list[float | None] = [None] * 4
        note = f"only {count(reached, 'meeting')} conveyed, fewer than {FEWEST}: no estimate"
        if reached >= FEWEST:
            both = [curves[(curves["value"] == value) & (curves["end"] == end)] for end in ENDS]
            medians, lows, highs = ([cross_half(curve, name) for curve in both] for name in ("waiting", "low", "high"))
            known = [day for day in lows if day is not None]
            ends = [day for day in highs if day is not None]
            cells = [*medians, min(known) if known else None, max(ends) if len(ends) == len(highs) else None]
            note = "" if None not in medians else "less than half is conveyed in the window"
        rows.append((value, len(own), reached, *cells, note))
    out = pd.DataFrame(rows, columns=MEDIANS)
    return out.astype(dict.fromkeys(MEDIANS[3:7], "Float64")) if len(waits) else out.head(0)


def cross_half(curve: pd.DataFrame, column: str) -> float | None:
    """The first day on which a curve is at or below a half."""
    below = curve.loc[curve[column] <= 0.5, "day"]
    return float(below.iloc[0]) if len(below) else None
