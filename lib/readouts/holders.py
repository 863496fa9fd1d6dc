"""Each post of a sentence given to the person it stands with.

A little over 300 lines for a reason: what a post leans on is settled by the names and posts on both sides of it.
A post right before a name, or after it and a comma, is that person's; a plural post is everybody's in the list that it
follows or heads.
"""

from __future__ import annotations

import itertools
import re

from readouts.mark import Marks
from readouts.model import Mention
from readouts.parts import Part
from readouts.posts import Post

_AND_OTHERS = re.compile(r",?[ \u00a0]and[ \u00a0](?:some[ \u00a0]|the[ \u00a0])?other[ \u00a0]")
COMMA_JOIN = re.compile(
    r"[ \u00a0]*[,、;；/][ \u00a0]*(?:(?:and|also|who is|who is also|all of them|both of them|all of whom are|all|both|now|as well as|as|concurrently|respectively)[ \u00a0]+)*(?:the[ \u00a0]+|its[ \u00a0]+|an?[ \u00a0]+|comrades?[ \u00a0]+|(?:mr|mrs|ms|dr)\b\.?[ \u00a0]+)?(?:newly[ -](?:appointed|elected)[ \u00a0]+)?",
    re.I,
)
AND_JOIN = re.compile(
    r"[ \u00a0]*[,;；]?[ \u00a0]*(?:and|&|as well as|together with)[ \u00a0]+(?:also[ \u00a0]+|by[ \u00a0]+|concurrently[ \u00a0]+|the[ \u00a0]+|its[ \u00a0]+|all[ \u00a0]+|comrades?[ \u00a0]+)*",
    re.I,
)
_BRACKET = re.compile(r"^[ \u00a0]?[(（](?:female|male|[\w-]+(?: ethnic group| nationality)?)[)）]")
_ADJACENT = re.compile(
    r"[ \u00a0]*(?:(?:mr|mrs|ms|dr)\b\.?[ \u00a0]*|comrades?[ \u00a0]+|,?[ ]?including[ \u00a0]|\(|,[ \u00a0](?:the )?(?:county|district|municipal|city|provincial) people[’']s government[ \u00a0])?",
    re.I,
)  # deputy secretary of the Party committee, county people's government Li Yun: what he is there was lost
_POST_JOINT = re.compile(
    r"[ \u00a0]*[(（]| is (?:the |an? )?| (?:should|will|would|shall)(?: also)? (?:be|serve as) (?:the |an? )?| (?:was|were|is|be) (?:elected|named) (?:as )?(?:the |an? )?|,? (?:who )?(?:is |serves |served |acts )?(?:also |as |concurrently )+(?:serves |served |acts )?(?:as )?(?:both )?(?:the |a |its )?|,? who (?:is|are|was|were) (?:both |all )?(?:the )?|,? (?:all|both) |,? and other (?:the )?"
)
_AGENT = re.compile(r"(?:[ ]by)?[ ](?:(?:the|its|two|three|four|five)[ ]){0,2}", re.I)
_AS_WELL = re.compile(
    r",[ \u00a0](?:as well as|together with)\b"
)  # Xu Zhi, Vice Mayor, as well as Secretary-General Zhang Feng
_ALSO = re.compile(r",[ \u00a0](?:who is[ \u00a0])?(?:also|concurrently)\b")
_AND_THE = re.compile(r",?[ \u00a0](?:as well as|and|together with)[ \u00a0]the[ \u00a0]")
_OF_BOTH = re.compile(
    r",[ \u00a0](?:both|all of them|both of them)[ \u00a0]"
)  # Governor A and B, both deputy secretaries
_OF_ALL = re.compile(r" of (?:the )?(?:all|relevant|related|various|each|every|other|departments|units)\b")
_AND_HEADS = re.compile(
    r",?[ \u00a0]and[ \u00a0](?:the )?(?:[a-z]+ ){0,3}?(?:heads|leaders|persons|people|officials|comrades|cadres)\b"
)
_HEADS_GROUP = re.compile(r",[ \u00a0](?:[Aa]bout|[Mm]ore than|[Oo]ver|[Ss]ome)[ \u00a0]\d")
MIN_DEPUTIES = 2  # names behind the first, in a list that a deputy's post in the singular heads
MAX_ADVERB = 14


