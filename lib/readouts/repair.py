"""Punctuation that a wrong decoding left in a text, read as what it was; spans and surfaces go back to the text as saved."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, TypeVar

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

T = TypeVar("T")


def repair_text(text: str) -> tuple[str, list[int] | None]:
    """The text with its marks mended, and the offset in the text as saved of each character; None where nothing was wrong.

    The offsets have one more entry than the mended text has characters, for the end.
    """
    if not _WRONG.search(text):
        return text, None
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _WRONG.finditer(text):
        pieces.extend((text[at : match.start()], WRONG[match[0]]))
        offsets.extend(range(at, match.start() + 1))
        at = match.end()
    pieces.append(text[at:])
    offsets.extend(range(at, len(text) + 1))
    return "".join(pieces), offsets


def restore(value: T, mended: str, saved: str, offsets: list[int]) -> T:
    """A record (or any value in it) of the mended text with its spans and surfaces as they stand in the text as saved."""
    if isinstance(value, Span):
        return _place(value, offsets)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(restore(item, mended, saved, offsets) for item in value)  # type: ignore[return-value]
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    shown = {mended[s.start : s.end]: s for s in fields.values() if isinstance(s, Span)}
    changed: dict[str, Any] = {}
    for name, field in fields.items():
        if isinstance(field, str) and field in shown:
            span = _place(shown[field], offsets)
            changed[name] = saved[span.start : span.end]
        elif not isinstance(field, str):
            changed[name] = restore(field, mended, saved, offsets)
    return dataclasses.replace(value, **changed)


def restore_mention(mention: Mention, offsets: list[int]) -> Mention:
    """A mention of the mended text at its place in the text as saved."""
    return mention._replace(start=offsets[mention.start], end=offsets[mention.end])


def _place(span: Span, offsets: list[int]) -> Span:
    return Span(offsets[span.start], offsets[span.end])
