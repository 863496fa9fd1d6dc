"""Unnamed groups that take part: the pieces of a sentence that a plural noun of people heads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readouts.frame import Frame
from readouts.lexicon import grammar_words
from readouts.mark import Marks, within
from readouts.model import Group, Mention, Span
from readouts.parts import Part
from readouts.roles import EXPLAINED


def extract(frame: Frame) -> tuple[Group, ...]:
    """The groups in order of the text."""
    body = set(frame.marks.layout.sentences)
    return tuple(
        row for sentence, parts in frame.parts if sentence in body for row in _groups(frame.marks, sentence, parts)
    )


def _groups(marks: Marks, sentence: Span, parts: tuple[Part, ...]) -> list[Group]:
    """Unnamed groups of a sentence: the pieces between commas and "and" that a plural noun of people heads."""
    verbs = [p for p in parts if p.kind == "verb" and isinstance(p.mention.value, dict) and p.mention.value.get("role")]
    if not verbs or any(p.mention.value.get("say") for p in parts[:1] if isinstance(p.mention.value, dict)):
        return []
    nouns = [h for h in within(marks.hits, (sentence.start, verbs[-1].mention.start)) if h.kind == "group"]
    names = [p for p in parts if p.kind == "name"]
    owned = {id(post) for p in names for post in p.posts}
    posts = [p.mention for p in parts if p.kind == "post" and id(p.mention) in owned]
    start = max([sentence.start, *(p.mention.end for p in names), *(p.end for p in posts)])
    if any(h.kind == "demand" for h in within(marks.hits, (sentence.start, verbs[-1].mention.start))):
        return []
    out = []
    for first, run in _runs(marks.text, [v.mention for v in verbs if v.mention.start >= start], nouns, start):
        roles = tuple(dict.fromkeys(verb.value["role"] for verb in run if verb.value["role"] != EXPLAINED))
        for piece in _pieces(marks, _opening(marks, first, start, nouns), run[0].start):
            if any(piece.start <= noun.start < piece.end for noun in nouns):
                out.append(Group(marks.text[piece.start : piece.end], piece, roles))
    return out


def _runs(text: str, verbs: list[Mention], nouns: list[Mention], start: int) -> Iterator[tuple[int, list[Mention]]]:
    """Verbs that share their subject, with where it may begin: the end of the run before."""
    run: list[Mention] = []
    for verb in verbs:
        parted = run and re.search(r"[,;] (?:and )?the ", text[run[-1].end : verb.start])
        if run and (parted or any(run[-1].end <= noun.start < verb.start for noun in nouns)):
            yield start, run
            start, run = run[-1].end, []
        run.append(verb)
    if run:
        yield start, run


def _opening(marks: Marks, first: int, start: int, nouns: list[Mention]) -> int:
    """Where the subject after another verb's object begins: behind the last comma before its noun."""
    noun = next((n.start for n in nouns if n.start >= first), first)
    comma = max(marks.text.rfind(",", first, noun), marks.text.rfind(";", first, noun))
    return first if first == start or comma < 0 else comma + 1


def _pieces(marks: Marks, start: int, end: int) -> list[Span]:
    text = marks.text
    nouns = [h.start for h in within(marks.hits, (start, end)) if h.kind == "group"]
    cuts = [start]
    at = start
    for match in re.finditer(
        r"[ \u00a0]*,[ \u00a0]*(?:and[ \u00a0]+)?|[ \u00a0]+(?:and|as well as)[ \u00a0]+", text[start:end]
    ):
        head = text[start + match.end() : end]
        following = next((n for n in nouns if n >= start + match.end()), None)
        closes = following is not None and not re.search(r",| and ", text[start + match.end() : following])
        if (
            closes
            and head
            and any(at <= n < start + match.start() for n in [*nouns, start] if n != start or at == start)
        ):
            cuts.extend([start + match.start(), start + match.end()])
            at = start + match.end()
    cuts.append(end)
    out = []
    for a, b in zip(cuts[::2], cuts[1::2], strict=False):
        while a < b and text[a] in " ,;\u00a0":
            a += 1
        lead = re.match(r"(?:and |as well as |the |at the meeting, ?(?:the )?)+", text[a:b], re.I)
        a += lead.end() if lead else 0
        sent = re.search(rf"\b(?:{'|'.join(grammar_words('sending'))}) (?=.* to *$)", text[a:b])
        if sent:
            a, b = a + sent.end(), text.rfind(" to", a, b)
        while b > a and text[b - 1] in " ,;\u00a0":
            b -= 1
        if b > a:
            out.append(Span(a, b))
    return out
