"""Every mention of a text, from one scan: hits, organs, posts, meetings, names, dates, quotations. Overlaps end here."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from readouts.blocks import Layout, split_blocks
from readouts.convenings import find_meetings
from readouts.dates import find_dates
from readouts.lexicon import load_lexicon
from readouts.members import find_members
from readouts.model import Block, Document, Mention, Span
from readouts.names import drop_reporters, find_aliases, find_names
from readouts.numerals import cardinal_terms
from readouts.occasions import Convening
from readouts.organs import Body, find_bodies
from readouts.patterns import at_word
from readouts.posts import Post, find_offices
from readouts.scan import scan_text
from readouts.unspaced import find_unspaced, find_unspelt

_OF_WHOM = re.compile(r" of (?:the )?(?:(?!of |on )[\w’'-]+ ){0,4}$")
_WHOSE_FORUM = re.compile(r" (?:[Ss]ymposium|[Ff]orum|[Cc]onference)")  # the Hengshui County Head Symposium
_SPEECH_GIVEN = re.compile(
    rf"(?:{at_word(('made', 'makes?', 'making', 'gave', 'gives?', 'giving', 'delivere?[ds]', 'deliver', 'delivering', 'issued'))}) (?:(?:an?|the|his|her|their) )?"
    r"(?:(?!(?:of|on|at|to|for|in|and|by|with|about|the|that|which|during|from|as)\b)[a-z][a-z-]* ){1,3}?"
    r"(?:speech|speeches|address|remarks|talk)\b"
)
_QUOTE = re.compile(
    r"„([^„“”\"\n]{1,400})[“”\"]|\"((?=\S)[^\"“”\n]{2,200}[ ]\"(?=\S)[^\"\n]{2,80}(?<=\S)\"[ ]?[^\"“”\n]{2,200}(?<=\S))\"(?=[\s,.;:)]|$)"
    r"|“([^“”\n]{2,200}“[^“”\n]{1,80}”[^“”\n]{1,200})”"
    r"|“([^“”\"\n]{1,400})(?<![ \u00a0])\"(?=[,.;:)\s])|“([^“”\n]{1,400})”|“([^“”\n]{3,400})“(?=[,.;:)]|$| and)|\"([^\"“”\n]{1,400})\"|「([^「」\n]{1,200})」"
    r"|\"([^\"“”\n]{3,400})”(?=[,.;:)\s]|$)|‘([^‘’\n]{2,60})’(?![a-z])"
)
LOOK_BACK = 3  # meetings named before a post of which one can hold it
GRAMMAR_KINDS = frozenset(
    {
        "level",
        "party",
        "organ",
        "topic",
        "meeting",
        "manner",
        "occasion",
        "office",
        "rank",
        "ordinal",
        "place",
        "verb",
        "demand",
    }
)


@dataclass(frozen=True)
class Marks:
    """A document with everything that the scan and the small rules found in it; what extractors read."""

    document: Document
    layout: Layout
    hits: tuple[Mention, ...]
    bodies: tuple[Mention, ...]
    offices: tuple[Mention, ...]
    meetings: tuple[Mention, ...]
    names: tuple[Mention, ...]
    dates: tuple[Mention, ...]
    quotes: tuple[Mention, ...]

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    def of_kind(self, kind: str) -> list[Mention]:
        """The vocabulary hits of one kind."""
        return [hit for hit in self.hits if hit.kind == kind]

    def in_furniture(self, start: int) -> bool:
        """Whether a place in the text belongs to a furniture line."""
        block = self.block_at(start)
        return block is not None and block.kind == "furniture"

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.layout.blocks]

    def block_at(self, start: int) -> Block | None:
        """The line that holds a place in the text."""
        at = bisect_left(self._block_starts, start + 1) - 1
        block = self.layout.blocks[at] if at >= 0 else None
        return block if block is not None and start < block.span.end else None

    def sentence_at(self, start: int) -> Span | None:
        """The sentence that holds a place in the text."""
        at = bisect_left(self.layout.sentences, (start + 1,)) - 1
        if at >= 0 and self.layout.sentences[at].start <= start < self.layout.sentences[at].end:
            return self.layout.sentences[at]
        return None


def in_text_order(mentions: Iterable[Mention]) -> list[Mention]:
    """The mentions in order of place; what they stand for is of no matter, and need not be of an order."""
    return sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.kind, mention.entry))


def within(mentions: Sequence[Mention], span: tuple[int, int]) -> list[Mention]:
    """The mentions that lie inside a span, in order."""
    start, end = span
    first = bisect_left(mentions, (start,))
    return [mention for mention in mentions[first : bisect_left(mentions, (end,), first)] if mention.end <= end]


def overlaps(mentions: Sequence[Mention], start: int, end: int) -> bool:
    """Whether one of the mentions, which do not overlap one another, shares a character with a stretch of the text."""
    at = bisect_left(mentions, (end,)) - 1
    return at >= 0 and mentions[at].end > start


def holds(mentions: Sequence[Mention], start: int) -> bool:
    """Whether one of the mentions, which do not overlap one another, covers a place in the text."""
    at = bisect_left(mentions, (start + 1,)) - 1
    return at >= 0 and mentions[at].end > start


def ends_before(mentions: Sequence[Mention], start: int, reach: int) -> bool:
    """Whether one of the mentions ends right before a place in the text, at most so many characters away."""
    at = bisect_left(mentions, (start,)) - 1
    return at >= 0 and 0 <= start - mentions[at].end <= reach


def mark_mentions(document: Document) -> Marks:
    """Everything that stands in a document, overlaps settled: posts over meetings over organs over names."""
    text = document.text
    lexicon = load_lexicon("en")
    hits = scan_text(text, lexicon)
    terms = [Mention(a, b, "ordinal", "cardinal", {"number": n}) for a, b, n in cardinal_terms(text)]
    terms += _described_speeches(text, hits)
    hits = sorted([*hits, *terms], key=lambda m: (m.start, -m.end)) if terms else hits
    dates = find_dates(text, hits)
    days = {day.end for day in dates}
    called = {day.start for day in dates if text.endswith("called on ", 0, day.start)}  # a meeting was called on May 6
    hits = [hit for hit in hits if hit.end + 1 not in called or hit.kind not in {"verb", "demand"}] if called else hits
    grammar = [hit for hit in hits if hit.kind in GRAMMAR_KINDS and not (hit.kind == "ordinal" and hit.end in days)]
    bodies = find_bodies(text, grammar)
    named = find_meetings(text, grammar, bodies)
    offices = [
        o for o in find_offices(text, grammar, bodies) if not (_attends(text, o, named) or _convenes(text, o, named))
    ]
    meetings = [m for m in named if not overlaps(offices, m.start, m.end)]
    quotes = find_quotes(text)
    found = drop_reporters(text, find_names(text, [*bodies, *offices, *meetings]))
    found = in_text_order([*found, *find_unspaced(text, offices, found)])
    found = in_text_order([*found, *find_unspelt(text, offices, found, hits)])
    seats = find_members(text, [b for b in bodies if not overlaps(offices, b.start, b.end)], offices, found)
    offices = in_text_order([*offices, *(s for s in seats if not overlaps(meetings, s.start, s.end))])
    names = in_text_order([*found, *find_aliases(text, found)])
    return Marks(
        document,
        split_blocks(text),
        tuple(hits),
        tuple(bodies),
        tuple(offices),
        tuple(meetings),
        tuple(names),
        tuple(dates),
        tuple(quotes),
    )


def _described_speeches(text: str, hits: Sequence[Mention]) -> list[Mention]:
    """Verbs of giving a speech of whatever kind, where the vocabulary knows no word for it: gave a wide-ranging speech."""
    found = [Mention(*m.span(), "verb", "speak", {"role": "spoke"}) for m in _SPEECH_GIVEN.finditer(text)]
    return [m for m in found if not any(hit.kind == "verb" for hit in within(hits, m[:2]))]


def _attends(text: str, office: Mention, meetings: Sequence[Mention]) -> bool:
    """Whether a post tells whose meeting it is: the national conference of directors of health commissions."""
    return any(
        m.start < office.start
        and office.end <= m.end
        and (
            text.startswith(("'", "’"), office.end)
            or _OF_WHOM.search(text, m.start, office.start)
            or _WHOSE_FORUM.fullmatch(text, office.end, m.end)
        )
        for m in meetings[: bisect_left(meetings, (office.start,))][-LOOK_BACK:]
    )


def _convenes(text: str, office: Mention, meetings: Sequence[Mention]) -> bool:
    """Whether the members of an organ are said to have met, so that the organ did."""
    members = text[office.start : office.start + len("members of")].lower() == "members of"
    return members and any(m.start > office.start and m.end == office.end for m in meetings)


def find_quotes(text: str) -> list[Mention]:
    """Every quotation, the span without its quotation marks; a mark left open quotes nothing."""
    out = []
    for match in _QUOTE.finditer(text):
        group = next(at for at in range(1, _QUOTE.groups + 1) if match[at] is not None)
        start, end = match.span(group)
        while end > start and text[end - 1] in " .,;，。":
            end -= 1
        while start < end and text[start] in " ":
            start += 1
        if end > start:
            out.append(Mention(start, end, "quote", "quote", text[start:end]))
    return out


def body_of(mention: Mention) -> Body | None:
    """The organ that a body, office or meeting mention names."""
    value = mention.value
    if isinstance(value, Body):
        return value
    if isinstance(value, Post):
        return value.body
    if isinstance(value, Convening) and value.body is not None and isinstance(value.body.value, Body):
        return value.body.value
    return None
