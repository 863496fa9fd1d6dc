"""What the text does with the other meetings it names: conveyed, studied, to be implemented, or only referred to.

A little over 300 lines for a reason: the ways in which words govern a meeting shadow one another and are tried in order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from readouts.lexicon import grammar_pattern, grammar_words, level_of
from readouts.mark import Marks, within
from readouts.model import Mention, Span
from readouts.occasions import Convening
from readouts.organs import Body
from readouts.patterns import CLOSE, FAR, REACH

_OBJECT_GAP = re.compile(
    r"[ \u00a0]+(?:of[ \u00a0]+)?(?:thoroughly |earnestly |seriously |well )?(?:the[ \u00a0]+)?(?:party[’']s[ \u00a0]+)?(?:the[ \u00a0]+)?",
    re.I,
)
_SPIRIT_GAP = re.compile(
    r"[^.;:!?\n]{0,140}?\b(?:of|at|from|during|in|on|by|when|while|set at|set out at|made at)\b[^.;:!?\n]{0,60}", re.I
)
SERIES_GAP = re.compile(
    r"(?:[ \u00a0](?:held )?on (?:the )?[A-Z][a-z]+ \d{1,2}(?:st|nd|rd|th)?)?[ \u00a0]*(?:,|、|and|as well as|&|;)[ \u00a0]*(?:and |as well as |also )?(?:of |at |from |in )?(?:the |an? |that of (?:the )?)?(?:spirit of |guiding principles of |guiding principles from )?(?:the )?[ \u00a0]*",
    re.I,
)
_LISTED_ON = re.compile(r"(?: on [A-Z][a-z]+ \d{1,2})?[,;] ")
_GUIDES = re.compile(r"(?:spirits?|guiding principles|essence)[ \u00a0](?:of|from)[ \u00a0](?:the )?", re.I)
_VERB_GAP = re.compile(
    r"[ \u00a0]*(?:,|and|, and|or|/)?[ \u00a0]*(?:[a-z-]+ly[ \u00a0]+|further[ \u00a0]+)*(?:and[ \u00a0]+)?(?:[a-z-]+ly[ \u00a0]+)*",
    re.I,
)
_NUMBERED = re.compile(r"\b[Nn]o\. ?(?=\d)")
_CHAIRING = re.compile(r"\b(?:when|while|in|he|as|and(?=[ \u00a0]$))[ \u00a0](?:he[ \u00a0])?$")
_SPIRIT_BEHIND = re.compile(
    r"(?:[’']s)?(?:[ \u00a0]on[ \u00a0][A-Z][a-z]+[ \u00a0]\d{1,2})?[ \u00a0](?:of[ \u00a0])?(?:[Tt]he[ \u00a0])?spirit\b"
)
_SPIRIT_INSIDE = re.compile(r"[ \u00a0]spirit of the ")
_IS_ONE = re.compile(
    r"\b(?:is|are|was|were)[ \u00a0](?:also )?(?:an?|the|one of|among)[ \u00a0]"
)  # schooling is a task set by the congress: whose task it is, not what is carried out
_SUBJECT = re.compile(rf"\b[Tt]h(?:e|is) ({'|'.join(grammar_words('study_nouns'))})\b[^.;:!?\n]*$")
_HELD_HERE = re.compile(
    r"[^.;]{0,20}?\b(?:held|chaired|presided|convened|hosted|met)\b|[ \u00a0]on[ \u00a0](?:[A-Z]\w+day|the \d|[A-Z][a-z]+ \d)"
)
_LAID = "|".join(grammar_words("laid_down"))
_LAID_BY = re.compile(rf"\b({_LAID})[ ](?:by|at|in|during)[ ](?:[a-z ,]{{3,24}}[, ])?(?:the )?(?:[A-Z][a-z]+ )?$")
_DIRECT_OBJECT = re.compile(
    r"[ \u00a0](?:(?:the |a )?(?:reports?|briefings?|relay|conveyance|account) (?:on|of|about) )?(?:the )?(?:key |main )?"
)
_HELD_BY_SUBJECT = re.compile(r"\b(?:held|holds|convened|convenes|hosted|organi[sz]ed|opened)\b")
_STUDIED_HERE = re.compile(
    r" (?:has |have )?(?:carried out|conducted) (?:an? |its )?(?:[a-z]+ ){0,2}(?:study|learning)\b"
)
_WHAT_WAS_SAID = re.compile(
    r"\b[Ww]hat (?:was|were|[^.;,]{3,60}?) (?:said|laid down|set out|decided|agreed|stressed|discussed) (?:at|in|during|by) "
    r"(?:the (?:[A-Z][a-z]+ \d{1,2}(?:st|nd|rd|th)? )?)?$"
)
_MUST_BE_DONE = re.compile(
    r"(?:[’']s? (?:[a-z]+ ){1,2}|[ ])?(?:must|should|shall|has to|have to|had to|needs? to|ought to) be (?:[a-z]+ly )?"
    r"(implemented|carried out|put into (?:practice|effect|action)|translated|studied)\b"
)
_STILL_TO_COME = re.compile(
    r"\b(?:upcoming|forthcoming|coming)\b[^.;,]{0,80}$|\bto attend (?:the )?$|\bto be (?:delivered|submitted|presented|tabled)\b[^.;]{0,60}\b(?:at|to) (?:the )?$|\b(?:[Pp]reparations?|[Pp]repar(?:e|ing)) for\b[^.;,]{0,60}$"
)
_RIGHT_AFTER = re.compile(
    r"(?:^|, )(?:right |immediately |soon |shortly |just )?[Aa]fter (?:the )?(?:[^,.;]{3,140} and (?:the )?)?$"
)  # right after the provincial meeting, the secretary chaired one of the city
_THEN_HELD = re.compile(r"[^.;]{0,200}, [^.;]{3,160}?\b(?:chaired|held|convened|presided over|called) (?:an?|its|the) ")
_TO_BE_HELD = re.compile(
    r"(?:[ ]\([A-Z]+\))?[ ](?:about to (?:open|begin|start|convene|be held)|(?:soon )?to be (?:[Hh]eld|[Cc]onvened|[Oo]pened)|(?:will|would|shall|is to|are to|(?:is|was) (?:scheduled|set|expected|due|planned) to) (?:be )?(?:held|convened?|opened?|called|start|begin|kick off)|(?:will|shall) take place)\b"
)  # the plenary session will be held in October, it was decided at another meeting
_LETTER_TO = re.compile(
    r"\bletters? to\b|^(?:the )?(?:opening|closing) ceremony of the (?:[A-Z]\w+ )*(?:Games|Olympics|Fair|Expo|Festival)\b"
)  # … in Jiangsu and his congratulatory letter to the forum
_RELEVANT = re.compile(r"(?:relevant|related|important|recent) $")
_ON_SPIRIT = re.compile(r"[ \u00a0](?:the )?(?:guiding principles|spirits?|essence)\b")
_OF_SPIRIT = {"heard": "conveyed", "reviewed": "studied"}
_ONLY_JOINED = re.compile(r"(?:[ ,\u00a0]|\band\b|\bthe\b)*(?:was|were)[ \u00a0](?:also |then |[a-z]+ly )?")
_YEAR_OF = re.compile(
    r"\b(?:first|opening|crucial|key|critical) year (?:of|for|to) (?:[a-z]+ly )?(?:implement|stud|carry|put)[^.;,]{0,60}$"
)  # the first year of fully implementing the spirit of the 20th Congress is a mark of time
_STUDY_DECISION = re.compile(
    r"\b(stud(?:y|ying|ied)) (?:and [a-z]+ )?the (?:decisions?|resolutions?) (?:of|made at|adopted at|passed at) (?:the )?$"
)
_SINCE = re.compile(r"\b(?:work|development|achievements|changes|practice)[ ]since (?:the )?$")  # a mark of time
_SETTING = re.compile(
    r"\b(?:held|convened|called|takes place|took place|comes|came|falls)\b[^.;!?]{0,24}\b(?:at|in|during|amid|under|against) (?:a|an|the) "
    r"(?:[a-z-]+ ){0,3}(?:time|moment|juncture|period|stage|situation|background|backdrop|occasion|context|node)\b"
)  # a conference held at a time when the spirit of another was being studied
_WAS = re.compile(r"(?<!what )(?<!that )(?<!which )\b(?:was|were)[ \u00a0](?:[a-z]+ly )?$")
_LINKED_WITH = re.compile(
    rf"\b({'|'.join(grammar_words('linking'))})[ ][^,.;:]{{0,40}}\bwith (?:the )?(?:(?:deployment|decisions|requirements|arrangements|plans?) (?:of|made by|made at) (?:the )?)?$"
    rf"|\b({'|'.join(grammar_words('linking'))})[ ](?:the )?(?:deployment |work )?(?:requirements|arrangements|deployment|spirit) of (?:the )?$"
)
_WHAT = re.compile(r"\bwhat(?:ever)? (?:the )?$")
_LAID_DOWN = re.compile(rf"[ \u00a0](?:has |had )?({_LAID}|asked|required|called for|demanded)\b")
_OF_WHOM = re.compile(
    r"^ of (?:chair(?:men|persons)|directors|heads|secretaries|mayors|presidents) [^,;.]{0,60}?(?=,| and the )"
)
PASSIVE_REACH = 240  # characters between a meeting and the passive verb that says what became of its spirit
SPIRIT_REACH = 260
MAX_BETWEEN = 160  # characters of other things told between two meetings of one row
LOOK_BACK = 800  # characters before a meeting in which what governs it stands


@dataclass(frozen=True)
class Governed:
    """A meeting that the text names, and the relation in which it stands to the readout's own."""

    mention: Mention
    relation: str
    relation_span: Span | None


