"""Dates, years, anniversaries, plan periods and words of time, each with the time it means where that can be had."""

from __future__ import annotations

import re

from readouts.dates import DateValue, hold_on
from readouts.frame import Frame
from readouts.held import hold_lead
from readouts.mark import within
from readouts.model import Mention, Span, TimeReference

_OF_TIME = frozenset({"deictic-year", "anniversary", "plan", "part-of-day", "present", "vague-day", "relative-day"})
PLAN_GAPS = {11: 2006, 12: 2011, 13: 2016, 14: 2021, 15: 2026, 16: 2031}


def extract(frame: Frame) -> tuple[TimeReference, ...]:
    """The references in order; titles of documents keep their years, furniture is left out."""
    marks = frame.marks
    held, _ = hold_lead(frame)
    day = held.start if held.start == held.end else None
    year = int(day[:4]) if day else frame.published.year if frame.published else None
    rows: list[TimeReference] = []
    dateline_dates = [d for line in marks.layout.datelines for d in within(marks.dates, line)]
    for date in marks.dates:
        if marks.in_furniture(date.start):
            continue
        rows.append(date_row(frame, date, date in dateline_dates))
    for hit in marks.hits:
        if hit.kind not in _OF_TIME or marks.in_furniture(hit.start) or marks.sentence_at(hit.start) is None:
            continue
        row = _word_row(frame, hit, year, day)
        if row:
            rows.append(row)
    rows.sort(key=lambda row: row.span)
    return tuple(rows)


def date_row(frame: Frame, date: Mention, dateline: bool) -> TimeReference:
    """A date as a row, in either language: its day or year, its clock where one is told, and whether it is the page's."""
    value = date.value
    assert isinstance(value, DateValue)
    span = Span(date.start, date.end)
    text = frame.marks.text[date.start : date.end]
    norm = value.iso()
    if value.clock and norm:
        norm = f"{norm}T{value.clock}"
    if value.month is None and value.day is None:
        return TimeReference(text, span, "year", norm)
    if value.day is not None and value.year is None:
        norm = hold_on(value, span, frame.published, (), None).date
    return TimeReference(text, span, "published" if dateline else "date", norm)


def _word_row(frame: Frame, hit: Mention, year: int | None, day: str | None) -> TimeReference | None:
    text = frame.marks.text
    value = hit.value
    assert isinstance(value, dict)
    span = Span(hit.start, hit.end)
    if hit.kind == "deictic-year":
        return TimeReference(text[span.start : span.end], span, hit.kind, str(year + value["shift"]) if year else None)
    if hit.kind in {"anniversary", "plan"}:
        before = [h for h in frame.marks.hits if h.kind == "ordinal" and 0 < hit.start - h.end <= 2]
        if not before:
            return None
        number = int(before[0].value["number"])
        start = PLAN_GAPS.get(number)
        norm = str(value["year"] + number) if hit.kind == "anniversary" else f"{start}/{start + 4}" if start else None
        whole = Span(before[0].start, hit.end)
        return TimeReference(text[whole.start : whole.end], whole, hit.kind, norm)
    if hit.kind == "part-of-day" and re.search(r"\b(?:on|in) the $", text[max(0, hit.start - 8) : hit.start], re.I):
        return TimeReference(text[span.start : span.end], span, hit.kind, text[span.start : span.end].lower())
    if hit.kind == "present":
        return TimeReference(text[span.start : span.end], span, "deictic", "time of the meeting")
    if hit.kind in {"vague-day", "relative-day"}:
        return TimeReference(text[span.start : span.end], span, "relative", f"<={day}" if day else None)
    return None
