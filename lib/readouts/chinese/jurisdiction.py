"""The jurisdiction whose body meets, in Chinese: named before its organ, or by the text as its own city, county or province."""

from __future__ import annotations

import re
from collections import Counter

from readouts.chinese.layout import is_furniture
from readouts.extract.places import from_sidecar
from readouts.frame import Frame
from readouts.lexicon import grammar_words
from readouts.mark import holds, overlaps, within
from readouts.model import Block, Mention, Place, Span
from readouts.organs import Body
from readouts.places import PlaceEntry, find_place

_IN_ROW = re.compile(
    r"(?:市|县|区)?、[\u3400-\u9fff]{2,5}(?:市|县|区)"
)  # 寿光市、诸城市作了发言: of the city's counties
_JOINS_IN = re.compile(r"[要须应室局委办厅部院]$")
_ENDING = re.compile(
    r"(?:(?:(?:(?!族)[\u3400-\u9fff]){1,6}族)*|维吾尔)(?:自治(?=[州县旗]))?(省|自治区|市|州|盟|县|区|旗)(?!委员|长|场|值|民|域|别|外)"
)
LEVELS = {"省": "provincial", "自治区": "provincial", "市": "municipal", "州": "municipal", "盟": "municipal"}
_BELOW = re.compile(r"(?:中央|省|省委|省政府)(?:、|和|及)$")  # 省委、某市委的部署: what stands above the own organ
_FOLLOWED = re.compile(r"(?:贯彻|落实|按照|根据|传达|学习|执行)(?:了|好)?$")  # 落实某市委部署
_UNLISTED = re.compile(
    r"(?:^|(?<=[，。；：、“《师]))([\u3400-\u9fff]{2,4}?)([市县区旗])(?=委|人|政|召|党|全面|20|关于|深化|第)", re.M
)
_LIKE_WORDS = re.compile(  # 和县, 应县, 成县: names that can be a word and 县
    r"(?:^|(?<=[，。；：、“《共市]))([\u3400-\u9fff]县)(?=县[委政人]|人民政府|政府|委|人大|政协)", re.M
)
ENDINGS = ("省", "自治区", "市", "州", "自治州", "盟", "地区")
_BANNER = re.compile(r"[前中后後左右]旗")  # part of the name: 察右前旗, 阿拉善左旗
_OF_PROVINCE = re.compile(r"(?<![\u3400-\u9fff])省[委长]|我省|全省")
MAX_UPPER = 10  # characters
_VISITING = re.compile(r"(?:在|赴)[^，。；]{0,12}$")  # 在上海、江苏盐城考察时
_VISITED = re.compile(r"[^，。；]{0,10}(?:考察|视察|调研)")
IN_WORDS = tuple("示模典规时现")  # 示范县 is no place
TO_ANOTHER = ("、", "赴", "到", "与", "和", "同", "学", "《", "由", "援")
MAX_CALLS = 8  # characters between a place and the meeting that it called
OWN_WEIGHT = 12
ORGAN_WEIGHT = 6


