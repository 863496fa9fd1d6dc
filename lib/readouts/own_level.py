"""The level of the organ whose meeting an English readout reports: said of it, else by those present, else by the organs named."""

from __future__ import annotations

import re
from collections import Counter

from readouts.governed import Governed, block_of
from readouts.lexicon import level_of
from readouts.mark import Marks
from readouts.model import Mention
from readouts.occasions import Convening
from readouts.organs import Body
from readouts.own import lead_end
from readouts.patterns import NEAR
from readouts.places import PlaceEntry, places_by_english
from readouts.posts import Post

_OF_MINISTRY = re.compile(r"\bMinistry\b")  # a meeting of the Ministry's party group
_OF_ZONE = re.compile(
    r"\b(?:[Oo]ur zone|Development Zone|High-tech Zone|New (?:District|Area)) (?:held|holds|convened|called|organi[sz]ed) "
)
_ZONE = (
    r"(?:(?:[A-Z][\w-]+|and) )*(?:High-[Tt]ech|Hi-[Tt]ech|Development|Industrial|Tech(?:nology)?) (?:Zone|Area|Park)\b"
)
_ZONE_COMMITTEE = re.compile(
    rf"{_ZONE}(?:[’']s)? (?:Party |Working ){{0,2}}Committee\b|\b(?:Party )?Working Committee(?: \([A-Za-z]+\))?(?: [Mm]eeting)? of (?:the )?{_ZONE}"
)
_ZONE_HOLDS = re.compile(
    rf"(?:^|[:\n.,] ?){_ZONE} (?:holds?|held|convene[sd]?) |\b(?:held|convened|conference|meeting)(?: (?:by|of))(?: the)? {_ZONE}"
)
_TOWN_HOLDS = re.compile(
    r"(?:^|[:\n.,] ?)(?:[A-Z]\w+ )(?:Town|Township|Street|Sub-?district)(?: of (?:[A-Z]\w+ ){1,3})? ?(?:holds?|held|convene[sd]?) "
)
_ZONE_BARELY = re.compile(  # the party and government work committee meeting of the demonstration zone
    r"\b[Ww]ork(?:ing)? committee(?: \([a-z]+\))? meeting of the (?:[a-z-]+ )+zone\b"
)
ZONE_REACH = 60  # characters
_CITED_BY = re.compile(
    r"(?<!over )(?<!chaired )(?<!hosted )(?<!led )(?<!attended )"
    r"\b(?:by|of|from) (?:(?:[A-Z]\w+ ){1,3}?[A-Z]\w+, (?:the )?|(?:[A-Z]\w+,? ){1,3})$"
)
_INSTRUCTS = re.compile(
    r"\b(?:requirements|arrangements|deployments?|decisions?|plans|instructions|leadership) (?:and [a-z]+ )?of (?:the )?(?:[^.;,]{3,50} and (?:the )?)?$"
)
MAX_ASKED = 100  # characters
_PLACE_HELD = re.compile(r"(?:^|[.] |\n)([A-Z][a-z]{3,14}) (?:held|holds|convened|convenes) (?:a|an|the|its)\b")
_OF_AREA = re.compile(
    r" of (?:the |(?:[A-Z][\w’'-]+ ){1,3}(?:Autonomous )?)((?i:county|district|city|prefecture|province|region))$"
)  # Party secretary of the county, of Tibet Autonomous Region
OFFICE_LEVELS = {
    "mayor": "municipal",
    "governor": "provincial",
    "premier": "central",
    "county-head": "county",
    "president": "central",
}


