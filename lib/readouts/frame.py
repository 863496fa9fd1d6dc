"""The frame of a readout: which of the meetings it names are its own, their level, and what governs the others."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from readouts.blocks import CLOSED
from readouts.governed import Governed, comes_before, is_specific, relation_of
from readouts.holders import attach_posts
from readouts.lexicon import grammar_pattern
from readouts.mark import Marks, in_text_order
from readouts.matters import in_series, told_by_matter, where_leader_spoke
from readouts.model import Mention, Span
from readouts.occasions import Convening
from readouts.organs import Body
from readouts.own import held_in_a_row, is_held_together, is_held_with, is_own, is_verbless, lead_end, told_as_held
from readouts.own_level import own_level
from readouts.parts import Part, read_parts
from readouts.patterns import NEAR
from readouts.printed import printed_day

MEETING_ORGANS = frozenset({"party-group", "standing-committee", "deepening-reform-commission", "theory-study"})
_CALLED_A = re.compile(r"\b(?:presided over|chaired|hosted|held|convened|called) an? (?:[a-z-]+ ){0,2}$")
_ON_ITS_SPIRIT = re.compile(
    r" to (deliver|convey|relay|transmit|communicate|pass on|study|learn)[^.;]{0,40}? the (?:spirits?|guiding principles|essence) of the "
    r"(?:session|plenum|plenary|plenary session)\b"
)
_SPIRIT_OF = re.compile(r"\b(?:spirits?|guiding principles|essence) of (?:[a-z]+ ){0,3}$")
_ABROAD = re.compile(
    r"\b(?:APEC|G20|BRICS|SCO|ASEAN|Shanghai Cooperation|United Nations|Leaders[’'] (?:Informal )?Meeting)\b"
)
_DECIDED_AT = re.compile(
    r"\b(?:approved|adopted|passed|made|set|assigned|decided|deployed|arranged|proposed|issued)[ \u00a0](?:at|by|in|during)[ \u00a0](?:the )?$"
)
_NAMES_ATTEND = re.compile(
    r"(?:[A-Z][A-Za-z’'-]+[ ,\u00a0]+(?:and[ ])?){2,40}(?:attended|attends|attend)(?: the meeting)?[. ]*"
)
_SUBJECT_OF = re.compile(r"[ \u00a0](?:has|have|had|is|was|also|marks|marked|came|comes)\b")
_SAME_TIME = re.compile(
    r"\b(?:(?:before|after|prior to) the meeting|at the same time|on the same day|the same day|also held|also convened|held together|held jointly|subsequently|afterwards)\b",
    re.I,
)


@dataclass(frozen=True)
class Frame:
    """What extractors need to know of the readout as a whole."""

    marks: Marks
    own: tuple[Mention, ...]
    others: tuple[Governed, ...]
    level: str | None
    published: dt.date | None
    published_span: Span | None
    parts: tuple[tuple[Span, tuple[Part, ...]], ...]


def frame_readout(marks: Marks) -> Frame:
    """The frame: own meetings, the other meetings with what governs them, the level, the day of printing."""
    published, published_span = printed_day(marks)
    own: list[Mention] = []
    others: list[Governed] = []
    for named in marks.meetings:
        meeting = where_leader_spoke(marks, named) or told_by_matter(marks, named) or named
        inside = others and others[-1].mention.start < meeting.start and meeting.end < others[-1].mention.end
        abroad = _ABROAD.search(marks.text, meeting.start, meeting.end) is not None
        if abroad or marks.in_furniture(meeting.start) or (inside and others[-1].relation != "referred"):
            continue
        meeting = in_series(marks, meeting, others) or meeting
        governed = None if is_held_together(marks, own, meeting) else relation_of(marks, meeting, others)
        if governed:
            others.append(governed)
        elif (told := is_own(marks, meeting)) and _is_another(marks, own, meeting):
            others.append(Governed(meeting, "referred", None))
        elif told or is_held_with(marks, own, meeting) or is_verbless(marks, meeting):
            own.append(meeting)
        elif is_specific(meeting):
            others.append(Governed(meeting, "referred", None))
    own, others = _without_plenum(marks, own, others)
    in_row = held_in_a_row(marks, own, others)
    own, others = in_text_order([*own, *in_row]), [g for g in others if g.mention not in in_row]
    own, doubtful = _part_by_sentence(marks, own)
    others.extend(Governed(m, "referred", None) for m in doubtful)
    if not any(is_specific(meeting) for meeting in own):
        own.extend(_fallback(marks, others))
        others = [g for g in others if g.mention not in own]
    own, others = _with_number(marks, own, others)
    level = own_level(marks, own, others)
    own, moved = _part_by_level(own, level)
    others.extend(Governed(m, "referred", None) for m in moved)
    others.sort(key=lambda g: g.mention.start)
    return Frame(marks, tuple(own), tuple(others), level, published, published_span, _sentence_parts(marks))


def _without_plenum(marks: Marks, own: list[Mention], others: list[Governed]) -> tuple[list[Mention], list[Governed]]:
    """The meetings held without a plenary that closed in Beijing, where another was held to convey its spirit.

    Either other sentences say that its spirit is conveyed, or it alone is told before the meeting called on it: …
    chaired a meeting to convey the spirit of the session.
    """
    plenums = [m for m in own if m.value.form == "plenum" and m.value.level == "central"]
    told = {g.mention.value.ordinals for g in others if g.relation != "referred" and g.mention.value.form == "plenum"}
    closed = [m for m in plenums if m.value.ordinals in told]
    left = [m for m in own if m not in closed]
    if closed and any(is_specific(m) and m.value.level != "central" for m in left):
        return left, [*others, *(Governed(m, "referred", None) for m in closed)]
    if not own or len(plenums) < len(own):
        return own, others
    for named in marks.meetings:
        low = max(own[-1].end, named.start - NEAR)
        called = named.start > own[-1].end and _CALLED_A.search(marks.text, low, named.start)
        spirit = _ON_ITS_SPIRIT.match(marks.text, named.end) if called else None
        if spirit:
            relation = "studied" if spirit[1].startswith(("study", "learn")) else "conveyed"
            first = Governed(own[0], relation, Span(*spirit.span(1)))
            return [named], [*others, first, *(Governed(m, "referred", None) for m in own[1:])]
    return own, others


def _is_another(marks: Marks, own: list[Mention], meeting: Mention) -> bool:
    """Whether what another meeting of an organ decided is spoken of: tasks approved at the 10th meeting, told at the 11th."""
    value = meeting.value
    if not value.ordinals or not _DECIDED_AT.search(marks.text, max(0, meeting.start - NEAR), meeting.start):
        return False
    same = (m.value for m in own if m.value.body_type == value.body_type and m.value.ordinals)
    return any(set(one.ordinals).isdisjoint(value.ordinals) for one in same)


def _with_number(marks: Marks, own: list[Mention], others: list[Governed]) -> tuple[list[Mention], list[Governed]]:
    """The meetings held with the one that a story numbers further down: … chaired a meeting of the group. … The 10th meeting of the group has …"""
    kinds = {m.value.body_type for m in own if is_specific(m)}
    if len(kinds & MEETING_ORGANS) != 1 or any(m.value.ordinals for m in own):
        return own, others
    told = [
        g
        for g in others
        if g.relation == "referred"
        and g.mention.value.body_type in kinds
        and g.mention.value.ordinals
        and _SUBJECT_OF.match(marks.text, g.mention.end)
    ]
    if len({g.mention.value.ordinals for g in told}) != 1:
        return own, others
    return in_text_order([*own, told[0].mention]), [g for g in others if g is not told[0]]


def _sentence_parts(marks: Marks) -> tuple[tuple[Span, tuple[Part, ...]], ...]:
    """The sentences, then the headlines, each with its parts, posts given to persons."""
    heads = [b.span for b in marks.layout.blocks if b.kind in {"title", "subtitle"}]
    heads += [b.span for b in marks.layout.blocks if b.kind == "furniture" and _tells_who(marks, b.span)]
    rows = []
    for sentence in (*marks.layout.sentences, *heads):
        parts = read_parts(marks, sentence)
        attach_posts(marks, parts)
        rows.append((sentence, tuple(parts)))
    return tuple(rows)


def row_at_break(frame: Frame) -> tuple[Span, tuple[Part, ...]] | None:
    """The last sentence and its parts where the text breaks off in it; None where it is closed or names nobody."""
    last = frame.marks.layout.sentences[-1] if frame.marks.layout.sentences else None
    if last is None or CLOSED.search(frame.marks.text, last.start, last.end):
        return None
    row = next((parts for sentence, parts in frame.parts if sentence == last), ())
    return (last, row) if row else None


def _tells_who(marks: Marks, line: Span) -> bool:
    """Whether a line between headline and text is one more headline, that says who attended: Li Yun Wang Ning attended."""
    title = marks.layout.title
    first = marks.layout.sentences[0].start if marks.layout.sentences else 0
    told = title is not None and title.end <= line.start < first
    return told and _NAMES_ATTEND.fullmatch(marks.text, line.start, line.end) is not None


def _fallback(marks: Marks, others: list[Governed]) -> list[Mention]:
    """Where nothing says which meeting was held: the first in the lead that names an organ and that nothing relays."""
    lead = lead_end(marks)
    for governed in others:
        value = governed.mention.value
        if (
            governed.relation == "referred"
            and governed.mention.start < lead
            and isinstance(value, Convening)
            and value.body
        ):
            before = marks.text[max(0, governed.mention.start - NEAR) : governed.mention.start].lower()
            sentence = marks.sentence_at(governed.mention.start)
            if sentence is not None and comes_before(marks, sentence, governed.mention):
                continue
            told_of = grammar_pattern(r"\b", "since_marks", " (?:the )?$").search(before) or _SPIRIT_OF.search(before)
            if not told_of:
                return [governed.mention]
    return _headline_organ(marks)


def _headline_organ(marks: Marks) -> list[Mention]:
    """The meeting of the organ that opens the headline, where a meeting is spoken of and nothing else names its organ."""
    title = marks.layout.title
    body = next((b for b in marks.bodies if title and title.start <= b.start <= title.start + 4), None)
    value = body.value if body else None
    if body is None or not isinstance(value, Body) or value.body_type not in MEETING_ORGANS:
        return []
    said = Convening(value.body_type, (), value.level, value.term, body, False, "meeting")
    return [Mention(body.start, body.end, "convening", value.body_type, said)]


def _part_by_sentence(marks: Marks, own: list[Mention]) -> tuple[list[Mention], list[Mention]]:
    """The meetings of the first sentence that reports one, with those of their kinds elsewhere; the others are not held."""
    placed = [(marks.sentence_at(m.start), m) for m in own]
    first = next((s for s, m in placed if s is not None and is_specific(m)), None)
    if first is None:
        return own, []
    kinds = {m.value.body_type for s, m in placed if s == first} - {"other"}
    if not kinds:
        return own, []
    kept = [
        m
        for s, m in placed
        if s == first
        or m.value.body_type in kinds
        or not is_specific(m)
        or is_verbless(marks, m)
        or told_as_held(marks, m)
        or (s is not None and _SAME_TIME.search(marks.text, s.start, s.end))
    ]
    return kept, [m for m in own if m not in kept]


def _part_by_level(own: list[Mention], level: str | None) -> tuple[list[Mention], list[Mention]]:
    """Meetings of another level than the readout's are not its own, whatever the verb."""
    kept: list[Mention] = []
    moved: list[Mention] = []
    for meeting in own:
        said = meeting.value.level if isinstance(meeting.value, Convening) else None
        (kept if said in (None, level) or level is None else moved).append(meeting)
    return (kept, moved) if kept else (own, [])
