"""When the meetings of a Chinese readout were held: the lead's day, or its bounds; the rules on years are the shared ones."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from functools import cache

from readouts.chinese.printed import HELD_LINE
from readouts.dates import DateValue, hold_on
from readouts.frame import Frame
from readouts.held import bound_day, not_before
from readouts.lexicon import grammar_words
from readouts.mark import within
from readouts.model import Held, Mention, Span
from readouts.numerals import read_han
from readouts.patterns import REACH

_YEAR_IS = re.compile(r"((?:19|20)\d\d)年(?:是|为)")
_MARKS_YEAR = re.compile(r"今年[^。；]{0,14}?(?:是|为|迎来)[^。；]{0,30}$")
_COUNT = re.compile(r"([〇零一二三四五六七八九十百\d]{1,4})周年")
_YEAR = re.compile(r"((?:19|20)\d\d)年(?:度(?=第))?")
_YEAR_BEFORE = re.compile(r"((?:19|20)\d\d)年度?$")
_PLANNED = re.compile(
    r"(?:定|将|拟|建议|决定)(?:于|在)(?:今年|明年|20\d\d年)?$|(?:会议|全会|大会)?决定[，：]?$"
    r"|决定[，：]?[^，。；]{2,36}(?:大会|会议|全会)(?:定|将|拟)?[于在]$"
)  # 定于10月25日召开
LEAD_SENTENCES = 6
LINE_REACH = 30  # characters
_CALLED_IN_YEAR = re.compile(r"(?:召开|举行|举办)了?((?:19|20)\d\d)年[\u3400-\u9fff“”、]{0,20}$")
MAX_MATTER = 32  # characters from the verb to the head word: 举行2025年河湖长制林长制工作会议
YEAR_LENGTH = 6  # characters of 2019年度, before the number of the meeting
PART_REACH = 14
MAX_PLANNED = 44  # characters of what is decided to be held, up to its day
DATELINE_REACH = 40


def hold_lead(frame: Frame, news: Span | None = None) -> tuple[Held, str | None]:
    """When the meetings of a story, or of the further news in it, were held and in which part of the day, by the first day in the lead beside a meeting of its own, else its first day."""
    marks = frame.marks
    rows = marks.layout.sentences
    first = bisect_left(rows, (news.start,)) if news else 0
    lead = [s for s in rows[first : first + LEAD_SENTENCES] if news is None or s.start < news.end]
    dated = [(s, d) for s in lead for d in within(marks.dates, s) if _is_day(d) and not _belongs_elsewhere(frame, d)]
    told = [(s, d) for s, d in dated if any(s.start <= m.start < s.end for m in frame.own)]
    minutes = [
        (s, d) for s in marks.layout.datelines if HELD_LINE.search(marks.text, *s) for d in within(marks.dates, s)
    ]
    for _, date in (told or dated or [one for one in minutes if _is_day(one[1])])[:1]:
        value = date.value
        part = next(
            (
                marks.text[h.start : h.end]
                for h in within(marks.hits, (date.start, date.end + PART_REACH))
                if h.kind == "part-of-day"
            ),
            None,
        )
        span = Span(date.start, date.end)
        value = _with_year_of_meeting(frame, _with_month_of_line(frame, date))
        return hold_on(value, span, frame.published, _years(frame), not_before(frame)), _part(part)
    relative = _relative_day(frame)
    return (relative, None) if relative else (bound_day(frame), None)


def _is_day(date: Mention) -> bool:
    return isinstance(date.value, DateValue) and date.value.day is not None


def _with_month_of_line(frame: Frame, date: Mention) -> DateValue:
    """A day without a month with that of the same day in an agency's dateline before it: 8月20日讯 20日，市长…"""
    value: DateValue = date.value
    for line in within(frame.marks.dates, (max(0, date.start - LINE_REACH), date.start)) if value.month is None else ():
        same = line.value.month is not None and line.value.day == value.day
        if same and frame.marks.text.startswith(("讯", "电"), line.end):
            return value._replace(year=value.year or line.value.year, month=line.value.month)
    return value


