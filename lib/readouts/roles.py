"""Whether a verb gives its role to a name: who is subject or agent, who is only cited, and which acts are of another meeting."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence

from readouts.frame import Frame
from readouts.governed import Governed, is_specific
from readouts.holders import AND_JOIN, COMMA_JOIN
from readouts.lexicon import grammar_pattern, grammar_words
from readouts.mark import Marks, body_of, within
from readouts.model import Mention, Span
from readouts.parts import Part
from readouts.patterns import CLOSE

MAX_NAME = 400  # characters of the name of a meeting
MAX_BEFORE_POST = 70  # characters between "presided over by" and the first post of whoever presides
_NEW_SUBJECT = re.compile(
    r"[;；]|,[ \u00a0](?:while|and|as)\b|[ \u00a0]while\b|,[ ]?(?=(?:relevant|responsible|persons|heads|leaders|those|other|main|cadres|members|staff|officials|some|more|over|[Aa]bout|[Nn]early|all)\b)"
)
_OF_LOWER = re.compile(
    r"\bof (?!(?:the )?(?:[A-Z]\w+[’'] )?(?:People[’']s Republic|Republic|PRC|China(?! [A-Z])|country|nation|state)\b)"
)
_UNNAMED = re.compile(  # and all cadres and workers attended the meeting
    r"(?:cadres|members|staff|officials)\b[^,;.]{0,80}|[ \u00a0]?(?:all|other|relevant|some|more than|over|[Aa]bout|[Nn]early|the|\d+)\b[^,;.]{0,50}?\b(?:cadres|members|staff|officials|heads|leaders|comrades|personnel|workers|representatives|people|employees)\b[^,;.]{0,60}"
)
_MADE_TOO = re.compile(r"(?:made|gave) (?:[a-z]+ )?(?:arrangements?|deployments?)")
_TOLD_TOO = re.compile(
    r"(?:conveyed|relayed|communicated|read out)(?! and\b|,)|(?:made|gave|delivered|presented) (?:an?|the|his|her) (?:[a-z]+ )?report\b"
)
_THE_MEETING = re.compile(r" the (?:meeting|session|conference|plenum) and $")
_ALL_ATTEND = re.compile(
    r"(?:,[ ][A-Z][^,;.]{3,60})?,[ ]?(?:all|some|more than|over|[Aa]bout|[Nn]early)\b[^;.]{0,120}"
)  # presided over by A, chairman, all the officials took part
_AND_OTHERS = re.compile(r",? (?:and|as well as|together with) (?:the |other )?[a-z][^.;]{0,90} ")
_CLOSING = re.compile(r"(?:[ \u00a0](?:the |this )?(?:meeting|conference|session))?\W*")
_PART_IN = re.compile(  # took part in planting trees
    r"(?<=part) in (?![^.;,]{0,60}\b(?:meetings?|sessions?|conferences?|study|studies|discussions?|activit|events?|learning|forum|symposium|seminar|plen|exchange|visit|inspect|class|gathering|congress|committee))"
)
_REPORT_THE = re.compile(r"report (?:the|on)\b")  # a name and the verb in the present: Li Yun report the progress
_CAME_TO = re.compile(r"\b(?:went|came|led|headed|arrived|travell?ed|flew|drove)\b[^.;]{0,90}\bto (?:[a-z]+ly )?$")
_ENTRUSTED = re.compile(r"\b(?:entrusted|commissioned)\b[^.;]{0,110}\bto (?:[a-z]+ly )?$")
_WHO_ACTS = re.compile(r",? who (?:also )?(?:presided|chaired|hosted|led|delivered|spoke|attended)\b")
LONGEST_BESIDE = 200  # characters between a name and a verb of telling that say for whom it is told
MAX_SUBJECT = 80  # characters of the words that stand for the meeting, and a mark before them
EXPLAINED = "explained"  # said of who takes part, and no role of the record
TOLD = frozenset({"conveyed", "deployed", "reported", EXPLAINED})


def is_of_another(frame: Frame, part: Part) -> bool:
    """Whether a verb of presiding or attending is about another meeting than the readout's."""
    if part.mention.value.get("role") not in {"presided", "attended"}:
        return False
    near = (g.mention for g in named_from(frame, part.mention.end, part.mention.end + 6))
    return any(is_specific(m) and (m.value.form != "two-sessions" or m.value.level) for m in near)


