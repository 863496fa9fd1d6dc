"""One meeting read at its head word, English grammar: its ordinals, manner, matter and organ.

Over 300 lines for a reason: the words around one head word are read together, from the head outwards.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from readouts.lexicon import grammar_words, level_of
from readouts.model import Mention
from readouts.numerals import english_ordinals
from readouts.occasions import Convening, left_of, loose_level
from readouts.organs import SPACE, Body, body_before, with_article
from readouts.patterns import FAR, NEAR, REACH

_MATTER = re.compile(
    r"[ \u00a0](?:on|for|of(?=[ \u00a0](?:the )?(?:[A-Z]|directors|secretaries|heads|chiefs|principals|leading|leaders)|[ \u00a0](?:[a-z]+[ \u00a0]){1,4}(?:directors|ministers|secretaries|heads|chiefs)\b))[ \u00a0](?!(?:the )?(?:morning|afternoon|evening)|[A-Z][a-z]{2,8} \d|\d|the \d)"
    r"(?:the[ \u00a0])?[A-Za-z][^.;:()\n]{2,90}?(?=,? and (?:the|of|a|that|to) |,? and (?:certain|relevant|related|several|some|other|important) (?:[a-z]+ )?(?:papers|documents|instructions|speeches|requirements)|,? and (?:[A-Z][\w-]+ ){1,5}[A-Z][\w-]+[’']s |,? and [a-z]+ed\b|[ \u00a0](?:was|were|has|have|had|will|should|must|shall)\b|[,.;:]|$)"
)
_OF_LEADERS = re.compile(
    r"[ \u00a0]of[ \u00a0](?:the[ \u00a0])?(?:[a-z]+[ \u00a0]){1,5}(?:of|in|across|from|throughout)[ \u00a0]the[ \u00a0](?:whole |entire )?([a-z]+(?: region)?)\b"
    r"(?![ \u00a0](?:[Pp]arty|[Cc]ommittee|[Gg]overnment))"
)
_LEVEL_PAIR = re.compile(r"(?:[A-Za-z]+,[ \u00a0])*([A-Za-z]+),?[ \u00a0]and[ \u00a0](?:the[ \u00a0])?")
_PLAIN_WORDS = re.compile(r"(?:(?!of |and |the |to )[\w’'-]+[ \u00a0]){1,4}")
_RIGHT_OF = re.compile(
    r"(?:[ \u00a0](?:of|in|for)[ \u00a0](?:the year )?20\d\d\b)?[ \u00a0]*(?:\((?:enlarged|expanded)\)[ \u00a0]*)?(?:of|by|for|(?:that was )?(?:held|convened|called|attended) by|which|that|in)[ \u00a0]+(?:the |its |our )?(?:(?:directors|chairpersons|chairmen|chairs) of (?:the )?(?=(?:(?:\d+(?:st|nd|rd|th)|[a-z]+) ){0,3}(?:standing )?committee\b)|council of chairpersons of (?:the )?)?",
    re.I,
)
_BODY_HELD = re.compile(
    r"(?=[’', \u00a0–—-])(?:[’']s?)?(?:[ \u00a0]in[ \u00a0][A-Z]\w+(?:[ \u00a0](?:city|[A-Z]\w+))?(?:,[ \u00a0]China)?)?(?:,?[ \u00a0]?[–—-][^–—\n]{3,70}[–—-]|,[ \u00a0](?:the|an?)[ \u00a0][^,.;\n]{3,70},)?[ \u00a0]+(?:has |have |had |recently |today |yesterday |also |again |successively |immediately |promptly |specially )?"
    r"(?:held|holds|hold|convened|convenes|convene|organized|organised|carried out|opened|conducted|launched|was (?:on [A-Z][a-z]+ \d{1,2} )?convened for|came together for|(?:gathered|met|convened|assembled|sat) (?:for|in)|called|staged|summoned|sat for|had)[ \u00a0]+"
    r"(?:(?:a|an|the|its|their|his)[ \u00a0]+)?",
    re.I,
)
_WHOSE_ACTIVITY = re.compile(r"\b([A-Za-z]+)[’']s[ \u00a0][“\"][^“”\"\n]{3,120}[”\"][ \u00a0](?:[\w-]+[ \u00a0]){0,2}$")
_ENLARGED_BEHIND = re.compile(r"[ \u00a0]*\((?:enlarged|expanded)(?: meeting)?\)", re.I)
_ENLARGED_BEFORE = re.compile(r"\b(?:enlarged|expanded)[ \u00a0]$", re.I)
_PLAIN_BEFORE = re.compile(
    r"\b(?:of|from|at|and)[ \u00a0](?:the[ \u00a0])?((?:(?!of |the |an? |and |[a-z]+ing the )[a-z-]+[ \u00a0]){1,4})$"
)
_GENERIC = re.compile(
    r"[ \u00a0](?:[Pp]rovince|[Cc]ity|[Cc]ounty|[Dd]istrict|[Pp]refecture|(?:[Aa]utonomous )?[Rr]egion)\b"
)
_HELD_BY = re.compile(
    r"[ \u00a0](?:was|were)[ \u00a0](?:held|convened|organi[sz]ed)[ \u00a0][^.;,]{0,60}?\bby[ \u00a0](?:the[ \u00a0])?"
)
_WITH = re.compile(r"(?<=forum|osium)[ \u00a0]with[ \u00a0](?:the )?(?=[A-Z])")
_MEMBER_OF = re.compile(r"\b(?:[Mm]ember|[Ss]ecretary|[Dd]irector|[Cc]hairman|[Hh]ead) of (?:the )?$")
_OWNED = re.compile(r"[’']s(?:[ \u00a0](?!of |to |on |in |and |held |was |by )[\w-]+){1,5}[ \u00a0]+$")
_ADJECTIVES = re.compile(
    rf"(?=[’' \u00a0])(?:[’']s)?((?:[ \u00a0]+(?:{'|'.join(grammar_words('meeting_adjectives'))}))+)[ \u00a0]+$", re.I
)
_SPIRIT_BETWEEN = re.compile(
    r"(?:[’']s)?[ \u00a0]?(?:\((?:enlarged|expanded)\)[ \u00a0])?spirit of the[ \u00a0]$", re.I
)
_THE_BETWEEN = re.compile(r"[ \u00a0]the[ \u00a0]$")
_COUNTS_ITS_OWN = frozenset({"leading-group", "commission", "party-group"})
_SPIRIT_ENLARGED = re.compile(r"[ \u00a0]?\((?:enlarged|expanded)\)[ \u00a0]spirit of the[ \u00a0]", re.I)
MAX_SPIRIT = 40  # characters of "(enlarged) spirit of the" between an organ and its meeting
NEAR_NUMBER = 6  # hits between a number and the head word of its meeting
_FOR_MATTER_HELD = re.compile(
    rf"[ \u00a0](?:for|on)(?:[ \u00a0](?!held|convened)[\w’'-]+){{1,6}}?{_BODY_HELD.pattern}", re.I
)
CENTRAL_TERMS = 16  # from this committee on no province counts so many
_NUMBER_BEHIND = re.compile(r"[ \u00a0]\((?:the )?(\d{1,3})(?:st|nd|rd|th)(?: (?:meeting|session))?\)")
_TERM_BEHIND = re.compile(
    rf"[ \u00a0]of[ \u00a0](?:the|its)[ \u00a0](?:({'|'.join(form for form, _ in english_ordinals())})|(\d{{1,2}})(?:st|nd|rd|th))[ \u00a0](?:term|committee|authority|government|council)\b",
    re.I,
)
_OF_TERM = re.compile(r"[ \u00a0]of[ \u00a0]the[ \u00a0](\d{1,2})(?:st|nd|rd|th)(?![ \u00a0]?[A-Z])")
MAX_POSSESSOR = 160  # characters between an organ and "its fifth meeting"
_RENAMED = re.compile(
    r"[ \u00a0](?:after|since)[ \u00a0](?:the )?(?:[^.;,]{3,140}?\b(?:(?:was|being)[ ]renamed[ ](?:as[ ])?|changed (?:its )?name to |became |was (?:turned|upgraded) (?:in)?to )(?:the )?)?"
)
_COUNTED_ORGAN = re.compile(
    r"[’']s[ \u00a0]\d{1,3}(?:st|nd|rd|th)[ \u00a0](?!.*\b(?:party|municipal|provincial|district|county|CPC|central)\b)",
    re.I,
)
_OWN_NAME = re.compile(
    r"[ \u00a0]of[ \u00a0](?:the[ \u00a0])?[A-Z][\w’&-]*(?:[ \u00a0](?:of |and )?[A-Z][\w’&-]*){0,6}"
)
MAX_OWN_NAME = 70
_MATTER_WORDS = re.compile(r"(?:[“\"][^“”\"\n]{2,110}[”\"][ \u00a0])?(?:(?:[A-Z][\w’-]*|and)[ \u00a0]){0,6}")
_COUNTED_LEVEL = re.compile(
    r"\b(\d{1,3}(?:st|nd|rd|th)|[A-Za-z]+(?:st|nd|rd|th))[ \u00a0]$"
)  # the 3rd National Symposium
_OF_MATTER_COMMITTEE = re.compile(
    r"[ \u00a0]of[ \u00a0](?:the[ \u00a0])?(?:[\w’'-]+[ \u00a0]){0,6}?(?:protection|safety|affairs|security|management|prevention|control|governance|audit|planning|construction|mobilization|relief)[ \u00a0](?:committee|commission)\b",
    re.I,
)
_OF_AREAS = re.compile(
    r"[ \u00a0]of[ \u00a0](?:the|our)[ \u00a0](city|province|county|district|region)[’']s(?:[ \u00a0](?!and\b|was\b|were\b|has\b|on\b|in\b|held\b)[\w-]+){1,4}"
)  # the first meeting of the city's high-quality development
_AREA_ENDS = re.compile(r"(?=[ ](?:was|were|has|had|opened|closed|concluded)\b|[,.;)]|$)")
_OWNER_BEHIND = re.compile(r"[ \u00a0]of[ \u00a0](?:the[ \u00a0])?")
_HELD_IT = re.compile(r"[ \u00a0](?:has |had )?(?:just |recently )?(?:held|convened|called)\b")
_AT_A = re.compile(r"\b(?:In|At)[ \u00a0]an?[ \u00a0](?:[a-z]+[ \u00a0]){0,2}$")
_CHAIRED = re.compile(r"(?:[ \u00a0][a-z][^.;,]{0,100})?,[ \u00a0](?:the[ \u00a0])?")
_ACTED = re.compile(
    r"[ \u00a0](?:also )?(?:conveyed|relayed|studied|heard|listened|reviewed|discussed|deliberated|examined|approved|adopted)\b"
)
MAX_NUMBER = 16  # characters of a number before the level of a meeting
MAX_AT = 30  # characters of "In a recent special "
_OF_MATTERS = {("other", "commission"), ("other", "committee")}
_HEADS_WITH_MATTER = frozenset({"leading-group", "group", "commission"})


def times_of(word: str) -> tuple[int, ...]:
    """The number that a word counts by, alone: "third", "3rd"; none where it is no number."""
    if word[:1].isdigit():
        return (int(word.rstrip("stndrh")),) if word.rstrip("stndrh").isdigit() else ()
    return tuple(number for form, number in english_ordinals() if form == word.lower())[:1]


def _numbers_meeting(text: str, left: Mention) -> bool:
    """Whether the number before an organ counts its meetings: the 38th central deep reform group meeting."""
    if _COUNTED_ORGAN.search(text[left.start : left.end]):
        return True
    return text[left.start].isdigit() and "committee" not in text[left.start : left.end].lower()


def session_at(
    text: str, hits: Sequence[Mention], at: int, starts: dict[int, Mention], ends: dict[int, Mention]
) -> Mention:
    """The meeting whose head word is a hit: what it spans, counts, term, level and organ, as far as the words around it say."""
    hit = hits[at]
    start, end, ordinals, enlarged, back = left_of(text, hits, at)
    told = _level_between(text, hits, back, start) if not ordinals else None
    if told:
        ordinals, start = told
    left = body_before(text, start, ends) or _body_owning(text, start, ends) or _body_before_spirit(text, start, ends)
    if left is None:
        of_ordinal = re.search(r"[ \u00a0]of the[ \u00a0]+$", text[max(0, start - 10) : start])
        left = ends.get(start - len(of_ordinal[0])) if of_ordinal and ordinals else None
    if left is None and ordinals:
        the = _THE_BETWEEN.search(text, max(0, start - len(" the ")), start)
        before = ends.get(the.start()) if the else None  # the reform leading group the second meeting
        left = before if before is not None and before.value.head in _COUNTS_ITS_OWN else None
    if left:
        enlarged = enlarged or bool(_SPIRIT_ENLARGED.fullmatch(text, left.end, start))
        start = left.start
        wide = _ENLARGED_BEFORE.search(text, max(0, start - len(" enlarged ")), start)
        if wide:  # the expanded Standing Committee meeting of the province
            enlarged, start = True, wide.start()
            counted = next((h for h in reversed(hits[max(0, at - NEAR_NUMBER) : at]) if h.kind == "ordinal"), None)
            if counted and not ordinals and SPACE.fullmatch(text, counted.end, start):
                ordinals, start = (
                    (counted.value["number"],),
                    counted.start,
                )  # the 65th enlarged Standing Committee meeting
    after = _RIGHT_OF.match(text, end) or _RENAMED.match(text, end) or _WITH.match(text, end)
    right = starts.get(after.end()) if after else None
    if after and right and after[0].strip().endswith(("that", "that the")) and not _HELD_IT.match(text, right.end):
        right = None  # it was decided at the meeting that the Bureau shall pay
    if after and right is None:
        right = _with_matter(text, after.end(), starts)
    if right is not None and text.endswith(("’s", "'s"), 0, right.end):
        right = _of_owner(text, right, starts)
    if after and right is None:
        pair = _LEVEL_PAIR.match(text, after.end())
        right = starts.get(pair.end()) if pair and level_of(pair[1]) else None
    tail = _ENLARGED_BEHIND.match(text, end)
    if tail:
        enlarged, end = True, tail.end()
    if right:
        end = right.end
        tail = _ENLARGED_BEHIND.match(text, end)
        if tail:
            enlarged, end = True, tail.end()
        of_whom = _OWNER_BEHIND.match(text, end) if tail and right.value.level is None else None
        whose = starts.get(of_whom.end()) if of_whom else None
        if whose is not None and isinstance(whose.value, Body):
            end = whose.end  # the meeting of the Party Group (enlarged) of the Municipal CPPCC
            right = right._replace(value=right.value._replace(level=whose.value.level))
    held_by = None
    if not left and (not right or right.value.level is None):
        held_by = subject_body(text, start, ends) or _possessor(text, start, end, starts, ends)
        held_by = held_by or _acting_at(text, start, end, starts)
        by = _HELD_BY.match(text, end) if held_by is None and right is None else None
        held_by = starts.get(by.end()) if by else held_by
    elif left and (not right or _numbers_meeting(text, left)) and left.value.level is None:
        held_by = subject_body(text, start, ends)
    body_type, level, term, body = organ_of(hit, left, right, held_by)
    behind = _NUMBER_BEHIND.match(text, end) if not ordinals else None
    if behind:
        ordinals, end = (int(behind[1]),), behind.end()
    of_term = _TERM_BEHIND.match(text, end) if term is None else None
    if of_term:
        term, end = int(of_term[2]) if of_term[2] else times_of(of_term[1])[0], of_term.end()
    if body_type == "other" and re.search(r"[Gg]overnment party[ \u00a0]*\(?$", text[max(0, start - 20) : start]):
        body_type = "party-group"
    if body_type == "plenary" and body is None and _OF_MATTER_COMMITTEE.match(text, end):
        body_type = "other"  # of the environmental protection committee
    if len(ordinals) == 2 and re.fullmatch(r"\w+[ \u00a0]\w+[ \u00a0]", text[start : hit.start]):
        term, ordinals = ordinals[0], ordinals[1:]
    if level is None and body_type == "plenary" and term is not None and term >= CENTRAL_TERMS:
        level = "central"
    if (
        not ordinals
        and left is not None
        and isinstance(left.value, Body)
        and left.value.term
        and (left.value.level is None or _numbers_meeting(text, left))
    ):
        ordinals = (left.value.term,)
        owner = right or held_by
        body = held_by if held_by is not None and left.value.body_type == "party-group" else body
        term = owner.value.term if owner is not None and isinstance(owner.value, Body) else None
    if told and level is None:
        level = hits[back].entry
    if body is None and not ordinals:
        start, level = loose_level(text, hits, back, start)
        counted = _COUNTED_LEVEL.search(text, max(0, start - MAX_NUMBER), start) if level else None
        if counted and (times := times_of(counted[1])):
            start, ordinals = counted.start(), times
        matter = _MATTER.match(text, end) if level else _OF_LEADERS.match(text, end)
        level = level or (level_of(matter[1]) if matter else None)
        end = matter.end() if matter and level else end
        if level is None:
            start, end, level = _owned_or_of_place(text, hits, at, start, end)
    elif body is None and told:  # the 7th Central Symposium on Tibet Work
        matter = _MATTER.match(text, end)
        end = matter.end() if matter else end
    of_areas = _OF_AREAS.match(text, end) if level is None and body is None else None
    if of_areas:
        end, level = of_areas.end(), level_of(of_areas[1])
    of_term = _OF_TERM.match(text, end) if hit.entry == "plenum" and term is None and body is None else None
    if of_term:
        term, end = int(of_term[1]), of_term.end()
        level = "central" if term >= CENTRAL_TERMS else level
    start = with_article(text, start)
    value = Convening(body_type, ordinals, level, term, body, enlarged, hit.entry)
    return Mention(start, end, "convening", body_type, value)


def _level_between(text: str, hits: Sequence[Mention], back: int, start: int) -> tuple[tuple[int, ...], int] | None:
    """Number and start of a meeting with its level between number and head: the 16th Municipal Executive Meeting."""
    if back < 1 or hits[back].kind != "level" or hits[back - 1].kind != "ordinal":
        return None
    level, number = hits[back], hits[back - 1]
    joined = SPACE.fullmatch(text[level.end : start]) and SPACE.fullmatch(text[number.end : level.start])
    return ((number.value["number"],), number.start) if joined else None


def _with_matter(text: str, start: int, starts: dict[int, Mention]) -> Mention | None:
    """The group or commission whose own words stand before its head: the Rural Work Leading Group."""
    words = _MATTER_WORDS.match(text, start)
    ahead = [starts[at] for at in range(start + 2, words.end() + 1) if at in starts] if words else []
    return next(
        (
            b
            for b in ahead
            if isinstance(b.value, Body) and (_is_with_matter(b.value) or text.endswith(" Working ", start, b.start))
        ),
        None,
    )  # of the Rural Work Leading Group, of the Foreign Affairs Working Committee


def _of_owner(text: str, owner: Mention, starts: dict[int, Mention]) -> Mention:
    """The group or commission of an organ named before it, else that organ: the Party Committee's Foreign Affairs Committee."""
    of_matter = _with_matter(text, owner.end + 1, starts)
    if of_matter is None:
        return owner
    return of_matter._replace(
        start=owner.start, value=of_matter.value._replace(level=of_matter.value.level or owner.value.level)
    )


