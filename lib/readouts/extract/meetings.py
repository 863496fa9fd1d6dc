"""The meetings that a readout reports: organ, level, term, ordinal, and the day."""

from __future__ import annotations

import re

from readouts.convenings import ZONE_COMMITTEE
from readouts.frame import Frame
from readouts.governed import is_specific
from readouts.held import hold_lead
from readouts.mark import body_of
from readouts.model import Held, Meeting, Mention, Span
from readouts.occasions import Convening
from readouts.organs import Body, with_article
from readouts.own import HELD_WITH

REFORM = "deepening-reform-commission"
_OF_MATTER = re.compile(r"[ \u00a0](?:for|of|on(?![ \u00a0](?:[A-Z]\w+ \d|[A-Z]\w+day|the \d)))\b")
_IN_A_ROW = re.compile(r",[ \u00a0](?:(?:and|cum)[ \u00a0])?(?:the[ \u00a0]|an?[ \u00a0])?")
_AND_A_MEETING = re.compile(r"(?: (?:for|on) [^.;,]{3,60})? and (?:(?:an?|the) )?")
# Head words by which an organ is taken up again.
_ANAPHORA = {REFORM: {"commission", "group", "committee", "leading-group"}, "party-group": {"group", "leading-group"}}
_ENLARGED = "standing-committee-enlarged"
_HOLDS = re.compile(r"[ \u00a0](?:convened?s?|holds?|held)[ \u00a0]")
_PLENARY_MEETING = re.compile(r"\bplenary (?:meeting|sitting)$", re.I)
_GROUP_HEADS = frozenset({"leading-group", "commission", "committee"})
NEAR_HELD = 12  # characters
LEAD_SENTENCES = 3
MAX_HELD_GAP = 80


def extract(frame: Frame) -> tuple[Meeting, ...]:
    """The meetings held, one row each, title and text mentions joined."""
    joined: list[list[Mention]] = []
    for mention in (_named_in_full(frame, m) for m in frame.own if not _is_subject(frame, m)):
        for group in joined:
            if _same(group, mention, frame):
                group.append(mention)
                break
        else:
            joined.append([mention])
    joined = [g for g in joined if not _only_headline(frame, g, joined)]
    specific = [
        g for g in joined if any(_kind(m) != "other" or _body_kind(m) or _numbered(m) or _of_zone(m) for m in g)
    ]
    if specific:
        named = [m for g in specific for m in g]
        specific = [g for g in joined if g in specific or _held_beside(frame, g, named)]
    groups = specific or [g for g in joined if g is joined[0] or _held_beside(frame, g, joined[0])]
    if not groups:
        groups = _unnamed(frame)
    held, part = hold_lead(frame)
    return tuple(_row(frame, group, number, held, part) for group in groups for number in _ordinals(group))


def _is_subject(frame: Frame, mention: Mention) -> bool:
    """Whether what can be a conference is the organ that held one named behind it: the CPPCC convened a party group meeting."""
    held = _HOLDS.match(frame.marks.text, mention.end)
    named = mention.value.organ in {"cppcc", "peoples-congress"} and not mention.value.ordinals
    return named and held is not None and any(0 <= m.start - held.end() < NEAR_HELD for m in frame.own)


def _held_beside(frame: Frame, group: list[Mention], named: list[Mention]) -> bool:
    """Whether a meeting without an organ is told right beside one that has one: the Mayor's Work Meeting and …"""
    return any(
        _beside(frame, a, b) or _beside(frame, b, a) or _of_two_groups(frame.marks.text, b, a)
        for a in group
        for b in named
        if is_specific(a)
    )


