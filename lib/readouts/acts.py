"""What is an act on the agenda: a verb of reviewing, hearing, studying or deploying that the meeting is the subject of.

And which of these verbs share an object. A little over 300 lines for a reason: whether a verb acts and where its act
ends hang on the same words before it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from readouts.lexicon import grammar_words
from readouts.mark import Marks, ends_before, holds, within
from readouts.model import Mention, Span
from readouts.objects import PASSIVE, included_from, passive_subject
from readouts.patterns import CLOSE, NEAR, REACH

_TOLD = re.compile(r"(?:briefed|informed|notified)\b|(?:decided|agreed) to ")
_WE = re.compile(r"^We[ \u00a0](?:also |then )?$")
_MEETING_ON = re.compile(
    r"\b[Tt]he (?:meeting|session|conference) (?:held )?on [A-Z][a-z]+(?: \d{1,2})?[ \u00a0](?:also )?$"
)
_DID = re.compile(r"(?:[a-z]+ed|heard)\b")
_NOUN = re.compile(
    r"implementation of|review (?:meeting|conference|session)|research surveys?\b|research (?:fellow|associate|institut|cent|facilit|team|project|and development)|study session",
    re.I,
)
_GERUND_PAIR = re.compile(r"\b(?:on|of|for|in|about|by) (?:[a-z]+ly )?[a-z]+ing(?:,| and|, and) (?:[a-z]+ly )?$")
_LED_TO = re.compile(r"\b(?:with|to|saw|in) the $")  # along with the approval of
_FIRST_WORDS = re.compile(r"([A-Z][a-z]+)[ ](?!(?:was|were|is|are|has|had|have|on|of|in) )[a-z]")
_ADVERBIAL = re.compile(r"[A-Z][a-z]+(?:[ ][a-z]+){0,3},[ ]")
_AIM = re.compile(
    r"[ ](?:the (?:theme|need|importance)|how|ways|(?:[a-z]+ )?(?:tasks|areas|aspects|goals|priorities))\b|[ ][a-z]+ing\b"
)
_WHAT = re.compile(r"\b[Ww]hat\b[^.;,]{0,60}$")
_PAIRED = re.compile(r"(?:investigation|inspection) and $")  # investigation and research
_ACT_FIRST = re.compile(r"(?:[A-Z][a-z]+ed|Heard)(?: and [a-z]+ed)?(?: to)?[ ](?:the |a |an )?[“\"A-Za-z]")
_NO_SUBJECT = re.compile(  # at the meeting were heard; and was passed the plan
    r"(?:^|[.;,][ ](?:and )?)(?:(?:[Aa]t|[Oo]n|[Dd]uring) (?:the|this) (?:meeting|conference|session|same day|day),?[ ]|[Ii]n principle[ ]|[Aa]lso[ ]|[Tt]hen[ ])?"
    r"(?:was|were)[ ](?:also |then |in principle )*$"
)
_MORE_DOING = re.compile(r", [a-z]+ing,? and [a-z]+ing\b")  # has been learning, spreading and implementing the spirit
_LEARN_FROM = re.compile(
    r"learn(?:ing)? (?:it\b|from\b|experience\b|and practi[cs])|learn(?:ed|t) from an? ", re.I
)  # a tradition, no item
_OTHER_AGENDA = re.compile(r"\b(?:administrative|policy|political|legislative|development|national) $")  # no meeting's
_OBJECT = re.compile(
    r",?[ ](?:the |an? )?(?:[A-Z“\"]|(?:reports?|other)\b)"
    r"|[ ](?:the|an?) (?:[a-z-]+ ){0,3}(?:plans?|opinions|measures|rules|regulations|guidelines?|list|scheme)\b"
)
_RESEARCH = re.compile(r"Research (?:[a-z]+ ){1,4}(?:should|must|shall|will|need|are|is) ")  # Research results should
_CHAIRED_BY = re.compile(
    r"\b(?:meeting|session|conference),?[ ](?:held|chaired|presided over|hosted|convened)\b[^.;]{0,80} on [A-Z][a-z]+(?: \d{1,2})?,?[ ]$"
)  # a meeting chaired by Li Yun on Friday heard reports
_AFFIRMED = re.compile(r"affirmed the (?:[a-z]+ )?(?:work|results?|effects?|achievements?|efforts|progress)\b")
_NAMED_DOING = re.compile(
    r"\b(?!(?:After|On|Upon|By|Before|Besides) )[A-Z][\w’'-]* (?:[a-z]+ing and )?$"
)  # the Political Bureau hearing and studying reports
AMONG = re.compile(
    r"[ ](?:was|were) (?:also )?among the (?:[a-z]+ ){0,2}(?:documents|papers|plans|guidelines|items|topics|reports|issues|matters)[ ](?:that were )?$"
)
_REPORTS = re.compile(r"\b(?:[Rr]eports?|[Bb]riefings?)\b(?![^.;]*\b(?:speech|speeches|documents?|plans?)\b)")
_MANNER = (  # how a thing was done, between a subject and its verb
    r"[a-z]+ly|together|(?:once )?again|in (?:turn|detail|depth|full|writing|written form|groups)|as (?:a group|one|a whole|scheduled|planned)|"
    r"(?:one|item|word|line|sentence|chapter|paragraph) by (?:one|item|word|line|sentence|chapter|paragraph)|on the spot|with care|at length"
)
_BEHIND = {
    "report": _REPORTS,
    "arrangements": re.compile(r"\b[Aa]rrangements (?:for|of|on) [^.;,]{3,90} $"),
    "tasks": re.compile(r"\b(?:tasks?|measures|steps|priorities|key points)(?: (?:for|of|in|during) [^.;,]{3,60})? $"),
}
_WORK_OF = re.compile(
    r" (?:of )?the work of the (?:[A-Z]\w+ )+since\b"
)  # fully approved the work of the Politburo since …
# "pointed out that the plenary session came …. It summed up …": it is the session's, not the meeting's
_OF_SESSION = re.compile(
    r"\bthat (?:the|this) (?:[a-z]+ )?(?:plenary session|plenum|session|congress|conference)\b[^.]*\.[ \u00a0]+$"
)
_NEXT_ACT = re.compile(
    r"(?:[,;；]|\band|\bto)[ \u00a0]*(?:and |as well as |then |also |after discussion |to |it |which |who |the (?:meeting|group|commission|committee|session|conference|council) |has |have |further |[a-z]+ly )*$",
    re.I,
)
_BY_HIGHER = re.compile(
    r" by the (?:[Cc]entral|[Pp]rovincial|higher|upper) (?:[Gg]overnment|[Aa]uthorities|level)s?\b"
)  # the city has been deployed by the central government
_THAT = re.compile(r" that (?!day|morning|afternoon|evening|week|month|year)")  # members reported that …
_TAKES_POST = re.compile(
    r"took up (?:(?:the|a|an|his|her|their) )?(?:new )?(?:posts?|office|positions?|duties|residence|arms|roles?|work)\b"
)
_BESIDE = re.compile(r"(?:,|,? and|/)[ \u00a0]+(?:[a-z]+ly )?")  # to convey, study and implement
_FIRST_IS_TO = re.compile(  # what is demanded, one after the other
    r"\b(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth|[Tt]he (?:one|other))(?:ly)?,? is to (?:[a-z]+ly )?(?:[a-z]+ and )?$"
)
_ARRANGED_AT = re.compile(r"(?:arranged|deployed|adopted|approved|passed|discussed|studied) (?:at|during) the ")
MAX_ADVERB = 6
LOOK_BACK = 200


def says(hit: Mention) -> bool:
    """Whether a hit is a verb of saying that is no act on the agenda as well."""
    return (
        hit.kind == "verb" and isinstance(hit.value, dict) and bool(hit.value.get("say")) and "agenda" not in hit.value
    )


def is_what_was_said(marks: Marks, hit: Mention) -> bool:
    """Whether a verb of saying opens no speech: what the secretary said was conveyed; the work is affirmed, a plan adopted."""
    if _AFFIRMED.match(marks.text, hit.start):
        return True
    return _WHAT.search(marks.text[max(0, hit.start - REACH) : hit.start]) is not None


def is_imperative(marks: Marks, sentence: Span) -> bool:
    """Whether a sentence opens with an order to its readers: Resolutely guard the capital, study the requirements."""
    first = _FIRST_WORDS.match(marks.text, sentence.start, sentence.end)
    if first is None or first[1].lower() not in grammar_words("imperatives"):
        return False
    return not any(h.kind == "verb" and h.start < first.end() for h in within(marks.hits, sentence))


def opens_with_meeting(marks: Marks, sentence: Span) -> bool:
    """Whether a sentence opens with the meeting as its subject: At the end, the meeting reviewed …"""
    adverb = _ADVERBIAL.match(marks.text, sentence.start, sentence.end)
    start = adverb.end() if adverb else sentence.start
    low = marks.text[start : start + REACH].lower()
    subject = next((s for s in grammar_words("meeting_subjects") if low.startswith(s + " ")), None)
    if subject == "it" and _OF_SESSION.search(marks.text, max(0, start - 2 * LOOK_BACK), start):
        return False
    return subject is not None and "plen" not in subject


def opens_with_act(marks: Marks, sentence: Span) -> bool:
    """Whether a sentence without a subject opens with what was done: Considered and passed "Measures on …"."""
    act = _ACT_FIRST.match(marks.text, sentence.start, sentence.end)
    first = next(iter(within(marks.hits, sentence)), None) if act else None
    return first is not None and first.start == sentence.start and first.kind == "verb" and "agenda" in first.value


def is_act(marks: Marks, hit: Mention, sentence: Span) -> bool:
    """Whether a hit is an act on the agenda: an agenda verb, or conveying; no noun, no part of a name or a title."""
    if hit.kind != "verb" or not isinstance(hit.value, dict) or not ({"agenda", "relation"} & set(hit.value)):
        return False
    if any(holds(row, hit.start) for row in (marks.meetings, marks.bodies, marks.offices, marks.quotes)):
        return False
    if _RESEARCH.match(marks.text, hit.start) or marks.text.startswith("evaluated as ", hit.start):
        return False
    listed = marks.text[hit.start].isupper() and marks.text.startswith(", ", hit.end)  # Research, consultation and …
    if _THAT.match(marks.text, hit.end) or (listed and hit.start == sentence.start):
        return False
    if marks.text.startswith("ing", hit.end - 3) and _NAMED_DOING.search(
        marks.text, max(0, hit.start - NEAR), hit.start
    ):
        return False
    if marks.text[hit.start : hit.end].lower() == "according to":
        return False
    in_row = marks.text.startswith("ing", hit.end - 3) and _MORE_DOING.match(marks.text, hit.end)
    if in_row or _LEARN_FROM.match(marks.text, hit.start):
        return False
    by_higher = marks.text.endswith(" been ", 0, hit.start) and _BY_HIGHER.match(marks.text, hit.end)
    if _WORK_OF.match(marks.text, hit.end) or by_higher or _TAKES_POST.match(marks.text, hit.start):
        return False
    if marks.text.endswith(("that have been ", "that has been ", "which have been ", "which has been "), 0, hit.start):
        return False  # plans that have been adopted must be carried out
    if _FIRST_IS_TO.search(marks.text, max(sentence.start, hit.start - NEAR), hit.start):
        return False
    if marks.text.endswith(", ", 0, hit.start) and _ARRANGED_AT.match(marks.text, hit.start):
        return False
    if _of_study_group(marks, hit) or _looks_back(marks, hit, sentence):
        return False
    if hit.value.get("leads") and _AIM.match(marks.text, hit.end):
        return False
    if hit.value.get("head") and _OTHER_AGENDA.search(marks.text, max(sentence.start, hit.start - CLOSE), hit.start):
        return False
    if hit.value.get("head") or hit.value.get("subject"):
        return True
    behind = _BEHIND.get(str(hit.value.get("behind")))
    if behind and not behind.search(marks.text, max(sentence.start, hit.start - 2 * LOOK_BACK), hit.start):
        return False
    before = marks.text[max(sentence.start, hit.start - 12) : hit.start].lower()
    nominal = marks.text[hit.end - 3 : hit.end] == " of" and _LED_TO.search(before)
    if not (nominal or before.endswith(("focused on ", "centered on ", "centred on "))) and re.search(
        r"\b(?:the|a|an|of|in|for|on|its|their|this|(?:the|a|of|in|for|on|its) further|collective|s) $|\w-$|\w-[a-z]+ $|\b(?:aim(?:s|ed)|calls?) to $",
        before,
    ):
        return False
    if (
        "object" not in hit.value
        and not _has_subject(marks, hit, sentence)
        and not included_from(marks.text, sentence, [hit])
        and not AMONG.search(marks.text, max(sentence.start, hit.start - REACH), hit.start)
    ):
        return False
    surface = marks.text[hit.start : hit.end]
    further = marks.text[max(sentence.start, hit.start - NEAR) : hit.start]
    if (_PAIRED.search(further) and not surface.endswith("ed")) or _WHAT.search(further):
        return False
    if (
        surface.lower().startswith("in ")
        or _NOUN.match(marks.text, hit.start)
        or _GERUND_PAIR.search(marks.text[max(sentence.start, hit.start - NEAR) : hit.start])
    ):
        return False
    return not (
        surface[:1].isupper()
        and hit.start > sentence.start + 1
        and before.strip()[-1:] not in (";", ":", "；", ",")
        and not before.endswith(('" and ', "” and "))
    )


def _of_study_group(marks: Marks, hit: Mention) -> bool:
    """Whether a study is a theory study group's, which meets here: held a collective study of the center group."""
    article = len(" the ") if marks.text.startswith(" the ", hit.end) else 1
    body = next((b for b in marks.bodies if b.start == hit.end + article), None)
    return body is not None and body.value.body_type == "theory-study"


