"""Higher meetings whose spirit is conveyed, studied or to be implemented, one row a meeting.

A little over 300 lines for a reason: what makes two mentions one meeting, and one mention none, is asked of the same rows.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import NamedTuple

from readouts.calendar import find_rows
from readouts.frame import Frame
from readouts.governed import Governed
from readouts.mark import within
from readouts.model import Held, Mention, Relay, Span
from readouts.occasions import Convening
from readouts.organs import Body, with_article

# Meetings that no organ or number tells: other meetings, relevant meetings of the central and provincial governments.
_VAGUE = re.compile(
    r"(?:the )?(?:relevant |related )?meetings? of the central (?:government|authorities)|"
    r"(?:the )?(?:start|beginning|end|close) of (?:the )?(?:meeting|session|conference)|(?:the )?(?:other|relevant|related|such) meetings?|(?:the )?(?:relevant |related )?meetings of the (?:(?:central|provincial|municipal|higher|county|and)[ ,]+)+governments|(?:the )?(?:relevant |related )?meetings of the (?:CPC |Party )?Central Committee",
    re.I,
)
_SESSION = re.compile(r"(?:the )?(?:NPC|CPPCC|National People[’']s Congress) sessions?", re.I)
_CONGRESS = re.compile(r"NPC|People[’']s Congress|CPPCC|Consultative")
MAX_BESIDE = 12  # characters of ", and the " between two sessions
_LEADER_AT_SESSIONS = re.compile(
    r"\bXi Jinping (?:during|at) the (?:annual )?[“\"]?two sessions\b", re.I
)  # the country's
_TWO_SESSIONS = re.compile(r"\btwo sessions\b", re.I)
_SMALL_WORDS = frozenset({"the", "of", "a", "an", "in", "whole", "entire"})
_LEVEL_WORDS = {"province": "provincial", "city": "municipal", "nation": "national", "country": "national"}
MAX_HELD_GAP = 60
NEAR_LEADER = 90  # characters between the General Secretary and the two sessions at which he spoke
_BY_LEADER = re.compile(r"\bXi(?: Jinping)?[’']s\b[^.;]*\b(?:speech|speeches|remarks|instructions?)\b[^.;]*$")
REFORM = "deepening-reform-commission"
TIME_REACH = 70  # characters
DAY_REACH = 12  # characters of a day before a meeting
RELAYED = ("conveyed", "studied", "implemented")


class Words(NamedTuple):
    """What tells meetings apart by their names, in one language."""

    two_sessions: re.Pattern[str]
    congress: re.Pattern[str]
    consultative: re.Pattern[str]
    standing: re.Pattern[str]
    study: re.Pattern[str]
    names_again: Callable[[Relay, Relay], bool]  # of one level, kind and without a number
    time_before: re.Pattern[str]  # what stands before a congress that is named as a mark of time or as one to come
    time_behind: re.Pattern[str]


def extract(frame: Frame) -> tuple[Relay, ...]:
    """The relays in order of their first mention; a meeting named again adds nothing but its relation."""
    rows = merge(frame, ENGLISH)
    return tuple(row for row in rows if not _told_one_by_one(row, rows))


def merge(frame: Frame, words: Words) -> list[Relay]:
    """The higher meetings in order of their first mention, each once by a language's words for what is the same."""
    rows: list[Relay] = []
    organs: list[str | None] = []
    for governed in frame.others:
        value = governed.mention.value
        assert isinstance(value, Convening)
        if (_has_paragraphs(frame) and frame.marks.sentence_at(governed.mention.start) is None) or _in_name(
            frame, governed
        ):
            continue
        for number in value.ordinals or (None,):
            row = _row(frame, governed, value, number)
            if row.level is None and rows and _goes_on(rows[-1], row):
                row = dataclasses.replace(row, level=rows[-1].level)
            if not _is_higher(frame, value, row) or _says_of(rows, value, row) or _marks_time(frame, row, words):
                continue
            alike = (i for i, r in enumerate(rows) if _same(r, row, words) and _may_equal(organs[i], value.organ))
            at = next((i for i in alike if not _by_other_days(frame, rows[i], row)), None)
            if at is None:
                rows.append(row)
                organs.append(value.organ)
            elif rows[at].relation == "referred" and row.relation in RELAYED:
                rows[at] = row
            elif rows[at].ordinal is None and row.ordinal is not None:
                rows[at] = dataclasses.replace(rows[at], ordinal=row.ordinal)  # 市党代会, then 第五次代表大会
    return rows


def _has_paragraphs(frame: Frame) -> bool:
    return any(b.kind == "paragraph" for b in frame.marks.layout.blocks)


