"""Numbers and ordinals as integers, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readouts.patterns import at_word

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_HAN_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_HAN_UNITS = {"十": 10, "百": 100}


def cardinal_word(number: int) -> str:
    """The English words of a number from 0 to 99, tens and ones parted by a hyphen."""
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")


def ordinal_word(number: int) -> str:
    """The English ordinal word of a number from 1 to 99: ninth, twenty-seventh."""
    head, _, last = cardinal_word(number).rpartition("-")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return f"{head}-{last}" if head else last


def ordinal_suffix(number: int) -> str:
    """The English ordinal in figures: 1st, 12th, 23rd."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}" + {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def english_ordinals() -> Iterator[tuple[str, int]]:
    """Every English ordinal form that the scan looks for, with its value (words to 99, figures to 199)."""
    for number in range(1, 100):
        yield ordinal_word(number), number
    for number in range(1, 200):
        yield ordinal_suffix(number), number


# "the eighteen Third Plenary Session": machine translations count a committee's terms with cardinals.
_CARDINALS = [cardinal_word(n) for n in range(11, 21)]
_TERM = re.compile(
    rf"({at_word(_CARDINALS)})(?=[ \u00a0](?:[A-Za-z]+(?:st|nd|rd|th|first|second|third)[ \u00a0])?"
    r"(?:National People|CPPCC|Plenary|plenary|plenum|Party Congress|session|Central Committee|(?:Municipal|Provincial) (?:Party|Committee)))"
)


def cardinal_terms(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and number of every cardinal that stands for a term or a count before a congress, plenum or session."""
    for match in _TERM.finditer(text):
        yield match.start(), match.end(), 11 + _CARDINALS.index(match[1])


def read_han(surface: str) -> int | None:
    """The value of a Chinese or Arabic numeral below 1,000 (二十七, 27, 一百零三), or None."""
    if surface.isascii() and surface.isdigit():
        return int(surface)
    if not surface:
        return None
    total, digit = 0, None
    if len(surface) > 1 and all(c in _HAN_DIGITS for c in surface):
        return int("".join(str(_HAN_DIGITS[c]) for c in surface))
    for char in surface:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif char in _HAN_UNITS:
            total += (1 if digit is None else digit) * _HAN_UNITS[char]
            digit = None
        else:
            return None
    return total + (digit or 0)