def is_specific(meeting: Mention) -> bool:
    value = meeting.value
    return isinstance(value, Convening) and bool(
        value.body or value.ordinals or value.level or value.form in {"two-sessions", "heads-meeting"}
    )


def relation_of(marks: Marks, meeting: Mention, before: list[Governed]) -> Governed | None:
    """What the text does with a meeting's spirit, or None where no spirit or verb governs it."""
    if not is_specific(meeting):
        return None
    text = marks.text
    if before and before[-1].mention.end == meeting.end:  # the last level of "the national, provincial and municipal …"
        return Governed(meeting, before[-1].relation, before[-1].relation_span)
    if _LETTER_TO.search(text[meeting.start : meeting.end]):
        return Governed(meeting, "referred", None)
    sentence = marks.sentence_at(meeting.start) or block_of(marks, meeting.start)
    near = max(0, meeting.start - FAR)
    if sentence is None or _YEAR_OF.search(text, near, meeting.start) or _SINCE.search(text, near, meeting.start):
        return None
    body = meeting.value.body if isinstance(meeting.value, Convening) else None
    if body is not None and body.end <= meeting.start and _HELD_BY_SUBJECT.search(text, body.end, meeting.start):
        return None
    if body is not None and body.start <= meeting.start + 4 and _STUDIED_HERE.match(text, body.end):
        return None  # the study group carried out collective study
    low = max(sentence.start, meeting.start - LOOK_BACK)
    if _STILL_TO_COME.search(text, low, meeting.start) or _SETTING.search(text, low, meeting.start):
        return Governed(meeting, "referred", None)
    if _TO_BE_HELD.match(text, meeting.end):
        return Governed(meeting, "referred", None)
    if comes_before(marks, sentence, meeting):
        return Governed(meeting, "referred", None)
    if before and before[-1].mention.start >= sentence.start and before[-1].relation != "referred":
        gap = text[before[-1].mention.end : meeting.start]
        if "meetings" not in text[meeting.start : meeting.end]:
            gap = _RELEVANT.sub("", gap)
        gap = _OF_WHOM.sub("", gap)
        if len(gap) < 60 and SERIES_GAP.fullmatch(gap):
            return Governed(meeting, before[-1].relation, before[-1].relation_span)
    hits = [
        h
        for h in within(marks.hits, (max(sentence.start, meeting.start - LOOK_BACK), meeting.start))
        if h.kind in {"spirit", "verb"}
        and not (h.kind == "verb" and text.endswith("spirit of ", 0, h.start))
        and not (h.start > sentence.start and text.startswith("Implementation of", h.start))  # in a title
    ]
    spirits = [h for h in hits if h.kind == "spirit"]
    verbs = [v for h in hits if h.kind == "verb" and "relation" in (v := _as_relation(text, h, spirits)).value]
    anchor = meeting.start
    planned = _planned_at(marks, sentence, meeting)
    laid = Governed(meeting, "implemented", planned) if planned else None
    if spirits:
        gap = _NUMBERED.sub("No ", text[spirits[-1].end : meeting.start])
        if _SPIRIT_GAP.fullmatch(gap) and not _clause_break(marks, spirits[-1].end, meeting.start):
            chained = _chained_spirits(text, spirits, verbs)
            if before and before[-1].relation != "referred" and before[-1].mention.start >= sentence.start:
                joint = text[before[-1].mention.end : chained] if chained > before[-1].mention.end else ","
                series = SERIES_GAP.fullmatch(joint + ("" if joint.endswith(" ") else " "))
                if series or _only_items_between(marks, before[-1].mention.end, chained):
                    return Governed(meeting, before[-1].relation, before[-1].relation_span)
            found = _governing_verb(marks, verbs, chained, meeting)
            if found is None or found.relation != "referred":
                return found
            guiding = not _bare_of_name(text, meeting) and _GUIDES.fullmatch(text, spirits[-1].start, meeting.start)
            return (
                Governed(meeting, "implemented", Span(spirits[-1].start, spirits[-1].end)) if guiding else laid or found
            )
    if laid:
        return laid
    said = _WHAT_WAS_SAID.search(text[max(sentence.start, meeting.start - SPIRIT_REACH) : meeting.start])
    done = [v for v in _passive_after(marks, meeting) if v.value.get("relation")] if said and not verbs else []
    if said and (verbs or done):
        verb = (verbs or done)[0]
        return Governed(meeting, str(verb.value["relation"]), Span(verb.start, verb.end))
    decided = _STUDY_DECISION.search(text, near, meeting.start) if meeting.value.body_type == "plenary" else None
    if decided:
        return Governed(meeting, "studied", Span(*decided.span(1)))
    must = _MUST_BE_DONE.match(text, meeting.end)
    if must:
        return Governed(meeting, "studied" if must[1] == "studied" else "implemented", Span(*must.span(1)))
    behind = _spirit_behind(marks, meeting) if verbs else None
    if behind:
        return Governed(meeting, str(verbs[0].value["relation"]), behind)
    conveyed = _conveyed_after(marks, meeting)
    if conveyed:
        return Governed(meeting, "conveyed", Span(conveyed.start, conveyed.end))
    close = [v for v in verbs if v.end <= anchor and _OBJECT_GAP.fullmatch(text[v.end : anchor])]
    studies = any(close and h.start == close[-1].start and "relation" in h.value for h in hits if h.kind == "verb")
    if close and (str(close[-1].value["relation"]) != "studied" or (studies and _can_be_studied(text, meeting))):
        return _governing_verb(marks, verbs, anchor, meeting)
    return None


