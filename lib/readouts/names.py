"""Personal names in romanised form: surname and given name by their pinyin, others by where they stand."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from pypinyin import lazy_pinyin

from readouts.lexicon import grammar_words, load_lists, vocabulary_file
from readouts.model import Mention
from readouts.patterns import FAR

_NAME = re.compile(
    r"([A-Z](?<![A-Za-z’'].)(?<![A-Za-z\d]-.)(?:[a-zü]{1,7}|[A-Z]{1,7}))[ \u00a0]+([A-Z][a-zü]+(?:[’'-](?!s(?![a-z]))[A-Za-z]?[a-zü]+)?|[A-Z]{2,12}|E(?=,|[ ]and[ ]))(?:[ \u00a0]([A-Z][a-zü]{1,5})(?![A-Za-z’'-]))?(?![A-Za-z])"
)


# "zhu Dequan, political commissar": a surname that a translation left in lower case, in a list.
_LOWER = re.compile(r", (?:and )?([a-z]{2,6})[ \u00a0]([A-Z][a-zü]{1,11})(?=,|[ ]and[ ])")


_ALL_LOWER = re.compile(
    r"(?<![a-z’'-])([a-z]{1,7})[ \u00a0]([a-z]{3,12})(?=,[ ](?:the )?(?:deputy |vice |acting |executive )?"
    r"(?:secretary|governor|mayor|member|director|chairman|head|minister|chairperson)\b)"
)  # in a text without capitals: presided over by zhang yun, secretary of …
FEW_CAPITALS = 3
# "ZhouXin, Li Fu and …": surname and given name run together, in a list.
_GLUED = re.compile(r", ([A-Z][a-z]{1,5})([A-Z][a-z]{1,10})(?=,|[ ]and[ ])")


_NO_WORD_BEFORE = re.compile(
    r"(?<![A-Za-z’'-])(?<![a-z]{2}[ \u00a0](?=[A-Z][a-z]{1,7}[)）]))"
)  # nor Lin of (reporter Zhou Lin)
_ENDS_ALIAS = re.compile(r"(?![A-Za-z’'-]|[ \u00a0][A-Z])|(?=[’']s\b)")
_OF_PLACE = re.compile(r"[ \u00a0](?:County|District|Prefecture|Township|Banner)\b")  # Wei Li County
_STRAY_MARK = re.compile(r"[ ][‘’'][aeo][a-z]{0,3}(?=,|[ ][A-Za-z])")  # Mei ‘e, for Mei'e


# "Chen qiufa, secretary of …": a given name that a translation left in lower case, before a post.
_LOWER_GIVEN = re.compile(
    r"([A-Z](?<![A-Za-z’'-].)[a-z]{1,7})[ \u00a0]([a-zü]{3,11})(?=,[ ](?:the )?(?:deputy |vice |acting )?"
    r"(?:secretary|governor|mayor|member|director|chairman|head|minister|chairperson)\b)"
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
    """The least number of pinyin syllables that spell a word, 0 where none do (Xiaoming 2, Committee 0)."""
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
    """Names of the form surname, given name (Wang Xiaoming, Ouyang Xiao, LI Qiang), outside of what is taken."""
    surnames, no_names = load_surnames(), set(load_lists()["no_names"])
    covered = bytearray(len(text) + 1)
    for mention in taken:
        covered[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    out: list[Mention] = []
    at = 0
    while match := _NAME.search(text, at):
        first, given, third = match[1], match[2], match[3]
        at = match.end(1) + 1
        if first.lower().replace("ü", "v") not in surnames or (
            first.isupper() and given.isupper() and len(first + given) > 20
        ):
            continue
        syllables = count_syllables(given)
        if not 0 < syllables <= 2 or (given.lower() in no_names and first.lower() in no_names):
            continue
        end = match.end(2)
        split_given = third and syllables == 1 and count_syllables(third) == 1 and third.lower() not in no_names
        if split_given and not covered[match.start(3)]:
            end = match.end(3)
        stray = _STRAY_MARK.match(text, match.end(2)) if syllables == 1 and end == match.end(2) else None
        end = stray.end() if stray else end
        if _OF_PLACE.match(text, end):
            at = end
            continue
        if covered[match.start()] or covered[match.end(2) - 1]:
            continue
        out.append(Mention(match.start(), end, "name", text[match.start() : end]))
        at = end
    for match in _LOWER_GIVEN.finditer(text):
        known = match[1].lower() in surnames and count_syllables(match[2]) == 2 and match[2] not in no_names
        if known and not covered[match.start()] and not covered[match.end() - 1]:
            out.append(Mention(match.start(), match.end(), "name", match[0]))
    small = sum(map(str.isupper, text)) < FEW_CAPITALS
    for match in _ALL_LOWER.finditer(text) if small else ():
        known = match[1] in surnames and 0 < count_syllables(match[2]) <= 2 and match[2] not in no_names
        if known and not covered[match.start()] and not covered[match.end() - 1]:
            out.append(Mention(match.start(), match.end(), "name", match[0]))
    for match in [*_LOWER.finditer(text), *_GLUED.finditer(text)]:
        known = match[1].lower() in surnames and 0 < count_syllables(match[2]) <= 2 and match[2].lower() not in no_names
        start, end = match.start(1), match.end()
        if known and not covered[start] and not covered[end - 1]:
            out.append(Mention(start, end, "name", text[start:end]))
    return sorted(out)


def find_aliases(text: str, names: list[Mention]) -> list[Mention]:
    """Surnames that stand alone for a person named in full elsewhere (Xi stressed …), where one person only bears them.

    Or where one person who bears them is named up to there, others only later.
    """
    full: dict[str, list[tuple[int, str]]] = {}
    inside = {at for name in names for at in range(name.start, name.end)}
    for name in names:
        words = text[name.start : name.end].split()
        full.setdefault(words[0].capitalize(), []).append((name.start, str(name.entry)))
    out = []
    for surname, bearers in full.items():
        first, bearer = bearers[0]
        another = next((start for start, other in bearers if other.lower() != bearer.lower()), None)
        at = text.find(surname, 0 if another is None else first, another)
        while at >= 0:
            end = at + len(surname)
            if at not in inside and _NO_WORD_BEFORE.match(text, at) and _ENDS_ALIAS.match(text, end):
                out.append(Mention(at, end, "alias", bearer))
            at = text.find(surname, end, another)
    return sorted(out)


def drop_reporters(text: str, names: list[Mention]) -> list[Mention]:
    """The names that are no byline: none in brackets with a reporter's title, none right after it."""
    title = re.compile(rf"\b(?:{'|'.join(grammar_words('reporters'))})\b", re.I)
    out = []
    byline = -1  # where the last reporter's name ends
    for name in names:
        opened = max(
            text.rfind("(", max(0, name.start - FAR), name.start),
            text.rfind("（", max(0, name.start - FAR), name.start),
        )
        closed = text.find(")", name.end, name.end + FAR)
        bracket = text[opened:closed] if opened >= 0 and closed >= 0 and ")" not in text[opened : name.start] else ""
        if text.startswith(", ", byline) and byline + len(", ") == name.start:
            byline = name.end  # journalists Li Fu, Sun Li
            continue
        news = opened >= 0 and text.endswith(("news ", "News ", "news", "News"), 0, opened) and bracket
        if (
            not news
            and not title.search(bracket)
            and not re.search(
                rf"(?:{title.pattern})[:：]?[ \u00a0]*$", text[max(0, name.start - 16) : name.start], re.I
            )
        ):
            out.append(name)
        else:
            byline = name.end
    return out
