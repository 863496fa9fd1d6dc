"""The day on which the page of a Chinese readout was printed, and where it says so."""

from __future__ import annotations

import datetime as dt
import re

from readouts.dates import DateValue, parse_day
from readouts.lexicon import grammar_words
from readouts.mark import Marks, within
from readouts.model import Span

HELD_LINE = re.compile(r"(?:会议|召开|开会)(?:的)?时间")  # a line of minutes that gives the meeting's day
_PAPER = re.compile(
    r"第?[A-Z]?\d{1,2}版|数字报|电子报"
)  # a page of a newspaper, which prints the day of the week beside the date
PAGE_HEAD = 200  # characters


def printed_day(marks: Marks) -> tuple[dt.date | None, Span | None]:
    labels = grammar_words("date_labels", "zh")
    lines = [d for d in marks.layout.datelines if not HELD_LINE.search(marks.text, *d)]
    told = [d for d in lines if any(w in marks.text[d.start : d.end] for w in labels)]
    bare = [d for d in lines if d not in told and "星期" not in marks.text[d.start : d.end]]
    paper = [d for d in lines if d not in (*told, *bare)] if _PAPER.search(marks.text[:PAGE_HEAD]) else []
    ends = range(PAGE_HEAD, len(marks.text) - PAGE_HEAD)  # what is neither the head of a page nor its foot
    blocks = (b for b in marks.layout.blocks if b.kind == "furniture" and b.span.start not in ends)
    head = [b.span for b in blocks if _PAPER.search(marks.text, *b.span)]  # with its menu in one line
    for line in (*told, *bare, *paper, *head):
        for date in within(marks.dates, line):
            if isinstance(date.value, DateValue) and (day := parse_day(date.value.iso())):
                return day, Span(date.start, date.end)
    return parse_day(marks.document.published), None
