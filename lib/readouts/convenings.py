"""Meetings named in a text, English grammar: a head word with its ordinals, manner and organ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from readouts.lexicon import grammar_words, level_of
from readouts.model import Mention
from readouts.numerals import english_ordinals
from readouts.organs import SPACE, Body, body_before, with_article

_LEVEL_AND = re.compile(r"\b([A-Za-z]+)[ \u00a0]+and[ \u00a0]+(?:the[ \u00a0]+)?$")
_MATTER = re.compile(
    r"[ \u00a0](?:on|for)[ \u00a0](?:the[ \u00a0])?[A-Z][^.;:()\n]{2,90}?(?=,? and the |,? and [a-z]+ed\b|[,.;:]|$)"
)
_PLAIN_WORDS = re.compile(r"(?:(?!of |and |the |to )[\w’'-]+[ \u00a0]){1,4}")
_OF_OFFICERS = re.compile(r"s?[’']s?[ \u00a0]")
_CAPITAL_RUN = re.compile(r"(?:,?[ \u00a0](?:[A-Z][\w’'-]*|and|of|on|for))*[ \u00a0]")
_MANNER_GAP = re.compile(r"[ \u00a0()（）\-–]*")
_ORDINAL_GAP = re.compile(r"[ \u00a0]+(?:\(?(?!of\b|the\b|and\b|for\b|at\b|to\b|in\b)[A-Za-z'’-]+\)?[ \u00a0]+){0,2}")
_AND_GAP = re.compile(r"[ \u00a0]*,?[ \u00a0]*(?:and|&|,)?[ \u00a0]+(?:the[ \u00a0]+)?")
_RIGHT_OF = re.compile(
    r"[ \u00a0]*(?:\((?:enlarged|expanded)\)[ \u00a0]*)?(?:of|by|for|held by|convened by|in)[ \u00a0]+(?:the |its |our )?",
    re.I,
)
_BODY_HELD = re.compile(
    r"(?:[’']s?)?(?:[ \u00a0]in[ \u00a0][A-Z]\w+(?:[ \u00a0]city)?)?(?:,?[ \u00a0]?[–—-][^–—\n]{3,70}[–—-])?[ \u00a0]+(?:has |have |had |recently |today |yesterday |also |again |successively )?"
    r"(?:held|holds|hold|convened|convenes|convene|organized|organised|carried out|opened|conducted|launched)[ \u00a0]+"
    r"(?:(?:a|an|the|its|their|his)[ \u00a0]+)?",
    re.I,
)

MAX_NAME = 110


class Convening(NamedTuple):
    """What a meeting's name says: kind, ordinals, level, term, and the organ with its place in the text."""

    body_type: str
    ordinals: tuple[int, ...]
    level: str | None
    term: int | None
    body: Mention | None
    enlarged: bool
    form: str


_MET = Mention(0, 0, "meeting", "meeting", {})


def find_meetings(text: str, hits: Sequence[Mention], bodies: Sequence[Mention]) -> list[Mention]:
    """Every meeting named: head word with its ordinals, manner and organ before, after, or as the subject of "held"."""
    starts = {body.start: body for body in bodies}
    ends = {body.end: body for body in bodies}
    hits = _merge_plenary(text, hits)
    out: list[Mention] = []
    for at, hit in enumerate(hits):
        if out and hit.start < out[-1].end:
            continue
        if hit.kind == "meeting":
            meeting = _meeting_at(text, hits, at, starts, ends)
            out.extend(_joined_session(text, out, meeting) or [*_second_level(text, meeting), meeting])
            out.extend(_second_organ(text, meeting, starts))
        elif hit.kind == "occasion" or (hit.kind == "organ" and hit.entry == "party-congress"):
            found = _occasion_at(text, hits, at, ends)
            if found:
                out.extend([*_second_level(text, found), found])
    return _with_gatherings(text, bodies, out)


