"""What all figures share: palette with a second cue, fonts that have Chinese, hover text, city drop-down, caption."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from readouts.compare.ledger import count_known
from readouts.corpus import Corpus
from readouts.display import display_bundle

FONTS = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','Noto Sans',Arial,sans-serif"
# Okabe and Ito's palette, darkened where it is faint on white, each colour with a marker of its own.
KINDS = {
    "deepening-reform-commission": ("#0072b2", "circle"),
    "standing-committee": ("#b35900", "square"),
    "standing-committee-enlarged": ("#d98c00", "square-cross"),
    "government-executive": ("#00785a", "diamond"),
    "party-group": ("#8a4a75", "pentagon"),
    "leading-group": ("#2b8cbe", "hexagon"),
    "plenary": ("#a8326f", "star"),
    "theory-study": ("#6b6b00", "triangle-up"),
    "political-bureau": ("#7f0000", "star-diamond"),
    "other": ("#555555", "x"),
}
RELAY = "#a8326f"
INK = "#222222"
GRID = "#e4e4e4"
ROW = 34  # pixels a row of a figure with one row a city or person
FIGURE_TYPE = "application/vnd.plotly.v1+json"


@dataclass(frozen=True)
class Drawn:
    """A figure with its denominator, or the sentence to print where there is nothing to draw."""

    title: str
    figure: go.Figure | None
    rests_on: int
    of: int
    note: str = ""
    known: int = 0  # meetings known to exist, by their numbers

    @property
    def caption(self) -> str:
        """The line under the figure."""
        if self.figure is None:
            return f"{self.title}: nothing to draw. {self.note}".strip()
        known = f"; at least {self.known:,} numbered meetings are known of" if self.known else ""
        return f"Rests on {self.rests_on:,} of {self.of:,} readouts{known}. {self.note}".strip()

    def _ipython_display_(self) -> None:
        if self.figure is not None:
            # As a bare bundle: plotly's own display would import nbformat and its schemas for every figure.
            bundle = {FIGURE_TYPE: self.figure.to_plotly_json(), "text/plain": self.title}
            display_bundle(bundle)
        display_bundle({"text/html": f'<p class="caption">{html.escape(self.caption)}</p>', "text/plain": self.caption})


def nothing(title: str, corpus: Corpus, why: str) -> Drawn:
    """The sentence in place of a figure."""
    return Drawn(title, None, 0, corpus.total, why)


def finish(title: str, figure: go.Figure, corpus: Corpus, documents: pd.Series[str], note: str = "") -> Drawn:
    """A figure with its denominator counted from the documents it shows."""
    return Drawn(title, figure, int(documents.nunique()), corpus.total, note, count_known(corpus))


def new_figure(title: str, height: int, left: int = 120, top: int = 56, bottom: int = 96) -> go.Figure:
    """An empty figure in the house look."""
    figure = go.Figure()
    figure.update_layout(
        template="none",
        title={
            "text": html.escape(title),
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 14, "l": 8},
            "font": {"size": 16},
        },
        font={"family": FONTS, "size": 13, "color": INK},
        height=height,
        margin={"l": left, "r": 44, "t": top, "b": bottom},
        paper_bgcolor="#ffffff",
        plot_bgcolor="#ffffff",
        hoverlabel={"align": "left", "bgcolor": "#ffffff", "font": {"family": FONTS, "size": 12, "color": INK}},
        hovermode="closest",
        modebar={"orientation": "v"},
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "xanchor": "left"},
    )
    figure.update_xaxes(gridcolor=GRID, linecolor="#999999", ticks="outside", zeroline=False, automargin=True)
    figure.update_yaxes(gridcolor=GRID, zeroline=False, automargin=True)
    return figure


def number_rows(figure: go.Figure, names: Sequence[str], limit: int = 34) -> dict[str, int]:
    """Row numbers by name, the first name on top; the y axis shows the names."""
    rows = {name: number for number, name in enumerate(names)}
    labels = [shorten(name, limit) for name in names]
    figure.update_yaxes(
        tickmode="array", tickvals=list(rows.values()), ticktext=labels, range=[len(rows) - 0.5, -0.5], showgrid=True
    )
    return rows


def add_city_menu(figure: go.Figure, blocks: dict[str, tuple[int, int]], last: int) -> None:
    """A drop-down that shows all rows or the rows of one city, by moving the y axis."""
    if len(blocks) < 2:
        return
    buttons = [{"label": "All cities", "method": "relayout", "args": [{"yaxis.range": [last + 0.5, -0.5]}]}]
    for city, (first, final) in blocks.items():
        view = {"yaxis.range": [final + 0.5, first - 0.5]}
        buttons.append({"label": html.escape(city), "method": "relayout", "args": [view]})
    place_menu(figure, buttons)


def place_menu(figure: go.Figure, buttons: list[dict[str, Any]], active: int = 0) -> None:
    """A drop-down at the top right, clear of the title."""
    if len(buttons) < 2:
        return
    menu = {
        "buttons": buttons,
        "active": active,
        "x": 1,
        "xanchor": "right",
        "y": 1,
        "yanchor": "bottom",
        "pad": {"b": 8},
        "bgcolor": "#ffffff",
        "bordercolor": "#777777",
        "font": {"size": 12},
    }
    figure.update_layout(updatemenus=[menu])


def shorten(text: str, limit: int) -> str:
    """Escaped text cut to a length with dots."""
    return html.escape(text if len(text) <= limit else text[: limit - 1].rstrip() + "…")


def hover(*lines: str, quote: str = "") -> str:
    """Escaped hover text: the first line bold, then the others, then the words of the text in quotation marks."""
    first, *others = [html.escape(line) for line in lines if line]
    wrapped = [html.escape(line) for line in wrap_words(quote)] if quote else []
    quoted = ["<i>“" + "<br>".join(wrapped) + "”</i>"] if wrapped else []
    return "<br>".join([f"<b>{first}</b>", *others, *quoted])


def wrap_words(text: str, width: int = 64) -> list[str]:
    """Lines of at most this many columns; Chinese characters take two."""
    wide = sum(ord(letter) > 0x2E80 for letter in text) > len(text) / 3
    return textwrap.wrap(text, width // 2 if wide else width) or [""]


def spread_kinds(kinds: list[str]) -> dict[str, float]:
    """A small vertical shift a kind, so that meetings of one day stay apart."""
    step = 0.5 / max(len(kinds), 1)
    return {kind: (number - (len(kinds) - 1) / 2) * step for number, kind in enumerate(kinds)}


def name_kind(kind: object) -> str:
    """A body type in words."""
    return str(kind).replace("-", " ") if isinstance(kind, str) else "kind not stated"


def style_kind(kind: object) -> tuple[str, str]:
    """Colour and marker of a body type."""
    return KINDS.get(str(kind), KINDS["other"])


def say_days(start: pd.Timestamp, end: pd.Timestamp, basis: object = "") -> str:
    """A day, or its bounds, with the basis."""
    shown = f"{start:%Y-%m-%d}" if start == end else f"between {start:%Y-%m-%d} and {end:%Y-%m-%d}"
    return f"{shown} ({basis})" if isinstance(basis, str) and basis else shown
