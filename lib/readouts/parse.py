"""The whole road of one document: read, split and mark, frame, extract, record."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from readouts.chinese import extractors as chinese_rows
from readouts.chinese import frame as chinese_frame
from readouts.chinese import jurisdiction as chinese_places
from readouts.chinese import mark as chinese_mark
from readouts.extract import EXTRACTORS, doubts, places, titles
from readouts.frame import Frame, frame_readout
from readouts.mark import Marks, mark_mentions
from readouts.model import Document, Mention, Place, Record
from readouts.repair import repair_text, restore, restore_mention


class Grammar(NamedTuple):
    """How one language is read: what marks, frames, places and extracts."""

    mark: Callable[[Document], Marks]
    frame: Callable[[Marks], Frame]
    place: Callable[[Frame], Place]
    extractors: Mapping[str, Callable[[Frame], tuple[Any, ...]]]


GRAMMARS = {
    "en": Grammar(mark_mentions, frame_readout, places.extract, EXTRACTORS),
    "zh": Grammar(
        chinese_mark.mark_mentions, chinese_frame.frame_readout, chinese_places.extract, chinese_rows.EXTRACTORS
    ),
}


def parse_document(document: Document) -> Record:
    """The record of a document. Text content never raises; what cannot be had is null with a doubt row."""
    mended, offsets = repair_text(document.text, document.lang or "en")
    record = _record(dataclasses.replace(document, text=mended))
    if offsets is not None:
        record = restore(record, mended, document.text, offsets)
    return dataclasses.replace(record, doubts=doubts.find_doubts(record, document.text))


def _record(document: Document) -> Record:
    grammar = GRAMMARS[document.lang or "en"]
    frame = grammar.frame(grammar.mark(document))
    return Record(
        id=document.id,
        source=document.source,
        lang=document.lang or "en",
        text_sha256=document.text_sha256,
        place=grammar.place(frame),
        title=titles.extract_title(frame),
        subtitle=titles.extract_subtitle(frame),
        published=titles.extract_published(frame),
        **{key: in_order(key, extract(frame)) for key, extract in grammar.extractors.items()},
    )


def in_order(key: str, rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """The rows in the order of the text; people stay in the order of the lists, assignments go by the organ told."""
    if key == "people":
        return rows
    return tuple(sorted(rows, key=lambda row: row.actor_span if key == "assignments" else row.span))


def mentions_of(document: Document) -> list[Mention]:
    """Every mention of a document in order of place, for showing: organs, posts, meetings, names, dates, quotations, hits."""
    mended, offsets = repair_text(document.text, document.lang or "en")
    marks = GRAMMARS[document.lang or "en"].mark(dataclasses.replace(document, text=mended))
    composed = (*marks.bodies, *marks.offices, *marks.meetings, *marks.names, *marks.dates, *marks.quotes)
    mentions = sorted((*composed, *marks.hits), key=lambda m: (m.start, -m.end))
    return mentions if offsets is None else [restore_mention(m, document.text, offsets) for m in mentions]


def record_to_json(record: Record) -> dict[str, Any]:
    """The record as plain dicts and lists, keys and nesting as record.md has them."""
    return dataclasses.asdict(record)
