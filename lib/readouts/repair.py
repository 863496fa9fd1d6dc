"""Marks that a wrong decoding left, read as what they were, and lines broken within sentences, read as one.

Spans and surfaces go back to the text as saved.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from functools import cache
from operator import is_
from typing import Any, TypeVar

from readouts.hanzi import RESIDUE, in_one_spelling, strip_residue
from readouts.model import Mention, Span

# What the bytes of a mark in GB 2312 look like as Latin-1, and those of a mark in UTF-8 as Windows-1252.
WRONG = {
    "¡°": "“",
    "¡±": "”",
    "¡®": "‘",
    "¡¯": "’",
    "¡ª": "—",
    "¡¤": "·",
    "¡¢": "、",
    "¡¶": "《",
    "¡·": "》",
    "â€œ": "“",
    "â€\u009d": "”",
    "â€˜": "‘",
    "â€™": "’",
    "â€“": "–",
    "â€”": "—",
    "â€¦": "…",
    "â€": "”",
    "Â\u00a0": "\u00a0",
}
_WRONG = re.compile("|".join(map(re.escape, sorted(WRONG, key=len, reverse=True))))

_GOES_ON = re.compile(r"\n(?<=[A-Za-z,]\n)(?=[a-z])")
_OPEN_END = re.compile(r"\n(?<=[A-Za-z,]\n)(?=[A-Z“\"\d])")
_ENDS_WITHIN = re.compile(r"[a-z]{2}[.!?][”\"]? [A-Z]")
_WIDE_MARKS = {"，": ",", "、": ",", "。": ".", "；": ";", "：": ":"}
_TIGHT = re.compile(
    r"[，、。；：](?<=[A-Za-z0-9)”\"’'].)|,(?<=[A-Za-z)”\"].)(?=[A-Za-z“\"])|\.(?<=[a-z][a-z].)(?=[A-Z][a-z]+ )"
)
_SPLIT_ORDINAL = re.compile(r" (?<=\d )(?=(?:st|nd|rd|th)\b)")
MIN_TIGHT = 3  # marks without a space behind them, on a page that leaves it out
MIN_WRAPS = 3  # lines that go on in lower case, on a wrapped page
MAX_OVER = 20  # characters by which its longest line is longer than those
MIN_LINE = 40  # characters of a line that can be broken off

LOOKED_UP = frozenset({"province", "canonical"})  # fields from a table, not from the text

T = TypeVar("T")


def repair_text(text: str, lang: str = "en") -> tuple[str, list[int] | None]:
    """The text with its marks mended, and the offset in the text as saved of each character; None where nothing was wrong.

    The offsets have one more entry than the mended text has characters, for the end. Chinese is read in simplified
    characters and full-width marks, without pinyin in brackets.
    """
    if lang == "zh":
        bare, kept = strip_residue(text)
        plain = in_one_spelling(bare)
        return plain, list(range(len(text) + 1)) if kept is None and plain != text else kept
    if not _WRONG.search(text):
        joined = join_lines(text)
        return _mended(joined, None if joined == text else list(range(len(text) + 1)))
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _WRONG.finditer(text):
        pieces.extend((text[at : match.start()], WRONG[match[0]]))
        offsets.extend(range(at, match.start() + 1))
        at = match.end()
    pieces.append(text[at:])
    offsets.extend(range(at, len(text) + 1))
    return _mended(join_lines("".join(pieces)), offsets)


def _mended(text: str, offsets: list[int] | None) -> tuple[str, list[int] | None]:
    return close_ordinals(*space_marks(text, offsets))


def close_ordinals(text: str, offsets: list[int] | None) -> tuple[str, list[int] | None]:
    """English text with the number and ending of an ordinal in one word, and the new offsets: the 17 th meeting."""
    gaps = [m.start() for m in _SPLIT_ORDINAL.finditer(text)]
    if not gaps:
        return text, offsets
    base = offsets or list(range(len(text) + 1))
    edges = [-1, *gaps, len(text)]
    kept = [(a + 1, b) for a, b in itertools.pairwise(edges)]
    places = [at for a, b in kept for at in base[a:b]]
    return "".join(text[a:b] for a, b in kept), [*places, base[-1]]


def space_marks(text: str, offsets: list[int] | None) -> tuple[str, list[int] | None]:
    """English text with its own marks for full-width ones and a space behind a mark that lacks it, and the new offsets.

    Commas without spaces are mended where a text has several: Li Yun chaired,Wang Ning attended。
    """
    found = [m for m in _TIGHT.finditer(text) if m[0] in _WIDE_MARKS]
    commas = [m for m in _TIGHT.finditer(text) if m[0] in ",."]
    found = sorted([*found, *(commas if len(commas) + len(found) >= MIN_TIGHT else [])], key=re.Match.start)
    if not found:
        return text, offsets
    base = offsets or list(range(len(text) + 1))
    pieces: list[str] = []
    out: list[int] = []
    at = 0
    for match in found:
        spaced = match.end() < len(text) and not text[match.end()].isspace()
        pieces.extend((text[at : match.start()], _WIDE_MARKS.get(match[0], match[0]), " " * spaced))
        out.extend((*base[at : match.end()], *([base[match.end()]] * spaced)))
        at = match.end()
    pieces.append(text[at:])
    out.extend(base[at:])
    return "".join(pieces), out


def join_lines(text: str) -> str:
    """The text of a wrapped page, where lines go on in lower case, with spaces for the line ends within sentences.

    On such a page full lines, lines that go on themselves and lines within which a sentence ended go on with capitals too.
    No character moves.
    """
    wraps = [m.start() for m in _GOES_ON.finditer(text) if m.start() - _line_start(text, m.start()) >= MIN_LINE]
    if len(wraps) < MIN_WRAPS:
        return text
    lengths = [at - _line_start(text, at) for at in wraps]
    if any(len(line) > max(lengths) + MAX_OVER for line in text.split("\n")):
        return text
    full = min(lengths)
    broken = {m.start() for m in _OPEN_END.finditer(text)}
    ends = {*(m.start() for m in _GOES_ON.finditer(text)), *(at for at in broken if at - _line_start(text, at) >= full)}
    for at in sorted(broken - ends):  # a line that goes on, or holds the end of a sentence, is no headline
        first = _line_start(text, at)
        if (first - 1 in ends and at - first >= MIN_LINE // 2) or _ENDS_WITHIN.search(text, first, at):
            ends.add(at)
    return "".join(" " if char == "\n" and at in ends else char for at, char in enumerate(text))


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def restore(value: T, mended: str, saved: str, offsets: list[int]) -> T:
    """A record (or any value in it) of the mended text with its spans and surfaces as they stand in the text as saved."""
    moved = len(mended) != len(saved)  # else every character stands where it stood
    return _restored(value, mended, saved, offsets if moved else None)


def _restored(value: T, mended: str, saved: str, offsets: list[int] | None) -> T:
    """The value itself where nothing in it changes, else one like it. Without offsets no span moves."""
    kind: type = type(value)
    if kind is Span:
        return value if offsets is None else _place(value, saved, offsets)  # type: ignore[arg-type,return-value]
    if isinstance(value, tuple):
        items = tuple([_restored(item, mended, saved, offsets) for item in value])
        return value if all(map(is_, items, value)) else items  # type: ignore[return-value]
    names = _field_names(kind)
    if not names:
        return value
    fields = [getattr(value, name) for name in names]
    shown = {mended[s.start : s.end]: s for s in fields if type(s) is Span}
    changed: dict[str, Any] = {}
    for name, field in zip(names, fields, strict=True):
        if field is None or isinstance(field, int):
            continue
        if not isinstance(field, str):
            told: object = _restored(field, mended, saved, offsets)
        elif field in shown and name not in LOOKED_UP:
            told = _saved_words(shown[field], saved, offsets)
        elif name == "speaker" and field and (at := mended.find(field)) >= 0:
            told = _saved_words(Span(at, at + len(field)), saved, offsets)
        else:
            continue
        if told is not field and told != field:
            changed[name] = told
    return kind(**{**dict(zip(names, fields, strict=True)), **changed}) if changed else value


def _saved_words(span: Span, saved: str, offsets: list[int] | None) -> str:
    """The words of a span of the mended text as the text as saved has them."""
    placed = span if offsets is None else _place(span, saved, offsets)
    return saved[placed.start : placed.end]


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    """The fields of a class of rows; none of what is no row."""
    return tuple(f.name for f in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def restore_mention(mention: Mention, saved: str, offsets: list[int]) -> Mention:
    """A mention of the mended text at its place in the text as saved."""
    span = _place(Span(mention.start, mention.end), saved, offsets)
    return mention._replace(start=span.start, end=span.end)


def _place(span: Span, saved: str, offsets: list[int]) -> Span:
    """A span in the text as saved; pinyin behind its last character is left out."""
    last = offsets[span.end - 1] + 1
    cut = span.end > span.start and RESIDUE.match(saved, last)
    return Span(offsets[span.start], last if cut else offsets[span.end])
