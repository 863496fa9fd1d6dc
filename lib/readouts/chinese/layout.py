"""A Chinese text's lines and what each is (furniture, date line, title, subtitle, paragraph), and its sentences."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache

from readouts.blocks import Layout, edged, furniture_signs, trim_span
from readouts.lexicon import load_lists
from readouts.model import Block, Span

_LINE = re.compile(r"[^\n\r]+")
_EDGE = " \t\u00a0\u3000\u200b\ufeff|·•■▲●◆>#"
_DATE = re.compile(
    r"(?:19|20)\d\d[ ]?[-./年][ ]?\d{1,2}[ ]?[-./月][ ]?\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]+月"
)
_TRAILING_DATE = re.compile(
    r"[ \u3000|（(]*((?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?(?:[ ]+\d{1,2}:\d\d(?::\d\d)?)?)[）)]?$"
)
_LEADING_DATE = re.compile(
    r"date[:：]?[ ]*(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?[ ]*(?=[\u3400-\u9fff《“【])", re.I
)
_WORDS = re.compile(r"[\u3400-\u9fff]")
_SENTENCE_END = re.compile(r"[。！？；]+[”’）】》]*|\n")
_CLOSED = re.compile(r"[。！？；：:;…][”’）】]*[ ]*(?:（[^（）]{1,30}）|\([^()]{1,30}\))?$")
_OPENS_TEXT = re.compile(
    r"(?:本报讯|本网讯|本刊讯|讯 |\S{2,12}讯[ （(]|新华社|据|（记者|【|(?:20\d\d年)?\d{1,2}月\d{1,2}日|今天|昨天|昨日|今日|近日|日前)"
)
_ENDS_DATE = "0123456789日)）"
_TITLE_SUFFIX = re.compile(r"[ ]*[-–—_|｜]+[ ]*([^-–—_|｜]{2,40})$")
_MENU = re.compile(r"\S[ ]*(?:>>?|»)[ ]*\S[^。]*$")
_CRUMBS = re.compile(r"(?:[\u3400-\u9fff]{2,12}[ \u3000]+){2,}[\u3400-\u9fff]{2,12}")  # 市人民政府　政府会议　常务会议
_SITE_ORGAN = re.compile(r"[\u3400-\u9fff]{2,18}(?:委员会|人民政府|办公室|局|厅)")  # whose site it is
_DOES = re.compile(r"主持|召开|举行|讲话|传达|学习|出席|强调|审议|听取|研究|部署|动员|推进|落实|贯彻")
_STAMP = re.compile(r"[ ]*(?:（[^（）]{0,12}(?:图|视频|组图)[^（）]{0,4}）)$")
MAX_DATE_LINE = 90
MAX_TITLE = 90
MAX_TITLES = 200  # characters of several headlines in one line
MIN_TITLE = 7
_ORIGINAL = re.compile(r"原(?:标题|题|文标题)[：:][ \u3000]*")
MAX_ROLES = 140  # characters of a headline that tells who did what
_ROLE_TOLD = re.compile(r"主持(?:会议)?(?:并讲话|[ \u3000]|$)|(?:讲话|出席|说明|参加|列席|到会指导)(?:[ \u3000]|$)")
_TAG = re.compile(
    r"(?:[\[【][\u3400-\u9fff]{1,4}[\]】]|(?:要闻|时政|快讯|头条|关注|聚焦|动态)[ ]?[｜|丨])[ \u3000]*"
)  # [视频], 【要闻】
_BRACKET_TITLE = re.compile(
    r"【([^【】\n]{8,40})】[ \u3000]*(?=\d{1,4}[年月]|\S{20})"
)  # a headline at the head of the text
MANY = 40  # characters of a line that no mark of a page can be
MAX_MENU = 60
MAX_LABEL = 12


def split_blocks(text: str) -> Layout:
    """The layout of a Chinese text: blocks in order, sentences of its paragraphs, title, subtitle, date lines."""
    lines = list(_lines(text))
    kinds: list[str] = []
    seen_body = False
    for span in lines:
        kind = _line_kind(text[span.start : span.end], seen_body)
        seen_body = seen_body or kind == "paragraph"
        kinds.append(kind)
    if "paragraph" not in kinds and "headline" in kinds:
        kinds[_longest(lines, kinds)] = "paragraph"
    _join_headlines(text, lines, kinds)
    title_at, subtitle_at = _choose_headlines(text, lines, kinds)
    title = _key(text, _bare_title(text, lines[title_at])) if title_at is not None else ""
    for at, kind in enumerate(kinds):
        if kind == "headline":
            below = title_at is not None and at > title_at and _tells_role(text, lines[at])
            kinds[at] = "title" if at == title_at else "subtitle" if at == subtitle_at or below else "furniture"
        elif kind == "paragraph" and title_at is not None and _spells(text, lines[at], title):
            kinds[at] = "furniture"
    blocks = tuple(Block(span, kind) for span, kind in zip(lines, kinds, strict=True))
    sentences = tuple(s for b in blocks if b.kind == "paragraph" for s in split_sentences(text, b.span))
    headline = _bare_title(text, lines[title_at]) if title_at is not None else None
    subtitle = lines[subtitle_at] if subtitle_at is not None else None
    return Layout(blocks, sentences, headline, subtitle, tuple(b.span for b in blocks if b.kind == "dateline"))


def _tells_role(text: str, line: Span) -> bool:
    """Whether a line says who presided, spoke or was there: 市委常委会主持 李云讲话."""
    return _ROLE_TOLD.search(text, *line) is not None and len(_WORDS.findall(text, *line)) <= MAX_ROLES


def _join_headlines(text: str, lines: list[Span], kinds: list[str]) -> None:
    """Make one headline of a line and the next that goes on with 暨."""
    for at in range(len(lines) - 1, 0, -1):
        if text[lines[at].start] == "暨" and kinds[at - 1] == kinds[at] == "headline":
            lines[at - 1 : at + 1] = [Span(lines[at - 1].start, lines[at].end)]
            del kinds[at]


def _longest(lines: list[Span], kinds: list[str]) -> int:
    """The line that is the text, where none ends as one: the longest that looks like a headline."""
    return max(
        (at for at, kind in enumerate(kinds) if kind == "headline"), key=lambda at: lines[at].end - lines[at].start
    )


def _key(text: str, span: Span) -> str:
    return "".join(_WORDS.findall(text[span.start : span.end]))


def _spells(text: str, span: Span, key: str) -> bool:
    """Whether a stretch has just the characters of a key; it is read no further than the first other one."""
    here = (match[0] for match in _WORDS.finditer(text, *span))
    return all(one == other for one, other in itertools.zip_longest(here, key))


def _lines(text: str) -> Iterator[Span]:
    for match in _LINE.finditer(text):
        start, end = match.span()
        while start < end and text[start] in _EDGE:
            start += 1
        if leading := _LEADING_DATE.match(text, start, end):
            yield from edged(text, start, leading.end(), _EDGE)
            start = leading.end()
        if titled := _BRACKET_TITLE.match(text, start, end):
            yield from edged(text, *titled.span(1), _EDGE)
            start = titled.end()
        dated = _TRAILING_DATE.search(text, start, end) if text[end - 1] in _ENDS_DATE else None
        if (
            dated
            and len(_WORDS.findall(text, start, dated.start())) >= MIN_TITLE
            and "：" not in text[start : dated.start()]
        ):
            yield from edged(text, start, dated.start(), _EDGE)
            start = dated.start(1)
        yield from edged(text, start, end, _EDGE)


@cache
def _signs(match: str) -> tuple[str, ...]:
    return tuple(form for kind, form in furniture_signs() if kind == match and (_WORDS.search(form) or len(form) > 3))


def _count(line: str) -> int:
    """How many characters a line has; of a long one only those at its beginning are counted, where they are enough."""
    opening = len(_WORDS.findall(line, 0, 2 * MAX_MENU))
    return opening if opening > MAX_MENU else len(_WORDS.findall(line))


def is_furniture(line: str) -> bool:
    """Whether a line is a page's and not the readout's."""
    bare = line.lstrip("【[（( 　|").lower()
    han = _count(line)
    if not han and not _DATE.search(line):
        return True
    if bare.startswith(_signs("start")):
        return True
    if han <= MANY and not _CLOSED.search(line) and bare.startswith(_signs("short-start")):
        return True
    if (
        han <= MANY
        and any(form in line for form in _signs("site"))
        and not any(w in line for w in load_lists()["genre"])
    ):
        return True
    if _CRUMBS.fullmatch(line) and not _DOES.search(line):
        return True
    return han < MAX_MENU and bool(_MENU.search(line)) and not _CLOSED.search(line)


def _line_kind(line: str, seen_body: bool) -> str:
    dated = len(line) <= MAX_DATE_LINE and _DATE.search(line)
    if dated and not line.endswith(("。", "；")) and not _tells(line, dated):
        return "dateline"
    if is_furniture(line):
        return "furniture"
    told = any(word in line for word in load_lists()["genre"])
    if not seen_body and not told and len(line) <= MAX_LABEL and line.endswith(("：", ":")):
        return "furniture"
    lines_in_one = not seen_body and len(line) <= MAX_TITLES and " " in line and not re.search("[，。；：]", line)
    if _CLOSED.search(line) or (len(line) > MAX_TITLE and not lines_in_one):
        return "paragraph"
    if seen_body or (_OPENS_TEXT.match(line) and ("，" in line or "。" in line)):
        return "paragraph"
    return "headline"


def _tells(line: str, date: re.Match[str]) -> bool:
    """Whether a line with a date is a sentence or a headline: much stands beside the date that is no label."""
    rest = line[: date.start()] + line[date.end() :]
    for label in load_lists()["date_labels"]:
        if label in rest:
            return False
    return len(_WORDS.findall(rest)) > 12


def _choose_headlines(text: str, lines: list[Span], kinds: list[str]) -> tuple[int | None, int | None]:
    """The line that heads a readout, and the one beneath it."""
    body = next((at for at, kind in enumerate(kinds) if kind == "paragraph"), len(kinds))
    heads = [at for at, kind in enumerate(kinds) if kind == "headline" and at < body]
    named = [at for at in heads if _SITE_ORGAN.fullmatch(text, *lines[at])]
    heads = [at for at in heads if at not in named] or heads
    han = {at: len(_WORDS.findall(text, *lines[at])) for at in heads}
    genre = load_lists()["genre"]
    told = [at for at in heads if han[at] >= MIN_TITLE and any(w in text[slice(*lines[at])] for w in genre)]
    title = told[0] if told else next((at for at in heads if han[at] >= MIN_TITLE), heads[0] if heads else None)
    if title is None:
        return None, None
    key = _key(text, _bare_title(text, lines[title]))
    after = [at for at in heads if at > title and han[at] >= 4 and _key(text, lines[at]) != key]
    return title, after[0] if after else None


def _bare_title(text: str, span: Span) -> Span:
    """The span of a title line without a site's prefix or suffix."""
    start, end = span
    if (tag := _TAG.match(text, start, end) or _ORIGINAL.match(text, start, end)) and end - tag.end() >= MIN_TITLE:
        start = tag.end()
    for _ in range(3):
        suffix = _TITLE_SUFFIX.search(text[start:end])
        if suffix and suffix.start() >= MIN_TITLE and any(w in suffix[1] for w in load_lists()["sites"]):
            end = start + suffix.start()
    stamp = _STAMP.search(text[start:end])
    end = start + stamp.start() if stamp else end
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)


def split_sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of a paragraph; semicolons part them too, marks inside of a document's title do not."""
    start = span.start
    for match in _SENTENCE_END.finditer(text, span.start, span.end):
        if text.count("《", start, match.start()) > text.count("》", start, match.start()) and match[0][-1] != "》":
            closing = text.find("》", match.end(), min(span.end, match.end() + 60))
            if closing >= 0:
                continue
        yield from trim_span(text, start, match.end())
        start = match.end()
    yield from trim_span(text, start, span.end)
