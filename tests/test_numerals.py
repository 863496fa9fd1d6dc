"""Numbers and ordinals in both languages."""

from __future__ import annotations

import pytest

from readouts.numerals import cardinal_word, english_ordinals, ordinal_suffix, ordinal_word, read_han

WORDS = [
    (1, "one", "first", "1st"),
    (2, "two", "second", "2nd"),
    (3, "three", "third", "3rd"),
    (5, "five", "fifth", "5th"),
    (8, "eight", "eighth", "8th"),
    (9, "nine", "ninth", "9th"),
    (11, "eleven", "eleventh", "11th"),  # not 11st
    (12, "twelve", "twelfth", "12th"),
    (13, "thirteen", "thirteenth", "13th"),
    (20, "twenty", "twentieth", "20th"),
    (22, "twenty-two", "twenty-second", "22nd"),
    (40, "forty", "fortieth", "40th"),  # not fourty
    (99, "ninety-nine", "ninety-ninth", "99th"),
]


@pytest.mark.parametrize(("number", "cardinal", "ordinal", "figures"), WORDS)
def test_english(number: int, cardinal: str, ordinal: str, figures: str) -> None:
    assert (cardinal_word(number), ordinal_word(number), ordinal_suffix(number)) == (cardinal, ordinal, figures)


@pytest.mark.parametrize(("number", "figures"), [(101, "101st"), (111, "111th"), (112, "112th"), (123, "123rd")])
def test_figures_beyond_a_hundred(number: int, figures: str) -> None:
    assert ordinal_suffix(number) == figures


def test_the_scan_looks_for_each_ordinal_once() -> None:
    forms = [form for form, _ in english_ordinals()]
    assert len(forms) == len(set(forms))
    assert dict(english_ordinals())["twenty-third"] == 23


HAN = [
    ("十", 10),
    ("十二", 12),
    ("二十", 20),
    ("二十七", 27),
    ("一百零三", 103),
    ("一百一十", 110),
    ("两", 2),
    ("〇", 0),
    ("二〇二四", 2024),  # a year is read digit by digit
    ("一九四九", 1949),
    ("27", 27),
    ("九", 9),
    ("第九", None),
    ("", None),
    ("九次", None),
    ("nine", None),
    ("２７", None),  # full-width figures: null rather than a guess
]


@pytest.mark.parametrize(("surface", "value"), HAN)
def test_chinese(surface: str, value: int | None) -> None:
    assert read_han(surface) == value


@pytest.mark.parametrize("number", range(1, 100))
def test_every_chinese_number_to_99_is_read_back(number: int) -> None:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else digits[tens] + "十")
    assert read_han(head + (digits[ones] if ones else "")) == number
