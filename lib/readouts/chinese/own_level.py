"""The level of the organ whose meeting a Chinese readout reports: said of it, else by its place, those present, the organs named."""

from __future__ import annotations

import re
from collections import Counter

from readouts.chinese.organs import LEVEL_BY_SUFFIX
from readouts.chinese.own import BUREAU, BUREAU_MEETS, BUREAU_REACH, lead_end
from readouts.governed import Governed
from readouts.mark import Marks, holds, in_text_order
from readouts.model import Mention
from readouts.occasions import Convening
from readouts.organs import Body
from readouts.own_level import OFFICE_LEVELS
from readouts.posts import Post

_ZONE = re.compile(
    r"(?:经开|经济(?:技术)?开发|开发|高新(?:技术产业)?|产业园|园|示范|试验)区|[\u3400-\u9fff]{2}新城(?=党委|党工委|管委会)"
)  # the organ of a zone is a district's
ZONE_REACH = 14  # characters
_BUREAU_OF = re.compile(rf"{BUREAU}(?:党组|党委|召开|举行)")  # 兰州市气象局党组, 某县人民法院召开


def said_level(meeting: Mention) -> str | None:
    """The level that a meeting's own name says."""
    return meeting.value.level if isinstance(meeting.value, Convening) else None


def own_level(marks: Marks, own: list[Mention], others: list[Governed]) -> str | None:
    """The level whose organ meets: said of the meeting, else by its place, the posts of those present, the organs named."""
    in_text = [m for m in own if marks.sentence_at(m.start) is not None]
    for meeting in (*in_text, *own):
        if said_level(meeting) is not None:
            return said_level(meeting)
    if any(_is_of_zone(marks.text, meeting) for meeting in in_text or own):
        return "county"
    for meeting in in_text or own:
        bureau = BUREAU_MEETS.search(marks.text, max(0, meeting.start - BUREAU_REACH), meeting.start)
        if bureau and (meeting.value.body is None or meeting.value.body.value.level is None):
            return LEVEL_BY_SUFFIX[bureau[1]]
    votes: Counter[str] = Counter()
    for office in marks.offices:
        said = office.value
        if isinstance(said, Post) and not marks.in_furniture(office.start):
            level = said.body.level if said.body else OFFICE_LEVELS.get(said.office_type.removeprefix("deputy-"))
            headed = said.office_type.endswith("president") and marks.text[office.end - 1] == "长"  # 院长, 校长
            if level and not headed and said.office_type not in {"general-secretary", "member"}:
                votes[level] += 2
    told = in_text_order(g.mention for g in others)
    for body in marks.bodies:
        value = body.value
        told_of = holds(told, body.start)
        if isinstance(value, Body) and value.level and value.level != "central" and not told_of:
            votes[value.level] += 1
    if votes:
        return votes.most_common(1)[0][0]
    found = [m for h in marks.hits if h.kind == "place" and (m := _BUREAU_OF.match(marks.text, h.end))]
    bureau = next((m for m in reversed(found) if m.end() == found[0].end()), None)  # 四川省屏山县人民法院召开
    if bureau and bureau.start() < lead_end(marks):
        return LEVEL_BY_SUFFIX[bureau[1]]
    of_country = any(isinstance(b.value, Body) and b.value.level == "central" for b in marks.bodies)
    return "central" if of_country else None


def _is_of_zone(text: str, meeting: Mention) -> bool:
    """Whether the organ that meets is a zone's own; a group that a city set up for a zone is the city's."""
    value = meeting.value
    start = min(meeting.start, value.body.start) if value.body is not None else meeting.start
    return (
        value.body_type != "leading-group" and _ZONE.search(text, max(0, start - ZONE_REACH), meeting.end) is not None
    )
