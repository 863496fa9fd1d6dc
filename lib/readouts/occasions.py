"""Meetings that go by a name of their own, and what stands before any meeting's head word: numbers, manner, level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from readouts.lexicon import level_of
from readouts.model import Mention
from readouts.organs import SPACE, Body, body_before, with_article
from readouts.patterns import NEAR

_PLACES_OWN = re.compile(
    r"[’']s(?:[ \u00a0](?!of |to |on |in |and |the |held |was |first |second |third |\d)[a-z][\w-]*){1,5}[ \u00a0]|(?:[ \u00a0][A-Z][\w-]*){1,4}[ \u00a0]"
)
_PLACES_WORK = re.compile(r"(?:[ \u00a0][a-z-]+){0,2}[ \u00a0]")
_WITH_PARTY = r"[A-Za-z]+(?:[ \u00a0]party committee)?"  # central, provincial party committee and municipal party committee conferences
_LEVELS_AND = re.compile(rf"\b((?:{_WITH_PARTY},[ \u00a0]+)*{_WITH_PARTY}),?[ \u00a0]+and[ \u00a0]+(?:the[ \u00a0]+)?$")
_OF_NAME = re.compile(r"\b[A-Z][a-z]+[ \u00a0](?=City|County|District|Province)")  # a committee of Hebi City and …
_OF_OFFICERS = re.compile(r"(?:s?[’']s?)?[ \u00a0]")
_CAPITAL_RUN = re.compile(r"(?:,?[ \u00a0](?:[A-Z][\w’'-]*|and|of|on|for))*[ \u00a0]")
_MANNER_GAP = re.compile(r"[ \u00a0()（）\-–]*")
_ORDINAL_GAP = re.compile(
    r"[ \u00a0]+(?:\(?(?!of\b|the\b|and\b|for\b|at\b|to\b|in\b|[Qq]uarter|[Bb]atch|[Rr]ound\b|[Pp]hase|[Ss]tage|[Hh]alf\b)[A-Za-z'’-]+\)?[ \u00a0]+){0,2}|[ \u00a0](?:(?!of\b|the\b|and\b|for\b|at\b|to\b|in\b|on\b|national\b|anniversary\b|plenary\b|quarter\b|half\b|batch\b|round\b|phase\b|stage\b|year\b|month\b)[a-z-]+[ \u00a0]){3,4}"
)
_AND_GAP = re.compile(r"[ \u00a0]*,?[ \u00a0]*(?:and|&|,)?[ \u00a0]+(?:the[ \u00a0]+)?")
_OCCASION_MATTER = re.compile(
    r"[ \u00a0](?:on|for)[ \u00a0][^,.;:]{3,60}?[ \u00a0]of[ \u00a0](?:the[ \u00a0])?(?=[A-Z])"
)
_OF_CAPITAL = re.compile(r"[ \u00a0](?:of|in)[ \u00a0](?!China\b)[A-Z]")
_COUNTED_MEETINGS = re.compile(r"[ \u00a0]were[ \u00a0](?:held|convened)\b")  # "two meetings" that are no Two Sessions
_PLURAL = re.compile(r"\b(?:meetings|conferences|sessions)\b", re.I)
_PAIRED_MATTER = re.compile(
    r"[ \u00a0](?:[\w-]+,[ \u00a0]){1,2}(?!the |our )[\w-]+(?:[ \u00a0][\w-]+)?,?[ \u00a0]and[ \u00a0](?!the |our )(?:[\w-]+[ \u00a0]){1,3}"
)  # the national publicity, ideology and culture work conference
_WHOSE = re.compile(
    r"\b([a-z]+)[’']s(?:[ \u00a0][\w-]+){1,2}[ \u00a0]$"
)  # the city's mid-year economic work conference
_STUDY_PAIR = re.compile(r"study and (?:education|practice|training|research) ")  # a campaign, nothing that was done
_LEVEL_MATTERS = re.compile(
    r"\b(national|central|provincial|municipal|prefectural|county|district)[ \u00a0](?:(?!of |the |our |in |on |for |to |by |a |an |was |held )[a-z-]+,?[ \u00a0]){1,4}and[ \u00a0]$"
)  # the provincial education and health work conference
MAX_NAME = 110


class Convening(NamedTuple):
    """What a meeting's name says: kind, ordinals, level, term, and the organ with its place in the text."""

    body_type: str
    ordinals: tuple[int, ...]
    level: str | None
    term: int | None
    body: Mention | None
    enlarged: bool
    form: str

    @property
    def organ(self) -> str | None:
        """The kind of the organ that met, None where the name leaves it out."""
        return self.body.value.body_type if self.body is not None else None

    @property
    def of_leading_group(self) -> bool:
        """Whether the organ is a leading group, as the deep reform commission was before 2018."""
        return self.body is not None and self.body.value.head in {"leading-group", "group"}

    @property
    def in_calendar(self) -> bool:
        """Whether the calendar of central meetings may hold it: it leaves out the discipline commission's plenaries."""
        return self.level == "central" and self.organ != "discipline-commission"


