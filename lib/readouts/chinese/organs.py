"""Organs put together from the hits of the scan, Chinese grammar: 中共 · place · term · organ · organ, with nothing between."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from readouts.lexicon import grammar_words
from readouts.model import Mention
from readouts.numerals import read_han
from readouts.organs import Body
from readouts.places import PlaceEntry

NUM = "[〇零一二三四五六七八九十百两0-9]{1,5}"
TERM_END = re.compile(rf"(?<![新上下每])第?({NUM})届$")  # 新一届 counts nothing
TERM = re.compile(rf"第?({NUM})届")
_NATIONAL = re.compile(rf"(?:第?{NUM}届)?全国")  # 政协第十三届全国委员会
LEVEL_BY_SUFFIX = {
    "省": "provincial",
    "自治区": "provincial",
    "市": "municipal",
    "州": "municipal",
    "盟": "municipal",
    "县": "county",
    "区": "county",
    "旗": "county",
}
_PEOPLE = r"(?:(?!族)[\u3400-\u9fff]){1,6}族"
PLACE_SUFFIX = re.compile(rf"(?:(?:{_PEOPLE})*|维吾尔)(?:自治(?=[州县旗]))?(省|自治区|市|州|盟|县|区|旗)")
_PEOPLES = re.compile(rf"(?:{_PEOPLE})+|维吾尔")
_LEVEL_CHAR = re.compile(r"(?<![\u3400-\u9fff])([省市县州])$|[和、及与,，传达习彻落实开了](省|市|县|州|区)$")
# 省疫情防控工作领导小组: one character for the level, behind a mark or a word that leads to a name
_LEVEL_OF_MATTER = re.compile(
    r"[\s\S]*(?:^|[\s，。；：、和及与暨了“]|召开|套开|举行|传达|学习|贯彻|落实|\d[日号])([省市县州区旗])([\u3400-\u9fff“”]{2,20})$"
)
MAX_MATTER = 26
_MATTER = re.compile(r"[\u3400-\u9fff、（）]{1,16}")
_LONG_MATTER = re.compile(r"[\u3400-\u9fff、（）]{1,24}")  # of a group that a place opens
_NO_MATTER = re.compile(
    r"暨|召开|举行|成立|听取|审议|表决|传达|主持|关于|(?<!党)的|要求|书记|主任|讲话|精神|会议|研究|部署|和市|和省|及"
)
_IN_BRACKETS = re.compile(r"（[\u3400-\u9fff]{0,8}）?|）")
_NOT_STANDING = re.compile(r"（?扩大）?会|会")
_HEADS = frozenset({"commission", "leading-group"})
_GROUPS = frozenset({"leading-group", "headquarters"})
_OWNERS = frozenset({"party-committee", "government"})
GROUPS = ("领导小组", "深改组", "改革组")  # before 2018 the reform commission was one of these
COMMISSIONS = frozenset({"commission", "matter-commission"})
KINDS = (
    "deepening-reform-commission",
    "theory-study",
    "party-group",
    "discipline-commission",
    "peoples-congress",
    "cppcc",
    "political-bureau",
    "standing-committee",
    "leading-group",
    "government",
    "party-committee",
)


def find_bodies(text: str, hits: Sequence[Mention]) -> list[Mention]:
    """Every chain of hits that names an organ, with what it says as value."""
    organs = [h for h in hits if h.kind == "organ" and not _is_post(text, h) and not _is_other_reform(text, h)]
    places = {h.end: h for h in hits if h.kind == "place"}
    out: list[Mention] = []
    at = 0
    while at < len(organs):
        chain = [organs[at]]
        while at + 1 < len(organs) and _linked(text, chain, organs[at + 1]):
            chain.append(organs[at + 1])
            at += 1
        at += 1
        body = _body(text, chain, places)
        gap = text[out[-1].end : body.start] if out and out[-1].entry == "cppcc" else None
        if text.endswith("委员会", 0, body.end) and (gap == "" or (gap and TERM.fullmatch(gap))):
            out[-1] = _of_cppcc(out[-1], body, _term(gap))
        else:
            out.append(body)
    return out


def _of_cppcc(before: Mention, body: Mention, term: int | None) -> Mention:
    """A committee of the consultative conference, its place and term behind it: 政协四川省第十一届委员会, 政协第十届某县委员会."""
    value = body.value._replace(body_type="cppcc", head=before.value.head, term=body.value.term or term)
    return Mention(before.start, body.end, "body", value.body_type, value)


def _is_post(text: str, hit: Mention) -> bool:
    """Whether a short word for the standing committee names its members: 市委常委."""
    return text[hit.start : hit.end] in grammar_words("standing_members", "zh") and not _NOT_STANDING.match(
        text, hit.end
    )


def _is_other_reform(text: str, hit: Mention) -> bool:
    """Whether 改革委 is not the reform commission of a Party committee: 省发展改革委, 市发展和改革委员会."""
    return text.startswith("改革委", hit.start) and text[hit.start - 1 : hit.start] not in ("委", "央")


def _linked(text: str, chain: list[Mention], hit: Mention) -> bool:
    last = chain[-1]
    gap = text[last.end : hit.start]
    if not gap or TERM.fullmatch(gap) or _IN_BRACKETS.fullmatch(gap):
        return True
    if last.entry == "cppcc" and _NATIONAL.fullmatch(gap):
        return True
    if hit.entry not in _HEADS or last.value.get("body") not in _OWNERS or len(gap) > 16:
        return False
    return _MATTER.fullmatch(gap) is not None and "、" not in gap[:1] and not _NO_MATTER.search(gap)


def _body(text: str, chain: list[Mention], places: dict[int, Mention]) -> Mention:
    start, end = chain[0].start, chain[-1].end
    term = next((t for a, b in itertools.pairwise(chain) if (t := _term(text[a.end : b.start]))), None)
    level = next((str(o.value["level"]) for o in chain if o.value.get("level")), None)
    if any(_NATIONAL.fullmatch(text, a.end, b.start) for a, b in itertools.pairwise(chain)):
        level = "central"
    before = TERM_END.search(text, max(0, start - 8), start)
    if before:
        term, start = read_han(before[1]), before.start()
    place, span, start, said = place_before(text, start, places)
    level = level or said
    if level is None and (one := _LEVEL_CHAR.search(text, max(0, start - 2), start)):
        level = LEVEL_BY_SUFFIX[one[1] or one[2]]
        start -= 1
    if level is None and place is None and chain[0].entry in _GROUPS:
        owner = _LEVEL_OF_MATTER.search(text, max(0, start - MAX_MATTER), start)
        if owner and not _NO_MATTER.search(owner[2]):
            level, start = LEVEL_BY_SUFFIX[owner[1]], owner.start(1)
        else:
            place, span, start, level = _place_of_matter(text, start, places)
    kind = body_type_of(chain)
    for party in grammar_words("party", "zh"):
        if text.endswith(party, 0, start):
            start -= len(party)
            kind = (
                "party-committee" if kind == "other" and chain[-1].entry == "commission" and len(chain) == 1 else kind
            )
            break
    head = "leading-group" if text.endswith(GROUPS, 0, end) else chain[-1].entry
    body = Body(kind, level, term, place, span, any(o.value.get("named") for o in chain), head)
    return Mention(start, end, "body", body.body_type, body)


def _place_of_matter(
    text: str, start: int, places: dict[int, Mention]
) -> tuple[PlaceEntry | None, tuple[int, int] | None, int, str | None]:
    """As place_before, of the place that a group's matter stands behind: 绵阳市全面推行河长制工作领导小组."""
    for end in range(start - 1, max(0, start - MAX_MATTER), -1):
        hit = places.get(end)
        ending = PLACE_SUFFIX.match(text, end, start) if hit else None
        if hit is not None and ending is not None and ending.end() < start:
            if _NO_MATTER.search(text, ending.end(), start) or not _LONG_MATTER.fullmatch(text, ending.end(), start):
                return None, None, start, None
            return hit.value["place"], (hit.start, hit.end), hit.start, LEVEL_BY_SUFFIX[ending[1]]
    return None, None, start, None


