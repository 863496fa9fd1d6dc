"""Readouts of one meeting in two languages: which rows are the same meeting, and where the two readouts disagree.

Rows are joined by organ and number, by organ and day, or by day and people; a number, term or day that both state and that
differs keeps them apart. People are the same where the romanised name spells the characters (readouts.pinyin).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from readouts.linked import TWIN_VALUES, TWINS, make_id, read_frame
from readouts.pinyin import is_chinese, spells
from readouts.seats import CENTRAL, load_rules

NEEDED = {
    "documents": ("document", "lang", "place", "adcode"),
    "meetings": ("key", "document", "body_type", "level", "term", "ordinal", "held", "held_start", "held_end"),
    "people": ("key", "document", "name", "roles"),
    "relays": ("key", "document", "level", "body_type", "term", "ordinal", "surface"),
    "agenda": ("document", "action"),
    "formulations": ("key", "document", "canonical", "text"),
}
LANGUAGES = ("en", "zh")
SAME, DIFFERENT, ENGLISH, CHINESE = "same", "different", "only English", "only Chinese"
FIELDS = ("body_type", "level", "term", "ordinal")

Rows = dict[str, list[dict[str, Any]]]  # rows by document


class Pair(NamedTuple):
    """Two rows of meetings that are one meeting, and why."""

    english: Mapping[str, Any]
    chinese: Mapping[str, Any]
    rule: str
    people: tuple[tuple[Mapping[str, Any], Mapping[str, Any]], ...]

    @property
    def weight(self) -> tuple[int, int]:
        """How much joins the two: kinds of evidence, then people."""
        number = self.english["ordinal"] is not None and self.english["ordinal"] == self.chinese["ordinal"]
        return number + (day_of(self.english) is not None and day_of(self.english) == day_of(self.chinese)), len(
            self.people
        )


def join_twins(
    tables: Mapping[str, Any], links: pd.DataFrame, bodies: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """The tables twins and twin_values, and by row of English people the row of the same person in Chinese.

    `tables` holds what NEEDED names; `links` and `bodies` are the linked tables of organs.
    """
    frames = {name: read_frame(tables, name, wanted) for name, wanted in NEEDED.items()}
    rows = {name: group_rows(frame) for name, frame in frames.items() if name != "documents"}
    documents = {row["document"]: row for row in to_rows(frames["documents"])}
    seats = {
        row["body"]: row["adcode"] or (CENTRAL if row["level"] == CENTRAL else row["place"]) for row in to_rows(bodies)
    }
    seat_of = {row["key"]: seats.get(row["body"]) for row in to_rows(links[["key", "body"]])}
    meetings = [
        {
            **row,
            "lang": documents[row["document"]]["lang"],
            "seat": seat_of.get(row["key"]) or documents[row["document"]]["adcode"],
        }
        for row in to_rows(frames["meetings"])
    ]
    pairs = choose_pairs(find_pairs(meetings, rows["people"]))
    same = {one["key"]: other["key"] for pair in pairs for one, other in pair.people}
    values = [line for pair in pairs for line in compare_pair(pair, documents, rows)]
    twins = pd.DataFrame([describe_pair(pair) for pair in pairs], columns=[column.name for column in TWINS.columns])
    return twins, pd.DataFrame(values, columns=[column.name for column in TWIN_VALUES.columns]), same


def to_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as dicts, None for empty cells."""
    plain = frame.astype("object").where(frame.notna(), None)
    return [{str(name): cell for name, cell in row.items()} for row in plain.to_dict("records")]


def group_rows(frame: pd.DataFrame) -> Rows:
    """The rows by document."""
    out: Rows = {}
    for row in to_rows(frame):
        out.setdefault(row["document"], []).append(row)
    return out


def day_of(meeting: Mapping[str, Any]) -> Any:
    """The day of a meeting where it is known."""
    return (
        meeting["held_start"]
        if meeting["held_start"] is not None and meeting["held_start"] == meeting["held_end"]
        else None
    )


