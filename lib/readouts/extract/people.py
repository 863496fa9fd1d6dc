"""Who takes part: names with posts and roles, by the sentences that say so.

A verb gives its role to the names before it, a passive one ("attended by") to those after it. Over 300 lines for a
reason: the ways in which a sentence joins names to verbs shadow one another and are read in order.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from readouts.frame import Frame, row_at_break
from readouts.governed import Governed, is_specific
from readouts.holders import AND_JOIN, COMMA_JOIN
from readouts.lexicon import grammar_pattern, grammar_words
from readouts.mark import Marks, body_of, within
from readouts.model import Mention, Office, Person, Span
from readouts.organs import Body
from readouts.parts import Part
from readouts.posts import Post

MAX_NAME = 400  # characters of the name of a meeting
MAX_BEFORE_POST = 70  # characters between "presided over by" and the first post of whoever presides
_NEW_SUBJECT = re.compile(
    r"[;；]|,[ \u00a0](?:while|and|as)\b|[ \u00a0]while\b|,[ ](?=(?:relevant|responsible|persons|heads|leaders|those|other|main)\b)"
)
_UNNAMED = re.compile(  # and all cadres and workers attended the meeting
    r"[ \u00a0](?:all|other|relevant|some|more than|over|about|nearly|the|\d+)\b[^,;.]{0,50}?\b(?:cadres|members|staff|officials|heads|leaders|comrades|personnel|workers|representatives|people|employees)\b[^,;.]{0,60}"
)
_AND_OTHERS = re.compile(r",? (?:and|as well as|together with) (?:the |other )?[a-z][^.;]{0,90} ")
_CLOSING = re.compile(r"(?:[ \u00a0](?:the |this )?(?:meeting|conference|session))?\W*")
_PART_IN = re.compile(  # took part in planting trees
    r"(?<=part) in (?![^.;,]{0,60}\b(?:meetings?|sessions?|conferences?|study|studies|discussions?|activit|events?|learning|forum|symposium|seminar|plen|exchange|visit|inspect|class|gathering|congress))"
)
_ENTRUSTED = re.compile(r"\b(?:entrusted|commissioned)\b[^.;]{0,110}\bto (?:[a-z]+ly )?$")
_TOLD_PRESS = re.compile(
    r"[ \u00a0](?:the )?(?:[A-Z]\w+ ){0,3}(?:Times|Daily|News|Xinhua|Post|Agency|reporters?|journalists?)\b"
)
_THAT_OF_BY = re.compile(r",? and that of [^.;,]{3,80} by (?:the )?")
_OPENS = re.compile(r"(?:the |comrades? )?", re.I)
_BROKEN = re.compile(r"[ ,]*|,? (?:and |all |both |as well as |(?:of )?(?:the )?[A-Z(]| ?of )[^.]{0,80}")
_JOINTS = (COMMA_JOIN, AND_JOIN, re.compile(r"[ \u00a0]|(?: [A-Z][\w’'-]*){1,4}, (?:and )?"))
_IS_ALSO = re.compile(
    r"(?:He|She)[ ](?:(?:is|was)[ ](?:(?:also|concurrently)[ ])?|(?:also[ ]|concurrently[ ])?serves[ ](?:also[ ]|concurrently[ ])?as[ ])(?:the[ ]|an?[ ])?"
)
_ARE_ALL = re.compile(
    r"(?:Both|They|The (?:two|three|four|five)|All(?: of them| three| four)?)[ ](?:are|were|are also|serve as)[ ](?:all )?(?:the )?"
)  # the posts of those named in the sentence before
_WHO_ACTS = re.compile(r",? who (?:also )?(?:presided|chaired|hosted|led|delivered|spoke|attended)\b")
_REPORTS = r"(?:reports?|explanations?|briefings?|statements?|presentations?)"
_REPORT_BY = re.compile(rf"\b({_REPORTS}) (?:by|from) (?:the )?$")
_WHICH_MADE = re.compile(rf"\b({_REPORTS}) (?:which|that) (?:the |Comrade )?$")  # the work report which Li Fu made
_MADE_IT = re.compile(r",? (?:made|delivered|gave|presented|submitted)\b")
_OWN_REPORT = re.compile(rf"['’]s (?:[a-z]+ ){{0,2}}({_REPORTS})\b")
TOLD = frozenset({"conveyed", "deployed", "reported"})


@dataclass
class Found:
    """A participant while the text is read."""

    name: str
    span: Span
    roles: dict[str, Span] = field(default_factory=dict)
    posts: list[Mention] = field(default_factory=list)
    speaks: bool = False
    listed: bool = False  # in a list in which the text breaks off


def extract(frame: Frame) -> tuple[Person, ...]:
    """The people that take part, in the order in which the text lists them; what only a headline says comes last."""
    marks = frame.marks
    found: dict[str, Found] = {}
    last: list[Found] = []
    named_before: list[Found] = []
    for sentence, named in frame.parts:
        parts = [part for part in named if part.kind == "post" or not _in_relay(frame, part)]
        if len(last) == 1:
            _add_posts(last[0], _posts_of_pronoun(marks, sentence, parts, _IS_ALSO))
        for person in named_before:
            _add_posts(person, _posts_of_pronoun(marks, sentence, parts, _ARE_ALL))
        if any(part.kind == "verb" for part in parts) or (last and _continues(marks, sentence)):
            last = _give_roles(frame, sentence, parts, found, last)
            _note_heard(marks, sentence, parts, found)
        keys = [_key(marks, part) for part in parts if part.kind == "name"]
        named_before = [found[key] for key in keys if key in found and found[key].roles]
    for _, named in frame.parts:
        for part in named:
            if part.kind == "name" and part.posts and _key(marks, part) in found:
                _person(marks, part, found)
    for part in _listed_at_break(frame):
        _person(marks, part, found).listed = True
    told = [f for f in found.values() if f.roles or f.listed or (f.speaks and not _speech_studied(frame, f))]
    people = [f for f in told if not _only_cited(frame, f)]
    return tuple(_row(marks, order, person) for order, person in enumerate(people, 1))


def _note_heard(marks: Marks, sentence: Span, parts: list[Part], found: dict[str, Found]) -> None:
    """The names behind a verb of hearing whose reports are heard: a report by Li Fu, Li Fu's explanation of the draft."""
    heard = next(
        (h for h in within(marks.hits, sentence) if h.kind == "verb" and h.value.get("agenda") == "heard"), None
    )
    if heard is None:
        return
    for part in parts:
        if part.kind != "name" or part.mention.start < heard.end:
            continue
        first = min([part.mention.start, *(p.start for p in part.posts if p.end <= part.mention.start)])
        told = _REPORT_BY.search(marks.text, max(heard.end, first - 40), first)
        told = told or _OWN_REPORT.match(marks.text, part.mention.end)
        made = _MADE_IT.match(marks.text, max([part.mention.end, *(p.end for p in part.posts)]))
        told = told or (_WHICH_MADE.search(marks.text, max(heard.end, first - 40), first) if made else None)
        if told is not None:
            _person(marks, part, found).roles.setdefault("reported", Span(*told.span(1)))


