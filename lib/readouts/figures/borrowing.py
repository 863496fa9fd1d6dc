"""How formulations spread from place to place, and how much of a place's readouts is its own."""

from __future__ import annotations

import pandas as pd

from readouts.compare.diffusion import trace_spread
from readouts.compare.reuse import KINDS, SHINGLE, measure_reuse
from readouts.corpus import Corpus, count, iter_rows, order_cities
from readouts.figures.style import Drawn, finish, hover, new_figure, nothing, number_rows, shorten

LINES = [
    ("#0072b2", "circle"), ("#b35900", "square"), ("#00785a", "diamond"), ("#8a4a75", "cross"),
    ("#a8326f", "star"), ("#6b6b00", "triangle-up"), ("#2b8cbe", "hexagon"), ("#555555", "x"),
]  # fmt: skip
LOOKS = {
    "upstream": ("#b35900", "/", "a relayed meeting's readout"),
    "elsewhere": ("#0072b2", "x", "an earlier readout of another place"),
    "earlier": ("#b9b9b9", ".", "an earlier readout of its own"),
    "own": ("#00785a", "", "nowhere before: its own"),
}
MOST_CITIES = 40


def draw_spread(corpus: Corpus) -> Drawn:
    """Cumulative number of places that use a formulation, for those that most places use."""
    title = "Formulations: places that use them, by day"
    spread = trace_spread(corpus)
    if not len(spread):
        return nothing(title, corpus, "No known formulation stands in a dated readout in view.")
    most = spread.groupby("canonical")["using"].max().sort_index().sort_values(ascending=False, kind="stable")
    names = list(most.index[: len(LINES)])
    figure = new_figure(title, 470, left=70, top=60, bottom=150)
    for at, (name, (colour, symbol)) in enumerate(zip(names, LINES, strict=False)):
        part = spread[spread["canonical"] == name]
        words = [
            hover(
                f"{name}: {row.city}",
                f"by {row.day:%Y-%m-%d}",
                f"{row.using} of {count(row.seen, 'place')} seen by then",
            )
            for row in iter_rows(part)
        ]
        figure.add_scatter(
            x=[f"{day:%Y-%m-%d}" for day in part["day"]],
            y=[using + 0.03 * at for using in part["using"]],  # lines on one another would hide
            mode="lines+markers",
            name=shorten(name, 40),
            line={"color": colour, "width": 2, "shape": "hv"},
            marker={"symbol": symbol, "size": 9, "color": colour},
            text=words,
            hovertemplate="%{text}<extra></extra>",
        )
    step = max(1, int(spread["using"].max()) // 8)
    figure.update_yaxes(title={"text": "places"}, rangemode="tozero", tickformat="d", dtick=step)
    note = (
        "A step is a place's first dated readout in hand with the term; it may have used it before in one not in hand."
    )
    if len(most) > len(names):
        note += f" {len(names)} of {count(len(most), 'formulation')} drawn, those that most places use."
    known = corpus["formulations"]["canonical"].isin(names)
    return finish(title, figure, corpus, corpus["formulations"].loc[known, "document"], note)


def draw_reuse(corpus: Corpus) -> Drawn:
    """By place the share of words that its readouts repeat, by where these stood first, and the rest."""
    title = "Borrowed and own words"
    measured = measure_reuse(corpus).dropna(subset=["own"])
    if not len(measured):
        return nothing(title, corpus, f"No readout in view has {SHINGLE} words.")
    cities = order_cities(measured["city"])[:MOST_CITIES]
    measured = measured[measured["city"].isin(cities)]
    weighed = measured[list(KINDS)].astype("float64").fillna(0).mul(measured["words"], axis=0)
    shares = weighed.groupby(measured["city"]).sum().div(measured.groupby("city")["words"].sum(), axis=0)
    held = measured.groupby("city")["document"].nunique()
    figure = new_figure(title, 190 + 30 * max(len(cities), 3), left=170, bottom=110)
    rows = number_rows(figure, [f"{city} ({held[city]})" for city in cities])
    for kind, (colour, shape, label) in LOOKS.items():
        values = shares.loc[cities, kind].tolist()
        figure.add_bar(
            x=[round(value, 4) for value in values],
            y=list(rows.values()),
            orientation="h",
            name=label,
            marker={
                "color": colour,
                "pattern": {"shape": shape, "fgcolor": "#ffffff", "fillmode": "overlay"},
                "line": {"width": 0},
            },
            text=[hover(city, f"{value:.1%} of words: {label}") for city, value in zip(cities, values, strict=True)],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
        )
    figure.update_layout(barmode="stack", legend={"traceorder": "normal"})
    figure.update_xaxes(range=[0, 1], tickformat=".0%", title={"text": "share of words"})
    return finish(title, figure, corpus, measured["document"], say_reuse(measured))


def say_reuse(measured: pd.DataFrame) -> str:
    """What the bars rest on, in words."""
    above = int((measured["upstream_readouts"] > 0).sum())
    return (
        f"A word is repeated where it stands in {SHINGLE} words in a row that stood before, stock phrases too. The readout "
        f"of a meeting relayed is in hand for {above} of {count(len(measured), 'readout')}; for the others what is borrowed "
        "from above cannot be told from what is their own."
    )
