"""What share of a city's readouts touches a policy area, and which formulations it uses."""

from __future__ import annotations

import tomllib

import pandas as pd

from readouts.compare.diffusion import drop_nested
from readouts.compare.intervals import add_wilson
from readouts.corpus import Corpus
from readouts.lexicon import vocabulary_file

SCHEME = ["theme", "definition", "example", "example_zh", "forms", "forms_zh", "source"]


def share_themes(corpus: Corpus) -> pd.DataFrame:
    """One row a theme and city: readouts that touch it, readouts of the city, share with its 95 % interval.

    Columns: theme, city, readouts, of (all readouts of the city), share, low, high (Wilson's interval).
    """
    return _share(corpus, corpus["themes"], "theme")


def share_formulations(corpus: Corpus) -> pd.DataFrame:
    """One row a formulation and city, its canonical name where known: readouts with it, of the city, share, interval."""
    frame = drop_nested(corpus["formulations"])
    named = frame["canonical"].where(frame["canonical"].notna(), frame["text"])
    return _share(corpus, frame.assign(formulation=named.astype("str")), "formulation")


def _share(corpus: Corpus, frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Distinct readouts by value and city over all readouts of the city."""
    held = corpus["documents"].groupby("city")["document"].nunique()
    pairs = frame[[column, "city", "document"]].drop_duplicates()
    counted = pairs.groupby([column, "city"], observed=True)["document"].nunique().rename("readouts").reset_index()
    counted[column] = counted[column].astype("str")
    counted["of"] = counted["city"].map(held).astype("int64")
    return add_wilson(counted, "readouts", "of")


def describe_scheme() -> pd.DataFrame:
    """One row a policy area of the coding scheme: theme, definition, example and forms that touch it in both languages, source.

    A readout touches an area where one of the forms stands, whatever is said of it; one sentence may touch several.
    """
    entries = tomllib.loads(vocabulary_file("themes.toml"))["entry"]
    rows = [
        (
            entry["id"],
            entry["definition"],
            *(entry["example"].get(lang, "") for lang in ("en", "zh")),
            *("; ".join(entry.get(lang, ())) for lang in ("en", "zh")),
            entry.get("source", ""),
        )
        for entry in entries
    ]
    return pd.DataFrame(rows, columns=SCHEME).sort_values("theme", ignore_index=True)
