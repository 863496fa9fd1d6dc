"""When the meetings of a readout were held: the lead's day, or its bounds by the day of printing and what is relayed."""

from __future__ import annotations

import datetime as dt
import re

from readouts.calendar import find_calendar_dates
from readouts.dates import DateValue, hold_on
from readouts.frame import Frame
from readouts.mark import within
from readouts.model import Held, Mention, Span
from readouts.occasions import Convening
from readouts.patterns import NEAR

_YEAR_IS = re.compile(r"((?:19|20)(?<=\b..)\d\d) (?:is|marks|will be|was)\b")

_OF_YEAR = re.compile(  # behind a bracket, or the group's matter: the meeting of the group for schools in 2019 was …
    r"(?:[ \u00a0]\([^()\n]{4,90}\)|[ \u00a0](?:for|on|of)[ \u00a0][^.,;()]{3,80}?\)?(?=[ \u00a0]in[ \u00a0]20\d\d[ \u00a0](?:was|were|has)\b))?"
    r"[ \u00a0](?:of|in|for)[ \u00a0]((?:19|20)\d\d)\b"
)
_TOLD_DAY = re.compile(r"\b(?:yesterday|today|this)\b(?: [a-z]+)? [(（]$", re.I)  # yesterday afternoon (May 9)
_DEADLINE = re.compile(r"\b(?:by|before|until|prior to|no later than) (?:the end of )?$")
_DECIDED = re.compile(r"\b(?:decided|determined|resolved)\b[^.;]*$")  # another is to be held from July 15 to 18
_AGENCY_BRACKET = re.compile(r"[(（][A-Z][^()（）\n]{3,40}")
_IN_NAME = re.compile(
    r"[ ](?:International |National )?(?:Labou?r|Workers?|Medal|Youth|Speech|speech|Incident)\b"
)  # the May 1st Labor Medal
MAX_DATELINE = 60
MONTHS = 12


def hold_lead(frame: Frame) -> tuple[Held, str | None]:
    """When the meetings were held and in which part of the day, by the lead's first day."""
    marks = frame.marks
    others = [g.mention for g in frame.others]
    lead = marks.layout.sentences[:8]
    for sentence in sorted(lead, key=lambda s: not any(s.start <= m.start < s.end for m in frame.own)):
        for date in within(marks.dates, sentence):
            value = date.value
            if not isinstance(value, DateValue) or value.day is None:
                continue
            if _belongs_elsewhere(frame, date, others, sentence):
                continue
            part = next(
                (
                    marks.text[h.start : h.end].lower()
                    for h in within(marks.hits, sentence)
                    if h.kind == "part-of-day" and abs(h.start - date.start) < 40
                ),
                None,
            )
            value = _with_month_of_dateline(frame, _with_year_of_meeting(frame, value))
            end = Span(date.start, date.end)
            return hold_on(value, end, frame.published, _years(frame), not_before(frame)), part
    relative = _relative_day(frame)
    if relative:
        return relative, None
    return bound_day(frame), None


def _with_year_of_meeting(frame: Frame, value: DateValue) -> DateValue:
    """A day with the year that the meeting's own name gives: the first executive meeting in 2021."""
    for meeting in frame.own if value.year is None and frame.published is None else ():
        text = frame.marks.text
        match = _OF_YEAR.search(text, meeting.start, meeting.end) or _OF_YEAR.match(text, meeting.end)
        if match:
            return value._replace(year=int(match[1]))
    return value


def _with_month_of_dateline(frame: Frame, value: DateValue) -> DateValue:
    """A day told by its number alone with the month of the agency's dateline: Anshun, June 9 (Xinhua) On the 8th, …"""
    agency = agency_day(frame) if value.month is None and value.day and frame.published is None else None
    if agency is None or agency[0].month is None or agency[0].day is None or value.day is None:
        return value
    if value.day <= agency[0].day:
        return value._replace(year=agency[0].year, month=agency[0].month)
    month = (agency[0].month - 2) % MONTHS + 1
    return value._replace(year=agency[0].year if month < agency[0].month else None, month=month)


def _belongs_elsewhere(frame: Frame, date: Mention, others: list[Mention], sentence: Span) -> bool:
    """Whether a day is another meeting's or an event's: after a relayed meeting's name, or in the dateline of an agency."""
    text = frame.marks.text
    dash = re.match(r"[^.\n]{0,40}\([A-Za-z ]+\)\s*[-–—]+", text[date.end : date.end + 50])
    block = frame.marks.block_at(date.start)
    opening = block is not None and date.start - block.span.start < MAX_DATELINE
    on_day = block is not None and text.startswith("On ", block.span.start)  # On the 27th (Reporter …), … presided
    if (
        opening
        and not on_day
        and re.match(r"(?:, \d{4})?[ \u00a0]*(?:[-–—]{1,2}|\([A-Z])", text[date.end : date.end + 12])
    ):
        return True
    if block is not None and _AGENCY_BRACKET.fullmatch(text, block.span.start, date.start):
        return True
    if dash or re.match(r"[ ]?\((?:Xinhua|CNS|China News)", text[date.end : date.end + 12]):
        return True
    if _IN_NAME.match(text, date.end):
        return True
    if _TOLD_DAY.search(text, sentence.start, date.start):
        return False
    if _DEADLINE.search(text, sentence.start, date.start) or _DECIDED.search(text, sentence.start, date.start):
        return True
    later = [d for d in within(frame.marks.dates, sentence) if d.start > date.start and d.value.day]
    if (
        later
        and date.start - sentence.start < MAX_DATELINE
        and not re.search(r"\b(?:[Oo]n|of)\b", text[sentence.start : date.start])
    ):
        return date.start > sentence.start
    before = [m for m in others if sentence.start <= m.start < date.start]
    return bool(before) and not any(before[-1].end < m.start < date.start for m in frame.own)