def find_pairs(meetings: list[dict[str, Any]], people: Rows) -> Iterator[Pair]:
    """Every English and Chinese row that can be one meeting: those of one organ and number, and those of one day."""
    same = load_rules().same_organ
    for meeting in meetings:
        meeting["kind"] = same.get(meeting["body_type"], meeting["body_type"])
    for block in (number_of, day_of):
        blocks: dict[Any, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {}
        for meeting in meetings:
            value = block(meeting)
            if value is not None and meeting["lang"] in LANGUAGES:
                pair = blocks.setdefault((meeting["kind"], value), ([], []))
                pair[LANGUAGES.index(meeting["lang"])].append(meeting)
        for english, chinese in blocks.values():
            for one, other in itertools.product(english, chinese):
                told = block is day_of and number_of(one) is not None and number_of(one) == number_of(other)
                if not told:  # in the first round
                    yield from judge_pair(one, other, people)


def number_of(meeting: Mapping[str, Any]) -> tuple[Any, int] | None:
    """The organ's jurisdiction and the number of a meeting, where both are known."""
    known = meeting["seat"] is not None and meeting["ordinal"] is not None
    return (meeting["seat"], int(meeting["ordinal"])) if known else None


def judge_pair(one: dict[str, Any], other: dict[str, Any], people: Rows) -> Iterator[Pair]:
    """The pair, where nothing that both state differs and enough is the same."""
    if any(
        one[name] is not None and other[name] is not None and one[name] != other[name]
        for name in ("term", "ordinal", "seat")
    ):
        return
    if are_apart(one, other):
        return
    named = people.get(one["document"], []), people.get(other["document"], [])
    shared = tuple(match_people(*named))
    number = one["ordinal"] is not None and one["ordinal"] == other["ordinal"]
    day = day_of(one) is not None and day_of(one) == day_of(other)
    placed = one["seat"] is not None and one["seat"] == other["seat"]
    silent = not named[0] or not named[1]
    if placed and number and (day or shared or (one["term"] is not None and one["term"] == other["term"])):
        yield Pair(one, other, "organ and number", shared)
    elif placed and day and (shared or (silent and one["kind"] != "other")):
        yield Pair(one, other, "organ and day", shared)
    elif day and len(shared) > 1:
        yield Pair(one, other, "day and people", shared)


def are_apart(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether the bounds of two meetings' days have no day in common."""
    known = [row["held_start"] is not None and row["held_end"] is not None for row in (one, other)]
    return all(known) and (one["held_end"] < other["held_start"] or other["held_end"] < one["held_start"])


def match_people(
    english: list[dict[str, Any]], chinese: list[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """The people named in both, each once."""
    left = [row for row in chinese if is_chinese(row["name"])]
    for row in english:
        found = next((other for other in left if spells(row["name"], other["name"])), None)
        if found:
            left.remove(found)
            yield row, found


def choose_pairs(pairs: Iterator[Pair]) -> list[Pair]:
    """Of the pairs that a row stands in, the one that most joins."""
    taken: set[str] = set()
    chosen = []
    for pair in sorted(
        pairs, key=lambda pair: (*(-part for part in pair.weight), pair.english["key"], pair.chinese["key"])
    ):
        keys = {pair.english["key"], pair.chinese["key"]}
        if not keys & taken:
            taken |= keys
            chosen.append(pair)
    return sorted(chosen, key=lambda pair: pair.english["key"])


def describe_pair(pair: Pair) -> tuple[Any, ...]:
    """One row of the table twins."""
    one, other = pair.english, pair.chinese
    said = [f"no. {one['ordinal']}" if one["ordinal"] is not None and one["ordinal"] == other["ordinal"] else ""]
    said.append(f"{day_of(one):%Y-%m-%d}" if day_of(one) is not None and day_of(one) == day_of(other) else "")
    said += [f"{a['name']} {b['name']}" for a, b in pair.people]
    detail = "; ".join(part for part in said if part)
    key = make_id("t", one["key"], other["key"])
    return key, one["document"], other["document"], one["key"], other["key"], pair.rule, len(pair.people), detail


def compare_pair(
    pair: Pair, documents: Mapping[str, Mapping[str, Any]], rows: Mapping[str, Rows]
) -> Iterator[tuple[Any, ...]]:
    """The rows of twin_values of one twin."""
    one, other = pair.english, pair.chinese
    head = make_id("t", one["key"], other["key"]), one["document"], other["document"]
    places = documents[one["document"]], documents[other["document"]]
    if any(place["place"] for place in places):
        alike = places[0]["adcode"] is not None and places[0]["adcode"] == places[1]["adcode"]
        yield (
            *head,
            "place",
            places[0]["place"],
            places[1]["place"],
            state_of(places[0]["place"], places[1]["place"], alike),
            None,
            None,
        )
    for name in (*FIELDS, "held"):
        values = (say_day(one), say_day(other)) if name == "held" else (say(one[name]), say(other[name]))
        if any(values):
            yield (*head, name, *values, state_of(*values), one["key"], other["key"])
    english, chinese = ({name: part.get(row["document"], []) for name, part in rows.items()} for row in (one, other))
    yield from ((*head, *line) for line in compare_people(pair, english["people"], chinese["people"]))
    yield from ((*head, *line) for line in compare_relays(english["relays"], chinese["relays"]))
    yield from ((*head, *line) for line in compare_counts(english["agenda"], chinese["agenda"]))
    yield from ((*head, *line) for line in compare_terms(english["formulations"], chinese["formulations"]))


def state_of(english: str | None, chinese: str | None, alike: bool | None = None) -> str:
    """How two values stand to each other."""
    if english and chinese:
        return SAME if (english == chinese if alike is None else alike) else DIFFERENT
    return ENGLISH if english else CHINESE


def say(value: Any) -> str | None:
    """A value in words, None for none."""
    return None if value is None else str(value)


def say_day(meeting: Mapping[str, Any]) -> str | None:
    """The day of a meeting, its bounds, or its surface; None for none."""
    if day_of(meeting) is not None:
        return f"{day_of(meeting):%Y-%m-%d}"
    if meeting["held_start"] is not None and meeting["held_end"] is not None:
        return f"{meeting['held_start']:%Y-%m-%d} to {meeting['held_end']:%Y-%m-%d}"
    return say(meeting["held"])


def compare_people(
    pair: Pair, english: list[dict[str, Any]], chinese: list[dict[str, Any]]
) -> Iterator[tuple[Any, ...]]:
    """Who is named in both and in what role, and who in one only."""
    both = {row["key"] for match in pair.people for row in match}
    for one, other in pair.people:
        yield "people", one["name"], other["name"], SAME, one["key"], other["key"]
        first, second = (
            ", ".join(sorted(row["roles"] if row["roles"] is not None else ())) or None for row in (one, other)
        )
        if first or second:
            yield "roles", first, second, state_of(first, second), one["key"], other["key"]
    for row in english:
        if row["key"] not in both:
            yield "people", row["name"], None, ENGLISH, row["key"], None
    for row in chinese:
        if row["key"] not in both:
            yield "people", None, row["name"], CHINESE, None, row["key"]


def compare_relays(english: list[dict[str, Any]], chinese: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """Which higher meetings both name: of one level and kind, with no other number or term."""
    left = list(chinese)
    for row in english:
        fits = [
            other
            for other in left
            if all(row[n] == other[n] for n in ("level", "body_type"))
            and all(row[n] is None or other[n] is None or row[n] == other[n] for n in ("term", "ordinal"))
        ]
        fits.sort(key=lambda other: other["ordinal"] != row["ordinal"])
        if fits:
            left.remove(fits[0])
            yield "relays", row["surface"], fits[0]["surface"], SAME, row["key"], fits[0]["key"]
        else:
            yield "relays", row["surface"], None, ENGLISH, row["key"], None
    for other in left:
        yield "relays", None, other["surface"], CHINESE, None, other["key"]


def compare_counts(english: list[dict[str, Any]], chinese: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """How many items of the agenda either has, by what was done with them: titles cannot be compared across languages."""
    counts = [pd.Series([row["action"] for row in rows], dtype="object").value_counts() for rows in (english, chinese)]
    for action in sorted(set(counts[0].index) | set(counts[1].index)):
        first, second = (f"{part[action]} {action}" if action in part.index else None for part in counts)
        yield "agenda", first, second, state_of(first, second), None, None


def compare_terms(english: list[dict[str, Any]], chinese: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    """Which fixed formulations both use."""
    first = [{row["canonical"]: row for row in reversed(rows) if row["canonical"]} for rows in (english, chinese)]
    for canonical in sorted(set(first[0]) | set(first[1])):
        one, other = (part.get(canonical) for part in first)
        values = (one["text"] if one else None, other["text"] if other else None)
        keys = (one["key"] if one else None, other["key"] if other else None)
        yield "formulations", *values, state_of(*values, alike=True), *keys
