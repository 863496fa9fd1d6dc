"""A text's lines and what each is (furniture, date line, title, subtitle, paragraph), and the sentences of its paragraphs.

A little over 300 lines for a reason: what a line is depends on the lines around it, so the kinds are told apart in one place.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from readouts.lexicon import load_entries
from readouts.model import Block, Span
from readouts.places import places_by_english

_LINE = re.compile(r"[^\n\r]+")
_EDGE = " \t\u00a0\u3000\u200b\ufeff|·•■"
_CLOCK = r"(?:[ \u00a0T]+\d{1,2}:\d\d(?::\d\d)?)?"
_NUMERIC_DATE = (
    rf"(?:(?:19|20)\d\d[ ]?[-./年][ ]?\d{{1,2}}[ ]?[-./月][ ]?\d{{1,2}}日?|\d\d-\d\d-20\d\d"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./](?:19|20)\d\d|:\d{{4}}, 20\d\d){_CLOCK}"
)
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_WORD_DATE = rf"(?:{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d|{_MONTHS} \d{{1,2}},(?:19|20)\d\d|\d{{1,2}} {_MONTHS},? (?:19|20)\d\d)"
_DATE_LINE = re.compile(rf"[^\n]{{0,60}}?({_NUMERIC_DATE}|{_WORD_DATE})[^\n]{{0,160}}$")
_DATE_LABEL = re.compile(
    r"[^\n]{0,70}?\b(?:date|time|updated|published|released?(?: on)?|posted(?: on)?)[ ]?[:：]", re.I
)
_GLUED_DATE = re.compile(rf"\s*(?:(?:date|time|published)\s+|[(\[])({_NUMERIC_DATE})[)\]]?\s+(?=\S)", re.I)
_TRAILING_DATE = re.compile(
    rf"(?:(?<! )[ ]*\|[ ]*((?:release|published?|updated|post|date|time)[^|]{{0,16}}[:：][ ]?{_NUMERIC_DATE}[^|]{{0,40}})|(?<! )[ ]{{2,}}({_NUMERIC_DATE})|(?<! )[ ]({_WORD_DATE} (?:at )?\d\d?:\d\d[ ]*\|[^\n]{{0,80}}))$",
    re.I,
)
_RELATED = re.compile(
    r"(?:related (?:stories|news|articles|links|reading|reports)|read on|most popular|more stories|hot topics|photos)[^.]{0,20}",
    re.I,
)
_SENTENCE_END = re.compile(
    r"[.!?;。](?:(?<=。)[”」’]*|(?<!。)[.!?;]*[)\]\"”’]*(?=[ \u00a0\n]|$)|(?<=[.!?])[)\"”’]*(?=[A-Z“\"(][a-z]|[A-Z][ ])|(?<=[a-z][a-z]\.)(?=[A-Z]))"
)
CLOSED = re.compile(r"[.!?。！？”\"')）…:]\s*$")  # a text that does not break off
_NUMBER_IN_LIST = re.compile(r"[:;：；][ ]?[(（]?\d{1,2}$")
_NOT_END = re.compile(
    r"(?:\b(?:No|Mr|Mrs|Ms|Dr|St|vs|etc|et al|Co|Ltd|Inc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|p|a\.m|U\.S|[A-Z])|\.\.)\.?$"
)
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$")
_BEFORE_DAY = re.compile(r"[ \u00a0]?(?:\d|of\b)")
_TITLE_SUFFIX = re.compile(r"[ ]?[-–—|_][ ]?([^-–—|_]{3,80})$")
_TITLE_PREFIX = re.compile(
    r"^(?:[\u3400-\u9fff][\u3400-\u9fff·]{1,20}[:：] ?(?=[A-Z])|(?i:Home ?[»>›/] ?|MIL-OSI [a-z ]{3,24}: |(?:Original )?Title[:：] ?|[A-Za-z]+ \| |(?:The )?(?:[\w’']+ ){0,6}?portal(?: website)?(?: of [^:|]{3,50}?)? (?:concerns|focuses on|pays attention to)[: ]+)|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3} (?:Daily|News|Network|TV|Evening Post)(?:[:：]| (?:client |app )?\|) )"
)
_ADDED = re.compile(r" ?[-–—|] ?[^-–—|]{2,40}")
_WAY_TO_PAGE = re.compile(r"^(?:(?:[\w&’' ]{2,30} ?[>»›] ?){1,4}|[\[【][^\]】]{2,20}[\]】] ?)")
_PICTURE_TAIL = re.compile(r"[ ]?[(（](?:photos?|video|pictures?|with photos?)[)）]$", re.I)
_OF_THE_GENRE = re.compile(
    r"\b(?:xi|meeting|session|conference|plenary|plenum|reform|committee|commission|party|government|group|council|mayor"
    r"|governor|secretary|president|premier|presid|chair|held|holds|study|spirit|work|development|city|province|county|district)"
)
_SITE_TAIL = re.compile(
    r" [A-Z][\w’'-]+ (?:Provincial |Municipal |District |County |City |Autonomous Region )?(?:People[’']s )?Government (?:Portal(?: Website)?|Network|Website|Portal Network)$"
)
_HEADLINE_TENSE = re.compile(
    r"(?:[A-Z][\w’'-]+ ){1,6}(?:calls|conducts|inspects|delivers|presides|chairs|holds|convenes|stresses|urges|hosts|attends|leads|demands|studies|conveys|emphasizes) [^.]+\."
)
_SLOGAN_TAIL = re.compile(r"(?<=[a-z]{4})(?=[A-Z][a-z]+ )(?!.*[.!?]).+$")
_MENU = re.compile(
    r"\S[ ]*[>»›]{2}[ ]*\S|\S>[ ]\S[^>\n]*>[ ]\S|\S[ ]+[>»›][ ]+\S|\S[ ]?/[ ][^/]+/[ ]\S|\S[ ]*\|[ ]*\S[^|]*\|"
)
_MENU_WORDS = re.compile(
    r"\b(?:Mailbox|Bulletin|Latest News|Laws and Regulations|Site ?[Mm]ap|Contact Us|FAQs?|Photos|Videos?|About [A-Z][a-z]+|Home ?[Pp]age)\b"
)
_CREDIT = re.compile(  # who let a page pass; the words alone are verbs of the genre
    r"(?:(?:reviewed|supervised|checked|approved|proofread|compiled) by|(?:first|second|third|final) (?:review|instance|trial)|proofreading|reviewer) ?[:：]"
)
_CAPTION = re.compile(r"[(（](?:Xinhua|Photo|CNS|CFP|China Daily)[/:：][^()（）]{2,40}[)）]$")  # beneath a picture
_TELLS = re.compile(r"\b(?:presided|attended|(?:the )?meeting|held|convened)\b")
_LANGUAGES = re.compile(r"中文|简体|繁體|English|Français|Español|Deutsch|Русский|日本語|한국어|العربية")
_WAY_MARK = re.compile(r"(?<=\S)[ ][>»›]{1,2}[ ](?=\S)")
_AFTER_ETC = re.compile(
    r"[ ]?(?:The|At|It|In|Meeting|Researched|Studied|Reviewed|Considered|Deliberated|Heard|Listened|Adopted|Approved|Conveyed|Arranged|Deployed|Discussed) |(?<=\.\.) [A-Z]"
)  # roads etc. The meeting; roads etc.. Mayor Li
_BRACKETED = re.compile(
    r"\[(?:photo|picture|image|video)[^\[\]]*\]|(?:\[[^\[\]]{2,24}\][ ]*){3,}", re.I
)  # a menu, what a picture shows
WAY_WORDS = 24  # words of a way to the page
MENU_BARS = 4  # bars between the words of a menu
DATE_WORDS = 14  # words of a line that holds a date and is no sentence
LABELLED_WORDS = 30  # where it says that the date is the page's
MENU_WORDS = 9
MAX_FURNITURE = 60  # words of a line that begins as a page's do: what is longer and tells of a meeting is the text
GLUED_WORDS = 7  # words of a headline before a site's name or slogan that is glued to it
MAX_SUFFIXES = 4  # of a headline: section, channel, site, address
SHORT_WORD = 4  # letters of words that a headline may leave small
STACKED_WORDS = 8  # words of each line of a headline of several lines
MENU_LINES = 6  # lines between a site's slogan and the headline that stands right above the text
MAX_LABEL = 4  # words of a label such as "Font size:"
_REPORTED_BY = re.compile(r"\W{0,2}\((?:[A-Za-z]+ ){0,3}(?:[Rr]eporters?|[Cc]orrespondents?)\b")  # opens a text
MAX_TITLE_SENTENCES = 220
MAX_SENTENCE_TITLE = 160
_MAX_TITLE = 420


class Layout(NamedTuple):
    """The blocks of a text and its sentences; the title's span is cut of site names, the date lines' of their labels."""

    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]
    title: Span | None
    subtitle: Span | None
    datelines: tuple[Span, ...]


class Sign(NamedTuple):
    """One way to know a furniture line: how to look and for what, in lower case."""

    match: str
    form: str


@cache
def furniture_signs() -> tuple[Sign, ...]:
    """Every sign of furniture in vocab/headlines.toml."""
    entries = [entry for entry in load_entries() if entry["kind"] == "furniture"]
    return tuple(Sign(e["match"], form.lower()) for e in entries for lang in ("en", "zh") for form in e.get(lang, ()))


def is_furniture(line: str) -> bool:
    """Whether a line is a page's and not the readout's."""
    low = line.lower().replace("’", "'")
    words = len(re.findall(r"\w+", low))
    if words <= MENU_WORDS + 3 and len(re.findall(r"(?<=\S) {2,}(?=\S)", line)) > 1 and not re.search(r"\d{4}", line):
        return True
    if (words <= MENU_WORDS and _MENU.search(line)) or _BRACKETED.fullmatch(line.strip()):
        return True
    if words <= WAY_WORDS and len(_WAY_MARK.findall(line)) > 1:
        return True
    if line.count(" | ") >= MENU_BARS and not line.rstrip().endswith("."):
        return True
    if not line.rstrip().endswith(".") and len(_MENU_WORDS.findall(line)) > 2:
        return True
    if len(_LANGUAGES.findall(line)) > 1:
        return True
    if not re.search(r"\w\w|[\u3400-\u9fff]", line):
        return True
    if words <= MENU_WORDS and not re.search(r"[a-z]{2}|\d", line) and line.count(" ") >= 2:
        return True
    if _CREDIT.match(low):
        return True
    if low.startswith(_forms("start") + _forms("clock")):
        return words <= MAX_FURNITURE or not _TELLS.search(low)
    if words <= 9 and low.startswith(_forms("short-start")) and not line.rstrip().endswith("."):
        return True
    named = words <= 11 and any(form in low for form in _forms("site"))
    if named and not re.search(r"[.!?]$", line) and " held" not in low:
        return not re.search(r"[-–—|][ ]?[^-–—|]*$", line)
    return False


@cache
def _forms(match: str) -> tuple[str, ...]:
    """The forms of one way to know a furniture line, with straight apostrophes."""
    return tuple(sign.form.replace("’", "'") for sign in furniture_signs() if sign.match == match)


def split_blocks(text: str) -> Layout:
    """The layout of a text: blocks in order, sentences of its paragraphs, title, subtitle, date lines."""
    lines = list(_lines(text))
    kinds: list[str] = []
    related = False
    for span in lines:
        line = text[span.start : span.end]
        kind = _line_kind(line, "paragraph" in kinds)
        related = related or (bool(kinds) and _RELATED.fullmatch(line.strip()) is not None)
        ends = re.search(r"[.!?。][\"”’)]*$", line)
        kinds.append("furniture" if related and kind == "paragraph" and not ends else kind)
    _mark_sentence_title(text, lines, kinds)
    title_at, subtitle_at = _choose_headlines(text, lines, kinds)
    shown = _shown(text, lines[title_at]) if title_at is not None else ""
    for at, kind in enumerate(kinds):
        if kind == "headline" or at == title_at:
            kinds[at] = "title" if at == title_at else "subtitle" if at == subtitle_at else "furniture"
        elif kind == "paragraph" and title_at is not None and _repeats(text, lines[at], shown):
            kinds[at] = "furniture"
    blocks = tuple(Block(span, kind) for span, kind in zip(lines, kinds, strict=True))
    sentences = tuple(s for block in blocks if block.kind == "paragraph" for s in split_sentences(text, block.span))
    title = _as_repeated(text, lines, _bare_title(text, lines[title_at])) if title_at is not None else None
    subtitle = lines[subtitle_at] if subtitle_at is not None else None
    return Layout(blocks, sentences, title, subtitle, tuple(b.span for b in blocks if b.kind == "dateline"))


def _mark_sentence_title(text: str, lines: list[Span], kinds: list[str]) -> None:
    """Take a short first sentence for the headline, where no line is one: above a date line, in headlines' tense, told by the way to the page."""
    first = next((at for at, kind in enumerate(kinds) if kind != "furniture"), None)
    if first is None or "headline" in kinds or kinds[first] != "paragraph":
        return
    shown = text[lines[first].start : lines[first].end]
    way = first > 0 and text[lines[first - 1].start : lines[first - 1].end].endswith(shown)
    short = kinds[first + 1 : first + 2] == ["paragraph"] and len(shown) <= MAX_TITLE_SENTENCES
    if short and _REPORTED_BY.match(text, lines[first + 1].start):
        kinds[first] = "headline"
        return
    if len(shown) <= MAX_SENTENCE_TITLE and (
        kinds[first + 1 : first + 2] == ["dateline"]
        or (
            kinds[first + 1 : first + 2] == ["paragraph"]
            and (way or _HEADLINE_TENSE.fullmatch(shown) or _in_capitals(shown))
        )
    ):
        kinds[first] = "headline"