def _named_in_full(frame: Frame, mention: Mention) -> Mention:
    """A meeting of "the commission" or "the group" as the meeting of the organ that the text names so in full."""
    value = mention.value
    bare = value.body.value if isinstance(value, Convening) and value.body is not None else None
    if not isinstance(bare, Body) or bare.named or bare.level or value.body_type not in {"other", "leading-group"}:
        return mention
    party = "party" in frame.marks.text[value.body.start : value.body.end].lower()  # the party committee is no anaphora
    if party or _OF_MATTER.match(frame.marks.text, value.body.end):
        return mention
    named = [body_of(m) for m in (*frame.marks.offices, *frame.marks.bodies)]
    for kind in (REFORM, "party-group"):
        full = next((b for b in named if b and b.body_type == kind and b.level in (None, frame.level)), None)
        if full is not None and bare.head in _ANAPHORA[kind]:
            return mention._replace(value=value._replace(body_type=kind, level=full.level or value.level))
    return mention


def _kind(mention: Mention) -> str:
    value = mention.value
    assert isinstance(value, Convening)
    if value.enlarged and value.body_type == "standing-committee":
        return _ENLARGED
    return value.body_type


def _ordinals(group: list[Mention]) -> list[int | None]:
    found = [m.value.ordinals for m in group if isinstance(m.value, Convening) and m.value.ordinals]
    return list(found[0]) if found else [None]


def _same(group: list[Mention], mention: Mention, frame: Frame) -> bool:
    """Whether a mention names a meeting already named: kinds agree or one is general, ordinals do not differ."""
    twins = [m for m in frame.own if _beside(frame, mention, m)]
    if _of_zone(mention) != _of_zone(group[0]):
        return False
    if any(_kind(m) == _kind(g) != "other" and m.value.ordinals == g.value.ordinals for m in twins for g in group):
        return False  # the Mayor's Work Meeting and the 68th executive meeting, which a headline has named
    if _beside(frame, group[-1], mention) or any(_of_two_groups(frame.marks.text, m, mention) for m in frame.own):
        return False
    if _named_in_a_row(frame.marks.text, group[-1], mention):
        return False
    kinds = {_kind(m) for m in group} - {"other"}
    kind = _kind(mention)
    if kind == "plenary" and "plenary" in kinds and _part_of_plenum(frame.marks.text, mention):
        return True
    mine = {n for m in [mention] for n in (m.value.ordinals if isinstance(m.value, Convening) else ())}
    theirs = {n for m in group for n in (m.value.ordinals if isinstance(m.value, Convening) else ())}
    if mine and theirs and mine != theirs:
        return False
    if kind == "other" and kinds and _body_kind(mention) and _body_kind(mention) not in {_body_kind(m) for m in group}:
        return False
    organs = {_organ_named(m) for m in (*group, mention)} - {None}
    if len(organs) > 1 and "commission" in organs:
        return False
    if kind == "other" or not kinds or kind in kinds:
        return True
    bases = {k.removesuffix("-enlarged") for k in kinds}
    return kind.removesuffix("-enlarged") in bases


def _part_of_plenum(text: str, mention: Mention) -> bool:
    """Whether a plenary meeting without an organ is one of a session's own: he presided over the first plenary meeting."""
    return mention.value.body is None and _PLENARY_MEETING.search(text, mention.start, mention.end) is not None


def _beside(frame: Frame, first: Mention, second: Mention) -> bool:
    """Whether two meetings are told as two that were held together: X and Y, X followed by Y, X (also Y)."""
    gap = frame.marks.text[first.end : second.start]
    return HELD_WITH.fullmatch(gap) is not None and not gap.startswith(", the ")


def _of_two_groups(text: str, first: Mention, second: Mention) -> bool:
    """Whether two groups with names of their own met, or a group and a commission: a meeting of A and a meeting of B."""
    one, other = first.value.body, second.value.body
    if one is None or other is None or one.value.head != "leading-group" or other.value.head not in _GROUP_HEADS:
        return False
    return _AND_A_MEETING.fullmatch(text, first.end, second.start) is not None


def _named_in_a_row(text: str, first: Mention, second: Mention) -> bool:
    """Whether two meetings of two organs stand side by side, parted by a comma."""
    one, other = first.value.body, second.value.body
    if one is None or other is None or text[one.start : one.end].lower() == text[other.start : other.end].lower():
        return False
    return bool(_IN_A_ROW.fullmatch(text[max(first.end, one.end) : min(second.start, other.start)]))


