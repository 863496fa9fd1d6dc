"""Personal names: drawn in the text where they are found."""

from __future__ import annotations

import pytest

from drawn import read_drawn
from readouts.names import count_syllables, drop_reporters, find_aliases, find_names, load_surnames

NAMES = [
    "{name:Yuan Jiajun} presided.",
    "{name:LI QIANG} and {name:WANG Yi} attended.",
    "{name:DING XUEXIANG}",
    "{name:Ouyang Xiao}, {name:Sima Wei}",  # double surnames in one word
    "{name:Chen Min'er}'s speech; {name:Chen Min’er}’s speech",
    "{name:Li Yun}’s speech",
    "{name:Zhang Wei-min} and {name:Li Xiao Ming} said",  # given names in two pieces
    "{name:Ye\u00a0Jianming}",
    "{name:He Lifeng} attended; he Lifeng is no name",
    "{name:Lyu Zhihe}, {name:Lv Zhihe} and {name:Lü Zhihe}",  # 吕 in its three spellings
    "{name:Xi Jinping} Thought",
    "{name:Zhao Leji}/{name:Han Zheng}",
    # No names: words that are no pinyin, or no surname before them.
    "San Francisco, Sun City, Long March, Wu Committee",
    "Mayor Wang, Comrade Li",
    "Municipal Committee, Party Secretary, An Opinion",
    "zhang wei",
    "Li\nMing",
    "Li Keqiangs",
    "McLi Mingx",
    "",
]


@pytest.mark.parametrize("drawn", NAMES)
def test_names(drawn: str) -> None:
    text, spans = read_drawn(drawn)
    assert [(m.start, m.end) for m in find_names(text, [])] == [(start, end) for _, start, end in spans]


def test_what_is_taken_is_no_name() -> None:
    text = "Hong Kong and Yuan Jiajun"
    taken = [m for m in find_names(text, []) if text[m.start : m.end] == "Hong Kong"]
    assert [text[m.start : m.end] for m in find_names(text, taken)] == ["Yuan Jiajun"]


ALIASES = [
    ("Xi Jinping spoke. {alias:Xi} stressed. {alias:Xi}'s words.", 2),
    ("Li Ming and Li Yun met. Li spoke.", 0),  # two of that surname
    ("Xi Jinping spoke. Xi Zhongxun", 0),  # the beginning of another name
    ("Xi Jinping spoke in Xi'an.", 0),
]


@pytest.mark.parametrize(("drawn", "number"), ALIASES)
def test_a_surname_alone_stands_for_the_one_who_bears_it(drawn: str, number: int) -> None:
    text, spans = read_drawn(drawn)
    found = [(m.start, m.end) for m in find_aliases(text, find_names(text, []))]
    assert found == [(start, end) for _, start, end in spans]
    assert len(found) == number


BYLINES = ["(Reporter Zhang Wei)", "(Zhang Wei, reporter)", "Reporter: Zhang Wei", "Correspondent Zhang Wei"]


@pytest.mark.parametrize("byline", BYLINES)
def test_reporters_take_no_part(byline: str) -> None:
    text = f"Li Ming attended the meeting. {byline}"
    kept = drop_reporters(text, find_names(text, []))
    assert [text[m.start : m.end] for m in kept] == ["Li Ming"]


SYLLABLES = [("Jiajun", 2), ("Min'er", 2), ("Xian", 1), ("Ming", 1), ("Lü", 1), ("Committee", 0), ("Zzz", 0), ("", 0)]


@pytest.mark.parametrize(("word", "number"), SYLLABLES)
def test_syllables(word: str, number: int) -> None:
    assert count_syllables(word) == number


def test_surnames_in_their_surname_reading() -> None:
    assert {"zeng", "shan", "xie", "ouyang", "zhuge", "lyu"} <= load_surnames()
    assert "ceng" not in load_surnames()