def extract(frame: Frame) -> Place:
    """The place with its level and gazetteer row; name null where nothing names it or the meeting is central."""
    if frame.level == "central":
        return Place(None, None, "central", None, None, "not-stated")
    marks, text = frame.marks, frame.marks.text
    votes: Counter[str] = Counter()
    spans: dict[str, Span] = {}
    told = [g.mention for g in frame.others if g.relation != "referred"]
    of_province = _OF_PROVINCE.search(text) is not None
    own = {m.value.body.start for m in frame.own if m.value.body is not None}
    for body in marks.bodies:
        value = body.value
        if not isinstance(value, Body) or value.place_span is None or marks.in_furniture(body.start):
            continue
        if holds(told, body.start) or value.level not in (None, frame.level) or _is_above(frame, body.start):
            continue
        if value.body_type == "government" and value.head == "government" and weight_of_own(own, body) == 0:
            continue
        weight = OWN_WEIGHT if weight_of_own(own, body) else ORGAN_WEIGHT
        _vote(text, Span(*value.place_span), weight, votes, spans)
    for hit in marks.hits:
        if hit.kind != "place" or _of_the_page(frame, hit.start):
            continue
        if overlaps(marks.names, hit.start, hit.end) or holds(told, hit.start) or _is_above(frame, hit.start):
            continue
        if of_province and hit.value["place"].adcode.endswith("0000") and frame.level == "municipal":
            continue  # a city of a province is none that is one itself
        weight = _weight(frame, text, hit.start, hit.end, hit.value["place"])
        weight = min(weight, 1) if holds(marks.quotes, hit.start) else weight
        if weight:
            _vote(text, Span(hit.start, hit.end), weight, votes, spans)
    if not votes:
        _unlisted(frame, votes, spans)
    if not votes:
        _named_barely(frame, told, votes, spans)
    if not votes:
        return from_sidecar(frame)
    name, _ = max(votes.items(), key=lambda item: (item[1], -spans[item[0]].start))
    level = frame.level
    row = find_place(name, level)
    span = spans[name]
    if _BANNER.match(text, span.end - 1):
        span = Span(span.start, span.end + 1)
    return Place(
        text[span.start : span.end],
        span,
        level or (row.level if row else None),
        row.adcode if row else None,
        row.province if row else None,
    )


def _is_above(frame: Frame, start: int) -> bool:
    """Whether a place is that of an organ above the own one: named with those above it, or whose plans are carried out."""
    text = frame.marks.text
    if _FOLLOWED.search(text, max(0, start - 6), start):
        return True
    return frame.level != "provincial" and _BELOW.search(text, max(0, start - 4), start) is not None


def weight_of_own(own: set[int], body: Mention) -> int:
    """1 where an organ is one that meets."""
    return int(body.start in own)


def _unlisted(frame: Frame, votes: Counter[str], spans: dict[str, Span]) -> None:
    """Vote for places that the gazetteer lacks: a name with its ending, told twice at the head of a clause or title."""
    text = frame.marks.text
    for match in _UNLISTED.finditer(text):
        said = LEVELS.get(match[2], "county")
        plain = match[1].endswith(grammar_words("no_place_ends", "zh")) or overlaps(frame.marks.names, *match.span(1))
        plain = plain or any(hit.kind != "place" for hit in within(frame.marks.hits, match.span(1)))  # 研究县政府意见
        if said == frame.level and not plain and not _of_the_page(frame, match.start(1)):
            _vote(text, Span(*match.span(1)), 1, votes, spans)
    for match in _LIKE_WORDS.finditer(text) if frame.level == "county" else ():
        if find_place(match[1], "county") and not _of_the_page(frame, match.start(1)):
            _vote(text, Span(*match.span(1)), 1, votes, spans)
    for name in [name for name, count in votes.items() if count < 2]:
        del votes[name]


def _named_barely(frame: Frame, told: list[Mention], votes: Counter[str], spans: dict[str, Span]) -> None:
    """Vote for the one place of the own level that the text names, be it in passing: 在咸丰见到实效; none where there are two."""
    marks, text = frame.marks, frame.marks.text
    like_words = {*grammar_words("no_places", "zh"), *grammar_words("places_like_words", "zh")}
    found = [
        hit
        for hit in marks.hits
        if hit.kind == "place"
        and hit.value["place"].level == frame.level
        and text[hit.start : hit.end] not in like_words
        and (block := marks.block_at(hit.start)) is not None
        and block.kind == "paragraph"
        and not (overlaps(marks.names, hit.start, hit.end) or holds(told, hit.start) or holds(marks.quotes, hit.start))
        and not (_is_above(frame, hit.start) or _is_far(frame, hit.start))
    ]
    here = [hit for hit in found if not _is_elsewhere(text, hit)]
    if here and len({text[hit.start : hit.end] for hit in found}) == 1:
        _vote(text, Span(here[0].start, here[0].end), 1, votes, spans)