def attach_posts(marks: Marks, parts: list[Part]) -> None:
    """Give each post of a sentence to the person it stands with."""
    used = _attach_leading(marks, parts)
    for at, part in enumerate(parts):
        if part.kind != "name":
            continue
        before: list[int] = []
        back = at - 1
        edge, joint = part.mention.start, _ADJACENT
        while back >= 0 and parts[back].kind == "post" and back not in used:
            gap = marks.text[parts[back].mention.end : edge]
            if not joint.fullmatch(gap) and not (before and AND_JOIN.fullmatch(gap)):
                break
            before.insert(0, back)
            edge, joint = parts[back].mention.start, COMMA_JOIN
            back -= 1
        if not before:
            before = [] if back + 1 < at or at - 1 in used else _told_before(marks, parts, at)
        if before:
            before = _own_chain(marks, parts, before, back)
            used.update(before)
            part.posts.extend(parts[b].mention for b in before)
            _share_forward(marks, parts, at, [parts[b].mention for b in before])
        _posts_after(marks, parts, at, used)


def _attach_leading(marks: Marks, parts: list[Part]) -> set[int]:
    """Posts told before each name and a comma, from the head of a sentence to its verb: The director of A, Meng Yu, and …"""
    verb = next((at for at, part in enumerate(parts) if part.kind == "verb"), 0)
    names = [at for at in range(verb) if parts[at].kind == "name"]
    alike = len(names) > 1 and [part.kind for part in parts[:verb]] == ["post", "name"] * len(names)
    if not alike or any(_is_group(part.mention) for part in parts[:verb:2]):
        return set()
    gaps = [marks.text[a.mention.end : b.mention.start] for a, b in itertools.pairwise(parts[:verb])]
    if not all(COMMA_JOIN.fullmatch(gap) for gap in gaps[::2]) or not all(
        COMMA_JOIN.fullmatch(gap) or AND_JOIN.fullmatch(gap) for gap in gaps[1::2]
    ):
        return set()
    for at in names:
        parts[at].posts.append(parts[at - 1].mention)
    return set(range(verb)) - set(names)


def _told_before(marks: Marks, parts: list[Part], at: int) -> list[int]:
    """The posts that alone stand before a name and a comma, from the head of a sentence or a passive verb's agent on.

    Secretary of …, Tao Ran presided; presided over by the deputy director, Tao Ran; Vice Mayors, Tao Ran and Li Fu, attended.
    """
    first = at
    while first > 0 and parts[first - 1].kind == "post":
        first -= 1
    gaps = [marks.text[a.mention.end : b.mention.start] for a, b in itertools.pairwise(parts[first : at + 1])]
    if first == at or not all(COMMA_JOIN.fullmatch(gap) or AND_JOIN.fullmatch(gap) for gap in gaps):
        return []
    if first > 0 and parts[first - 1].kind == "name":
        beside = marks.text[parts[first - 1].mention.end : parts[first].mention.start] == " and the "
        alone = beside and first == at - 1 and not _is_group(parts[first].mention)
        one_more = alone and parts[first - 1].posts and _verb_near(marks, parts, at)
        return list(range(first, at)) if one_more or _heads_behind(marks, parts, first - 1) else []
    if first > 0:
        agent = parts[first - 1].kind == "verb" and parts[first - 1].mention.value.get("passive")
        straight = _AGENT.fullmatch(marks.text, parts[first - 1].mention.end, parts[first].mention.start)
        return list(range(first, at)) if agent and straight else []
    return list(range(at)) if _verb_near(marks, parts, at) else []


def _heads_behind(marks: Marks, parts: list[Part], at: int) -> bool:
    """Whether a plural post between commas is of the names behind it: Executive Vice Mayor Tao Ran, Vice Mayors, Li Fu, Gu Lan and …"""
    row = parts[at : at + 4]
    if [part.kind for part in row] != ["name", "post", "name", "name"] or not _is_group(row[1].mention):
        return False
    gaps = [marks.text[a.mention.end : b.mention.start] for a, b in itertools.pairwise(row)]
    return bool(row[0].posts) and not row[0].shared and all(COMMA_JOIN.fullmatch(gap) for gap in gaps)


