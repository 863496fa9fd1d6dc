"""Personal names in Chinese characters: surname and given name, by what stands behind them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Set
from functools import cache

from readouts.lexicon import grammar_words, vocabulary_file

_DOTTED = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]{1,6}(?:·[\u3400-\u9fff\U00020000-\U000323af]{1,6}){1,3}")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+")
_SPACED = re.compile(
    r"([\u3400-\u9fff\U00020000-\U000323af])[ \u00a0\u3000]{1,3}([\u3400-\u9fff\U00020000-\U000323af])(?![\u3400-\u9fff\U00020000-\U000323af][ \u00a0\u3000]{1,3}[\u3400-\u9fff\U00020000-\U000323af](?:[、，。；]|$))"
)
_ENDS_IN_AND = re.compile(r"(?:[那额巴斯宝][\u3400-\u9fff]{1,2}|孟[\u3400-\u9fff]{2})和(?=.)")
_TOWN = re.compile(r"[乡镇村](?:党委|党工委|党总支|党支部|人民政府|政府|[乡镇村]长)")  # 明永乡党委书记
_AND_MEMBERS = re.compile(r"(?:及|和)[^，。；、]{1,8}(?:委员|成员|负责人|代表)")  # 阿拉腾乌拉及旗委委员
_ACTS_BEHIND = ("列席", "出席", "参加", "主持", "讲话", "参会")  # 甲热·洛桑丹增列席
DELIMITERS = frozenset("、，。；：:！？（）()“”《》【】 \u00a0\u3000\n\r\t|/")
LEARNED = frozenset({"professor"})  # posts that stand behind the name, the school before it
MAX_GIVEN = 3  # characters of most names
MAX_UNKNOWN = 6  # characters of a name whose first is no surname


@cache
def surnames() -> tuple[frozenset[str], frozenset[str]]:
    """Surnames of one and of two characters."""
    data = tomllib.loads(vocabulary_file("surnames.toml"))
    single = re.sub(r"\s", "", data["single"] + data["zh"]["rare"])
    return frozenset(single), frozenset(data["double"].split())


@cache
def _function_words() -> frozenset[str]:
    return frozenset(grammar_words("behind_name", "zh"))


@cache
def _function_starts() -> frozenset[str]:
    return frozenset(word[0] for word in _function_words())


def _followed(text: str, end: int, starts: Set[int]) -> bool:
    """Whether something stands at a place that can follow a name: a mark, a word of the vocabulary, a particle."""
    if end >= len(text) or text[end] in DELIMITERS or end in starts or text[end].isdigit():
        return True
    return text[end] in _function_starts() and any(text.startswith(word, end) for word in _function_words())


def _is_marked(text: str, end: int) -> bool:
    """Whether a mark or a word of more than one character that can follow a name stands at a place, or 等."""
    if end >= len(text) or text[end] in DELIMITERS or text[end] == "等":
        return True
    return any(len(word) > 1 and text.startswith(word, end) for word in _function_words())


def name_at(text: str, at: int, starts: Set[int], taken: Set[int]) -> int | None:
    """End of the name that begins at a place, None where none does.

    `starts` are the places where a verb, post or the like begins, `taken` the places inside of such words.
    """
    if at >= len(text) or at in taken or not _HAN.match(text, at):
        return None
    dotted = _DOTTED.match(text, at)
    if dotted:
        if text[dotted.end() : dotted.end() + 1] in "、，。；":
            acts = text.endswith(_ACTS_BEHIND, at, dotted.end()) and dotted.end() - len("列席") in starts
            return dotted.end() - len("列席") if acts else dotted.end()
        last = text.rindex("·", at, dotted.end()) + 1
        ends = range(last + 1, dotted.end() + 1)
        if joined := next((end for end in ends if text[end : end + 1] in ("和", "及") and end + 1 in starts), None):
            return joined  # 阿沛·晋源和秘书长李云
        marked = next((e for e in ends if e in starts or _is_marked(text, e)), None)
        return marked or next((end for end in ends if _followed(text, end, starts)), None)
    if (ended := _ENDS_IN_AND.match(text, at)) and (ended.end() in starts or text[ended.end()] == "、"):
        return ended.end()  # 那顺孟和、罗志虎
    single, double = surnames()
    width = 2 if text[at : at + 2] in double else 1
    if width == 1 and (text[at] not in single or text.startswith(grammar_words("no_name_heads", "zh"), at)):
        return None
    spaced = _SPACED.match(text, at)
    if spaced and width == 1 and _followed(text, spaced.end(), starts):
        return spaced.end()
    fits = []
    for given in (2, 1):
        end = at + width + given
        if end > len(text) or not _HAN.fullmatch(text, at, end) or any(i in taken for i in range(at, end)):
            continue
        if _followed(text, end, starts) and not _TOWN.match(text, end - 1):
            fits.append(end)
    if not fits:
        return None
    if len(fits) == 2:
        return fits[1] if _third_is_particle(text, fits, starts) else fits[0]
    return fits[0]


def chairing_name_at(text: str, at: int, verbs: Set[int]) -> int | None:
    """End of a name whose given name is a verb elsewhere, where its holder chairs: 市委书记卢希望主持会议."""
    single, _ = surnames()
    chairs = text.startswith(("主持召开", "主持会议", "主持。", "主持并"), at + MAX_GIVEN)
    return at + MAX_GIVEN if chairs and text[at] in single and at + 1 in verbs else None


def _third_is_particle(text: str, fits: list[int], starts: Set[int]) -> bool:
    """Whether the last character of the longer reading is a particle: 李云等出席, 李云和王五."""
    last = fits[1]
    words = [w for w in _function_words() if text.startswith(w, last)]
    if not words:
        return False
    if text[last] == "等":
        return True
    if text[last] == "先" and text.startswith(grammar_words("no_first_act", "zh"), last + 1):
        return False  # 李云先主持会议: a name that ends in 先
    if text.startswith("和主持", last):
        return False  # 李万和主持会议: one holds the chair, and nobody is joined
    if text[last] == "于" and text.startswith("在", last + 1):
        return False  # 张中于在某地主持: a name that ends in 于
    if text[last] == "为" and fits[0] in starts:
        return False  # 李云为主持会议: nothing is told of what somebody is
    return fits[0] < len(text) and text[fits[0]] not in "、，。；： \n等"


def unknown_name_at(text: str, at: int, starts: Set[int], taken: Set[int]) -> int | None:
    """End of a name with a surname that no list has, behind a post: as many characters as stand before a mark or verb."""
    if text[at : at + 1] in grammar_words("no_name", "zh") or text.startswith(grammar_words("no_name_heads", "zh"), at):
        return None
    for end in range(at + 2, min(at + MAX_UNKNOWN, len(text)) + 1):
        if not _HAN.fullmatch(text, at, end) or (end - 1) in taken or text[end - 1] in grammar_words("no_name", "zh"):
            return None
        if (
            end >= len(text)
            or text[end] in "、，。；（"
            or end in starts
            or _AND_MEMBERS.match(text, end)
            or (end - at > MAX_GIVEN and text.startswith("代表", end))
            or (text[end] == "作" and end + 1 in starts and end - at < 5)
        ):
            return None if text.endswith(grammar_words("no_name_ends", "zh"), at, end) else end
    return None
