"""Every mention of a Chinese text, from one scan: hits, organs, posts, meetings, names, dates, quotations."""

from __future__ import annotations

import re

from readouts.chinese.dates import find_dates
from readouts.chinese.layout import split_blocks
from readouts.chinese.meetings import find_meetings
from readouts.chinese.organs import find_bodies
from readouts.chinese.persons import find_names
from readouts.chinese.posts import find_offices
from readouts.lexicon import grammar_words, load_lexicon
from readouts.mark import Marks, in_text_order, overlaps
from readouts.model import Document, Mention
from readouts.scan import scan_text

_QUOTE = re.compile(r"“([^“”\n]{1,400})”|‘([^‘’\n]{1,60})’")
_TITLED_REPORT = re.compile(
    r"(?<![工合操协运创写])[作做](?!为)了?(?:题为[《“][^《》“”\n]{2,80}[》”]的[\u3400-\u9fff]{0,6}|(?:(?!的|了)[\u3400-\u9fff]){1,6}工作)报告(?!会)"
    r"|向(?:大会|全会|会议)报告(?!会|[，。])"
)  # 作了题为《…》的工作报告, 作政府工作报告, 向大会报告提案工作情况; but 作为政府工作报告, 合作社工作报告
_SPEECH_MADE = re.compile(r"(?<![工合操协运创写])[作做]重要讲话(?!精神|指示|批示)")  # but 工作重要讲话精神
_BYLINE = re.compile(r"[（(【][^（）()【】\n]{0,24}$")
CALLING = ("召开", "举行", "召集")
BYLINE_REACH = 26


def mark_mentions(document: Document) -> Marks:
    """Everything that stands in a Chinese document, overlaps settled."""
    text = document.text
    hits = [h for h in scan_text(text, load_lexicon("zh")) if not _splits_word(text, h)]
    titled = [Mention(*m.span(), "verb", "report", {"role": "reported"}) for m in _TITLED_REPORT.finditer(text)]
    titled += [Mention(*m.span(), "verb", "speak", {"role": "spoke"}) for m in _SPEECH_MADE.finditer(text)]
    hits = in_text_order([*hits, *titled]) if titled else hits
    layout = split_blocks(text)
    dates = find_dates(text)
    bodies = find_bodies(text, hits)
    offices = find_offices(text, hits, bodies, dates)
    meetings = find_meetings(text, hits, bodies)
    meetings = [m for m in meetings if not overlaps(offices, m.end - 2, m.end)]
    quotes = [Mention(*m.span(m.lastindex or 1), "quote", "quote", m[m.lastindex or 1]) for m in _QUOTE.finditer(text)]
    names = [n for n in find_names(text, hits, offices) if not _is_byline(text, n)]
    return Marks(
        document,
        layout,
        tuple(hits),
        tuple(bodies),
        tuple(offices),
        tuple(meetings),
        tuple(names),
        tuple(dates),
        tuple(quotes),
    )


def _splits_word(text: str, hit: Mention) -> bool:
    """Whether a place begins with the second half of a verb: 召开州委常委会 names no 开州."""
    return hit.kind == "place" and text.startswith(CALLING, max(0, hit.start - 1))


def _is_byline(text: str, name: Mention) -> bool:
    """Whether a name is a reporter's: in brackets or right behind the word for one."""
    low = max(0, name.start - BYLINE_REACH)
    before = text[low : name.start]
    words = grammar_words("reporters", "zh")
    if any(before.rstrip(" \u00a0\u3000：:/").endswith(word) for word in words):
        return True
    opened = _BYLINE.search(before)
    return opened is not None and any(word in before[opened.start() :] for word in words)