def _verb_near(marks: Marks, parts: list[Part], at: int) -> bool:
    """Whether a verb stands right behind a name, or behind the list that it opens under a plural post."""
    last = at
    while last + 1 < len(parts) and parts[last + 1].kind == "post" and at == 1:
        if not COMMA_JOIN.fullmatch(marks.text, parts[last].mention.end, parts[last + 1].mention.start):
            break
        last += 1
    while _is_group(parts[at - 1].mention) and last + 1 < len(parts) and parts[last + 1].kind == "name":
        gap = marks.text[parts[last].mention.end : parts[last + 1].mention.start]
        if not (COMMA_JOIN.fullmatch(gap) or AND_JOIN.fullmatch(gap)):
            return False
        last += 1
    if last + 1 >= len(parts) or parts[last + 1].kind != "verb":
        return False
    return parts[last + 1].mention.start - parts[last].mention.end < MAX_ADVERB


def _own_chain(marks: Marks, parts: list[Part], before: list[int], back: int) -> list[int]:
    """The posts before a name that are its own: after a name without posts and a comma, only those joined by "and"."""
    if back < 0 or parts[back].kind != "name" or (parts[back].posts and not parts[back].shared):
        return before
    gap = marks.text[parts[back].mention.end : parts[before[0]].mention.start]
    if not COMMA_JOIN.fullmatch(gap):
        return before
    keep = before[-1:]
    while len(keep) < len(before):
        index = before[-len(keep) - 1]
        gap = marks.text[parts[index].mention.end : parts[index + 1].mention.start]
        if not AND_JOIN.fullmatch(gap) or _AS_WELL.match(gap):
            break
        keep = before[-len(keep) - 1 :]
    return keep


def _share_forward(marks: Marks, parts: list[Part], at: int, posts: list[Mention]) -> None:
    """Posts before a list, one of them plural, are everybody's in it; so is a deputy's told in the singular."""
    if not any(_is_group(post) for post in posts) and not _heads_deputies(marks, parts, at, posts):
        return
    ended = False  # by a bare "and": vice chairmen A, B and C, D, secretary general
    for before, here in zip(parts[at:], parts[at + 1 :], strict=False):
        gap = marks.text[before.mention.end : here.mention.start]
        behind = parts[parts.index(here) + 1 :][:1]
        if ended and gap == ", " and any(p.kind == "post" and not _is_group(p.mention) for p in behind):
            break
        ended = gap == " and "
        if here.kind != "name" or not (COMMA_JOIN.fullmatch(gap) or AND_JOIN.fullmatch(gap)):
            break
        if re.search(r"\b(?:and|as well as)\b|[;；]", gap) and _has_own_post(marks, parts, parts.index(here)):
            break  # vice mayors A and B, and C, secretary-general of the government
        here.posts.extend(posts)
        here.shared = True


def _has_own_post(marks: Marks, parts: list[Part], at: int) -> bool:
    """Whether a name in a list is followed by a comma and one person's post, and that by no name."""
    if at + 1 == len(parts) or parts[at + 1].kind != "post" or _is_group(parts[at + 1].mention):
        return False
    joined = COMMA_JOIN.fullmatch(marks.text[parts[at].mention.end : parts[at + 1].mention.start])
    return joined is not None and (at + 2 == len(parts) or parts[at + 2].kind != "name")


def _heads_deputies(marks: Marks, parts: list[Part], at: int, posts: list[Mention]) -> bool:
    """Whether a deputy's post stands before a list of names none of which has one: Vice Chairman Liu Wen, Dong Hu and Li Jun."""
    if len(posts) != 1 or not (isinstance(posts[0].value, Post) and posts[0].value.office_type.startswith("deputy-")):
        return False
    last = at
    while last + 1 < len(parts) and parts[last + 1].kind == "name":
        gap = marks.text[parts[last].mention.end : parts[last + 1].mention.start]
        if not (COMMA_JOIN.fullmatch(gap) or AND_JOIN.fullmatch(gap)):
            break
        last += 1
    if last - at < MIN_DEPUTIES or last + 1 == len(parts):
        return False
    gap = marks.text[parts[last].mention.end : parts[last + 1].mention.start]
    joined = COMMA_JOIN.fullmatch(gap) or AND_JOIN.fullmatch(gap)  # else the list's own organ stands between
    own = parts[last + 1].kind == "post" and not (last + 2 < len(parts) and parts[last + 2].kind == "name")
    return not (own and joined)


