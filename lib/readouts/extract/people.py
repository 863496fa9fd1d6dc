"""Who takes part: names with posts and roles, and unnamed groups, by the sentences that say so.

A sentence is read from left to right as a row of parts (names, posts, groups, verbs). A post right before a name or
after it and a comma is that person's; a plural post is everybody's in the list it follows or heads. A verb gives its
role to the names before it, a passive one ("attended by") to those after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from readouts.compose import Body, Office as Post
from readouts.frame import Frame
from readouts.lexicon import grammar_words
from readouts.mark import Marks, body_of, within
from readouts.model import Group, Mention, Office, Person, Span

_COMMA_JOIN = re.compile(
    r"[ \u00a0]*[,、][ \u00a0]*(?:(?:and|also|who is|who is also|all|both|now|as well as|as|concurrently|respectively)[ \u00a0]+)*(?:the[ \u00a0]+|comrades?[ \u00a0]+)?", re.I
)
_AND_JOIN = re.compile(r"[ \u00a0]*,?[ \u00a0]*(?:and|&|as well as)[ \u00a0]+(?:also[ \u00a0]+|concurrently[ \u00a0]+|the[ \u00a0]+|all[ \u00a0]+|comrades?[ \u00a0]+)*", re.I)
_ADJACENT = re.compile(r"[ \u00a0]*(?:comrades?[ \u00a0]+|\()?", re.I)
_POST_JOINT = re.compile(r"[ \u00a0]*[(（]|,? (?:who )?(?:is )?(?:also |as )(?:the |a )?|,? (?:all|both) ")
_OTHER_NAME = re.compile(r"[A-Z][a-zA-Z’'-]+(?:[ ·][A-Z][a-zA-Z’'-]+){0,3}")


TOLD = frozenset({"conveyed", "deployed", "reported"})


@dataclass
class Part:
    """One part of a sentence: a name, post, group, or verb, with the mention behind it."""

    kind: str
    mention: Mention
    posts: list[Mention] = field(default_factory=list)
    shared: bool = False


@dataclass
class Found:
    """A participant while the text is read."""

    name: str
    span: Span
    roles: dict[str, Span] = field(default_factory=dict)
    posts: list[Mention] = field(default_factory=list)


def extract(frame: Frame) -> tuple[tuple[Person, ...], tuple[Group, ...]]:
    """The people and groups that take part, in the order in which the text lists them."""
    marks = frame.marks
    found: dict[str, Found] = {}
    groups: list[Group] = []
    last: list[Found] = []
    spans = list(marks.layout.sentences)
    heads = [b.span for b in marks.layout.blocks if b.kind in {"title", "subtitle"}]
    for sentence in [*spans, *heads]:
        parts = _parts(marks, sentence)
        if any(part.kind == "verb" for part in parts) or (last and _continues(marks, sentence)):
            _attach_posts(marks, parts)
            last = _give_roles(marks, sentence, parts, found, last)
            if sentence not in heads:
                groups.extend(_groups(marks, sentence, parts))
    people = [f for f in found.values() if f.roles]
    rows = tuple(_row(marks, order, person) for order, person in enumerate(people, 1))
    return rows, tuple(groups)


def _continues(marks: Marks, sentence: Span) -> bool:
    return any(marks.text[sentence.start : sentence.end].lower().startswith(p + " ") for p in grammar_words("pronouns"))


def _parts(marks: Marks, sentence: Span) -> list[Part]:
    """The names, posts and role verbs of a sentence in order; names inside formulations are no names."""
    text = marks.text
    fixed = [h for h in within(marks.hits, sentence) if h.kind == "formulation"]
    quotes = within(marks.quotes, sentence)
    parts = [Part("name", m) for m in within(marks.names, sentence)
             if not any(f.start <= m.start < f.end for f in fixed) and not any(q.start <= m.start < q.end for q in quotes)]
    parts += [Part("post", m) for m in within(marks.offices, sentence)]
    for hit in within(marks.hits, sentence):
        if hit.kind == "verb" and isinstance(hit.value, dict) and (hit.value.get("role") or hit.value.get("say")):
            if any(o.start <= hit.start < o.end for o in marks.offices):
                continue
            if hit.value.get("before_meeting") and not re.match(r"[ \u00a0]+(?:over )?(?:the |a |an |it\b|its )", text[hit.end : hit.end + 8]):
                continue
            parts.append(Part("verb", hit))
    parts.sort(key=lambda p: (p.mention.start, -p.mention.end))
    return _with_other_names(marks, parts, sentence)


def _with_other_names(marks: Marks, parts: list[Part], sentence: Span) -> list[Part]:
    """Names that are no pinyin (Losang Jamcan, Erken Tuniyaz): capitals right after a post, or before a comma and a post."""
    text = marks.text
    known = [p.mention for p in parts]
    taken = [*known, *within(marks.bodies, sentence), *within(marks.meetings, sentence)]
    grammar_hits = [h for h in within(marks.hits, sentence) if h.kind not in {"theme", "class-word", "place"}]
    for part in [p for p in parts if p.kind == "post"]:
        post = part.mention
        for at in (_after(text, post.end), _before(text, post.start)):
            if at is None or not (sentence.start <= at[0] and at[1] <= sentence.end):
                continue
            overlap = any(m.start < at[1] and at[0] < m.end for m in [*taken, *grammar_hits])
            if not overlap and " " in text[at[0] : at[1]]:
                mention = Mention(at[0], at[1], "name", text[at[0] : at[1]])
                parts.append(Part("name", mention))
                taken.append(mention)
    return sorted(parts, key=lambda p: (p.mention.start, -p.mention.end))


def _after(text: str, end: int) -> tuple[int, int] | None:
    match = re.compile(r"[ \u00a0]+").match(text, end)
    name = _OTHER_NAME.match(text, match.end()) if match else None
    return (name.start(), name.end()) if name else None


def _before(text: str, start: int) -> tuple[int, int] | None:
    window = text[max(0, start - 44) : start]
    match = re.search(r"(?:^|[,.;] |and )([A-Z][a-zA-Z’'-]+(?: [A-Z][a-zA-Z’'-]+){1,3}),[ ](?:the )?$", window)
    return (max(0, start - 44) + match.start(1), max(0, start - 44) + match.end(1)) if match else None


def _attach_posts(marks: Marks, parts: list[Part]) -> None:
    """Give each post of a sentence to the person it stands with."""
    used: set[int] = set()
    for at, part in enumerate(parts):
        if part.kind != "name":
            continue
        before: list[int] = []
        back = at - 1
        edge, joint = part.mention.start, _ADJACENT
        while back >= 0 and parts[back].kind == "post" and back not in used:
            gap = marks.text[parts[back].mention.end : edge]
            if not joint.fullmatch(gap) and not (before and _AND_JOIN.fullmatch(gap)):
                break
            before.insert(0, back)
            edge, joint = parts[back].mention.start, _COMMA_JOIN
            back -= 1
        if before:
            before = _own_chain(marks, parts, before, back)
            used.update(before)
            part.posts.extend(parts[b].mention for b in before)
            _share_forward(marks, parts, at, [parts[b].mention for b in before])
        _posts_after(marks, parts, at, used)


def _own_chain(marks: Marks, parts: list[Part], before: list[int], back: int) -> list[int]:
    """The posts before a name that are its own: after a name without posts and a comma, only those joined by "and"."""
    if back < 0 or parts[back].kind != "name" or (parts[back].posts and not parts[back].shared):
        return before
    gap = marks.text[parts[back].mention.end : parts[before[0]].mention.start]
    if not _COMMA_JOIN.fullmatch(gap):
        return before
    keep = before[-1:]
    while len(keep) < len(before):
        index = before[-len(keep) - 1]
        if not _AND_JOIN.fullmatch(marks.text[parts[index].mention.end : parts[index + 1].mention.start]):
            break
        keep = before[-len(keep) - 1 :]
    return keep


def _share_forward(marks: Marks, parts: list[Part], at: int, posts: list[Mention]) -> None:
    """Posts before a list, one of them plural, are everybody's in it."""
    if not any(_is_group(post) for post in posts):
        return
    for before, here in zip(parts[at:], parts[at + 1 :], strict=False):
        gap = marks.text[before.mention.end : here.mention.start]
        if here.kind != "name" or not (_COMMA_JOIN.fullmatch(gap) or _AND_JOIN.fullmatch(gap)):
            break
        here.posts.extend(posts)
        here.shared = True


