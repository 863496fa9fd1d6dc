"""The one pass of the automaton: every vocabulary form that stands in a text, at word edges."""

from __future__ import annotations

import re

from readouts.lexicon import Lexicon, fold
from readouts.model import Mention

_WIDE_GAP = re.compile(r"[ \u00a0\u3000](?<=\S.)[ \u00a0\u3000]+(?=\S)")
_RESIDUE = re.compile(r"[(（](?<=[\u3400-\u9fff].)[a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ]{1,7}[)）]")


def matching_text(text: str) -> tuple[str, list[int] | None]:
    """The folded text to search, and the offset of each of its characters in the text where any were left out.

    Left out are all but one of several spaces in a row, and pinyin that stands in brackets after a character.
    """
    cuts = [(m.start() + 1, m.end()) for m in _WIDE_GAP.finditer(text)] if "  " in text or "\u00a0" in text else []
    cuts += [m.span() for m in _RESIDUE.finditer(text)] if "(" in text or "（" in text else []
    if not cuts:
        return fold(text), None
    offsets: list[int] = []
    at = 0
    for start, end in sorted(cuts):
        offsets.extend(range(at, start))
        at = max(at, end)
    offsets.extend(range(at, len(text)))
    kept = "".join([text[i] for i in offsets])
    return fold(kept), offsets


def scan_text(text: str, lexicon: Lexicon) -> list[Mention]:
    """Every vocabulary hit in order of place; a form with several meanings gives one mention each."""
    folded, offsets = matching_text(text)
    latin = lexicon.lang == "en"
    searched = f" {folded} " if latin else folded
    hits: list[Mention] = []
    for index, start, after in lexicon.automaton.find_matches_as_indexes(searched):
        if latin and not _ends_word(searched, after):
            continue
        end = after - latin
        first, last = (start, end) if offsets is None else (offsets[start], offsets[end - 1] + 1)
        for meaning in lexicon.meanings[index]:
            hits.append(Mention(first, last, meaning.kind, meaning.entry, meaning.value))
    return hits


def _ends_word(searched: str, end: int) -> bool:
    """Whether a word ends here: no letter or figure follows, nor an apostrophe with more than a possessive s."""
    follow = searched[end]
    if follow == "'":
        return searched[end + 1 : end + 2] in ("s", " ")
    return not follow.isalnum()