def _in_capitals(shown: str) -> bool:
    """Whether a line's longer words all begin with a capital, as a headline's do."""
    words = [word for word in re.findall(r"[A-Za-z’'-]+", shown) if len(word) > SHORT_WORD]
    return len(words) >= STACKED_WORDS and all(word[0].isupper() for word in words)


def _as_repeated(text: str, lines: list[Span], title: Span) -> Span:
    """A headline without what a dash adds, where another line says it without: Meeting held – Some News."""
    for span in lines:
        if text.startswith(text[span.start : span.end], title.start) and _ADDED.fullmatch(
            text, title.start + span.end - span.start, title.end
        ):
            return Span(title.start, title.start + span.end - span.start)
    return title


def _repeats(text: str, span: Span, title: str) -> bool:
    """Whether a line shows the title once more."""
    return title in text[span.start : span.end].lower() and _shown(text, span) == title


def _shown(text: str, span: Span) -> str:
    bare = _bare_title(text, span)
    return text[bare.start : bare.end].lower()


def _choose_headlines(text: str, lines: list[Span], kinds: list[str]) -> tuple[int | None, int | None]:
    """The line that heads a readout, and the one beneath it; short lines before it are a site's menu."""
    heads = [at for at, kind in enumerate(kinds) if kind == "headline"]
    if not heads:
        return _breadcrumb_title(text, lines, kinds), None
    words = {at: len(_shown(text, lines[at]).split()) for at in heads}
    title = next((at for at in heads if words[at] >= 5), None)
    body = next((at for at, kind in enumerate(kinds) if kind == "paragraph"), len(kinds))
    if title is not None and not _OF_THE_GENRE.search(_shown(text, lines[title])):
        told = (
            at for at in heads if title < at < body and words[at] >= 5 and _OF_THE_GENRE.search(_shown(text, lines[at]))
        )
        genre = next(told, title)
        opening = range(genre + 1) if title == 0 and heads[: genre + 1] == [*range(genre + 1)] else range(0)
        stacked = opening and _is_stacked(text, [lines[at] for at in opening], [words[at] for at in opening])
        title = title if stacked else genre
    nearest = next((at for at in reversed(heads) if at < body and words[at] >= 5), None)
    if title is not None and nearest is not None and nearest - title > MENU_LINES and kinds[nearest - 1] == "dateline":
        title = nearest
    if title is None:
        title = next((at for at in heads if words[at] >= 3), None)
    if title is None:
        return None, None
    after = [
        at for at in heads if at > title and words[at] >= 3 and _shown(text, lines[at]) != _shown(text, lines[title])
    ]
    return title, after[0] if after else None