def _is_elsewhere(text: str, hit: Mention) -> bool:
    """Whether a place is one that somebody visits, or one of several, or part of a longer name."""
    if _VISITING.search(text, max(0, hit.start - 14), hit.start) and _VISITED.match(text, hit.end):
        return True
    behind = text.startswith((*grammar_words("no_place_behind", "zh"), "、", "等", "》"), hit.end)
    before = text.endswith((*grammar_words("no_place_before", "zh"), *TO_ANOTHER), 0, hit.start)
    return behind or before or _ENDING.match(text, hit.end) is not None


def _vote(text: str, span: Span, weight: int, votes: Counter[str], spans: dict[str, Span]) -> None:
    name = text[span.start : span.end]
    votes[name] += weight
    if name not in spans or span.start < spans[name].start:
        spans[name] = span


def _weight(frame: Frame, text: str, start: int, end: int, entry: PlaceEntry) -> int:
    """How much a place named in the text speaks for itself: by its ending and level, and whether it is only a venue."""
    level = frame.level
    ending = _ENDING.match(text, end)
    if _VISITED.match(text, end) and _VISITING.search(text, max(0, start - 14), start):
        return 0
    if _is_far(frame, start):
        return int(entry.level == level)
    said = LEVELS.get(ending[1], "county") if ending else None
    if ending is None and entry.level == level and any(_calls(text, end, m) for m in frame.own):
        return OWN_WEIGHT
    if text.startswith(tuple(grammar_words("no_place_behind", "zh")), end) or text.endswith(
        tuple(grammar_words("no_place_before", "zh")), 0, start
    ):
        return 0
    if ending is None and text[start:end] in grammar_words("no_places", "zh"):
        return 0
    if level == "municipal" and entry.level == "county" and (_IN_ROW.match(text, end) or text.endswith("、", 0, start)):
        return 0
    if said not in (None, entry.level) and text[start:end] in grammar_words("no_places", "zh"):
        return 0  # 会同市财政局 is no city
    if text.startswith("会同", start) and _JOINS_IN.search(text, max(0, start - 4), start):
        return 0  # 区督查室要会同区改革办
    if said is not None and level is not None and said != level and not (said == "county" and level == "municipal"):
        return 0
    if said is None and end - start == 2 and text[end - 1] in "县区" and level == "county":
        return 0 if text[max(0, start - 1) : start] in IN_WORDS else 3
    more = 2 if text.startswith(tuple(grammar_words("own_behind", "zh")), end) else 0
    if said is not None:
        return 3 + more if said == level else 0
    if entry.level == level == "county":
        led = text.endswith(tuple(grammar_words("own_before", "zh")), 0, start)
        return 1 + more if more or led else 0
    if entry.level == level:
        return 2 + more
    if level == "municipal" and entry.level == "county":
        led = text.endswith(tuple(grammar_words("own_before", "zh")), 0, start)
        return 1 + more if text.count(text[start:end]) > 1 or (more and led) else 0
    return 0


def _calls(text: str, end: int, own: Mention) -> bool:
    """Whether a place is said to have called a meeting of its own: 近日，罗湖召开区委八届第105次常委会."""
    return 0 < own.start - end < MAX_CALLS and text.startswith(("召开", "举行"), end)


def _is_far(frame: Frame, start: int) -> bool:
    """Whether a place is told with the province or city that it lies in, as places elsewhere are: 西藏日喀则市定日县."""
    low = max(0, start - MAX_UPPER)
    upper = [h for h in within(frame.marks.hits, (low, start)) if h.kind == "place"]
    return any(h.end == start or frame.marks.text[h.end : start] in ENDINGS for h in upper)


def _of_the_page(frame: Frame, start: int) -> bool:
    block = frame.marks.block_at(start)
    if block is None or block.kind not in {"furniture", "dateline"}:
        return False
    return block.kind == "dateline" or not _is_headline(frame, block)


def _is_headline(frame: Frame, block: Block) -> bool:
    """Whether a line that is no part of the text is one more headline, below the title and before the text."""
    blocks = frame.marks.layout.blocks
    title = next((b.span.end for b in blocks if b.kind == "title"), None)
    first = next((b.span.start for b in blocks if b.kind == "paragraph"), None)
    if title is None or first is None or not title <= block.span.start < first:
        return False
    return not is_furniture(frame.marks.text[block.span.start : block.span.end])
