"""Chinese text as it is read: traditional characters, residue of pinyin and half-width marks put into one spelling.

Each character is replaced by one other, or left out; where each stood in the text as saved is kept. The table of
characters comes from the package opencc-python-reimplemented.
"""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path

RESIDUE = re.compile(
    r"(?<=[\u3400-\u9fff])[(（][a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɡ]{1,7}[)）]|[\u200b\ufeff\u00ad]"
    r"|(?<=[\u3400-\u9fff])[ \u00a0]+(?=\d)|(?<=\d)[ \u00a0]+(?=[\u3400-\u9fff])"
)
_WIDE = {0xFF10 + n: 0x30 + n for n in range(10)}
_MARKS = str.maketrans("「」『』〈〉﹝﹞［］．｡､•‧・∙", "“”‘’《》（）【】。。、····")
_HALF = re.compile(
    r"(?<=[\u3400-\u9fff”’》】）〉])[,;:!?](?!//)|[,;:](?=[\u3400-\u9fff“‘《【（])|(?<=[\u3400-\u9fff”》）])\.(?![\w.])"
)
_FULL = dict(zip(",;:!?.", "，；：！？。", strict=True))
_BRACKETS = str.maketrans("()[]", "（）【】")
_STRAIGHT = re.compile(r"\"([^\"\n“”]{1,200})\"")
MIN_TRADITIONAL = 3  # characters that simplified texts do not use
TRADITIONAL_SHARE = 50  # one in so many characters makes a text a traditional one


@cache
def simplified() -> dict[int, int]:
    """The simplified character of each traditional one, by code points."""
    spec = importlib.util.find_spec("opencc")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("the package opencc-python-reimplemented is not installed; run `make setup`")
    path = Path(next(iter(spec.submodule_search_locations))) / "dictionary" / "TSCharacters.txt"
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return {ord(row[0]): ord(row[1]) for row in rows if len(row) > 1 and len(row[0]) == len(row[1]) == 1}


def strip_residue(text: str) -> tuple[str, list[int] | None]:
    """The text without pinyin in brackets, marks of no width and spaces at figures, and where each character stood; None where none was."""
    cuts = [m.span() for m in RESIDUE.finditer(text)]
    if not cuts:
        return text, None
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end in cuts:
        pieces.append(text[at:start])
        offsets.extend(range(at, start))
        at = end
    pieces.append(text[at:])
    offsets.extend(range(at, len(text) + 1))
    return "".join(pieces), offsets


def in_one_spelling(text: str) -> str:
    """The text in simplified characters with full-width marks; no character moves."""
    plain = text.translate(_MARKS | _WIDE | _BRACKETS)
    other = plain.translate(simplified())
    changed = sum(a != b for a, b in zip(plain, other, strict=True)) if other != plain else 0
    if changed >= MIN_TRADITIONAL and changed * TRADITIONAL_SHARE > len(plain):
        plain = other
    plain = _HALF.sub(lambda m: _FULL[m[0]], plain)
    return _STRAIGHT.sub(lambda m: f"“{m[1]}”", plain)
