"""Pieces of a Chinese list that semicolons part: 传达学习了…讲话精神；…讲话精神."""

from __future__ import annotations

import re

from readouts.model import Span

_SPIRIT_END = re.compile(r"(?:精神|讲话|指示|批示|回信|贺信|》)(?:精神)?[；。]?$")
MAX_TAIL = 12  # characters


def ends_in_spirit(text: str, sentence: Span) -> bool:
    """Whether a piece ends in what is conveyed: a speech, a spirit, a title."""
    return _SPIRIT_END.search(text, max(sentence.start, sentence.end - MAX_TAIL), sentence.end) is not None
