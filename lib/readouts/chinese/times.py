"""Dates, years, anniversaries, plan periods and words of time in Chinese, each with the time it means where it can be had."""

from __future__ import annotations

import re

from readouts.chinese.held import hold_lead
from readouts.extract.times import PLAN_GAPS, date_row
from readouts.frame import Frame
from readouts.mark import within
from readouts.model import Mention, Span, TimeReference
from readouts.numerals import read_han

_PLAN = re.compile(r"“?(十[一二三四五六])五(?:”?(?:规划|时期|期间))?")
TIME_KINDS = frozenset({"deictic-year", "anniversary", "part-of-day", "present", "vague-day", "relative-day"})
_ANNIVERSARY = re.compile(r"([〇零一二三四五六七八九十百\d]{1,4})周年")


def extract(frame: Frame) -> tuple[TimeReference, ...]:
    """The references in order; furniture is left out."""
    marks = frame.marks
    held, _ = hold_lead(frame)
    day = held.start if held.start == held.end else None
    year = int(day[:4]) if day else frame.published.year if frame.published else None
    dateline = [d for line in marks.layout.datelines for d in within(marks.dates, line)]
    rows = [date_row(frame, d, d in dateline) for d in marks.dates if not marks.in_furniture(d.start)]
    for hit in marks.hits:
        if hit.kind not in TIME_KINDS or marks.sentence_at(hit.start) is None:
            continue
        if row := _word_row(frame, hit, year, day):
            rows.append(row)
    for match in _PLAN.finditer(marks.text):
        number = read_han(match[1])
        if number in PLAN_GAPS and marks.sentence_at(match.start()) is not None:
            start = match.start() + (match[0][0] == "“" and "”" not in match[0])
            span = Span(start, match.end())
            rows.append(
                TimeReference(
                    marks.text[start : match.end()], span, "plan", f"{PLAN_GAPS[number]}/{PLAN_GAPS[number] + 4}"
                )
            )
    return tuple(sorted(rows, key=lambda row: row.span))


def _word_row(frame: Frame, hit: Mention, year: int | None, day: str | None) -> TimeReference | None:
    text = frame.marks.text
    span = Span(hit.start, hit.end)
    shown = text[span.start : span.end]
    if hit.kind == "deictic-year":
        return TimeReference(shown, span, hit.kind, str(year + hit.value["shift"]) if year else None)
    if hit.kind == "anniversary":
        count = _ANNIVERSARY.match(text, hit.end)
        number = read_han(count[1]) if count else None
        if count is None or number is None:
            return None
        whole = Span(hit.start, count.end())
        return TimeReference(text[whole.start : whole.end], whole, hit.kind, str(hit.value["year"] + number))
    if hit.kind == "part-of-day" and any(
        d.end == hit.start for d in within(frame.marks.dates, (hit.start - 12, hit.start))
    ):
        return TimeReference(shown, span, hit.kind, None)
    if hit.kind == "present":
        return TimeReference(shown, span, "deictic", "time of the meeting")
    if hit.kind in {"vague-day", "relative-day"}:
        return TimeReference(shown, span, "relative", f"<={day}" if day else None)
    return None