def left_of(text: str, hits: Sequence[Mention], at: int) -> tuple[int, int, tuple[int, ...], bool, int]:
    start, end = hits[at].start, hits[at].end
    if text[start - 1 : start] == "(" and ")" in text[start:end]:
        start -= 1  # the 7th (plenary) meeting
    ordinals: list[int] = []
    enlarged = False
    back = at - 1
    while back >= 0:
        before = hits[back]
        if before.start >= start or before.end > start:
            back -= 1
            continue
        gap = text[before.end : start]
        if before.kind == "manner" and _MANNER_GAP.fullmatch(gap):
            enlarged = True
            start = before.start - (text[before.start - 1 : before.start] == "(")
        elif before.kind == "ordinal" and not ordinals and _ORDINAL_GAP.fullmatch(gap):
            ordinals.append(before.value["number"])
            start = before.start
        elif before.kind == "ordinal" and ordinals and len(gap) < 12 and _AND_GAP.fullmatch(gap):
            ordinals.insert(0, before.value["number"])
            start = before.start
        elif not (before.kind == "office" and _OF_OFFICERS.fullmatch(gap)):
            counted = _number_before_study(text, hits, back, start) if before.kind == "verb" and not ordinals else None
            if counted is None:
                break
            back = counted
            continue
        back -= 1
    numbered = re.search(r"[Nn]o\.?[ \u00a0]?(\d{1,3})[ \u00a0]+$", text[max(0, start - 10) : start])
    if numbered and not ordinals:
        ordinals = [int(numbered[1])]
        start -= len(numbered[0])
    return start, end, tuple(ordinals), enlarged, back


def _number_before_study(text: str, hits: Sequence[Mention], back: int, start: int) -> int | None:
    """The ordinal before a meeting's word that is a verb elsewhere: the 15th study (extended) meeting."""
    near = range(back - 1, max(-1, back - 4), -1)
    return next(
        (i for i in near if hits[i].kind == "ordinal" and _ORDINAL_GAP.fullmatch(text[hits[i].end : start])), None
    )


def loose_level(text: str, hits: Sequence[Mention], back: int, start: int) -> tuple[int, str | None]:
    """Start and level of a meeting known by a name alone: the National Conference, the provincial economic conference."""
    near = back
    while back >= 0 and start - hits[back].end < 70:
        before = hits[back]
        gap = text[before.end : start]
        if re.search(r"[.,;:!?“”\"\n]|\b(?:held|holds|convened|convenes|launched|organi[sz]ed)\b", gap) or (
            before.kind in {"verb", "meeting", "demand"} and not _STUDY_PAIR.match(text, before.start)
        ):
            break
        ministerial = re.match(r"(?:[ \u00a0]and)?[ \u00a0]ministerial", text[before.end : before.end + 16], re.I)
        if before.kind == "level" and not ministerial and not re.search(r"\b(?:of|to|for|the|and the)\b", gap):
            return before.start, before.entry
        back -= 1
    for hit in reversed(hits[: near + 1]):
        if start - hit.end > MAX_NAME:
            break
        owned = text.startswith(("’s", "'s"), hit.end) or text[start : start + 1].isupper()
        if hit.kind == "place" and owned and _PLACES_OWN.fullmatch(text, hit.end, start):
            return hit.start, hit.value["place"].level  # Guangxi's flood control conference, the Hengshui Symposium
        if hit.kind == "place" and _PLACES_WORK.fullmatch(text, hit.end, start) and text.startswith("work ", start):
            return hit.start, hit.value["place"].level  # the Wuzhong work meeting
        if hit.kind == "level" and text.startswith(" Head ", hit.end):
            continue
        if hit.kind == "level" and _PAIRED_MATTER.fullmatch(text, hit.end, start):
            return hit.start, hit.entry
        if hit.kind == "level" and text[hit.start].isupper() and _CAPITAL_RUN.fullmatch(text[hit.end : start]):
            return hit.start, hit.entry
    return start, None


