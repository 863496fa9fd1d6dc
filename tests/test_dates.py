"""Dates as printed, drawn in the text, and the days that incomplete ones mean."""

from __future__ import annotations

import datetime as dt

import pytest

from drawn import read_drawn
from readouts.dates import DateValue, find_dates, hold_on, last_such_day, parse_day
from readouts.lexicon import load_lexicon
from readouts.model import Span
from readouts.scan import scan_text

# The text with its dates drawn, and what each means (None for a day without month).
PRINTED = [
    ("On {date:January 7th} the committee met", ["--01-07"]),
    ("On {date:May 6, 2024}, it met", ["2024-05-06"]),
    ("{date:6 May 2024}", ["2024-05-06"]),
    ("the {date:7th of March}", ["--03-07"]),
    ("on {date:Feb. 29, 2024}", ["2024-02-29"]),
    ("{date:Sept. 3}", ["--09-03"]),
    ("{date:April 12th, 2024}, the", ["2024-04-12"]),
    ("{date:May\u00a06,\u00a02024}", ["2024-05-06"]),
    ("{date:July 6-8, 2023} and {date:July 6 to 8}", ["2023-07-06", "--07-06"]),
    ("{date:Dec-16, 2020}", ["2020-12-16"]),
    ("in {date:May 2024}", ["2024-05"]),
    ("{date:2024-04-12 15:37}", ["2024-04-12"]),
    ("{date:2024.4.12} {date:2024/04/12}", ["2024-04-12", "2024-04-12"]),
    ("{date:2024年4月12日}", ["2024-04-12"]),
    ("{date:29/04/2015} {date:04/29/2015} {date:29.04.2015}", ["2015-04-29"] * 3),
    # Day first or month first: nothing says which, so the year alone.
    ("{date:04/05/2015}", ["2015"]),
    ("in {date:2025}, from {date:2021} to {date:2025}", ["2025", "2021", "2025"]),
    ("on the {date:7th}, on the morning of the {date:3rd}", [None, None]),
    # No dates: words that look like months, ordinals of meetings, numbers, days that no calendar has.
    ("it may decide to march on, and May decided", []),
    ("on the 7th meeting", []),
    ("the 20th", []),
    ("the 33618 programme, 2024 yuan, 2023%, 20240412", []),
    ("February 30, 2024-13-45, 31 April", []),
    ("", []),
]


@pytest.mark.parametrize(("drawn", "meant"), PRINTED)
def test_printed_dates(drawn: str, meant: list[str | None]) -> None:
    text, spans = read_drawn(drawn)
    found = find_dates(text, scan_text(text, load_lexicon("en")))
    assert [(m.start, m.end) for m in found] == [(start, end) for _, start, end in spans]
    assert [m.value.iso() for m in found] == meant


SUCH_DAYS = [
    (4, 12, "2024-04-22", "2024-04-12"),
    (4, 12, "2024-04-12", "2024-04-12"),
    (12, 31, "2024-01-02", "2023-12-31"),  # across the new year
    (2, 29, "2023-03-01", "2020-02-29"),
    (2, 30, "2024-03-01", None),
]


@pytest.mark.parametrize(("month", "day", "printed", "found"), SUCH_DAYS)
def test_last_such_day_not_after_the_day_of_printing(month: int, day: int, printed: str, found: str | None) -> None:
    assert last_such_day(month, day, dt.date.fromisoformat(printed)) == parse_day(found)


SPAN = Span(0, 9)
# month, day, year / day of printing / years the text speaks in / latest relay: surface, start, end, precision
HELD = [
    # In full.
    ((1, 7, 2025), None, (), None, ("2025-01-07", "2025-01-07", "2025-01-07", "day")),
    # Rule 1: the last such day not after the day of printing.
    ((4, 12, None), "2024-04-22", (), None, ("2024-04-12", "2024-04-12", "2024-04-12", "day")),
    ((12, 30, None), "2024-01-02", (2024,), None, ("2023-12-30", "2023-12-30", "2023-12-30", "day")),
    # Rule 2: the one year left; the surface stays without a year.
    ((1, 7, None), None, (2025,), None, ("--01-07", "2025-01-07", "2025-01-07", "month-day")),
    ((1, 7, None), None, (2024, 2025), "2024-08-29", ("--01-07", "2025-01-07", "2025-01-07", "month-day")),
    # Two years left are bounds, no year at all is no bound.
    ((1, 7, None), None, (2024, 2025), None, ("--01-07", "2024-01-07", "2025-01-07", "month-day")),
    ((1, 7, None), None, (), None, ("--01-07", None, None, "month-day")),
    # A day alone takes the month of printing, or the one before.
    ((None, 7, None), "2024-04-22", (), None, ("2024-04-07", "2024-04-07", "2024-04-07", "day")),
    ((None, 30, None), "2024-01-02", (), None, ("2023-12-30", "2023-12-30", "2023-12-30", "day")),
    ((None, 7, None), None, (2024,), None, (None, None, None, "unknown")),
    # A month alone is no day.
    ((5, None, 2024), None, (), None, (None, None, None, "unknown")),
]


@pytest.mark.parametrize(("said", "printed", "years", "relay", "meant"), HELD)
def test_held(
    said: tuple[int | None, int | None, int | None],
    printed: str | None,
    years: tuple[int, ...],
    relay: str | None,
    meant: tuple[str | None, ...],
) -> None:
    month, day, year = said
    held = hold_on(DateValue(year, month, day), SPAN, parse_day(printed), years, parse_day(relay))
    assert (held.date, held.start, held.end, held.precision) == meant
    assert held.evidence == (SPAN,)
    assert held.basis


@pytest.mark.parametrize("value", ["--04-12", "2024-13-01", "2024-04", "12 April 2024", "", None])
def test_an_incomplete_date_is_no_day(value: str | None) -> None:
    assert parse_day(value) is None


ISO = [
    (DateValue(2024, 4, 12), "2024-04-12"),
    (DateValue(None, 4, 12), "--04-12"),
    (DateValue(2024, 4, None), "2024-04"),
    (DateValue(2024, None, None), "2024"),
    (DateValue(None, 2, 29), "--02-29"),
    (DateValue(2023, 2, 29), None),
    (DateValue(None, 4, None), None),
    (DateValue(None, None, 7), None),
]


@pytest.mark.parametrize(("value", "iso"), ISO)
def test_iso(value: DateValue, iso: str | None) -> None:
    assert value.iso() == iso