def _is_stacked(text: str, lines: list[Span], words: list[int]) -> bool:
    """Whether the lines that open a text are one headline of several lines: long, one right under the other."""
    gaps = (text[a.end : b.start] for a, b in itertools.pairwise(lines))
    return min(words) >= STACKED_WORDS and all(gap.count("\n") == 1 for gap in gaps)


def _breadcrumb_title(text: str, lines: list[Span], kinds: list[str]) -> int | None:
    """The way to the page (Home » …) where it is the only line that names the readout."""
    for at, span in enumerate(lines[:3]):
        bare = _WAY_TO_PAGE.sub("", _TITLE_PREFIX.sub("", text[span.start : span.end]))
        if (
            kinds[at] == "furniture"
            and bare != text[span.start : span.end]
            and bare.count(" ") >= MENU_WORDS // 2
            and "»" not in bare
        ):
            return at
    return None


def _lines(text: str) -> Iterator[Span]:
    for number, match in enumerate(_LINE.finditer(text)):
        start, end = match.span()
        glued = _GLUED_DATE.match(text, start, end) if number < 4 else None
        if glued:
            yield Span(glued.start(1), glued.end(1))
            start = glued.end()
        barred = text.find("|", start, end) >= 0 or text.find("  ", start, end) >= 0
        trailing = _TRAILING_DATE.search(text, start, end) if barred else None
        if trailing:
            yield from edged(text, start, trailing.start())
            start = trailing.start(trailing.lastindex or 1)
        yield from edged(text, start, end)