def _ends_list(marks: Marks, parts: list[Part], at: int) -> bool:
    """Whether a name is the last of a list of names without posts."""
    if at == 0 or parts[at - 1].kind != "name" or parts[at].posts or parts[at - 1].posts:
        return False
    return COMMA_JOIN.fullmatch(marks.text, parts[at - 1].mention.end, parts[at].mention.start) is not None


def _posts_after(marks: Marks, parts: list[Part], at: int, used: set[int]) -> None:
    """Posts that follow a name and a comma, to the next name or verb; those that lead up to another name are that one's."""
    if _heads_behind(marks, parts, at):
        return
    run = _run_after(marks, parts, at, used)
    if run and _ends_list(marks, parts, at) and _AND_THE.match(marks.text, parts[at].mention.end):
        return  # Li Fu, Sun Li, and the secretary general of the government, who is not named
    last = run[-1] + 1 if run else at
    if (
        run
        and last < len(parts)
        and parts[last].kind == "name"
        and _ADJACENT.fullmatch(marks.text[parts[run[-1]].mention.end : parts[last].mention.start])
    ):
        own = _ALSO.match(marks.text, parts[at].mention.end)  # Premier Li Qiang, also a member of the Bureau, and …
        keep = [] if parts[at].posts and not parts[at].shared and not own else run[:-1]
        alone = not parts[at].posts and _all_with_posts(parts, at)
        heads_list = _is_group(parts[run[-1]].mention)
        while (
            keep
            and not heads_list
            and not own
            and (len(keep) > 1 or not alone)
            and AND_JOIN.fullmatch(marks.text[parts[keep[-1]].mention.end : parts[keep[-1] + 1].mention.start])
            and not _AS_WELL.match(marks.text, parts[keep[-1]].mention.end)
        ):
            keep = keep[:-1]
        run = keep
    if not run:
        return
    used.update(run)
    taken = [parts[index].mention for index in run]
    parts[at].posts.extend(taken)
    plural = [post for post in taken if _is_group(post)]
    _give_both(marks, parts, at, [post for post in plural if marks.text.endswith(" both ", 0, post.start)])
    shared = taken if len(plural) == len(taken) else plural
    back = at - 1
    of_all = _OF_BOTH.match(marks.text, parts[at].mention.end) is not None
    while shared and back >= 0 and parts[back].kind == "name":
        gap = marks.text[parts[back].mention.end : parts[back + 1].mention.start]
        alone = of_all or not parts[back].posts or parts[back].shared or all(_is_group(p) for p in parts[back].posts)
        if not alone or not (COMMA_JOIN.fullmatch(gap) or AND_JOIN.fullmatch(gap)):
            break
        if gap == ", and " and back and parts[back - 1].kind == "name" and _and_between(marks, parts, back - 1):
            break  # A and B, and C and D, members of the committee
        parts[back].posts.extend(shared)
        back -= 1


def _give_both(marks: Marks, parts: list[Part], at: int, posts: list[Mention]) -> None:
    """Give the name before one the posts of both: A, secretary of the group, and B, chairman, both deputy directors of it."""
    before = next((p for p in reversed(parts[:at]) if p.kind == "name"), None) if posts else None
    if (
        before is not None
        and before.posts
        and AND_JOIN.fullmatch(marks.text, max(p.end for p in (before.mention, *before.posts)), parts[at].mention.start)
    ):
        before.posts.extend(post for post in posts if post not in before.posts)


def _and_between(marks: Marks, parts: list[Part], at: int) -> bool:
    """Whether two names in a row are joined by a bare "and"."""
    return marks.text[parts[at].mention.end : parts[at + 1].mention.start] == " and "


