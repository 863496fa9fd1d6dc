"""Meetings named in a text, English grammar: a head word with its ordinals, manner and organ.

Over 300 lines for a reason: the words around one head word are read together, from the head outwards.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from readouts.lexicon import grammar_words, level_of
from readouts.model import Mention
from readouts.numerals import english_ordinals
from readouts.occasions import Convening, left_of, loose_level, occasion_at, other_levels
from readouts.organs import SPACE, Body, body_before, with_article

_MATTER = re.compile(
    r"[ \u00a0](?:on|for|of(?=[ \u00a0](?:the )?(?:[A-Z]|directors|secretaries|heads|chiefs|principals|leading|leaders)|[ \u00a0](?:[a-z]+[ \u00a0]){1,4}(?:directors|ministers|secretaries|heads|chiefs)\b))[ \u00a0](?!(?:the )?(?:morning|afternoon|evening)|[A-Z][a-z]{2,8} \d|\d|the \d)"
    r"(?:the[ \u00a0])?[A-Za-z][^.;:()\n]{2,90}?(?=,? and (?:the|of|a|that|to) |,? and (?:certain|relevant|related|several|some|other|important) (?:[a-z]+ )?(?:papers|documents|instructions|speeches|requirements)|,? and [a-z]+ed\b|[ \u00a0](?:was|were|has|have|had|will)\b|[,.;:]|$)"
)
_OF_LEADERS = re.compile(
    r"[ \u00a0]of[ \u00a0](?:the[ \u00a0])?(?:[a-z]+[ \u00a0]){1,5}(?:of|in|across|from|throughout)[ \u00a0]the[ \u00a0](?:whole |entire )?([a-z]+(?: region)?)\b"
    r"(?![ \u00a0](?:[Pp]arty|[Cc]ommittee|[Gg]overnment))"
)
_LEVEL_PAIR = re.compile(r"(?:[A-Za-z]+,[ \u00a0])*([A-Za-z]+),?[ \u00a0]and[ \u00a0](?:the[ \u00a0])?")
_PLAIN_WORDS = re.compile(r"(?:(?!of |and |the |to )[\w’'-]+[ \u00a0]){1,4}")
_MANNER_GAP = re.compile(r"[ \u00a0()（）\-–]*")
_RIGHT_OF = re.compile(
    r"(?:[ \u00a0](?:of|in|for)[ \u00a0](?:the year )?20\d\d\b)?[ \u00a0]*(?:\((?:enlarged|expanded)\)[ \u00a0]*)?(?:of|by|for|(?:that was )?(?:held|convened|called|attended) by|which|that|in)[ \u00a0]+(?:the |its |our )?(?:(?:directors|chairpersons|chairmen|chairs) of (?:the )?(?=standing committee))?",
    re.I,
)
_BODY_HELD = re.compile(
    r"(?:[’']s?)?(?:[ \u00a0]in[ \u00a0][A-Z]\w+(?:[ \u00a0](?:city|[A-Z]\w+))?(?:,[ \u00a0]China)?)?(?:,?[ \u00a0]?[–—-][^–—\n]{3,70}[–—-])?[ \u00a0]+(?:has |have |had |recently |today |yesterday |also |again |successively )?"
    r"(?:held|holds|hold|convened|convenes|convene|organized|organised|carried out|opened|conducted|launched|came together for|gathered for|met for|called|staged|summoned|sat for|had)[ \u00a0]+"
    r"(?:(?:a|an|the|its|their|his)[ \u00a0]+)?",
    re.I,
)

_WHOSE_ACTIVITY = re.compile(r"\b([A-Za-z]+)[’']s[ \u00a0][“\"][^“”\"\n]{3,80}[”\"][ \u00a0](?:[\w-]+[ \u00a0]){0,2}$")
_PLAIN_BEFORE = re.compile(
    r"\b(?:of|from|at)[ \u00a0](?:the[ \u00a0])?((?:(?!of |the |an? |and |[a-z]+ing the )[a-z-]+[ \u00a0]){1,4})$"
)
_GENERIC = re.compile(
    r"[ \u00a0](?:[Pp]rovince|[Cc]ity|[Cc]ounty|[Dd]istrict|[Pp]refecture|(?:[Aa]utonomous )?[Rr]egion)\b"
)
_WITH = re.compile(r"(?<=forum|osium)[ \u00a0]with[ \u00a0](?:the )?(?=[A-Z])")
_MEMBER_OF = re.compile(r"\b(?:[Mm]ember|[Ss]ecretary|[Dd]irector|[Cc]hairman|[Hh]ead) of (?:the )?$")
_OWNED = re.compile(r"[’']s(?:[ \u00a0](?!of |to |on |in |and |held |was |by )[\w-]+){1,5}[ \u00a0]+$")
_SPIRIT_BETWEEN = re.compile(
    r"(?:[’']s)?[ \u00a0]?(?:\((?:enlarged|expanded)\)[ \u00a0])?spirit of the[ \u00a0]$", re.I
)
_SPIRIT_ENLARGED = re.compile(r"[ \u00a0]?\((?:enlarged|expanded)\)[ \u00a0]spirit of the[ \u00a0]", re.I)
MAX_SPIRIT = 40  # characters of "(enlarged) spirit of the" between an organ and its meeting
_HELD_ITS = re.compile(r"\b(?:held|organized|convened)[ \u00a0](?:a|an|its|the)[ \u00a0]$")
_HELD_ENLARGED = re.compile(
    r"\b(?:held|conducted|organized|carried out) (?:an? |its )?(\(?(?:(?:enlarged|expanded)\)? )?)$"
)
_DATED = re.compile(r"[ \u00a0](?:held )?on[ \u00a0](?:[A-Z][a-z]+ \d|the \d)")
_FOR_MATTER_HELD = re.compile(
    rf"[ \u00a0](?:for|on)(?:[ \u00a0](?!held|convened)[\w’'-]+){{1,6}}?{_BODY_HELD.pattern}", re.I
)
_LEVELS_BEFORE = re.compile(r"\b((?:[A-Za-z]+,[ \u00a0])*[A-Za-z]+),?[ \u00a0]and[ \u00a0](?:the[ \u00a0])?$")
CENTRAL_TERMS = 16  # from this committee on no province counts so many
_NUMBER_BEHIND = re.compile(r"[ \u00a0]\((?:the )?(\d{1,3})(?:st|nd|rd|th)(?: (?:meeting|session))?\)")
_TERM_BEHIND = re.compile(
    rf"[ \u00a0]of[ \u00a0](?:the|its)[ \u00a0](?:({'|'.join(form for form, _ in english_ordinals())})|(\d{{1,2}})(?:st|nd|rd|th))[ \u00a0](?:term|committee|authority|government|council)\b",
    re.I,
)
_OF_TERM = re.compile(r"[ \u00a0]of[ \u00a0]the[ \u00a0](\d{1,2})(?:st|nd|rd|th)(?![ \u00a0]?[A-Z])")
_AND_BEFORE = re.compile(r"[ \u00a0](?:and|cum)[ \u00a0](?:the[ \u00a0])?$")
MAX_JOINT = 9  # characters of " and the "
MAX_POSSESSOR = 160  # characters between an organ and "its fifth meeting"
_RENAMED = re.compile(
    r"[ \u00a0]after[ \u00a0](?:the )?(?:[^.;,]{3,140}?\b(?:was|being)[ ]renamed[ ](?:as[ ])?(?:the )?)?"
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
_HEADS_WITH_MATTER = frozenset({"leading-group", "group", "commission"})
_MET = Mention(0, 0, "meeting", "meeting", {})


def find_meetings(text: str, hits: Sequence[Mention], bodies: Sequence[Mention]) -> list[Mention]:
    """Every meeting named: head word with its ordinals, manner and organ before, after, or as the subject of "held"."""
    starts = {body.start: body for body in bodies}
    ends = {body.end: body for body in bodies}
    hits = _merge_plenary(text, hits)
    out: list[Mention] = []
    for at, hit in enumerate(hits):
        if out and hit.start < out[-1].end:
            continue
        if out and hit.kind == "meeting" and _same_again(text, out[-1], hit):
            out[-1] = out[-1]._replace(end=hit.end)
            continue
        if hit.kind == "meeting":
            meeting = _meeting_at(text, hits, at, starts, ends)
            out.extend(_first_organ(text, meeting, ends))
            out.extend(_joined_session(text, out, meeting) or [*other_levels(text, meeting), meeting])
            out.extend(_second_organ(text, meeting, starts))
            out.extend(_second_subject(text, meeting, starts))
            out.extend(_first_levels(text, meeting))
        elif hit.kind == "occasion" or (hit.kind == "organ" and hit.entry == "party-congress"):
            found = occasion_at(text, hits, at, starts, ends)
            if found:
                out.extend([*other_levels(text, found), *_of_country(text, found)])
    return _with_gatherings(text, bodies, out)


def _merge_plenary(text: str, hits: Sequence[Mention]) -> list[Mention]:
    """The hits with "Plenary (Enlarged) Meeting" as one head word."""
    out: list[Mention] = []
    for hit in hits:
        if hit.kind == "meeting" and hit.entry == "meeting":
            at = len(out) - 1
            while at >= 0 and out[at].kind == "manner" and _MANNER_GAP.fullmatch(text[out[at].end : hit.start]):
                at -= 1
            plenary = out[at] if at >= 0 else None
            if (
                plenary is not None
                and plenary.entry == "plenum"
                and re.fullmatch(r"[ \u00a0]*\(?(?:\w+)?\)?[ \u00a0]*", text[plenary.end : hit.start])
            ):
                out[at:] = [plenary._replace(end=hit.end)]
                continue
        out.append(hit)
    return out


def _with_gatherings(text: str, bodies: Sequence[Mention], named: list[Mention]) -> list[Mention]:
    """The meetings named, and those of organs that are said to have met."""
    verbs = "|".join(grammar_words("gathered"))
    gathered = re.compile(
        rf"[ \u00a0]+(?:has |have |had |recently |today |yesterday )?(?:{verbs})\b(?! (?:with|the|a|an|their|its)\b)"
    )
    taken = [(m.start, m.end) for m in named]
    ends = {body.end: body for body in bodies}
    out = list(named)
    for body in bodies:
        spirit_of = body.value.body_type == "political-bureau" and _DATED.match(text, body.end)
        studied = body.value.body_type == "theory-study" and _HELD_ITS.search(text, max(0, body.start - 24), body.start)
        own_study = _party_group_study(text, body, ends)
        if own_study is not None:
            out.append(own_study)
            continue
        if (gathered.match(text, body.end) or spirit_of or studied) and not any(
            a < body.end and body.start < b for a, b in taken
        ):
            kind, level, term, organ = _organ_of(_MET, body, None, None)
            times = re.compile(r"[^.;\n]{0,40}?\bfor the (\w+) time\b").match(text, body.end)
            ordinals = _times(times[1]) if times else ()
            value = Convening(kind, ordinals, level, term, organ, False, "meeting")
            out.append(Mention(with_article(text, body.start), body.end, "convening", kind, value))
            first = _joined_before(text, body, bodies)
            if first is not None:
                kind, level, term, organ = _organ_of(_MET, first, None, None)
                value = Convening(kind, (), level, term, organ, False, "meeting")
                out.append(Mention(with_article(text, first.start), first.end, "convening", kind, value))
    return sorted(out, key=lambda m: m.start)


def _party_group_study(text: str, body: Mention, ends: dict[int, Mention]) -> Mention | None:
    """The study of a party group that its organ held: the People's Congress carried out an (enlarged) party group study."""
    if body.value.body_type != "party-group" or not text.startswith(" study", body.end):
        return None
    held = _HELD_ENLARGED.search(text, max(0, body.start - 40), body.start)
    organ = _subject_body(text, held.start(1), ends) if held else None
    if held is None or organ is None or text.startswith((" session", " meeting"), body.end + len(" study")):
        return None
    _, level, term, _ = _organ_of(_MET, organ, None, None)
    value = Convening("party-group", (), level, term, organ, bool(held[1]), "meeting")
    return Mention(held.start(1), body.end + len(" study"), "convening", "party-group", value)


