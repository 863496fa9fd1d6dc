"""How often a city's bodies meet, as far as the readouts in hand say."""

from __future__ import annotations

import pandas as pd

from readouts.corpus import Corpus


def count_quarters(corpus: Corpus) -> pd.DataFrame:
    """One row a city, quarter and kind of meeting: the meetings whose bounds fall into one quarter."""
    meetings = corpus["meetings"]
    first = pd.to_datetime(meetings["held_start"]).dt.to_period("Q")
    last = pd.to_datetime(meetings["held_end"]).dt.to_period("Q")
    placed = meetings.assign(quarter=first)[first.notna() & (first == last)]
    counted = placed.groupby(["city", "quarter", "body_type"], observed=True)["key"].nunique()
    return counted.rename("meetings").reset_index().assign(body_type=lambda f: f["body_type"].astype("str"))
