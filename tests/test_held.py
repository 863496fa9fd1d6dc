"""The four rules for days that are not stated in full (record.md, "Dates that are not stated in full")."""

from __future__ import annotations

import pytest

from drawn import make_document
from readouts.model import Held
from readouts.parse import parse_document

MEETING = "the municipal reform commission held its third meeting"


def held(text: str, **known: str) -> Held:
    return parse_document(make_document(text, **known)).meetings[0].held


@pytest.mark.parametrize(
    ("published", "day"),
    [("2022-03-20", "2022-03-18"), ("2022-03-18", "2022-03-18"), ("2022-03-02", "2021-03-18")],
)
def test_rule_1_the_last_such_day_not_after_the_publication_date(published: str, day: str) -> None:
    found = held(f"On March 18, {MEETING}.", published=published)
    assert (found.date, found.start, found.end) == (day, day, day)


def test_rule_1_reads_the_date_line_of_the_page() -> None:
    found = held(f"Reform commission holds its third meeting\n2023-06-07 09:30\nOn June 5, {MEETING}.")
    assert found.date == "2023-06-05"


def test_rule_2_the_one_year_that_year_statements_leave() -> None:
    found = held(f"On January 9, {MEETING}. This year is the 75th anniversary of New China.")
    assert (found.date, found.start, found.end) == ("--01-09", "2024-01-09", "2024-01-09")


def test_rule_2_relays_rule_out_a_year() -> None:
    text = (
        f"On January 9, {MEETING}. It studied the spirit of the 20th Central Committee's third plenary session. "
        "2024 is a year to look back on and 2025 is a year to plan for."
    )
    found = held(text)
    assert (found.date, found.start, found.end) == ("--01-09", "2025-01-09", "2025-01-09")


def test_rule_3_bounds_by_the_relayed_meeting_and_the_next_of_its_series() -> None:
    text = (
        "A few days ago the municipal reform commission held a meeting to convey the spirit of the 22nd and 23rd "
        "meetings of the Central Commission for Deepening Overall Reform."
    )
    found = held(text)
    assert (found.date, found.start, found.end) == (None, "2021-12-17", "2022-02-28")
    assert found.basis.startswith("reference")


@pytest.mark.parametrize(
    "line",
    [
        "See also  Mayor visits a school on March 3, 2019",
        "Copyright 2018 City Government. All rights reserved",
        "You may also like: news of 2020-01-05",
    ],
)
def test_rule_4_furniture_gives_no_day(line: str) -> None:
    found = held(f"Reform commission holds its third meeting\nRecently {MEETING}.\n{line}\nIt was a good meeting.")
    assert (found.date, found.start) == (None, None)


def test_a_year_in_a_title_of_a_document_is_not_the_meetings() -> None:
    found = held(f'On March 18, {MEETING}. It reviewed the "Key Points of Reform Work for 2021".')
    assert found.date == "--03-18"
    assert found.start is None or found.start == found.end


def test_a_discipline_commissions_plenary_has_no_day_in_the_calendar() -> None:
    commission, committee = parse_document(
        make_document(
            "On March 5, 2025, the Standing Committee of the Municipal Party Committee held a meeting to convey the "
            "spirit of the third plenary session of the 20th Central Commission for Discipline Inspection and that of "
            "the 20th Central Committee's third plenary session."
        )
    ).relays
    assert commission.held is None
    assert committee.held is not None and committee.held.start == "2024-07-15"
