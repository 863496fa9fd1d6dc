"""The views of the explore screen that a browser draws: filters, rows, evidence, keys. They hold no logic of their own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import anywidget
import traitlets

from readouts.evidence import render_styles

WEB = Path(__file__).parents[1] / "web"


@cache
def read_styles() -> str:
    """The style sheet of the screen, that of the evidence view in it."""
    return (WEB / "explore.css").read_text(encoding="utf-8") + render_styles()


@cache
def read_script() -> str:
    """The module that draws every view."""
    return (WEB / "explore.js").read_text(encoding="utf-8")


@cache
def read_plotly() -> str:
    """The plotly.js that the reports carry, so that no figure asks the network for one."""
    return (WEB.parent / "vendor" / "plotly-cartesian.min.js").read_text(encoding="utf-8")


class View(anywidget.AnyWidget):
    """A view of the kind that `kind` names; the module's other kinds lie idle in it."""

    _esm = read_script()
    _css = read_styles()
    kind = traitlets.Unicode().tag(sync=True)


class FilterView(View):
    """What can be chosen, each choice with the readouts it would leave; `choices` is what the reader chose."""

    kind = traitlets.Unicode("filters").tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    choices = traitlets.Dict().tag(sync=True)
    queries = traitlets.Dict().tag(sync=True)
    dark = traitlets.Bool(False).tag(sync=True)


class RowView(View):
    """A page of rows; `asked` is the kind, order and page wanted, `picked` the row taken, `current` the one that is open."""

    kind = traitlets.Unicode("rows").tag(sync=True)
    page = traitlets.Dict().tag(sync=True)
    asked = traitlets.Dict().tag(sync=True)
    current = traitlets.Unicode().tag(sync=True)
    picked = traitlets.Dict().tag(sync=True)


class EvidenceView(View):
    """A readout with its evidence; `picked` names the rows of a mark that was clicked, `selected` the words chosen."""

    kind = traitlets.Unicode("evidence").tag(sync=True)
    view = traitlets.Dict().tag(sync=True)
    target = traitlets.Dict().tag(sync=True)
    picked = traitlets.Dict().tag(sync=True)
    selected = traitlets.Dict().tag(sync=True)


class TimelineView(View):
    """A plotly figure with the library that draws it; `picked` is what a clicked point or month stands for."""

    kind = traitlets.Unicode("timeline").tag(sync=True)
    library = traitlets.Unicode(read_plotly()).tag(sync=True)
    figure = traitlets.Dict().tag(sync=True)
    picked = traitlets.Dict().tag(sync=True)


class KeyView(View):
    """Keys with what each does; `pressed` is the last one pressed while no field had the focus."""

    kind = traitlets.Unicode("keys").tag(sync=True)
    means = traitlets.Dict().tag(sync=True)
    pressed = traitlets.Dict().tag(sync=True)