def _joined_before(text: str, body: Mention, bodies: Sequence[Mention]) -> Mention | None:
    """The organ of another kind joined by "and" before one that met: the Standing Committee and the study group met."""
    joint = re.search(r"[ \u00a0]and[ \u00a0](?:the[ \u00a0])?$", text[max(0, body.start - 9) : body.start])
    before = [b for b in bodies if joint and b.end == body.start - len(joint[0])]
    return next((b for b in before if b.value.body_type not in {body.value.body_type, "other", "government"}), None)


def _times(word: str) -> tuple[int, ...]:
    if word[:1].isdigit():
        return (int(word.rstrip("stndrh")),) if word.rstrip("stndrh").isdigit() else ()
    return tuple(number for form, number in english_ordinals() if form == word.lower())[:1]


def _numbers_meeting(text: str, left: Mention) -> bool:
    """Whether the number before an organ counts its meetings: the 38th central deep reform group meeting."""
    if _COUNTED_ORGAN.search(text[left.start : left.end]):
        return True
    return text[left.start].isdigit() and "committee" not in text[left.start : left.end].lower()


def _of_country(text: str, found: Mention) -> list[Mention]:
    """The two sessions of the country and the province: two occasions where the text says so, else the one found."""
    both = re.compile(
        r"[”\"]?[ \u00a0]of[ \u00a0]the[ \u00a0](?:country|nation|state)(?:[ \u00a0]and[ \u00a0](?:the[ \u00a0])?([a-z]+))?"
    )
    match = both.match(text, found.end)
    if match is None or found.value.body is not None:
        return [found]
    central = found._replace(end=match.end(), value=found.value._replace(level="central"))
    level = level_of(match[1]) if match[1] else None
    return [central, central._replace(value=found.value._replace(level=level))] if level else [central]