def _of_zone(mention: Mention) -> bool:
    """Whether a meeting is that of a zone's committee beside its city's or district's."""
    return bool(mention.value.form == ZONE_COMMITTEE)


def _numbered(mention: Mention) -> bool:
    """Whether a meeting has a number and an organ, of whatever kind."""
    return bool(mention.value.ordinals and mention.value.body is not None)


def _only_headline(frame: Frame, group: list[Mention], groups: list[list[Mention]]) -> bool:
    """Whether a headline alone numbers a meeting that the text numbers otherwise: the text is believed."""
    if any(frame.marks.sentence_at(m.start) is not None for m in group) or not group[0].value.ordinals:
        return False
    return any(
        {_kind(m) for m in other} & {_kind(m) for m in group}
        and any(frame.marks.sentence_at(m.start) is not None and m.value.ordinals for m in other)
        for other in groups
        if other is not group
    )


def _body_kind(mention: Mention) -> str | None:
    """The kind of organ that a meeting of no special kind names (a people's congress, a government)."""
    body = body_of(mention)
    return body.body_type if body and body.body_type not in {"party-committee", "other"} else None


def _organ_named(mention: Mention) -> str | None:
    """The kind of an organ with a matter of its own: a commission for something, a leading group, a study group."""
    body = body_of(mention)
    if body is None or body.body_type in {"party-committee", "government"}:
        return None
    return (
        body.body_type
        if body.body_type != "other"
        else "commission"
        if body.named and body.head == "commission"
        else None
    )


def _unnamed(frame: Frame) -> list[list[Mention]]:
    """The meeting that the text speaks of without naming its organ; a reform commission in the lead is that organ."""
    lead = frame.marks.layout.sentences[:LEAD_SENTENCES]
    organ = next(
        (
            b
            for b in frame.marks.bodies
            if b.value.body_type == REFORM and any(s.start <= b.start < s.end for s in lead)
        ),
        None,
    )
    block = next((b.span for b in frame.marks.layout.blocks if b.kind in {"paragraph", "title"}), None)
    for mention in frame.marks.meetings:
        other = any(g.mention.start == mention.start for g in frame.others)
        if block and not other and not frame.marks.in_furniture(mention.start) and isinstance(mention.value, Convening):
            if organ is not None and organ.value.level in (None, frame.level) and not mention.value.body:
                named = mention.value._replace(
                    body=organ, body_type=REFORM, level=organ.value.level, term=organ.value.term
                )
                return [[mention._replace(value=named)]]
            return [[mention]]
    return []


def _row(frame: Frame, group: list[Mention], number: int | None, held: Held, part: str | None) -> Meeting:
    text = frame.marks.text
    in_text = [m for m in group if any(s.start <= m.start < s.end for s in frame.marks.layout.sentences)]
    first = in_text[0] if in_text else group[0]
    values = [m.value for m in [first, *group] if isinstance(m.value, Convening)]
    kinds = [_kind(m) for m in [first, *group]]
    kind = next((k for k in kinds if k == _ENLARGED), next((k for k in kinds if k != "other"), "other"))
    kind = "other" if kind == "political-bureau" else kind
    bodies = [v.body for v in values if v.body is not None]
    terms = [v.term for v in values if v.term]
    level = next((v.level for v in values if v.level), None) or frame.level
    body = bodies[0] if bodies else None
    start = first.start
    if body is not None and body.end <= start and start - body.end < MAX_HELD_GAP:
        start = with_article(text, body.start)
    return Meeting(
        body_type=kind,
        body=text[body.start : body.end] if body else None,
        level=level,
        term=terms[0] if terms else None,
        ordinal=number,
        held=held,
        part_of_day=part,
        span=Span(start, first.end),
        body_span=Span(body.start, body.end) if body else None,
        mentions=tuple(Span(m.start, m.end) for m in group if m is not first),
    )