def _listed_at_break(frame: Frame) -> list[Part]:
    """The names of a list, with posts, in which a text breaks off before any verb: they take part, in what role is lost."""
    text = frame.marks.text
    broken = row_at_break(frame)
    if broken is None:
        return []
    last, row = broken
    if any(part.kind == "verb" for part in row) or not _OPENS.fullmatch(text, last.start, row[0].mention.start):
        return []
    for before, here in itertools.pairwise(row):
        if not any(joint.fullmatch(text, before.mention.end, here.mention.start) for joint in _JOINTS):
            return []
    names = [part for part in row if part.kind == "name"]
    if not _BROKEN.fullmatch(text, row[-1].mention.end, last.end):
        return []
    told = any(part.posts for part in names) or (len(names) > 1 and text.startswith(",", names[-1].mention.end))
    return names if told else []


def _continues(marks: Marks, sentence: Span) -> bool:
    return any(marks.text[sentence.start : sentence.end].lower().startswith(p + " ") for p in grammar_words("pronouns"))


def _give_roles(
    frame: Frame, sentence: Span, parts: list[Part], found: dict[str, Found], last: list[Found]
) -> list[Found]:
    """Give the verbs' roles to the names; returns who a pronoun in the next sentence means."""
    marks = frame.marks
    text = marks.text
    subjects: list[Part] = []
    before: Part | None = None
    speaker: list[Found] = []
    said = False
    line = marks.block_at(sentence.start)
    headline = line is not None and line.kind != "paragraph"
    noted: list[Part] = []  # whom the passive verb last read names
    edge = sentence.start
    for at, part in enumerate(parts):
        gap = text[(before.mention.end if before else sentence.start) : part.mention.start]
        beside, edge = text[edge : part.mention.start], part.mention.end if part.kind != "post" else edge
        if part.kind == "name":
            if before is not None and before.kind == "verb":
                told = said and before.mention.value.get("role") in TOLD  # the report made by a leader, spoken of
                if _passive(before) and not told and _close(gap, before, part):
                    subjects = [part]
                    part.posts = part.posts or []
                    for verb in parts[:at]:  # two participles that open a sentence reach to one comma
                        if verb is before or (verb.kind == "verb" and verb.mention.end == before.mention.end):
                            _note(marks, part, verb, found)
                    noted = [part]
                    before = part
                    continue
                parted = re.search(r"[,;，；]|\band\b|\bwhile\b|\bwith\b", gap) or headline
                if not said and parted and not _cited(marks, part, sentence):
                    subjects = [part]
                before = part
                continue
            if re.search(r",[ \u00a0]with[ \u00a0]", beside) or (noted and re.search("[;；]", beside)):
                subjects = []
            passive = _last_passive(parts, at)
            if passive is not None and not said and _listed(text, parts, at, noted):
                _note(marks, part, passive, found)
                noted.append(part)
            if not _cited(marks, part, sentence):
                subjects.append(part)
        elif part.kind == "verb":
            value = part.mention.value
            assert isinstance(value, dict)
            if value.get("say") and not value.get("role"):
                if subjects and not said and not text.startswith(" for leave", part.mention.end):
                    speaker = [_person(marks, s, found) for s in subjects[-1:]]
                    for person in speaker:
                        outside = _TOLD_PRESS.match(text, part.mention.end)
                        person.speaks = person.speaks or (not outside and _speaks(frame, subjects[-1]))
                said = True
            elif _of_another(frame, part) or _of_group(marks, before, part):
                before = part
                continue
            elif not _passive(part) and _active(marks, part, sentence):
                spoken = text.startswith("in h", part.mention.start)  # stressed in his speech
                if said and not spoken and not re.search(r"\b(?:while|when|as he|in)\b[^.;]{0,20}$", gap):
                    before = part
                    continue
                _apply(marks, sentence, part, subjects, found, last, said, speaker)
        else:
            before = before if before is not None and before.kind == "verb" else part
            continue
        before = part
    acting = [_person(marks, s, found) for s in subjects[-1:]] or speaker
    return [f for f in acting if f] or (last if _continues(marks, sentence) else [])


