"""Cities side by side: themes, formulations, relays, cadence."""

from __future__ import annotations

from typing import Any

import pandas as pd

from readouts.compare.cadence import count_quarters
from readouts.compare.coverage import WINDOW, grid_relays
from readouts.compare.intervals import add_wilson
from readouts.compare.themes import share_formulations, share_themes
from readouts.corpus import Corpus, count, iter_rows, order_cities
from readouts.figures.style import (
    INK,
    ROW,
    Drawn,
    finish,
    hover,
    name_kind,
    new_figure,
    nothing,
    number_rows,
    place_menu,
    shorten,
    spread_kinds,
    style_kind,
)

SCALE = [[0, "#f7fbff"], [0.5, "#6baed6"], [1, "#08306b"]]
MOST_ROWS = 24
MOST_MEETINGS = 40
MOST_CITIES = 40
STATES = {
    "conveyed": ("#00785a", "circle", "conveyed"),
    "mentioned": ("#0072b2", "diamond-open", "mentioned: named in passing only"),
    "silent": ("#b35900", "x", "silent: a readout in the window does not name it"),
    "unknown": ("#999999", "circle-open", "unknown: no readout in the window"),
}


def draw_themes(corpus: Corpus) -> Drawn:
    """Share of each city's readouts that touch a policy area, the share printed in each field."""
    title = "Policy areas: share of a city's readouts that touch them"
    shares = share_themes(corpus)
    if not len(shares):
        return nothing(title, corpus, "No theme was found in view.")
    return draw_shares(title, shares, "theme", corpus, corpus["themes"])


def draw_formulations(corpus: Corpus) -> Drawn:
    """The same for the formulations that most readouts use."""
    title = "Formulations: share of a city's readouts that use them"
    shares = share_formulations(corpus)
    if not len(shares):
        return nothing(title, corpus, "No formulation was found in view.")
    return draw_shares(title, shares, "formulation", corpus, corpus["formulations"])


