"""Correcting in the evidence view: a value changed, a row added from selected words or removed, a person split."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ipywidgets as widgets
import pyarrow.compute as pc

from readouts.columns import BY_NAME
from readouts.correctable import (
    CORRECTABLE,
    SURFACES,
    CorrectionError,
    encode_value,
    is_surface,
    list_fields,
)
from readouts.evidence import say_value
from readouts.widgets.editor import NARROW, Editor, render_cells, wants_editor
from readouts.workbench import Workbench

WIDE = {"width": "98%"}


class Signature:
    """Who corrects and why: the fields that every correction is signed with."""

    def __init__(self, who: str) -> None:
        short = {"description_width": "3.4rem"}
        self.who = widgets.Text(value=who, description="You", placeholder="name", style=short, layout={"width": "38%"})
        self.reason = widgets.Text(description="Reason", placeholder="why", style=short, layout={"width": "60%"})
        self.widget = widgets.HBox([self.who, self.reason])

    def read(self) -> dict[str, str]:
        """Name and reason as typed."""
        return {"who": self.who.value, "reason": self.reason.value}


class Corrector:
    """The panes under the readout that change its rows; `changed` is called with the document after each correction."""

    def __init__(self, bench: Workbench, signature: Signature, changed: Callable[[str, str], None]) -> None:
        self.bench, self.signature, self.changed = bench, signature, changed
        self.document, self.rows = "", dict[str, list[dict[str, Any]]]()
        self.words: tuple[int, int] | None = None
        self.selection = ""
        self.message = widgets.HTML()
        self.chosen = widgets.Dropdown(description="Row", style=NARROW, layout=WIDE)
        self.cells = widgets.HTML()
        self.field = widgets.Dropdown(description="Field", style=NARROW)
        self.editor = Editor()
        self.selected = widgets.HTML()
        self.kind = widgets.Dropdown(
            options=[(name.replace("_", " "), name) for name in CORRECTABLE if name != "documents"],
            value="people", description="Add to", style=NARROW,
        )  # fmt: skip
        self.needed = widgets.VBox([])
        self.editors: dict[str, Editor] = {}
        self.buttons = {
            "change": widgets.Button(description="Change value", button_style="primary"),
            "remove": widgets.Button(description="Remove row"),
            "split": widgets.Button(description="Split off person"),
            "add": widgets.Button(description="Add row", button_style="primary"),
        }
        for name, button in self.buttons.items():
            button.on_click(lambda _, name=name: self.attempt(getattr(self, name)))
        self.chosen.observe(lambda _: self.show_row(), "value")
        self.field.observe(lambda _: self.show_field(), "value")
        self.kind.observe(lambda _: self.show_needed(), "value")
        self.show_needed()

    @property
    def change_pane(self) -> Any:
        """The pane that shows a row and changes it."""
        self.field.layout.width = "46%"
        editing = widgets.HBox([self.field, self.editor.holder])
        row = [self.buttons[name] for name in ("change", "remove", "split")]
        return widgets.VBox([self.chosen, self.cells, editing, widgets.HBox(row), self.message])

    @property
    def add_pane(self) -> Any:
        """The pane that adds a row from the words selected in the readout."""
        return widgets.VBox([self.selected, self.kind, self.needed, self.buttons["add"], self.message])

    # what is open

    def open(self, document: str, keys: Sequence[str]) -> None:
        """The rows that a mark or a table row stands for, the first of them shown."""
        if document != self.document:
            self.drop_words()  # their place is one in the other text
        self.document, self.message.value = document, ""
        self.rows, _ = self.bench.archive.read_document(document)
        found = [(table, key) for key in dict.fromkeys(keys) if (table := self.table_of(key))]
        options = [(self.name_row(table, key), (table, key)) for table, key in found]
        options.append(("the document itself", ("documents", document)))
        self.chosen.options = options
        self.chosen.value = options[0][1]
        self.show_row()

    def table_of(self, key: str) -> str:
        """The table that a row key belongs to; nothing for one that is not here."""
        return next((name for name in CORRECTABLE if any(row.get("key") == key for row in self.rows.get(name, ()))), "")

    def name_row(self, table: str, key: str) -> str:
        """A row in words: its table and its surface."""
        row = self.row(table, key)
        words = say_value(row.get(SURFACES.get(table, ""), None) or row.get("actor"))
        return f"{table.replace('_', ' ')}: {words[:70]}"

    def row(self, table: str, key: str) -> Mapping[str, Any]:
        """A row of the readout that is open; empty for one that is not in it."""
        return next((row for row in self.rows.get(table, ()) if row.get("key", row["document"]) == key), {})

    def show_row(self) -> None:
        """The cells of the row chosen, each with its basis, and its fields to change."""
        table, key = self.chosen.value or ("documents", self.document)
        row = self.row(table, key)
        bases = {item["field"]: item["basis"] for item in self.rows.get("evidence", ()) if item["row"] == key}
        if row:
            self.cells.value = render_cells(table, row, bases)
        fields = [name for name in list_fields(table) if name in row]
        held = self.field.value
        self.field.options = [(name.replace("_", " "), name) for name in fields]
        self.field.value = held if held in fields else fields[0] if fields else None
        self.buttons["remove"].disabled = table == "documents"
        self.buttons["split"].disabled = table != "people"
        self.show_field()

    def show_field(self) -> None:
        """An editor for the field chosen, with the value that it has."""
        table, key = self.chosen.value or ("documents", self.document)
        if self.field.value:
            row = self.row(table, key)
            self.editor.ask(table, self.field.value, encode_value(table, self.field.value, row) if row else "")
            self.take_words()

    def select(self, words: tuple[int, int], text: str) -> None:
        """Words selected in the readout: what a surface is read from, and what a row is added from."""
        self.words = words
        self.selected.value = f"Selected: <b>{html.escape(text)}</b>"
        self.selection = text
        self.take_words()

    def drop_words(self) -> None:
        """No words selected."""
        self.words, self.selection, self.selected.value = None, "", ""

    def take_words(self) -> None:
        """The selected words as the value of a field that holds words of the text."""
        table, _ = self.chosen.value or ("", "")
        if self.words and self.field.value and is_surface(table, self.field.value):
            self.editor.put(self.selection)

    def show_needed(self) -> None:
        """Editors for the cells that a new row needs beside its words."""
        table = self.kind.value
        names = [name for name in list_fields(table) if wants_editor(table, name)]
        self.editors = {name: Editor() for name in names}
        for name, editor in self.editors.items():
            editor.ask(table, name, "", name.replace("_", " "))
        for editor in self.editors.values():
            editor.holder.layout.width = "98%"
        self.needed.children = [editor.holder for editor in self.editors.values()]

    # what is done

    def attempt(self, act: Callable[[], str]) -> None:
        """What an action says when it is done, or why it cannot be."""
        try:
            said = act()
        except CorrectionError as problem:
            self.say(str(problem), wrong=True)
            return
        self.say(said)

    def say(self, words: str, wrong: bool = False) -> None:
        """A line under the buttons."""
        sign = "✗ " if wrong else "✓ "
        self.message.value = f'<span role="status">{sign}{html.escape(words)}</span>'

    def change(self) -> str:
        """The value of the field chosen is what stands in its editor."""
        table, key = self.chosen.value
        name, given = self.field.value, self.editor.read()
        place = self.place_of(table, name, given)
        made = self.bench.correct(
            self.document,
            action="change",
            table=table,
            row=key,
            field=name,
            new=given,
            **place,
            **self.signature.read(),
        )
        self.finish(key)
        return self.tell(f"{table}.{name} changed", made.id)

    def place_of(self, table: str, name: str, given: str) -> dict[str, int]:
        """The selected words as the place a value is read from, where they are that value or tell of it."""
        if not self.words or (is_surface(table, name) and given != self.selection):
            return {}
        return {"start": self.words[0], "end": self.words[1]}

    def remove(self) -> str:
        """The row chosen is no row."""
        table, key = self.chosen.value
        made = self.bench.correct(self.document, action="remove", table=table, row=key, **self.signature.read())
        self.finish(self.document)
        return self.tell(f"Row removed from {table}", made.id)

    def split(self) -> str:
        """The row chosen is of another person than the one it was joined to."""
        _, key = self.chosen.value
        links = self.bench.archive.columns("person_links", ("key", "person"))
        at = pc.index(links["key"], key).as_py()
        joined = links["person"][at].as_py() if at >= 0 else None
        if joined is None:
            raise CorrectionError("this row is joined to no person yet; build the tables again first")
        made = self.bench.correct(
            self.document, action="split", table="person_links", row=key, old=joined, **self.signature.read()
        )
        self.finish(key)
        return self.tell("Split off", made.id)

    def add(self) -> str:
        """A row of the kind chosen stands at the selected words."""
        if not self.words:
            raise CorrectionError("select the words in the readout first, then add the row")
        table = self.kind.value
        cells = {name: editor.value() for name, editor in self.editors.items() if editor.read() not in ("", "[]")}
        if table == "offices":
            cells["person"] = self.person_before(self.words[0])
        made = self.bench.correct(
            self.document, action="add", table=table, new=json.dumps(cells, ensure_ascii=False),
            start=self.words[0], end=self.words[1], **self.signature.read(),
        )  # fmt: skip
        self.finish(f"{self.document}-{BY_NAME[table].letter}{made.id}")
        return self.tell(f"Row added to {table}", made.id)

    def tell(self, words: str, id: str) -> str:
        """What was done, under which id; and where it does not fit the text as it is now read, why."""
        outcome = self.bench.outcomes().get(id)
        note = f" ({outcome.state}: {outcome.note})" if outcome and outcome.note else ""
        return f"{words}; correction {id}{note}"

    def person_before(self, start: int) -> str:
        """The row of the person whom a new post is given to: the one shown, else the one named nearest to the words."""
        table, key = self.chosen.value
        people = self.rows.get("people", ())
        if table == "people":
            return str(key)
        if not people:
            raise CorrectionError("no person is named in this readout yet: add the person first, then the post")
        return str(min(people, key=lambda row: abs(row["start"] - start))["key"])

    def finish(self, key: str) -> None:
        """After a correction: the words are used up, the screen shows the row as it now stands."""
        self.drop_words()
        self.signature.reason.value = ""
        self.changed(self.document, key)