def _merge_plenary(text: str, hits: Sequence[Mention]) -> list[Mention]:
    """The hits with "Plenary (Enlarged) Meeting" as one head word."""
    out: list[Mention] = []
    for hit in hits:
        if hit.kind == "meeting" and hit.entry == "meeting":
            at = len(out) - 1
            while at >= 0 and out[at].kind == "manner" and _MANNER_GAP.fullmatch(text[out[at].end : hit.start]):
                at -= 1
            plenary = out[at] if at >= 0 else None
            if (
                plenary is not None
                and plenary.entry == "plenum"
                and re.fullmatch(r"[ \u00a0]*\(?(?:\w+)?\)?[ \u00a0]*", text[plenary.end : hit.start])
            ):
                out[at:] = [plenary._replace(end=hit.end)]
                continue
        out.append(hit)
    return out


def _with_gatherings(text: str, bodies: Sequence[Mention], named: list[Mention]) -> list[Mention]:
    """The meetings named, and those of organs that are said to have met."""
    verbs = "|".join(grammar_words("gathered"))
    gathered = re.compile(
        rf"[ \u00a0]+(?:has |have |had |recently |today |yesterday )?(?:{verbs})\b(?! (?:with|the|a|an|their|its)\b)"
    )
    taken = [(m.start, m.end) for m in named]
    out = list(named)
    for body in bodies:
        if gathered.match(text, body.end) and not any(a < body.end and body.start < b for a, b in taken):
            kind, level, term, organ = _organ_of(_MET, body, None, None)
            times = re.compile(r"[^.;\n]{0,40}?\bfor the (\w+) time\b").match(text, body.end)
            ordinals = _times(times[1]) if times else ()
            value = Convening(kind, ordinals, level, term, organ, False, "meeting")
            out.append(Mention(with_article(text, body.start), body.end, "convening", kind, value))
    return sorted(out, key=lambda m: m.start)


def _times(word: str) -> tuple[int, ...]:
    return tuple(number for form, number in english_ordinals() if form == word.lower())[:1]


def _numbers_meeting(text: str, left: Mention) -> bool:
    """Whether the number before an organ counts its meetings: the 38th central deep reform group meeting."""
    return text[left.start].isdigit() and "committee" not in text[left.start : left.end].lower()


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
    if value.body_type == "other" and body.value.body_type == "party-committee":
        return []
    kind = value.body_type if body.value.body_type in {"party-committee", "other"} else body.value.body_type
    return [
        Mention(
            body.start,
            body.end,
            "convening",
            kind,
            value._replace(level=body.value.level, term=body.value.term, body=body, body_type=kind),
        )
    ]


def _meeting_at(
    text: str, hits: Sequence[Mention], at: int, starts: dict[int, Mention], ends: dict[int, Mention]
) -> Mention:
    hit = hits[at]
    start, end, ordinals, enlarged, back = _left_of(text, hits, at)
    left = body_before(text, start, ends) or _body_owning(text, start, ends)
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
    if body_type == "other" and re.search(r"[Gg]overnment party[ \u00a0]*\(?$", text[max(0, start - 20) : start]):
        body_type = "party-group"
    if (
        not ordinals
        and left is not None
        and isinstance(left.value, Body)
        and left.value.term
        and (left.value.level is None or _numbers_meeting(text, left))
    ):
        ordinals = (left.value.term,)
        term = right.value.term if right is not None and isinstance(right.value, Body) else None
    if body is None and not ordinals:
        start, level = _loose_level(text, hits, back, start)
        matter = _MATTER.match(text, end) if level else None
        end = matter.end() if matter else end
    start = with_article(text, start)
    value = Convening(body_type, ordinals, level, term, body, enlarged, hit.entry)
    return Mention(start, end, "convening", body_type, value)


def _body_owning(text: str, start: int, ends: dict[int, Mention]) -> Mention | None:
    """The organ before a meeting with plain adjectives between: the Political Bureau's democratic life meeting."""
    adjectives = grammar_words("meeting_adjectives")
    match = re.search(
        rf"(?:[’']s)?((?:[ \u00a0]+(?:{'|'.join(adjectives)}))+)[ \u00a0]+$", text[max(0, start - 50) : start], re.I
    )
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
            ordinals.append(before.value["number"])
            start = before.start
        elif before.kind == "ordinal" and ordinals and len(gap) < 12 and _AND_GAP.fullmatch(gap):
            ordinals.insert(0, before.value["number"])
            start = before.start
        elif not (before.kind == "office" and _OF_OFFICERS.fullmatch(gap)):
            break
        back -= 1
    numbered = re.search(r"[Nn]o\.?[ \u00a0]?(\d{1,3})[ \u00a0]+$", text[max(0, start - 10) : start])
    if numbered and not ordinals:
        ordinals = [int(numbered[1])]
        start -= len(numbered[0])
    return start, end, tuple(ordinals), enlarged, back


