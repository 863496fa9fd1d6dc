"""What is kept: the corrections made, with undo, and named selections, exported and handed to reports."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from readouts.corpus import count, find_selections
from readouts.correctable import CorrectionError
from readouts.facets import Choices
from readouts.rows import OF_DOCUMENT
from readouts.selections import (
    FORMATS,
    Selection,
    SelectionError,
    export_tables,
    list_selections,
    read_selection,
    save_selection,
    selection_path,
)
from readouts.widgets.correct import WIDE, Signature
from readouts.widgets.editor import NARROW
from readouts.workbench import Workbench


class LogView:
    """The corrections of a corpus, the newest first, each with what became of it; `changed` is called after an undo."""

    def __init__(
        self,
        bench: Workbench,
        signature: Signature,
        aim: Callable[[str, str], None],
        changed: Callable[[str, str], None],
    ) -> None:
        self.bench, self.signature, self.aim, self.changed = bench, signature, aim, changed
        self.listed = widgets.Select(options=[], rows=7, description="Made", style=NARROW, layout=WIDE)
        self.detail, self.message = widgets.HTML(), widgets.HTML()
        undo = widgets.Button(description="Undo this one")
        undo.on_click(lambda _: self.undo())
        self.loading = False
        self.listed.observe(lambda _: self.show_one(), "value")
        self.widget = widgets.VBox([self.listed, self.detail, undo, self.message])
        self.load()

    def load(self) -> None:
        """The corrections in force as the log has them now, none of them chosen: the readout that is open stays."""
        known = self.bench.outcomes()
        options = []
        for one in reversed(self.bench.holding):
            state = known[one.id].state if one.id in known else "conflict"
            where = f"{one.table}.{one.field}" if one.field else one.table
            options.append((f"{one.day} {one.who}: {one.action} {where} · {state}", one.id))
        self.loading = True
        self.listed.options = options or [("No corrections yet.", "")]
        self.listed.index, self.detail.value = None, ""
        self.loading = False
        self.message.value = "<br>".join(html.escape(problem) for problem in self.bench.problems)

    def show_one(self) -> None:
        """The correction chosen in full, its readout at its words."""
        one = next((c for c in self.bench.holding if c.id == self.listed.value), None)
        if one is None or self.loading:
            self.detail.value = ""
            return
        outcome = self.bench.outcomes().get(one.id)
        note = outcome.note if outcome else f"no text with its content is in the corpus; it was made on {one.path}"
        lines = (f"{one.old or '–'} → {one.new or '–'}", one.reason, one.path, note)
        self.detail.value = "<p>" + "<br>".join(html.escape(line) for line in lines if line) + "</p>"
        if outcome and outcome.row:
            self.aim(outcome.row, one.document)

    def undo(self) -> None:
        """The correction chosen no longer holds."""
        one = next((c for c in self.bench.holding if c.id == self.listed.value), None)
        if one is None:
            self.message.value = '<span role="status">✗ choose the correction to undo first</span>'
            return
        try:
            self.bench.undo(one.id, **self.signature.read())
        except CorrectionError as problem:
            self.message.value = f'<span role="status">✗ {html.escape(str(problem))}</span>'
            return
        self.signature.reason.value = ""
        self.changed(one.document, one.row)
        self.message.value = '<span role="status">✓ undone</span>'


class Keeper:
    """Named selections of a corpus; `now` gives the choices and the readouts that fit, `choose` puts choices on the screen."""

    def __init__(
        self, bench: Workbench, now: Callable[[], tuple[Choices, list[str]]], choose: Callable[[Choices], None]
    ) -> None:
        self.bench, self.now, self.choose = bench, now, choose
        self.corpus = str(bench.archive.manifest["corpus"])
        self.name = widgets.Text(description="Name", placeholder="a name for this selection", style=NARROW)
        self.kept = widgets.Dropdown(description="Kept", style=NARROW)
        self.format = widgets.ToggleButtons(options=FORMATS)
        self.message = widgets.HTML()
        actions = {"Keep selection": self.keep, "Open": self.open, "Export tables": self.export}
        buttons = {label: widgets.Button(description=label) for label in actions}
        for label, button in buttons.items():
            button.on_click(lambda _, act=actions[label]: self.attempt(act))
        self.widget = widgets.VBox(
            [
                widgets.HBox([self.name, buttons["Keep selection"]]),
                widgets.HBox([self.kept, buttons["Open"]]),
                widgets.HBox([self.format, buttons["Export tables"]]),
                self.message,
            ]
        )
        self.kept.options = list_selections(find_selections(), self.corpus)

    def attempt(self, act: Callable[[], str]) -> None:
        """What an action says when it is done, or why it cannot be."""
        try:
            self.message.value = f'<span role="status">✓ {act()}</span>'
        except SelectionError as problem:
            self.message.value = f'<span role="status">✗ {html.escape(str(problem))}</span>'

    def keep(self) -> str:
        """The choices and the readouts that fit them, under the name given."""
        choices, documents = self.now()
        said: dict[str, Any] = {
            "values": {name: list(ids) for name, ids in choices.values.items()},
            "start": choices.start,
            "end": choices.end,
            "words": choices.words,
        }
        state = str(self.bench.archive.manifest["corpus_sha256"])
        name = self.name.value.strip()
        path = save_selection(find_selections(), Selection(name, self.corpus, state, said, tuple(documents)))
        self.kept.options = list_selections(find_selections(), self.corpus)
        self.kept.value = name
        command = f'readouts report --corpus {self.corpus} -p "selection={name}"'
        return (
            f"{count(len(documents), 'readout')} kept in {html.escape(path.name)}. For reports of these only: "
            f"<code>{html.escape(command)}</code>"
        )

    def open(self) -> str:
        """The choices of a kept selection on the screen."""
        if not self.kept.value:
            raise SelectionError("no selection is kept yet: give this one a name and keep it")
        return self.open_named(self.kept.value)

    def open_named(self, name: str) -> str:
        """The choices of the selection of that name on the screen."""
        kept = read_selection(find_selections(), self.corpus, name)
        values = {facet: tuple(ids) for facet, ids in kept.choices["values"].items()}
        self.choose(Choices(values, *(kept.choices[part] for part in ("start", "end", "words"))))
        self.name.value = name
        now, then = set(self.now()[1]), set(kept.documents)
        told = f"; {count(len(now), 'readout')} fit now, {count(len(then), 'readout')} when it was kept"
        return f"{html.escape(name)} is open{told if now != then else ''}"

    def export(self) -> str:
        """The tables of the readouts that fit, in a folder beside the kept selection."""
        _, documents = self.now()
        name = self.name.value.strip() or "in view"
        target = selection_path(find_selections(), self.corpus, name).with_suffix("")
        archive = self.bench.archive
        tables = ((table, archive.rows_of(table, documents)) for table in (*OF_DOCUMENT, "texts"))
        written = export_tables(tables, target, self.format.value)
        return f"{count(len(written), 'table')} of {count(len(documents), 'readout')} in {html.escape(str(target))}"
