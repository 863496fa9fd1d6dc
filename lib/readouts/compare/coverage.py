"""Which higher meetings each city's readouts relay, only mention, pass over in silence, or leave unknown."""

from __future__ import annotations

import numpy as np
import pandas as pd

from readouts.compare.lag import name_upstream
from readouts.corpus import CENTRE, UNNAMED, Corpus, add_days

WINDOW = 90  # days after a higher meeting in which a readout that does not name it counts as silent
COLUMNS = ["upstream", "upstream_day", "city", "state", "day", "key", "document", "surface"]
RANKS = {"central": 0, "provincial": 1, "municipal": 2, "county": 3}
STATES = ("conveyed", "mentioned", "silent", "unknown")


def grid_relays(corpus: Corpus, window: int = WINDOW) -> pd.DataFrame:
    """One row a numbered or dated higher meeting and city: conveyed, mentioned, silent or unknown.

    Columns: upstream, upstream_day (its first day), city, state, day (earliest day of the readout that conveys it), key and
    surface of that relay, document. Conveyed: a readout conveys, studies or implements it. Mentioned: a readout names
    it in passing, and none conveys it. Silent needs a readout in hand: one held within the window (days) after the higher
    meeting's last day that does not name it; its document stands in the row. All else is unknown, a higher meeting
    without a known day among it. A body of the same level or above has no field, nor has a place of another province for
    a provincial meeting. A higher meeting that no readout conveys has no row.
    """
    relays = corpus["relays"]
    relays = relays[relays["ordinal"].notna() | relays["held_start"].notna()]
    relays = add_days(corpus, relays.assign(upstream=name_upstream(relays, corpus)))
    conveyed = relays["relation"] != "referred"
    relays = relays[relays["upstream"].isin(relays.loc[conveyed, "upstream"])]
    places = rank_places(corpus)
    if not len(relays):
        return pd.DataFrame(columns=COLUMNS)
    relays = relays.assign(state=np.where(relays["relation"] != "referred", "conveyed", "mentioned"))
    relays = relays.sort_values(["upstream", "city", "state", "held_from", "key"], na_position="last")
    first = relays.drop_duplicates(["upstream", "city"]).rename(columns={"held_from": "day"})
    born = describe_upstream(relays, places)
    fields = born.merge(places, how="cross")
    known = fields.merge(first[["upstream", "city", "state", "day", "key", "document", "surface"]], how="left")
    allowed = (known["rank"] > known["above"]) & (
        (known["above"] == 0)
        | np.fromiter(
            (p in own for p, own in zip(known["province"], known["provinces"], strict=True)), bool, len(known)
        )
    )
    known = known[known["state"].notna() | allowed].reset_index(drop=True)
    silent = find_silent(corpus, known, window)
    known["document"] = known["document"].where(known["state"].notna(), silent)
    known["day"] = known["day"].where(known["state"] == "conveyed")
    known["state"] = known["state"].where(known["state"].notna(), np.where(silent.notna(), "silent", "unknown"))
    return known[COLUMNS]


def describe_upstream(relays: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """One row a higher meeting: its first and last day, the rank of its level, the provinces of the places that name it."""
    days = relays.assign(first=pd.to_datetime(relays["held_start"]), last=pd.to_datetime(relays["held_end"]))
    days = days.assign(above=days["level"].astype("object").map(RANKS).fillna(-1).astype("int64"))
    province = dict(zip(places["city"], places["province"], strict=True))
    grouped = days.groupby("upstream", sort=True)
    out = grouped.agg(upstream_day=("first", "min"), upstream_end=("last", "max"), above=("above", "first"))
    own = [frozenset(province[city] for city in part if city in province) for _, part in grouped["city"]]
    return out.assign(provinces=pd.Series(own, index=out.index, dtype="object")).reset_index()


def rank_places(corpus: Corpus) -> pd.DataFrame:
    """Each named city in order, with the rank of its level and its province; the Centre and texts without a place left out."""
    documents = corpus["documents"].drop_duplicates("city").set_index("city")
    cities = [city for city in corpus.cities if city not in (CENTRE, UNNAMED)]
    ranks = [RANKS.get(str(documents.at[city, "level"]), 2) for city in cities]
    provinces = [str(documents.at[city, "province"]) for city in cities]
    return pd.DataFrame({"city": pd.Series(cities, dtype="str"), "rank": ranks, "province": provinces})


def find_silent(corpus: Corpus, fields: pd.DataFrame, window: int) -> pd.Series[str]:
    """By field the first readout held in the window after the higher meeting; empty where there is none, or no day."""
    meetings = corpus["meetings"].drop_duplicates("document").dropna(subset=["held_start", "held_end"])
    meetings = meetings.sort_values(["held_start", "key"])
    by_city = {str(city): part for city, part in meetings.groupby("city")}
    out = np.full(len(fields), None, dtype="object")
    last = pd.to_datetime(fields["upstream_end"]).to_numpy(dtype="datetime64[D]")
    for city, numbers in fields.groupby("city").indices.items():
        at = np.asarray(numbers)
        part = by_city.get(str(city))
        if part is None:
            continue
        start, end = (pd.to_datetime(part[name]).to_numpy(dtype="datetime64[D]") for name in ("held_start", "held_end"))
        born = last[at][:, None]  # one row a field of the city, one column a meeting; a comparison with no day is false
        inside = (start >= born) & (end <= born + np.timedelta64(window, "D"))
        chosen = part["document"].to_numpy(dtype="object")[inside.argmax(axis=1)]
        found = inside.any(axis=1)
        out[at[found]] = chosen[found]
    return pd.Series(out, index=fields.index, dtype="object")