def _looks_back(marks: Marks, hit: Mention, sentence: Span) -> bool:
    """Whether a sentence opens with what a person looks back on in a speech: Reviewing last year, the governor said …"""
    if hit.start != sentence.start or not marks.text.endswith("ing", 0, hit.end):
        return False
    comma = marks.text.find(", ", hit.end, sentence.end) + 2
    if comma == 1 or not any(says(h) for h in within(marks.hits, (comma, sentence.end))):
        return False
    behind = marks.text[comma : comma + NEAR].lower()
    return not any(behind.startswith(subject + " ") for subject in grammar_words("meeting_subjects"))


def _has_subject(marks: Marks, hit: Mention, sentence: Span) -> bool:
    """Whether an agenda verb stands where one can: at the head of a clause, or after a word that can be its subject."""
    before = marks.text[max(sentence.start, hit.start - LOOK_BACK) : hit.start]
    if not before.strip() or re.search(
        rf"\b(?:focused|centered|centred) on[ \u00a0]$|[,;:；，)”\"][ \u00a0]*(?:and |as well as |then |also |after discussion |(?:{_MANNER}) )*$",
        before,
    ):
        return True
    if any(ends_before(row, hit.start, MAX_ADVERB) for row in (marks.meetings, marks.names, marks.bodies)):
        return True
    if _MEETING_ON.search(before) or _CHAIRED_BY.search(before):
        return True
    if _WE.search(before):
        return _DID.match(marks.text, hit.start) is not None
    word = re.search(
        rf"([A-Za-z]+)[ \u00a0]+(?:(?:{_MANNER}|in principle|after discussion|written|first|then|next|also)[ \u00a0]+)*$",
        before,
    )
    if word is not None and word[1].lower() in {"after", "having", "besides"}:
        return re.match(r"(?:listening|hearing|heard|listened)\b", marks.text[hit.start : hit.end], re.I) is not None
    return word is not None and word[1].lower() in grammar_words("act_subjects")