def _all_with_posts(parts: list[Part], at: int) -> bool:
    """Whether each name before one, and there are several, has a post of its own behind it."""
    before = [part for part in parts[:at] if part.kind == "name"]
    return len(before) > 1 and all(p.posts and not p.shared and p.posts[0].start > p.mention.start for p in before)


def _run_after(marks: Marks, parts: list[Part], at: int, used: set[int]) -> list[int]:
    """The unbroken run of posts after a name, joined by commas and "and"."""
    run: list[int] = []
    edge = parts[at].mention.end
    for ahead in range(at + 1, len(parts)):
        part = parts[ahead]
        gap = _BRACKET.sub("", marks.text[edge : part.mention.start])
        joined = COMMA_JOIN.fullmatch(gap) or (run and AND_JOIN.fullmatch(gap)) or _POST_JOINT.fullmatch(gap)
        listed = run and _is_group(part.mention) and re.fullmatch(r",[ \u00a0]and[ \u00a0](?:by )?(?:the )?", gap)
        if run and _AND_OTHERS.fullmatch(gap):
            break  # A and B, deputy heads of the committee, and other members of it
        if listed and (" by " in gap or (ahead + 1 < len(parts) and parts[ahead + 1].kind == "verb")):
            break  # A and B, vice chairmen, and members of the committee attended
        if parts[at].posts and _HEADS_GROUP.match(marks.text, part.mention.end):
            break  # chaired by Secretary A, members of the committee, about 70 leaders took part
        if (run or parts[at].posts) and _of_unnamed(marks, parts, ahead, gap):
            break
        if _is_group(part.mention) and (
            _OF_ALL.match(marks.text, part.mention.end) or (not run and _is_alone(marks, parts, at))
        ):
            break  # A, members of the two committees attended; A and B, heads of all departments attended
        listed_heads = run or (parts[at].posts and all(map(_is_group, parts[at].posts)))
        if listed_heads and _is_group(part.mention) and _AND_HEADS.match(marks.text, part.mention.end):
            break  # A and B, deputy heads, members of the group and the heads of bureaus attended
        grouped = not run and _is_group(part.mention) and re.search(r"\band\b(?! other)|\bas well as\b", gap)
        if part.kind != "post" or ahead in used or not joined or grouped:
            break
        leads = ahead + 1 < len(parts) and parts[ahead + 1].kind == "name"
        mixed = bool(run) and _is_group(part.mention) and not _is_group(parts[run[0]].mention)
        mixed = mixed and not marks.text.endswith(" both ", 0, part.mention.start)
        if mixed and not leads and not _singular_list(parts, at):
            break
        run.append(ahead)
        edge = part.mention.end
    return run


def _is_alone(marks: Marks, parts: list[Part], at: int) -> bool:
    """Whether a name with a post of its own is joined to no name before it: a plural post behind it is of others."""
    if not parts[at].posts or parts[at].shared or any(map(_is_group, parts[at].posts)):
        return False
    if at == 0 or parts[at - 1].kind == "verb":
        return True
    first = min([parts[at].mention.start, *(p.start for p in parts[at].posts)])
    names = [p for p in parts[:at] if p.kind == "name"]
    return not names or not re.search(r"(?:,|\band)[ ](?:the )?$", marks.text[names[-1].mention.end : first])


def _of_unnamed(marks: Marks, parts: list[Part], at: int, gap: str) -> bool:
    """Whether a post is of somebody unnamed: A, director of the zone, and the secretary-general of the government attended."""
    if not re.fullmatch(r",[ \u00a0]and[ \u00a0]the[ \u00a0]", gap) or at + 1 == len(parts):
        return False
    return parts[at + 1].kind == "verb" and "," not in marks.text[parts[at].mention.end : parts[at + 1].mention.start]


def _is_group(mention: Mention) -> bool:
    return isinstance(mention.value, Post) and mention.value.plural


def _singular_list(parts: list[Part], at: int) -> bool:
    """Whether a name stands in a list of names that a plural post can close."""
    return at > 0 and parts[at - 1].kind == "name" and not parts[at - 1].posts
