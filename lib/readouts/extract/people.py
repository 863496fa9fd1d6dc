"""Who takes part: names with posts and roles, by the sentences that say so.

A verb gives its role to the names before it, a passive one ("attended by") to those after it. Over 300 lines for a
reason: the ways in which a sentence joins names to verbs shadow one another and are read in order.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from readouts.frame import Frame, row_at_break
from readouts.holders import AND_JOIN, COMMA_JOIN
from readouts.lexicon import grammar_words
from readouts.mark import Marks, body_of, within
from readouts.model import Mention, Office, Person, Span
from readouts.organs import Body
from readouts.parts import Part
from readouts.patterns import NEAR
from readouts.posts import Post
from readouts.roles import (
    EXPLAINED,
    TOLD,
    are_joined,
    is_active,
    is_cited,
    is_in_relay,
    is_of_another,
    is_of_group,
    is_passive,
    joined_tail,
    last_passive,
    leads_country,
    meeting_between,
    presided_before,
    speaks,
    stands_beside,
    stands_close,
)

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
_REPORTS = r"(?:reports?|explanations?|briefings?|statements?|presentations?)"
_HEARS = re.compile(
    r"\b(?:hear|heard|hearing|listen|listened|listening|delivered|reviewed|deliberated|approved|adopted)\b"
)
_STUDIES = re.compile(r"\b(?:studied|learned|learnt|studying|study)\b")
_HAS_DONE = re.compile(r"[ \u00a0](?:has|have|had|was|were)\b")
_REPORT_BY = re.compile(rf"\b({_REPORTS}) (?:by|from) (?:the )?$")
_HEARD_FROM = re.compile(r"\b(heard) from (?:the )?$")
_CLOSES_LIST = re.compile(r"[ \u00a0]*[;；][ \u00a0]*")
_WHICH_MADE = re.compile(rf"\b({_REPORTS}) (?:which|that) (?:the |Comrade )?$")  # the work report which Li Fu made
_MADE_IT = re.compile(r",? (?:made|delivered|gave|presented|submitted)\b")
_OWN_REPORT = re.compile(rf"['’]s (?:[a-z]+ ){{0,2}}({_REPORTS})\b")


@dataclass
class Found:
    """A participant while the text is read."""

    name: str
    span: Span
    roles: dict[str, Span] = field(default_factory=dict)
    posts: list[Mention] = field(default_factory=list)
    speaks: bool = False
    listed: bool = False  # in a list in which the text breaks off, or as one who explains

    def take(self, role: str, span: Span) -> None:
        """A role at the first words that give it; whoever explains takes part without one."""
        if role == EXPLAINED:
            self.listed = True
        else:
            self.roles.setdefault(role, span)


def extract(frame: Frame) -> tuple[Person, ...]:
    """The people that take part, in the order in which the text lists them; what only a headline says comes last."""
    marks = frame.marks
    found: dict[str, Found] = {}
    last: list[Found] = []
    named_before: list[Found] = []
    for sentence, named in frame.parts:
        parts = [part for part in named if part.kind == "post" or not is_in_relay(frame, part)]
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
        told = _REPORT_BY.search(marks.text, max(heard.end, first - NEAR), first)
        told = told or _HEARD_FROM.search(marks.text, heard.start, first)
        told = told or _OWN_REPORT.match(marks.text, part.mention.end)
        made = _MADE_IT.match(marks.text, max([part.mention.end, *(p.end for p in part.posts)]))
        told = told or (_WHICH_MADE.search(marks.text, max(heard.end, first - NEAR), first) if made else None)
        if told is not None:
            role = EXPLAINED if told[1].lower().startswith("explanation") else "reported"
            _person(marks, part, found).take(role, Span(*told.span(1)))


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


def _is_spoken_of(text: str, sentence: Span, verb: Part, name: Part) -> bool:
    """Whether a report is another's that is studied or spoken of here: … was studied, as well as the report made by Li Yun."""
    if not text.endswith(" made by", 0, verb.mention.end) or _HEARS.search(text, *sentence):
        return False
    behind = _HAS_DONE.match(text, max([name.mention.end, *(p.end for p in name.posts)]))
    return behind is not None or _STUDIES.search(text, sentence.start, verb.mention.start) is not None


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
                told = before.mention.value.get("role") in TOLD  # the report made by a leader, spoken of
                told = told and (said or _is_spoken_of(text, sentence, before, part))
                if is_passive(before) and not told and stands_close(gap, before, part):
                    subjects = [part]
                    part.posts = part.posts or []
                    for verb in parts[:at]:  # two participles that open a sentence reach to one comma
                        if verb is before or (verb.kind == "verb" and verb.mention.end == before.mention.end):
                            _note(marks, part, verb, found)
                    noted = [part]
                    before = part
                    continue
                parted = re.search(r"[,:;，；：]|\band\b|\bwhile\b|\bwith\b", gap) or headline
                if not said and parted and not is_cited(marks, part, sentence):
                    subjects = [part]
                before = part
                continue
            if re.search(r",[ \u00a0]with[ \u00a0]", beside) or (noted and re.search("[;；]", beside)):
                subjects = []
            passive = last_passive(parts, at)
            if passive is not None and not said and _listed(text, parts, at, noted, passive):
                _note(marks, part, passive, found)
                noted.append(part)
            if not is_cited(marks, part, sentence):
                subjects.append(part)
        elif part.kind == "verb":
            value = part.mention.value
            assert isinstance(value, dict)
            if value.get("say") and not value.get("role"):
                if subjects and not said and not text.startswith(" for leave", part.mention.end):
                    speaker = [_person(marks, s, found) for s in subjects[-1:]]
                    for person in speaker:
                        outside = _TOLD_PRESS.match(text, part.mention.end)
                        person.speaks = person.speaks or (not outside and speaks(frame, subjects[-1]))
                said = True
            elif is_of_another(frame, part) or is_of_group(marks, before, part, subjects):
                before = part
                continue
            elif not is_passive(part) and is_active(marks, part, sentence):
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