def _term(gap: str) -> int | None:
    match = TERM.fullmatch(gap.removesuffix("全国"))
    return read_han(match[1]) if match else None


def place_before(
    text: str, start: int, places: dict[int, Mention]
) -> tuple[PlaceEntry | None, tuple[int, int] | None, int, str | None]:
    """The place whose name ends right before a place in the text, its span, where it begins, and its level by its ending."""
    for width in (0, 1, 2, 3, 4, 5, 6, 7):
        hit = places.get(start - width)
        if hit is None:
            continue
        if width == 0:
            last = LEVEL_BY_SUFFIX.get(text[hit.end - 1]) if hit.end - hit.start > 2 else None
            return hit.value["place"], (hit.start, hit.end), _with_upper(text, hit.start, places), last
        if text.startswith("自治", start) and _PEOPLES.fullmatch(text, hit.end, start):
            return hit.value["place"], (hit.start, hit.end), _with_upper(text, hit.start, places), None
        ending = PLACE_SUFFIX.fullmatch(text, hit.end, start)
        if ending:
            return (
                hit.value["place"],
                (hit.start, hit.end),
                _with_upper(text, hit.start, places),
                LEVEL_BY_SUFFIX[ending[1]],
            )
    return None, None, start, None


def _with_upper(text: str, start: int, places: dict[int, Mention]) -> int:
    """Where a place's name begins with the name of the province or city that it belongs to."""
    for width in (0, 1, 3):
        hit = places.get(start - width)
        if hit is not None and (width == 0 or text[hit.end : start] in LEVEL_BY_SUFFIX):
            return hit.start
    return start


def body_type_of(chain: Sequence[Mention]) -> str:
    """The kind of organ, by the organs of the chain; a head that none of them owns makes it another."""
    kinds = {"theory-study" if o.entry == "theory-study-group" else str(o.value.get("body", "other")) for o in chain}
    if chain[-1].entry in {"department", "secretariat", "court"}:
        return "other"
    if chain[-1].entry in COMMISSIONS and "deepening-reform-commission" not in kinds:
        return "other"
    return next((kind for kind in KINDS if kind in kinds), "other")
