"""The live timeline: meetings and the higher meetings they relay, as points while there are few, as bars by month beyond."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import plotly.graph_objects as go
import pyarrow as pa
import pyarrow.compute as pc

import readouts.lighten  # noqa: F401  before plotly's widget is made
from readouts.archive import Archive, equals
from readouts.corpus import order_names
from readouts.facets import Mask, name_month
from readouts.figures.style import FONTS, KINDS, RELAY, name_kind, shorten

MOST_POINTS = 1200
MOST_ROWS = 18  # cities that have a row each; beyond that a row a kind of body
RELAYED = "higher meeting relayed"
INKS = {False: ("#222222", "#e4e4e4"), True: ("#e3e3e3", "#444444")}  # ink and grid, light and dark
# On a dark ground the palette is lifted towards white, by the same step for every colour.
LIFT = 0.42


class Timeline:
    """A figure that follows the filters; `on_row` and `on_month` hear of clicks on points and bars."""

    def __init__(self, archive: Archive, on_row: Callable[[str, str], None], on_month: Callable[[str], None]) -> None:
        self.archive, self.on_row, self.on_month = archive, on_row, on_month
        self.kinds = [*KINDS, RELAYED]
        self.figure = go.FigureWidget(layout=lay_out())
        for way in ("points", "bars"):
            self.figure.add_traces([make_trace(kind, way) for kind in self.kinds])
        self.figure._config = {**self.figure._config, "responsive": True, "displaylogo": False}
        for trace in self.figure.data:
            trace.on_click(self._click)
        self.paint(False)
        self.forget()

    def forget(self) -> None:
        """The rows read anew: the archive has changed."""
        self.rows = {
            "meetings": Dated(self.archive, "meetings", self.archive.columns("meetings", ("body_type",))["body_type"]),
            "relays": Dated(self.archive, "relays", None),
        }
        self.cities = np.array(self.archive.cities()[0].to_pylist(), dtype=object)

    def show(self, mask: Mask) -> None:
        """The meetings and relays of the readouts that fit."""
        meetings, relays = (self.rows[name].inside(mask) for name in ("meetings", "relays"))
        few = len(meetings) + len(relays) <= MOST_POINTS
        traces = self._points(meetings, relays, mask) if few else self._bars(meetings, relays)
        with self.figure.batch_update():
            for trace, values in zip(self.figure.data, traces, strict=True):
                trace.update(values)
            self.figure.layout.yaxis.update(
                self._axis(mask) if few else {"type": "linear", "title": {"text": "by month"}}
            )

    def _axis(self, mask: Mask) -> dict[str, Any]:
        names = self._row_names(mask)
        return {"type": "category", "categoryorder": "array", "categoryarray": names[::-1], "title": {"text": ""}}

    def _row_names(self, mask: Mask) -> list[str]:
        cities = order_names(set(self.cities[mask].tolist()))
        if len(cities) <= MOST_ROWS:
            return [shorten(city, 16) for city in cities]
        return [name_kind(kind) for kind in KINDS]

    def _points(
        self, meetings: npt.NDArray[np.int64], relays: npt.NDArray[np.int64], mask: Mask
    ) -> list[dict[str, Any]]:
        """Values of the point traces, then of the bars, which are hidden."""
        by_city = len(set(self.cities[mask].tolist())) <= MOST_ROWS
        out = []
        for kind in self.kinds:
            dated = self.rows["relays" if kind == RELAYED else "meetings"]
            rows = relays if kind == RELAYED else meetings[dated.kinds[meetings] == kind]
            cities = [shorten(city, 16) for city in self.cities[dated.own[rows]]]
            kinds = self.rows["meetings"].kind_of_document(dated.own[rows])
            out.append(
                {
                    "x": dated.days[rows].astype(str).tolist(),
                    "y": cities if by_city else [name_kind(name) for name in kinds],
                    "customdata": [[dated.keys[n].as_py(), self.archive.ids[int(dated.own[n])].as_py()] for n in rows],
                    "text": [f"{city}<br>{name_kind(kind) if kind in KINDS else kind}<br>{day}"
                             for city, day in zip(cities, dated.days[rows], strict=True)],
                    "visible": True,
                    "showlegend": bool(len(rows)),
                }
            )  # fmt: skip
        return out + [{"x": [], "y": [], "visible": False} for _ in self.kinds]

    def _bars(self, meetings: npt.NDArray[np.int64], relays: npt.NDArray[np.int64]) -> list[dict[str, Any]]:
        """Values of the point traces, which are hidden, then of the bars by month."""
        out: list[dict[str, Any]] = [{"x": [], "y": [], "visible": False} for _ in self.kinds]
        for kind in self.kinds[:-1]:
            dated = self.rows["meetings"]
            months, counts = np.unique(dated.months[meetings[dated.kinds[meetings] == kind]], return_counts=True)
            names = [name_month(int(month)) for month in months]
            out.append({"x": [f"{name}-15" for name in names], "y": counts.tolist(), "customdata": names,
                        "visible": True, "showlegend": bool(names)})  # fmt: skip
        months, counts = np.unique(self.rows["relays"].months[relays], return_counts=True)
        names = [name_month(int(month)) for month in months]
        out.append({"x": [f"{name}-15" for name in names], "y": counts.tolist(), "customdata": names,
                    "visible": True, "showlegend": bool(names)})  # fmt: skip
        return out

    def _click(self, trace: Any, points: Any, _: Any) -> None:
        if not points.point_inds:
            return
        value = trace.customdata[points.point_inds[0]]
        if isinstance(value, str):
            self.on_month(value)
        else:
            self.on_row(str(value[0]), str(value[1]))

    def paint(self, dark: bool) -> None:
        """The figure in the colours of a light or a dark page."""
        ink, grid = INKS[dark]
        with self.figure.batch_update():
            self.figure.update_layout(font={"color": ink}, legend={"font": {"color": ink}})
            self.figure.update_xaxes(gridcolor=grid, linecolor=ink)
            self.figure.update_yaxes(gridcolor=grid)
            for trace, kind in zip(self.figure.data, self.kinds * 2, strict=True):
                colour = KINDS[kind][0] if kind in KINDS else RELAY
                trace.marker.color = lift_colour(colour) if dark else colour
                trace.marker.line.color = lift_colour(colour) if dark else colour


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
        words = pc.fill_null(pc.cast(kinds, pa.string()), "other") if kinds is not None else None
        self.kinds = (
            np.array(words.to_pylist(), dtype=object) if words is not None else np.full(len(self.days), RELAYED)
        )
        unknown = ~np.isin(self.kinds.astype(str), [*KINDS, RELAYED])
        self.kinds[unknown] = "other"
        self._first: dict[int, str] = {}

    def inside(self, mask: Mask) -> npt.NDArray[np.int64]:
        """The numbers of the dated rows of the documents that fit."""
        return np.flatnonzero(mask[self.own] & self.known)

    def kind_of_document(self, documents: npt.NDArray[np.int32]) -> Sequence[str]:
        """The kind of body of the first meeting of each document."""
        if not self._first:
            self._first = dict(zip(self.own[::-1].tolist(), self.kinds[::-1].tolist(), strict=True))
        return [self._first.get(int(number), "other") for number in documents]


def make_trace(kind: str, way: str) -> Any:
    """An empty trace of a kind of body, or of the meetings relayed, as points or as bars."""
    name = name_kind(kind) if kind in KINDS else kind
    symbol = KINDS[kind][1] if kind in KINDS else "line-ns"
    if way == "bars":
        shape = "" if kind in KINDS else "/"
        hover = "%{customdata}: %{y} " + name + "<extra></extra>"
        return go.Bar(
            name=name, legendgroup=name, marker={"pattern": {"shape": shape}}, hovertemplate=hover, visible=False
        )
    marker = {"size": 10, "symbol": symbol, "line": {"width": 2 if kind == RELAYED else 1}}
    return go.Scatter(
        name=name, legendgroup=name, mode="markers", marker=marker, hovertemplate="%{text}<extra></extra>"
    )


def lay_out() -> dict[str, Any]:
    """The layout: no ground of its own, so that it stands on the page's."""
    clear = "rgba(0,0,0,0)"
    return {
        "height": 262,
        "margin": {"l": 8, "r": 8, "t": 6, "b": 4},
        "font": {"family": FONTS, "size": 11},
        "paper_bgcolor": clear,
        "plot_bgcolor": clear,
        "barmode": "stack",
        "bargap": 0,
        "hovermode": "closest",
        "clickmode": "event",
        "dragmode": "zoom",
        "legend": {
            "orientation": "h",
            "y": -0.14,
            "yanchor": "top",
            "x": 0,
            "font": {"size": 10},
            "bgcolor": clear,
            "itemwidth": 30,
        },
        "xaxis": {"type": "date", "automargin": True, "ticks": "outside"},
        "yaxis": {"automargin": True, "zeroline": False},
        "modebar": {"orientation": "v", "bgcolor": clear},
    }


def lift_colour(colour: str) -> str:
    """A colour lifted towards white, for a dark ground."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * LIFT):02x}" for part in parts)
