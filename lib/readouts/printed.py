"""The day on which the page of an English readout was printed, and where it says so."""

from __future__ import annotations

import datetime as dt
import re

from readouts.dates import DateValue, parse_day
from readouts.mark import Marks, within
from readouts.model import Span

_CLOSING_DATE = re.compile(r"[.!?。][”\"]?[ ]?[(（][ ]?((?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2})[ ]?[)）]$")
_DATELINE = re.compile(r"(?!On |At |In )[A-Z][A-Za-z’' ]{2,40}[,:]?[ \u00a0]")
_AFTER_DATELINE = re.compile(r"[ \u00a0]*(?:[-–—]{1,2}[ \u00a0]|\([A-Z])")


def printed_day(marks: Marks) -> tuple[dt.date | None, Span | None]:
    printed = [
        (day, Span(date.start, date.end))
        for line in marks.layout.datelines
        for date in within(marks.dates, line)
        if isinstance(date.value, DateValue) and (day := parse_day(date.value.iso()))
    ]
    if printed:
        return _under_title(marks, printed) or printed[0]
    stated = parse_day(marks.document.published)
    if stated is None and (closing := _closing_date(marks)):
        return closing
    agency = _agency_date(marks)
    return (stated, None) if stated or agency is None else agency


def _under_title(marks: Marks, printed: list[tuple[dt.date, Span]]) -> tuple[dt.date, Span] | None:
    """The day under the headline, where the one above it heads the site's menu: 15 July 2015 / Home > News / … / 2020-01-25."""
    title = marks.layout.title
    behind = next((told for told in printed if title and told[1].start > title.end), None)
    if behind is None or title is None or printed[0][1].end > title.start:
        return None
    alone = marks.block_at(printed[0][1].start)
    bare = alone is not None and not marks.text[alone.span.start : printed[0][1].start].strip(" \u00a0")
    menu = (b for b in marks.layout.blocks if printed[0][1].end <= b.span.start and b.span.end <= title.start)
    return behind if bare and any(b.kind == "furniture" for b in menu) else None


def _closing_date(marks: Marks) -> tuple[dt.date, Span] | None:
    """The day in full in a bracket that closes a paragraph: … on the afternoon of the 14th. (2022.11.15)"""
    for block in marks.layout.blocks:
        bracket = _CLOSING_DATE.search(marks.text, *block.span) if block.kind == "paragraph" else None
        for date in within(marks.dates, bracket.span(1)) if bracket else ():
            if isinstance(date.value, DateValue) and (day := parse_day(date.value.iso())):
                return day, Span(date.start, date.end)
    return None


def _agency_date(marks: Marks) -> tuple[dt.date, Span] | None:
    """The day in full in an opening bracket or dateline: (Xinhua News Agency, Nov. 20, 2017), FUYANG, May 6, 2023 --."""
    first = next((b.span for b in marks.layout.blocks if b.kind == "paragraph"), None)
    for date in within(marks.dates, (first.start, first.start + 70)) if first else ():
        day = parse_day(date.value.iso()) if isinstance(date.value, DateValue) else None
        before = marks.text[first.start : date.start] if first else ""
        in_line = _DATELINE.fullmatch(before) and _AFTER_DATELINE.match(marks.text, date.end)
        if day and (re.match(r"\([A-Z][^()]{3,40}$", before) or in_line):
            return day, Span(date.start, date.end)
    return None
