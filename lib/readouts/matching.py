"""What counts as found: for each table of the record, which rows are compared and when a row is the gold's row.

The rules are those that the record's description gives users: equal values after folding, surfaces by the likeness of
their words, each row matched once, the likest first.
"""

from __future__ import annotations

import operator
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

Json = dict[str, Any]
Pairs = list[tuple[int, int]]
Likeness = Callable[[Any, Any], float]

SURFACE_KEYS = ("text", "surface", "title", "name", "actor")
# Words and marks that say nothing of whether two surfaces are the same.
SMALL_WORDS = frozenset(["the", "a", "an", "of", "for", "and", "on", "in"])
MARKS = str.maketrans(dict.fromkeys("\"'“”‘’`「」『』《》〈〉【】()（）[].,;:，。；：、!?！？", " "))
HAN = re.compile("[\u3400-\u9fff]")
EN_ENDING = re.compile(r" (?:city|county|district|province|prefecture|municipality)$")
ZH_ENDING = re.compile("[市县縣区區省州盟]$")


@dataclass(frozen=True)
class Value:
    """A comparison made once a document, or once a matched pair, where gold holds a value to compare with."""

    name: str
    want: Callable[[Any], Any]
    have: Callable[[Any], Any]
    agrees: Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Rows:
    """A table compared row by row: what gold and record hold, how like two rows are (0: not the same row)."""

    name: str
    want: Callable[[Json], Sequence[Any] | None]
    have: Callable[[Json], Sequence[Any]]
    likeness: Likeness
    pairs: tuple[Value, ...] = ()
    order: str | None = None


@dataclass
class Count:
    """How many rows gold and record hold, and how many are the same."""

    gold: int = 0
    found: int = 0
    hit: int = 0
    misses: list[str] = field(default_factory=list)


@lru_cache(maxsize=65536)
def fold_text(text: str) -> str:
    """A surface for comparing: width, case, quotation marks, punctuation and spaces set aside."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().translate(MARKS).split())


def fold(value: Any) -> str:
    """A value for comparing; nothing for none."""
    return fold_text(str(value)) if value else ""


def surface_of(value: Any) -> str:
    """The words of a value that is a string or an object with a surface."""
    if isinstance(value, dict):
        return next((surface_of(value[key]) for key in SURFACE_KEYS if value.get(key)), "")
    return "" if value is None else str(value)


@lru_cache(maxsize=65536)
def count_words(folded: str) -> Counter[str]:
    """The words of a folded surface, Chinese by the character, small English words left out."""
    words: list[str] = []
    for word in folded.split():
        if HAN.search(word):
            words.extend(word)
        elif word not in SMALL_WORDS:
            words.append(word)
    return Counter(words)


def word_f1(one: Any, other: Any) -> float:
    """The F1 of the words of two surfaces."""
    first, second = count_words(fold(surface_of(one))), count_words(fold(surface_of(other)))
    shared = (first & second).total()
    return 2 * shared / (first.total() + second.total()) if shared else 0.0


def bare_place(value: Any) -> str:
    """A place name without its generic ending, in either language."""
    name = EN_ENDING.sub("", fold(surface_of(value)))
    return ZH_ENDING.sub("", name) if len(name) > 2 else name


def day_of(value: Any) -> str | None:
    """The day of a date in any of its forms: a string, or an object with a date or with two equal bounds."""
    if not isinstance(value, dict):
        return value if isinstance(value, str) else None
    if "date" in value:
        return day_of(value["date"])
    return day_of(value.get("start")) if value.get("start") == value.get("end") else None


def same_day(gold: str, found: str | None) -> bool:
    """Whether the days agree; where gold has no year, month and day."""
    if not found:
        return False
    return gold[-5:] == found[-5:] if gold.startswith("--") else gold == found


def rows_of(key: str) -> Callable[[Json], list[Any]]:
    """The reader of a list; empty where there is none."""
    return lambda record: record.get(key) or []


def rows_if_held(key: str) -> Callable[[Json], list[Any] | None]:
    """The reader of a list that only some gold files hold; None in the others."""
    return lambda record: (record.get(key) or []) if key in record else None


def each_of_people(key: str) -> Callable[[Json], list[tuple[str, str]]]:
    """The reader of (name, item) for a list that every person has."""
    people = rows_of("people")
    return lambda record: [
        (fold(surface_of(person)), surface_of(item)) for person in people(record) for item in person.get(key) or []
    ]


def relays_passed_on(record: Json) -> list[Any]:
    """The relays that are more than a mention."""
    return [relay for relay in record.get("relays") or [] if relay.get("relation") != "referred"]


def like_surfaces(limit: float) -> Likeness:
    """The likeness of two surfaces, 0 below a limit; equal ones are as like as can be."""

    def likeness(gold: Any, found: Any) -> float:
        value = 1.0 if fold(surface_of(gold)) == fold(surface_of(found)) else word_f1(gold, found)
        return value if value >= limit else 0.0

    return likeness


def like_fields(*keys: str) -> Likeness:
    """1 where all these fields are equal."""
    return lambda gold, found: float(all(gold.get(key) == found.get(key) for key in keys))


def like_offices(gold: tuple[str, str], found: tuple[str, str]) -> float:
    """The likeness of two offices of one person."""
    value = word_f1(gold[1], found[1]) if gold[0] == found[0] else 0.0
    return value if value >= 0.8 else 0.0


def like_relays(gold: Json, found: Json) -> float:
    """By level, organ and number; where gold has no number, by the words, and the record must have none either."""
    if (gold.get("level"), gold.get("body_type")) != (found.get("level"), found.get("body_type")):
        return 0.0
    if gold.get("ordinal") != found.get("ordinal"):
        return 0.0
    value = word_f1(gold, found)
    if gold.get("ordinal") is not None:
        return 1.0 + value
    return value if value >= 0.5 else 0.0


def like_assignments(gold: Json, found: Json) -> float:
    """By actor and task."""
    actor, task = word_f1(gold.get("actor"), found.get("actor")), word_f1(gold.get("task"), found.get("task"))
    return actor + task if actor >= 0.8 and task >= 0.5 else 0.0


def like_times(gold: Json, found: Json) -> float:
    """By the words and, where gold has one, the norm."""
    value = word_f1(gold, found) or float(fold(surface_of(gold)) == fold(surface_of(found)))
    wrong = gold.get("norm") and fold(gold["norm"]) != fold(found.get("norm"))
    return value if value >= 0.8 and not wrong else 0.0


def like_spans(gold: Sequence[int], found: Sequence[int]) -> float:
    """The shared part of two spans over the stretch that both cover."""
    shared = min(gold[1], found[1]) - max(gold[0], found[0])
    value = shared / (max(gold[1], found[1]) - min(gold[0], found[0])) if shared > 0 else 0.0
    return value if value >= 0.8 else 0.0


def equal(gold: Any, found: Any) -> float:
    """1 where the two are the same."""
    return float(gold == found)


def say_who(record: Json) -> list[tuple[str, str]]:
    """Speaker and verb of each utterance."""
    return [(fold(u.get("speaker")), fold(surface_of(u.get("verb")))) for u in record.get("utterances") or []]


def gold_sentences(gold: Json) -> list[Any] | None:
    """The spans of gold's directives; None where gold has none marked."""
    return gold["directives"]["sentence_spans"] if "directives" in gold else None


