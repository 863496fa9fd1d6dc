"""The frame of a Chinese readout: which of the meetings it names are its own, their level, and what governs the others."""

from __future__ import annotations

import re

from readouts.chinese.governed import relation_of
from readouts.chinese.own import JOINED, is_own, lead_end, text_before
from readouts.chinese.own_level import own_level, said_level
from readouts.chinese.persons import read_parts
from readouts.chinese.pieces import further_news
from readouts.chinese.printed import printed_day
from readouts.frame import Frame
from readouts.governed import Governed, is_specific
from readouts.mark import Marks, in_text_order
from readouts.model import Mention, Span
from readouts.parts import Part

_SAME_DAY = re.compile(r"^(?:当日|同日|当天)[^。；]{0,24}(?:召开|举行)(?:了)?(?:20\d\d年)?$")  # 当日，行署还召开…


def frame_readout(marks: Marks) -> Frame:
    """The frame: own meetings, the other meetings with what governs them, the level, the day of printing."""
    published, published_span = printed_day(marks)
    own: list[Mention] = []
    others: list[Governed] = []
    lead = lead_end(marks)
    news = further_news(marks.text)
    for meeting in marks.meetings:
        if marks.in_furniture(meeting.start):
            continue
        governed = relation_of(marks, meeting, others)
        if governed is not None and governed.relation != "referred":
            others.append(governed)
        elif _is_relayed(meeting, others):
            others.append(governed or Governed(meeting, "referred", None))
        elif (
            meeting.start < lead
            or _SAME_DAY.search(text_before(marks, meeting))
            or (news and meeting.start > news[0] and _opens_block(marks, meeting))
        ) and is_own(marks, meeting, own):
            own.append(meeting)
        elif is_specific(meeting):
            others.append(governed or Governed(meeting, "referred", None))
    joined = _joined_before(marks, own, others)
    own, others = in_text_order([*own, *joined]), [g for g in others if g.mention not in joined]
    own, later = _of_the_first(marks, own, news)
    others.extend(Governed(m, "referred", None) for m in later)
    if not any(is_specific(m) for m in own):
        own.extend(_fallback(others, lead))
        others = [g for g in others if g.mention not in own]
    level = own_level(marks, own, others)
    kept = [m for m in own if said_level(m) in (None, level) or level is None]
    if kept:
        others.extend(Governed(m, "referred", None) for m in own if m not in kept)
        own = kept
    own = [_with_subject(marks, m, level) for m in own]
    numbered = {(g.mention.value.level, g.mention.value.body_type) for g in others if g.mention.value.ordinals}
    others = [g for g in others if not _told_by_number(g, numbered)]
    others.sort(key=lambda g: (g.mention.start, g.mention.end))
    return Frame(marks, tuple(own), tuple(others), level, published, published_span, _sentence_parts(marks))


def _is_relayed(meeting: Mention, others: list[Governed]) -> bool:
    """Whether a numbered plenary is one whose spirit is conveyed: 传达党的二十届三中全会精神 … 三中全会召开后."""
    value = meeting.value
    return value.form == "plenum" and any(
        g.relation != "referred"
        and g.mention.value.form == "plenum"
        and (g.mention.value.level, g.mention.value.term, g.mention.value.ordinals)
        == (value.level, value.term, value.ordinals)
        for g in others
        if value.ordinals
    )


def _opens_block(marks: Marks, meeting: Mention) -> bool:
    """Whether a meeting stands in the first sentence of its paragraph."""
    block, sentence = marks.block_at(meeting.start), marks.sentence_at(meeting.start)
    return block is not None and sentence is not None and sentence.start == block.span.start


def _told_by_number(governed: Governed, numbered: set[tuple[str | None, str]]) -> bool:
    """Whether a meeting without a number speaks of those of its organ that stand here by theirs."""
    value = governed.mention.value
    if value.ordinals or value.body is None or value.body_type in {"other", "political-bureau"}:
        return False
    return (value.level, value.body_type) in numbered


def _joined_before(marks: Marks, own: list[Mention], others: list[Governed]) -> list[Mention]:
    """Meetings named right before one that was held, joined to it: 常委会会议暨中心组学习会召开."""
    row: list[Mention] = []
    for governed in reversed(others):
        gaps = [marks.text[governed.mention.end : m.start] for m in (*own, *row)]
        if governed.relation == "referred" and any(JOINED.fullmatch(gap) for gap in gaps):
            row.append(governed.mention)
    return row


def _of_the_first(marks: Marks, own: list[Mention], news: tuple[int, ...]) -> tuple[list[Mention], list[Mention]]:
    """The meetings of the first sentence that reports one, those that agree with them, and those of other kinds; the rest."""
    placed = [(marks.sentence_at(m.start), m) for m in own]
    first = next((s for s, m in placed if s is not None and is_specific(m)), None)
    known = [m for s, m in placed if s == first and s is not None]
    kept: list[Mention] = []
    later: list[Mention] = []
    for sentence, mention in placed:
        rival = (
            sentence is not None
            and sentence != first
            and not (news and mention.start > news[0])
            and any(
                k.value.body_type == mention.value.body_type
                and k.value.ordinals
                and k.value.ordinals != mention.value.ordinals
                for k in known
            )
        )
        (later if rival and mention.value.ordinals else kept).append(mention)
    return kept, later


def _with_subject(marks: Marks, mention: Mention, level: str | None) -> Mention:
    value = mention.value
    return mention._replace(value=value._replace(level=value.level or level))


def _sentence_parts(marks: Marks) -> tuple[tuple[Span, tuple[Part, ...]], ...]:
    heads = [b.span for b in marks.layout.blocks if b.kind in {"title", "subtitle"}]
    return tuple((s, tuple(read_parts(marks, s))) for s in (*marks.layout.sentences, *heads))


def _fallback(others: list[Governed], lead: int) -> list[Mention]:
    """Where nothing says which meeting was held: the first in the lead that names an organ and that nothing relays."""
    for governed in others:
        value = governed.mention.value
        if governed.relation == "referred" and governed.mention.start < lead and (value.body or value.ordinals):
            return [governed.mention]
    return []
