"""The meetings that a Chinese readout reports, one row each: organ, level, term, ordinal, and the day."""

from __future__ import annotations

import itertools
import re

from readouts.chinese.held import hold_lead
from readouts.chinese.pieces import further_news
from readouts.frame import Frame
from readouts.governed import is_specific
from readouts.model import Held, Meeting, Mention, Span

ENLARGED = "standing-committee-enlarged"
HEADS = "heads-meeting"
JOINED = "暨"
_HELD_TOO = re.compile(rf"{JOINED}|和|及|以及|、|，(?:随后|之后|接着|并|又|还)召开了?")


def extract(frame: Frame) -> tuple[Meeting, ...]:
    """The meetings held, by the story and the further news in it; mentions that can be one meeting are one row."""
    text = frame.marks.text
    edges = (0, *further_news(text), len(text) + 1)
    rows = [row for start, end in itertools.pairwise(edges) for row in _held_in(frame, Span(start, end))]
    return tuple(rows) if rows else _unnamed(frame)


def _held_in(frame: Frame, news: Span) -> list[Meeting]:
    """The meetings that one of the news reports."""
    groups: list[list[Mention]] = []
    own = [m for m in frame.own if news.start <= m.start < news.end]
    in_text = [m for m in own if frame.marks.sentence_at(m.start) is not None]
    first = [m for m in in_text if is_specific(m) or m.value.body_type != "other"]
    for mention in (*in_text, *(m for m in own if m not in in_text)):
        group = next((g for g in groups if _same(g, mention, frame)), None)
        if group is not None:
            group.append(mention)
        else:
            groups.append([mention])
    kept = [g for g in groups if _is_told(frame, g, first)]
    held, part = hold_lead(frame, news)
    return [_row(frame, g, n, held, part) for g in kept or groups[:1] for n in _ordinals(g)]


def _kind(mention: Mention) -> str:
    value = mention.value
    return ENLARGED if value.enlarged and value.body_type == "standing-committee" else str(value.body_type)


def _base(mention: Mention) -> str:
    return str(mention.value.body_type)


def _ordinals(group: list[Mention]) -> list[int | None]:
    found = [m.value.ordinals for m in group if m.value.ordinals]
    return list(found[0]) if found else [None]


def _same(group: list[Mention], mention: Mention, frame: Frame) -> bool:
    """Whether a mention names a meeting already named: kinds agree, numbers do not differ; a headline's are believed less."""
    mine = set(mention.value.ordinals)
    theirs = {n for m in group for n in m.value.ordinals}
    headline = frame.marks.sentence_at(mention.start) is None
    if mine and theirs and mine != theirs:
        return headline and _base(mention) == _base(group[0])
    if not mine and mention.value.form == HEADS and any(m.value.form == HEADS for m in group):
        return True  # 主席会议 after 第三十次主席会议
    if mine and mine == theirs and any(m.value.body is None and _base(m) == "other" for m in (mention, *group)):
        return True  # 召开第一次会议 … 省委常委会第一次会议
    kinds = {_base(m) for m in group}
    if theirs and not mine and frame.marks.text.startswith(JOINED, group[-1].end, mention.start):
        return False  # 第八次党代会第二次会议暨经济工作会议
    if _base(mention) in {"plenary", "leading-group"} and _joins_other_organ(frame.marks.text, group, mention):
        return False
    if _base(mention) in kinds:
        return _base(mention) != "other" or headline or _organ(mention) in {_organ(m) for m in group}
    return headline and _base(mention) == "other" and mention.value.form != HEADS


def _joins_other_organ(text: str, group: list[Mention], mention: Mention) -> bool:
    """Whether a plenary or a group's meeting is another organ's, held with one: 区委七届六次全会暨区政府全体会议."""
    joined = any(text[m.end : mention.start] == JOINED for m in group)
    return joined and (_organ(mention) == "leading-group" or _organ(mention) not in {_organ(m) for m in group})


def _organ(mention: Mention) -> str | None:
    body = mention.value.body
    return body.value.body_type if body is not None else None


def _is_told(frame: Frame, group: list[Mention], first: list[Mention]) -> bool:
    """Whether a meeting is one of those that the lead opens with, or of a kind of its own."""
    if not first:
        return True
    if any(m in first for m in group):
        return (
            any(_is_joined(frame.marks.text, m, first) for m in group)
            or _base(group[0]) != "other"
            or all(_base(m) == "other" for m in first)
            or bool(group[0].value.ordinals)
        )
    return any(m.value.body_type != "other" for m in group) and not first


def _is_joined(text: str, mention: Mention, first: list[Mention]) -> bool:
    """Whether a meeting is told as held with another or after it: 党组会议暨主任会议, 先后召开县委常委会会议和全县干部会议."""
    ahead = any(_HELD_TOO.fullmatch(text, m.end, mention.start) for m in first)
    return ahead or any(text[mention.end : m.start] == JOINED for m in first)


def _unnamed(frame: Frame) -> tuple[Meeting, ...]:
    """The meeting that the text speaks of without naming its organ."""
    for mention in frame.marks.meetings:
        relayed = any(g.mention == mention for g in frame.others)
        if not relayed and not frame.marks.in_furniture(mention.start):
            return (_row(frame, [mention], None, *hold_lead(frame)),)
    return ()


def _row(frame: Frame, group: list[Mention], number: int | None, held: Held, part: str | None) -> Meeting:
    text = frame.marks.text
    first = group[0]
    values = [m.value for m in group]
    kinds = [_kind(m) for m in group]
    kind = ENLARGED if ENLARGED in kinds else next((k for k in kinds if k != "other"), "other")
    kind = "other" if kind == "political-bureau" else kind
    body = next((v.body for v in values if v.body is not None), None)
    inside = body is not None and body.start < first.start and body.end <= first.start
    start = body.start if body is not None and inside and first.start - body.end < 60 else first.start
    return Meeting(
        body_type=kind,
        body=text[body.start : body.end] if body else None,
        level=next((v.level for v in values if v.level), None) or frame.level,
        term=next((v.term for v in values if v.term), None),
        ordinal=number,
        held=held,
        part_of_day=part,
        span=Span(start, first.end),
        body_span=Span(body.start, body.end) if body else None,
        mentions=tuple(Span(m.start, m.end) for m in group[1:]),
    )