def _subject_body(text: str, start: int, ends: dict[int, Mention]) -> Mention | None:
    """The organ of "ORGAN held a … meeting", a few plain words allowed before the head word."""
    first = max(0, start - 90)
    for match in _BODY_HELD.finditer(text, first, start):
        if match.end() == start or _PLAIN_WORDS.fullmatch(text, match.end(), start):
            body = ends.get(match.start())
            if body is not None:
                return _first_of_two(text, body, ends)
    return None


def _first_of_two(text: str, body: Mention, ends: dict[int, Mention]) -> Mention:
    """Of two organs that hold a meeting together the first, unless that one is none that meets."""
    joint = re.search(r"[ \u00a0]and[ \u00a0]+(?:the[ \u00a0]+)?$", text[max(0, body.start - 10) : body.start])
    first = ends.get(body.start - len(joint[0])) if joint else None
    return first if first is not None else body


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
    for hit in reversed(hits[: back + 1]):
        if start - hit.end > MAX_NAME:
            break
        if hit.kind == "level" and text[hit.start].isupper() and _CAPITAL_RUN.fullmatch(text[hit.end : start]):
            return hit.start, hit.entry
    return start, None


def _occasion_at(text: str, hits: Sequence[Mention], at: int, ends: dict[int, Mention]) -> Mention | None:
    """A meeting that goes by a name of its own (two sessions, a congress, an economic work conference)."""
    hit = hits[at]
    start, end, ordinals, _, back = _left_of(text, hits, at)
    level = None
    quoted = start - 1 if text[start - 1] in '“"' else start
    body = body_before(text, quoted, ends)
    if body is not None and isinstance(body.value, Body) and hit.kind == "occasion":
        start, level = body.start, body.value.level
    while (
        back >= 0
        and hits[back].kind in {"level", "party", "place", "ordinal"}
        and SPACE.fullmatch(text[hits[back].end : min(start, quoted)])
    ):
        if hits[back].kind == "level":
            level = hits[back].entry
        if hits[back].kind == "ordinal" and not ordinals:
            ordinals = (hits[back].value["number"],)
        start = quoted = hits[back].start
        back -= 1
    if hit.kind == "organ":
        named = re.match(r"(?:national|provincial|municipal)", text[hit.start : hit.end], re.I)
        if not ordinals and not named and (level is None or "party" not in text[start:end].lower()):
            return None
        of_party = re.match(r"[ \u00a0]+of the (?:CPC|Communist Party of China|Party)\b", text[end : end + 36])
        end += of_party.end() if of_party else 0
        level = level or (level_of(named[0]) if named else None) or "central"
    elif level is None:
        end, level = _level_after(text, hits, at)
    value = Convening("other", ordinals, level, None, None, False, hit.entry)
    return Mention(with_article(text, start), end, "convening", "other", value)


def _level_after(text: str, hits: Sequence[Mention], at: int) -> tuple[int, str | None]:
    """End and level of an occasion whose level follows it: the two sessions of the province."""
    end = hits[at].end
    follows = hits[at + 1] if at + 1 < len(hits) else None
    if follows is None or not re.fullmatch(r"[”\"]?[ \u00a0]of (?:the |our )?", text[end : follows.start]):
        return end, None
    return (follows.end, follows.entry) if follows.kind == "level" else (end, None)


def _second_level(text: str, found: Mention) -> list[Mention]:
    """The other level's meeting in "the central and provincial rural work conferences": one surface, two meetings."""
    value = found.value
    if not isinstance(value, Convening) or value.body is not None or value.ordinals or value.level is None:
        return []
    before = _LEVEL_AND.search(text[max(0, found.start - 30) : found.start])
    level = level_of(before[1]) if before else None
    if before is None or level is None:
        return []
    start = with_article(text, max(0, found.start - 30) + before.start())
    return [found._replace(start=start, value=value._replace(level=level))]