def _of_another(frame: Frame, part: Part) -> bool:
    """Whether a verb of presiding or attending is about another meeting than the readout's."""
    if part.mention.value.get("role") not in {"presided", "attended"}:
        return False
    near = (g.mention for g in named_from(frame, part.mention.end, part.mention.end + 6))
    return any(is_specific(m) and (m.value.form != "two-sessions" or m.value.level) for m in near)


def _in_relay(frame: Frame, part: Part) -> bool:
    """Whether a name or a verb is a piece of a relayed meeting's name: the symposium chaired by Xi Jinping."""
    start = part.mention.start
    near = named_from(frame, start - MAX_NAME, start + 1)
    return any(g.mention.start <= start < g.mention.end for g in near if g.relation != "referred")


def named_from(frame: Frame, start: int, end: int) -> Sequence[Governed]:
    """The other meetings whose names begin in a stretch of the text."""
    first = bisect_left(frame.others, start, key=lambda g: g.mention.start)
    return frame.others[first : bisect_left(frame.others, end, key=lambda g: g.mention.start)]


def _of_group(marks: Marks, before: Part | None, part: Part) -> bool:
    """Whether a second verb has an unnamed group for its subject: A attended; heads of departments were invited."""
    if before is None or before.kind != "verb":
        return False
    between = (before.mention.end, part.mention.start)
    parted = _NEW_SUBJECT.search(marks.text, *between)
    if parted is None:
        return False
    named = any(h.kind == "group" for h in within(marks.hits, (parted.end(), between[1])))
    return named or _UNNAMED.fullmatch(marks.text, parted.end(), between[1]) is not None