def comes_before(marks: Marks, sentence: Span, meeting: Mention) -> bool:
    """Whether a meeting is named only to say after which the readout's own was held."""
    after = _RIGHT_AFTER.search(marks.text[sentence.start : meeting.start])
    return after is not None and _THEN_HELD.match(marks.text, meeting.end, sentence.end) is not None


def _can_be_studied(text: str, meeting: Mention) -> bool:
    """Whether a meeting that is itself the object of studying stands for its spirit: numbered, the Political Bureau's."""
    value = meeting.value
    if not isinstance(value, Convening) or value.body is None:
        return False
    numbered = bool(value.ordinals) and value.body_type in {"plenary", "deepening-reform-commission"}
    return (
        numbered or value.organ == "political-bureau" or bool(_SPIRIT_INSIDE.search(text, meeting.start, meeting.end))
    )


def _as_relation(text: str, verb: Mention, spirits: list[Mention]) -> Mention:
    """A verb of discussing as one that studies what was said at a meeting; of hearing or reviewing a spirit itself."""
    act = verb.value.get("agenda")
    if "relation" in verb.value or act is None or (verb.value.get("leads") and not _ON_SPIRIT.match(text, verb.end)):
        return verb
    direct = any(_DIRECT_OBJECT.fullmatch(text, verb.end, s.start) for s in spirits)
    relation = "studied" if act == "studied" else _OF_SPIRIT.get(act) if direct else None
    return verb._replace(value={**verb.value, "relation": relation}) if relation else verb