def group_acts(marks: Marks, verbs: list[Mention], clause: Span) -> Iterator[tuple[list[Mention], Span]]:
    """Verbs joined by "and" as one act, each with the stretch that can hold its object: to the next act, or its subject."""
    groups: list[list[Mention]] = []
    skipped: list[Mention] = []  # acts told within an object
    for verb in verbs:
        gap = marks.text[groups[-1][-1].end : verb.start] if groups else "."
        if (
            groups
            and "subject" not in verb.value
            and not (
                "," in gap
                and marks.text.startswith(" ", verb.end)
                and _OBJECT.match(marks.text, verb.end)
                and _is_done_to(marks.text, groups[-1][0])
            )
            and re.fullmatch(
                r"[ \u00a0]*(?:,|and|, and|or|/)[ \u00a0]+(?:[a-z]+ly[ \u00a0]+|in principle[ \u00a0]+)?(?:and )?", gap
            )
        ):
            groups[-1].append(verb)
        elif groups and _gives_way(groups[-1][-1], gap):
            groups[-1] = [verb]
        elif (groups and skipped and _BESIDE.fullmatch(marks.text, skipped[-1].end, verb.start)) or (
            groups and _is_part_of_object(verb, gap)
        ):
            skipped.append(verb)
        elif groups and not (
            PASSIVE.search(gap[-LOOK_BACK:])
            or _NEXT_ACT.search(gap[-LOOK_BACK:])
            or {"subject", "object"} & set(verb.value)
        ):
            continue
        else:
            groups.append([verb])
    start = clause.start
    for group, following in itertools.zip_longest(groups, groups[1:]):
        end = following[0].start if following else clause.end
        subject = passive_subject(marks, group[-1].end, end) if following else None
        subject = None if subject and is_object_before(marks, start, group) else subject
        yield group, Span(start, subject.start if subject else end)
        start = subject.end if subject else start


