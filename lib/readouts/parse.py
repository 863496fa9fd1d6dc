"""The whole road of one document: read, split and mark, frame, extract, record."""

from __future__ import annotations

import dataclasses
from typing import Any

from readouts.extract import EXTRACTORS, doubts, places, titles
from readouts.frame import frame_readout
from readouts.mark import mark_mentions
from readouts.model import Document, Mention, Record
from readouts.repair import repair_text, restore, restore_mention


def parse_document(document: Document) -> Record:
    """The record of a document. Text content never raises; what cannot be had is null with a doubt row."""
    mended, offsets = repair_text(document.text)
    record = _record(dataclasses.replace(document, text=mended))
    if offsets is not None:
        record = restore(record, mended, document.text, offsets)
    return dataclasses.replace(record, doubts=doubts.find_doubts(record, document.text))


def _record(document: Document) -> Record:
    frame = frame_readout(mark_mentions(document))
    return Record(
        id=document.id,
        source=document.source,
        lang=document.lang or "en",
        text_sha256=document.text_sha256,
        place=places.extract(frame),
        title=titles.extract_title(frame),
        subtitle=titles.extract_subtitle(frame),
        published=titles.extract_published(frame),
        **{key: in_order(key, extract(frame)) for key, extract in EXTRACTORS.items()},
    )


def in_order(key: str, rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """The rows in the order of the text; people stay in the order of the lists, assignments go by the organ told."""
    if key == "people":
        return rows
    return tuple(sorted(rows, key=lambda row: row.actor_span if key == "assignments" else row.span))


def mentions_of(document: Document) -> list[Mention]:
    """Every mention of a document in order of place, for showing: organs, posts, meetings, names, dates, quotations, hits."""
    mended, offsets = repair_text(document.text)
    marks = mark_mentions(dataclasses.replace(document, text=mended))
    composed = (*marks.bodies, *marks.offices, *marks.meetings, *marks.names, *marks.dates, *marks.quotes)
    mentions = sorted((*composed, *marks.hits), key=lambda m: (m.start, -m.end))
    return mentions if offsets is None else [restore_mention(m, offsets) for m in mentions]


def record_to_json(record: Record) -> dict[str, Any]:
    """The record as plain dicts and lists, keys and nesting as record.md has them."""
    return dataclasses.asdict(record)