def _only_cited(frame: Frame, person: Found) -> bool:
    """Whether a leader of the country stands in a text of a lower level: cited, not present."""
    return frame.level != "central" and _leads_country(person.posts) and "presided" not in person.roles


def _speech_studied(frame: Frame, person: Found) -> bool:
    """Whether somebody who is only said to ask for things is one whose speech the text speaks of: Comrade Zhao's speech."""
    named = rf"\bComrade {re.escape(person.name)}[’']s (?:[a-z]+ )?(?:speech|instructions|remarks)"
    return re.search(named, frame.marks.text) is not None


def _leads_country(posts: list[Mention]) -> bool:
    """Whether one of the posts is a leader's of the country: general secretary, premier, a president of no lower organ."""
    for post in posts:
        body = body_of(post)
        if post.entry in grammar_words("cited_posts") and (body is None or body.level == "central"):
            return True
    return False


def _speaks(frame: Frame, part: Part) -> bool:
    """Whether someone who is only said to stress or say takes part: a leader above the readout's level is cited."""
    if any(post.entry in grammar_words("outside_posts") for post in part.posts):
        return False
    if frame.level == "central":
        return True
    return not _leads_country(part.posts) and part.mention.kind == "name"


def _apply(
    marks: Marks,
    sentence: Span,
    part: Part,
    subjects: list[Part],
    found: dict[str, Found],
    last: list[Found],
    said: bool,
    speaker: list[Found],
) -> None:
    role = part.mention.value["role"]
    span = Span(part.mention.start, part.mention.end)
    named = subjects
    if role in {"presided", "spoke", "deployed", "conveyed"} and len(named) > 1 and not _joined(marks, named):
        named = _joined_tail(marks, named)
    if said and speaker:
        for person in speaker:
            person.roles.setdefault(role, span)
        return
    for subject in named:
        if _meeting_between(marks, subject.mention.end, part.mention.start):
            continue
        if role in TOLD and ", which " in marks.text[subject.mention.end : part.mention.start]:
            continue  # a meeting presided over by the governor, which studied and deployed
        if role in TOLD and (not _beside(marks, named[-1], part) or _presided_before(marks, sentence, subject, part)):
            continue
        _note(marks, subject, part, found)
    if not named and last and _continues(marks, sentence) and role in {"presided", "spoke"}:
        for person in last:
            person.roles.setdefault(role, span)


def _joined_tail(marks: Marks, subjects: list[Part]) -> list[Part]:
    """The longest tail of the names that is one subject."""
    return next(subjects[at:] for at in range(len(subjects)) if _joined(marks, subjects[at:]))


