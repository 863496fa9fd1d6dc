"""The explore screen: filters, timeline, rows and the readout itself, linked; what the reader does in one shows in all."""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from readouts.archive import Archive
from readouts.browse import KINDS, Browser
from readouts.evidence import collect_marks, render_evidence
from readouts.facets import Choices, FacetIndex, Fitting
from readouts.widgets.filters import offer_choices
from readouts.widgets.timeline import Timeline
from readouts.widgets.views import EvidenceView, FilterView, RowView

PAGE = 100  # rows of a page


class Screen:
    """The linked views of one corpus."""

    def __init__(self, archive: Archive, selection: str = "") -> None:
        self.archive = archive
        self.index, self.browser = FacetIndex(archive), Browser(archive)
        self.filters, self.rows, self.evidence = FilterView(), RowView(), EvidenceView()
        self.timeline = Timeline(archive, self.open_row, self.choose_month)
        self.choices, self.fitting = Choices(), self.index.fit(Choices())
        self.asked: dict[str, Any] = {"kind": "meetings", "sort": "", "down": False, "first": 0}
        self.document, self.row = "", ""
        self.filters.observe(self._on_choices, "choices")
        self.filters.observe(self._on_queries, "queries")
        self.filters.observe(lambda change: self.timeline.paint(change["new"]), "dark")
        self.rows.observe(self._on_asked, "asked")
        self.rows.observe(lambda change: self.open_row(change["new"]["key"], change["new"]["document"]), "picked")
        self.evidence.view = {
            "title": "No readout open",
            "origin": "Click a row or a point.",
            "html": "",
            "document": "",
        }
        self.refresh()
        if archive.size:
            first = self.rows.page["keys"][0] if self.rows.page["keys"] else archive.ids[0].as_py()
            self.open_row(first, (self.rows.page["documents"] or [archive.ids[0].as_py()])[0])

    # what the reader does

    def _on_choices(self, change: dict[str, Any]) -> None:
        said = change["new"]
        values = {name: tuple(ids) for name, ids in said.get("values", {}).items() if ids}
        self.choices = Choices(values, said.get("start", ""), said.get("end", ""), said.get("words", ""))
        self.asked = {**self.asked, "first": 0}
        self.refresh(said.get("stamp", 0))

    def _on_queries(self, _: dict[str, Any]) -> None:
        self.show_filters(self.fitting, self.filters.choices.get("stamp", 0))

    def _on_asked(self, change: dict[str, Any]) -> None:
        self.asked = {**self.asked, **{name: change["new"][name] for name in self.asked if name in change["new"]}}
        self.show_rows(change["new"].get("stamp", 0))

    def choose_month(self, month: str) -> None:
        """Only readouts of one month, as a click on a bar asks for."""
        self.choose(Choices(self.choices.values, month, month, self.choices.words))

    def choose(self, choices: Choices) -> None:
        """Other choices, as if the reader had made them."""
        said = {name: list(ids) for name, ids in choices.values.items()}
        stamp = self.filters.choices.get("stamp", 0)
        self.filters.choices = {
            "values": said, "start": choices.start, "end": choices.end, "words": choices.words, "stamp": stamp + 1
        }  # fmt: skip

    # what the screen shows

    def refresh(self, stamp: int = 0) -> None:
        """Every view as the choices ask for."""
        self.fitting = self.index.fit(self.choices)
        self.show_rows(stamp)
        self.show_filters(self.fitting, stamp)
        self.timeline.show(self.fitting.mask)

    def show_filters(self, fitting: Fitting, stamp: int) -> None:
        """What can be chosen now."""
        offered = offer_choices(self.index, fitting, self.choices, self.filters.queries)
        self.filters.state = {**offered, "stamp": stamp}

    def show_rows(self, stamp: int = 0) -> None:
        """The page of rows that the reader asked for."""
        kind = self.asked["kind"]
        rows = self.browser.fitting_rows(kind, self.fitting.mask, self.choices.values)
        page = self.browser.page(kind, rows, self.asked["sort"], self.asked["down"], self.asked["first"], PAGE)
        self.rows.page = {
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
        """The readout that a row stands in, at its words."""
        self.row = self.rows.current = key
        if document != self.document:
            self.show_document(document)
        self.evidence.target = {"row": key, "start": None, "end": None}

    def show_document(self, document: str) -> None:
        """A readout with its evidence."""
        self.document = document
        rows, text = self.archive.read_document(document)
        head = rows["documents"][0]
        origin = " · ".join(part for part in (head["publisher"], head["path"], head["url"]) if part)
        self.evidence.view = {
            "document": document,
            "title": head["title"] or "(no title)",
            "origin": origin,
            "html": render_evidence(text, collect_marks(rows), head["lang"] or "", live=True),
        }

    @property
    def widget(self) -> Any:
        """The screen to display."""
        figure = self.timeline.figure
        middle = widgets.VBox([figure, self.rows])
        right = widgets.VBox([self.evidence])
        middle.add_class("rdx-middle")
        right.add_class("rdx-right")
        screen = widgets.Box([self.filters, middle, right])
        screen.add_class("rdx-screen")
        root = widgets.Box([screen])
        root.add_class("rdx-root")
        return root
