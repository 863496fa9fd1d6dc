"""Posts put together from the hits of the scan, English grammar: ranks and a head word with the organ before or after."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from readouts.lexicon import grammar_words
from readouts.model import Mention
from readouts.names import count_syllables, load_surnames
from readouts.organs import SPACE, Body, body_before

_NAME_OF = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)[ \u00a0]+)?[A-Z][\w’'&-]*"
    r"(?:[ \u00a0]+(?:\([A-Z]{2,8}\)[ \u00a0]+)?(?:(?:of|and|for|on|in)[ \u00a0]+(?:the[ \u00a0]+)?)?[A-Z][\w’'&-]*)*"
)
_OFFICE_OF = re.compile(
    r"(?:[ \u00a0]+(?:of|for|in charge of|to|at)[ \u00a0]+(?:(?:the|its)[ \u00a0]+)?|[ \u00a0]+(?=CPC ))"
)

_CHARGE = re.compile(
    r"([ \u00a0]in charge of (?:the )?(?:regular|daily|routine|day-to-day|overall) (?:work|affairs))(?: of (?:the )?)?"
)
_PRESIDES = re.compile(
    r"(?:[Cc]hairs|[Hh]eads)[ \u00a0](?:the|an?|its|this|over|\d)\b"
)  # a verb: Chairs the 4th Meeting
_RANK_GAP = re.compile(rf"{SPACE.pattern}|-")
_HEADS = "|".join(grammar_words("organ_heads"))
_RUN = r"(?:[ \u00a0][A-Z][\w’'-]+)"
_REST = re.compile(
    rf"{_RUN}{{0,8}}[ \u00a0](?:{_HEADS})\b|[ \u00a0]of the (?:Presidium|Secretariat)(?: of the (?:Congress|Conference|Session))?\b|[ \u00a0]of(?:[ \u00a0]the)?{_RUN}(?:[ \u00a0]\([A-Z]\w+\))?(?:(?:[ \u00a0]and)?{_RUN}){{0,5}}[ \u00a0]"
    r"(?:Zone|Area|Park|Port|Garrison|Sub-area|Subarea|Sub-district|Company|Group|University|Corporation|(?:(?:new|economic|development|pilot|industrial|and)[ \u00a0])+(?:zone|area|park))\b"
)
_ZONE_BEFORE = re.compile(r"\b(?:New Area|New District|(?:[A-Z][\w-]+ ){0,2}Development Zone|High-tech Zone)[ ]$")
MAX_RANKED = 6  # hits between a rank and the head word of a post
MAX_ZONE = 60  # characters of a zone before the post of its organ
_PAIRS = grammar_words("fixed_pairs")  # Minister of Agriculture and Rural Affairs
_NO_WORD = (
    r"(?!(?:the|an?|of|in|on|and|or|to|for|from|with|at|by|as|was|were|is|are|who|which|that|led|made|gave|spoke|held)\b"
    r"|(?!disabled|united|integrated|affiliated|retired|related|armed)[a-z]+ed\b)"
)
_WORD = rf"(?:{_NO_WORD}[a-z][\w’'-]*[ \u00a0])"
_SMALL_ORGAN = (
    rf"(?:Party[ \u00a0])?{_WORD}{{0,5}}?(?:and[ \u00a0]{_WORD}{{1,3}}?)?(?:{_HEADS.lower()}|organs|branch)\b(?![’'])"
)
_SMALL = re.compile(_SMALL_ORGAN)
_SMALL_OF = re.compile(r"[ \u00a0](?:of|for|under|at|in|stationed (?:in|at))[ \u00a0](?:the[ \u00a0])?")
_OF_MATTER = re.compile(
    rf"{_NO_WORD}[a-z][\w’'-]*(?:[ \u00a0]{_NO_WORD}[a-z][\w’'-]*)?(?:[ \u00a0]and(?:[ \u00a0]{_NO_WORD}[a-z][\w’'-]*){{1,2}})?"
    r"(?=[,.;)]|[ \u00a0](?:and|[a-z]+ed|made|gave)\b)"
)  # the federation of industry and commerce
_MATTER_OF = re.compile(
    rf"[ \u00a0](?:of|for|on)[ \u00a0](?:the[ \u00a0])?{_WORD}{{1,5}}(?:and[ \u00a0]{_WORD}{{1,3}})?of[ \u00a0](?:the[ \u00a0])?"
)
_NO_POST = (
    r"(?!(?:Secretary|Director|Head|Deputy|Vice|Chair\w*|Mayor|Member|Minister|President|Chief|Executive|Governor)\b)"
)
_CAPITAL = rf"(?:{_NO_POST}[A-Z][\w’'-]+)"
_GROUP_MATTER = re.compile(  # its Leading Group for Party History Study and Education
    rf"[ \u00a0](?:for|on)[ \u00a0](?:the[ \u00a0])?{_CAPITAL}(?:[ \u00a0](?:(?:and|of|by|in|the)[ \u00a0]){{0,2}}{_CAPITAL}){{1,8}}(?=[,.;)]|[ \u00a0]and\b)"
)
_CAPITAL_OFFICE = re.compile(rf"[A-Z][\w’'-]+{_RUN}{{0,4}}?[ \u00a0](?:{_HEADS})\b")
_OWN_COMMITTEE = re.compile(r"(?:[ \u00a0](?:[A-Z][\w’'-]+|and)){1,8}?[ \u00a0](?:Committee|Commission|Office)\b")
_AREA = re.compile(r"(?:city|county|district|province|region)\b(?![’'])")
_SEAT = re.compile(rf"[A-Z][\w’'-]+{_RUN}?[ \u00a0](?:Street|Village|Town|Township|Subdistrict|Community)\b")
_SEAT_GAP = re.compile(r"(?:[,.;] |\W?\n|)[A-Z].*, ", re.S)
_PERSON_LAST = re.compile(r"[ \u00a0]([A-Z][a-z]{1,6})[ \u00a0]([A-Z][a-z]{1,11})$")
_PLAIN = re.compile(rf"(?:(?:both|two)[ \u00a0])?(?:{_HEADS.lower()})s?\b(?![’'])")

_LOWER_ORGAN = re.compile(
    r"(?:[a-z-]+[ \u00a0]){1,4}(?:leading group|working group|steering group|commission)\b(?:[ \u00a0]of[ \u00a0](?:the )?(?:[a-z]+ ){0,3}(?:committee|government|city|county|province)\b)?"
)
_LABEL = re.compile(r"\b(?:city|county|district|provincial|municipal|town)[ \u00a0]leaders?$", re.I)
MAX_PLACE = 4  # hits that a place name and its level can hold


class Post(NamedTuple):
    """What a post says: its type, whether several share it, and the organ it belongs to."""

    office_type: str
    plural: bool
    body: Body | None


def find_offices(text: str, hits: Sequence[Mention], bodies: Sequence[Mention]) -> list[Mention]:
    """Every post: ranks and head word, with the organ before or after it."""
    starts = {body.start: body for body in bodies}
    ends = {body.end: body for body in bodies}
    out: list[Mention] = []
    for at, hit in enumerate(hits):
        if hit.kind != "office" or (out and hit.start < out[-1].end):
            continue
        start, end, value = hit.start, hit.end, hit.value
        if _PRESIDES.match(text, start):
            continue
        back = at - 1
        deputy = False
        while (
            back >= 0
            and hits[back].kind in {"rank", "party", "ordinal"}
            and _RANK_GAP.fullmatch(text[hits[back].end : start])
        ):
            if hits[back].kind == "ordinal" and not (back and hits[back - 1][:3] == (*hits[back][:2], "rank")):
                break
            deputy |= hits[back].entry == "deputy"
            start = hits[back].start
            back -= 1
        body = body_before(text, start, ends)
        if body is None and _LABEL.search(text[max(0, start - 14) : end]):
            continue
        start = body.start if body is not None else _level_before(text, hits, back, start)
        ranked = next((h for h in hits[max(0, at - MAX_RANKED) : at] if h.kind == "rank" and h.end == start - 1), None)
        if ranked is not None and text[ranked.start].isupper() and not text[start].islower():
            start, deputy = ranked.start, deputy or ranked.entry == "deputy"  # Vice Municipal Party Secretary
        zone = _ZONE_BEFORE.search(text, max(0, start - MAX_ZONE), start)
        start = zone.start() if zone else start
        end, after = _body_after(text, end, hits, starts)
        owner = after or body
        kind = ("deputy-" if deputy else "") + hit.entry
        said = Post(kind, bool(value.get("plural")), owner.value if owner else None)
        out.append(Mention(start, end, "office", kind, said))
    seats = [b for b in bodies if isinstance(b.value, Body) and b.value.head == "standing-committee"]
    held = {post.start for post in out if not post.value.plural}
    out += [_seat(b) for b in seats if b.end + 2 in held and _SEAT_GAP.fullmatch(text, max(0, b.start - 2), b.end + 2)]
    return sorted(out)


def _seat(body: Mention) -> Mention:
    """A seat told by its organ alone, before another post: Provincial Standing Committee, vice governor Wu Gang."""
    return Mention(body.start, body.end, "office", "member", Post("member", False, body.value))


def _level_before(text: str, hits: Sequence[Mention], back: int, start: int) -> int:
    """Start of a post with its level or place before it: District Mayor, Municipal Party Secretary, Shenzhen Mayor."""
    while (
        back >= 0 and hits[back].kind in {"level", "place", "party"} and text[hits[back].end : start] in (" ", "\u00a0")
    ):
        start = hits[back].start
        back -= 1
    return start


def _body_after(text: str, end: int, hits: Sequence[Mention], starts: dict[int, Mention]) -> tuple[int, Mention | None]:
    charge = _CHARGE.match(text, end)
    if charge:
        body = starts.get(charge.end())
        return (body.end if body else charge.end(1)), body
    match = _OFFICE_OF.match(text, end)
    if not match:
        return end, None
    body = starts.get(match.end())
    if body:
        matter = _GROUP_MATTER.match(text, body.end) if body.value.head in {"leading-group", "commission"} else None
        more = _OWN_COMMITTEE.match(text, body.end) if body.value.head.endswith(("congress", "cppcc")) else None
        if more:
            return more.end(), body  # chairman of the NPC Constitution and Law Committee
        named = matter is not None and _ends_in_name(text, *matter.span())
        return (matter.end() if matter and not named else _small_of(text, body.end, starts)[0]), body
    last: Mention | None = None
    for hit in hits[(first := bisect_left(hits, (match.end(),))) : first + MAX_PLACE]:
        joined = hit.start == match.end() if last is None else SPACE.fullmatch(text[last.end : hit.start])
        if not joined or hit.kind not in {"place", "level"}:
            break
        last = hit
    if last is not None:
        return _rest(text, last.end), None
    lower = _LOWER_ORGAN.match(text, match.end())
    if lower:
        inside = (starts[at] for at in range(lower.start(), lower.end()) if at in starts)
        known = next((b for b in inside if b.end > lower.end()), None)  # the first steering [group of the committee]
        return (known.end, known) if known else _small_of(text, lower.end(), starts)
    small = _SMALL.match(text, match.end())
    if small:
        return _small_of(text, small.end(), starts)
    plain = _PLAIN.match(text, match.end())
    if plain:
        return plain.end(), None
    name = _NAME_OF.match(text, match.end())
    if name and not name[0][0].islower():
        return _cut_name(text, match.end(), name.end(), starts)
    return end, None


def _rest(text: str, end: int) -> int:
    """End of an organ's name that goes on behind the part that the vocabulary knows: of the … Zone, … Garrison."""
    if rest := _REST.match(text, end):
        return rest.end()
    if text[end : end + 1] in (" ", "\u00a0") and (small := _SMALL.match(text, end + 1)):
        end = small.end()
    joint = _SMALL_OF.match(text, end)
    more = next((m for p in (_SEAT, _SMALL, _OF_MATTER) if joint and (m := p.match(text, joint.end()))), None)
    return more.end() if more else end