def _posts_after(marks: Marks, parts: list[Part], at: int, used: set[int]) -> None:
    """Posts that follow a name and a comma, to the next name or verb; those that lead up to another name are that one's."""
    run = _run_after(marks, parts, at, used)
    last = run[-1] + 1 if run else at
    if run and last < len(parts) and parts[last].kind == "name" and _ADJACENT.fullmatch(
        marks.text[parts[run[-1]].mention.end : parts[last].mention.start]
    ):
        keep = [] if parts[at].posts and not parts[at].shared else run[:-1]
        while keep and _AND_JOIN.fullmatch(marks.text[parts[keep[-1]].mention.end : parts[keep[-1] + 1].mention.start]):
            keep = keep[:-1]
        run = keep
    if not run:
        return
    used.update(run)
    taken = [parts[index].mention for index in run]
    parts[at].posts.extend(taken)
    plural = [post for post in taken if _is_group(post)]
    shared = taken if len(plural) == len(taken) else plural
    back = at - 1
    while shared and back >= 0 and parts[back].kind == "name":
        gap = marks.text[parts[back].mention.end : parts[back + 1].mention.start]
        alone = not parts[back].posts or parts[back].shared or all(_is_group(p) for p in parts[back].posts)
        if not alone or not (_COMMA_JOIN.fullmatch(gap) or _AND_JOIN.fullmatch(gap)):
            break
        parts[back].posts.extend(shared)
        back -= 1


