"""Which higher meetings each city's readouts relay, pass over in silence, or leave unknown."""

from __future__ import annotations

import pandas as pd

from readouts.compare.lag import name_upstream
from readouts.corpus import CENTRE, UNNAMED, Corpus, add_days

WINDOW = 90  # days after a higher meeting in which a readout that does not name it counts as silent
COLUMNS = ["upstream", "upstream_day", "city", "state", "day", "key", "document", "surface"]
RANKS = {"central": 0, "provincial": 1, "municipal": 2, "county": 3}


def grid_relays(corpus: Corpus, window: int = WINDOW) -> pd.DataFrame:
    """One row a numbered or dated higher meeting and city: conveyed, silent or unknown, with day, key and document.

    Silent needs a readout in hand: one held within the window after the higher meeting that does not name it. A higher
    meeting without a known day is never silent, only conveyed or unknown. A body of the same level or above has no
    field, nor has a place of another province for a provincial meeting.
    """
    relays = corpus["relays"]
    relays = relays[(relays["ordinal"].notna() | relays["held_start"].notna()) & (relays["relation"] != "referred")]
    if not len(relays):
        return pd.DataFrame(columns=COLUMNS)
    meetings = corpus["meetings"].drop_duplicates("document").set_index("document")
    relays = add_days(corpus, relays.assign(upstream=name_upstream(relays, corpus)))
    places = rank_places(corpus)
    rows = []
    for upstream, group in relays.groupby("upstream", sort=True):
        born = pd.to_datetime(group["held_start"]).min()
        level = str(group["level"].iloc[0])
        provinces = {places[city][1] for city in group["city"] if city in places}
        for city, (rank, province) in places.items():
            own = group[group["city"] == city].sort_values(["held_from", "key"], na_position="last")
            if len(own):
                first = own.iloc[0]
                row = ("conveyed", first["held_from"], first["key"], first["document"], first["surface"])
            elif rank <= RANKS.get(level, -1) or (level != "central" and province not in provinces):
                continue
            else:
                silent = find_silent(meetings[meetings["city"] == city], born, window)
                row = ("silent" if silent else "unknown", pd.NaT, None, silent, None)
            rows.append((upstream, born, city, *row))
    return pd.DataFrame(rows, columns=COLUMNS)


def rank_places(corpus: Corpus) -> dict[str, tuple[int, str]]:
    """Each named city with the rank of its level and its province; the Centre and texts without a place left out."""
    documents = corpus["documents"].drop_duplicates("city").set_index("city")
    out = {}
    for city in corpus.cities:
        if city not in (CENTRE, UNNAMED):
            out[city] = (RANKS.get(str(documents.at[city, "level"]), 2), str(documents.at[city, "province"]))
    return out


def find_silent(meetings: pd.DataFrame, born: pd.Timestamp, window: int) -> str | None:
    """The first readout held in the window after a higher meeting's day; None where there is none or no day."""
    if pd.isna(born):
        return None
    end = born + pd.Timedelta(days=window)
    inside = meetings[(meetings["held_start"] >= born) & (meetings["held_end"] <= end)]
    return None if not len(inside) else str(inside.sort_values("held_start").index[0])
