"""Where the object of an agenda verb lies: in front of a passive, behind the verb, up to a new clause."""

from __future__ import annotations

import re

from readouts.lexicon import grammar_words, join_words
from readouts.mark import Marks, holds, within
from readouts.model import Mention, Span
from readouts.openers import list_opener
from readouts.patterns import CLOSE, NEAR, REACH

_ACTOR_BEFORE = re.compile(r"[,;][ \u00a0](?:and |while )$")
_ACTOR_AFTER = re.compile(r",[ \u00a0]|[ \u00a0][a-z]+(?:ed|ke)\b")
_DOCUMENT_ON = re.compile(
    r"\b(?:opinions|measures|plans?|rules|regulations|guidelines|schemes?|notice) (?:on|for|of) $", re.I
)
_UNDERTAKING = re.compile(
    r"[ ](?:plan|project|program(?:me)?|action|campaign|award|activity)s?\b"
)  # behind its quoted name
_AT_WHICH = re.compile(r"[ ,\u00a0]*(?:at|in|during) which[ \u00a0]")
_NOUN_ALONE = re.compile(r"[ \u00a0]*(?:the )?[a-z]+")  # the rectification after the democratic life meeting
_AT = re.compile(r"\b(?:at|in|during|after|before|by|following)[ \u00a0]$", re.I)
_BY_MEETING = re.compile(r"[ ]by (?:the|this) (?:meeting|session|conference),? and (?:the )?")  # was heard by …
_AT_WHICH_BEHIND = re.compile(
    r",[ \u00a0](?:(?:at|in|during) which|where)[ \u00a0]"
)  # was chaired by the secretary, at which …
_OTHER_PASSIVE = re.compile(
    r"\b(?:was|were)[ ](?:held|convened|opened),[ ](?:and )?|\b(?:was|were)[ ][a-z]+(?: out| up)?,?[ ]and[ ]|\b(?:was|were)[ ][a-z]+(?: out| up),[ ](?=(?:this|next|the|its|an?) )|[a-z]: (?=an? )"
)
_ISSUES_SUCH_AS = re.compile(
    r", (?=(?:[a-z]+ )?(?:issues|items|matters|documents|topics|subjects) (?:including|such as) )"
)  # at the opening of the session, issues including …
_HOW = re.compile(
    r"\b(?:report|briefing|explanation)s? (?:on|of|about) how\b[^.;,]*$"
)  # how the tasks have been carried out
_FINITE = re.compile(r"\b(?:is|are|was|were|will|has|have|had)\b")
_OPENING = re.compile(
    r"(?:In|At|On|During|For|As|Regarding|Before|Prior to|After|Concerning|With)\b[^,;.]{0,60}, "
    r"|(?:Besides|Moreover|Furthermore|Finally|Additionally|Meanwhile|Lastly|Afterwards|Subsequently|Then|Later|Also|Earlier), "
)
_SUBJECT_JOINT = re.compile(
    r"(?:, and |[;；] (?:and )?)(?!.*(?:, and |[;；] ))|, (?!.*(?:, | and (?:an?|the) ))| and (?=(?:an?|the|several|some) )(?!.*[,;])(?!.* and (?:an?|the) )"
)
_CLAUSE_JOINT = re.compile(r"[;；] (?:and )?(?!.*[;；] )")  # a report was heard; A, B and C were passed
_NO_SUBJECT = re.compile(r"\b(?:that|which|who|how|where|what|when|it|is|are)\b")
PASSIVE = re.compile(
    r"\b(?:was|were|been|being|be|are|is)[ \u00a0]+(?:also |then |both |all |likewise |together |[a-z]+ly |[a-z]+ed and )?$",
    re.I,
)
_BARE_NOUN = re.compile(
    r"[ ,\u00a0]*(?:and )?(?:(?:an?|the)[ \u00a0][\w-]+|reports|briefings|guidelines|documents|measures|plans|opinions|regulations)[ \u00a0]+",
    re.I,
)
_AFTER_PASSIVE = re.compile(
    r"(?:listened to |heard from [^.;]{3,200}?(?= on ))?[^.;,]{0,40}?\b(?:for|to|on|concerning|regarding|about)\b"
)
_NOUN_BEFORE = re.compile(r"(?:\b(?:an?|the|work)|['’]s) $")  # a report, the report, its mayor's report
_NOUN_PIECE = re.compile(r"\s*(?:and )?(?:the|an?|its|[A-Z\d“\"(].*|on|personnel|issues|matters|other)\b")
_ORGAN_JOINT = re.compile(r", (?:and|while) (?:the )?(?:[a-z]+ ){0,3}$")
_ORGAN_ACTS = re.compile(
    r"[ \u00a0](?:also )?(?:put forward|made|gave|proposed|introduced|explained|set out|raised|issued|has|have|was|were)\b"
)
_CLAUSE_ENDS = (
    rf",[ ](?:and[ ])?to[ ](?!be\b|the\b)[a-z]+[ ]and[ ][a-z]+[ ](?:the|an?)\b|, and (?:it|they|he|she) (?:was|were|has|had)\b|, (?:the [a-z]+ of which|which|who|whom|whose) |, (?:all|some|most|both|each|many) of (?:which|whom) |, an? \w+ (?:which|that) |(?: to)? [“\"][a-z][^“”\"]{{30,}}[,.][”\"]|, the (?:meeting|conference|session)\b(?! of )|, an? (?:[a-z()]+ ){{0,3}}(?:meeting|conference|session) (?:was|is)\b|, the [^.;]{{3,120}} having been\b|,? (?:{join_words('clause_enders')})\b|,? after the (?:[\w’'-]+ ){{0,3}}(?:meeting|conference|session|plenary|plenum|congress|study|visit|inspection|speech|reports?|briefings?|discussions?|explanations?|(?:[\w’'-]+ )?(?:had|has|have|was|were))\b|, (?:{join_words('comma_enders')})\b"
    rf"|, (?:and, having [a-z]+ed|as well as [a-z]+(?:ed|de)|each [a-z ]{{3,40}} (?:made|gave|reported|put))\b|, (?:and )?(?:{join_words('imperatives')}) (?:the |our |and (?!\w+ of )|a )|, (?:and )?[a-z]+ly (?:{join_words('imperatives')}) |, (?:and )?further [a-z]+ (?:the|our|its) |, (?:and )?(?:strive|work hard) to "
)
_CLAUSE_END = re.compile(_CLAUSE_ENDS)
_CLAUSE_OR_SEMICOLON = re.compile(rf"[;；](?!\s*[“\"])|{_CLAUSE_ENDS}")
_IN_SERIES = re.compile(
    r"\b(?:efforts|made|taken|work|measures|plans?|how|ways)(?: in \d{4})? to [a-z]+$"
)  # efforts to convey, study and
_LIST_HEAD_BEFORE = re.compile(rf"\b(?:{join_words('list_heads')})[ \u00a0](?:that were |which were )?$", re.I)
_ORDERED = re.compile(
    r"[ \u00a0]*(?:must|should|shall|need to|needs to|has to|have to|is to|are to) "
)  # behind a colon: who must do what
_SET_UP = re.compile(
    r"\b(?:establishment|setting up|formation|composition) of [^:;.]*$"
)  # of ten groups: which they are
MAX_WAS = 40  # characters of "were discussed and" before a second verb
MAX_SUBJECT = 120  # characters of who begins to speak
MAX_AT = 14  # characters of "During the" before the meeting that opens a sentence