def _run_after(marks: Marks, parts: list[Part], at: int, used: set[int]) -> list[int]:
    """The unbroken run of posts after a name, joined by commas and "and"."""
    run: list[int] = []
    edge = parts[at].mention.end
    for ahead in range(at + 1, len(parts)):
        part = parts[ahead]
        gap = marks.text[edge : part.mention.start]
        joined = _COMMA_JOIN.fullmatch(gap) or (run and _AND_JOIN.fullmatch(gap)) or _POST_JOINT.fullmatch(gap)
        if part.kind != "post" or ahead in used or not joined:
            break
        if run and _is_group(part.mention) and not _singular_list(parts, at) and not _is_group(parts[run[0]].mention):
            break
        run.append(ahead)
        edge = part.mention.end
    return run


def _is_group(mention: Mention) -> bool:
    return isinstance(mention.value, Post) and mention.value.plural


def _singular_list(parts: list[Part], at: int) -> bool:
    """Whether a name stands in a list of names that a plural post can close."""
    return at > 0 and parts[at - 1].kind == "name" and not parts[at - 1].posts


def _give_roles(marks: Marks, sentence: Span, parts: list[Part], found: dict[str, Found], last: list[Found]) -> list[Found]:
    """Give the verbs' roles to the names; returns who a pronoun in the next sentence means."""
    text = marks.text
    subjects: list[Part] = []
    before: Part | None = None
    speaker: list[Found] = []
    said = False
    headline = any(b.span == sentence and b.kind != "paragraph" for b in marks.layout.blocks)
    for at, part in enumerate(parts):
        gap = text[(before.mention.end if before else sentence.start) : part.mention.start]
        if part.kind == "name":
            if before is not None and before.kind == "verb":
                if _passive(before) and _close(gap, before, part):
                    subjects = [part]
                    part.posts = part.posts or []
                    _note(marks, part, before, found)
                    before = part
                    continue
                parted = re.search(r"[,;，；]|\band\b|\bwhile\b|\bwith\b", gap) or (headline and not gap.strip())
                if not said and parted and not _cited(marks, part, sentence):
                    subjects = [part]
                before = part
                continue
            passive = _last_passive(parts, at)
            if passive is not None and not said and _listed(text, parts, at):
                _note(marks, part, passive, found)
            if not _cited(marks, part, sentence):
                subjects.append(part)
        elif part.kind == "verb":
            value = part.mention.value
            assert isinstance(value, dict)
            if value.get("say") and not value.get("role"):
                if subjects and not said:
                    speaker = [_person(marks, s, found) for s in subjects[-1:]]
                said = True
            elif not _passive(part) and _active(marks, part, sentence):
                if said and not re.search(r"\b(?:while|when|as he|in)\b[^.;]{0,20}$", gap):
                    before = part
                    continue
                _apply(marks, sentence, part, subjects, found, last, said, speaker)
        else:
            before = before if before is not None and before.kind == "verb" and not subjects else part
            continue
        before = part
    acting = [_person(marks, s, found) for s in subjects[-1:]] or speaker
    return [f for f in acting if f] or (last if _continues(marks, sentence) else [])