VALUES: tuple[Value, ...] = (
    Value("place", lambda g: bare_place(g.get("place")), lambda r: bare_place(r.get("place")), operator.eq),
    Value("title", lambda g: fold(surface_of(g.get("title"))), lambda r: fold(surface_of(r.get("title"))), operator.eq),
    Value("published", lambda g: day_of(g.get("published")), lambda r: day_of(r.get("published")), operator.eq),
)
HELD = Value("held", lambda g: day_of(g.get("held")), lambda r: day_of(r.get("held")), same_day)
ACTION = Value("agenda_action", lambda g: str(g.get("action")), lambda r: str(r.get("action")), operator.eq)
TABLES: tuple[Rows, ...] = (
    Rows(
        "meetings",
        rows_of("meetings"),
        rows_of("meetings"),
        like_fields("body_type", "level", "term", "ordinal"),
        (HELD,),
    ),
    Rows(
        "people",
        rows_of("people"),
        rows_of("people"),
        lambda g, r: float(fold(surface_of(g)) == fold(surface_of(r))),
        order="order",
    ),
    Rows("roles", each_of_people("roles"), each_of_people("roles"), equal),
    Rows("offices", each_of_people("offices"), each_of_people("offices"), like_offices),
    Rows("relays", relays_passed_on, relays_passed_on, like_relays),
    Rows("agenda", rows_of("agenda"), rows_of("agenda"), like_surfaces(0.7), (ACTION,)),
    Rows("formulations", rows_of("formulations"), rows_of("formulations"), like_surfaces(0.8)),
    Rows("assignments", rows_of("assignments"), rows_of("assignments"), like_assignments),
    Rows("furniture", rows_if_held("furniture"), rows_of("furniture"), like_surfaces(0.8)),
    Rows("groups", rows_if_held("collective_attendees"), rows_of("groups"), like_surfaces(0.8)),
    Rows("directives", gold_sentences, lambda r: [d["span"] for d in r.get("directives") or []], like_spans),
    Rows("utterances", lambda g: say_who(g) if "utterances" in g else None, say_who, equal),
    Rows("time_references", rows_if_held("time_references"), rows_of("time_references"), like_times),
)
# Judgements, counted for recall only and outside the headline.
RECALLED = ("slogans", "programmes", "themes")


def pair_rows(gold: Sequence[Any], found: Sequence[Any], likeness: Likeness) -> Pairs:
    """Which gold row is which found row: the likest first, ties by position, each row once."""
    scored = [(likeness(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)]
    left, right, pairs = set(range(len(gold))), set(range(len(found))), []
    for value, i, j in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if value > 0 and i in left and j in right:
            left.remove(i)
            right.remove(j)
            pairs.append((i, j))
    return pairs


def iter_spans(node: Any) -> Iterator[tuple[Sequence[int], str]]:
    """Every span of a record with the surface that stands beside it."""
    if isinstance(node, dict):
        span, surface = node.get("span"), surface_of(node)
        if surface and isinstance(span, list | tuple) and len(span) == 2:
            yield span, surface
    if isinstance(node, dict | list | tuple):
        for value in node.values() if isinstance(node, dict) else node:
            yield from iter_spans(value)
