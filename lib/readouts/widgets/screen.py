"""The explore screen: filters, timeline, rows and the readout itself, linked; what the reader does in one shows in all."""

from __future__ import annotations

from threading import Thread
from typing import Any

import ipywidgets as widgets

from readouts.browse import KINDS, Browser
from readouts.evidence import collect_marks, render_evidence
from readouts.facets import Choices, FacetIndex
from readouts.widgets.correct import Corrector, Signature
from readouts.widgets.filters import offer_choices
from readouts.widgets.keep import Keeper, LogView
from readouts.widgets.settle import Settler
from readouts.widgets.timeline import Timeline
from readouts.widgets.views import EvidenceView, FilterView, RowView
from readouts.workbench import Workbench

TONGUES = {"en": "English", "zh": "中文"}
PAGE = 40  # rows of a page
PANES = ("Row", "Add", "Doubts", "Corrections", "Keep")


class Screen:
    """The linked views of one corpus, with a kept selection chosen if one is named."""

    def __init__(self, bench: Workbench, selection: str = "") -> None:
        self.bench, self.archive = bench, bench.archive
        self.index, self.browser = FacetIndex(self.archive), Browser(self.archive)
        self.filters, self.rows, self.evidence = FilterView(), RowView(), EvidenceView()
        self.timeline = Timeline(self.archive, self.open_row, self.choose_month)
        self.choices, self.fitting = Choices(), self.index.fit(Choices())
        self.asked: dict[str, Any] = {"kind": "meetings", "sort": "", "down": False, "first": 0}
        self.document, self.text, self.aimed = "", "", 0
        self.make_panes()
        self.watch()
        self.evidence.view = {
            "title": "No readout open",
            "origin": "Click a row or a point.",
            "html": "",
            "document": "",
        }
        self.refresh()
        if self.rows.page["keys"]:
            self.open_row(self.rows.page["keys"][0], self.rows.page["documents"][0])
        if selection:
            self.keeper.attempt(lambda: self.keeper.open_named(selection))
            self.panes.selected_index = PANES.index("Keep")  # where it says what is open, or why it is not

    def make_switch(self) -> widgets.ToggleButtons:
        """What chooses the language of places and people, for a corpus that has both; the values stay as in the texts."""
        options = [(TONGUES[lang], lang) for lang in self.archive.languages if lang in TONGUES]
        switch = widgets.ToggleButtons(options=options, value=self.archive.naming, description="Names")
        switch.observe(self._on_names, "value")
        switch.add_class("rdx-names")
        return switch

    def _on_names(self, change: dict[str, Any]) -> None:
        before, self.archive.names = self.index, change["new"]
        self.index = FacetIndex(self.archive)
        self.browser.forget()
        self.timeline.forget()
        self.choices = self.index.rename(before, self.choices)
        self.refresh(self.filters.choices.get("stamp", 0))

    def make_panes(self) -> None:
        """The panes under the readout."""
        signature = Signature(self.bench.who())
        self.corrector = Corrector(self.bench, signature, self.after_correction)
        self.settler = Settler(self.bench, signature, self.open_row, self.correct_at)
        self.log = LogView(self.bench, signature, self.open_row, self.show_anew)
        self.keeper = Keeper(self.bench, self.in_view, self.choose)
        panes = (self.corrector.change_pane, self.corrector.add_pane, self.settler, self.log, self.keeper)
        self.panes = widgets.Tab([getattr(pane, "widget", pane) for pane in panes], titles=PANES)
        self.signature = signature.widget

    def watch(self) -> None:
        """Every view heard."""
        self.filters.observe(self._on_choices, "choices")
        self.filters.observe(self._on_queries, "queries")
        self.filters.observe(lambda change: self.timeline.paint(change["new"]), "dark")
        # The texts are read while the reader types the first words, not when the screen opens.
        self.filters.on_msg(lambda *_: Thread(target=self.archive.read_texts, daemon=True).start())
        self.rows.observe(self._on_asked, "asked")
        self.rows.observe(lambda change: self.open_row(change["new"]["key"], change["new"]["document"]), "picked")
        self.evidence.observe(lambda change: self.corrector.open(self.document, change["new"]["rows"]), "picked")
        self.evidence.observe(self._on_selected, "selected")
        self.panes.observe(self._on_pane, "selected_index")

    # what the reader does

    def _on_choices(self, change: dict[str, Any]) -> None:
        said = change["new"]
        values = {name: tuple(ids) for name, ids in said.get("values", {}).items() if ids}
        self.choices = Choices(values, said.get("start", ""), said.get("end", ""), said.get("words", ""))
        self.asked = {**self.asked, "first": 0}
        self.refresh(said.get("stamp", 0))

    def _on_queries(self, _: dict[str, Any]) -> None:
        self.filters.state = self.offer(self.filters.choices.get("stamp", 0))

    def _on_asked(self, change: dict[str, Any]) -> None:
        self.asked = {**self.asked, **{name: change["new"][name] for name in self.asked if name in change["new"]}}
        self.rows.page = self.page(change["new"].get("stamp", 0))

    def _on_selected(self, change: dict[str, Any]) -> None:
        start, end = change["new"]["start"], change["new"]["end"]
        if start < end and change["new"].get("document", self.document) == self.document:
            self.corrector.select((start, end), self.text[start:end])

    def _on_pane(self, change: dict[str, Any]) -> None:
        if change["new"] == PANES.index("Doubts"):
            self.settler.load()
        if change["new"] == PANES.index("Corrections"):
            self.log.load()

    def choose_month(self, month: str) -> None:
        """Only readouts of one month or of several (2024-01/2024-03), as a click on the timeline asks for."""
        start, _, end = month.partition("/")
        self.choose(Choices(self.choices.values, start, end or start, self.choices.words))

    def choose(self, choices: Choices) -> None:
        """Other choices, as if the reader had made them."""
        said = {name: list(ids) for name, ids in choices.values.items()}
        stamp = self.filters.choices.get("stamp", 0)
        self.filters.choices = {
            "values": said, "start": choices.start, "end": choices.end, "words": choices.words, "stamp": stamp + 1
        }  # fmt: skip

    # what the screen shows

    def refresh(self, stamp: int = 0) -> None:
        """Every view as the choices ask for, told in one go, so that the page is drawn once."""
        self.fitting = self.index.fit(self.choices)
        state, page = self.offer(stamp), self.page(stamp)
        figure = self.timeline.draw(self.fitting.mask, stamp)
        self.filters.state, self.rows.page, self.timeline.view.figure = state, page, figure

    def offer(self, stamp: int) -> dict[str, Any]:
        """What can be chosen now."""
        return {**offer_choices(self.index, self.fitting, self.choices, self.filters.queries), "stamp": stamp}

    def page(self, stamp: int) -> dict[str, Any]:
        """The page of rows that the reader asked for."""
        kind = self.asked["kind"]
        rows = self.browser.fitting_rows(kind, self.fitting.mask, self.choices.values)
        first = min(self.asked["first"], max(0, len(rows) - 1) // PAGE * PAGE)
        page = self.browser.page(kind, rows, self.asked["sort"], self.asked["down"], first, PAGE)
        return {
            "kind": kind,
            "kinds": [(name, name.replace("_", " ")) for name in KINDS],
            "total": page.total,
            "first": page.first,
            "size": PAGE,
            "heads": list(page.heads),
            "rows": [list(row) for row in page.rows],
            "keys": list(page.keys),
            "documents": list(page.documents),
            "sort": self.asked["sort"],
            "down": self.asked["down"],
            "stamp": stamp,
        }

    def open_row(self, key: str, document: str) -> None:
        """The readout that a row stands in, at its words, the row ready to be corrected; nothing for one that is gone."""
        if self.archive.number_of(document) is None:
            return
        self.rows.current = key
        if document != self.document:
            self.show_document(document)
        self.aimed += 1
        self.evidence.target = {"row": key, "stamp": self.aimed}
        self.corrector.open(document, [key])

    def correct_at(self, key: str, document: str) -> None:
        """The pane that corrects, at the rows that stand where a doubt stands."""
        rows, _ = self.archive.read_document(document)
        doubt = next((row for row in rows["doubts"] if row["key"] == key), None)
        placed = [
            item
            for item in rows["evidence"]
            if item["start"] is not None and item["table"] not in ("doubts", "documents")
        ]
        near = [
            item["row"]
            for item in placed
            if doubt and doubt["start"] is not None and item["start"] < doubt["end"] and item["end"] > doubt["start"]
        ]
        self.corrector.open(document, near or [row["key"] for row in rows["meetings"]])
        self.panes.selected_index = PANES.index("Row")

    def show_document(self, document: str) -> None:
        """A readout with its evidence."""
        self.document = document
        rows, self.text = self.archive.read_document(document)
        head = rows["documents"][0]
        origin = " · ".join(part for part in (head["publisher"], head["path"], head["url"]) if part)
        self.evidence.view = {
            "document": document,
            "title": head["title"] or "(no title)",
            "origin": origin,
            "html": render_evidence(self.text, collect_marks(rows), head["lang"] or "", live=True),
        }

    def after_correction(self, document: str, key: str) -> None:
        """Every view with the corpus as it now stands; the doubt on whose behalf it was corrected is settled."""
        self.settler.corrected(document)
        self.show_anew(document, key)

    def show_anew(self, document: str, key: str) -> None:
        """Every view with the corpus as it now stands, at a row."""
        self.index = FacetIndex(self.archive)
        self.browser.forget()
        self.timeline.forget()
        self.refresh(self.filters.choices.get("stamp", 0))
        if self.archive.number_of(document) is not None:
            self.document = ""  # its rows are others now
        self.open_row(key, document)
        self.log.load()

    def in_view(self) -> tuple[Choices, list[str]]:
        """The choices and the readouts that fit them."""
        return self.choices, self.archive.ids.filter(self.fitting.mask).to_pylist()

    @property
    def widget(self) -> Any:
        """The screen to display."""
        middle = widgets.VBox([self.timeline.view, self.rows])
        right = widgets.VBox([self.evidence, self.signature, self.panes])
        left = widgets.VBox([self.make_switch(), self.filters] if len(self.archive.languages) > 1 else [self.filters])
        screen = widgets.Box([left, middle, right])
        root = widgets.Box([screen])
        named = ((left, "left"), (middle, "middle"), (right, "right"), (screen, "screen"), (root, "root"))
        for box, name in ((box, f"rdx-{name}") for box, name in named):
            box.add_class(name)
        return root
