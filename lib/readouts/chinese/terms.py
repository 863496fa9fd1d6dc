"""Quoted terms and fixed formulations (提法) of a Chinese text, and its named programmes."""

from __future__ import annotations

import re
from functools import cache

from readouts.chinese.items import is_title
from readouts.frame import Frame
from readouts.lexicon import grammar_words, load_formulations
from readouts.mark import Marks
from readouts.model import Formulation, Mention, Programme, Span

MAX_TITLE = 120
MAX_CHARS = 24
_INSTRUCTION = re.compile(r"的(?:重要|殷殷|殷切)?(?:指示|讲话|批示|嘱托|论述|期望)")
MAX_TOPIC = 8  # characters of a term that is talked about: 围绕“九个必须”开展研讨
_SENTENCE = re.compile(r"[。！？；]")
_TOPIC = re.compile(r"(?:这一)?(?:主题|专题|课题|议题|开展|进行)")
_HOLIDAY = re.compile(
    r"“(?:五一|十一|七一|八一|双节|中秋|国庆|春节|元旦|清明|端午)”?(?:、“?[\u3400-\u9fff]{2}”?)*(?:期间|假期|节|小长假|前后|劳动)"
)
_PART_OF_BOOK = re.compile(r"(?:等)?(?:有关|相关|部分)?(?:内容|章节|篇章|篇目)")  # 第四卷“…”有关内容
_KEY = re.compile(r"[\W_]+")


def extract(frame: Frame) -> tuple[Formulation, ...]:
    """Each term once, in order of its first place; fixed ones inside of quoted ones count with those only."""
    marks = frame.marks
    rows: list[Formulation] = []
    for quote in marks.quotes:
        if not marks.in_furniture(quote.start) and _is_term(marks, quote):
            text = marks.text[quote.start : quote.end]
            rows.append(Formulation(text, Span(quote.start, quote.end), "quoted", canonical_of(text)))
    quoted = [row.span for row in rows]
    for hit in marks.hits:
        inside = any(q.start <= hit.start and hit.end <= q.end for q in quoted)
        if (
            hit.kind == "formulation"
            and not inside
            and not _in_title(marks.text, hit.start)
            and not marks.in_furniture(hit.start)
        ):
            rows.append(Formulation(marks.text[hit.start : hit.end], Span(hit.start, hit.end), "fixed", hit.entry))
    rows.sort(key=lambda row: row.span)
    out: list[Formulation] = []
    for row in rows:
        key = _KEY.sub("", row.text)
        if key and not any(_is_told(key, row, known) for known in out):
            out.append(row)
    return tuple(out)


def _is_told(key: str, row: Formulation, known: Formulation) -> bool:
    """Whether a term stands already: in the same words, or a fixed one in more or fewer of them."""
    other = _KEY.sub("", known.text)
    if key == other:
        return True
    shorter, longer = sorted((key, other), key=len)
    return row.kind == "fixed" and row.canonical == known.canonical and shorter in longer


def _in_title(text: str, at: int) -> bool:
    """Whether a place lies between 《 and 》."""
    opened = text.rfind("《", max(0, at - MAX_TITLE), at)
    return opened >= 0 and "》" not in text[opened:at] and "\n" not in text[opened:at]


@cache
def _canonical() -> dict[str, str]:
    return {_KEY.sub("", form): str(e["id"]) for e in load_formulations() for form in e["zh"]}


def canonical_of(text: str) -> str | None:
    """The id of the fixed formulation that a quoted term spells, None where it is a term of its own."""
    return _canonical().get(_KEY.sub("", text))


def _is_term(marks: Marks, quote: Mention) -> bool:
    """Whether a quotation is a coined term: short, no document's title, no event, no sentence."""
    text = marks.text[quote.start : quote.end]
    if len(text) > MAX_TOPIC and _INSTRUCTION.match(marks.text, quote.end + 1):
        return False
    if (
        len(text) > MAX_CHARS
        or _SENTENCE.search(text.rstrip("。！？；"))
        or not re.search(r"[A-Za-z\u3400-\u9fff]|^[\d+＋]+$", text)
    ):
        return False
    if text[:1].isspace() and text[-1:].isspace():  # 「 展开全文 」, a button of the page
        return False
    if text.startswith("《") or (marks.text[quote.start - 2 : quote.start - 1] in "：" and len(text) > 10):
        return False
    if any(b.start == quote.start and b.end == quote.end for b in marks.bodies):
        return False
    if any(m.start <= quote.start and quote.end <= m.end and m.value.ordinals for m in marks.meetings):
        return False  # 召开“…领导小组第一次会议”
    if text.endswith(("。", "！", "？")) and len(text) > 8:
        return False
    if (
        len(text) > MAX_TOPIC
        and "、" not in text
        and _TOPIC.match(marks.text, quote.end + 1)
        and marks.text.endswith(("围绕", "以"), 0, quote.start - 1)
    ):
        return False
    if _HOLIDAY.match(marks.text, quote.start - 1):
        return False
    if _PART_OF_BOOK.match(marks.text, quote.end + 1):
        return False
    if marks.text.startswith(("为题", "为主题"), quote.end + 1) or marks.text.endswith("题为", 0, quote.start - 1):
        return False
    return text not in grammar_words("events", "zh") and not is_title(text)


def extract_programmes(frame: Frame) -> tuple[Programme, ...]:
    """Named programmes: quoted terms."""
    marks = frame.marks
    rows: list[Programme] = []
    seen: set[str] = set()
    for quote in marks.quotes:
        text = marks.text[quote.start : quote.end]
        if text not in seen and not marks.in_furniture(quote.start) and _is_term(marks, quote):
            seen.add(text)
            rows.append(Programme(text, Span(quote.start, quote.end)))
    return tuple(rows)
