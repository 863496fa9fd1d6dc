"""Spans drawn in text: `{person:Li Yun} attended` is the text "Li Yun attended" with one span of kind person."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from readouts.model import Document, Source

_DRAWN = re.compile(r"\{([a-z]+):([^{}]*)\}")


def read_drawn(drawn: str) -> tuple[str, list[tuple[str, int, int]]]:
    """The text without its marks, and the drawn spans as (kind, start, end)."""
    text, spans, at = "", [], 0
    for match in _DRAWN.finditer(drawn):
        text += drawn[at : match.start()]
        spans.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return text + drawn[at:], spans


def make_document(text: str, **known: Any) -> Document:
    """A document that holds a text, as if read from a file."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        sha256[:16], Source("case.txt", sha256, "txt", "utf-8"), text, sha256, known.pop("lang", "en"), **known
    )