def _apply(
    marks: Marks, sentence: Span, part: Part, subjects: list[Part], found: dict[str, Found], last: list[Found], said: bool, speaker: list[Found]
) -> None:
    role = part.mention.value["role"]  # type: ignore[index]
    span = Span(part.mention.start, part.mention.end)
    named = subjects
    if role in {"presided", "spoke", "deployed", "conveyed"} and len(named) > 1 and not _joined(marks, named):
        named = named[-1:]
    if said and speaker:
        for person in speaker:
            person.roles.setdefault(role, span)
        return
    for subject in named:
        if _meeting_between(marks, subject.mention.end, part.mention.start):
            continue
        if role in TOLD and not _beside(marks, named[-1], part):
            continue
        _note(marks, subject, part, found)
    if not named and last and _continues(marks, sentence) and role in {"presided", "spoke"}:
        for person in last:
            person.roles.setdefault(role, span)


def _joined(marks: Marks, subjects: list[Part]) -> bool:
    """Whether names are joined to one subject by commas and "and", posts allowed between them."""
    for a, b in zip(subjects, subjects[1:], strict=False):
        end = max([a.mention.end, *(p.end for p in a.posts if p.start > a.mention.start)])
        start = min([b.mention.start, *(p.start for p in b.posts if p.end < b.mention.start and p.start > end)])
        gap = marks.text[end:start]
        if not (_COMMA_JOIN.fullmatch(gap) or _AND_JOIN.fullmatch(gap)):
            return False
    return True


def _meeting_between(marks: Marks, start: int, end: int) -> bool:
    """Whether the meeting, not the person, is the subject of a verb: its name is the last before the verb."""
    words = grammar_words("meeting_subjects")
    between = marks.text[start:end].lower().strip(" ,")
    return any(re.search(rf"(?:^|[,;] |and |that ){re.escape(word)}$", between) for word in words)


def _beside(marks: Marks, subject: Part, verb: Part) -> bool:
    """Whether a verb of telling follows its subject with nothing but posts, adverbs or a first verb between."""
    end = max([subject.mention.end, *(p.end for p in subject.posts if p.end <= verb.mention.start)])
    between = marks.text[end : verb.mention.start]
    return len(between) < 40 or bool(re.search(r"\b(?:and|,) (?:[a-z]+ly )?$", between) and len(between) < 120)


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
    return end <= start + 4 or len(gap) < 14 or bool(part.posts) or "head" in gap or "leader" in gap or "deput" in gap


def _listed(text: str, parts: list[Part], at: int) -> bool:
    """Whether a name goes on the list that a passive verb opened."""
    back = at - 1
    edge = min([parts[at].mention.start, *(p.start for p in parts[at].posts if p.end <= parts[at].mention.start)])
    while back >= 0 and parts[back].kind == "post":
        back -= 1
    if back < 0 or parts[back].kind != "name":
        return back >= 0
    end = max([parts[back].mention.end, *(p.end for p in parts[back].posts if p.start > parts[back].mention.start)])
    gap = text[end:edge] if edge > end else ","
    return bool(_COMMA_JOIN.fullmatch(gap) or _AND_JOIN.fullmatch(gap))


def _active(marks: Marks, part: Part, sentence: Span) -> bool:
    """Whether a verb is a person's act here: no infinitive of purpose, no noun after an article."""
    before = marks.text[max(sentence.start, part.mention.start - 14) : part.mention.start].lower()
    role = part.mention.value["role"]  # type: ignore[index]
    closing = role == "attended" and not re.search(r"\w", marks.text[part.mention.end : sentence.end])
    if re.search(r"\b(?:to|must|should|will|shall|can|not) (?:[a-z]+ly )?$", before) and role != "guided" and not closing:
        return False
    if role in TOLD:
        surface = marks.text[part.mention.start : part.mention.end].lower()
        return bool(re.match(r"\w+ed\b|made|gave|\w+ing\b", surface)) and not re.search(
            r"\b(?:the|a|of|was|were|be|been|is|are) $", before
        )
    return not re.search(r"\b(?:the|a|of) $", before)


def _cited(marks: Marks, part: Part, sentence: Span) -> bool:
    """Whether a name is only cited: its possessive, or after of, by, with Comrade."""
    text = marks.text
    follow = text[part.mention.end : part.mention.end + 2]
    if follow in {"'s", "’s"}:
        return True
    first = min([part.mention.start, *(p.start for p in part.posts if p.end <= part.mention.start)])
    before = text[max(sentence.start, first - 22) : first].lower().replace("\u00a0", " ")
    return any(re.search(rf"\b{re.escape(word)} (?:the )?$", before) for word in grammar_words("citing"))


