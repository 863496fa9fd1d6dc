"""Organs, posts and meetings put together from the hits of the scan, English grammar.

A body is a chain of hits ("13th · Municipal · Party · Committee" + "Comprehensively Deepening Reform · Committee"), an
office a head word with ranks and a body, a meeting a head word with ordinals, manner and a body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from readouts.lexicon import grammar_words
from readouts.model import Mention
from readouts.names import count_syllables
from readouts.places import PlaceEntry, places_by_english

CHAIN_KINDS = frozenset({"ordinal", "level", "party", "organ", "topic", "place"})
_LINK = re.compile(
    r"[’']?s?[ \u00a0]+(?:of |for |on |in )?(?:the |its |our |new )?(?:[“\"])?|[’']s[ \u00a0]+|[ \u00a0]?\((?=[A-Z])|\)[’']?s?[ \u00a0]+"
)
_NAMED_MEETING = re.compile(r"\b(National|Central|Provincial|Municipal|Regional|City|County|District)(?:,?[ \u00a0](?:[A-Z][\w’'-]*|and|of|on|for))*[ \u00a0]$")
LEVEL_WORDS = {"national": "central", "central": "central", "provincial": "provincial", "regional": "provincial", "municipal": "municipal", "city": "municipal", "county": "county", "district": "county"}
_SPACE = re.compile(r"[’']?s?[ \u00a0]+")
_OF = re.compile(r"[ \u00a0]+(?:of|for|at|in)[ \u00a0]+(?:the[ \u00a0]+)?")
_CAPITAL_BEFORE = re.compile(r"([A-Z][A-Za-z’']{2,18})[ \u00a0]+$")
_MANNER_GAP = re.compile(r"[ \u00a0()（）\-–]*")
_ORDINAL_GAP = re.compile(r"[ \u00a0]+(?:\(?(?!of\b|the\b|and\b|for\b|at\b|to\b|in\b)[A-Za-z'’-]+\)?[ \u00a0]+){0,2}")
_AND_GAP = re.compile(r"[ \u00a0]*,?[ \u00a0]*(?:and|&|,)?[ \u00a0]+(?:the[ \u00a0]+)?")
_RIGHT_OF = re.compile(
    r"[ \u00a0]*(?:\((?:enlarged|expanded)\)[ \u00a0]*)?(?:of|by|for|held by|convened by|in)[ \u00a0]+(?:the |its |our )?",
    re.I,
)
_BODY_HELD = re.compile(
    r"(?:[’']s?)?[ \u00a0]+(?:has |have |had |recently |today |yesterday |also |again |successively )?"
    r"(?:held|holds|hold|convened|convenes|convene|organized|organised|carried out|opened|conducted|launched)[ \u00a0]+"
    r"(?:(?:a|an|the|its|their|his)[ \u00a0]+)?",
    re.I,
)
_NAME_OF = re.compile(
    r"[A-Z][\w’'&-]*(?:[ \u00a0]+(?:(?:of|and|for|on|in)[ \u00a0]+(?:the[ \u00a0]+)?)?[A-Z][\w’'&-]*)*"
)
_OFFICE_OF = re.compile(r"(?:[ \u00a0]+(?:of|for|in charge of|to|at)[ \u00a0]+(?:the[ \u00a0]+)?|[ \u00a0]+(?=CPC ))")


class Body(NamedTuple):
    """What a chain says: kind of organ, its level, the committee's term, the place, and whether it is a named organ."""

    body_type: str
    level: str | None
    term: int | None
    place: PlaceEntry | str | None
    place_span: tuple[int, int] | None
    named: bool
    head: str


class Office(NamedTuple):
    """What a post says: its type, whether several share it, and the organ it belongs to."""

    office_type: str
    plural: bool
    body: Body | None


class Convening(NamedTuple):
    """What a meeting's name says: kind, ordinals, level, term, and the organ with its place in the text."""

    body_type: str
    ordinals: tuple[int, ...]
    level: str | None
    term: int | None
    body: Mention | None
    enlarged: bool
    form: str


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
    if hits[index].kind not in CHAIN_KINDS:
        return None
    chain = [hits[index]]
    at = index + 1
    while at < len(hits):
        hit = hits[at]
        if hit.start < chain[-1].end or hit.kind not in CHAIN_KINDS | {"meeting", "office"}:
            if hit.start < chain[-1].end or (
                hit.kind in {"theme", "spirit", "group"} and at + 1 < len(hits) and hits[at + 1].start == hit.start
            ):
                at += 1
                continue
            break
        gap = text[chain[-1].end : hit.start]
        if hit.kind not in CHAIN_KINDS or len(gap) > 14 or not _LINK.fullmatch(gap):
            break
        chain.append(hit)
        at += 1
    follows = hits[at] if at < len(hits) else None
    return _trim_chain(text, chain, follows)