def clause_end(marks: Marks, start: int, end: int) -> int:
    """End of an object: a semicolon, or a new clause of another subject."""
    text = marks.text
    listed = list_opener(text, start, end) is not None
    whole = listed or _listed_by_semicolons(marks, start, end)
    found = (_CLAUSE_END if whole else _CLAUSE_OR_SEMICOLON).finditer(text[start:end])
    stops = (
        start + m.start()
        for m in found
        if not _IN_SERIES.search(text, start, start + m.start())
        and not (m[0].startswith(" after") and _NOUN_ALONE.fullmatch(text, start, start + m.start()))
    )
    end = next((at for at in stops if not holds(marks.quotes, at)), end)
    end = _new_speakers(marks, start, _new_organ(marks, start, end))
    colon = text.find(": ", start, end)
    set_up = colon > 0 and _SET_UP.search(text, start, colon)
    end = colon if colon > 0 and (set_up or _ORDERED.match(text, end)) else end
    actor = next((m for m in within(marks.names, (start, end)) if _ACTOR_BEFORE.search(text, start, m.start)), None)
    return actor.start if actor and _ACTOR_AFTER.match(text, actor.end) else end


def _new_organ(marks: Marks, start: int, end: int) -> int:
    """End of an object where an organ begins a clause of its own: …, and the supervision group put forward …"""
    for organ in within(marks.bodies, (start, end)):
        joint = _ORGAN_JOINT.search(marks.text, max(start, organ.start - NEAR), organ.start)
        if joint and _ORGAN_ACTS.match(marks.text, organ.end):
            return joint.start()
    return end