def own_level(marks: Marks, own: list[Mention], others: list[Governed]) -> str | None:
    """The level whose organ meets: said of the meeting, else by the posts of those present, else by the organs named."""
    stated = [m.value.level for m in own if isinstance(m.value, Convening) and m.value.level]
    if "central" in stated and (lower := next((level for level in stated if level != "central"), None)):
        return lower  # a plenary closed in Beijing; a meeting of the region was held to convey its spirit
    for meeting in own:
        if isinstance(meeting.value, Convening) and meeting.value.level:
            block = block_of(marks, meeting.start)
            if block and any(b.span == block and b.kind == "paragraph" for b in marks.layout.blocks):
                return meeting.value.level
    for meeting in own:
        if isinstance(meeting.value, Convening) and meeting.value.level:
            return meeting.value.level
    instructed = _instructed_level(marks, own, others)
    if instructed:
        return instructed
    if any(_OF_MINISTRY.search(marks.text, m.start, m.end) for m in own):
        return "central"
    opening = marks.text[: lead_end(marks)]
    if any(_of_zone(marks.text, m) for m in own) or _ZONE_HOLDS.search(opening):
        return "county"
    if _TOWN_HOLDS.search(opening):
        return None  # below the levels that there are
    votes: Counter[str] = Counter()
    cited = [o for o in marks.offices if _CITED_BY.search(marks.text[max(0, o.start - NEAR) : o.start])]
    for office in marks.offices:
        said = office.value
        if isinstance(said, Post) and said.office_type not in {"general-secretary", "member"}:
            level = said.body.level if said.body else OFFICE_LEVELS.get(said.office_type.removeprefix("deputy-"))
            if said.body is None and (area := _OF_AREA.search(marks.text, office.start, office.end)):
                level = "provincial" if area[1].lower() == "region" else level_of(area[1])
            if level and office not in cited and not marks.in_furniture(office.start):
                votes[level] += 2
    of_others = [*cited, *(g.mention for g in others)]
    for body in marks.bodies:
        level = _level_or_place(body.value)
        told = any(m.start <= body.start < m.end for m in of_others)
        if level and level != "central" and not told and not marks.in_furniture(body.start):
            votes[level] += 1
    holder = _PLACE_HELD.search(opening)
    levels = {place.level for place in places_by_english().get(holder[1].lower(), ())} if holder else set()
    if len(levels) == 1:
        votes[levels.pop()] += 4
    if votes:
        return votes.most_common(1)[0][0]
    if any(m.value.organ in {"cppcc", "party-group"} for m in own if isinstance(m.value, Convening)):
        return None  # the CPPCC Party Group of no place: whose it is the text does not say
    if any(isinstance(b.value, Body) and b.value.level == "central" for b in marks.bodies):
        return "central"
    return None


def _of_zone(text: str, meeting: Mention) -> bool:
    """Whether a development zone or its committee held a meeting: the plenary session of the X High-Tech Zone Committee."""
    if _OF_ZONE.search(text, max(0, meeting.start - ZONE_REACH), meeting.start):
        return True
    near = (max(0, meeting.start - ZONE_REACH), meeting.end + ZONE_REACH)
    return _ZONE_COMMITTEE.search(text, *near) is not None or _ZONE_BARELY.search(text, *near) is not None


def _instructed_level(marks: Marks, own: list[Mention], others: list[Governed]) -> str | None:
    """The level of a CPPCC, congress or party group named without its place: the lowest of those that instruct it.

    That is the lowest whose meeting is relayed, or whose committee's requirements or arrangements are carried out.
    """
    organs = {m.value.organ for m in own if isinstance(m.value, Convening)}
    if not organs & {"cppcc", "peoples-congress", "party-group"}:
        return None
    told = {g.mention.value.level for g in others if g.relation_span and isinstance(g.mention.value, Convening)}
    for body in marks.bodies:
        if body.value.body_type in {"party-committee", "standing-committee"} and body.value.level:
            asks = _INSTRUCTS.search(marks.text, max(0, body.start - MAX_ASKED), body.start)
            told |= {body.value.level} if asks and not marks.in_furniture(body.start) else set()
    return next((level for level in ("county", "municipal", "provincial") if level in told), None)


def _level_or_place(body: Body) -> str | None:
    """The level of an organ, else that of its place (the CPPCC Wuhu Committee)."""
    return body.level or (body.place.level if isinstance(body.place, PlaceEntry) else None)