def _is_higher(frame: Frame, value: Convening, row: Relay) -> bool:
    """Whether a meeting told is one that can be relayed: not the one that is held, nor an earlier one of its body."""
    own = {key: meeting.value.organ for meeting in frame.own for key in _keys(frame, meeting)}
    key = (row.level, row.body_type, row.ordinal)
    if row.level is None or _VAGUE.fullmatch(row.surface) or (key in own and _may_equal(own[key], value.organ)):
        return False
    above = row.level != frame.level or (row.level == "central" and row.body_type == "plenary")
    if row.relation == "referred" and not above:
        return False
    if row.ordinal is not None:
        return row.relation == "conveyed" or not _of_the_series(frame, value, row)
    alike = row.level == frame.level and row.body_type in {kind for _, kind, _ in own}
    alike = alike and not (row.relation in RELAYED and _of_another_place(frame, value))
    return not alike or (row.body_type == "other" and row.relation == "conveyed")


def _marks_time(frame: Frame, row: Relay, words: Words) -> bool:
    """Whether a meeting only marks a time, or is still to be held: since the 18th Congress, to welcome the 20th Congress."""
    if row.relation != "referred":
        return False
    text, (start, end) = frame.marks.text, row.span
    before = text[max(0, start - TIME_REACH) : start]
    marked = row.body_type == "other" and words.time_before.search(before) is not None
    return marked or words.time_behind.match(text, end) is not None


def _says_of(rows: list[Relay], value: Convening, row: Relay) -> bool:
    """Whether a surface without a number speaks of meetings of its organ that stand here already."""
    by_organ = value.body is not None or row.body_type == "plenary"
    return row.ordinal is None and by_organ and _of_meetings_told(rows, row)


def _goes_on(before: Relay, row: Relay) -> bool:
    """Whether a session without a level stands beside another of the same term: the first session of the 14th CPPCC."""
    return row.term is not None and row.term == before.term and 0 < row.span.start - before.span.end < MAX_BESIDE


def _in_name(frame: Frame, governed: Governed) -> bool:
    """Whether a meeting stands in the name of another relayed one: the seminar on carrying out the spirit of the Congress."""
    start, end = governed.mention[:2]
    return any(
        other.relation in RELAYED
        and other.mention.start <= start
        and end <= other.mention.end
        and other.mention.value.form != governed.mention.value.form
        for other in frame.others
    )


def _told_one_by_one(row: Relay, rows: list[Relay]) -> bool:
    """Whether "the two sessions" stands for sessions of congress and consultative conference that are rows themselves."""
    if not _TWO_SESSIONS.search(row.surface):
        return False
    sessions = (r for r in rows if r.level == row.level and r.ordinal is not None)
    return any(re.search(r"People[’']s Congress|NPC|CPPCC|Consultative", r.surface) for r in sessions)


def _of_meetings_told(rows: list[Relay], row: Relay) -> bool:
    """Whether "the meetings of the central leading group", "the NPC session" speaks of what stands here by its number."""
    if _SESSION.fullmatch(row.surface):
        consultative = ENGLISH.consultative.search(row.surface) is not None
        numbered = [r for r in rows if r.ordinal is not None and _CONGRESS.search(r.surface)]
        if any(_TWO_SESSIONS.search(r.surface) for r in rows):
            return True
        return any((ENGLISH.consultative.search(r.surface) is not None) == consultative for r in numbered)
    plural = row.body_type == "plenary" or re.search(r"\b(?:meetings|sessions|conferences)\b", row.surface, re.I)
    return bool(plural) and any(
        r.ordinal is not None and (r.level, r.body_type) in {(row.level, row.body_type), (row.level, REFORM)}
        for r in rows
    )


def _of_another_place(frame: Frame, value: Convening) -> bool:
    """Whether a meeting's organ names a place that the organ that meets here does not: Yichang City's group, in Yidu."""
    place = value.body.value.place if value.body is not None else None
    bodies = [m.value.body.value for m in frame.own if isinstance(m.value, Convening) and m.value.body is not None]
    return place is not None and bool(bodies) and all(body.place != place for body in bodies)


def _of_the_series(frame: Frame, value: Convening, row: Relay) -> bool:
    """Whether a numbered meeting is an earlier one of the body that meets here: no higher meeting."""
    named = value.body.value if value.body is not None else None
    for meeting in frame.own:
        mine = meeting.value
        assert isinstance(mine, Convening)
        body = mine.body.value if mine.body is not None else None
        if mine.body_type == row.body_type and (mine.level or frame.level) == row.level and body and named:
            if named.place and not body.place and (value.term != mine.term or row.relation in RELAYED):
                return False  # another place's: of another term, or relayed
            return body.body_type == named.body_type and (mine.body_type != "other" or body.head == named.head)
    return False


def _keys(frame: Frame, meeting: Mention) -> list[tuple[str | None, str, int | None]]:
    value = meeting.value
    assert isinstance(value, Convening)
    return [(value.level or frame.level, value.body_type, n) for n in value.ordinals or (None,)]


