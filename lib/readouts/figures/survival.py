"""The share of cities that a higher meeting's line has reached, day by day."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from readouts.compare.coverage import WINDOW
from readouts.compare.survival import ALL, ENDS, FEWEST, estimate_curves, list_waits
from readouts.corpus import Corpus, count, iter_rows
from readouts.figures.style import Drawn, finish, new_figure, nothing, place_menu, shorten

MOST_CITIES = 12  # in the drop-down, those with most waits
LOOKS = {"shortest": ("#0072b2", "solid", "0,114,178"), "longest": ("#b35900", "dash", "179,89,0")}


def draw_survival(corpus: Corpus) -> Drawn:
    """Share of waits conveyed by day, with 95 % bands; a drop-down chooses one city where there are enough."""
    title = "Share of higher meetings conveyed, by days since"
    waits = list_waits(corpus)
    curves = estimate_curves(corpus)
    reached = int(waits["conveyed"].sum())
    if not len(curves):
        why = f"{count(reached, 'relay')} with known days on both sides, fewer than the {FEWEST} that a curve needs."
        return nothing(title, corpus, why)
    most = waits["city"].value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable").index
    values = [ALL, *(city for city in most if city in set(curves["value"]))][: 1 + MOST_CITIES]
    figure = new_figure(title, 440, left=80, top=70, bottom=130)
    for value in values:
        for end in ENDS:
            part = curves[(curves["value"] == value) & (curves["end"] == end)]
            add_curve(figure, part, end, value == ALL)
    figure.update_xaxes(title={"text": "days since the higher meeting"}, rangemode="tozero")
    figure.update_yaxes(title={"text": "conveyed"}, range=[0, 1.02], tickformat=".0%")
    each = len(figure.data) // len(values)
    place_menu(
        figure,
        [
            {"label": shorten(value, 30), "method": "restyle",
             "args": [{"visible": [at // each == number for at in range(len(figure.data))]}]}
            for number, value in enumerate(values)
        ],
    )  # fmt: skip
    note = (
        f"{count(len(waits), 'wait')} of a city on a higher meeting: {reached} conveyed in readouts in hand, "
        f"{len(waits) - reached} silent up to the last readout within {WINDOW} days. The band is of 95 %; a day known by "
        "its bounds is put at its earliest in one curve and at its latest in the other."
    )
    return finish(title, figure, corpus, waits["document"], note)


def add_curve(figure: go.Figure, part: pd.DataFrame, end: str, visible: bool) -> None:
    """One curve as steps, its band below it."""
    colour, dash, rgb = LOOKS[end]
    banded = part.dropna(subset=["low", "high"])
    days = [0, *banded["day"].tolist()]
    low, high = ([0.0, *(1 - banded[name]).tolist()] for name in ("high", "low"))
    for y, fill in ((low, None), (high, "tonexty")):
        figure.add_scatter(
            x=days, y=y, mode="lines", line={"width": 0, "shape": "hv"}, fill=fill, fillcolor=f"rgba({rgb},0.13)",
            hoverinfo="skip", showlegend=False, visible=visible,
        )  # fmt: skip
    words = [f"day {row.day}: {1 - row.waiting:.0%} conveyed; {row.at_risk} waiting before" for row in iter_rows(part)]
    figure.add_scatter(
        x=[0, *part["day"].tolist()], y=[0.0, *(1 - part["waiting"]).tolist()], mode="lines+markers",
        line={"color": colour, "width": 2, "shape": "hv", "dash": dash}, name=f"{end} possible lags",
        marker={"size": 6, "symbol": "circle" if end == "shortest" else "diamond"},
        text=["", *words], hovertemplate="%{text}<extra></extra>", visible=visible,
    )  # fmt: skip