def _trim_chain(text: str, chain: list[Mention], follows: Mention | None) -> list[Mention] | None:
    if follows is not None and follows.kind == "meeting" and chain[-1].kind == "ordinal":
        chain = chain[:-1]
    for at, hit in enumerate(chain[:-1]):
        if hit.kind == "organ" and chain[at + 1].kind == "topic":
            gap = text[hit.end : chain[at + 1].start].strip().split(" ")[0]
            heads_after = any(c.kind == "organ" for c in chain[at + 2 :])
            closed = hit.entry in {"central-committee", "state-council", "government", "political-bureau"}
            if (gap == "on" and not heads_after) or (closed and not heads_after) or gap == "in":
                chain = chain[: at + 1]
                break
        if hit.kind == "organ" and text[hit.end : chain[at + 1].start].strip().startswith("in"):
            chain = chain[: at + 1]
            break
    while len(chain) > 1 and chain[0].kind == "topic" and not _SPACE.fullmatch(text[chain[0].end : chain[1].start]):
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
    if tail and tail[0].kind in {"level", "place"} and not _OF.fullmatch(text[chain[organs[-1]].end : tail[0].start]):
        chain = chain[: organs[-1] + 1]
    if len(chain) == 1 and chain[0].entry in {"group", "committee", "department", "leading-group", "working-committee"}:
        return chain if chain[0].entry != "department" else None
    return chain


def _ends_of_party(text: str, chain: list[Mention]) -> bool:
    return len(chain) > 1 and chain[-2].kind == "organ" and bool(_OF.fullmatch(text[chain[-2].end : chain[-1].start]))


def _body_mention(text: str, chain: list[Mention]) -> Mention:
    start = chain[0].start
    place, place_span = _place_of(text, chain)
    if place_span and place_span[0] < start:
        start = place_span[0]
    levels = [hit.entry for hit in chain if hit.kind == "level"]
    levels += [hit.value["level"] for hit in chain if hit.kind == "organ" and "level" in hit.value]  # type: ignore[index, operator]
    level = levels[0] if levels else None
    if level is None and isinstance(place, PlaceEntry):
        level = place.level
    terms = [hit.value["number"] for hit in chain if hit.kind == "ordinal"]  # type: ignore[index]
    entries = [hit.entry for hit in chain if hit.kind == "organ"]
    named = any(hit.kind == "organ" and hit.value.get("named") for hit in chain) or any(  # type: ignore[union-attr, attr-defined]
        hit.kind == "topic" for hit in chain
    )
    body = Body(_body_type(chain, entries), level, terms[0] if terms else None, place, place_span, named, entries[-1])
    return Mention(start, chain[-1].end, "body", body.body_type, body)


def _body_type(chain: list[Mention], entries: list[str]) -> str:
    """The kind of organ, by the organs and topics of the chain; the reform topic makes a commission of any head."""
    topics = {hit.entry for hit in chain if hit.kind == "topic"}
    heads = set(entries)
    if "department" in heads and entries[0] == "department":
        return "other"
    if "reform" in topics and heads & {"committee", "commission", "group", "leading-group", "central-committee"}:
        return "deepening-reform-commission"
    for entry, kind in (
        ("theory-study-group", "theory-study"),
        ("party-group", "party-group"),
        ("discipline-commission", "discipline-commission"),
        ("peoples-congress", "peoples-congress"),
        ("cppcc", "cppcc"),
        ("political-bureau", "political-bureau"),
        ("standing-committee", "standing-committee"),
        ("leading-group", "leading-group"),
        ("group", "leading-group"),
        ("court", "other"),
        ("supervision-commission", "other"),
        ("working-committee", "party-committee"),
        ("government", "government"),
        ("state-council", "government"),
        ("party-congress", "party-congress"),
    ):
        if entry in heads:
            return kind
    if topics:
        return "other"
    return "party-committee" if heads & {"committee", "central-committee"} else "other"


def _place_of(text: str, chain: list[Mention]) -> tuple[PlaceEntry | str | None, tuple[int, int] | None]:
    for hit in chain:
        if hit.kind == "place":
            return hit.value["place"], (hit.start, hit.end)  # type: ignore[index]
    match = _CAPITAL_BEFORE.search(text, max(0, chain[0].start - 22), chain[0].start)
    if match and (chain[0].kind in {"level", "party"} or chain[0].entry == "government"):
        word = match[1].removesuffix("'s").removesuffix("’s")
        if word.lower() in places_by_english() or (count_syllables(word) >= 2 and chain[0].kind == "level"):
            return word, (match.start(1), match.start(1) + len(word))
    return None, None


