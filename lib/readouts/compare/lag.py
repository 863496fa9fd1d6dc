"""How long a higher meeting's line takes to reach a readout."""

from __future__ import annotations

import pandas as pd

from readouts.corpus import Corpus

COLUMNS = [
    "key", "document", "city", "upstream", "surface", "relation", "upstream_start", "upstream_end",
    "held_start", "held_end", "lag_min", "lag_max",
]  # fmt: skip


def measure_lags(corpus: Corpus) -> pd.DataFrame:
    """One row a relay whose own day and whose meeting's day both have bounds: the lag in days as [min, max].

    Relays that are only referred to are left out: mentioning a meeting is not passing it on. The shortest lag runs from
    the latest possible upstream day to the earliest possible day of the meeting. Bounds that would let the effect come
    before its cause are cut at zero; a relay wholly after its meeting is left out.
    """
    relays = corpus["relays"]
    relays = relays[relays["relation"] != "referred"]
    meetings = corpus["meetings"].drop_duplicates("document")[["document", "held_start", "held_end"]]
    relays = relays.rename(columns={"held_start": "upstream_start", "held_end": "upstream_end"})
    joined = relays.merge(meetings, on="document", how="inner")
    days = ["upstream_start", "upstream_end", "held_start", "held_end"]
    joined = joined.dropna(subset=days)
    for column in days:
        joined[column] = pd.to_datetime(joined[column])
    joined["lag_min"] = (joined["held_start"] - joined["upstream_end"]).dt.days.clip(lower=0)
    joined["lag_max"] = (joined["held_end"] - joined["upstream_start"]).dt.days
    joined["upstream"] = name_upstream(joined, corpus)
    return joined.loc[joined["lag_max"] >= 0, COLUMNS].sort_values(["city", "held_start", "key"], ignore_index=True)


def name_upstream(relays: pd.DataFrame, corpus: Corpus) -> pd.Series[str]:
    """A name for each higher meeting that is the same wherever it is relayed: level, organ, term and ordinal.

    A provincial meeting has the province of the text's own place before it, because each province counts for itself.
    """
    provinces = corpus["documents"].set_index("document")["province"].astype("object")
    names = []
    columns = [relays[name].tolist() for name in ("document", "level", "body_type", "term", "ordinal")]
    for document, level, body, term, ordinal in zip(*columns, strict=True):
        own = provinces.get(document) if level == "provincial" else None
        words = [str(part).replace("-", " ") for part in (own, level, body) if isinstance(part, str)]
        if not pd.isna(term):
            words.append(f"term {term}")
        if not pd.isna(ordinal):
            words.append(f"no. {ordinal}")
        names.append(" ".join(words))
    return pd.Series(names, index=relays.index, dtype="str")
