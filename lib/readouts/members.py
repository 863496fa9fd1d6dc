"""Seats on a committee that a translation tells by the committee's name alone: Municipal Committee, mayor Wang Ying."""

from __future__ import annotations

import re
from collections.abc import Sequence

from readouts.model import Mention
from readouts.organs import Body
from readouts.posts import Post

_OPENS = re.compile(r"(?:^|[,.;:]\s+|\n\s*|\band[ \u00a0]|\bby[ \u00a0])(?:[Tt]he[ \u00a0])?$")
_BEFORE_POST = re.compile(r"(?:,|[ \u00a0]and)[ \u00a0](?:the[ \u00a0])?")
_BEHIND_NAME = re.compile(r",[ \u00a0](?:the[ \u00a0])?")
_CLOSES_LIST = re.compile(r",[ \u00a0](?:also[ \u00a0])?(?:joined|attended|were|took)\b")
_KINDS = frozenset({"standing-committee", "party-committee"})
MAX_OPENING = 8  # characters before a committee that opens a list
MAX_JOINT = 9  # characters between a committee and a post or name


def find_members(
    text: str, bodies: Sequence[Mention], posts: Sequence[Mention], names: Sequence[Mention]
) -> list[Mention]:
    """Committees that stand where a post would: before a name, before another post of that person, behind a name."""
    by_post = {post.start: post for post in posts if not post.value.plural}
    by_name, ends = {name.start: name for name in names}, {name.end for name in names}
    named = {post.start for post in by_post.values() if post.end + 1 in by_name}
    out = []
    for body in bodies:
        value = body.value
        if not isinstance(value, Body) or value.body_type not in _KINDS or not text.endswith("ommittee", 0, body.end):
            continue
        joint = _BEFORE_POST.match(text, body.end)
        opens = _OPENS.search(text, max(0, body.start - MAX_OPENING), body.start)
        behind = next(
            (m for end in _near(ends, body.start) if (m := _BEHIND_NAME.fullmatch(text, end, body.start))), None
        )
        before_post = joint is not None and joint.end() in (by_post if behind else named)
        before_name = text.startswith((" ", "\u00a0"), body.end) and body.end + 1 in by_name
        closes = behind is not None and _CLOSES_LIST.match(text, body.end) is not None
        if (opens and (before_post or before_name)) or (behind and (before_post or closes)):
            shared = before_name or closes  # by all who stand in the list
            out.append(Mention(body.start, body.end, "office", "member", Post("member", shared, value)))
    return out


def _near(ends: set[int], start: int) -> list[int]:
    """The ends of names at most a joint before a place in the text."""
    return [at for at in range(start - MAX_JOINT, start) if at in ends]