def _is_with_matter(body: Body) -> bool:
    return body.body_type == "leading-group" or body.head in _HEADS_WITH_MATTER


def _owned_or_of_place(
    text: str, hits: Sequence[Mention], at: int, start: int, end: int
) -> tuple[int, int, str | None]:
    """Start, end and level of a meeting told by its activity or place: the city's "…" activity meeting, one of Guangxi."""
    whose = _WHOSE_ACTIVITY.search(text, max(0, start - MAX_POSSESSOR), start)
    level = level_of(whose[1]) if whose else None
    if whose and level:
        return whose.start(1), end, level
    end, level = _of_place(text, hits, at, end)
    plain = _PLAIN_BEFORE.search(text, max(0, start - REACH), start) if level else None
    return (plain.start(1) if plain else start), end, level


def _of_place(text: str, hits: Sequence[Mention], at: int, end: int) -> tuple[int, str | None]:
    """End and level of a meeting told by its place: the conference of Guangxi on rivers, the work meeting in the province."""
    follows = hits[at + 1] if at + 1 < len(hits) else None
    if follows is None or not re.fullmatch(
        r"[ \u00a0]of[ \u00a0](?:the[ \u00a0]|our[ \u00a0])?", text[end : follows.start]
    ):
        return end, None
    if follows.kind == "level" and _AREA_ENDS.match(text, follows.end) and text[follows.start].islower():
        return follows.end, follows.entry  # the cadre conference of the county was held
    if follows.kind != "place":
        return end, None
    generic = _GENERIC.match(text, follows.end)
    place_end = generic.end() if generic else follows.end
    matter = _MATTER.match(text, place_end)
    return (matter.end() if matter else place_end), follows.value["place"].level


