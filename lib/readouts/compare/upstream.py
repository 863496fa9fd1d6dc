"""The readout of the higher meeting behind a relay, where it is in hand."""

from __future__ import annotations

import pandas as pd

from readouts.compare.lag import name_upstream
from readouts.corpus import Corpus, count, narrow_corpus

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


def count_upstream(corpus: Corpus) -> pd.DataFrame:
    """One row a numbered or dated higher meeting that a readout conveys: upstream, readouts (that convey it), most first."""
    relays = corpus["relays"]
    known = relays["ordinal"].notna() | relays["held_start"].notna()
    relays = relays[known & (relays["relation"] != "referred")]
    counted = relays.assign(upstream=name_upstream(relays, corpus)).groupby("upstream")["document"].nunique()
    return counted.rename("readouts").reset_index().sort_values(["readouts", "upstream"], ascending=[False, True])


def follow_meeting(corpus: Corpus, upstream: str) -> Corpus:
    """The corpus with only the readouts that name one higher meeting, and that meeting's own readouts, in view."""
    relays = corpus["relays"]
    naming = relays.loc[name_upstream(relays, corpus) == upstream, "document"]
    own = list_own(corpus, upstream)
    note = (
        f"Only readouts that name one higher meeting, {upstream}, and that meeting's own: "
        f"{count(naming.nunique(), 'readout')} naming it, {len(own)} of its own in hand."
    )
    return narrow_corpus(corpus, [*naming, *own], note)


def list_own(corpus: Corpus, upstream: str) -> list[str]:
    """The documents that are a higher meeting's own readout, as far as a relay of it leads there."""
    found = match_readouts(corpus)
    return sorted(found.loc[found["upstream"] == upstream, "source"].unique())