def is_in_relay(frame: Frame, part: Part) -> bool:
    """Whether a name or a verb is a piece of a relayed meeting's name: the symposium chaired by Xi Jinping."""
    start = part.mention.start
    near = [g.mention for g in named_from(frame, start - MAX_NAME, start + 1) if g.relation != "referred"]
    done_by = part.kind == "verb" and frame.marks.text.endswith(" by", start, part.mention.end)
    return any(
        m.start <= start < m.end or (done_by and start == m.end + 1)  # the meeting of the Bureau chaired by Xi Jinping
        for m in near
    )


def named_from(frame: Frame, start: int, end: int) -> Sequence[Governed]:
    """The other meetings whose names begin in a stretch of the text."""
    first = bisect_left(frame.others, start, key=lambda g: g.mention.start)
    return frame.others[first : bisect_left(frame.others, end, key=lambda g: g.mention.start)]


def is_of_group(marks: Marks, before: Part | None, part: Part, subjects: Sequence[Part] = ()) -> bool:
    """Whether a second verb has an unnamed group for its subject: A attended; heads of departments were invited."""
    if before is None or before.kind != "verb":
        agent = subjects[-1] if subjects else None
        end = max([agent.mention.end, *(p.end for p in agent.posts)]) if agent is not None else 0
        told = agent is not None and any(h.value.get("passive") for h in _role_verbs(marks, agent))
        return told and _ALL_ATTEND.fullmatch(marks.text, end, part.mention.start) is not None
    between = (before.mention.end, part.mention.start)
    parted = _NEW_SUBJECT.search(marks.text, *between)
    if parted is None:
        return False
    named = any(h.kind == "group" for h in within(marks.hits, (parted.end(), between[1])))
    return named or _UNNAMED.fullmatch(marks.text, parted.end(), between[1]) is not None


def _role_verbs(marks: Marks, name: Part) -> list[Mention]:
    """The verbs of presiding right before the first post or the name of a person."""
    first = min([name.mention.start, *(p.start for p in name.posts)])
    hits = within(marks.hits, (max(0, first - len("presided over and addressed by the ")), first))
    return [h for h in hits if h.kind == "verb" and h.value.get("role") == "presided"]


def leads_country(text: str, posts: list[Mention]) -> bool:
    """Whether one of the posts is a leader's of the country: general secretary, premier, a president of no lower organ."""
    for post in posts:
        body = body_of(post)
        of_lower = body is None and _OF_LOWER.search(text, post.start, post.end) is not None  # president of the school
        if post.entry in grammar_words("cited_posts") and not of_lower and (body is None or body.level == "central"):
            return True
    return False


def speaks(frame: Frame, part: Part) -> bool:
    """Whether someone who is only said to stress or say takes part: a leader above the readout's level is cited."""
    if any(post.entry in grammar_words("outside_posts") for post in part.posts):
        return False
    if frame.level == "central":
        return True
    return not leads_country(frame.marks.text, part.posts) and part.mention.kind == "name"


def joined_tail(marks: Marks, subjects: list[Part]) -> list[Part]:
    """The longest tail of the names that is one subject."""
    at = len(subjects) - 1
    while at > 0 and _joined(marks, subjects[at - 1], subjects[at]):
        at -= 1
    return subjects[max(at, 0) :]


def are_joined(marks: Marks, subjects: list[Part]) -> bool:
    """Whether names are joined to one subject by commas and "and", posts allowed between them."""
    return all(_joined(marks, a, b) for a, b in itertools.pairwise(subjects))


def _joined(marks: Marks, a: Part, b: Part) -> bool:
    """Whether nothing but a joint stands between two names, or between the posts behind the one and before the other."""
    end = max([a.mention.end, *(p.end for p in a.posts if a.mention.start < p.start < b.mention.start)])
    start = min([b.mention.start, *(p.start for p in b.posts if p.end < b.mention.start and p.start > end)])
    gap = marks.text[end:start]
    return COMMA_JOIN.fullmatch(gap) is not None or AND_JOIN.fullmatch(gap) is not None


def meeting_between(marks: Marks, start: int, end: int) -> bool:
    """Whether the meeting, not the person, is the subject of a verb: its name is the last before the verb."""
    low = max(start, end - MAX_SUBJECT)
    between = ("…" if low > start else "") + marks.text[low:end].lower().strip(" ,")  # it begins there, or goes on
    return bool(grammar_pattern("(?:^|[,;] |and |that )", "meeting_subjects", "$").search(between))