def edged(text: str, start: int, end: int, marks: str = _EDGE) -> Iterator[Span]:
    """A stretch of a line without the marks at its edges, nothing where no more is left."""
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        end -= 1
    if end > start:
        yield Span(start, end)


def _line_kind(line: str, seen_body: bool) -> str:
    if line.lower().startswith(_forms("clock")):
        return "furniture"
    words = len(line.split())
    if (
        words <= (LABELLED_WORDS if _DATE_LABEL.match(line) else DATE_WORDS)
        and _DATE_LINE.match(line)
        and not re.search(r"\b(?:held|presided|meeting)\b", line)
        and (not line.endswith(".") or line.endswith("..."))
    ):
        return "dateline"
    if is_furniture(line):
        return "furniture"
    if not seen_body and words <= MAX_LABEL and line.rstrip().endswith((":", "：")):
        return "furniture"
    ends = re.search(
        r"[.!?。；;:：][\"”’)）]*(?:[ ]?[*★▲#]+|[ ]?[(（][ ]?(?:19|20)\d\d[^()（）]{3,16}[)）]|[ ]?\[(?:File )?[Pp]hoto[^\[\]]{0,80}\])?$",
        line,
    )
    if ends or len(line) > _MAX_TITLE or seen_body or _CAPTION.search(line):
        return "paragraph"
    if re.match(
        r"(?:On|In) (?:the )?(?:morning|afternoon|evening|January|February|March|April|May|June|July|August|September|October|November|December)\b",
        line,
    ):
        return "paragraph"
    return "headline"


