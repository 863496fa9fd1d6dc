"""Records to Arrow tables: one column list a table, and a row of evidence for every cell read off a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

import pyarrow as pa

from readouts.columns import BY_NAME, COUNTED, TABLES, Table, table_schema
from readouts.model import Document, Held, Record, Refusal, Span

# How a value came about that is not the words of the text themselves.
RULES = {
    "body_type": "derived: vocabulary",
    "level": "derived: vocabulary",
    "office_type": "derived: vocabulary",
    "canonical": "derived: vocabulary",
    "theme": "derived: vocabulary",
    "themes": "derived: vocabulary",
    "kind": "derived: vocabulary",
    "action": "derived: vocabulary",
    "relation": "derived: vocabulary",
    "modality": "derived: vocabulary",
    "part_of_day": "derived: vocabulary",
    "detail": "derived: parser's note",
    "norm": "derived: date rules",
    "order": "derived: position in the text",
    "group": "derived: position in the text",
    "speaker": "derived: nearest speaker",
    "lang": "derived: script of the text",
}
HELD_FIELDS = ("held", "held_day", "held_start", "held_end", "held_precision", "held_basis")


def parse_day(value: str | None) -> datetime | None:
    """The day of a full ISO date; None for an incomplete one, an impossible one or none."""
    if value is None or len(value) != 10 or value.startswith("-"):
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


class TableBuffer:
    """Columns of every table, filled record by record and handed over as Arrow tables."""

    def __init__(self) -> None:
        self.columns: dict[str, dict[str, list[Any]]] = {}
        self.clear()

    def clear(self) -> None:
        """Empty columns for every table."""
        self.columns = {table.name: {column.name: [] for column in table.columns} for table in TABLES}

    def take(self) -> dict[str, pa.Table]:
        """The Arrow tables of what was added since the last call."""
        taken = {name: pa.table(columns, schema=table_schema(name)) for name, columns in self.columns.items()}
        self.clear()
        return taken

    def add_refusal(self, refusal: Refusal, same_as: str | None = None) -> None:
        """One row in refusals."""
        row = (refusal.path, refusal.reason, refusal.detail, refusal.sha256, same_as)
        for column, value in zip(self.columns["refusals"].values(), row, strict=True):
            column.append(value)

    def add(self, document: Document, record: Record) -> None:
        """The rows of one document in every table."""
        text = document.text
        self._append("texts", document=record.id, text_sha256=record.text_sha256, text=text)
        self._add_document(document, record)
        for table in TABLES:
            if table.attribute is not None:
                for number, row in enumerate(getattr(record, table.attribute), start=1):
                    self._add_row(table, record.id, f"{record.id}-{table.letter}{number}", row, text)
        self._add_offices(record, text)

    def _append(self, name: str, /, **values: Any) -> None:
        for column, cells in self.columns[name].items():
            cells.append(values.get(column))

    def add_rows(self, document: Document, rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        """The rows of one document in every table, as given, and its text."""
        self._append("texts", document=document.id, text_sha256=document.text_sha256, text=document.text)
        for name, given in rows.items():
            for row in given:
                self._append(name, **row)

    def _add_document(self, document: Document, record: Record) -> None:
        place, published, source = record.place, record.published, record.source
        self._append(
            "documents",
            document=record.id,
            **{name: getattr(source, name) for name in type(source).__slots__},
            text_sha256=record.text_sha256,
            characters=len(document.text),
            lang=record.lang,
            place=place.name,
            level=place.level,
            adcode=place.adcode,
            province=place.province,
            place_basis=place.basis,
            title=record.title.text if record.title else None,
            subtitle=record.subtitle.text if record.subtitle else None,
            published=parse_day(published.date) if published else None,
            published_basis=published.basis if published else None,
            **{f"n_{name}": len(getattr(record, name)) for name in COUNTED},
        )
        for field, value, span, basis in document_cells(record):
            if value is not None:
                self._add_evidence((record.id, "documents", record.id, field), span, document.text, basis)

    def _add_row(self, table: Table, document: str, key: str, row: Any, text: str, **extra: Any) -> None:
        """One row of a record, and the evidence of each of its cells."""
        cells = self.columns[table.name]
        held = held_cells(row.held) if "held_start" in cells and row.held else {}
        for column, values in cells.items():
            if column == "key":
                values.append(key)
            elif column == "document":
                values.append(document)
            elif column in extra:
                values.append(extra[column])
            elif column in HELD_FIELDS:
                values.append(held.get(column))
            else:
                values.append(read_cell(row, column, text))
        for field in evidence_fields(table.name):
            value = held.get(field) if field in HELD_FIELDS else read_cell(row, field, text)
            if value is None or value == []:
                continue
            for span, basis in locate_cell(row, field, value, text):
                self._add_evidence((document, table.name, key, field), span, text, basis)

    def _add_offices(self, record: Record, text: str) -> None:
        number = 0
        for order, person in enumerate(record.people, start=1):
            for office in person.offices:
                number += 1
                owner = f"{record.id}-p{order}"
                key = f"{record.id}-o{number}"
                self._add_row(BY_NAME["offices"], record.id, key, office, text, person=owner, name=person.name)
                self._add_evidence((record.id, "offices", key, "name"), person.span, text, "stated")

    def _add_evidence(self, cell: tuple[str, str, str, str], span: Span | None, text: str, basis: str) -> None:
        start, end = span if span else (None, None)
        surface = text[start:end] if span else None
        values = (*cell, start, end, surface, basis)
        for column, value in zip(self.columns["evidence"].values(), values, strict=True):
            column.append(value)


def held_cells(held: Held) -> dict[str, Any]:
    """The six columns of a held date; the day only where both bounds are the same day."""
    start, end = parse_day(held.start), parse_day(held.end)
    return {
        "held": held.date,
        "held_day": start if start == end else None,
        "held_start": start,
        "held_end": end,
        "held_precision": held.precision,
        "held_basis": held.basis,
    }


def document_cells(record: Record) -> Iterator[tuple[str, Any, Span | None, str]]:
    """Field, value, span and basis of each cell in documents that was read off the text or its sidecar."""
    place, published = record.place, record.published
    yield "lang", record.lang, None, RULES["lang"]
    yield "place", place.name, place.span, place.basis
    yield "level", place.level, place.span, "derived: vocabulary" if place.basis == "stated" else place.basis
    yield "adcode", place.adcode, place.span, "reference: gazetteer"
    yield "province", place.province, place.span, "reference: gazetteer"
    if record.title:
        yield "title", record.title.text, record.title.span, "stated" if record.title.span else "reference"
    if record.subtitle:
        yield "subtitle", record.subtitle.text, record.subtitle.span, "stated"
    if published:
        yield "published", parse_day(published.date), published.span, published.basis


@cache
def evidence_fields(name: str) -> tuple[str, ...]:
    """The columns of a table whose cells are read off the text: all but keys and offsets."""
    skipped = {"key", "document", "start", "end", "person", "held_basis", "held_precision"}
    if name == "offices":
        skipped = skipped | {"name"}
    return tuple(column.name for column in BY_NAME[name].columns if column.name not in skipped)


def read_cell(row: Any, column: str, text: str) -> Any:
    """A cell's value: the field itself, an offset of the span, or the words of the text."""
    if column in ("start", "end"):
        span = row.span
        return None if span is None else span[column == "end"]
    if column == "content":
        return slice_text(text, row.content_span)
    if column == "surface" and "surface" not in row.__slots__:
        return slice_text(text, row.span)
    value = getattr(row, column)
    return list(value) if isinstance(value, tuple) else value


def slice_text(text: str, span: Span | None) -> str | None:
    """The exact words of a span."""
    return None if span is None else text[span[0] : span[1]]


def locate_cell(row: Any, field: str, value: Any, text: str) -> Iterator[tuple[Span | None, str]]:
    """The spans behind a cell and the basis of each."""
    if field in HELD_FIELDS:
        held: Held = row.held
        yield from ((span, held.basis) for span in held.evidence or (None,))
        return
    if field == "roles" and "role_spans" in row.__slots__ and row.role_spans:
        yield from ((span, "stated") for span in row.role_spans)
        return
    span = getattr(row, f"{field}_span", None) or getattr(row, "span", None)
    yield span, basis_of(field, value, span, text)


def basis_of(field: str, value: Any, span: Span | None, text: str) -> str:
    """Stated where the value is the words of the span or a number in them; else the rule that gave it."""
    if span is not None and value == text[span[0] : span[1]]:
        return "stated"
    return RULES.get(field, "stated" if span is not None else "derived: rest of the text")
