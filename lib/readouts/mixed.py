"""A text in two languages: the lines of each for its own grammar, and one record of both."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from readouts.model import Meeting, Record, Span

OTHER = {"en": "zh", "zh": "en"}
_HAN = re.compile(r"[\u3400-\u9fff]")
_HAN_RUN = re.compile(r"[\u3400-\u9fff][^A-Za-z\n]{12,}")
_WORD = re.compile(r"[A-Za-z]{2,}")
_LATIN_RUN = re.compile(r"[A-Za-z][^\u3400-\u9fff\n]{40,}")
_LINE = re.compile(r"[^\n]+")
MIN_HAN, MIN_WORDS = 20, 8  # of a line that is read as one of the other language
SHARE = 4  # characters a word, or words a character, in such a line
# What both languages tell of one meeting is taken from the main one; what is said in words belongs to each.
FACTS = ("meetings", "people", "groups", "relays", "agenda", "assignments")
WORDS = (
    "utterances",
    "directives",
    "formulations",
    "programmes",
    "themes",
    "time_references",
    "furniture",
)


def find_other_lines(text: str, lang: str) -> list[Span]:
    """The lines of a text in one language that are in the other, in order."""
    runs = _HAN_RUN if lang == "en" else _LATIN_RUN
    if not runs.search(text):
        return []
    return [Span(*line.span()) for line in _LINE.finditer(text) if _is_other(line[0], lang)]


def _is_other(line: str, lang: str) -> bool:
    han, words = len(_HAN.findall(line)), len(_WORD.findall(line))
    if lang == "en":
        return han >= MIN_HAN and han > words * SHARE
    return words >= MIN_WORDS and words > han * SHARE


def blank_lines(text: str, lines: list[Span]) -> str:
    """The text with spaces in place of these lines: what is left stands where it stood."""
    pieces, at = [], 0
    for line in lines:
        pieces += [text[at : line.start], " " * (line.end - line.start)]
        at = line.end
    return "".join((*pieces, text[at:]))


def keep_lines(text: str, lines: list[Span]) -> str:
    """The text with spaces in place of all other lines."""
    kept = {line.start for line in lines}
    return blank_lines(text, [s for m in _LINE.finditer(text) if (s := Span(*m.span())).start not in kept])


def join_records(main: Record, other: Record) -> Record:
    """One record of both languages: the facts of the second too, where it tells of a meeting that the first does not.

    Of these, meetings and numbered relays that stand in the first are left out.
    """
    keys = list(WORDS)
    changed: dict[str, object] = {}
    if any(not any(_is_same(known, meeting) for known in main.meetings) for meeting in other.meetings):
        keys += FACTS
    if main.place.name is None and other.place.name is not None and not main.meetings:
        changed["place"] = other.place
    for key in ("title", "subtitle", "published"):
        if getattr(main, key) is None and not main.meetings:
            changed[key] = getattr(other, key)
    for key in keys:
        rows = (*getattr(main, key), *(row for row in getattr(other, key) if not _is_told(key, row, main)))
        if key == "people":
            changed[key] = tuple(dataclasses.replace(row, order=order) for order, row in enumerate(rows, 1))
        else:
            name = "actor_span" if key == "assignments" else "span"
            changed[key] = tuple(sorted(rows, key=lambda row: getattr(row, name)))
    return dataclasses.replace(main, **changed)  # type: ignore[arg-type]


def _is_told(key: str, row: Any, main: Record) -> bool:
    """Whether a meeting held or a numbered one relayed stands in the first record already."""
    if key == "meetings":
        return any(_is_same(known, row) for known in main.meetings)
    if key != "relays" or row.ordinal is None:
        return False
    return any((r.level, r.body_type, r.ordinal) == (row.level, row.body_type, row.ordinal) for r in main.relays)


def _is_same(one: Meeting, other: Meeting) -> bool:
    """Whether two meetings can be one: of one kind of organ, numbers not different."""
    numbers = {one.ordinal, other.ordinal} - {None}
    return one.body_type == other.body_type and len(numbers) < len((one, other))
