"""What share of a city's readouts touches a policy area, and which formulations it uses."""

from __future__ import annotations

import pandas as pd

from readouts.corpus import Corpus


def share_themes(corpus: Corpus) -> pd.DataFrame:
    """One row a theme and city: readouts that touch it, readouts of the city, share."""
    return _share(corpus, corpus["themes"], "theme")


def share_formulations(corpus: Corpus) -> pd.DataFrame:
    """One row a formulation and city, its canonical name where known: readouts with it, of the city, share."""
    frame = corpus["formulations"]
    named = frame["canonical"].where(frame["canonical"].notna(), frame["text"])
    return _share(corpus, frame.assign(formulation=named.astype("str")), "formulation")


def _share(corpus: Corpus, frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Distinct readouts by value and city over all readouts of the city."""
    held = corpus["documents"].groupby("city")["document"].nunique()
    pairs = frame[[column, "city", "document"]].drop_duplicates()
    counted = pairs.groupby([column, "city"], observed=True)["document"].nunique().rename("readouts").reset_index()
    counted[column] = counted[column].astype("str")
    counted["of"] = counted["city"].map(held).astype("int64")
    counted["share"] = counted["readouts"] / counted["of"]
    return counted
