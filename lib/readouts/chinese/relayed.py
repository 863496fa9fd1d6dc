"""Higher meetings whose spirit is conveyed, in Chinese: the shared rows by Chinese words for what is the same."""

from __future__ import annotations

import dataclasses
import re

from readouts.extract import relays
from readouts.frame import Frame
from readouts.model import Relay

_TWO_SESSIONS = re.compile("两会")
_SESSION = re.compile("人大|政协")
BOTH = ("人大", "政协")
_GROUP_TASK = re.compile(
    r"^(?:中央|全国|省委|市委|州委|区委|县委|[省市州区县])?([\u3400-\u9fff]{4,20}?)(?:工作)?(?:领导)?小组"
)
SHORTEST_NAME = 5  # characters of a class by no name of its own: 中央专题研讨班
_LEVELS = re.compile(r"^(?:(?:党?中央|全国|全省|全市|省委|市委|州委|省|市|州)(?:、|和|及|以及|与)?)+")


def extract(frame: Frame) -> tuple[Relay, ...]:
    """The relays in order of their first mention; one row for each organ's meetings without numbers."""
    return tuple(_named_sessions(relays.merge(frame, CHINESE)))


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


def _names_again(known: Relay, row: Relay) -> bool:
    """Whether two names are one organ's meetings, or one is short for the other."""
    if row.surface == known.surface:
        return True
    if row.body_type == "other":
        return _is_short_for(row.surface, known.surface)
    if row.body_type == "leading-group" and _is_other_group(row.surface, known.surface):
        return False
    return ("学习" in known.surface) == ("学习" in row.surface)


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


CHINESE = relays.Words(
    time_before=re.compile(
        r"(?:[迎喜]迎|迎接|庆祝|自|从|[将待拟]召开|(?:出席|参加|选举)|提请(?:自治)?|服务好|服务保障|办好|开好|致(?:20\d\d年?)?|(?:[迎喜]迎|迎接|为)[^，。；]{2,16}(?:和|及|、))$"
        r"|[，。；]为$"
    ),
    time_behind=re.compile(
        r"(?:(?:和|及|、)[^，。；]{2,16}大会?)?(?:胜利|顺利|即将|定于|的?代表|的?贺信|以来|闭幕|开幕|筹备|审议|[^，。；]{0,6}召开)"
    ),
    two_sessions=_TWO_SESSIONS,
    congress=re.compile(r"党代会|党代表大会|(?<!人民)代表大会$"),
    consultative=re.compile("政协"),
    standing=re.compile("常"),
    study=re.compile("学习|民主生活"),
    names_again=_names_again,
)
