"""Organs put together from the hits of the scan, English grammar.

A body is a chain of hits: "13th · Municipal · Party · Committee" and "Comprehensively Deepening Reform · Committee".
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from readouts.model import Mention
from readouts.names import count_syllables
from readouts.places import PlaceEntry, counties_of_one_syllable, places_by_english

CHAIN_KINDS = frozenset({"ordinal", "level", "party", "organ", "topic", "place"})
_LINK = re.compile(
    r"[’']?s?[ \u00a0]+(?:of |for |on |in |under |in charge of )?(?:the |its |our )?(?:[Nn]ew )?(?:[“\"])?|[’']s[ \u00a0]+|[ \u00a0]?\(|\)[’']?s?[ \u00a0]+"
)
SPACE = re.compile(r"[’']?s?[ \u00a0]+")
_OF = re.compile(r"[ \u00a0]+(?:of|for|at|in)[ \u00a0]+(?:the[ \u00a0]+)?")
MAX_NAME = 30  # characters of a place's name before its level

_OF_COUNTY = re.compile(r"[ \u00a0]+of[ \u00a0]+(?:the[ \u00a0]+)?((?:[A-Z][a-z’']+[ \u00a0]+){1,3})")
_COUNTY = re.compile(r"[ \u00a0]+((?:[A-Z][a-z’']+[ \u00a0]+){1,3})")
_MATTER = re.compile(r"(?:[’']s)?(?:[ \u00a0](?:[A-Z][\w-]*|and))+[ \u00a0]")  # what a group is for, unknown words
ZONE_NAME = re.compile(
    r"[ \u00a0]of[ \u00a0](?:the )?(?:[A-Z][\w-]*[ \u00a0](?:and[ \u00a0])?){1,6}(?:Zone|Area|Park)\b"
)
_INSIDE = re.compile(r"[ \u00a0]*in(?! charge of)")  # the committee in the county; no name of one organ
MAX_MATTER = 60
MAX_GAP = 14
MAX_CHAIN = 24  # hits that one name can hold; a longer row is no name


_SHORT_NAME = re.compile(
    r"(?:[’']s)?[ \u00a0]\([A-Z]{2,10}\)(?:[’']s)?[ \u00a0]+$"
)  # the Central Commission's (CCDOR) 6th meeting
MAX_SHORT = 20


class Body(NamedTuple):
    """What a chain says: kind of organ, its level, the committee's term, the place, and whether it is a named organ."""

    body_type: str
    level: str | None
    term: int | None
    place: PlaceEntry | str | None
    place_span: tuple[int, int] | None
    named: bool
    head: str


def find_bodies(text: str, hits: Sequence[Mention]) -> list[Mention]:
    """Every chain of hits that names an organ, longest first come, with what it says as value."""
    out: list[Mention] = []
    index = 0
    while index < len(hits):
        chain = _chain_from(text, hits, index)
        if chain:
            out.append(_body_mention(text, chain))
            last = chain[-1]
            while index < len(hits) and hits[index].start < last.end:
                index += 1
        else:
            index += 1
    return out


def _chain_from(text: str, hits: Sequence[Mention], index: int) -> list[Mention] | None:
    """The hits that hang together from one on, None where they name no organ."""
    if hits[index].kind not in CHAIN_KINDS:
        return None
    chain = [hits[index]]
    for at in range(index + 1, min(len(hits), index + MAX_CHAIN)):
        hit = hits[at]
        if hit.start < chain[-1].end:
            continue
        if hit.kind not in CHAIN_KINDS or not _linked(text, chain[-1], hit):
            return _trim_chain(text, chain, hit)
        chain.append(hit)
    return _trim_chain(text, chain, None)


def _linked(text: str, before: Mention, hit: Mention) -> bool:
    """Whether two hits belong to one name: a link word between, or a link word and the name of a county."""
    gap = text[before.end : hit.start]
    if len(gap) <= MAX_GAP and _LINK.fullmatch(gap):
        return True
    named = _COUNTY.fullmatch(gap) if before.kind == "ordinal" and hit.entry == "committee" else None
    if named and named[1].strip().lower() in places_by_english():
        return True  # the Fourteenth Kaiping Committee of the Party
    heads = before.kind in {"organ", "topic"} and hit.entry in {"leading-group", "commission"}
    heads = heads or (before.kind == "topic" and hit.entry == "committee" and before.entry != "reform")
    if heads and len(gap) < MAX_MATTER and _MATTER.fullmatch(gap):
        return True
    county = _OF_COUNTY.fullmatch(gap) if hit.kind == "level" else None
    if county is None and before.kind in {"ordinal", "party", "place"} and hit.kind == "level":
        county = _COUNTY.fullmatch(gap)
    name = county[1].strip() if county else ""
    return count_syllables(name) > 0 or name.lower() in places_by_english()


