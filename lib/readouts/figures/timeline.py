"""Meetings, relays and people on a time axis."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from readouts.compare.lag import measure_lags
from readouts.compare.people import bound_appearances
from readouts.corpus import Corpus, count, iter_rows, order_cities
from readouts.evidence import quote_sentence
from readouts.figures.style import (
    INK,
    RELAY,
    ROW,
    Drawn,
    add_city_menu,
    finish,
    hover,
    name_kind,
    new_figure,
    nothing,
    number_rows,
    say_days,
    spread_kinds,
    style_kind,
)

MOST_PEOPLE = 60


def draw_timeline(corpus: Corpus) -> Drawn:
    """Every dated meeting by city; bounds as bars, relayed meetings before it, hover quoting the text."""
    title = "Meetings and the higher meetings they relay"
    meetings = corpus["meetings"].dropna(subset=["held_start", "held_end"])
    if not len(meetings):
        return nothing(title, corpus, "No meeting in view has a known day.")
    cities = order_cities(meetings["city"])
    figure = new_figure(title, 190 + ROW * max(len(cities), 3))
    rows = number_rows(figure, cities)
    texts = corpus["texts"].set_index("document")["text"]
    kinds = [name_kind(kind) for kind in meetings["body_type"]]
    spread = spread_kinds(sorted(set(kinds)))
    add_lag_lines(figure, measure_lags(corpus), rows, texts)
    for kind in sorted(set(kinds)):
        part = meetings[[name == kind for name in kinds]]
        add_meetings(figure, part, kind, [rows[city] + spread[kind] for city in part["city"]], texts)
    add_city_menu(figure, {city: (row, row) for city, row in rows.items()}, len(rows) - 1)
    undated = len(corpus["meetings"]) - len(meetings)
    note = f"{count(undated, 'meeting')} whose day has no bounds on both sides not drawn." if undated else ""
    return finish(title, figure, corpus, meetings["document"], note)


def add_meetings(figure: go.Figure, part: pd.DataFrame, kind: str, levels: list[float], texts: pd.Series[str]) -> None:
    """One trace a kind of meeting: filled where the day is known, hollow with a bar where only bounds are."""
    colour, symbol = style_kind(part["body_type"].iloc[0])
    first, last = pd.to_datetime(part["held_start"]), pd.to_datetime(part["held_end"])
    middle = first + (last - first) / 2
    words = [
        hover(
            f"{row.city}: {kind}" + (f", no. {row.ordinal}" if not pd.isna(row.ordinal) else ""),
            f"held {say_days(start, end, row.held_basis)}",
            quote=quote_sentence(texts[row.document], row.start, row.end),
        )
        for row, start, end in zip(iter_rows(part), first, last, strict=True)
    ]
    known = (first == last).tolist()
    add_bounds(
        figure, [(a, b, y) for a, b, y, exact in zip(first, last, levels, known, strict=True) if not exact], colour
    )
    figure.add_scatter(
        x=[f"{day:%Y-%m-%d}" for day in middle],
        y=levels,
        mode="markers",
        name=kind,
        marker={
            "color": colour,
            "symbol": [symbol if exact else f"{symbol}-open" for exact in known],
            "size": 12,
            "line": {
                "width": [1 if exact else 2 for exact in known],
                "color": ["#ffffff" if e else colour for e in known],
            },
        },
        text=words,
        hovertemplate="%{text}<extra></extra>",
    )


def add_bounds(figure: go.Figure, bars: list[tuple[pd.Timestamp, pd.Timestamp, float]], colour: str) -> None:
    """A bar from the earliest to the latest possible day of each meeting without a known one."""
    figure.add_scatter(
        x=[x for start, end, _ in bars for x in (f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}", None)],
        y=[y for _, _, level in bars for y in (level, level, None)],
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={"symbol": "line-ns-open", "size": 9, "color": colour},
        hoverinfo="skip",
        showlegend=False,
    )


def add_lag_lines(figure: go.Figure, lags: pd.DataFrame, rows: dict[str, int], texts: pd.Series[str]) -> None:
    """Dotted lines from each relayed meeting's day to the meeting that relays it, the lag on hover."""
    lags = lags[lags["city"].isin(rows)]
    if not len(lags):
        return
    x: list[str | None] = []
    y: list[float | None] = []
    for row in iter_rows(lags):
        x += [f"{row.upstream_start:%Y-%m-%d}", f"{row.held_start:%Y-%m-%d}", None]
        y += [rows[row.city], rows[row.city], None]
    line = {"color": RELAY, "width": 1.2, "dash": "dot"}
    figure.add_scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip", showlegend=False)
    figure.add_scatter(
        x=[f"{day:%Y-%m-%d}" for day in lags["upstream_start"]],
        y=[rows[city] for city in lags["city"]],
        mode="markers",
        name="higher meeting relayed",
        marker={"color": RELAY, "symbol": "line-ns-open", "size": 14, "line": {"width": 2, "color": RELAY}},
        text=quote_lags(lags, texts),
        hovertemplate="%{text}<extra></extra>",
    )