def _spirit_behind(marks: Marks, meeting: Mention) -> Span | None:
    """The spirit word behind a row of meetings, as word for word renderings have it: conveyed A and B of the spirit."""
    at = meeting.end
    for named in within(marks.meetings, (meeting.end, meeting.end + PASSIVE_REACH)):
        if not SERIES_GAP.fullmatch(marks.text, at, named.start):
            break
        at = named.end
    match = _SPIRIT_BEHIND.match(marks.text, at)
    return Span(match.end() - len("spirit"), match.end()) if match else None


def _conveyed_after(marks: Marks, meeting: Mention) -> Mention | None:
    """The verb of a passive that conveys meetings without a word for their spirit: A and B were conveyed."""
    verb = next((v for v in _passive_after(marks, meeting) if v.value.get("relation") == "conveyed"), None)
    if verb is None:
        return None
    rest, at = "", meeting.end
    for named in within(marks.meetings, (meeting.end, verb.start)):
        rest, at = rest + marks.text[at : named.start], max(at, named.end)
    return verb if _ONLY_JOINED.fullmatch(rest + marks.text[at : verb.start]) else None


def _planned_at(marks: Marks, sentence: Span, meeting: Mention) -> Span | None:
    """The words that say that what is carried out was laid down at a meeting: measures outlined at, adopted by the plenum."""
    text, value = marks.text, meeting.value
    if not isinstance(value, Convening) or not (value.ordinals or value.in_calendar or value.level == "central"):
        return None
    if _HELD_HERE.match(text, meeting.end):
        return None
    first = max(sentence.start, meeting.start - REACH)
    before = text[first : meeting.start]
    told = _LAID_BY.search(before) or _LINKED_WITH.search(before)
    if told:
        start, end = told.span(told.lastindex or 0)
        if _IS_ONE.search(text, max(sentence.start, first - 30), first + start):
            return None
        if value.level != "central" and _WAS.search(before[:start]):
            return None  # the plans were put forward at this meeting
        return Span(first + start, first + end)
    asked = _LAID_DOWN.match(text, meeting.end) if _WHAT.search(before) else None
    return Span(asked.start(1), asked.end(1)) if asked else None


