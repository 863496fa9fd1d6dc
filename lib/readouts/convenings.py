"""Every meeting named in a text, English grammar: head words, organs that met, and meetings told two or three at a time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from readouts.lexicon import grammar_words, level_of
from readouts.model import Mention
from readouts.occasions import Convening, occasion_at, other_levels
from readouts.organs import ZONE_NAME, Body, with_article
from readouts.patterns import CLOSE, NEAR
from readouts.sessions import meeting_body_type, organ_of, session_at, subject_body, times_of

_MANNER_GAP = re.compile(r"[ \u00a0()（）\-–]*")
_HELD_ITS = re.compile(r"\b(?:held|organized|convened)[ \u00a0](?:a|an|its|the)[ \u00a0]$")
_HELD_ENLARGED = re.compile(
    r"\b(?:held|conducted|organized|carried out) (?:an? |its )?(\(?(?:(?:enlarged|expanded)\)? )?)$"
)
_DATED = re.compile(r"[ \u00a0](?:held )?on[ \u00a0](?:[A-Z][a-z]+ \d|the \d)")
_LEVELS_BEFORE = re.compile(r"\b((?:[A-Za-z]+,[ \u00a0])*[A-Za-z]+),?[ \u00a0]and[ \u00a0](?:the[ \u00a0])?$")
_LEVELS_OF = re.compile(
    r"[ ](?:meetings|sessions) of (?:the )?((?:[A-Za-z]+,[ ])*[A-Za-z]+),? and (?:the )?[A-Za-z]+ (?:[Pp]arty )?[Cc]ommittees$"
)  # the Standing Committee meetings of the Municipal and District Party Committees
_AND_BEFORE = re.compile(r"[ \u00a0](?:and|cum)[ \u00a0](?:the[ \u00a0])?$")
_STUDY_OF_WORK = re.compile(r"[ \u00a0]of[ \u00a0](?:the[ \u00a0])?party group work\b")  # what is studied, no meeting
_OF = re.compile(r"[ \u00a0]of[ \u00a0]")
_AT_OR_OF = re.compile(r"[ \u00a0](?:of|at)[ \u00a0]")
_AND_OF = re.compile(r"[ \u00a0]and[ \u00a0](?:of[ \u00a0])?(?:the[ \u00a0])?")
_FOR_MATTER = re.compile(
    r"[ \u00a0]for(?:[ \u00a0](?!met\b|held\b)[\w’'-]+){1,9}?(?=[ \u00a0]met\b)"
)  # the leading group for responding to the epidemic met
_NUMBERED_ORGAN = re.compile(
    r"(?:\d+(?:st|nd|rd|th)|[A-Z]?[a-z]+(?:th|st|nd|rd)) [Ss]tanding [Cc]ommittee\b(?!.*\bCongress\b)"
)
_AT_ORGAN = re.compile(
    r"\b(?:(?:attend|held|convened|chaired|hosted)(?:ed|s|ing)?|presided over|t(?:ake|ook) part in|participated? in)[ \u00a0](?:the[ \u00a0])?$"
)
_ORGAN_HELD = re.compile(r"[ \u00a0](?:was|were)[ \u00a0](?:held|convened|chaired|presided|attended)\b")
_OF_SESSION = re.compile(r"[ \u00a0]of[ \u00a0]the[ \u00a0][\w-]+[ \u00a0]session$")
_ZONE_TOO = re.compile(
    r"[ \u00a0]and[ \u00a0](?:the[ \u00a0])?(?P<zone>(?:[A-Z][\w’'-]+[ \u00a0](?:and[ \u00a0])?){1,8}Working Committee)[ \u00a0](?:have |has )?(?:recently )?(?:held|convened)\b"
)
_AND_GROUP = re.compile(r"[ \u00a0](?:on|for)[ \u00a0][^.;,]{3,60}?[ \u00a0]and[ \u00a0](?:the[ \u00a0])?(?=[A-Z])")
ZONE_COMMITTEE = "zone-committee"  # the form of a meeting told by its zone's committee alone
MAX_JOINT = 9  # characters of " and the "
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
        if hit.kind == "meeting" and _STUDY_OF_WORK.match(text, hit.end):
            continue
        if hit.kind == "meeting":
            meeting = session_at(text, hits, at, starts, ends)
            out.extend(_first_organ(text, meeting, ends))
            out.extend(_joined_session(text, out, meeting) or [*other_levels(text, meeting), meeting])
            out.extend(_second_organ(text, meeting, starts))
            out.extend(_second_subject(text, meeting, starts))
            out.extend(_first_levels(text, meeting))
        elif hit.kind == "occasion" or (hit.kind == "organ" and hit.entry == "party-congress"):
            found = occasion_at(text, hits, at, starts, ends)
            if found:
                out.extend([*other_levels(text, found), *_of_country(text, found), *_second_owner(text, found, starts)])
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
        studied = body.value.body_type == "theory-study" and _HELD_ITS.search(
            text, max(0, body.start - CLOSE), body.start
        )
        own_study = _party_group_study(text, body, ends)
        if own_study is not None:
            out.append(own_study)
            continue
        if body.value.body_type == "leading-group" and (matter := _FOR_MATTER.match(text, body.end)):
            body_end = matter.end()
        else:
            body_end = body.end
        zone = ZONE_NAME.match(text, body.end)
        met = gathered.match(text, body_end) or (zone and gathered.match(text, zone.end()))
        numbered = (
            body.value.body_type == "standing-committee"
            and _NUMBERED_ORGAN.match(text, body.start, body.end)
            and (_ORGAN_HELD.match(text, body.end) or _AT_ORGAN.search(text, max(0, body.start - CLOSE), body.start))
        )  # attended the 25th Standing Committee of the Municipal Committee
        if (met or spirit_of or studied or numbered) and not any(a < body.end and body.start < b for a, b in taken):
            kind, level, term, organ = organ_of(_MET, body, None, None)
            times = re.compile(r"[^.;\n]{0,40}?\bfor the (\w+) time\b").match(text, body.end)
            ordinals = times_of(times[1]) if times else ()
            if numbered and body.value.term:
                ordinals, term = (body.value.term,), None
            value = Convening(kind, ordinals, level, term, organ, False, "meeting")
            first = _joined_before(text, body, bodies)
            if first is None or kind != "other":
                out.append(Mention(with_article(text, body.start), body.end, "convening", kind, value))
            if first is not None:
                kind, level, term, organ = organ_of(_MET, first, None, None)
                value = Convening(kind, (), level, term, organ, False, "meeting")
                out.append(Mention(with_article(text, first.start), first.end, "convening", kind, value))
    return sorted(out, key=lambda m: m.start)


def _party_group_study(text: str, body: Mention, ends: dict[int, Mention]) -> Mention | None:
    """The study of a party group that its organ held: the People's Congress carried out an (enlarged) party group study."""
    if body.value.body_type != "party-group" or not text.startswith(" study", body.end):
        return None
    held = _HELD_ENLARGED.search(text, max(0, body.start - NEAR), body.start)
    organ = subject_body(text, held.start(1), ends) if held else None
    if held is None or organ is None or text.startswith((" session", " meeting"), body.end + len(" study")):
        return None
    _, level, term, _ = organ_of(_MET, organ, None, None)
    value = Convening("party-group", (), level, term, organ, bool(held[1]), "meeting")
    return Mention(held.start(1), body.end + len(" study"), "convening", "party-group", value)


