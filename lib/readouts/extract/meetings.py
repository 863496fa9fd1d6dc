"""The meetings that a readout reports: organ, level, term, ordinal, and the day."""

from __future__ import annotations

from readouts.frame import Frame
from readouts.held import hold_lead
from readouts.mark import body_of
from readouts.model import Held, Meeting, Mention, Span
from readouts.occasions import Convening
from readouts.organs import with_article

_ENLARGED = "standing-committee-enlarged"
MAX_HELD_GAP = 80


def extract(frame: Frame) -> tuple[Meeting, ...]:
    """The meetings held, one row each, title and text mentions joined."""
    joined: list[list[Mention]] = []
    for mention in frame.own:
        for group in joined:
            if _same(group, mention, frame):
                group.append(mention)
                break
        else:
            joined.append([mention])
    specific = [g for g in joined if any(_kind(m) != "other" or _body_kind(m) for m in g)]
    groups = specific or joined[:1]
    if not groups:
        groups = _unnamed(frame)
    held, part = hold_lead(frame)
    return tuple(_row(frame, group, number, held, part) for group in groups for number in _ordinals(group))


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
    kinds = {_kind(m) for m in group} - {"other"}
    kind = _kind(mention)
    mine = {n for m in [mention] for n in (m.value.ordinals if isinstance(m.value, Convening) else ())}
    theirs = {n for m in group for n in (m.value.ordinals if isinstance(m.value, Convening) else ())}
    if mine and theirs and mine != theirs:
        return False
    if kind == "other" and kinds and _body_kind(mention) and _body_kind(mention) not in {_body_kind(m) for m in group}:
        return False
    if kind == "other" or not kinds or kind in kinds:
        return True
    bases = {k.removesuffix("-enlarged") for k in kinds}
    return kind.removesuffix("-enlarged") in bases


def _body_kind(mention: Mention) -> str | None:
    """The kind of organ that a meeting of no special kind names (a people's congress, a government)."""
    body = body_of(mention)
    return body.body_type if body and body.body_type not in {"party-committee", "other"} else None


def _unnamed(frame: Frame) -> list[list[Mention]]:
    """The meeting that the text speaks of without naming its organ."""
    block = next((b.span for b in frame.marks.layout.blocks if b.kind in {"paragraph", "title"}), None)
    for mention in frame.marks.meetings:
        other = any(g.mention.start == mention.start for g in frame.others)
        if block and not other and not frame.marks.in_furniture(mention.start) and isinstance(mention.value, Convening):
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