def _body_before_spirit(text: str, start: int, ends: dict[int, Mention]) -> Mention | None:
    """The organ with the spirit put between it and its meeting: the Provincial Standing Committee spirit of the meeting."""
    match = _SPIRIT_BETWEEN.search(text, max(0, start - MAX_SPIRIT), start)
    return ends.get(match.start()) if match else None


def _body_owning(text: str, start: int, ends: dict[int, Mention]) -> Mention | None:
    """The organ before a meeting with plain adjectives between: the Political Bureau's democratic life meeting."""
    before = text[max(0, start - 50) : start]
    match = _ADJECTIVES.search(before) or _OWNED.search(before)
    if not match:
        return None
    at = max(0, start - 50) + match.start()
    return ends.get(at) or ends.get(at + 2)


def subject_body(text: str, start: int, ends: dict[int, Mention]) -> Mention | None:
    """The organ of "ORGAN held a … meeting", a few plain words allowed before the head word."""
    first = max(0, start - FAR)
    for match in itertools.chain(*(p.finditer(text, first, start) for p in (_BODY_HELD, _FOR_MATTER_HELD))):
        if match.end() == start or _PLAIN_WORDS.fullmatch(text, match.end(), start):
            body = ends.get(match.start()) or _body_of_name(text, match.start(), ends)
            if body is not None and not _MEMBER_OF.search(text, max(0, body.start - NEAR), body.start):
                return _first_of_two(text, body, ends)
    return None