def draw_shares(title: str, shares: pd.DataFrame, column: str, corpus: Corpus, source: pd.DataFrame) -> Drawn:
    """A heat map of shares, rows by how many readouts they are found in, the number in each field."""
    totals = shares.groupby(column)["readouts"].sum().sort_index().sort_values(ascending=False, kind="stable")
    names, cities = list(totals.index[:MOST_ROWS]), corpus.cities
    held = corpus["documents"].groupby("city")["document"].nunique()
    found = {(row[0], row[1]): int(row[2]) for row in iter_rows(shares[[column, "city", "readouts"]])}
    counts = [[found.get((name, city), 0) for city in cities] for name in names]
    words = [
        [
            hover(f"{name} · {city}", f"{number} of {count(int(held[city]), 'readout')}")
            for city, number in zip(cities, line, strict=True)
        ]
        for name, line in zip(names, counts, strict=True)
    ]
    z = [[number / int(held[city]) for city, number in zip(cities, line, strict=True)] for line in counts]
    figure = new_figure(title, 190 + 26 * max(len(names), 4), left=230, top=130, bottom=30)
    figure.add_heatmap(
        z=z,
        x=[f"{shorten(city, 16)} ({held[city]})" for city in cities],
        y=[f"{shorten(name.replace('-', ' ') if column == 'theme' else name, 42)}" for name in names],
        text=[[str(number) if number else "" for number in line] for line in counts],
        texttemplate="%{text}",
        customdata=words,
        hovertemplate="%{customdata}<extra></extra>",
        colorscale=SCALE,
        zmin=0,
        zmax=1,
        xgap=2,
        ygap=2,
        colorbar={"title": {"text": "share"}, "tickformat": ".0%", "thickness": 12, "len": 0.9},
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(side="top", tickangle=-35, showgrid=False, type="category")
    note = "The number of readouts stands in each field, of the number beside the city's name."
    if len(totals) > len(names):
        note += f" {len(names)} of {len(totals)} rows drawn, the most frequent."
    return finish(title, figure, corpus, source["document"], note)


def draw_theme_profile(corpus: Corpus, city: str = "") -> Drawn:
    """One city's policy areas beside all cities in view; a drop-down chooses the city, which is the one named first."""
    title = "Policy areas of one city beside all in view"
    shares = share_themes(corpus)
    if not len(shares):
        return nothing(title, corpus, "No theme was found in view.")
    totals = shares.groupby("theme")["readouts"].sum() / corpus.size
    totals = totals.sort_index().sort_values(ascending=False, kind="stable").head(MOST_ROWS)
    names = list(totals.index)
    figure = new_figure(title, 170 + 24 * max(len(names), 4), left=200, bottom=90)
    labels = [shorten(name.replace("-", " "), 36) for name in names]
    bars = {str(city): measure_bars(group, names) for city, group in shares.groupby("city")}
    bars = {city: bars[city] for city in order_cities(shares["city"])}
    held = corpus["documents"]["city"].value_counts()
    first = city if city in bars else max(bars, key=lambda name: int(held[name]))
    heads = {city: f"{shorten(city, 40)} ({held[city]})" for city in bars}
    x, above, below = bars[first]
    figure.add_bar(x=x, y=labels, orientation="h", name=heads[first], marker={"color": "#6baed6"},
                   error_x={"type": "data", "array": above, "arrayminus": below, "color": INK, "thickness": 1.2, "width": 3},
                   hovertemplate="%{y}: %{x:.0%}<extra></extra>")  # fmt: skip
    mark = {"color": "#b35900", "symbol": "diamond", "size": 10}
    figure.add_scatter(x=totals.tolist(), y=labels, mode="markers", name="all in view", marker=mark,
                       hovertemplate="%{y}: %{x:.0%} of all in view<extra></extra>")  # fmt: skip
    figure.update_yaxes(autorange="reversed", showgrid=False)
    figure.update_xaxes(range=[0, 1.03], tickformat=".0%", title={"text": "share of readouts"})
    place_menu(
        figure,
        [
            {"label": shorten(city, 30), "method": "restyle",
             "args": [{"x": [x], "error_x.array": [above], "error_x.arrayminus": [below], "name": [heads[city]]}, [0]]}
            for city, (x, above, below) in bars.items()
        ],
        active=list(bars).index(first),
    )  # fmt: skip
    note = "The number of readouts stands beside the place's name; the line on a bar is Wilson's 95 % interval."
    return finish(title, figure, corpus, corpus["themes"]["document"], note)


def measure_bars(shares: pd.DataFrame, names: list[str]) -> tuple[list[float], list[float], list[float]]:
    """One city's shares of these areas, and how far the interval reaches above and below; nothing found is a share of 0."""
    found = shares.set_index("theme")[["share", "low", "high"]]
    none = add_wilson(pd.DataFrame({"readouts": [0], "of": shares["of"].iloc[0]}), "readouts", "of").iloc[0]
    rows = found.reindex(names).fillna({name: float(none[name]) for name in ("share", "low", "high")}).astype("float64")
    columns = (rows["share"], rows["high"] - rows["share"], rows["share"] - rows["low"])
    x, above, below = (column.round(4).tolist() for column in columns)
    return x, above, below


def draw_relay_grid(corpus: Corpus) -> Drawn:
    """Which city's readouts convey which higher meeting, are silent on it, or leave it unknown."""
    title = "Higher meetings by city: conveyed, silent, unknown"
    grid = grid_relays(corpus)
    if not len(grid):
        return nothing(title, corpus, "No numbered or dated higher meeting is relayed in view.")
    dated = grid.drop_duplicates("upstream").sort_values(["upstream_day", "upstream"], na_position="last")
    names = dated["upstream"].head(MOST_MEETINGS).tolist()
    grid = grid[grid["upstream"].isin(names)]
    told = (
        (grid["state"] != "unknown")
        .groupby(grid["city"])
        .sum()
        .sort_index()
        .sort_values(ascending=False, kind="stable")
    )
    grid = grid[grid["city"].isin(told.index[:MOST_CITIES])]
    figure = new_figure(title, 230 + 26 * max(len(names), 4), left=290, top=130)
    rows = number_rows(figure, names, limit=60)
    for state, (colour, symbol, label) in STATES.items():
        part = grid[grid["state"] == state]
        figure.add_scatter(
            x=[shorten(city, 16) for city in part["city"]],
            y=[rows[name] for name in part["upstream"]],
            mode="markers",
            name=label,
            marker={"color": colour, "symbol": symbol, "size": 12, "line": {"width": 1.5, "color": colour}},
            text=[say_state(row) for row in iter_rows(part)],
            hovertemplate="%{text}<extra></extra>",
        )
    cities = [shorten(city, 16) for city in order_cities(grid["city"])]
    figure.update_xaxes(
        side="top", tickangle=-35, type="category", categoryorder="array", categoryarray=cities,
        range=[-0.6, len(cities) - 0.4],
    )  # fmt: skip
    note = f"Silent needs a readout held within {WINDOW} days that does not name the meeting. Oldest meeting first."
    if len(dated) > len(names):
        note += f" {len(names)} of {len(dated)} meetings drawn."
    if len(told) > MOST_CITIES:
        note += f" {MOST_CITIES} of {len(told)} places drawn, those of which most is known."
    return finish(title, figure, corpus, grid["document"].dropna(), note)


def say_state(row: Any) -> str:
    """Hover text of one field of the grid."""
    state, day = row.state, row.day
    surface = row.surface if isinstance(row.surface, str) else ""
    held = f"{state} {day:%Y-%m-%d}" if not pd.isna(day) else f"{state}, day not known" if surface else str(state)
    return hover(f"{row.upstream} · {row.city}", held, quote=surface)


def draw_cadence(corpus: Corpus) -> Drawn:
    """Meetings a quarter by kind, one row of bars a city; a quarter without a bar is a gap in the record."""
    title = "Meetings in hand, by quarter"
    counted = count_quarters(corpus)
    if not len(counted):
        return nothing(title, corpus, "No meeting in view can be placed in a quarter.")
    cities = order_cities(counted["city"])
    figure = new_figure(title, 200 + ROW * max(len(cities), 3))
    rows = number_rows(figure, cities)
    kinds = sorted(counted["body_type"].unique())
    spread = spread_kinds(kinds)
    for kind in kinds:
        part = counted[counted["body_type"] == kind]
        colour, symbol = style_kind(kind)
        words = [
            hover(f"{row.city}, {row.quarter}", f"{count(row.meetings, 'meeting')}: {name_kind(kind)}")
            for row in iter_rows(part)
        ]
        figure.add_scatter(
            x=[f"{quarter.start_time + pd.Timedelta(days=45):%Y-%m-%d}" for quarter in part["quarter"]],
            y=[rows[city] + spread[kind] for city in part["city"]],
            mode="markers",
            name=name_kind(kind),
            marker={"color": colour, "symbol": symbol, "size": [8 + 5 * n for n in part["meetings"]], "opacity": 0.75,
                    "line": {"width": 1, "color": "#ffffff"}},
            text=words,
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    placed = corpus["meetings"][corpus["meetings"]["city"].isin(cities)].dropna(subset=["held_start"])
    note = "An empty quarter is a gap in the readouts in hand; it does not say that no meeting was held."
    return finish(title, figure, corpus, placed["document"], note)