def find_offices(text: str, hits: Sequence[Mention], bodies: Sequence[Mention]) -> list[Mention]:
    """Every post: ranks and head word, with the organ before or after it."""
    starts = {body.start: body for body in bodies}
    ends = {body.end: body for body in bodies}
    out: list[Mention] = []
    for at, hit in enumerate(hits):
        if hit.kind != "office" or (out and hit.start < out[-1].end):
            continue
        start, end, value = hit.start, hit.end, hit.value
        back = at - 1
        deputy = False
        while (
            back >= 0
            and hits[back].kind in {"rank", "party", "ordinal"}
            and _SPACE.fullmatch(text[hits[back].end : start])
        ):
            if hits[back].kind == "ordinal" and hits[back].entry != "rank-word":
                break
            deputy |= hits[back].entry == "deputy"
            start = hits[back].start
            back -= 1
        body = _body_before(text, start, ends)
        if body is not None:
            start = body.start
        else:
            start = _level_before(text, hits, back, start)
        end, after = _body_after(text, end, hits, starts)
        owner = after or body
        kind = ("deputy-" if deputy else "") + hit.entry
        said = Office(kind, bool(value.get("plural")), owner.value if owner else None)  # type: ignore[union-attr, attr-defined, arg-type]
        out.append(Mention(start, end, "office", kind, said))
    return out


def _body_before(text: str, start: int, ends: dict[int, Mention]) -> Mention | None:
    for width in (1, 2, 3):
        body = ends.get(start - width)
        if body and _SPACE.fullmatch(text[start - width : start]):
            return body
    return None


def _level_before(text: str, hits: Sequence[Mention], back: int, start: int) -> int:
    """Start of a post with its level or place before it: District Mayor, Municipal Party Secretary, Shenzhen Mayor."""
    while (
        back >= 0 and hits[back].kind in {"level", "place", "party"} and _SPACE.fullmatch(text[hits[back].end : start])
    ):
        start = hits[back].start
        back -= 1
    return start


def _body_after(text: str, end: int, hits: Sequence[Mention], starts: dict[int, Mention]) -> tuple[int, Mention | None]:
    match = _OFFICE_OF.match(text, end)
    if not match:
        return end, None
    body = starts.get(match.end())
    if body:
        return body.end, body
    inner = [hit for hit in hits if hit.start == match.end() and hit.kind in {"place", "level"}]
    if inner:
        last = inner[0]
        for hit in hits:
            if (
                hit.start >= last.end
                and hit.kind in {"level", "place"}
                and _SPACE.fullmatch(text[last.end : hit.start])
            ):
                last = hit
        return last.end, None
    name = _NAME_OF.match(text, match.end())
    if name and name[0][0].isupper():
        return _cut_name(text, match.end(), name.end(), starts)
    return end, None


def _cut_name(text: str, start: int, end: int, starts: dict[int, Mention]) -> tuple[int, Mention | None]:
    """End of a capitalised organ name that the vocabulary does not know; a known organ inside ends it."""
    for at, body in starts.items():
        if start < at < end and body.end >= end - 1:
            return body.end, body
    cut = re.search(r"[ \u00a0]and[ \u00a0]", text[start:end])
    return (start + cut.start() if cut else end), None


def find_meetings(text: str, hits: Sequence[Mention], bodies: Sequence[Mention]) -> list[Mention]:
    """Every meeting named: head word with its ordinals, manner and organ before, after, or as the subject of "held"."""
    starts = {body.start: body for body in bodies}
    ends = {body.end: body for body in bodies}
    out: list[Mention] = []
    for at, hit in enumerate(hits):
        if out and hit.start < out[-1].end:
            continue
        if hit.kind == "meeting":
            found = _meeting_at(text, hits, at, starts, ends)
            out.extend(_joined_session(text, out, found) or [found])
            out.extend(_second_organ(text, found, starts))
        elif hit.kind == "occasion" or (hit.kind == "organ" and hit.entry == "party-congress"):
            found = _occasion_at(text, hits, at, ends, starts)
            if found:
                out.append(found)
    return out


