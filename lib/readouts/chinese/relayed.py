"""Higher meetings whose spirit is conveyed, in Chinese: the shared rows, what names the same meeting again left out."""

from __future__ import annotations

import dataclasses
import re

from readouts.extract import relays
from readouts.frame import Frame
from readouts.model import Relay

_TWO_SESSIONS = re.compile("两会")
_PARTY_CONGRESS = re.compile(r"党代会|党代表大会")
_SESSION = re.compile("人大|政协")
BOTH = ("人大", "政协")
_GROUP_TASK = re.compile(
    r"^(?:中央|全国|省委|市委|州委|区委|县委|[省市州区县])?([\u3400-\u9fff]{4,20}?)(?:工作)?(?:领导)?小组"
)
SHORTEST_NAME = 5  # characters of a class by no name of its own: 中央专题研讨班
_LEVELS = re.compile(r"^(?:(?:党?中央|全国|全省|全市|省委|市委|州委|省|市|州)(?:、|和|及|以及|与)?)+")


def extract(frame: Frame) -> tuple[Relay, ...]:
    """The relays in order of their first mention; one row for each organ's meetings without numbers."""
    out: list[Relay] = []
    for row in relays.extract(frame):
        if not any(_is_same(known, row) and not relays.by_other_days(frame, known, row) for known in out):
            out.append(row)
    return tuple(_named_sessions(out))


def _named_sessions(rows: list[Relay]) -> list[Relay]:
    """The rows with 全国两会 as the two sessions that the text names too: 全国人大二次会议, 全国政协二次会议."""
    for row in rows:
        if not _TWO_SESSIONS.search(row.surface):
            continue
        sessions = [r for r in rows if r.level == row.level and r.ordinal is not None and _SESSION.search(r.surface)]
        if len(sessions) == len(BOTH):
            told = {r: dataclasses.replace(r, relation=row.relation, relation_span=row.relation_span) for r in sessions}
            return [told.get(r, r) if r.relation == "referred" else r for r in rows if r is not row]
    return rows


def _is_same(known: Relay, row: Relay) -> bool:
    """Whether two rows without numbers are one meeting: of one organ, or called by one name."""
    congress = _PARTY_CONGRESS.search(known.surface) and _PARTY_CONGRESS.search(row.surface)
    if congress and known.level == row.level and row.ordinal is None:
        return True
    if (known.level, known.body_type, known.ordinal) != (row.level, row.body_type, row.ordinal):
        return False
    if row.ordinal is not None or row.relation == "referred":
        return False
    if row.body_type == "other" and _is_short_for(row.surface, known.surface):
        return True
    if row.body_type == "political-bureau" and ("常" in known.surface) != ("常" in row.surface):
        return False  # the Bureau's standing committee is another
    if row.body_type != "other":
        if row.body_type == "leading-group" and _is_other_group(row.surface, known.surface):
            return False
        return ("学习" in known.surface) == ("学习" in row.surface)
    return bool(_TWO_SESSIONS.search(known.surface) and _TWO_SESSIONS.search(row.surface))


def _is_other_group(one: str, other: str) -> bool:
    """Whether two leading groups are called by tasks of their own: 党的建设工作领导小组, 疫情防控工作领导小组."""
    tasks = [task[1] for surface in (one, other) if (task := _GROUP_TASK.search(surface))]
    return len(tasks) == 2 and tasks[0] not in tasks[1] and tasks[1] not in tasks[0]


def _is_short_for(short: str, full: str) -> bool:
    """Whether a name says again what a longer or equal one says: 中央、省委经济工作会议 after 省委经济工作会议."""
    bare = _LEVELS.sub("", short)
    if len(bare) > 4 and bare == _LEVELS.sub("", full):
        return True
    return short.endswith("班") and full.endswith("班") and len(bare) <= SHORTEST_NAME
