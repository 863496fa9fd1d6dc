"""Meetings by year, those not in hand drawn as such."""

from __future__ import annotations

import pandas as pd

from readouts.compare.cadence import count_years
from readouts.compare.ledger import say_ledger
from readouts.corpus import Corpus, count, order_cities
from readouts.figures.style import Drawn, finish, new_figure, nothing, place_menu, shorten

LOOKS = {"in hand": ("#00785a", ""), "named": ("#6baed6", "/"), "missing": ("#f0c9a0", "x")}
WORDS = {"in hand": "in hand", "named": "named, not in hand", "missing": "missing by number"}
ALL = "All places"
MOST_CITIES = 30


def draw_years(corpus: Corpus) -> Drawn:
    """Meetings a year as stacked bars: in hand, named elsewhere, missing; a drop-down chooses one city."""
    title = "Meetings by year: in hand, named, missing"
    years = count_years(corpus)
    placed = years.dropna(subset=["year"])
    if not len(placed):
        return nothing(title, corpus, "No meeting in view can be placed in a year.")
    span = list(range(int(placed["year"].min()), int(placed["year"].max()) + 1))
    most = placed.groupby("city")["meetings"].sum().sort_index().sort_values(ascending=False, kind="stable")
    cities = order_cities(pd.Series(most.index[:MOST_CITIES].tolist(), dtype="str"))
    views = {ALL: placed, **{city: placed[placed["city"] == city] for city in cities}}
    bars = {name: {state: stack_years(part, state, span) for state in LOOKS} for name, part in views.items()}
    figure = new_figure(title, 420, left=70, top=70, bottom=110)
    for state, (colour, shape) in LOOKS.items():
        figure.add_bar(
            x=[str(year) for year in span], y=bars[ALL][state], name=WORDS[state],
            marker={"color": colour, "pattern": {"shape": shape, "fgcolor": "#444444", "fillmode": "overlay"}, "line": {"color": "#444444", "width": 0.5}},
            hovertemplate=f"%{{x}}: %{{y}} {WORDS[state]}<extra></extra>",
        )  # fmt: skip
    figure.update_layout(barmode="stack")
    figure.update_xaxes(type="category")
    figure.update_yaxes(title={"text": "meetings"}, rangemode="tozero", tickformat="d")
    place_menu(
        figure,
        [
            {
                "label": shorten(name, 30),
                "method": "restyle",
                "args": [{"y": [part[state] for state in LOOKS]}, [0, 1, 2]],
            }
            for name, part in bars.items()
        ],
    )
    adrift = years[years["year"].isna()].groupby("state")["meetings"].sum()
    loose = [f"{count(int(adrift[state]), 'meeting')} {WORDS[state]}" for state in LOOKS if state in adrift.index]
    note = say_ledger(corpus) + (f" Not drawn, because their year is not known: {', '.join(loose)}." if loose else "")
    return finish(title, figure, corpus, corpus["meetings"].dropna(subset=["held_start", "held_end"])["document"], note)


def stack_years(part: pd.DataFrame, state: str, span: list[int]) -> list[int]:
    """The meetings of one state by year, 0 where there is none."""
    found = part[part["state"] == state].groupby("year")["meetings"].sum()
    return [int(found.get(year, 0)) for year in span]