def _trim_chain(text: str, chain: list[Mention], follows: Mention | None) -> list[Mention] | None:
    if follows is not None and follows.kind == "meeting" and chain[-1].kind == "ordinal":
        chain = chain[:-1]
    for at, hit in enumerate(chain[:-1]):
        if hit.kind == "organ" and chain[at + 1].kind == "topic":
            gap = text[hit.end : chain[at + 1].start].strip().split(" ")[0]
            heads_after = any(c.kind == "organ" for c in chain[at + 2 :])
            closed = hit.entry in {"central-committee", "state-council", "government", "political-bureau"}
            heads = {c.entry for c in chain[: at + 1]}  # the leading group of the city's committee on reform too
            on_reform = chain[at + 1].entry == "reform" and heads & {"leading-group", "commission"}
            if (gap == "on" and not heads_after and not on_reform) or (closed and not heads_after):
                chain = chain[: at + 1]
                break
        if hit.kind == "organ" and _INSIDE.match(text, hit.end, chain[at + 1].start):
            chain = chain[: at + 1]
            break
    while len(chain) > 1 and chain[0].kind == "topic" and not SPACE.fullmatch(text[chain[0].end : chain[1].start]):
        chain = chain[1:]
    while chain and (chain[-1].kind == "ordinal" or (chain[-1].kind == "party" and not _ends_of_party(text, chain))):
        chain = chain[:-1]
    organs = [at for at, hit in enumerate(chain) if hit.kind == "organ"]
    if not organs:
        return None
    tail = chain[organs[-1] + 1 :]
    if (
        tail
        and tail[0].kind == "topic"
        and chain[organs[-1]].entry not in {"committee", "commission", "group", "leading-group", "department"}
    ):
        chain = chain[: organs[-1] + 1]
    regional = (
        tail and chain[organs[-1]].entry == "cppcc" and text[tail[0].start : tail[0].end].lower() == "autonomous region"
    )
    if (
        tail
        and not regional
        and tail[0].kind in {"level", "place"}
        and not _OF.fullmatch(text[chain[organs[-1]].end : tail[0].start])
        and not _OF_COUNTY.fullmatch(text[chain[organs[-1]].end : tail[0].start])
    ):
        chain = chain[: organs[-1] + 1]
    bare = len(chain) == 1 and chain[0].entry == "department" and " " not in text[chain[0].start : chain[0].end]
    return None if bare else chain


def _ends_of_party(text: str, chain: list[Mention]) -> bool:
    return len(chain) > 1 and chain[-2].kind == "organ" and bool(_OF.fullmatch(text[chain[-2].end : chain[-1].start]))


def _body_mention(text: str, chain: list[Mention]) -> Mention:
    start = chain[0].start
    place, place_span = _place_of(text, chain)
    if place_span and place_span[0] < start:
        start = place_span[0]
    levels = [hit.entry for hit in chain if hit.kind == "level"]
    levels += [hit.value["level"] for hit in chain if hit.kind == "organ" and "level" in hit.value]
    level = levels[0] if levels else None
    if level is None and isinstance(place, PlaceEntry):
        level = place.level
    terms = [hit.value["number"] for hit in chain if hit.kind == "ordinal"]
    entries = [hit.entry for hit in chain if hit.kind == "organ"]
    named = any(hit.kind == "organ" and hit.value.get("named") for hit in chain) or any(
        hit.kind == "topic" for hit in chain
    )
    body = Body(_body_type(chain, entries), level, terms[0] if terms else None, place, place_span, named, entries[-1])
    end = chain[-1].end
    if text.count("(", start, end) > text.count(")", start, end) and text.startswith(")", end):
        end += 1
    return Mention(start, end, "body", body.body_type, body)