def _body_of_name(text: str, end: int, ends: dict[int, Mention]) -> Mention | None:
    """The organ of a company or school whose name stands between it and "held": the Party Group of CNTC held …"""
    near = [at for at in ends if end - MAX_OWN_NAME < at < end]
    return next((ends[at] for at in sorted(near, reverse=True) if _OWN_NAME.fullmatch(text, at, end)), None)


def _possessor(text: str, start: int, end: int, starts: dict[int, Mention], ends: dict[int, Mention]) -> Mention | None:
    """The organ of "its fifth meeting": the one that follows the comma, else the last one named before."""
    if not re.search(r"\b(?:its|their)[ \u00a0]$", text[max(0, start - 8) : start]):
        return None
    follows = re.compile(r"[^.;,]{0,40},(?:[ \u00a0]held[^.;,]{0,40},)?[ \u00a0](?:the[ \u00a0])?").match(text, end)
    if follows and follows.end() in starts:
        return starts[follows.end()]
    before = [at for at in ends if start - MAX_POSSESSOR < at < start and "." not in text[at:start]]
    return ends[max(before)] if before else None


def _acting_at(text: str, start: int, end: int, starts: dict[int, Mention]) -> Mention | None:
    """The organ that is said to act at a meeting named before it: In a recent meeting chaired by A, the Standing Committee studied …"""
    behind = _CHAIRED.match(text, end) if _AT_A.search(text, max(0, start - MAX_AT), start) else None
    body = starts.get(behind.end()) if behind else None
    return body if body is not None and _ACTED.match(text, body.end) else None


