"""How a list of items opens: documents such as …, two reports, one on … and the other on …, a heading with a colon."""

from __future__ import annotations

import re

from readouts.lexicon import grammar_words, join_words
from readouts.model import Span

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LIST_HEADS = join_words("list_heads")
_COUNTED_ON = re.compile(
    rf"[ \u00a0]*(?:{'|'.join(grammar_words('counts'))}|reform(?= documents))[ ](?:(?!on |about )[\w’'-]+[ ]){{0,3}}?(?:{_LIST_HEADS})[ ](?:on|about|for|to) (?:the )?|[ ]*(?:the )?reforms of (?:the )?",
    re.I,
)
_DOING_ON = re.compile(
    rf"[ \u00a0]*(?:(?!on )[\w’'-]+[ ]){{0,3}}?(?:{_LIST_HEADS})[ ]on[ ](?=[a-z]+ing\b)",
    re.I,
)
_COUNTED_NAMED = re.compile(
    rf"[ \u00a0]*(?:{'|'.join(grammar_words('counts'))})[ ](?:[\w’'-]+[ ]){{0,3}}?(?:{_LIST_HEADS}),[ ](?:the )?(?=[A-Z“\"])",
    re.I,
)
_LIST_OPENING = re.compile(
    rf"[ \u00a0]*(?:[\w’'-]+[ ]){{0,6}}(?:(?:{_LIST_HEADS})[ ,]+(?:{join_words('list_openers')})|(?:work|tasks|affairs)[ ,]+(?:such as|including))[ :]+(?:the )?",
    re.I,
)
_MORE_DOING = re.compile(r"(?:,|,? and) [a-z]+ing\b")
_LISTED = re.compile(r", .* and ")
_ONE_ON = re.compile(
    rf"[ ]*(?:the |on )?(?:{'|'.join(grammar_words('counts'))}) [^;.]{{3,120}}?(?:,|:|[ ]?[-–—])[ ](?:the )?(?:one|first)"
    r"(?: (?:is|was|report|document))? (?:(?:from|by) [^,;.]{3,60}? )?(?:on|about|for|concerning) (?:the )?"
)
_OTHER_ON = re.compile(
    r",? (?:and )?(?:the )?(?:another|other|one|second|third|fourth|last)(?: one| report| document)?(?: is| was)? (?:(?:from|by) [^,;.]{3,60}? )?(?:on|about|for|concerning) (?:the )?"
)
_INSTANCES = re.compile(
    rf"([ ]*(?:on )?(?:the )?(?:(?!on |of |for )[^,;.:“\" ]+ ){{0,5}}(?:{_LIST_HEADS}|rules|bills?|laws?) (?:on|for|of) [^,;.:“\"]{{3,120}}?),? (?:including|namely) (the [^;.:“\"]*)[.]?"
)
_GENERAL = re.compile(r"\b(?:matters|issues|topics|tasks|items|areas|aspects) (?:of|on|for)\b")
_NOUN_OF_LIST = re.compile(
    rf"the (?:[A-Za-z-]+ ){{0,3}}?(?:{_LIST_HEADS}|report|plan|opinion|scheme|guideline|regulation|rule) (?:on|for|of|to)\b",
    re.I,
)
_COLON = re.compile(r"[^,:;“\"]{0,90}[:：][ \u00a0]*(?:the )?")


def list_opener(text: str, start: int, end: int) -> int | None:
    """Where the items of an open list begin (documents such as …, issues including …), None where no list opens."""
    colon = _COLON.match(text, start, end)
    if colon:
        return colon.end()
    told = _instances(text, start, end)
    if told and (_GENERAL.search(told[1]) or _NOUN_OF_LIST.match(told[2])):
        return told.start(2)
    counted = _COUNTED_ON.match(text, start, end)
    gerunds = _DOING_ON.match(text, start, end)
    if gerunds and len(_MORE_DOING.findall(text, gerunds.end(), end)) > 1:
        return gerunds.end()
    if (titles := _COUNTED_NAMED.match(text, start, end)) and text.startswith(("“", '"', *CAPITALS), titles.end()):
        return titles.end()
    if counted and _LISTED.search(text, counted.end(), end):
        return counted.end()
    match = _LIST_OPENING.match(text, start, end)
    return match.end() if match else None


def without_instances(text: str, region: Span) -> Span:
    """A region up to the instances of what one document is on: draft proposals on land reform, including the sale of …"""
    found = _instances(text, region.start, region.end)
    whole = found is None or _GENERAL.search(found[1]) or _NOUN_OF_LIST.match(found[2])
    return region if whole or found is None else Span(region.start, found.end(1))


def _instances(text: str, start: int, end: int) -> re.Match[str] | None:
    """A document or matter, what it is on, and its instances behind "including"."""
    if text.find(", including the ", start, end) < 0 and text.find(" namely the ", start, end) < 0:
        return None
    return _INSTANCES.fullmatch(text, start, end)


def one_by_one(text: str, region: Span) -> list[Span]:
    """What counted reports are on: two reports, one on dikes and the other on schools; none where none is counted so."""
    first = _ONE_ON.match(text, region.start, region.end)
    if first is None:
        return []
    joints = list(_OTHER_ON.finditer(text, first.end(), region.end))
    starts = [first.end(), *(m.end() for m in joints)]
    ends = [*(m.start() for m in joints), region.end]
    return [Span(a, b) for a, b in zip(starts, ends, strict=True)] if joints else []
