"""How far apart cities are, and the words that set them apart."""

from __future__ import annotations

from typing import Any

import pandas as pd

from readouts.compare.distance import BANDED, measure_distances
from readouts.compare.words import CERTAIN, FEWEST, contrast_words
from readouts.corpus import Corpus, count, iter_rows
from readouts.figures.style import Drawn, finish, hover, new_figure, nothing, number_rows, place_menu, shorten

MOST_PAIRS = 40


def draw_distances(corpus: Corpus) -> Drawn:
    """One row a pair of cities, the nearest on top: the distance of their policy areas, with its band where there is one."""
    title = "Policy areas: how far apart two places are"
    pairs = measure_distances(corpus)
    known = pairs.dropna(subset=["distance"]).sort_values(["distance", "one", "other"], ignore_index=True)
    if not len(known):
        return nothing(title, corpus, "No two places in view have readouts enough to be compared.")
    shown = known.head(MOST_PAIRS)
    figure = new_figure(title, 180 + 26 * max(len(shown), 4), left=230)
    rows = number_rows(
        figure, [f"{r.one} ({r.readouts_one}) – {r.other} ({r.readouts_other})" for r in iter_rows(shown)], 48
    )
    levels = pd.Series(list(rows.values()), index=shown.index)
    for banded, symbol, name in (
        (True, "circle", "with 95 % band"),
        (False, "circle-open", "too few readouts for a band"),
    ):
        part = shown[shown["low"].notna() == banded]
        figure.add_scatter(
            x=part["distance"].astype("float64").round(4).tolist(),
            y=levels[part.index].tolist(),
            mode="markers",
            name=name,
            marker={"color": "#0072b2", "symbol": symbol, "size": 10, "line": {"width": 2}},
            error_x=reach_band(part) if banded else None,
            showlegend=True,
            text=[
                hover(f"{row.one} – {row.other}", f"distance {row.distance:.2f}", row.note) for row in iter_rows(part)
            ],
            hovertemplate="%{text}<extra></extra>",
        )
    figure.update_xaxes(title={"text": "Jensen–Shannon distance: 0 the same areas, 1 none shared"}, range=[0, 1.03])
    note = f"A place's readouts stand beside its name; below {BANDED} of either there is no band. Few readouts look far apart."
    note += f" {len(shown)} of {count(len(pairs), 'pair')} drawn, the nearest of those with readouts enough."
    cities = set(shown["one"]) | set(shown["other"])
    return finish(
        title, figure, corpus, corpus["documents"].loc[corpus["documents"]["city"].isin(cities), "document"], note
    )


def reach_band(part: pd.DataFrame) -> dict[str, Any]:
    """How far the bands reach to both sides, as plotly wants it."""
    sides = {"array": part["high"] - part["distance"], "arrayminus": part["distance"] - part["low"]}
    lists = {name: side.astype("float64").round(4).tolist() for name, side in sides.items()}
    return {"type": "data", "thickness": 1.5, "width": 4, **lists}


def draw_words(corpus: Corpus) -> Drawn:
    """One city's distinctive words, by how sure the difference is; a drop-down chooses the city."""
    title = "Words that one place uses more than the others"
    words = contrast_words(corpus)
    if not len(words):
        return nothing(
            title, corpus, f"No word stands out in {FEWEST} readouts of a place, or there is one place only."
        )
    by_city = {city: words[words["city"] == city] for city in dict.fromkeys(words["city"])}
    traces = {}
    for city, part in by_city.items():
        labels = [f"{shorten(row.word, 24)}  {row.times} / {row.elsewhere}" for row in iter_rows(part)]
        texts = [
            hover(
                row.word,
                f"{count(row.times, 'time')} in {row.readouts} of {count(row.of, 'readout')}",
                f"{row.elsewhere} elsewhere",
            )
            for row in iter_rows(part)
        ]
        traces[city] = {"x": [part["z"].round(2).tolist()], "y": [labels], "text": [texts]}
    first = max(by_city, key=lambda city: (len(by_city[city]), by_city[city]["z"].max()))
    shown = traces[first]
    figure = new_figure(title, 170 + 24 * 15, left=230, top=70, bottom=60)
    figure.add_bar(
        x=shown["x"][0], y=shown["y"][0], text=shown["text"][0], orientation="h", marker={"color": "#0072b2"},
        hovertemplate="%{text}<extra></extra>", textposition="none", showlegend=False,
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", showgrid=False, type="category")
    figure.update_xaxes(title={"text": "standard deviations from no difference"}, rangemode="tozero")
    buttons = [{"label": shorten(city, 30), "method": "restyle", "args": [args, [0]]} for city, args in traces.items()]
    place_menu(figure, buttons, active=list(traces).index(first))
    note = (
        f"Beside a word: its times in the place's readouts, then elsewhere in view. Words of at least {FEWEST} readouts and "
        f"{CERTAIN} deviations; of a thousand words about 25 get there by chance."
    )
    kept = corpus["documents"].loc[corpus["documents"]["city"].isin(by_city), "document"]
    return finish(title, figure, corpus, kept, note)
