"""Names that no pinyin spells, ran together or left in small letters, known by the post or the names beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from readouts.lexicon import load_lists
from readouts.model import Mention
from readouts.names import count_syllables, load_surnames
from readouts.places import places_by_english

_PAIR = re.compile(r"([a-z]{2,6})[ \u00a0]([a-z]{2,13})(?=[,.;)]|[ \u00a0](?:and|made|gave|[a-z]+ed)\b)")
_JOINT = re.compile(r"(?:,[ \u00a0](?:and[ \u00a0])?|[ \u00a0]and[ \u00a0])")
_CAPITAL_BEFORE = re.compile(r"[A-Z][\w’'-]+[ \u00a0]$")
_WORD_BEFORE = re.compile(r"(?<![\w’'-])([A-Za-z][a-z]{3,13}),[ \u00a0](?:the[ \u00a0])?$")
_LISTED_BEFORE = re.compile(r"(?<![\w’'-])([A-Za-z][a-z]{3,13})(?:, (?:and )?| and )$")
_IN_LIST = re.compile(r", ([A-Z][a-z]{3,12})(?:, (?:and )?| and )(?=[A-Z][a-z])")
_OTHER_NAME = re.compile(r",[ \u00a0]((?:[A-Z][a-z’'-]+[ \u00a0]){0,2}[A-Z][a-z’'-]{2,})(?=,|[ \u00a0]and[ \u00a0])")
_LIST_HEADS = re.compile(
    r"(?:^|[.;][ \u00a0]+|\n\s*)((?:(?:[A-Z][a-z’'-]+[ \u00a0]){0,2}[A-Z][a-z’'-]{2,},[ \u00a0]){3,15})$"
)
_ONE_HEAD = re.compile(r"([A-Z][^,]+),[ \u00a0]")
_ATTENDED = re.compile(
    r",?[ \u00a0](?:also[ \u00a0])?(?:attended|were[ \u00a0]present|took[ \u00a0]part|participated)\b"
)
MAX_OTHERS = 3  # names in a row that no pinyin spells, between two that pinyin does
MAX_HEADS = 240  # characters of a list of names before their post
MAX_WORD = 24  # characters of a name run together, with the comma and the article behind it


def find_unspaced(text: str, posts: Sequence[Mention], names: Sequence[Mention]) -> list[Mention]:
    """Names behind a post in small letters (director xiong ying, wu wei), run together before one (Hujun, mayor of …)."""
    taken, ends = {name.start for name in names}, {post.end for post in posts}
    small = [Mention(a, b, "name", text[a:b]) for post in posts for a, b in _small_run(text, post.end)]
    joined = {span for post in posts for span in _joined_run(text, post.start, ends)}
    joined.update(m.span(1) for m in _IN_LIST.finditer(text) if m.end() in taken and _is_joined(m[1]))
    known = [*names, *posts, *small]
    out = [Mention(a, b, "name", text[a:b]) for a, b in joined if not _covered(a, b, known)]
    return [*(name for name in small if not _covered(name.start, name.end, [*names, *posts])), *out]


def find_unspelt(
    text: str, posts: Sequence[Mention], names: Sequence[Mention], hits: Sequence[Mention]
) -> list[Mention]:
    """Names that no pinyin spells, between two of a list that it does (Du Qing, Pagbalha Geleg, and Han Qi) or before their post."""
    starts = {name.start for name in names}
    spans: list[tuple[int, int]] = []
    for name in names:
        row: list[tuple[int, int]] = []
        at = name.end
        while len(row) < MAX_OTHERS and (other := _OTHER_NAME.match(text, at)) and other.start(1) not in starts:
            row.append(other.span(1))
            at = other.end()
            joint = _JOINT.match(text, at)
            if joint and joint.end() in starts:
                spans += row
                break
    for post in posts:
        heads = _LIST_HEADS.search(text, max(0, post.start - MAX_HEADS), post.start)
        if heads and _ATTENDED.match(text, post.end):
            spans += [m.span(1) for m in _ONE_HEAD.finditer(text, *heads.span(1))]
    taken = {at for mention in (*names, *posts, *hits) for at in range(mention.start, mention.end)} if spans else ()
    free = [(a, b) for a, b in dict.fromkeys(spans) if not any(at in taken for at in range(a, b))]
    return [Mention(a, b, "name", text[a:b]) for a, b in free]


def _small_run(text: str, at: int) -> Iterator[tuple[int, int]]:
    """The names in small letters that follow one another right behind a post."""
    joint = re.compile(r"[ \u00a0]").match(text, at)
    while joint and (pair := _PAIR.match(text, joint.end())):
        known = pair[1] in load_surnames() and 0 < count_syllables(pair[2]) <= 2
        if not known or pair[1] in load_lists()["no_names"] or pair[2] in load_lists()["no_names"]:
            return
        yield pair.span()
        joint = _JOINT.match(text, pair.end())


def _joined_run(text: str, start: int, ends: set[int]) -> Iterator[tuple[int, int]]:
    """The names run together that stand before a post and a comma, with those of the list that they close."""
    pattern = _WORD_BEFORE
    while word := pattern.search(text[max(0, start - MAX_WORD) : start]):
        first = max(0, start - MAX_WORD) + word.start(1)
        more = _CAPITAL_BEFORE.search(text, max(0, first - MAX_WORD), first)  # Tashi Wangdui
        if not _is_joined(word[1]) or (more and first - 1 not in ends):
            return
        yield first, first + len(word[1])
        start, pattern = first, _LISTED_BEFORE


def _is_joined(word: str) -> bool:
    """Whether one word spells a surname and a given name, and no place: Zhangxiaorui."""
    low = word.lower()
    if low in places_by_english() or count_syllables(low) not in {2, 3}:
        return False
    return any(
        low[:cut] in load_surnames()
        and 0 < count_syllables(low[cut:]) <= 2
        and low[cut:] not in load_lists()["no_names"]
        for cut in range(2, 7)
    )


def _covered(start: int, end: int, known: Sequence[Mention]) -> bool:
    return any(mention.start < end and start < mention.end for mention in known)
