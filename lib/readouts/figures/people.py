"""People over time: posts as bars, places in the list, who appears with whom."""

from __future__ import annotations

import math

import pandas as pd

from readouts.compare.people import bound_handovers, pair_attendance, trace_ranks
from readouts.corpus import Corpus, count, iter_rows, order_cities
from readouts.figures.style import (
    INK,
    Drawn,
    add_city_menu,
    finish,
    hover,
    new_figure,
    nothing,
    number_rows,
    place_menu,
    shorten,
)
from readouts.seats import load_rules

MOST_TENURES = 60
MOST_LINES = 8
MOST_CITIES = 20
MOST_PAIRS = 120
POSTS = {
    "party-head": ("#b35900", "square"), "government-head": ("#0072b2", "circle"),
    "congress-head": ("#00785a", "diamond"), "cppcc-head": ("#8a4a75", "star"),
}  # fmt: skip


def draw_tenures(corpus: Corpus) -> Drawn:
    """Posts that one person at a time holds: from first to last seen, place by place; handovers lie in the gaps."""
    title = "Posts: when each holder was seen"
    posts = load_rules().posts
    tenures = corpus["tenures"].dropna(subset=["first_start", "last_end", "place"])
    bodies = tenures["body_type"].astype("object").where(tenures["body_type"].notna(), "")
    named = [posts.get((str(o), b), "") for o, b in zip(tenures["office_type"], bodies, strict=True)]
    tenures = tenures.assign(post=named)
    tenures = tenures[tenures["post"] != ""]
    if not len(tenures):
        return nothing(
            title, corpus, "No head of a committee, government, congress or conference stands in a dated readout."
        )
    most = tenures.sort_values(["readouts", "key"], ascending=[False, True]).head(MOST_TENURES)
    most = most.sort_values(["place", "post", "first_start", "name"], ignore_index=True)
    figure = new_figure(title, 190 + 24 * max(len(most), 4), left=260)
    number_rows(figure, [f"{row.place} · {row.name}" for row in iter_rows(most)], 44)
    for post, (colour, symbol) in POSTS.items():
        part = most[most["post"] == post]
        x: list[str | None] = []
        y: list[int | None] = []
        words: list[str] = []
        for number, row in zip(part.index, iter_rows(part), strict=True):
            x += [f"{row.first_start:%Y-%m-%d}", f"{row.last_end:%Y-%m-%d}", None]
            y += [number, number, None]
            said = hover(f"{row.name}, {row.place}", post.replace("-", " "), count(row.readouts, "readout"))
            words += [said, said, ""]
        figure.add_scatter(
            x=x, y=y, mode="lines+markers", name=post.replace("-", " "), line={"color": colour, "width": 6},
            marker={"symbol": symbol, "size": 10, "color": colour}, text=words, hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    blocks = {str(place): (int(part.index.min()), int(part.index.max())) for place, part in most.groupby("place")}
    add_city_menu(figure, blocks, len(most) - 1)
    note = f"{len(most)} of {count(len(tenures), 'post')} drawn. A bar is first to last seen, not first to last held; "
    note += f"{count(len(bound_handovers(corpus)), 'handover')} between two people seen in one post."
    rows = corpus["people"].merge(corpus["person_links"][["key", "person"]], on="key")
    return finish(title, figure, corpus, rows.loc[rows["person"].isin(most["person"]), "document"], note)


def draw_ranks(corpus: Corpus) -> Drawn:
    """One place's people by their place in the list, over time; a drop-down chooses the place."""
    title = "Protocol order: place in the list, over time"
    ranks = trace_ranks(corpus).dropna(subset=["held_from", "held_to"])
    if not len(ranks):
        return nothing(title, corpus, "No dated readout in view lists two people.")
    lists = ranks.groupby("city")["document"].nunique()
    most = lists.sort_index().sort_values(ascending=False, kind="stable").index[:MOST_CITIES]
    cities = order_cities(pd.Series(list(most), dtype="str"))
    first = max(cities, key=lambda city: int(lists[city]))
    figure = new_figure(title, 430, left=70, top=70, bottom=130)
    owners: list[str] = []
    for city in cities:
        part = ranks[ranks["city"] == city]
        people = part.groupby("person").agg(times=("key", "size"), best=("order", "min")).reset_index()
        people = people.sort_values(["times", "best", "person"], ascending=[False, True, True]).head(MOST_LINES)
        for number, person in enumerate(people["person"]):
            own = part[part["person"] == person]
            add_rank(figure, own, number, city == first)
            owners.append(city)
    figure.update_yaxes(autorange="reversed", title={"text": "place in the list"}, tickformat="d", dtick=1)
    buttons = [
        {"label": f"{shorten(city, 30)} ({lists[city]})", "method": "restyle",
         "args": [{"visible": [owner == city for owner in owners]}]}
        for city in cities
    ]  # fmt: skip
    place_menu(figure, buttons, active=cities.index(first))
    note = f"Readouts that list two or more people; at most {MOST_LINES} people of a place, those listed most often."
    return finish(title, figure, corpus, ranks.loc[ranks["city"].isin(cities), "document"], note)


def add_rank(figure: object, own: pd.DataFrame, number: int, visible: bool) -> None:
    """One person's line: the place in each list, at the earliest possible day."""
    colours = ["#0072b2", "#b35900", "#00785a", "#8a4a75", "#a8326f", "#6b6b00", "#2b8cbe", "#555555"]
    symbols = ["circle", "square", "diamond", "cross", "star", "triangle-up", "hexagon", "x"]
    own = own.sort_values(["held_from", "key"])
    figure.add_scatter(  # type: ignore[attr-defined]
        x=[f"{day:%Y-%m-%d}" for day in own["held_from"]],
        y=[int(order) for order in own["order"]],
        mode="lines+markers",
        name=shorten(str(own["name"].iloc[0]), 30),
        line={"color": colours[number], "width": 1.5},
        marker={"symbol": symbols[number], "size": 10, "color": colours[number]},
        text=[hover(str(row.name), f"{row.order} of {row.listed} listed") for row in iter_rows(own)],
        hovertemplate="%{text}<extra></extra>",
        visible=visible,
    )


def draw_network(corpus: Corpus) -> Drawn:
    """People on a circle, by place; a line joins two who are named together twice or more, thicker the oftener."""
    title = "Who is named together"
    pairs = pair_attendance(corpus).head(MOST_PAIRS)
    if not len(pairs):
        return nothing(title, corpus, "No two people in view are named together in two readouts.")
    ends = [pairs[["city_one", "one"]].to_numpy().tolist(), pairs[["city_other", "other"]].to_numpy().tolist()]
    nodes = sorted({(city, name) for side in ends for city, name in side})
    at = {node: 2 * math.pi * number / len(nodes) for number, node in enumerate(nodes)}
    figure = new_figure(title, 620, left=40, top=60, bottom=60)
    for row in iter_rows(pairs):
        angles = [at[row.city_one, row.one], at[row.city_other, row.other]]
        figure.add_scatter(
            x=[round(math.cos(angle), 3) for angle in angles], y=[round(math.sin(angle), 3) for angle in angles],
            mode="lines", line={"color": "#0072b2", "width": min(1 + row.together / 2, 8)}, opacity=0.5,
            text=[hover(f"{row.one} – {row.other}", f"{count(row.together, 'readout')} together, {row.share:.0%} of all with either")] * 2,
            hovertemplate="%{text}<extra></extra>", showlegend=False,
        )  # fmt: skip
    figure.add_scatter(
        x=[round(math.cos(at[node]), 3) for node in nodes], y=[round(math.sin(at[node]), 3) for node in nodes],
        mode="markers+text", marker={"size": 10, "color": INK}, text=[shorten(f"{name} · {city}", 32) for city, name in nodes],
        textposition=["middle right" if math.cos(at[node]) >= 0 else "middle left" for node in nodes],
        hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    figure.update_xaxes(visible=False, range=[-1.9, 1.9])
    figure.update_yaxes(visible=False, range=[-1.15, 1.15])
    note = (
        "Only pairs named together in two or more readouts; the circle is in the order of places and names, not a map."
    )
    rows = corpus["people"]
    return finish(title, figure, corpus, rows.loc[rows["name"].isin({name for _, name in nodes}), "document"], note)
