"""How formulations (提法) spread: their renderings, who used one first, who left one out.

Innovations spread as cumulative curves of adopters (Rogers, "Diffusion of Innovations", 1962; of policies between
governments: Walker, "The Diffusion of Innovations among the American States", APSR 63, 1969). Nothing is fitted here:
the curve counts, and beside it stands how many places could have been seen using the term.
"""

from __future__ import annotations

import csv

import pandas as pd

from readouts.compare.upstream import match_readouts
from readouts.corpus import Corpus, add_days
from readouts.lexicon import vocabulary_file

RENDERINGS = ["canonical", "zh", "rendering", "times", "readouts", "cities"]
FIRST = [
    "canonical",
    "zh",
    "city",
    "first_start",
    "first_end",
    "readouts",
    "of",
    "earlier",
    "undated",
    "rendering",
    "key",
    "document",
]
CURVE = ["canonical", "day", "city", "using", "seen"]
OMISSIONS = ["upstream", "city", "canonical", "zh", "state", "rendering", "key", "document", "source"]


def drop_nested(formulations: pd.DataFrame) -> pd.DataFrame:
    """The rows that stand in no longer row of the same text, so that a term within a term counts once."""
    ordered = formulations.sort_values(["document", "start", "end"], ascending=[True, True, False])
    reach = ordered.groupby("document")["end"].cummax().groupby(ordered["document"]).shift().fillna(-1)
    return ordered[ordered["end"] > reach].sort_index()


def read_known() -> dict[str, str]:
    """The Chinese of each formulation of the vocabulary, by id."""
    return {
        row["id"]: row["zh"].partition("|")[0]
        for row in csv.DictReader(vocabulary_file("formulations.csv").splitlines())
    }


def use_known(corpus: Corpus) -> pd.DataFrame:
    """The rows of formulations that the vocabulary knows, nested ones out, with Chinese and the bounds of the day."""
    rows = drop_nested(corpus["formulations"])
    rows = add_days(corpus, rows[rows["canonical"].notna()])
    return rows.assign(zh=rows["canonical"].astype("object").map(read_known()))


def list_renderings(corpus: Corpus) -> pd.DataFrame:
    """One row a formulation and English or Chinese rendering met, case aside: times, readouts, cities.

    Columns: canonical, zh, rendering, times, readouts, cities. A formulation never met has one row without a rendering.
    """
    rows = use_known(corpus).assign(rendering=lambda f: f["text"].str.lower())
    counted = rows.groupby(["canonical", "rendering"], observed=True).agg(
        times=("key", "size"), readouts=("document", "nunique"), cities=("city", "nunique")
    )
    known = pd.DataFrame(read_known().items(), columns=["canonical", "zh"])
    counted = counted.reset_index().astype({"canonical": "str"})
    out = known.merge(counted, on="canonical", how="left")
    counts = {name: out[name].fillna(0).astype("int64") for name in RENDERINGS[3:]}
    return (
        out.assign(**counts)
        .sort_values(["canonical", "times", "rendering"], ascending=[True, False, True])[RENDERINGS]
        .reset_index(drop=True)
    )


def date_first_use(corpus: Corpus) -> pd.DataFrame:
    """One row a formulation and city that uses it: the first readout in hand with it, as bounds.

    Columns: canonical, zh, city, first_start and first_end (of the first dated readout), readouts with it of the city's
    readouts, earlier (dated readouts of the city in hand before the first, none of which has it: with 0 the first in
    hand says nothing of when the use began), undated (readouts with it that have no day), rendering, key, document.
    """
    rows = use_known(corpus).sort_values(["canonical", "city", "held_to", "key"], na_position="last")
    sizes = corpus["documents"].groupby("city")["document"].nunique()
    grouped = rows.groupby(["canonical", "city"], observed=True, sort=True)
    out = grouped.agg(
        first_start=("held_from", "first"), first_end=("held_to", "first"), readouts=("document", "nunique"),
        rendering=("text", "first"), zh=("zh", "first"), key=("key", "first"), document=("document", "first"),
    ).reset_index()  # fmt: skip
    loose = rows[rows["held_to"].isna()].groupby(["canonical", "city"], observed=True)["document"].nunique()
    days = corpus["meetings"].drop_duplicates("document").dropna(subset=["held_start", "held_end"])
    ends = {city: part.sort_values() for city, part in days.groupby("city")["held_end"]}
    earlier = [
        0 if pd.isna(first) or city not in ends else int(ends[city].searchsorted(first, side="left"))
        for city, first in zip(out["city"], out["first_start"], strict=True)
    ]
    undated = [int(loose.get((name, city), 0)) for name, city in zip(out["canonical"], out["city"], strict=True)]
    out = out.assign(of=out["city"].map(sizes).astype("Int64"), earlier=earlier, undated=undated)
    return out.astype({"canonical": "str"})[FIRST]


def trace_spread(corpus: Corpus) -> pd.DataFrame:
    """One row a formulation and city that takes it up, in order of the latest possible day: how many use it by then.

    Columns: canonical, day, city, using (cities with it in a dated readout by that day), seen (cities with any dated
    readout in hand by then, the denominator).
    """
    first = date_first_use(corpus).dropna(subset=["first_end"]).sort_values(["canonical", "first_end", "city"])
    days = corpus["meetings"].dropna(subset=["held_end"]).groupby("city")["held_end"].min().sort_values()
    using = first.groupby("canonical").cumcount() + 1
    seen = days.searchsorted(first["first_end"], side="right")
    return first.assign(day=first["first_end"], using=using, seen=seen)[CURVE].reset_index(drop=True)


def list_omissions(corpus: Corpus) -> pd.DataFrame:
    """One row a relayed meeting, city and formulation of that meeting's own readout: repeated or left out by the city.

    Columns: upstream, city, canonical, zh, state (repeated, left out), rendering (the higher readout's words), key (its
    row), document (the city's readout), source (the higher readout). Only relays whose higher readout is in hand.
    """
    pairs = match_readouts(corpus)[["document", "city", "upstream", "source"]].drop_duplicates()
    rows = use_known(corpus)
    own = set(zip(rows["document"], rows["canonical"].astype("str"), strict=True))
    above = rows.drop_duplicates(["document", "canonical"])[["document", "canonical", "zh", "text", "key"]]
    above = above.rename(columns={"document": "source", "text": "rendering"}).astype({"canonical": "str"})
    out = pairs.merge(above, on="source", how="inner")
    found = [pair in own for pair in zip(out["document"], out["canonical"], strict=True)]
    out["state"] = ["repeated" if is_in else "left out" for is_in in found]
    return out.sort_values(["upstream", "city", "canonical"], ignore_index=True)[OMISSIONS]