def _with_year_of_meeting(frame: Frame, value: DateValue) -> DateValue:
    """A day with the year that the meeting's own name gives: 2021年第3次会议."""
    for meeting in frame.own if value.year is None and frame.published is None else ():
        match = (
            _YEAR.search(frame.marks.text, meeting.start, meeting.end)
            or _YEAR_BEFORE.search(frame.marks.text, max(0, meeting.start - YEAR_LENGTH), meeting.start)
            or _CALLED_IN_YEAR.search(frame.marks.text, max(0, meeting.start - MAX_MATTER), meeting.start)
        )
        if match:
            return value._replace(year=int(match[1]))
    return value


def _part(word: str | None) -> str | None:
    for part in ("morning", "afternoon", "evening"):
        if word in grammar_words(part, "zh"):
            return part
    return None


def _belongs_elsewhere(frame: Frame, date: Mention) -> bool:
    """Whether a day is another's: in an agency's dateline, of a relayed meeting, or after the act that it dates."""
    text = frame.marks.text
    if text.startswith(("电", "讯", "报道", "消息"), date.end):
        return True
    if re.match(r"[^，。；]{0,3}(?:电|讯)", text[date.end : date.end + 6]):
        return True
    block = frame.marks.block_at(date.start)
    low = block.span.start if block else 0
    before = text[max(low, date.start - 16) : date.start]
    if _PLANNED.search(text, max(low, date.start - MAX_PLANNED), date.start):
        return True
    if _of_others().search(before):
        return True
    inside = any(g.mention.start <= date.start < g.mention.end for g in frame.others)
    return inside or any(0 <= g.mention.start - date.end < 3 and g.relation != "referred" for g in frame.others)


@cache
def _of_others() -> re.Pattern[str]:
    """A word that leads to what others did, not far before a day."""
    return re.compile(rf"(?:{'|'.join(grammar_words('of_others', 'zh'))})(?!治|会|中心组)[^，。；]{{0,8}}$")


def _relative_day(frame: Frame) -> Held | None:
    """A day given as today or yesterday, counted from the day of printing or the dateline's."""
    marks = frame.marks
    for sentence in marks.layout.sentences[:LEAD_SENTENCES]:
        for hit in within(marks.hits, sentence):
            if hit.kind != "relative-day":
                continue
            word = marks.text[hit.start : hit.end]
            back = 2 if word[0] == "前" else 1 if word[0] == "昨" else 0
            told = _dateline_day(frame, hit, back)
            if told is not None:
                return told
            if frame.published:
                day = (frame.published - dt.timedelta(days=back)).isoformat()
                span = Span(hit.start, hit.end)
                return Held(day, day, day, "day", "derived: from the publication date", (span,))
    return None


def _dateline_day(frame: Frame, hit: Mention, back: int) -> Held | None:
    """Today or yesterday, counted from the day in an agency's dateline right before it: 本报杭州2月24日讯 今天上午."""
    for date in within(frame.marks.dates, (max(0, hit.start - DATELINE_REACH), hit.start)):
        value = date.value
        if not isinstance(value, DateValue) or value.day is None or value.day <= back:
            continue
        if frame.marks.text.startswith(("电", "讯"), date.end):
            span = Span(date.start, date.end)
            return hold_on(
                value._replace(day=value.day - back), span, frame.published, _years(frame), not_before(frame)
            )
    return None


def _years(frame: Frame) -> set[int]:
    """The years that the text says it speaks in: anniversaries of this year, 2025年是 …"""
    out: set[int] = set()
    marks = frame.marks
    for hit in marks.of_kind("anniversary"):
        count = _COUNT.match(marks.text, hit.end)
        number = read_han(count[1]) if count else None
        if number and _MARKS_YEAR.search(marks.text, max(0, hit.start - REACH), hit.start):
            out.add(int(hit.value["year"]) + number)
    for match in _YEAR_IS.finditer(marks.text):
        out.add(int(match[1]))
    return out
