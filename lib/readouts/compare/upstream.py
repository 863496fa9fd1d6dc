"""The readout of the higher meeting behind a relay, where it is in hand."""

from __future__ import annotations

import pandas as pd

from readouts.compare.lag import name_upstream
from readouts.corpus import Corpus

COLUMNS = ["key", "document", "city", "upstream", "source"]


def match_readouts(corpus: Corpus) -> pd.DataFrame:
    """One row a relay whose higher meeting's own readout is in hand: key, document, city, upstream, source (its document).

    The meeting is the same where organ, term and number are, or, without a number, organ and day. Mere mentions are left
    out. Of several readouts of one meeting the first by key is the source.
    """
    links = corpus["body_links"].dropna(subset=["body"])[["key", "body"]]
    wanted = ["key", "document", "city", "ordinal", "held_start", "held_end"]
    held = corpus["meetings"][wanted].merge(links, on="key", how="inner").sort_values("key")
    held = held.rename(columns={"document": "source"})[["body", "ordinal", "held_start", "held_end", "source"]]
    relays = corpus["relays"]
    relays = relays[relays["relation"] != "referred"]
    relays = relays[wanted].assign(upstream=name_upstream(relays, corpus)).merge(links, on="key", how="inner")
    numbered = relays[relays["ordinal"].notna()].drop(columns=["held_start", "held_end"])
    dated = relays[relays["ordinal"].isna() & relays["held_start"].notna()].drop(columns="ordinal")
    parts = [
        numbered.merge(held[held["ordinal"].notna()].drop_duplicates(["body", "ordinal"]), on=["body", "ordinal"]),
        dated.merge(held.drop_duplicates(["body", "held_start", "held_end"]), on=["body", "held_start", "held_end"]),
    ]
    out = pd.concat([part[COLUMNS] for part in parts], ignore_index=True)
    return out[out["document"] != out["source"]].sort_values("key", ignore_index=True)
