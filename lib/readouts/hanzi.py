"""Chinese text as it is read: traditional characters, residue of pinyin and half-width marks put into one spelling.

Each character is replaced by one other, or left out; where each stood in the text as saved is kept. The table of
characters comes from the package opencc-python-reimplemented.
"""

from __future__ import annotations

import importlib.util
import itertools
import re
from functools import cache
from pathlib import Path

_PINYIN = r"[a-zA-Zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɡ]{1,7} ?[)）]"
RESIDUE = re.compile(
    rf"[(（](?<=[\u3400-\u9fff].)(?:{_PINYIN}[(（])*{_PINYIN}"
    r"|[\u200b\ufeff\u00ad]|[,，](?<=[\u3400-\u9fff”》].)(?=[,，、。；])"
    r"|[ \u00a0](?<=[\u3400-\u9fff].)[ \u00a0]*(?=\d)|[ \u00a0](?<=\d.)[ \u00a0]*(?=[\u3400-\u9fff])"
)
_WIDE = {0xFF10 + n: 0x30 + n for n in range(10)}
_MARKS = str.maketrans("()[]「」『』〈〉﹝﹞［］．｡､•‧・∙", "（）【】“”‘’《》（）【】。。、····") | _WIDE
_HALF = re.compile(
    r"[,;:!?.](?:(?<=[\u3400-\u9fff”’》】）〉][,;:!?])(?!//)|(?<=[,;:])(?=[\u3400-\u9fff“‘《【（])|(?<=[\u3400-\u9fff”》）]\.)(?![\w.]))"
)
_FULL = dict(zip(",;:!?.", "，；：！？。", strict=True))
_STRAIGHT = re.compile(r"\"([^\"\n“”]{1,200})\"")
_TITLE = re.compile(  # a converter's 【…决定】 within a sentence
    r"(?<=[\u3400-\u9fff、])【([\u3400-\u9fff][^【】\n]{1,120}(?:决定|意见|方案|办法|规定|规划|条例|通知|报告|纲要|要点|计划|措施|细则))】"
)
_PASSED = re.compile(r"(?<=[议论决则致过])透过(?=[了的《【]|并)")  # 審議透過, as converters put 通过
_LINE = re.compile(r"[^\r\n]+")
_GOES_ON = re.compile(r"[\u3400-\u9fff，、》”]\r?\n[\u3400-\u9fff“《\d，、]")
MIN_WIDTH = 15  # characters of a line that can be cut
MIN_WRAPS = 4  # lines that go on, on a wrapped page
MAX_RAGGED = 3  # characters by which those differ
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


def find_wraps(text: str) -> list[tuple[int, int]]:
    """The line ends within sentences of a page whose lines are all cut at one width."""
    lines = [m.span() for m in _LINE.finditer(text)]
    broken = [
        (one, other)
        for one, other in itertools.pairwise(lines)
        if one[1] - one[0] >= MIN_WIDTH and _GOES_ON.match(text, one[1] - 1)
    ]
    widths = [one[1] - one[0] for one, _ in broken]
    if len(broken) < MIN_WRAPS or max(widths) - min(widths) > MAX_RAGGED:
        return []
    if any(end - start > max(widths) + MAX_RAGGED for start, end in lines):
        return []
    return [(one[1], other[0]) for one, other in broken]


def strip_residue(text: str) -> tuple[str, list[int] | None]:
    """The text without pinyin in brackets, marks of no width, spaces at figures and line ends within sentences, and where each character stood; None where none was."""
    cuts = sorted([*(m.span() for m in RESIDUE.finditer(text)), *find_wraps(text)])
    if not cuts:
        return text, None
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for start, end in cuts:
        pieces.append(text[at:start])
        offsets.extend(range(at, start))
        at = max(at, end)
    pieces.append(text[at:])
    offsets.extend(range(at, len(text) + 1))
    return "".join(pieces), offsets


def in_one_spelling(text: str) -> str:
    """The text in simplified characters with full-width marks; no character moves."""
    plain = text.translate(_MARKS)
    other = plain.translate(simplified())
    changed = sum(a != b for a, b in zip(plain, other, strict=True)) if other != plain else 0
    if changed >= MIN_TRADITIONAL and changed * TRADITIONAL_SHARE > len(plain):
        plain = _PASSED.sub("通过", other)
    plain = _TITLE.sub(lambda m: f"《{m[1]}》", plain)
    plain = _HALF.sub(lambda m: _FULL[m[0]], plain)
    return _STRAIGHT.sub(lambda m: f"“{m[1]}”", plain)