def _row(frame: Frame, governed: Governed, value: Convening, number: int | None) -> Relay:
    mention = governed.mention
    text = frame.marks.text
    body = value.body
    start = mention.start
    if body is not None and body.end <= start and start - body.end < MAX_HELD_GAP:
        start = with_article(text, body.start)
    kind = value.body_type
    if (
        body is not None
        and isinstance(body.value, Body)
        and kind == "other"
        and body.value.body_type == "political-bureau"
    ):
        kind = "political-bureau"
    if kind == "standing-committee" and value.enlarged:
        kind = "standing-committee-enlarged"
    if kind == "other" and _bare_commission(value, frame.level) and any(m.entry == REFORM for m in frame.own):
        kind = REFORM
    term = value.term
    if value.form == "party-congress":
        term = None
    level = value.level
    if level is None and value.form == "two-sessions":
        by_leader = _BY_LEADER.search(text, max(0, start - NEAR_LEADER), start)
        level = "central" if frame.level == "central" or by_leader or _LEADER_AT_SESSIONS.search(text) else None
    return Relay(
        level=level,
        body_type=kind,
        term=term,
        ordinal=number,
        surface=text[start : mention.end],
        span=Span(start, mention.end),
        relation=governed.relation,
        held=_held(frame, value, kind, number),
        relation_span=governed.relation_span,
    )


def _bare_commission(value: Convening, level: str | None) -> bool:
    """Whether the organ is "the central commission" and no more: in a reform commission's readout one above it."""
    body = value.body.value if value.body is not None else None
    return isinstance(body, Body) and body.level not in (None, level) and body.head == "commission" and not body.named


def _held(frame: Frame, value: Convening, kind: str, number: int | None) -> Held | None:
    """The day of a central meeting by the calendar, where one meeting only can be meant."""
    if not value.in_calendar or number is None:
        return None
    rows = find_rows(kind, value.term, number, value.of_leading_group, frame.published)
    if not rows or (len(rows) > 1 and frame.published is None):
        return None
    row = rows[-1]
    day = row.date.isoformat() if row.date == row.end else None
    return Held(day, row.date.isoformat(), row.end.isoformat(), "day" if day else "interval", f"reference: {row.url}")


def _same(known: Relay, row: Relay, words: Words) -> bool:
    """Whether two rows tell one meeting."""
    if all(words.congress.search(r.surface) for r in (known, row)) and None in (row.ordinal, known.ordinal):
        return known.level == row.level
    if (known.level, known.body_type, known.ordinal) != (row.level, row.body_type, row.ordinal):
        return False
    if known.term is not None and row.term is not None and known.term != row.term:
        return False
    if row.ordinal is not None:
        kinds = [words.consultative.search(r.surface) is not None for r in (known, row)]
        return row.body_type != "other" or kinds[0] == kinds[1]
    if words.two_sessions.search(known.surface) and words.two_sessions.search(row.surface):
        return True
    if row.body_type in {"political-bureau", "plenary", "standing-committee"}:
        study, standing = (
            [pattern.search(r.surface) is not None for r in (known, row)] for pattern in (words.study, words.standing)
        )
        return study[0] == study[1] and (row.body_type != "political-bureau" or standing[0] == standing[1])
    return row.relation == "referred" or words.names_again(known, row)


def _by_other_days(frame: Frame, known: Relay, row: Relay) -> bool:
    """Whether two meetings are told by days of their own right before them: 4月2日市防汛会议, 4月20日市防汛会议."""
    days = [
        [
            d.value
            for d in within(frame.marks.dates, (max(0, r.span.start - DAY_REACH), r.span.start))
            if d.end == r.span.start
        ]
        for r in (known, row)
    ]
    return bool(days[0] and days[1]) and days[0] != days[1]


def _may_equal(organ: str | None, other: str | None) -> bool:
    """Whether two kinds of organ can be one: alike, or one not named (the first session of the NPC, of the CPPCC)."""
    return organ is None or other is None or organ == other


def _names_again(known: Relay, row: Relay) -> bool:
    return _name(known.surface) == _name(row.surface)


def _name(surface: str) -> frozenset[str]:
    """The words of a name without small ones, levels as adjectives: the meeting of the whole province, the provincial meeting."""
    words = re.findall(r"[^\W_]+", re.sub(r"[’']s\b", "", surface.lower()))
    bare = (word.removesuffix("s") if word in {"meetings", "conferences"} else word for word in words)
    return frozenset(_LEVEL_WORDS.get(word, word) for word in bare if word not in _SMALL_WORDS)


ENGLISH = Words(
    time_before=re.compile(
        r"(?:\b(?:since|during|ahead of|before|upcoming|forthcoming|prepare|(?:greet|welcome|meet|usher in|celebrate)[a-z]*|victory of|"
        r"(?:the|successful|victorious|smooth) (?:convening|holding|opening|success|victory) of|"
        r"(?:candidates?|delegates?|deput(?:y|ies)|representatives?)\b[^.;]{0,40}?\b(?:for|to|of)|offer\b[^.;]{0,40}?\bto)) (?:the )?$",
        re.I,
    ),
    time_behind=re.compile(
        r" (?:to come|(?:soon )?to be (?:held|convened|opened)|about to (?:open|be held|convene))\b|,? which is about to"
    ),
    two_sessions=_TWO_SESSIONS,
    congress=re.compile(r"(?!)"),
    consultative=re.compile(r"CPPCC|Consultative"),
    standing=re.compile(r"standing", re.I),
    study=re.compile(r"study|democratic life", re.I),
    names_again=_names_again,
)