def _same_again(text: str, before: Mention, hit: Mention) -> bool:
    """Whether a head word is said twice, around its manner: the Party Group Meeting (Expanded) Meeting."""
    told = isinstance(before.value, Convening) and before.value.enlarged and text[before.end - 1] == ")"
    return told and hit.start - before.end < 2


def _joined_session(text: str, out: list[Mention], found: Mention) -> list[Mention] | None:
    """The fourth session of the sixteenth executive meeting: the one before is the number, this one's number the term."""
    before = out[-1] if out else None
    if before is None or not isinstance(before.value, Convening) or not isinstance(found.value, Convening):
        return None
    if found.value.form == "plenum" and found.value.ordinals and before.value.ordinals:
        of_term = "session" in text[before.start : before.end].lower() and before.value.form == "meeting"
        if of_term and re.fullmatch(r"(?:[ \u00a0]of[ \u00a0])?", text[before.end : found.start]):
            out.pop()
            body, level = before.value.body or found.value.body, before.value.level or found.value.level
            value = found.value._replace(term=before.value.ordinals[0], body=body, level=level)
            return [Mention(before.start, found.end, "convening", "plenary", value)]
    joined = re.fullmatch(r"[ \u00a0]of[ \u00a0]", text[before.end : found.start])
    if not joined or not before.value.ordinals or not found.value.ordinals:
        return None
    counts_term = before.value.form == "executive-meeting" or "meeting" in text[before.start : before.end].lower()
    if counts_term and "session" in text[found.start : found.end].lower() and not found.value.body:
        out.pop()
        return [before._replace(end=found.end, value=before.value._replace(term=found.value.ordinals[0]))]
    if before.value.body:
        return None
    out.pop()
    of_plenum = before.value.form == "plenum" and found.value.organ not in {"peoples-congress", "cppcc"}
    kind = before.value.body_type if counts_term or of_plenum else found.value.body_type
    value = found.value._replace(body_type=kind, ordinals=before.value.ordinals, term=found.value.ordinals[0])
    return [Mention(before.start, found.end, "convening", kind, value)]


