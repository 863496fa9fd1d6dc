"""How long a higher meeting's line takes to reach a readout, straight or by way of the province."""

from __future__ import annotations

import numpy as np
import pandas as pd

from readouts.corpus import Corpus
from readouts.places import english_city, english_province

COLUMNS = [
    "key", "document", "city", "upstream", "surface", "relation", "upstream_start", "upstream_end",
    "held_start", "held_end", "lag_min", "lag_max",
]  # fmt: skip
SUMMED = ["by", "value", "relays", "exact", "shortest", "median_min", "median_max", "longest"]
STEPS = [
    "city", "document", "centre", "province", "centre_start", "centre_end", "province_start", "province_end",
    "held_start", "held_end", "first_min", "first_max", "second_min", "second_max", "path", "key", "province_key",
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
    relays = relays.assign(upstream=name_upstream(relays, corpus))
    relays = relays.rename(columns={"held_start": "upstream_start", "held_end": "upstream_end"})
    joined = relays.merge(meetings, on="document", how="inner")
    days = ["upstream_start", "upstream_end", "held_start", "held_end"]
    joined = joined.dropna(subset=days)
    for column in days:
        joined[column] = pd.to_datetime(joined[column])
    joined["lag_min"], joined["lag_max"] = bound_days(joined, "upstream", "held")
    return joined.loc[joined["lag_max"] >= 0, COLUMNS].sort_values(["city", "held_start", "key"], ignore_index=True)


def bound_days(frame: pd.DataFrame, cause: str, effect: str) -> tuple[pd.Series[int], pd.Series[int]]:
    """The days from one event to another as their smallest and largest number; the smallest never below zero."""
    shortest = (frame[f"{effect}_start"] - frame[f"{cause}_end"]).dt.days.clip(lower=0)
    return shortest, (frame[f"{effect}_end"] - frame[f"{cause}_start"]).dt.days


def name_upstream(relays: pd.DataFrame, corpus: Corpus) -> pd.Series[str]:
    """A name for each higher meeting that is the same wherever it is relayed: level, organ, term and number, else its day.

    The term is as stated, else as the organ was resolved by the calendar. A provincial or municipal meeting has the
    province or city of the text's own place before it, because each counts for itself. A congress is told by its number alone.
    """
    resolved = corpus["body_links"][["key", "body"]].merge(corpus["bodies"][["body", "term"]], on="body")
    terms = dict(zip(resolved["key"], resolved["term"], strict=True))
    codes = corpus["documents"].set_index("document")["adcode"]
    above = {"provincial": english_province, "municipal": english_city}
    own_of = {level: {document: name(code) for document, code in codes.items()} for level, name in above.items()}
    names = []
    wanted = ("key", "document", "level", "body_type", "term", "ordinal", "held_start")
    columns = [relays[name].tolist() for name in wanted]
    for key, document, level, body, stated, ordinal, start in zip(*columns, strict=True):
        term = terms.get(key) if pd.isna(stated) else stated
        own = own_of.get(level, {}).get(document)
        congress = level == "central" and body == "other" and pd.isna(term) and not pd.isna(ordinal)
        parts = (own, level, "congress" if congress else body)
        words = [str(part).replace("-", " ") for part in parts if isinstance(part, str)]
        if not pd.isna(term):
            words.append(f"term {term}")
        if not pd.isna(ordinal):
            words.append(f"no. {ordinal}")
        elif not pd.isna(start):
            words.append(f"of {start:%Y-%m-%d}")
        names.append(" ".join(words))
    return pd.Series(names, index=relays.index, dtype="str")


def summarise_lags(corpus: Corpus) -> pd.DataFrame:
    """One row a city, a higher meeting and a year (of the readout): the lags in days of its relays with known days.

    Columns: by (all, city, upstream, year), value, relays (the denominator), exact (of these, with a day known on both
    sides), shortest, longest, and the median as bounds: of the shortest and of the longest possible lags. The median of
    one relay is that relay. Relays not yet made are not in it: see compare.survival.
    """
    lags = measure_lags(corpus)
    if not len(lags):
        return pd.DataFrame(columns=SUMMED)
    lags = lags.assign(year=lags["held_start"].dt.year.astype("str"), all="all in view")
    parts = []
    for by in ("all", "city", "upstream", "year"):
        grouped = lags.assign(exact=lags["lag_min"] == lags["lag_max"]).groupby(by, sort=True)
        part = grouped.agg(
            relays=("key", "nunique"), exact=("exact", "sum"), shortest=("lag_min", "min"),
            median_min=("lag_min", "median"), median_max=("lag_max", "median"), longest=("lag_max", "max"),
        )  # fmt: skip
        parts.append(part.rename_axis("value").reset_index().assign(by=by))
    return pd.concat(parts, ignore_index=True)[SUMMED]


def trace_steps(corpus: Corpus) -> pd.DataFrame:
    """One row a readout, central and provincial meeting that it names both: the days of the two steps, as bounds.

    Columns: city, document; centre and province (the meetings' names); their days and the readout's as bounds; first_min and
    first_max (days from the centre to the province), second_min and second_max (from there to the readout), empty
    where a day is not known or the order is another; path: confirmed, where the province's own readout in hand conveys
    that central meeting, else side by side; key, province_key: the two relays. The province's day is the relay's own,
    else that of its readout in hand.
    """
    relays = corpus["relays"]
    relays = relays[(relays["relation"] != "referred") & relays["level"].isin(["central", "provincial"])]
    relays = relays.assign(upstream=name_upstream(relays, corpus))
    wanted = ["key", "document", "city", "upstream", "held_start", "held_end", "ordinal"]
    central, provincial = (relays[relays["level"] == level][wanted] for level in ("central", "provincial"))
    central = central[central["ordinal"].notna() | central["held_start"].notna()].drop(columns="ordinal")
    provincial = date_province(corpus, provincial)
    out = central.rename(columns={"upstream": "centre", "held_start": "centre_start", "held_end": "centre_end"})
    out = out.merge(provincial, on="document", how="inner")
    meetings = corpus["meetings"].drop_duplicates("document")
    home = meetings[meetings["level"] != "provincial"][["document", "held_start", "held_end"]]
    out = out.merge(home, on="document", how="inner")
    for column in [f"{who}_{end}" for who in ("centre", "province", "held") for end in ("start", "end")]:
        out[column] = pd.to_datetime(out[column])
    for name, cause, effect in (("first", "centre", "province"), ("second", "province", "held")):
        low, high = bound_days(out, cause, effect)
        out[f"{name}_min"], out[f"{name}_max"] = (days.where(high >= 0).astype("Int64") for days in (low, high))
    passed = set(zip(central["document"], central["upstream"], strict=True))
    pairs = zip(out["province_document"], out["centre"], strict=True)
    out["path"] = ["confirmed" if pair in passed else "side by side" for pair in pairs]
    return out[STEPS].sort_values(["city", "held_start", "key", "province_key"], ignore_index=True)


def date_province(corpus: Corpus, relays: pd.DataFrame) -> pd.DataFrame:
    """Relays of provincial meetings with the day and document of that meeting's own readout, where it is in hand."""
    links = corpus["body_links"].dropna(subset=["body"])[["key", "body"]]
    relays = relays.merge(links, on="key", how="left")
    held = corpus["meetings"][["key", "document", "ordinal", "held_start", "held_end"]].dropna(subset=["ordinal"])
    held = held.merge(links, on="key", how="inner").drop_duplicates(["body", "ordinal"]).drop(columns="key")
    held = held.rename(columns={"document": "province_document", "held_start": "own_start", "held_end": "own_end"})
    out = relays.merge(held, on=["body", "ordinal"], how="left")
    stated = out["held_start"].notna()
    out["province_start"] = out["held_start"].where(stated, out["own_start"])
    out["province_end"] = out["held_end"].where(stated, out["own_end"])
    out["province_document"] = out["province_document"].where(out["province_document"].notna(), np.nan)
    out = out.rename(columns={"key": "province_key", "upstream": "province"})
    return out[["document", "province", "province_key", "province_start", "province_end", "province_document"]]
