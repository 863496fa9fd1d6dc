"""Pieces of patterns that a search finds fast, and how far around a mention its grammar is looked for.

What must not stand before a word is asked behind its first letter. A pattern that opens with letters is looked for by
that letter alone; one that opens with a condition is tried at every character, at three to seven times the cost
(CPython's re, `make bench` tells the whole).
"""

from __future__ import annotations

from collections.abc import Iterable

# How far before or behind a mention the words lie that say what it does there, in characters.
CLOSE = 24
NEAR = 40
REACH = 60
FAR = 90


def at_word(words: Iterable[str], behind: str = r"\w") -> str:
    """An alternation of words (or of patterns that open with a letter), none behind a character of a class: by default within a word."""
    return "|".join(rf"{word[0]}(?<!{behind}.){word[1:]}" for word in words)
