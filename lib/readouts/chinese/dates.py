"""Dates as Chinese texts print them: 2024年3月5日, 3月5日, 5日, 2018/12/12, 26.03.2019, 二〇二四年三月五日."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readouts.dates import DateValue
from readouts.model import Mention
from readouts.numerals import read_han

_CLOCK = r"(?:[ \u00a0T]*(\d{1,2}:\d\d(?::\d\d)?))?"
_NUMERIC = re.compile(rf"((?:19|20)(?<![\d.]..)\d\d)([-./])[ ]?(\d{{1,2}})\2[ ]?(\d{{1,2}})(?!\d){_CLOCK}")
_YEAR_LAST = re.compile(r"(\d(?<![\d./-].)\d?)([./-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_MONTH = re.compile(
    r"(?:(\d{4})[ ]?年[ ]?)?(\d{1,2})[ ]?月[ ]?(?:(\d{1,2})[ ]?(?:[日号]|(?=[ ]\d\d?:\d\d))(?:[至到—－~-]+(?:\d{1,2}月)?(\d{1,2})日|、(\d{1,2})日)?|(?=[^\d\u3400-\u9fff]))"
)
_MONTH_ONLY = re.compile(r"(\d\d\d\d)年(\d{1,2})月(?!\d)")
_DAY = re.compile(r"(\d(?<![\d月至到、.-].)\d?)[日号](?=[，上下晚（、市省县区自召主]|[\u3400-\u9fff]{2,3}书记|，)")
_TODAY = re.compile(r"[昨今前](?:天|日)?（(\d{1,2})）日?")  # 昨（26）日
_HAN = re.compile(
    r"(?:([〇○零一二三四五六七八九]{4})年)?([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_HAN_MONTH = re.compile(r"[一二三四五六七八九十]月[一二三四五六七八九十]")  # without it there is no such day
_YEAR = re.compile(r"((?:19|20)(?<![\d.,/-]..)\d\d)(?=年)(?!年(?:版|代))")


def find_dates(text: str) -> list[Mention]:
    """Every printed date and year in order of place, with a DateValue each; what is no day (February 30) is none."""
    found = [m for m in _printed(text) if m.value.iso() or m.entry == "day-only"]
    out: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not out or mention.start >= out[-1].end:
            out.append(mention)
    return out


def _printed(text: str) -> Iterator[Mention]:
    for m in _NUMERIC.finditer(text):
        yield Mention(m.start(), m.end(), "date", "numeric", DateValue(int(m[1]), int(m[3]), int(m[4]), m[5]))
    for m in _YEAR_LAST.finditer(text):
        first, second, year = int(m[1]), int(m[3]), int(m[4])
        value = DateValue(year, second, first) if first > 12 or m[2] == "." else DateValue(year, first, second)
        yield Mention(m.start(), m.end(), "date", "numeric", value)
    for m in _MONTH.finditer(text):
        last = m[4] or m[5]
        said = DateValue(
            int(m[1]) if m[1] else None, int(m[2]), int(m[3]) if m[3] else None, None, int(last) if last else None
        )
        if said.day or said.year:
            yield Mention(m.start(), m.end(), "date", "month-day" if said.day else "month", said)
    for m in _MONTH_ONLY.finditer(text):
        yield Mention(m.start(), m.end(), "date", "month", DateValue(int(m[1]), int(m[2]), None))
    for m in _HAN.finditer(text) if _HAN_MONTH.search(text) else ():
        han = DateValue(read_han(m[1].replace("○", "〇")) if m[1] else None, read_han(m[2]), read_han(m[3]))
        if han.month and han.day:
            yield Mention(m.start(), m.end(), "date", "month-day", han)
    for m in _DAY.finditer(text):
        if 0 < int(m[1]) <= 31:
            yield Mention(m.start(), m.end(), "date", "day-only", DateValue(None, None, int(m[1])))
    for m in _TODAY.finditer(text):
        yield Mention(m.start(1), m.end(1), "date", "day-only", DateValue(None, None, int(m[1])))
    for m in _YEAR.finditer(text):
        yield Mention(m.start(), m.end() + 1, "date", "year", DateValue(int(m[1]), None, None))
