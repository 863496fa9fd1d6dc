"""Personal names in romanised form: surname and given name by their pinyin, others by where they stand."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from pypinyin import lazy_pinyin

from readouts.lexicon import load_lists, vocabulary_file
from readouts.model import Mention

_NAME = re.compile(
    r"(?<![A-Za-z’'-])([A-Z][a-zü]{1,7}|[A-Z]{2,8})[ \u00a0]+([A-Z][a-zü]+(?:[’'-](?!s(?![a-z]))[A-Za-z]?[a-zü]+)?|[A-Z]{2,12})(?:[ \u00a0]([A-Z][a-zü]{1,5})(?![A-Za-z’'-]))?(?![A-Za-z])"
)


@cache
def _syllables() -> frozenset[str]:
    """The syllables of Mandarin in unmarked pinyin, had from every initial with every final that characters use."""
    chars = [chr(code) for code in range(0x4E00, 0x9FA6)]
    return frozenset(s.replace("ü", "v") for s in lazy_pinyin(chars) if s.isascii() or "ü" in s)


@cache
def load_surnames() -> frozenset[str]:
    """Romanised surnames in lower case, double surnames written as one word."""
    data = tomllib.loads(vocabulary_file("surnames.toml"))
    readings = data["readings"]
    out: set[str] = set()
    for char in re.sub(r"\s", "", data["single"]):
        out.update(readings.get(char, lazy_pinyin(char)[0]).split())
    for double in data["double"].split():
        out.add("".join(lazy_pinyin(double)))
    return frozenset(out)


@cache
def count_syllables(word: str) -> int:
    """The least number of pinyin syllables that spell a word, 0 where none do (Jiajun 2, Committee 0)."""
    bare = re.sub(r"[’'-]", "", word.lower()).replace("ü", "v")
    if not bare.isascii() or len(bare) > 18:
        return 0
    best = [0] + [99] * len(bare)
    syllables = _syllables()
    for end in range(1, len(bare) + 1):
        for start in range(max(0, end - 6), end):
            if best[start] + 1 < best[end] and bare[start:end] in syllables:
                best[end] = best[start] + 1
    return best[-1] if best[-1] < 99 else 0


def find_names(text: str, taken: list[Mention]) -> list[Mention]:
    """Names of the form surname, given name (Yuan Jiajun, Ouyang Xiao, LI Qiang), outside of what is taken."""
    surnames, no_names = load_surnames(), set(load_lists()["no_names"])
    covered = bytearray(len(text) + 1)
    for mention in taken:
        covered[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    out: list[Mention] = []
    at = 0
    while match := _NAME.search(text, at):
        first, given, third = match[1], match[2], match[3]
        at = match.end(1) + 1
        if first.lower() not in surnames or (first.isupper() and given.isupper() and len(first + given) > 20):
            continue
        syllables = count_syllables(given)
        if not 0 < syllables <= 2 or (given.lower() in no_names and first.lower() in no_names):
            continue
        end = match.end(2)
        split_given = third and syllables == 1 and count_syllables(third) == 1 and third.lower() not in no_names
        if split_given and not covered[match.start(3)]:
            end = match.end(3)
        if covered[match.start()] or covered[match.end(2) - 1]:
            continue
        out.append(Mention(match.start(), end, "name", text[match.start() : end]))
        at = end
    return out