def _body_type(chain: list[Mention], entries: list[str]) -> str:
    """The kind of organ, by the organs and topics of the chain; the reform topic makes a commission of any head."""
    topics = {hit.entry for hit in chain if hit.kind == "topic"}
    heads = set(entries)
    if any((a.entry, b.entry) == ("other-topic", "reform") for a, b in itertools.pairwise(chain)):
        topics.discard("reform")  # a leading group for education reform
    if entries == ["government", "committee"] and chain[-2].kind == "party":
        return "party-group"  # the provincial government's party committee, as 政府党组 is told too
    if entries[0] == "department" and entries[-1] not in {"theory-study-group", "party-group"}:
        return "other"
    if "reform" in topics and heads & {"committee", "commission", "group", "leading-group", "central-committee"}:
        return "deepening-reform-commission"
    for entry, kind in (
        ("theory-study-group", "theory-study"),
        ("party-group", "party-group"),
        ("discipline-commission", "discipline-commission"),
        ("central-discipline-commission", "discipline-commission"),
        ("peoples-congress", "peoples-congress"),
        ("national-peoples-congress", "peoples-congress"),
        ("national-cppcc", "cppcc"),
        ("cppcc", "cppcc"),
        ("political-bureau", "political-bureau"),
        ("standing-committee", "standing-committee"),
        ("leading-group", "leading-group"),
        ("group", "leading-group"),
        ("court", "other"),
        ("supervision-commission", "other"),
        ("working-committee", "party-committee"),
        ("government", "government"),
        ("municipal-government", "government"),
        ("state-council", "government"),
        ("party-congress", "party-congress"),
    ):
        if entry in heads:
            return kind
    if topics:
        return "other"
    return "party-committee" if heads & {"committee", "central-committee"} else "other"


def _place_of(text: str, chain: list[Mention]) -> tuple[PlaceEntry | str | None, tuple[int, int] | None]:
    places = [at for at, hit in enumerate(chain) if hit.kind == "place"]
    if places:
        first = chain[places[0]]
        for hit in (h for h in chain[: places[0]] if h.kind == "level" and h.entry == "county"):
            match = name_before(text, 0, hit.start)
            if match and names_county(text, match[1], hit):
                return match[1], (match.start(1), match.end(1))
        lower = _lower_place(text, chain, places[-1])
        return lower or (first.value["place"], (first.start, first.end))
    for at, hit in enumerate(chain):
        if hit.kind not in {"level", "party"} and hit.entry not in {"government", "committee"}:
            continue
        match = name_before(text, chain[at - 1].end if at else 0, hit.start)
        word = match[1].removesuffix("'s").removesuffix("’s") if match else ""
        if match and hit.entry == "committee" and not (at and chain[at - 1].kind == "ordinal"):
            continue
        if match and (word.lower() in places_by_english() or (hit.kind == "level" and names_county(text, word, hit))):
            return word, (match.start(1), match.start(1) + len(word))
    return None, None


@cache
def _name_before() -> re.Pattern[str]:
    several = sorted((n for n in map(str.title, places_by_english()) if " " in n), key=len, reverse=True)
    return re.compile(rf"((?:\b(?:{'|'.join(map(re.escape, several))})|[A-Z][A-Za-z’']{{1,18}}))[ \u00a0]+$")


def name_before(text: str, low: int, end: int) -> re.Match[str] | None:
    """The capitalised word that stands right before a level, or a name of several words: Ejin Horo Banner."""
    return _name_before().search(text, max(low, end - MAX_NAME), end)


def names_county(text: str, word: str, level: Mention) -> bool:
    """Whether a word before a level names its place: two syllables, one that is a county (Jia County), or no pinyin."""
    if count_syllables(word) >= 2 or any(row.level == "county" for row in places_by_english().get(word.lower(), ())):
        return True
    return text[level.start : level.end] == "County" and word.lower() in counties_of_one_syllable()


def _lower_place(text: str, chain: list[Mention], after: int) -> tuple[str, tuple[int, int]] | None:
    """The place of a lower level that stands behind a place and before its level: Shanghai Changning District."""
    for before, hit in zip(chain[after:], chain[after + 1 :], strict=False):
        match = name_before(text, before.end, hit.start) if hit.kind == "level" else None
        if match and names_county(text, match[1], hit):
            return match[1], (match.start(1), match.end(1))
    return None


def body_before(text: str, start: int, ends: dict[int, Mention]) -> Mention | None:
    for width in (1, 2, 3):
        body = ends.get(start - width)
        if body and SPACE.fullmatch(text[start - width : start]):
            return body
    short = _SHORT_NAME.search(text, max(0, start - MAX_SHORT), start)
    return ends.get(short.start()) or ends.get(short.start() + len("'s")) if short else None


def with_article(text: str, start: int) -> int:
    """Where a name begins with its article."""
    return start - 4 if text[max(0, start - 4) : start].lower() == "the " else start