def _joined_before(text: str, body: Mention, bodies: Sequence[Mention]) -> Mention | None:
    """The organ of another kind joined by "and" before one that met: the Standing Committee and the study group met."""
    joint = re.search(r"[ \u00a0]and[ \u00a0](?:the[ \u00a0])?$", text[max(0, body.start - 9) : body.start])
    before = [b for b in bodies if joint and b.end == body.start - len(joint[0])]
    return next((b for b in before if b.value.body_type not in {body.value.body_type, "other", "government"}), None)


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
    counted = before.value.form == "executive-meeting" and before.value.ordinals and found.value.ordinals
    if (
        counted
        and before.value.body
        and found.value.body == before.value.body
        and _OF_SESSION.search(text, before.end, found.end)
    ):
        out.pop()  # the 27th executive meeting of the municipal government of the 16th session
        return [before._replace(end=found.end, value=before.value._replace(term=found.value.ordinals[0]))]
    at_session = before.value.form == "plenum" and "session" in text[found.start : found.end].lower()
    joined = (_AT_OR_OF if at_session else _OF).fullmatch(text, before.end, found.start)
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
    before = before or _LEVELS_OF.search(text, value.body.end, found.end)
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
    if value.of_leading_group and (both := _AND_GROUP.match(text, found.end)) and both.end() in starts:
        other = starts[both.end()]  # a meeting of the group on rural work and the group on poverty alleviation
        if isinstance(other.value, Body) and other.value.head == "leading-group":
            said = value._replace(body=other, level=other.value.level or value.level, term=other.value.term)
            return [Mention(other.start, other.end, "convening", said.body_type, said)]
    if not re.search(r"(?:meeting|session|conference)s\b|\bjoint meeting\b", text[found.start : found.end], re.I):
        return []
    joint = re.compile(r"[ \u00a0]*(?:,|and)[ \u00a0]+(?:of[ \u00a0]+)?(?:the[ \u00a0]+)?").match(text, found.end)
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


def _second_owner(text: str, found: Mention, starts: dict[int, Mention]) -> list[Mention]:
    """The conference of the second organ in "the economic work conferences of A and of B"."""
    plural = re.search(r"\b(?:conferences|meetings|sessions)\b", text[found.start : found.end], re.I)
    joint = _AND_OF.match(text, found.end) if plural else None
    body = starts.get(joint.end()) if joint else None
    if body is None or body.value.level in (None, found.value.level):
        return []
    return [found._replace(value=found.value._replace(level=body.value.level))]


def _second_subject(text: str, found: Mention, starts: dict[int, Mention]) -> list[Mention]:
    """The meeting of the second organ in "A and B held meetings"."""
    value = found.value
    if not isinstance(value, Convening) or value.body is None or value.body.end > found.start:
        return []
    joint = re.compile(r"[ \u00a0]and[ \u00a0](?:(?:the|its)[ \u00a0])?").match(text, value.body.end)
    body = starts.get(joint.end()) if joint else None
    of_zone = _ZONE_TOO.match(text, value.body.end, found.start)
    if of_zone:  # the Standing Committee of the district and the zone's Working Committee held a meeting
        zone = value._replace(body=None, body_type="other", enlarged=False, form=ZONE_COMMITTEE)
        return [found._replace(start=of_zone.start("zone"), end=of_zone.end("zone"), value=zone)]
    plural = re.search(r"(?:meeting|session|conference)s\b", text[found.start : found.end], re.I)
    if body is None or not plural or body.end > found.start:
        return []
    kind = meeting_body_type(_MET, [body.value.body_type])
    said = value._replace(body=body, body_type=kind, level=body.value.level or value.level, term=body.value.term)
    return [found._replace(value=said)]