def _bare_title(text: str, span: Span) -> Span:
    """The span of a title line without a site's prefix or suffix."""
    start, end = span
    prefix = _TITLE_PREFIX.match(text[start:end])
    if prefix:
        start += prefix.end()
    of_site = False
    for _ in range(MAX_SUFFIXES):
        suffix = _TITLE_SUFFIX.search(text[start:end])
        low = suffix[1].lower().replace("’", "'") if suffix else ""
        if suffix and (
            any(site in low for site in _forms("site"))
            or re.search(
                r"people's government|^(?:[a-z]+ ){1,5}(?:net|network|channel|online|window)$|\.(?:com|cn|net|gov)|news(?: (?:center|centre|channel|portal))?$|xinhua|daily",
                low,
            )
        ):
            end, of_site = start + suffix.start(), True
        elif suffix and of_site and low in places_by_english():  # a site's section: … was held – Fujian – Southeast Net
            end = start + suffix.start()
    way = _WAY_TO_PAGE.match(text[start:end])
    if way and text.count(" ", start + way.end(), end) >= GLUED_WORDS // 2:
        start += way.end()
    picture = _PICTURE_TAIL.search(text[start:end])
    end = start + picture.start() if picture else end
    for tail in (_SITE_TAIL, _SLOGAN_TAIL):
        cut = tail.search(text[start:end])
        if cut and text.count(" ", start, start + cut.start()) >= GLUED_WORDS:
            end = start + cut.start()
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return Span(start, end)


def split_sentences(text: str, span: Span) -> Iterator[Span]:
    """The sentences of a paragraph; semicolons and glued full stops part them too, abbreviations do not."""
    start = span.start
    for match in _SENTENCE_END.finditer(text, span.start, span.end):
        head = text[max(start, match.start() - 5) : match.start()]
        if match[0].startswith(";") or (match[0].startswith(".") and _NUMBER_IN_LIST.search(head)):
            continue
        abbreviated = match[0].startswith(".") and _NOT_END.search(head + ".") and not match[0].endswith(("”", '"'))
        if abbreviated and _MONTH.search(head) and not _BEFORE_DAY.match(text, match.end()):
            abbreviated = None  # … presided over by Fan Jun. The meeting
        listed = abbreviated and head.endswith(("etc", "et al")) and _AFTER_ETC.match(text, match.end())
        if abbreviated and not listed and match.end() < span.end:
            continue
        if match[0].startswith("...") and re.match(r"[\"”]?[ ]?[a-z]", text[match.end() : match.end() + 3]):
            continue
        yield from trim_span(text, start, match.end())
        start = match.end()
    yield from trim_span(text, start, span.end)


def trim_span(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch without the spaces at its ends; nothing where it is all spaces."""
    yield from edged(text, start, end, " \t\u00a0\u3000")
