"""When people first and last appear in a city's readouts."""

from __future__ import annotations

import pandas as pd

from readouts.corpus import Corpus, add_days


def bound_appearances(corpus: Corpus) -> pd.DataFrame:
    """One row a city and name: first and last day, number of readouts, how many of them undated, last office.

    Names are compared as they stand; two people of one name in one city are one row.
    """
    offices = corpus["offices"].drop_duplicates("person")[["person", "text"]]
    offices = offices.rename(columns={"person": "key", "text": "office"})
    people = add_days(corpus, corpus["people"].drop_duplicates(["document", "name"]))
    people = people.merge(offices, on="key", how="left").sort_values(["city", "name", "held_from", "key"])
    grouped = people.groupby(["city", "name"], sort=True)
    out = grouped.agg(
        first=("held_from", "min"),
        last=("held_to", "max"),
        readouts=("document", "nunique"),
        dated=("held_from", "count"),
        office=("office", "last"),
    ).reset_index()
    return out.assign(undated=out["readouts"] - out["dated"]).drop(columns="dated")