def _new_speakers(marks: Marks, start: int, end: int) -> int:
    """End of an object where others begin to speak: read out the decision, and the village cadres made speeches."""
    for hit in within(marks.hits, (start, end)):
        if hit.kind == "verb" and hit.value.get("role") == "spoke" and not hit.value.get("passive"):
            joint = marks.text.rfind(", and ", max(start, hit.start - MAX_SUBJECT), hit.start)
            if joint > start and not _NO_SUBJECT.search(marks.text, joint, hit.start):
                return joint
    return end


def _listed_by_semicolons(marks: Marks, start: int, end: int) -> bool:
    """Whether the semicolons of an object part items: nothing is done, said or asked for between them."""
    at = marks.text.find(";", start, end)
    acts = [h for h in within(marks.hits, (at, end)) if h.kind in {"verb", "demand"}] if at >= 0 else []
    acts = [h for h in acts if not marks.text[h.start].isupper()]  # in a title: Opinions on the Implementation of …
    if at < 0 or any(not _NOUN_BEFORE.search(marks.text, h.start - 5, h.start) for h in acts):
        return False
    starts = [at + m.start() for m in re.finditer(";", marks.text[at:end])]
    if any(name.start - len("; ") in starts for name in within(marks.names, (at, end))):
        return False  # what somebody did; what somebody else did
    nouns = [h.start for h in marks.hits if h.kind == "document-noun" and at <= h.start < end]
    return all(
        _NOUN_PIECE.match(marks.text, start + 1, end) or any(start < noun < start + CLOSE for noun in nouns)
        for start in starts
        if marks.text[start + 1 : end].strip()
    )


def is_part_of_item(marks: Marks, quote: Mention) -> bool:
    """Whether a quotation is a term inside an item told in plain words: promoting the construction of "Digital Poyang"."""
    if any(quote.start <= h.start < quote.end for h in marks.hits if h.kind == "document-noun"):
        return False
    if _DOCUMENT_ON.search(marks.text[max(0, quote.start - CLOSE) : quote.start - 1]):
        return True
    before = marks.text[max(0, quote.start - CLOSE) : quote.start - 1]
    if re.search(r"\bvolumes? of $", before):
        return False
    if _UNDERTAKING.match(marks.text, quote.end + 1) and re.search(
        r"\b(?:of|for|to|under) (?:the )?(?:[a-z]+ )?$", before
    ):
        return True
    return bool(re.search(r"\b(?:of|for|to|with|under|[A-Za-z]{3,}ing) (?:the |a |an )?$", before)) and not re.search(
        r"\b(?:reviewing|approving|adopting|examining|deliberating|passing|considering|discussing|including|studying|of documents) (?:the )?$",
        before,
        re.I,
    )


def included_from(text: str, sentence: Span, group: list[Mention]) -> int | None:
    """Where the items begin in "Documents approved at the meeting include …"."""
    if not _LIST_HEAD_BEFORE.search(text[max(sentence.start, group[0].start - REACH) : group[0].start]):
        return None
    match = re.compile(
        r"[^.;,]{0,40}?(?:, it was (?:said|reported|learned), )?\b(?:also )?(?:include[sd]?|were|are)(?:[ \u00a0]+|(?=[:：]))"
    ).match(text, group[-1].end, sentence.end)
    return match.end() if match else None