def _chained_spirits(text: str, spirits: list[Mention], verbs: list[Mention]) -> int:
    """Start of the first of the spirit words that hang on one verb (the spirit of the important speech …).

    A verb of its own behind a comma parts them: study the spirit of one meeting, convey the spirit of another.
    """
    at = len(spirits) - 1
    anew = [v.start for v in verbs if text[v.start - 2 : v.start] == ", "]
    while at > 0 and re.fullmatch(r"[^.;!?\n]{0,70}", text[spirits[at - 1].end : spirits[at].start]):
        if any(spirits[at - 1].end <= verb < spirits[at].start for verb in anew):
            break
        at -= 1
    return spirits[at].start


def _only_items_between(marks: Marks, start: int, end: int) -> bool:
    """Whether but other things conveyed stand between two meetings of one row: no verb, nothing asked or said."""
    gap = marks.text[start:end]
    if len(gap) > MAX_BETWEEN or not _LISTED_ON.match(gap):
        return False
    told = (h for h in within(marks.hits, (start, end)) if h.kind in {"verb", "demand"})
    return all(marks.text[h.start].isupper() for h in told)  # but words of a title


def _clause_break(marks: Marks, start: int, end: int) -> bool:
    """Whether a verb of saying, hearing or reviewing parts a spirit word from a meeting named after it."""
    for hit in within(marks.hits, (start, end)):
        if hit.kind != "verb" or not isinstance(hit.value, dict):
            continue
        listed = re.search(r"[,;] (?:and )?(?:[a-z]+ly )?$", marks.text[max(start, hit.start - 18) : hit.start])
        if "relation" in hit.value:
            if listed:
                return True
        elif {"agenda", "say"} & set(hit.value):
            return True
        elif hit.value.get("role") == "presided":
            and_presided = (
                re.search(r"\band[ \u00a0]$", marks.text[start : hit.start]) and marks.text[hit.end - 1] == "d"
            )
            return bool(and_presided) or not _CHAIRING.search(marks.text, start, hit.start)
    return False