def _first_levels(text: str, found: Mention) -> list[Mention]:
    """The other levels' meetings in "the sessions of the provincial, municipal and district committees"."""
    value = found.value
    if not isinstance(value, Convening) or value.body is None or value.body.end > found.end:
        return []
    before = _LEVELS_BEFORE.search(text[max(found.start, value.body.start - 50) : value.body.start])
    levels = [level_of(word) for word in re.findall(r"[a-z]+", before[1].lower())] if before else []
    return [found._replace(value=value._replace(level=level, ordinals=(), term=None)) for level in levels if level]


def _first_organ(text: str, found: Mention, ends: dict[int, Mention]) -> list[Mention]:
    """The first organ's meeting where a party group and its study group share one word: the Party Group and study group meeting."""
    body = found.value.body
    joint = _AND_BEFORE.search(text, max(0, body.start - MAX_JOINT), body.start) if body else None
    first = ends.get(joint.start()) if joint else None
    if first is None or {first.value.body_type, body.value.body_type} != {"party-group", "theory-study"}:
        return []
    value = found.value._replace(body=first, body_type=first.value.body_type, level=first.value.level)
    return [Mention(with_article(text, first.start), first.end, "convening", first.value.body_type, value)]


def _second_organ(text: str, found: Mention, starts: dict[int, Mention]) -> list[Mention]:
    """The meeting of the second organ in "the meetings of A and B"."""
    value = found.value
    if not isinstance(value, Convening) or value.ordinals or value.body is None or value.body.end > found.end:
        return []
    if not re.search(r"(?:meeting|session|conference)s\b|\bjoint meeting\b", text[found.start : found.end], re.I):
        return []
    joint = re.compile(r"[ \u00a0]*(?:,|and)[ \u00a0]+(?:the[ \u00a0]+)?").match(text, found.end)
    body = starts.get(joint.end()) if joint else None
    if body is None or not isinstance(body.value, Body):
        return []
    if value.body_type == "other" and body.value.body_type == "party-committee":
        return []
    joint_one = "joint" in text[found.start : found.end].lower()
    own_kind = body.value.named or body.value.body_type not in {"party-committee", "other"}
    kind = meeting_body_type(_MET, [body.value.body_type]) if own_kind else value.body_type
    return [
        Mention(
            body.start if joint_one else found.start,
            body.end,
            "convening",
            kind,
            value._replace(level=body.value.level or value.level, term=body.value.term, body=body, body_type=kind),
        )
    ]