def _joined_session(text: str, out: list[Mention], found: Mention) -> list[Mention] | None:
    """The fourth session of the sixteenth executive meeting: the one before is the number, this one's number the term."""
    before = out[-1] if out else None
    if before is None or not isinstance(before.value, Convening) or not isinstance(found.value, Convening):
        return None
    joined = re.fullmatch(r"[ \u00a0]of[ \u00a0]", text[before.end : found.start])
    if not joined or before.value.body or not before.value.ordinals or not found.value.ordinals:
        return None
    out.pop()
    value = found.value._replace(ordinals=before.value.ordinals, term=found.value.ordinals[0])
    return [Mention(before.start, found.end, "convening", value.body_type, value)]


def _second_organ(text: str, found: Mention, starts: dict[int, Mention]) -> list[Mention]:
    """The meeting of the second organ in "the meetings of A and B"."""
    value = found.value
    if not isinstance(value, Convening) or value.ordinals or value.body is None or value.body.end > found.end:
        return []
    if not re.search(r"(?:meeting|session|conference)s\b", text[found.start : found.end], re.I):
        return []
    joint = re.compile(r"[ \u00a0]*(?:,|and)[ \u00a0]+(?:the[ \u00a0]+)?").match(text, found.end)
    body = starts.get(joint.end()) if joint else None
    if body is None or not isinstance(body.value, Body):
        return []
    kind = value.body_type if body.value.body_type in {"party-committee", "other"} else body.value.body_type
    return [Mention(body.start, body.end, "convening", kind, value._replace(level=body.value.level, term=body.value.term, body=body, body_type=kind))]


def _meeting_at(
    text: str, hits: Sequence[Mention], at: int, starts: dict[int, Mention], ends: dict[int, Mention]
) -> Mention:
    hit = hits[at]
    start, end, ordinals, enlarged, back = _left_of(text, hits, at)
    left = _body_before(text, start, ends) or _body_owning(text, start, ends)
    if left is None:
        of_ordinal = re.search(r"[ \u00a0]of the[ \u00a0]+$", text[max(0, start - 10) : start])
        left = ends.get(start - len(of_ordinal[0])) if of_ordinal and ordinals else None
    if left:
        start = left.start
    after = _RIGHT_OF.match(text, end)
    right = starts.get(after.end()) if after else None
    tail = re.match(r"[ \u00a0]*\((?:enlarged|expanded)\)", text[end : end + 12], re.I)
    if tail:
        enlarged, end = True, end + tail.end()
    if right:
        end = right.end
    held_by = None
    if not left and not right:
        held_by = _subject_body(text, start, ends)
    body_type, level, term, body = _organ_of(hit, left, right, held_by)
    if (
        not ordinals
        and left is not None
        and isinstance(left.value, Body)
        and left.value.term
        and left.value.level is None
    ):
        ordinals = (left.value.term,)
        term = right.value.term if right is not None and isinstance(right.value, Body) else None
    if body is None and not ordinals:
        start, level = _loose_level(text, hits, back, start)
    the = re.search(r"\b[Tt]he[ \u00a0]+$", text[max(0, start - 5) : start])
    start -= len(the[0]) if the else 0
    value = Convening(body_type, ordinals, level, term, body, enlarged, hit.entry)
    return Mention(start, end, "convening", body_type, value)


def _body_owning(text: str, start: int, ends: dict[int, Mention]) -> Mention | None:
    """The organ before a meeting with plain adjectives between: the Political Bureau's democratic life meeting."""
    adjectives = grammar_words("meeting_adjectives")
    match = re.search(rf"(?:[’']s)?((?:[ \u00a0]+(?:{'|'.join(adjectives)}))+)[ \u00a0]+$", text[max(0, start - 50) : start], re.I)
    if not match:
        return None
    at = max(0, start - 50) + match.start()
    return ends.get(at) or ends.get(at + 2)


def _left_of(text: str, hits: Sequence[Mention], at: int) -> tuple[int, int, tuple[int, ...], bool, int]:
    start, end = hits[at].start, hits[at].end
    ordinals: list[int] = []
    enlarged = False
    back = at - 1
    while back >= 0:
        before = hits[back]
        if before.start >= start or before.end > start:
            back -= 1
            continue
        gap = text[before.end : start]
        if before.kind == "manner" and _MANNER_GAP.fullmatch(gap):
            enlarged = True
            start = before.start - (text[before.start - 1 : before.start] == "(")
        elif before.kind == "ordinal" and not ordinals and _ORDINAL_GAP.fullmatch(gap):
            ordinals.append(before.value["number"])  # type: ignore[index]
            start = before.start
        elif before.kind == "ordinal" and ordinals and len(gap) < 12 and _AND_GAP.fullmatch(gap):
            ordinals.insert(0, before.value["number"])  # type: ignore[index]
            start = before.start
        else:
            break
        back -= 1
    numbered = re.search(r"[Nn]o\.?[ \u00a0]?(\d{1,3})[ \u00a0]+$", text[max(0, start - 10) : start])
    if numbered and not ordinals:
        ordinals = [int(numbered[1])]
        start -= len(numbered[0])
    return start, end, tuple(ordinals), enlarged, back


