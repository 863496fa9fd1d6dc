"""What an agenda tells twice: documents taken up again by their number, general words told again in particular."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from readouts.lexicon import join_words
from readouts.mark import Marks, within
from readouts.model import AgendaItem, Mention, Span
from readouts.wanted import is_title

_TAKEN_UP = re.compile(
    rf"(?:the )?(?:(?:above|above-mentioned|aforementioned|aforesaid|foregoing|said|these|those|relevant) )*(?:({join_words('counts')}|both) )?"
    r"(?:draft )?(?:documents|drafts|draft documents|plans|opinions|measures|regulations|proposals|schemes|decisions|reports|files)(?: in principle)?",
    re.I,
)
_ALL_TAKEN_UP = re.compile(rf"(?:all )?(?:of )?(?:the )?({join_words('counts')})", re.I)  # all three were passed
_ONE_TAKEN_UP = re.compile(
    r"(?:the |this )?((?:[A-Z][a-z]+ ){0,2}(?:Decision|Plan|Opinions|Measures|Regulations|Report|Scheme|Rules|Resolution))(?: by .*| in principle| unanimously)?"
)
_PLURAL_HEAD = re.compile(
    r"(?:[a-z-]+ ){0,2}(?:plans|guidelines|documents|regulations|measures|opinions|rules|recommendations|proposals|policies|reforms|reports|schemes|steps)\b"
)
_SPEECH = re.compile(r"\b(?:spirit|speech|speeches|instructions?|remarks)\b")
_DOCUMENT_ON = re.compile(r"(?:guidelines?|opinions|measures|(?:[a-z]+ )?plan|decision|regulations?) (?:on|for) ")
_DRAFT = re.compile(r"(?:draft|revision|amendment)s? ", re.I)
_SMALL = frozenset({"of", "the", "and", "in", "a", "an", "for", "with", "to", "on", "at", "its", "by", "from", "other"})
_OF_SPEECHES = _SMALL | {"made", "delivered", "regarding", "concerning", "about", "s", "promoting"}
SAME_TITLE = 0.85
SOME_WORDS = 6  # words from which on an item that is part of another is that one
RETOLD = 0.6  # share of a general item's words that later items tell again
RETOLD_BY_ONE = 0.79  # the same share where one later item alone tells it
STEM = 5  # letters by which words are compared: legal, legislation
_NUMBERS = {
    "both": 2,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


def told_before(marks: Marks, piece: Span) -> list[Mention]:
    """The quoted titles that "the above three documents" or "the Decision" takes up again, none where nothing is."""
    text = marks.text
    block = marks.block_at(piece.start)
    shown = text[piece.start : piece.end]
    many, one = _TAKEN_UP.fullmatch(shown) or _ALL_TAKEN_UP.fullmatch(shown), _ONE_TAKEN_UP.fullmatch(shown)
    if block is None or not (many or one):
        return []
    before = [s for s in marks.layout.sentences if block.span.start - 1500 < s.start < piece.start]
    rows = [[q for q in within(marks.quotes, s) if q.end < piece.start and is_title(text, q)] for s in before]
    rows = [row for row in rows if row]
    if one:
        named = [q for row in rows for q in row if text[q.start : q.end].startswith(one[1] + " ")]
        return named[-1:]
    if many is None or not (many[1] or re.match(r"(?:the )?(?:above|afore|fore|said|these|those)", shown, re.I)):
        return []
    count = _NUMBERS.get(many[1].lower(), int(many[1]) if many[1].isdigit() else 0) if many[1] else 0
    if not count:
        return rows[-1] if rows else []
    exact = [row for row in rows if len(row) == count]
    every = [q for row in rows for q in row]
    return exact[-1] if exact else every[-count:] if len(every) >= count else []


def tell_once(rows: list[AgendaItem]) -> Iterator[AgendaItem]:
    """The items in order, each once: the fullest telling stays, and what was passed in the end counts as passed."""
    kept: list[AgendaItem] = []
    told: list[set[str]] = []
    end = 0
    for row in sorted(rows, key=lambda row: row.span):
        words = _words(row)
        at = _known(kept, told, row, words)
        if at is not None:
            if row.action == "reviewed" and kept[at].action != "reviewed" and row.action_span != kept[at].action_span:
                kept[at] = dataclasses.replace(kept[at], action="reviewed", action_span=row.action_span)
        elif row.span.start >= end:
            kept.append(row)
            told.append(words)
        end = max(end, row.span.end)
    for at, row in enumerate(kept):
        if not _told_in_particular(row, kept[at + 1 :]):
            yield row


def _known(kept: list[AgendaItem], told: list[set[str]], row: AgendaItem, mine: set[str]) -> int | None:
    """Which of the items is told again by a row: the same words, or nearly, in another act."""
    for at, (known, theirs) in enumerate(zip(kept, told, strict=True)):
        words = mine
        if known.action == "deployed" and _DOCUMENT_ON.match(row.title):
            continue  # arrangements made for a matter, and the guideline on it that was approved
        if "speeches" in words & theirs or "speech" in words & theirs:
            words, theirs = words - _OF_SPEECHES, theirs - _OF_SPEECHES
        part = len(words) >= SOME_WORDS and words <= theirs and known.action_span != row.action_span
        if (
            words == theirs
            or part
            or _is_draft_of(row, known)
            or (
                known.action_span != row.action_span
                and len(words & theirs) * 2 >= SAME_TITLE * (len(words) + len(theirs))
            )
        ):
            return at
    return None


def _is_draft_of(row: AgendaItem, known: AgendaItem) -> bool:
    """Whether a draft is named again in fewer words: a draft revision to the port tax law; the revision to the law."""
    again = _DRAFT.match(row.title) is not None and "draft" in known.title.lower()
    same = again and _words(row) - _SMALL <= _words(known) and row.title.split()[-1] == known.title.split()[-1]
    return same and row.action == "reviewed" and row.action_span != known.action_span


def _words(row: AgendaItem) -> set[str]:
    return set(re.findall(r"\w+", row.title.lower()))


def _stems(row: AgendaItem) -> set[str]:
    return {word[:STEM] for word in _words(row) - _SMALL}


def _told_in_particular(row: AgendaItem, later: list[AgendaItem]) -> bool:
    """Whether later items of the same act tell one by one what an item tells in a plural and in small letters."""
    head = _PLURAL_HEAD.match(row.title)
    if row.title[:1].isupper() or head is None or _SPEECH.search(row.title):
        return False
    again = [r for r in later if r.action == row.action and r.action_span != row.action_span]
    mine = _stems(row) - {word[:STEM] for word in head[0].split()}
    if len(mine) < 3 or not again:
        return False
    told = set().union(*(_stems(r) for r in again)) & mine
    by_one = max(len(_stems(r) & mine) for r in again)
    return by_one >= RETOLD_BY_ONE * len(mine) or (len(again) > 1 and len(told) >= RETOLD * len(mine))