def _second_subject(text: str, found: Mention, starts: dict[int, Mention]) -> list[Mention]:
    """The meeting of the second organ in "A and B held meetings"."""
    value = found.value
    if not isinstance(value, Convening) or value.body is None or value.body.end > found.start:
        return []
    joint = re.compile(r"[ \u00a0]and[ \u00a0](?:the[ \u00a0])?").match(text, value.body.end)
    body = starts.get(joint.end()) if joint else None
    plural = re.search(r"(?:meeting|session|conference)s\b", text[found.start : found.end], re.I)
    if body is None or not plural or body.end > found.start:
        return []
    kind = meeting_body_type(_MET, [body.value.body_type])
    said = value._replace(body=body, body_type=kind, level=body.value.level or value.level, term=body.value.term)
    return [found._replace(value=said)]


def _meeting_at(
    text: str, hits: Sequence[Mention], at: int, starts: dict[int, Mention], ends: dict[int, Mention]
) -> Mention:
    hit = hits[at]
    start, end, ordinals, enlarged, back = left_of(text, hits, at)
    told = _level_between(text, hits, back, start) if not ordinals else None
    if told:
        ordinals, start = told
    left = body_before(text, start, ends) or _body_owning(text, start, ends) or _body_before_spirit(text, start, ends)
    if left is None:
        of_ordinal = re.search(r"[ \u00a0]of the[ \u00a0]+$", text[max(0, start - 10) : start])
        left = ends.get(start - len(of_ordinal[0])) if of_ordinal and ordinals else None
    if left:
        enlarged = enlarged or bool(_SPIRIT_ENLARGED.fullmatch(text, left.end, start))
        start = left.start
    after = _RIGHT_OF.match(text, end) or _RENAMED.match(text, end) or _WITH.match(text, end)
    right = starts.get(after.end()) if after else None
    if after and right is None:
        right = _with_matter(text, after.end(), starts)
    if after and right is None:
        pair = _LEVEL_PAIR.match(text, after.end())
        right = starts.get(pair.end()) if pair and level_of(pair[1]) else None
    tail = re.match(r"[ \u00a0]*\((?:enlarged|expanded)\)", text[end : end + 12], re.I)
    if tail:
        enlarged, end = True, end + tail.end()
    if right:
        end = right.end
        tail = re.match(r"[ \u00a0]*\((?:enlarged|expanded)\)", text[end : end + 12], re.I)
        if tail:
            enlarged, end = True, end + tail.end()
    held_by = None
    if not left and (not right or right.value.level is None):
        held_by = _subject_body(text, start, ends) or _possessor(text, start, end, starts, ends)
    elif left and (not right or _numbers_meeting(text, left)) and left.value.level is None:
        held_by = _subject_body(text, start, ends)
    body_type, level, term, body = _organ_of(hit, left, right, held_by)
    behind = _NUMBER_BEHIND.match(text, end) if not ordinals else None
    if behind:
        ordinals, end = (int(behind[1]),), behind.end()
    of_term = _TERM_BEHIND.match(text, end) if term is None else None
    if of_term:
        term, end = int(of_term[2]) if of_term[2] else _times(of_term[1])[0], of_term.end()
    if body_type == "other" and re.search(r"[Gg]overnment party[ \u00a0]*\(?$", text[max(0, start - 20) : start]):
        body_type = "party-group"
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
        matter = _MATTER.match(text, end) if level else _OF_LEADERS.match(text, end)
        level = level or (level_of(matter[1]) if matter else None)
        end = matter.end() if matter and level else end
        if level is None:
            start, end, level = _owned_or_of_place(text, hits, at, start, end)
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
    return next((b for b in ahead if isinstance(b.value, Body) and _is_with_matter(b.value)), None)


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
    plain = _PLAIN_BEFORE.search(text, max(0, start - 60), start) if level else None
    return (plain.start(1) if plain else start), end, level


