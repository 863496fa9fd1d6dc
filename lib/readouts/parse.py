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
from readouts.mixed import OTHER, blank_lines, find_other_lines, join_records, keep_lines
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
    """The record of a document, lines in the other language read by their own grammar.

    Text content never raises; what cannot be had is null with a doubt row.
    """
    lang = document.lang or "en"
    lines = find_other_lines(document.text, lang)
    if not lines:
        record = _read(document, document.text, lang)
    else:
        record = _read(document, blank_lines(document.text, lines), lang)
        record = join_records(record, _read(document, keep_lines(document.text, lines), OTHER[lang]))
    return dataclasses.replace(record, doubts=doubts.find_doubts(record, document.text, lines))


def _read(document: Document, text: str, lang: str) -> Record:
    """The record of a text of one language, values as they stand in the text as saved."""
    mended, offsets = repair_text(text, lang)
    record = _record(dataclasses.replace(document, text=mended, lang=lang))
    return record if offsets is None else restore(record, mended, document.text, offsets)


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
    lang = document.lang or "en"
    if not (lines := find_other_lines(document.text, lang)):
        return _mentions(document, document.text, lang)
    main = _mentions(document, blank_lines(document.text, lines), lang)
    other = _mentions(document, keep_lines(document.text, lines), OTHER[lang])
    return sorted((*main, *other), key=lambda m: (m.start, -m.end))


def _mentions(document: Document, text: str, lang: str) -> list[Mention]:
    mended, offsets = repair_text(text, lang)
    marks = GRAMMARS[lang].mark(dataclasses.replace(document, text=mended, lang=lang))
    composed = (*marks.bodies, *marks.offices, *marks.meetings, *marks.names, *marks.dates, *marks.quotes)
    mentions = sorted((*composed, *marks.hits), key=lambda m: (m.start, -m.end))
    return mentions if offsets is None else [restore_mention(m, document.text, offsets) for m in mentions]


def record_to_json(record: Record) -> dict[str, Any]:
    """The record as plain dicts and lists, keys and nesting as record.md has them."""
    return dataclasses.asdict(record)
