"""How often a city's bodies meet: what is in hand, and what the numbers of the meetings say was held beside it."""

from __future__ import annotations

import pandas as pd

from readouts.compare.ledger import list_numbers
from readouts.corpus import Corpus

YEARS = ["city", "body_type", "year", "state", "meetings"]


def count_quarters(corpus: Corpus) -> pd.DataFrame:
    """One row a city, quarter and kind of meeting: the meetings whose bounds fall into one quarter."""
    meetings = corpus["meetings"]
    first = pd.to_datetime(meetings["held_start"]).dt.to_period("Q")
    last = pd.to_datetime(meetings["held_end"]).dt.to_period("Q")
    placed = meetings.assign(quarter=first)[first.notna() & (first == last)]
    counted = placed.groupby(["city", "quarter", "body_type"], observed=True)["key"].nunique()
    return counted.rename("meetings").reset_index().assign(body_type=lambda f: f["body_type"].astype("str"))


def count_years(corpus: Corpus) -> pd.DataFrame:
    """One row a city, kind of meeting, year and state: meetings in hand, named elsewhere, missing by number.

    Columns: city, body_type, year (empty where the bounds of the day are not within one year), state, meetings. A numbered
    meeting counts once, however many readouts report it; a missing one has the year of its neighbours in hand only
    where both have the same. Organs of which no meeting is in hand are left out. Missing meetings of organs without
    numbers are not known and not in it: see compare.ledger.
    """
    numbers = list_numbers(corpus)
    met = set(numbers.loc[numbers["state"] == "in hand", "body"])
    numbers = numbers[numbers["body"].isin(met)]
    start = pd.to_datetime(numbers["held_start"]).fillna(pd.to_datetime(numbers["after"]))
    end = pd.to_datetime(numbers["held_end"]).fillna(pd.to_datetime(numbers["before"]))
    counted = numbers[["city", "body_type", "state"]].assign(start=start, end=end)
    links = corpus["body_links"]
    numbered = corpus["meetings"]["ordinal"].notna()
    numbered &= corpus["meetings"]["key"].isin(links.loc[links["body"].isin(met), "key"])
    loose = corpus["meetings"][~numbered]
    days = {"start": pd.to_datetime(loose["held_start"]), "end": pd.to_datetime(loose["held_end"])}
    loose = loose[["city", "body_type"]].assign(state="in hand", **days)
    rows = pd.concat([part for part in (counted, loose) if len(part)] or [loose], ignore_index=True)
    year = rows["start"].dt.year.where(rows["start"].dt.year == rows["end"].dt.year).astype("Int64")
    rows = rows.assign(year=year, city=rows["city"].astype("str"), body_type=rows["body_type"].astype("str"))
    return rows.groupby(YEARS[:4], dropna=False, sort=True).size().rename("meetings").reset_index()