def before_passive(marks: Marks, sentence: Span, start: int, end: int) -> Span:
    """The object of a passive: its subject, after what opens the sentence; of "work was arranged on …" what follows."""
    was = PASSIVE.search(marks.text, max(sentence.start, start - 200), start)
    stop = was.start() if was else start
    colon = re.compile(r"[^.;:：]{0,60}[:：][ \u00a0]*").match(marks.text, start, end)
    if colon:
        return Span(colon.end(), end)
    opened = [
        m.end
        for m in marks.meetings
        if sentence.start <= m.start
        and m.end < stop
        and (
            m.start - sentence.start < MAX_AT
            or (marks.text[m.end : m.end + 1] == "," and _AT.search(marks.text, 0, m.start))
        )
    ]
    opened += [
        d.end
        for d in marks.dates
        if sentence.start <= d.start
        and d.end < stop
        and (d.start - sentence.start < MAX_AT or marks.text[d.end : d.end + 1] == ",")
    ]
    opened += _who_chaired(marks, sentence.start, stop)
    first = max(
        [
            sentence.start,
            *opened,
            *(sentence.start + m.end() for m in _parting(marks, sentence.start, stop)),
        ]
    )
    told = [
        h.end
        for h in within(marks.hits, (sentence.start, stop))
        if h.kind == "verb"
        and {"agenda", "relation"} & set(h.value)
        and PASSIVE.search(marks.text[sentence.start : h.start])
        and not _HOW.search(marks.text, sentence.start, h.start)
    ]
    first = max(first, *told) if told else first
    heard_from = passive_subject(marks, first, start) if marks.text.startswith(" from ", first) else None
    first = heard_from.end if heard_from else first
    opening = _OPENING.match(marks.text, sentence.start, stop)
    first = max(first, opening.end()) if opening else first
    by = _BY_MEETING.match(marks.text, first, stop)
    first = by.end() if by else first
    issues = _ISSUES_SUCH_AS.search(marks.text, first, stop)
    first = issues.end() if issues else first
    other = max((first + m.end() for m in _OTHER_PASSIVE.finditer(marks.text[first:stop])), default=first)
    first = max(first, other)
    which = _AT_WHICH.match(marks.text, first, stop) or _AT_WHICH_BEHIND.search(marks.text, first, stop)
    region = Span(which.end() if which else first, stop)
    behind = _AFTER_PASSIVE.match(marks.text, start) if _BARE_NOUN.fullmatch(marks.text, first, stop) else None
    if behind:
        return Span(behind.end(), end)
    bare = marks.text[region.start : region.end].strip(" ,").lower()
    on = re.compile(r"[^.;,]{0,30}?\b(?:on|for)[ \u00a0]+").match(marks.text, start, end)
    noun = bare.removeprefix("the ").removeprefix("a ")
    return Span(on.end(), end) if on and {bare, noun} & {*grammar_words("empty_items")} else region


def _who_chaired(marks: Marks, start: int, stop: int) -> list[int]:
    """Where the subject of a passive begins behind who chaired: was presided over by Fan Jun, schools were studied."""
    hits = within(marks.hits, (start, stop)) if "by " in marks.text[start:stop] else []
    chaired = next((h.end for h in hits if h.value.get("role") == "presided" and h.value.get("passive")), stop)
    names = within(marks.names, (chaired, stop))
    return [name.end + 1 for name in names if marks.text.startswith(", ", name.end)][:1]


def passive_subject(marks: Marks, start: int, verb: int) -> Span | None:
    """What joins the subject of a passive to the object of the act before it: heard a report, and the plan was approved."""
    was = PASSIVE.search(marks.text, max(start, verb - MAX_WAS), verb)
    shown = marks.text[start : was.start()] if was else ""
    parted = _CLAUSE_JOINT.search(shown) if was and was[0].lstrip().startswith("were") else None
    joint = parted or _SUBJECT_JOINT.search(shown)
    if was is None or joint is None or _NO_SUBJECT.search(marks.text, start + joint.end(), was.start()):
        return None
    return Span(start + joint.start(), start + joint.end())


def _parting(marks: Marks, start: int, stop: int) -> list[re.Match[str]]:
    """The semicolons before a passive that part clauses, none where they part the documents of its subject."""
    found = list(re.finditer(r"[;；]", marks.text[start:stop]))
    nouns = all(_NOUN_PIECE.match(marks.text, start + m.end(), stop) for m in found)
    verbs = [h for h in within(marks.hits, (start, stop)) if h.kind == "verb" and {"agenda", "relation"} & set(h.value)]
    said = found and _FINITE.search(marks.text, start, start + found[-1].start())
    return found if not nouns or verbs or said else []