def _of_place(text: str, hits: Sequence[Mention], at: int, end: int) -> tuple[int, str | None]:
    """End and level of a meeting told by its place: the conference of Guangxi on rivers, the work meeting in the province."""
    follows = hits[at + 1] if at + 1 < len(hits) else None
    if follows is None or not re.fullmatch(
        r"[ \u00a0]of[ \u00a0](?:the[ \u00a0]|our[ \u00a0])?", text[end : follows.start]
    ):
        return end, None
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
    adjectives = grammar_words("meeting_adjectives")
    match = re.search(
        rf"(?:[’']s)?((?:[ \u00a0]+(?:{'|'.join(adjectives)}))+)[ \u00a0]+$", text[max(0, start - 50) : start], re.I
    )
    match = match or _OWNED.search(text[max(0, start - 50) : start])
    if not match:
        return None
    at = max(0, start - 50) + match.start()
    return ends.get(at) or ends.get(at + 2)


def _subject_body(text: str, start: int, ends: dict[int, Mention]) -> Mention | None:
    """The organ of "ORGAN held a … meeting", a few plain words allowed before the head word."""
    first = max(0, start - 90)
    for match in itertools.chain(*(p.finditer(text, first, start) for p in (_BODY_HELD, _FOR_MATTER_HELD))):
        if match.end() == start or _PLAIN_WORDS.fullmatch(text, match.end(), start):
            body = ends.get(match.start()) or _body_of_name(text, match.start(), ends)
            if body is not None and not _MEMBER_OF.search(text, max(0, body.start - 40), body.start):
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


def _first_of_two(text: str, body: Mention, ends: dict[int, Mention]) -> Mention:
    """Of two organs that hold a meeting together the first, unless that one is none that meets."""
    joint = re.search(
        r"[ \u00a0]and[ \u00a0]+(?:the[ \u00a0]+)?(?:[A-Z][\w’'-]+[ \u00a0](?:and[ \u00a0])?){0,6}$",
        text[max(0, body.start - 80) : body.start],
    )
    first = ends.get(body.start - len(joint[0])) if joint else None
    return first if first is not None else body


def _organ_of(
    hit: Mention, left: Mention | None, right: Mention | None, held_by: Mention | None
) -> tuple[str, str | None, int | None, Mention | None]:
    bodies = [body for body in (left, right, held_by) if body is not None]
    said: list[Body] = [body.value for body in bodies if isinstance(body.value, Body)]
    level = next((body.level for body in reversed(said) if body.level), None)
    term = next((body.term for body in said if body.term), None)
    kind = meeting_body_type(hit, [body.body_type for body in said])
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