def _relative_day(frame: Frame) -> Held | None:
    """A day given as yesterday, today or a weekday, counted from the day of printing."""
    marks = frame.marks
    for sentence in marks.layout.sentences[:4]:
        for hit in within(marks.hits, sentence):
            span = Span(hit.start, hit.end)
            low = marks.text[hit.start : hit.end].lower()
            if hit.kind == "relative-day" and frame.published is None:
                return _before_dateline(frame, low, span)
            if hit.kind == "relative-day" and frame.published and not low.startswith("the day before"):
                printed = _reported_on(frame) or frame.published
                day = printed - dt.timedelta(days=low.startswith("yesterday"))
                return Held(
                    day.isoformat(),
                    day.isoformat(),
                    day.isoformat(),
                    "day",
                    "derived: from the publication date",
                    (span,),
                )
            if hit.kind == "weekday" and not any(g.mention.start < hit.start < g.mention.end for g in frame.others):
                return _weekday(frame, low, span)
    return None


def _before_dateline(frame: Frame, low: str, span: Span) -> Held | None:
    """Yesterday or today of a dateline, where no day of printing is given: March 15 -- … was held yesterday."""
    agency = agency_day(frame)
    if agency is None or low.startswith("the day before"):
        return None
    value, at = agency
    day = (value.day or 0) - low.startswith("yesterday")
    return hold_on(value._replace(day=day), at, None, _years(frame), not_before(frame)) if day > 0 else None


def _reported_on(frame: Frame) -> dt.date | None:
    """The day of a reporter's dateline (Lanzhou, March 19 (Reporter …)), with the year of the day of printing."""
    agency = agency_day(frame)
    if agency is None or frame.published is None or agency[0].month is None:
        return None
    value = agency[0]
    for year in (frame.published.year, frame.published.year - 1):
        try:
            day = dt.date(year, value.month or 1, value.day or 1)
        except ValueError:
            continue
        if day <= frame.published:
            return day
    return None


def _weekday(frame: Frame, name: str, span: Span) -> Held | None:
    names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    if frame.published:
        back = (frame.published.weekday() - names.index(name)) % 7
        day = (frame.published - dt.timedelta(days=back)).isoformat()
        return Held(day, day, day, "day", "derived: last such weekday not after the publication date", (span,))
    agency = agency_day(frame)
    if agency:
        value, at = agency
        return hold_on(value, at, None, _years(frame), not_before(frame))
    return None


def agency_day(frame: Frame) -> tuple[DateValue, Span] | None:
    """The day in a news agency's dateline (BEIJING, July 22 (Xinhua) --)."""
    for sentence in frame.marks.layout.sentences[:1]:
        for date in within(frame.marks.dates, sentence):
            after = frame.marks.text[date.end : date.end + NEAR]
            agency = re.match(
                r"[ ]?\([A-Z][A-Za-z ]+\)|[ ]?\((?:[A-Z]\w+ ){0,4}(?:[Rr]eporters?|[Cc]orrespondents?)\b|[^.\n]{0,12}[-–—]{1,2}",
                after,
            )
            if (
                agency
                and isinstance(date.value, DateValue)
                and date.value.day
                and date.start - sentence.start < MAX_DATELINE
            ):
                return date.value, Span(date.start, date.end)
    return None


def bound_day(frame: Frame) -> Held:
    """No day: after the latest relayed meeting, before the next of that series or the day of printing."""
    dates = [d for g in frame.others if g.relation != "referred" for d in calendar_days(g.mention, frame)]
    vague = [
        h for h in frame.marks.of_kind("vague-day") if h.start < (frame.marks.layout.sentences or [Span(0, 0)])[0].end
    ]
    evidence = tuple(Span(h.start, h.end) for h in vague[:1])
    if not dates and frame.published is None:
        return Held(None, None, None, "unknown", "vague" if vague else "not-stated", evidence)
    start = max(d for d, _ in dates).isoformat() if dates else None
    latest = max(dates, default=None)
    ends = [d for d in (frame.published, latest[1] if latest else None) if d]
    return Held(
        None,
        start,
        min(ends).isoformat() if ends else None,
        "interval",
        "reference: calendar of central meetings" if dates else "derived: not after the publication date",
        evidence,
    )


def calendar_days(mention: Mention, frame: Frame) -> list[tuple[dt.date, dt.date | None]]:
    value = mention.value
    assert isinstance(value, Convening)
    if not value.in_calendar:
        return []
    return [
        hit
        for n in value.ordinals
        for hit in find_calendar_dates(value.body_type, value.term, n, value.of_leading_group, frame.published)
    ]


def _years(frame: Frame) -> set[int]:
    """The years that the text says it speaks in: anniversaries, "2025 is …", with this year's plan."""
    out: set[int] = set()
    marks = frame.marks
    for hit in marks.of_kind("anniversary"):
        before = [h for h in marks.hits if h.kind == "ordinal" and 0 <= hit.start - h.end <= 2]
        if before and re.search(
            r"\b(?:this year|marks|is)\b[^.]{0,40}$", marks.text[max(0, hit.start - 70) : hit.start]
        ):
            out.add(int(hit.value["year"]) + int(before[0].value["number"]))
    for match in _YEAR_IS.finditer(marks.text):
        out.add(int(match[1]))
    full = [
        d.value.year
        for d in marks.dates
        if isinstance(d.value, DateValue) and d.value.year and d.value.month and not marks.in_furniture(d.start)
    ]
    return out if out else out | set(full)


def not_before(frame: Frame) -> dt.date | None:
    dates = [d for g in frame.others for d, _ in calendar_days(g.mention, frame)]
    return max(dates, default=None)