def _is_done_to(text: str, verb: Mention) -> bool:
    """Whether a verb's object is its subject, told by "was" right before it: the spirit was conveyed."""
    return PASSIVE.search(text, max(0, verb.start - LOOK_BACK), verb.start) is not None


def _gives_way(verb: Mention, gap: str) -> bool:
    """Whether a verb only leads up to the act behind it: the agenda included hearing."""
    return bool(verb.value.get("head")) and not gap.strip()


def is_object_before(marks: Marks, start: int, group: list[Mention]) -> bool:
    """Whether the object of verbs is their subject: the plan was approved."""
    if _TOLD.match(marks.text, group[0].start):  # "were briefed on" has its object behind it
        return False
    text = marks.text
    before = text[max(start, group[0].start - LOOK_BACK) : group[0].start]
    if text[group[0].start : group[0].end].endswith("ing"):
        return False  # when the city is learning the speech
    if _NO_SUBJECT.search(before) and _OBJECT.match(text, group[-1].end):
        return False
    return PASSIVE.search(before) is not None or group[0].value.get("object") == "before"


def _is_part_of_object(verb: Mention, gap: str) -> bool:
    """Whether a verb of carrying out tells of what is heard: measures for the city to implement, how tasks were fulfilled."""
    if "agenda" in verb.value:
        return False
    carried_out = verb.value.get("relation") == "implemented" and PASSIVE.search(gap) and re.search(r"\bhow\b", gap)
    return bool(carried_out) or re.search(r"\w(?<!\band) to $", gap[-LOOK_BACK:]) is not None
