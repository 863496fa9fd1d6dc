"""Inputs for the cells of a row, fit for what each column takes, and the cells of a row as they stand."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets

from readouts.columns import LIST
from readouts.correctable import find_column, is_surface, list_choices, list_fields, needed_cells
from readouts.evidence import say_value

NONE = ""
NARROW = {"description_width": "4.6rem"}


class Editor:
    """An input fit for one field: a list to choose from where the column is closed, a line of text else."""

    def __init__(self) -> None:
        self.holder = widgets.Box([], layout={"width": "52%"})
        self.table, self.name = "", ""

    def ask(self, table: str, name: str, cell: str, label: str = "Value") -> None:
        """The input for a field, holding a value in the log's form."""
        self.table, self.name = table, name
        choices = list_choices(table, name)
        if self.is_list and choices:
            held = [value for value in json.loads(cell or "[]") if value in choices]
            rows = min(5, len(choices))
            field: Any = widgets.SelectMultiple(options=choices, value=held, rows=rows, description=label, style=NARROW)
        elif choices:
            options = [("—", NONE), *((value, value) for value in choices)]
            field = widgets.Dropdown(
                options=options, value=cell if cell in choices else NONE, description=label, style=NARROW
            )
        else:
            shown = ", ".join(json.loads(cell or "[]")) if self.is_list else cell
            field = widgets.Text(value=shown, description=label, style=NARROW)
        self.field = field
        field.layout.width = "98%"
        self.holder.children = [field]

    @property
    def is_list(self) -> bool:
        """Whether the field holds a list."""
        return bool(find_column(self.table, self.name).type == LIST)

    def put(self, words: str) -> None:
        """Words into a line of text."""
        if isinstance(self.field, widgets.Text):
            self.field.value = words

    def value(self) -> Any:
        """The value as JSON has it."""
        return json.loads(self.read()) if self.is_list else self.read()

    def read(self) -> str:
        """The value in the log's form."""
        value = self.field.value
        if not self.is_list:
            return str(value)
        parts = (
            list(value) if not isinstance(value, str) else [part.strip() for part in value.split(",") if part.strip()]
        )
        return json.dumps(parts, ensure_ascii=False)


def wants_editor(table: str, name: str) -> bool:
    """Whether a new row's cell is asked for: needed ones, closed ones and lists; the words themselves come from the text."""
    if is_surface(table, name) and name not in needed_cells(table):
        return False
    return name in needed_cells(table) or bool(list_choices(table, name)) or name in ("term", "ordinal", "held")


def render_cells(table: str, row: Mapping[str, Any], bases: Mapping[str, str]) -> str:
    """The cells of a row with the basis of each, escaped."""
    names = [name for name in list_fields(table) if name in row]
    lines = [
        f"<tr><th>{html.escape(name.replace('_', ' '))}</th><td>{html.escape(say_value(row[name])) or '–'}</td>"
        f"<td>{html.escape(bases.get(name, ''))}</td></tr>"
        for name in names
    ]
    return f'<table class="rdx-cells">{"".join(lines)}</table>'