def _note(marks: Marks, part: Part, verb: Part, found: dict[str, Found]) -> None:
    person = _person(marks, part, found)
    role = verb.mention.value["role"]  # type: ignore[index]
    text = marks.text[verb.mention.start : verb.mention.end].lower()
    span = Span(verb.mention.start, verb.mention.end)
    if role == "attended" and "attended-nonvoting" in person.roles:
        return
    person.roles.setdefault(role, span)
    if role == "presided" and "address" in text:
        person.roles.setdefault("spoke", span)


def _person(marks: Marks, part: Part, found: dict[str, Found]) -> Found:
    """The participant behind a name; one known by surname here stands under the full name and its first place."""
    mention = part.mention
    name, span = marks.text[mention.start : mention.end], Span(mention.start, mention.end)
    if mention.kind == "alias":
        full = next(n for n in marks.names if n.kind == "name" and n.entry == mention.entry)
        name, span = str(full.entry), Span(full.start, full.end)
    key = re.sub(r"[\s\u00a0]+", " ", name).lower()
    person = found.setdefault(key, Found(name, span))
    have = {marks.text[p.start : p.end].lower() for p in person.posts}
    for post in part.posts:
        if marks.text[post.start : post.end].lower() not in have:
            person.posts.append(post)
    return person


def _row(marks: Marks, order: int, person: Found) -> Person:
    posts = sorted(person.posts)
    offices = tuple(_office(marks, post) for post in posts)
    return Person(person.name, person.span, tuple(person.roles), offices, order, None, tuple(person.roles.values()))


def _office(marks: Marks, post: Mention) -> Office:
    said = post.value
    body = body_of(post)
    kind = said.office_type if isinstance(said, Post) else None
    return Office(marks.text[post.start : post.end], Span(post.start, post.end), kind,
                  body.body_type if isinstance(body, Body) else None, body.level if isinstance(body, Body) else None)


def _groups(marks: Marks, sentence: Span, parts: list[Part]) -> list[Group]:
    """Unnamed groups of a sentence: the pieces between commas and "and" that a plural noun of people heads."""
    verbs = [p for p in parts if p.kind == "verb" and isinstance(p.mention.value, dict) and p.mention.value.get("role")]
    if not verbs or any(p.mention.value.get("say") for p in parts[:1] if isinstance(p.mention.value, dict)):
        return []
    verb = verbs[-1]
    nouns = [h for h in within(marks.hits, (sentence.start, verb.mention.start)) if h.kind == "group"]
    names = [p for p in parts if p.kind == "name"]
    owned = {id(post) for p in names for post in p.posts}
    posts = [p.mention for p in parts if p.kind == "post" and id(p.mention) in owned]
    start = max([sentence.start, *(p.mention.end for p in names), *(p.end for p in posts)])
    if any(h.kind == "demand" for h in within(marks.hits, (sentence.start, verb.mention.start))):
        return []
    roles = tuple(dict.fromkeys(v.mention.value["role"] for v in verbs if v.mention.start >= start))  # type: ignore[index]
    out = []
    for piece in _pieces(marks, start, verb.mention.start):
        if roles and any(piece.start <= noun.start < piece.end for noun in nouns):
            out.append(Group(marks.text[piece.start : piece.end], piece, roles))
    return out


def _pieces(marks: Marks, start: int, end: int) -> list[Span]:
    text = marks.text
    nouns = [h.start for h in within(marks.hits, (start, end)) if h.kind == "group"]
    cuts = [start]
    at = start
    for match in re.finditer(r"[ \u00a0]*,[ \u00a0]*(?:and[ \u00a0]+)?|[ \u00a0]+(?:and|as well as)[ \u00a0]+", text[start:end]):
        head = text[start + match.end() : end]
        following = next((n for n in nouns if n >= start + match.end()), None)
        closes = following is not None and not re.search(r",| and ", text[start + match.end() : following])
        if closes and head and any(at <= n < start + match.start() for n in nouns + [start] if n != start or at == start):
            cuts.extend([start + match.start(), start + match.end()])
            at = start + match.end()
    cuts.append(end)
    out = []
    for a, b in zip(cuts[::2], cuts[1::2], strict=False):
        while a < b and text[a] in " ,;\u00a0":
            a += 1
        lead = re.match(r"(?:and |as well as |the |at the meeting, ?(?:the )?)+", text[a:b], re.I)
        a += lead.end() if lead else 0
        while b > a and text[b - 1] in " ,;\u00a0":
            b -= 1
        if b > a:
            out.append(Span(a, b))
    return out