def _joined(marks: Marks, subjects: list[Part]) -> bool:
    """Whether names are joined to one subject by commas and "and", posts allowed between them."""
    for a, b in itertools.pairwise(subjects):
        end = max([a.mention.end, *(p.end for p in a.posts if a.mention.start < p.start < b.mention.start)])
        start = min([b.mention.start, *(p.start for p in b.posts if p.end < b.mention.start and p.start > end)])
        gap = marks.text[end:start]
        if not (COMMA_JOIN.fullmatch(gap) or AND_JOIN.fullmatch(gap)):
            return False
    return True


def _meeting_between(marks: Marks, start: int, end: int) -> bool:
    """Whether the meeting, not the person, is the subject of a verb: its name is the last before the verb."""
    between = marks.text[start:end].lower().strip(" ,")
    return bool(grammar_pattern("(?:^|[,;] |and |that )", "meeting_subjects", "$").search(between))


def _presided_before(marks: Marks, sentence: Span, subject: Part, verb: Part) -> bool:
    """Whether a subject presides earlier in the sentence: what follows is then the meeting's act."""
    hits = within(marks.hits, (subject.mention.end, verb.mention.start))
    return any(h.kind == "verb" and h.value.get("role") == "presided" for h in hits)


def _beside(marks: Marks, subject: Part, verb: Part) -> bool:
    """Whether a verb of telling follows its subject with nothing but posts, adverbs or a first verb between."""
    end = max([subject.mention.end, *(p.end for p in subject.posts if p.end <= verb.mention.start)])
    between = marks.text[end : verb.mention.start]
    return (
        len(between) < 40
        or _ENTRUSTED.search(between) is not None
        or bool(_AND_OTHERS.fullmatch(between))
        or bool(re.search(r"\b(?:and|,) (?:[a-z]+ly )?$", between) and len(between) < 120)
    )


def _passive(part: Part) -> bool:
    return isinstance(part.mention.value, dict) and bool(part.mention.value.get("passive"))


def _last_passive(parts: list[Part], at: int) -> Part | None:
    for part in reversed(parts[:at]):
        if part.kind == "verb":
            return part if _passive(part) else None
    return None


def _close(gap: str, verb: Part, part: Part) -> bool:
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


def _listed(text: str, parts: list[Part], at: int, noted: list[Part]) -> bool:
    """Whether a name goes on the list that a passive verb opened."""
    back = at - 1
    edge = min([parts[at].mention.start, *(p.start for p in parts[at].posts if p.end <= parts[at].mention.start)])
    while back >= 0 and parts[back].kind == "post":
        back -= 1
    if back < 0 or parts[back].kind != "name":
        return back >= 0
    if parts[back] not in noted:
        return False
    end = max([parts[back].mention.end, *(p.end for p in parts[back].posts if p.start > parts[back].mention.start)])
    gap = text[end:edge] if edge > end else ","
    if _THAT_OF_BY.fullmatch(gap):
        return True  # the spirit of the NPC session was conveyed by A, and that of the CPPCC session by B
    return bool(COMMA_JOIN.fullmatch(gap) or AND_JOIN.fullmatch(gap))


def _active(marks: Marks, part: Part, sentence: Span) -> bool:
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
    if role == "reported" and _ENTRUSTED.search(
        marks.text, max(sentence.start, part.mention.start - MAX_NAME), part.mention.start
    ):
        return True
    if (
        re.search(r"\b(?:to|must|should|will|shall|can|not) (?:[a-z]+ly )?$", before)
        and role != "guided"
        and not closing
    ):
        return False
    if role in TOLD:
        surface = marks.text[part.mention.start : part.mention.end].lower()
        return bool(
            re.match(r"\w+ed\b|made|gave|\w+ing\b|(?:convey|relay|deploy|explain|make|give|hand)s\b", surface)
        ) and not re.search(r"\b(?:the|a|of|was|were|be|been|is|are) $", before)
    return not re.search(r"\b(?:the|a|of) $", before)