def _small_of(text: str, end: int, starts: dict[int, Mention]) -> tuple[int, Mention | None]:
    """End of an organ told in small letters, with the one that it belongs to: the team stationed in the Congress."""
    joint = _SMALL_OF.match(text, end)
    body = starts.get(joint.end()) if joint else None
    if body:
        return body.end, body
    if joint and (office := _CAPITAL_OFFICE.match(text, joint.end())):
        return office.end(), None  # secretary of the party group of the Administrative Office
    return _of_matter(text, end, starts) or (_rest(text, end), None)


def _of_matter(text: str, end: int, starts: dict[int, Mention]) -> tuple[int, Mention | None] | None:
    """End of a group's name with its matter and whose it is: the group for the theme education of the Party committee."""
    matter = _MATTER_OF.match(text, end)
    body = starts.get(matter.end()) if matter else None
    if matter is None or body is not None:
        return (body.end, body) if body else None
    area = _AREA.match(text, matter.end())
    return (area.end(), None) if area else None


def _ends_in_name(text: str, start: int, end: int) -> re.Match[str] | None:
    """The personal name that a run of capitalised words ends in."""
    named = _PERSON_LAST.search(text, start, end)
    known = named and named[1].lower() in load_surnames() and 0 < count_syllables(named[2]) <= 2
    return named if known else None


def _cut_name(text: str, start: int, end: int, starts: dict[int, Mention]) -> tuple[int, Mention | None]:
    """End of a capitalised organ name that the vocabulary does not know; a known organ inside ends it."""
    joints = re.finditer(r"([\w’'-]+)[ \u00a0]and[ \u00a0]([\w’'-]+)", text[start:end])
    cut = next((m for m in joints if not (m[0].lower().replace("\u00a0", " ")).startswith(_PAIRS)), None)
    end = start + cut.end(1) if cut else end
    if named := _ends_in_name(text, start, end):  # Minister of Propaganda Fu Lei
        end = named.start()
    for at in range(start + 1, end):
        body = starts.get(at)
        if body is not None and body.end >= end - 1:
            return body.end, body
    return end, None