def occasion_at(
    text: str, hits: Sequence[Mention], at: int, starts: dict[int, Mention], ends: dict[int, Mention]
) -> Mention | None:
    """A meeting that goes by a name of its own (two sessions, a congress, an economic work conference)."""
    hit = hits[at]
    start, end, ordinals, _, back = left_of(text, hits, at)
    level = None
    quoted = start - 1 if text[start - 1] in '“"' else start
    body = body_before(text, quoted, ends)
    if body is not None and isinstance(body.value, Body) and hit.kind == "occasion":
        start, level = body.start, body.value.level
    while (
        back >= 0
        and hits[back].kind in {"level", "party", "place", "ordinal"}
        and SPACE.fullmatch(text[hits[back].end : min(start, quoted)])
    ):
        if hits[back].kind == "level":
            level = hits[back].entry
        if hits[back].kind == "ordinal" and not ordinals:
            ordinals = (hits[back].value["number"],)
        start = quoted = hits[back].start
        back -= 1
    if level is None and _COUNTED_MEETINGS.match(text, end):
        return None
    if hit.kind == "organ":
        named = re.match(r"(?:national|provincial|municipal)", text[hit.start : hit.end], re.I)
        if not ordinals and not named and (level is None or "party" not in text[start:end].lower()):
            return None
        of_party = re.match(r"[ \u00a0]+of the (?:CPC|Communist Party of China|Party)\b", text[end : end + 36])
        end += of_party.end() if of_party else 0
        if level is None and not named:
            end, level = _level_after(text, hits, at, end)
        of_unlisted = _OF_CAPITAL.match(text, end) if level is None else None  # the 15th Congress of Haiyan
        level = level or (level_of(named[0]) if named else None) or (None if of_unlisted else "central")
    elif level is None:
        of_body = re.compile(r"[ \u00a0](?:of|held by|convened by)[ \u00a0](?:the[ \u00a0])?").match(text, end)
        owner = starts.get(of_body.end()) if of_body else _owner_behind(text, end, starts)
        if owner is not None and isinstance(owner.value, Body) and owner.value.level:
            end, level = owner.end, owner.value.level
        else:
            end, level = _level_after(text, hits, at, end)
        whose = _WHOSE.search(text, max(0, start - NEAR), start) if level is None else None
        whose = whose or (_LEVEL_MATTERS.search(text, max(0, start - 70), start) if level is None else None)
        if whose and level_of(whose[1]):
            start, level = whose.start(), level_of(whose[1])
    value = Convening("other", ordinals, level, None, None, False, hit.entry)
    return Mention(with_article(text, start), end, "convening", "other", value)


def _owner_behind(text: str, end: int, starts: dict[int, Mention]) -> Mention | None:
    """The organ behind an occasion's matter: the work conference on party building of the Provincial Party Committee."""
    matter = _OCCASION_MATTER.match(text, end)
    return starts.get(matter.end()) if matter else None


def _level_after(text: str, hits: Sequence[Mention], at: int, end: int) -> tuple[int, str | None]:
    """End and level of an occasion whose level follows it: the two sessions of the province, the 13th Party Congress of the city."""
    ahead = [hit for hit in hits[at + 1 : at + 4] if hit.start >= end]  # "of the CPC" may stand between
    follows = ahead[0] if ahead else None
    if follows is None or not re.fullmatch(r"[”\"]?[ \u00a0](?:of|in) (?:the |our )?", text[end : follows.start]):
        return end, None
    if follows.kind == "place":
        after = ahead[1:2]
        ranked = after and after[0].kind == "level" and SPACE.fullmatch(text[follows.end : after[0].start])
        return (after[0].end, after[0].entry) if ranked else (follows.end, follows.value["place"].level)
    return (follows.end, follows.entry) if follows.kind == "level" else (end, None)


def other_levels(text: str, found: Mention) -> list[Mention]:
    """The other levels' meetings in "the central and provincial rural work conferences": one surface, several meetings."""
    value = found.value
    if not isinstance(value, Convening) or value.ordinals or value.level is None:
        return []
    led = (
        value.body is not None and value.body.start == found.start
    )  # the provincial and municipal committees' meetings
    if value.body is not None and not (led and _PLURAL.search(text, found.start, found.end)):
        return []
    before = _LEVELS_AND.search(text[max(0, found.start - 50) : found.start])
    words = re.findall(r"[A-Za-z]+", before[1]) if before else []
    levels = [(word, level) for word in words if (level := level_of(word))]
    shared = before is not None and ("committee" not in before[1] or "committee" in text[found.start : found.end])
    if before is None or not levels or not shared or _OF_NAME.search(text, max(0, found.start - 70), found.start):
        return []
    start = with_article(text, max(0, found.start - 50) + before.start() + before[1].index(levels[0][0]))
    return [found._replace(start=start, value=value._replace(level=level)) for _, level in levels]