def _first_of_two(text: str, body: Mention, ends: dict[int, Mention]) -> Mention:
    """Of two organs that hold a meeting together the first, unless that one is none that meets."""
    joint = re.search(
        r"[ \u00a0]and[ \u00a0]+(?:(?:the|its)[ \u00a0]+)?(?:[A-Z][\w’'-]+[ \u00a0](?:and[ \u00a0])?){0,6}$",
        text[max(0, body.start - FAR) : body.start],
    )
    first = ends.get(body.start - len(joint[0])) if joint else None
    return first if first is not None else body


def organ_of(
    hit: Mention, left: Mention | None, right: Mention | None, held_by: Mention | None
) -> tuple[str, str | None, int | None, Mention | None]:
    """The body type, level, term and organ of a meeting, by the organ before it, the one behind it and the one that held it."""
    bodies = [body for body in (left, right, held_by) if body is not None]
    said: list[Body] = [body.value for body in bodies if isinstance(body.value, Body)]
    level = next((body.level for body in reversed(said) if body.level), None)
    term = next((body.term for body in said if body.term), None)
    kind = meeting_body_type(hit, [body.body_type for body in said])
    of_matter = said[:1] and said[0].named and (said[0].body_type, said[0].head) in _OF_MATTERS
    kind = "other" if kind == "plenary" and of_matter else kind  # of the committee on foreign affairs, no committee's
    chosen = bodies[0] if bodies else None
    if left is not None and right is not None:
        chosen = right if said[0].body_type in {"party-committee", "other"} else left
    return kind, level, term, chosen


def meeting_body_type(hit: Mention, kinds: Sequence[str]) -> str:
    """The record's body_type of a meeting, by its head word and the kinds of its organs."""
    if hit.entry == "plenum" and not {
        "deepening-reform-commission",
        "leading-group",
        "cppcc",
        "peoples-congress",
    } & set(kinds):
        return "plenary"
    for kind in kinds:
        if kind in {"deepening-reform-commission", "theory-study", "party-group", "political-bureau"}:
            return kind
    if "standing-committee" in kinds and not {"peoples-congress", "cppcc"} & set(kinds):
        return "standing-committee"
    if "government" in kinds and hit.entry in {"executive-meeting", "regular-meeting"}:
        return "government-executive"
    if "leading-group" in kinds:
        return "leading-group"
    if hit.entry == "executive-meeting" and not kinds:
        return "government-executive"
    return "other"