def _governing_verb(marks: Marks, verbs: list[Mention], anchor: int, meeting: Mention) -> Governed | None:
    """The relation of the verbs before a spirit word: the first of those joined to the nearest one."""
    text = marks.text
    reach = [v for v in verbs if v.end <= anchor and anchor - v.end < SPIRIT_REACH] or _passive_after(marks, meeting)
    inner = [v for v in verbs if v.start >= anchor]
    if not reach and inner:
        reach = inner[:1]
    inverted = reach and text[reach[0].start].isupper()  # Studied in full were the speeches
    parted = reach and (
        (not inverted and _IS_ONE.search(text, reach[-1].end, anchor))
        or any(
            h.kind == "demand" or (h.kind == "verb" and "say" in h.value)
            for h in within(marks.hits, (reach[-1].end, anchor))
        )
    )
    told = reach and not parted
    subject = None if told else _SUBJECT.search(text, max(0, anchor - SPIRIT_REACH), anchor)
    if subject and not _bare_of_name(text, meeting):
        return Governed(meeting, "studied", Span(subject.start(1), subject.end(1)))
    if not told or _bare_of_name(text, meeting):
        return Governed(meeting, "referred", None)
    at = len(reach) - 1
    while at > 0 and _VERB_GAP.fullmatch(text[reach[at - 1].end : reach[at].start]):
        at -= 1
    first = reach[at]
    return Governed(meeting, str(first.value["relation"]), Span(first.start, reach[-1].end))


def _passive_after(marks: Marks, meeting: Mention) -> list[Mention]:
    """The verb of a passive: the spirit of the meetings was also conveyed."""
    for hit in within(marks.hits, (meeting.end, meeting.end + PASSIVE_REACH)):
        if hit.kind == "verb" and isinstance(hit.value, dict) and {"relation", "agenda"} & set(hit.value):
            before = marks.text[meeting.end : hit.start]
            if re.search(
                r"\b(?:was|were|be|been|is|are)[ \u00a0](?:also |then |[a-z]+ly )?$", before
            ) and not re.search(r"[.;]", before):
                relation = hit.value.get("relation", hit.value.get("agenda"))
                return [hit._replace(value={**hit.value, "relation": relation})]
    return []


def _bare_of_name(text: str, meeting: Mention) -> bool:
    """Whether a meeting is told by its level alone: relevant central meetings, provincial meetings."""
    value = meeting.value
    if not isinstance(value, Convening) or value.ordinals:
        return False
    before = text[max(0, meeting.start - CLOSE) : meeting.start].lower() + text[meeting.start : meeting.end].lower()
    plural = re.search(r"\b(?:meetings|conferences|sessions)\b", text[meeting.start : meeting.end], re.I)
    vague = bool(grammar_pattern(r"\b", "vague_meetings", r"\b").search(before))
    general = (
        value.body is not None
        and isinstance(value.body.value, Body)
        and value.body.value.body_type == "party-committee"
    )
    if plural and vague and (value.body is None or general):
        return True
    named = value.body or value.form not in {"meeting", "plenum"} or " on " in text[meeting.start : meeting.end]
    words = re.sub(r"^the ", "", text[meeting.start : meeting.end], flags=re.I).split()
    return not named and (len(words) < 2 or (len(words) < 3 and level_of(words[0]) is not None))


def block_of(marks: Marks, start: int) -> Span | None:
    block = marks.block_at(start)
    return block.span if block else None