def _subject_body(text: str, start: int, ends: dict[int, Mention]) -> Mention | None:
    """The organ of "ORGAN held a … meeting"."""
    window = text[max(0, start - 60) : start]
    for match in _BODY_HELD.finditer(window):
        if match.end() == len(window):
            return ends.get(max(0, start - 60) + match.start())
    return None


def _organ_of(
    hit: Mention, left: Mention | None, right: Mention | None, held_by: Mention | None
) -> tuple[str, str | None, int | None, Mention | None]:
    bodies = [body for body in (left, right, held_by) if body is not None]
    said: list[Body] = [body.value for body in bodies if isinstance(body.value, Body)]
    level = next((body.level for body in reversed(said) if body.level), None)
    term = next((body.term for body in said if body.term), None)
    kind = meeting_body_type(hit, [body.body_type for body in said])
    chosen = bodies[0] if bodies else None
    if left is not None and right is not None:
        chosen = right if said[0].body_type in {"party-committee", "other"} else left
    return kind, level, term, chosen


def meeting_body_type(hit: Mention, kinds: Sequence[str]) -> str:
    """The record's body_type of a meeting, by its head word and the kinds of its organs."""
    if hit.entry == "plenum" and not {
        "deepening-reform-commission",
        "leading-group",
        "government",
        "cppcc",
        "peoples-congress",
    } & set(kinds):
        return "plenary"
    for kind in kinds:
        if kind in {"deepening-reform-commission", "theory-study", "party-group", "political-bureau"}:
            return kind
    if "standing-committee" in kinds and not {"peoples-congress", "cppcc"} & set(kinds):
        return "standing-committee"
    if "government" in kinds and hit.entry == "executive-meeting":
        return "government-executive"
    if "leading-group" in kinds:
        return "leading-group"
    if hit.entry == "executive-meeting" and not kinds:
        return "government-executive"
    return "other"


def _loose_level(text: str, hits: Sequence[Mention], back: int, start: int) -> tuple[int, str | None]:
    """Start and level of a meeting known by a name alone: the National Conference, the provincial economic conference."""
    while back >= 0 and start - hits[back].end < 70:
        before = hits[back]
        gap = text[before.end : start]
        if re.search(r"[.,;:!?“”\"\n]", gap) or before.kind in {"verb", "meeting", "demand"}:
            break
        if before.kind == "level" and not re.search(r"\b(?:of|to|for|the|and the)\b", gap):
            return before.start, before.entry
        back -= 1
    named = _NAMED_MEETING.search(text[max(0, start - 110) : start])
    if named:
        level = LEVEL_WORDS.get(named[1].lower())
        return max(0, start - 110) + named.start(1), level
    return start, None


def _occasion_at(
    text: str, hits: Sequence[Mention], at: int, ends: dict[int, Mention], starts: dict[int, Mention]
) -> Mention | None:
    hit = hits[at]
    start, end, ordinals, _, back = _left_of(text, hits, at)
    level = None
    while (
        back >= 0
        and hits[back].kind in {"level", "party", "place", "ordinal"}
        and _SPACE.fullmatch(text[hits[back].end : start])
    ):
        if hits[back].kind == "level":
            level = hits[back].entry
        if hits[back].kind == "ordinal" and not ordinals:
            ordinals = (hits[back].value["number"],)  # type: ignore[index]
        start = hits[back].start
        back -= 1
    if hit.kind == "organ":
        if not ordinals and "national" not in text[start:end].lower():
            return None
        of_party = re.match(r"[ \u00a0]+of the (?:CPC|Communist Party of China|Party)\b", text[end : end + 36])
        end += of_party.end() if of_party else 0
        named = re.match(r"(?:provincial|municipal)", text[hit.start : hit.end], re.I)
        level = level or (named[0].lower() if named else "central")
    the = re.search(r"\b[Tt]he[ \u00a0]+$", text[max(0, start - 5) : start])
    start -= len(the[0]) if the else 0
    value = Convening("other", ordinals, level, None, None, False, hit.entry)
    return Mention(start, end, "convening", "other", value)
