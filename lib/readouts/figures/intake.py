"""What came in, and on what basis its dates stand."""

from __future__ import annotations

import pandas as pd

from readouts.corpus import Corpus, order_cities
from readouts.figures.style import Drawn, finish, hover, new_figure, nothing


def draw_intake(corpus: Corpus) -> Drawn:
    """Readouts in view by place and language."""
    title = "Readouts by place and language"
    documents = corpus["documents"]
    if not len(documents):
        return nothing(title, corpus, "There is no readout in view.")
    counted = documents.assign(lang=documents["lang"].astype("str")).groupby(["city", "lang"])["document"].nunique()
    frame = counted.rename("readouts").reset_index()
    cities = order_cities(frame["city"])
    figure = new_figure(title, 170 + 24 * max(len(cities), 4), bottom=90)
    for lang, colour, pattern in (("en", "#0072b2", ""), ("zh", "#b35900", "/")):
        part = frame[frame["lang"] == lang].set_index("city")["readouts"]
        if not len(part):
            continue
        figure.add_bar(
            y=cities,
            x=[int(part.get(city, 0)) for city in cities],
            orientation="h",
            name={"en": "English", "zh": "Chinese"}[lang],
            marker={"color": colour, "pattern": {"shape": pattern}},
            text=[hover(city, f"{part.get(city, 0)} in {lang}") for city in cities],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
        )
    figure.update_layout(barmode="stack", showlegend=True)
    figure.update_xaxes(title={"text": "readouts"}, rangemode="tozero", tickformat="d")
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return finish(title, figure, corpus, documents["document"])


def draw_date_bases(corpus: Corpus) -> Drawn:
    """Meetings by the basis of their day: stated, derived by which rule, or not to be had."""
    title = "On what basis a meeting's day stands"
    meetings = corpus["meetings"]
    if not len(meetings):
        return nothing(title, corpus, "There is no meeting in view.")
    bases = meetings["held_basis"].astype("object").where(meetings["held_basis"].notna(), "not stated")
    table = pd.DataFrame({"basis": bases.astype("str"), "precision": meetings["held_precision"].astype("str")})
    counted = table.groupby(["basis", "precision"]).size().rename("meetings").reset_index()
    names = sorted(counted["basis"].unique())
    figure = new_figure(title, 170 + 28 * max(len(names), 3), left=200, bottom=90)
    looks = {"day": ("#0072b2", ""), "month-day": ("#2b8cbe", "."), "interval": ("#d98c00", "/")}
    for precision in sorted(counted["precision"].unique()):
        part = counted[counted["precision"] == precision]
        colour, pattern = looks.get(precision, ("#777777", "x"))
        figure.add_bar(
            y=part["basis"].tolist(),
            x=part["meetings"].tolist(),
            orientation="h",
            name=f"known to: {precision}",
            marker={"color": colour, "pattern": {"shape": pattern}},
            hovertemplate="%{y}: %{x}<extra></extra>",
        )
    figure.update_layout(barmode="stack", showlegend=True)
    figure.update_xaxes(title={"text": "meetings"}, rangemode="tozero", tickformat="d")
    figure.update_yaxes(categoryorder="array", categoryarray=names[::-1], showgrid=False)
    return finish(title, figure, corpus, meetings["document"])
