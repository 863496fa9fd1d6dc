"""The live timeline: meetings and the higher meetings they relay, as points while there are few, by month beyond."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from readouts.archive import Archive, equals
from readouts.corpus import order_names
from readouts.facets import Mask, name_month
from readouts.figures.style import FONTS, KINDS, RELAY, name_kind, shorten
from readouts.widgets.views import TimelineView

MOST_POINTS = 1200
MOST_BINS = 80  # points of a line by month; beyond that a point a quarter, a year, ten years
STEPS = (1, 3, 12, 120, 12_000)
MOST_ROWS = 18  # cities that have a row each; beyond that a row a kind of body
ROOMY = 12  # rows whose labels have room in full size
ROOMY_SIZE, TIGHT_SIZE = 11, 9
LONGEST = 16  # characters of a city's name on the axis
RELAYED = "higher meeting relayed"
COLOURS = {kind: colour for kind, (colour, _) in KINDS.items()} | {RELAYED: RELAY}
# What stands in the legend for each marker of the palette.
SIGNS = dict(zip(COLOURS, "●■⊠◆⬟⬢★▲✦✖┃", strict=True))
INKS = {False: ("#222222", "#e4e4e4"), True: ("#e3e3e3", "#444444")}  # ink and grid, light and dark
LIFT = 0.42  # on a dark ground the palette is lifted towards white, by the same step for every colour
PATTERNS = ("", "/", "\\", "x", "-", "|", "+", ".", "/", "x", "")  # second cue of the areas, in the order of the kinds


class Timeline:
    """A figure that follows the filters; `on_row` and `on_month` hear of clicks on points and months (2024-01, or 2024-01/2024-03)."""

    def __init__(self, archive: Archive, on_row: Callable[[str, str], None], on_month: Callable[[str], None]) -> None:
        self.archive, self.on_row, self.on_month = archive, on_row, on_month
        self.kinds = list(COLOURS)
        self.view = TimelineView()
        self.view.observe(self._on_picked, "picked")
        self.dark, self.mask = False, np.ones(archive.size, bool)
        self.forget()

    def forget(self) -> None:
        """The rows read anew: the archive has changed."""
        kinds = self.archive.columns("meetings", ("body_type",))["body_type"]
        self.meetings, self.relays = Dated(self.archive, "meetings", kinds), Dated(self.archive, "relays", None)
        known = np.concatenate([dated.months[dated.known] for dated in (self.meetings, self.relays)])
        self.first, self.last = (int(known.min()), int(known.max())) if len(known) else (0, 0)
        self.step = next(step for step in STEPS if (self.last - self.first) // step < MOST_BINS)
        self.cities = np.array(self.archive.cities()[0].to_pylist(), dtype=object)

    def draw(self, mask: Mask, stamp: int = 0) -> dict[str, Any]:
        """The figure of the meetings and relays of the readouts that fit."""
        self.mask = mask
        meetings, relays = self.meetings.inside(mask), self.relays.inside(mask)
        few = len(meetings) + len(relays) <= MOST_POINTS
        draw = self.draw_points if few else self.draw_months
        axis = self.name_rows() if few else {"type": "linear", "rangemode": "tozero", "nticks": 5}
        ink, grid = INKS[self.dark]
        return {
            "data": [trace for kind in self.kinds if (trace := draw(kind, relays if kind == RELAYED else meetings))],
            "layout": lay_out(ink, grid, axis),
            "legend": [[SIGNS[kind], self.colour(kind), name_kind(kind)] for kind in self.kinds],
            "stamp": stamp,
        }

    def paint(self, dark: bool) -> None:
        """The figure in the colours of a light or a dark page."""
        self.dark = dark
        self.view.figure = self.draw(self.mask)

    def name_rows(self) -> dict[str, Any]:
        """The axis of rows: the cities in view, or the kinds of body where there are too many cities."""
        names = [shorten(city, LONGEST) for city in self.rows_in_view()] or [name_kind(kind) for kind in KINDS]
        size = ROOMY_SIZE if len(names) <= ROOMY else TIGHT_SIZE
        every = {"tickmode": "linear", "tick0": 0, "dtick": 1, "tickfont": {"size": size}}  # a label for each row
        return {"type": "category", "categoryorder": "array", "categoryarray": names[::-1], **every}

    def rows_in_view(self) -> list[str]:
        """The cities in view in their order; none where there are more than have a row each."""
        cities = order_names(set(self.cities[self.mask].tolist()))
        return cities if len(cities) <= MOST_ROWS else []

    def draw_points(self, kind: str, rows: npt.NDArray[np.int64]) -> dict[str, Any] | None:
        """The points of a kind of body, or of the meetings relayed; None where there are none."""
        dated = self.relays if kind == RELAYED else self.meetings
        own = rows if kind == RELAYED else rows[dated.codes[rows] == self.kinds.index(kind)]
        if not len(own):
            return None
        cities = [shorten(city, LONGEST) for city in self.cities[dated.own[own]]]
        kinds = [name_kind(name) for name in self.meetings.kind_of_document(dated.own[own])]
        days = dated.days[own].astype(str).tolist()
        symbol = KINDS[kind][1] if kind in KINDS else "line-ns-open"
        return {
            "type": "scatter",
            "mode": "markers",
            "name": name_kind(kind),
            "x": days,
            "y": cities if self.rows_in_view() else kinds,
            "customdata": [[dated.keys[int(n)].as_py(), self.archive.ids[int(dated.own[n])].as_py()] for n in own],
            "text": [f"{city}<br>{name_kind(kind)}<br>{day}" for city, day in zip(cities, days, strict=True)],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {
                "size": 10,
                "symbol": symbol,
                "color": self.colour(kind),
                "line": {"width": 1 if kind in KINDS else 2},
            },
        }

    def draw_months(self, kind: str, rows: npt.NDArray[np.int64]) -> dict[str, Any] | None:
        """How many meetings of a kind of body a month (or longer), as an area; the meetings relayed as a line."""
        dated = self.relays if kind == RELAYED else self.meetings
        months = dated.months[rows if kind == RELAYED else rows[dated.codes[rows] == self.kinds.index(kind)]]
        if not len(months):
            return None
        bins = np.arange(self.first // self.step, self.last // self.step + 1) * self.step
        counts = np.bincount((months - bins[0]) // self.step, minlength=len(bins))
        ends = [(name_month(int(month)), name_month(int(month) + self.step - 1)) for month in bins]
        colour, name = self.colour(kind), name_kind(kind)
        area = {"stackgroup": "all", "fillcolor": colour, "line": {"width": 0.5, "color": colour},
                "fillpattern": {"shape": PATTERNS[self.kinds.index(kind)], "bgcolor": colour, "fgcolor": INKS[not self.dark][0], "size": 7,
                                "solidity": 0.12}}  # fmt: skip
        return {
            "type": "scatter",
            "mode": "lines",
            "name": name,
            "x": [f"{start}-15" for start, _ in ends],
            "y": counts.tolist(),
            "customdata": [start if start == end else f"{start}/{end}" for start, end in ends],
            "hovertemplate": "%{customdata}: %{y} " + name + "<extra></extra>",
            **(area if kind in KINDS else {"line": {"width": 1.6, "dash": "dot", "color": colour}}),
        }

    def colour(self, kind: str) -> str:
        """The colour of a kind on the page as it is."""
        return lift_colour(COLOURS[kind]) if self.dark else COLOURS[kind]

    def _on_picked(self, change: dict[str, Any]) -> None:
        value = change["new"]["value"]
        if isinstance(value, str):
            self.on_month(value)
        else:
            self.on_row(str(value[0]), str(value[1]))


class Dated:
    """Rows of a table with a day: of each row the document, the day and month, the key and the kind of body."""

    def __init__(self, archive: Archive, table: str, kinds: Any) -> None:
        rows = archive.columns(table, ("key", "held_start"))
        self.own = archive.numbers(table)
        self.keys = rows["key"].combine_chunks()
        self.days = rows["held_start"].combine_chunks().to_numpy(zero_copy_only=False).astype("datetime64[D]")
        self.known = ~np.isnat(self.days)
        months = self.days.astype("datetime64[M]").astype(np.int64) + 1970 * 12
        self.months = np.where(self.known, months, -1)
        if table == "relays":
            relation = archive.columns(table, ("relation",))["relation"]
            self.known &= ~equals(relation, "referred")
        self.codes = np.full(len(self.days), list(COLOURS).index(RELAYED))
        if kinds is not None:
            found = pc.index_in(pc.cast(kinds, pa.string()), value_set=pa.array(list(COLOURS)))
            self.codes = pc.fill_null(found, list(COLOURS).index("other")).to_numpy()
        self._first: dict[int, str] = {}

    def inside(self, mask: Mask) -> npt.NDArray[np.int64]:
        """The numbers of the dated rows of the documents that fit."""
        return np.flatnonzero(mask[self.own] & self.known)

    def kind_of_document(self, documents: npt.NDArray[np.int32]) -> Sequence[str]:
        """The kind of body of the first meeting of each document."""
        if not self._first:
            names = np.array(list(COLOURS), dtype=object)[self.codes]
            self._first = dict(zip(self.own[::-1].tolist(), names[::-1].tolist(), strict=True))
        return [self._first.get(int(number), "other") for number in documents]


def lay_out(ink: str, grid: str, rows: dict[str, Any]) -> dict[str, Any]:
    """The layout: no ground of its own, so that it stands on the page's."""
    left = 108 if rows["type"] == "category" else 42
    clear = "rgba(0,0,0,0)"
    return {
        "height": 220,
        "margin": {"l": left, "r": 8, "t": 6, "b": 22},
        "font": {"family": FONTS, "size": 11, "color": ink},
        "paper_bgcolor": clear,
        "plot_bgcolor": clear,
        "hovermode": "closest",
        "showlegend": False,  # the view has one of its own, drawn once
        "xaxis": {"type": "date", "ticks": "outside", "gridcolor": grid, "linecolor": ink},
        "yaxis": {"zeroline": False, "gridcolor": grid, **rows},
        "modebar": {"orientation": "v", "bgcolor": clear},
    }


def lift_colour(colour: str) -> str:
    """A colour lifted towards white, for a dark ground."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * LIFT):02x}" for part in parts)