def quote_lags(lags: pd.DataFrame, texts: pd.Series[str]) -> list[str]:
    """Hover text a relay: what is relayed, where, the lag, the words."""
    out = []
    for row in iter_rows(lags):
        at = texts[row.document].find(row.surface)
        quote = quote_sentence(texts[row.document], at, at + len(row.surface))
        upstream = say_days(row.upstream_start, row.upstream_end)
        head = f"{row.upstream} → {row.city}"
        out.append(hover(head, f"held {upstream}; lag {say_lag(row.lag_min, row.lag_max)}", quote=quote))
    return out


def say_lag(shortest: Any, longest: Any) -> str:
    """A lag in days, or its bounds."""
    return count(int(shortest), "day") if shortest == longest else f"{shortest} to {longest} days"


def draw_lags(corpus: Corpus) -> Drawn:
    """Days from a higher meeting to the readout that relays it, one row a city, bounds as bars."""
    title = "Days from a higher meeting to the meeting that relays it"
    lags = measure_lags(corpus)
    if not len(lags):
        return nothing(title, corpus, "No relay in view has a known day on both sides.")
    cities = order_cities(lags["city"])
    figure = new_figure(title, 170 + ROW * max(len(cities), 3))
    rows = number_rows(figure, cities)
    middle = (lags["lag_min"] + lags["lag_max"]) / 2
    texts = corpus["texts"].set_index("document")["text"]
    relations = sorted(lags["relation"].astype("str").unique())
    spread = spread_kinds(relations)
    for number, relation in enumerate(relations):
        part = lags["relation"].astype("str") == relation
        colour = ("#0072b2", "#b35900", "#00785a", "#8a4a75")[number % 4]
        symbol = ("circle", "diamond", "square", "triangle-up")[number % 4]
        figure.add_scatter(
            x=middle[part].tolist(),
            y=[rows[city] + spread[relation] for city in lags.loc[part, "city"]],
            mode="markers",
            name=relation,
            marker={"size": 11, "color": colour, "symbol": symbol, "line": {"width": 1, "color": "#ffffff"}},
            error_x={"type": "data", "array": ((lags["lag_max"] - lags["lag_min"]) / 2)[part].tolist(),
                     "color": colour, "thickness": 1.5, "width": 4},
            text=quote_lags(lags[part], texts),
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    figure.update_xaxes(title={"text": "days"}, rangemode="tozero")
    add_city_menu(figure, {city: (row, row) for city, row in rows.items()}, len(rows) - 1)
    passed_on = int((corpus["relays"]["relation"] != "referred").sum())
    note = f"{len(lags)} of {count(passed_on, 'relay')} have a day on both sides; mere mentions are not counted."
    return finish(title, figure, corpus, lags["document"], note)


def draw_appearances(corpus: Corpus) -> Drawn:
    """First to last appearance of each person, grouped by city; a dot for one appearance."""
    title = "People: first and last appearance in the readouts in view"
    people = bound_appearances(corpus).dropna(subset=["first", "last"])
    if not len(people):
        return nothing(title, corpus, "No person in view stands in a dated readout.")
    most = people.sort_values(["readouts", "city", "name"], ascending=[False, True, True]).head(MOST_PEOPLE)
    most = most.sort_values(["city", "first", "name"], ignore_index=True)
    figure = new_figure(title, 150 + 22 * max(len(most), 5), left=200, bottom=60)
    number_rows(figure, [f"{row.name} · {row.city}" for row in iter_rows(most)])
    add_bars(figure, most)
    blocks = {str(city): (int(part.index.min()), int(part.index.max())) for city, part in most.groupby("city")}
    add_city_menu(figure, blocks, len(most) - 1)
    note = (
        f"{len(most)} of {count(len(people), 'name')} drawn, those in most readouts first."
        if len(people) > len(most)
        else ""
    )
    shown = corpus["people"].merge(most[["city", "name"]], on=["city", "name"])
    return finish(title, figure, corpus, shown["document"], note + " A bar shows readouts in hand, not a tenure.")


def add_bars(figure: go.Figure, people: pd.DataFrame) -> None:
    """A line from first to last appearance, a dot at each end, filled where several readouts name the person."""
    x: list[str | None] = []
    y: list[int | None] = []
    dots: list[tuple[str, int, str, str]] = []
    for number, row in enumerate(iter_rows(people)):
        first, last = f"{row.first:%Y-%m-%d}", f"{row.last:%Y-%m-%d}"
        x += [first, last, None]
        y += [number, number, None]
        office = str(row.office) if isinstance(row.office, str) else ""
        words = hover(f"{row.name}, {row.city}", office, f"{first} to {last}", count(row.readouts, "readout"))
        symbol = "circle" if row.readouts > 1 else "circle-open"
        dots += [(day, number, words, symbol) for day in dict.fromkeys((first, last))]
    figure.add_scatter(
        x=x, y=y, mode="lines", line={"color": "#0072b2", "width": 6}, hoverinfo="skip", showlegend=False
    )
    figure.add_scatter(
        x=[dot[0] for dot in dots],
        y=[dot[1] for dot in dots],
        mode="markers",
        showlegend=False,
        marker={"color": INK, "size": 9, "symbol": [dot[3] for dot in dots], "line": {"width": 1.5}},
        text=[dot[2] for dot in dots],
        hovertemplate="%{text}<extra></extra>",
    )
