"""What the translation did to the facts: values of meetings that an English and a Chinese readout report, field by field."""

from __future__ import annotations

import pandas as pd

from readouts.compare.intervals import add_wilson
from readouts.corpus import Corpus

STATES = {"same": "same", "different": "different", "only English": "only_english", "only Chinese": "only_chinese"}
ORDER = [
    "place", "body_type", "level", "term", "ordinal", "held", "people", "roles", "relays", "agenda", "formulations"
]  # fmt: skip


def list_twins(corpus: Corpus) -> pd.DataFrame:
    """One row a meeting reported in both languages: city, both titles, rule, shared (people named in both), detail, document."""
    titles = corpus["documents"].set_index("document")["title"]
    cities = corpus["documents"].set_index("document")["city"]
    twins = corpus["twins"]
    return twins.assign(
        city=twins["document"].map(cities),
        english=twins["document"].map(titles),
        chinese_title=twins["chinese"].map(titles),
    )


def cost_translation(corpus: Corpus) -> pd.DataFrame:
    """One row a field: how many of its values the two readouts of a meeting share.

    Columns: field, twins (meetings with such a value), values, same, different, only_english, only_chinese, share (same of
    values), low, high (Wilson's 95 % interval). A value that only one has may be the translator's, the editor's or the
    parser's doing: read the rows.
    """
    values = corpus["twin_values"].astype({"field": "object", "state": "object"})
    counted = values.groupby(["field", "state"]).size().unstack(fill_value=0)
    out = pd.DataFrame({name: counted.get(state, 0) for state, name in STATES.items()}, index=counted.index)
    out = out.assign(twins=values.groupby("field")["twin"].nunique(), values=out.sum(axis=1)).reset_index()
    out = add_wilson(out, "same", "values")
    place = {field: number for number, field in enumerate(ORDER)}
    out = out.sort_values("field", key=lambda column: column.map(place).fillna(len(place)), ignore_index=True)
    return out[["field", "twins", "values", *STATES.values(), "share", "low", "high"]]


def list_disagreements(corpus: Corpus) -> pd.DataFrame:
    """One row a value that the two readouts of a meeting do not share: city, field, either value and its row, state."""
    values = corpus["twin_values"]
    cities = corpus["documents"].set_index("document")["city"]
    values = values.assign(city=values["document"].map(cities)).rename(columns={"key": "english_key"})
    return values[values["state"] != "same"].reset_index(drop=True)