def _cited(marks: Marks, part: Part, sentence: Span) -> bool:
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


def _note(marks: Marks, part: Part, verb: Part, found: dict[str, Found]) -> None:
    person = _person(marks, part, found)
    role = verb.role or verb.mention.value["role"]
    text = marks.text[verb.mention.start : verb.mention.end].lower()
    span = Span(verb.mention.start, verb.mention.end)
    if role == "attended" and "attended-nonvoting" in person.roles:
        return
    if role == "attended-nonvoting" and "attended" in person.roles and span.start - person.roles["attended"].end < 60:
        del person.roles["attended"]
    person.roles.setdefault(role, span)
    if role == "guided" and text.startswith("attend"):
        person.roles.setdefault("attended", span)
    if role == "presided" and re.search(r"address|speech|speaking", text):
        person.roles.setdefault("spoke", span)


def _person(marks: Marks, part: Part, found: dict[str, Found]) -> Found:
    """The participant behind a name; one known by surname here stands under the full name and its first place."""
    mention = part.mention
    name, span = marks.text[mention.start : mention.end], Span(mention.start, mention.end)
    if mention.kind == "alias":
        full = next(n for n in marks.names if n.kind == "name" and n.entry == mention.entry)
        name, span = str(full.entry), Span(full.start, full.end)
    person = found.setdefault(_key(marks, part), Found(name, span))
    _add_posts(person, part.posts)
    return person


def _posts_of_pronoun(marks: Marks, sentence: Span, parts: list[Part], pronoun: re.Pattern[str]) -> list[Mention]:
    """The posts of a sentence that tells them of whoever acted in the one before: He is also director of the commission."""
    opening = pronoun.match(marks.text, sentence.start, sentence.end)
    edge = opening.end() if opening else -1
    out: list[Mention] = []
    for part in parts:
        gap = marks.text[edge : part.mention.start] if 0 <= edge <= part.mention.start else "?"
        if part.kind != "post" or not (not gap or (out and (COMMA_JOIN.fullmatch(gap) or AND_JOIN.fullmatch(gap)))):
            break
        out.append(part.mention)
        edge = part.mention.end
    return out


def _add_posts(person: Found, posts: Sequence[Mention]) -> None:
    """Give a participant posts that are new."""
    have = {_post_key(p) for p in person.posts}
    first = not person.posts
    for post in posts:
        kind = _post_key(post)
        bare = kind[1] is None and any(known[0] == kind[0] for known in have)
        if first or (kind not in have and not bare):
            person.posts.append(post)


def _key(marks: Marks, part: Part) -> str:
    """What makes two names one person: the full name in lower case, the surname Lü in any spelling."""
    mention = part.mention
    name = str(mention.entry) if mention.kind == "alias" else marks.text[mention.start : mention.end]
    return re.sub(r"^l[vü](?= )", "lu", re.sub(r"[\s\u00a0]+", " ", name).lower())  # Lv Ming and Lu Ming are one


def _post_key(post: Mention) -> tuple[str, str | None]:
    """What makes two surfaces one post: its type and the kind of its organ."""
    body = body_of(post)
    kind = post.value.office_type if isinstance(post.value, Post) else post.entry
    return kind, body.body_type if body else None


def _row(marks: Marks, order: int, person: Found) -> Person:
    posts = sorted(person.posts)
    offices = tuple(_office(marks, post) for post in posts)
    return Person(person.name, person.span, tuple(person.roles), offices, order, None, tuple(person.roles.values()))


def _office(marks: Marks, post: Mention) -> Office:
    said = post.value
    body = body_of(post)
    kind = said.office_type if isinstance(said, Post) else None
    return Office(
        marks.text[post.start : post.end],
        Span(post.start, post.end),
        kind,
        body.body_type if isinstance(body, Body) else None,
        body.level if isinstance(body, Body) else None,
    )
