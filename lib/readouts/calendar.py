"""The calendar of central meetings (vocab/calendar.csv: one source a row), to date what readouts relay."""

from __future__ import annotations

import csv
import datetime as dt
from functools import cache
from typing import NamedTuple

from readouts.lexicon import vocabulary_file


class CalendarRow(NamedTuple):
    """One central meeting: kind, term and number, its days, and the page that says so."""

    kind: str
    group: bool
    term: int | None
    ordinal: int | None
    date: dt.date
    end: dt.date
    url: str


@cache
def load_calendar() -> tuple[CalendarRow, ...]:
    """Every row of the calendar, by date."""
    rows = []
    for row in csv.DictReader(vocabulary_file("calendar.csv").splitlines()):
        start = dt.date.fromisoformat(row["date"])
        rows.append(
            CalendarRow(
                row["kind"],
                row["series"] == "leading-group",
                int(row["term"]) if row["term"] else None,
                int(row["ordinal"]) if row["ordinal"] else None,
                start,
                dt.date.fromisoformat(row["end"]) if row["end"] else start,
                row["url"],
            )
        )
    return tuple(sorted(rows, key=lambda row: row.date))


@cache
def _by_number() -> dict[tuple[str, int | None], list[CalendarRow]]:
    """The calendar's rows by kind and number."""
    out: dict[tuple[str, int | None], list[CalendarRow]] = {}
    for row in load_calendar():
        out.setdefault((row.kind, row.ordinal), []).append(row)
    return out


def find_rows(
    kind: str, term: int | None, ordinal: int | None, group: bool, not_after: dt.date | None = None
) -> list[CalendarRow]:
    """The rows that a relay can mean: kind and number equal, the term where stated, none after a day."""
    rows = list(_by_number().get((kind, ordinal), ())) if ordinal is not None else []
    if term is not None:
        rows = [r for r in rows if r.term == term]
    elif kind == "deepening-reform-commission":
        rows = [r for r in rows if r.group == group]
    return [r for r in rows if not_after is None or r.date <= not_after]


def find_calendar_dates(
    kind: str, term: int | None, ordinal: int, group: bool, not_after: dt.date | None
) -> list[tuple[dt.date, dt.date | None]]:
    """The day of the meeting that a relay names, with the day of the next in its series; empty where several could be meant.

    With a day of printing the latest meeting of that number not after it is meant.
    """
    rows = find_rows(kind, term, ordinal, group, not_after)
    if not rows or (len(rows) > 1 and not_after is None):
        return []
    row = rows[-1]
    series = [r.date for r in load_calendar() if r.kind == kind and r.date > row.date]
    return [(row.end, series[0] if series else None)]