def _only_cited(frame: Frame, person: Found) -> bool:
    """Whether a leader of the country stands in a text of a lower level: cited, not present."""
    return frame.level != "central" and leads_country(frame.marks.text, person.posts) and "presided" not in person.roles


def _speech_studied(frame: Frame, person: Found) -> bool:
    """Whether somebody who is only said to ask for things is one whose speech the text speaks of: Comrade Zhao's speech."""
    name = re.escape(person.name)
    named = (
        rf"\bComrade {name}[’']s (?:[a-z]+ )?(?:speech|instructions|remarks)"
        rf"|\b(?:instructions|directives|comments)(?: and [a-z]+)? (?:of|from|by) (?:[^.;]{{0,90}}? )?{name}\b"
    )
    return re.search(named, frame.marks.text) is not None


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
    if role in {"presided", "spoke", "deployed", "conveyed"} and len(named) > 1 and not are_joined(marks, named):
        named = joined_tail(marks, named)
    if said and speaker:
        for person in speaker:
            person.take(role, span)
        return
    for subject in named:
        if meeting_between(marks, subject.mention.end, part.mention.start):
            continue
        if role in TOLD and ", which " in marks.text[subject.mention.end : part.mention.start]:
            continue  # a meeting presided over by the governor, which studied and deployed
        if role in TOLD and (
            not stands_beside(marks, named[-1], part) or presided_before(marks, sentence, subject, part)
        ):
            continue
        _note(marks, subject, part, found)
    if not named and last and _continues(marks, sentence) and role in {"presided", "spoke"}:
        for person in last:
            person.roles.setdefault(role, span)


def _listed(text: str, parts: list[Part], at: int, noted: list[Part], passive: Part) -> bool:
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
    if _CLOSES_LIST.fullmatch(gap) and (passive.role or passive.mention.value["role"]) == "presided":
        return False  # presided over by A, director; deputy directors B and C were present
    if _THAT_OF_BY.fullmatch(gap):
        return True  # the spirit of the NPC session was conveyed by A, and that of the CPPCC session by B
    return bool(COMMA_JOIN.fullmatch(gap) or AND_JOIN.fullmatch(gap))


def _note(marks: Marks, part: Part, verb: Part, found: dict[str, Found]) -> None:
    person = _person(marks, part, found)
    role = verb.role or verb.mention.value["role"]
    text = marks.text[verb.mention.start : verb.mention.end].lower()
    span = Span(verb.mention.start, verb.mention.end)
    if role == "attended" and "attended-nonvoting" in person.roles:
        return
    if role == "attended-nonvoting" and "attended" in person.roles and span.start - person.roles["attended"].end < 60:
        del person.roles["attended"]
    person.take(role, span)
    if role == "guided" and text.startswith(("attend", "was present", "were present", "present")):
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