def presided_before(marks: Marks, sentence: Span, subject: Part, verb: Part) -> bool:
    """Whether a subject presides earlier in the sentence: what follows is then the meeting's act.

    But not "and made plans", "the meeting and conveyed the spirit"; that it was conveyed and studied is the meeting's act.
    """
    if marks.text.endswith(" and ", 0, verb.mention.start) and (
        _MADE_TOO.match(marks.text, verb.mention.start)
        or (
            _TOLD_TOO.match(marks.text, verb.mention.start)
            and _THE_MEETING.search(marks.text, max(0, verb.mention.start - CLOSE), verb.mention.start)
        )
    ):
        return False
    hits = within(marks.hits, (subject.mention.end, verb.mention.start))
    return any(h.kind == "verb" and h.value.get("role") == "presided" for h in hits)


def stands_beside(marks: Marks, subject: Part, verb: Part) -> bool:
    """Whether a verb of telling follows its subject with nothing but posts, adverbs or a first verb between."""
    end = max([subject.mention.end, *(p.end for p in subject.posts if p.end <= verb.mention.start)])
    between = marks.text[end : verb.mention.start]
    return (
        len(between) < 40
        or _ENTRUSTED.search(between[-LONGEST_BESIDE:]) is not None
        or bool(_AND_OTHERS.fullmatch(between))
        or bool(re.search(r"\b(?:and|,) (?:[a-z]+ly )?$", between) and len(between) < 120)
    )


def is_passive(part: Part) -> bool:
    """Whether a verb has its persons behind it: attended by."""
    return isinstance(part.mention.value, dict) and bool(part.mention.value.get("passive"))


def last_passive(parts: list[Part], at: int) -> Part | None:
    """The passive verb last read before a part; None where another verb stands between."""
    for part in reversed(parts[:at]):
        if part.kind == "verb":
            return part if is_passive(part) else None
    return None


def stands_close(gap: str, verb: Part, part: Part) -> bool:
    """Whether nothing but an article, a post or a short aside stands between a passive verb and a name."""
    end = min([part.mention.start, *(p.start for p in part.posts)])
    start = verb.mention.end
    return (
        end <= start + 4
        or len(gap) < 14
        or (bool(part.posts) and end - start < MAX_BEFORE_POST and "," not in gap[: end - start])
        or "head" in gap
        or "leader" in gap
        or "deput" in gap
    )


def is_active(marks: Marks, part: Part, sentence: Span) -> bool:
    """Whether a verb is a person's act here: no infinitive of purpose, no noun after an article."""
    before = marks.text[max(sentence.start, part.mention.start - 14) : part.mention.start].lower()
    role = part.mention.value["role"]
    if role == "guided" and marks.text.startswith(" by ", part.mention.end):
        return False
    closing = role == "attended" and _CLOSING.fullmatch(marks.text, part.mention.end, sentence.end)
    if role == "attended" and (
        _PART_IN.match(marks.text, part.mention.end) or before.endswith((" when he ", " as he "))
    ):
        return False
    if role in {"reported", EXPLAINED} and _ENTRUSTED.search(
        marks.text, max(sentence.start, part.mention.start - MAX_NAME), part.mention.start
    ):
        return True
    if (
        re.search(r"\b(?:to|must|should|will|shall|can|not) (?:[a-z]+ly )?$", before)
        and role != "guided"
        and not closing
        and not (role == "attended" and _CAME_TO.search(marks.text, sentence.start, part.mention.start))
    ):
        return False
    if role == "reported" and _REPORT_THE.match(marks.text, part.mention.start):
        return any(name.end == part.mention.start - 1 for name in within(marks.names, sentence))
    if role in TOLD:
        surface = marks.text[part.mention.start : part.mention.end].lower()
        return bool(
            re.match(r"\w+ed\b|made|gave|\w+ing\b|(?:convey|relay|deploy|explain|make|give|hand)s\b", surface)
        ) and not re.search(r"\b(?:the|a|of|was|were|be|been|is|are) $", before)
    return not re.search(r"\b(?:the|a|of) $", before)


def is_cited(marks: Marks, part: Part, sentence: Span) -> bool:
    """Whether a name is only cited: its possessive, or after of, by, with Comrade."""
    text = marks.text
    follow = text[part.mention.end : part.mention.end + 2]
    if follow in {"'s", "’s"}:
        return True
    last = max([part.mention.end, *(p.end for p in part.posts)])
    if _WHO_ACTS.match(text, last):
        return False
    first = min([part.mention.start, *(p.start for p in part.posts if p.end <= part.mention.start)])
    before = text[max(sentence.start, first - 22) : first].lower().replace("\u00a0", " ")
    return bool(grammar_pattern(r"\b", "citing", " (?:the )?$").search(before))
