"""Rows of one kind in view: those of the readouts that fit, narrowed, sorted, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from readouts.archive import Archive
from readouts.evidence import say_value
from readouts.facets import CARRIED, Mask, carried_words

# The kinds of row and their columns; city and day, from the row's document, stand before them.
KINDS: dict[str, tuple[str, ...]] = {
    "meetings": ("body_type", "body", "level", "term", "ordinal", "held", "held_basis"),
    "people": ("order", "name", "roles", "group"),
    "offices": ("name", "text", "office_type", "level"),
    "relays": ("relation", "surface", "level", "body_type", "term", "ordinal", "held"),
    "agenda": ("action", "kind", "title"),
    "assignments": ("actor", "task"),
    "formulations": ("text", "kind", "canonical"),
    "directives": ("modality", "speaker", "surface"),
    "utterances": ("speaker", "verb", "content"),
    "themes": ("theme", "surface"),
    "programmes": ("text",),
    "groups": ("text", "roles"),
    "time_references": ("text", "kind", "norm"),
    "doubts": ("kind", "detail", "surface"),
    "documents": ("title", "published", "place", "level", "publisher", "path"),
}
NARROWED = {table: name for name, (table, _) in CARRIED.items()}


@dataclass(frozen=True)
class Page:
    """Some rows as words, with their keys and documents, and how many there are in all."""

    kind: str
    total: int
    first: int
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]
    documents: tuple[str, ...]


class Browser:
    """Pages of rows of an archive; orders are kept once taken, and forgotten when rows change."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.forget()

    def forget(self) -> None:
        """Nothing kept: the rows of the archive have changed."""
        self._orders: dict[tuple[str, str], npt.NDArray[np.int64]] = {}
        self._cities = self.archive.cities()[0]
        start, end, own = self.archive.bounds()
        self._days, self._ends = (np.full(self.archive.size, np.datetime64("NaT", "D")) for _ in range(2))
        self._days[own], self._ends[own] = (bound.to_numpy().astype("datetime64[D]") for bound in (start, end))

    def fitting_rows(self, kind: str, mask: Mask, chosen: Mapping[str, Sequence[str]]) -> npt.NDArray[np.int64]:
        """The numbers of the rows of the readouts that fit; only those with the value chosen, where rows of this kind carry it."""
        inside = mask[self.archive.numbers(kind)]
        name = NARROWED.get(kind, "")
        if chosen.get(name):
            words = pc.cast(carried_words(self.archive, name), pa.string())
            hit = pc.is_in(words, value_set=pa.array(list(chosen[name]), pa.string()))
            inside = inside & np.asarray(hit.to_numpy(zero_copy_only=False), bool)
        return np.flatnonzero(inside)

    def page(
        self,
        kind: str,
        rows: npt.NDArray[np.int64],
        sort: str = "",
        down: bool = False,
        first: int = 0,
        size: int = 100,
    ) -> Page:
        """A page of these rows in the order of a column; rows without a value come last, whichever way it is sorted."""
        if sort:
            order = self._order(kind, sort, down)
            wanted = np.zeros(len(order), bool)
            wanted[rows] = True
            rows = order[wanted[order]]
        part = rows[first : first + size]
        heads = ("city", "day", *KINDS[kind])
        cells = [self._cells(kind, name, part) for name in heads]
        own = self.archive.numbers(kind)[part]
        documents = self.archive.ids.take(pa.array(own)).to_pylist()
        keys = (
            documents
            if kind == "documents"
            else self.archive.columns(kind, ("key",))["key"].take(pa.array(part)).to_pylist()
        )
        return Page(kind, len(rows), first, heads, tuple(zip(*cells, strict=True)), tuple(keys), tuple(documents))

    def _order(self, kind: str, column: str, down: bool) -> npt.NDArray[np.int64]:
        """The numbers of all rows of a kind in the order of a column."""
        way = "descending" if down else "ascending"
        if (kind, column + way) not in self._orders:
            values = self._values(kind, column)
            ordered = pc.sort_indices(pa.table({"v": values}), sort_keys=[("v", way)])
            self._orders[kind, column + way] = ordered.to_numpy().astype(np.int64)
        return self._orders[kind, column + way]

    def _values(self, kind: str, column: str) -> Any:
        """A column of all rows of a kind, in a form that can be sorted."""
        own = self.archive.numbers(kind)
        if column == "city":
            return self._cities.take(pa.array(own))
        if column == "day":
            return pa.array(self._days[own])
        values = self.archive.columns(kind, (column,))[column].combine_chunks()
        if pa.types.is_list(values.type):
            joined = pc.binary_join(values.cast(pa.list_(pa.string())), ", ")
            return pc.if_else(pc.equal(joined, ""), pa.scalar(None, pa.string()), joined)
        return values.cast(pa.string()) if pa.types.is_dictionary(values.type) else values

    def _cells(self, kind: str, column: str, rows: npt.NDArray[np.int64]) -> list[str]:
        """The cells of a column in words."""
        own = self.archive.numbers(kind)[rows]
        if column == "city":
            return list(self._cities.take(pa.array(own)).to_pylist())
        if column == "day":
            return [say_bounds(start, end) for start, end in zip(self._days[own], self._ends[own], strict=True)]
        values = self.archive.columns(kind, (column,))[column].take(pa.array(rows)).to_pylist()
        return [say_value(value) for value in values]


def say_bounds(start: np.datetime64, end: np.datetime64) -> str:
    """A day, or its bounds as an interval of ISO 8601, an open bound as two dots; nothing where both are open."""
    first, last = ("" if np.isnat(day) else str(day) for day in (start, end))
    return first if first == last else f"{first or '..'}/{last or '..'}"
