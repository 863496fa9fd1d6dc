"""In which words places demand, and which way documents go."""

from __future__ import annotations

import pandas as pd

from readouts.compare.demands import count_demands
from readouts.compare.lineage import link_titles, read_titles
from readouts.corpus import Corpus, count, iter_rows, order_cities
from readouts.figures.style import Drawn, finish, hover, new_figure, nothing, number_rows, shorten

LOOKS = [
    ("#0072b2", ""), ("#b35900", "/"), ("#00785a", "x"), ("#8a4a75", "."), ("#d98c00", "\\"), ("#555555", "+"),
]  # fmt: skip
STEPS = {
    "reviewed": ("#0072b2", "circle"), "heard": ("#b35900", "square"), "studied": ("#00785a", "diamond"),
    "deployed": ("#8a4a75", "star"),
}  # fmt: skip
MOST_CITIES = 40
MOST_LINES = 40


def draw_demands(corpus: Corpus) -> Drawn:
    """Each place's demands by modality, as shares, the number of demands beside its name."""
    title = "Demands by modality"
    counted = count_demands(corpus)
    counted = counted[counted["by"] == "modality"]
    if not len(counted):
        return nothing(title, corpus, "No sentence in view demands action.")
    cities = order_cities(counted["city"])[:MOST_CITIES]
    totals = counted.drop_duplicates("city").set_index("city")["of"]
    most = counted.groupby("value")["times"].sum().sort_index().sort_values(ascending=False, kind="stable")
    figure = new_figure(title, 190 + 30 * max(len(cities), 3), left=170, bottom=110)
    rows = number_rows(figure, [f"{city} ({totals[city]})" for city in cities])
    for value, (colour, shape) in zip(most.index, LOOKS, strict=False):
        part = counted[counted["value"] == value].set_index("city").reindex(cities)
        words = [
            hover(f"{city}: {value}", f"{0 if pd.isna(times) else int(times)} of {count(int(totals[city]), 'demand')}")
            for city, times in zip(cities, part["times"], strict=True)
        ]
        figure.add_bar(
            x=part["share"].fillna(0).round(4).tolist(), y=list(rows.values()), orientation="h", name=shorten(value, 30),
            marker={"color": colour, "pattern": {"shape": shape, "fgcolor": "#ffffff", "fillmode": "overlay"}, "line": {"width": 0}},
            text=words, textposition="none", hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    figure.update_layout(barmode="stack", legend={"traceorder": "normal"})
    figure.update_xaxes(range=[0, 1], tickformat=".0%", title={"text": "share of demands"})
    note = "Beside a place: its sentences that demand action. Intervals stand in the table; a handful of sentences tells little."
    shown = corpus["directives"]
    return finish(title, figure, corpus, shown.loc[shown["city"].isin(cities), "document"], note)


def draw_lineage(corpus: Corpus) -> Drawn:
    """One row a document that comes up again: a mark a meeting, its shape and colour by what the meeting did with it."""
    title = "Documents that come up again"
    links = link_titles(corpus)
    titles = read_titles(corpus)
    placed = len(set(links["key"]) | set(links["next_key"]))
    share = f"{placed} of {count(len(titles), 'title')} in view are linked to another of the same place."
    dated = links.dropna(subset=["first_day", "next_day"])
    if not len(dated):
        return nothing(title, corpus, share)
    lines = list(dict.fromkeys(dated["line"]))[:MOST_LINES]
    figure = new_figure(title, 190 + 30 * max(len(lines), 3), left=330)
    labels = {row.line: f"{row.city}: {row.first_title}" for row in iter_rows(dated.drop_duplicates("line"))}
    number_rows(figure, [labels[line] for line in lines], 48)
    rows = {line: number for number, line in enumerate(lines)}
    dated = dated[dated["line"].isin(lines)]
    figure.add_scatter(
        x=[x for row in iter_rows(dated) for x in (f"{row.first_day:%Y-%m-%d}", f"{row.next_day:%Y-%m-%d}", None)],
        y=[y for row in iter_rows(dated) for y in (rows[row.line], rows[row.line], None)],
        mode="lines", line={"color": "#999999", "width": 1.5}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    marks = gather_marks(dated)
    for action, (colour, symbol) in STEPS.items():
        part = [mark for mark in marks if mark[2] == action]
        figure.add_scatter(
            x=[mark[1] for mark in part], y=[rows[mark[0]] for mark in part], mode="markers", name=action,
            marker={"color": colour, "symbol": symbol, "size": 11}, text=[hover(action, mark[1], quote=mark[3]) for mark in part],
            hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    return finish(title, figure, corpus, pd.concat([dated["document"], dated["next_document"]]), share)


def gather_marks(links: pd.DataFrame) -> list[tuple[int, str, str, str]]:
    """Line, day, action and title of each agenda item that is linked, each once."""
    marks = {}
    for row in iter_rows(links):
        first, _, second = row.step.partition(" → ")
        marks[row.key] = (row.line, f"{row.first_day:%Y-%m-%d}", first, row.first_title)
        marks[row.next_key] = (row.line, f"{row.next_day:%Y-%m-%d}", second, row.next_title)
    return [marks[key] for key in sorted(marks)]
