"""The ledger of meetings by number: how many of an organ's meetings are known to exist, and how many are in hand.

Meetings of commissions, plenaries and executive meetings are numbered through a term, so that the highest number seen
bounds from below how many were held: the first step of serial number analysis (Ruggles & Brodie, "An Empirical Approach
to Economic Intelligence in World War II", JASA 42, 1947). The second step, an estimate beyond the highest, is not taken.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from readouts.calendar import load_calendar
from readouts.corpus import CENTRE, UNNAMED, Corpus, count, iter_rows
from readouts.lexicon import load_lexicon
from readouts.model import Document, Source
from readouts.occasions import Convening
from readouts.parse import mentions_of
from readouts.scan import scan_text

LAST = 999  # numbers above it are a misreading, a year for one, and are left out
ORGAN = ["body", "city", "body_type", "level", "term"]
NUMBERS = [*ORGAN, "ordinal", "state", "readouts", "held_start", "held_end", "after", "before", "key", "document"]
COUNTS = ["known", "held", "missing", "named"]
LEDGER = [*ORGAN, *COUNTS, "missing_numbers", "duplicates", "out_of_order", "unnumbered", "own_past", "note"]
STATES = ("in hand", "named", "missing")


def list_numbers(corpus: Corpus) -> pd.DataFrame:
    """One row an organ, term and number up to the highest known: what is known of that meeting.

    Columns: body, city, body_type, level, term, ordinal; state (in hand: a readout reports it; named: another readout or
    the calendar of central meetings names it; missing: only a higher number says that it was held); readouts that report
    it; held_start and held_end; after and before, days between which a meeting without days must lie, from its
    neighbours in hand; key and document of the first row that reports or names it. Only organs whose place is known.
    """
    rows = pd.concat([read_numbered(corpus), read_calendar(corpus)], ignore_index=True)
    if not len(rows):
        return pd.DataFrame(columns=NUMBERS)
    rows = rows.sort_values(["body", "ordinal", "rank", "held_start", "key"], ignore_index=True)
    grouped = rows.groupby(["body", "ordinal"], sort=True)
    known = grouped.agg(
        rank=("rank", "min"), held_start=("held_start", "first"), held_end=("held_end", "first"),
        key=("key", "first"), document=("document", "first"),
    )  # fmt: skip
    own = rows[rows["rank"] == 0].groupby(["body", "ordinal"])["document"].nunique()
    highest = rows.groupby("body")["ordinal"].max()
    bodies = np.repeat(highest.index.to_numpy(), highest.to_numpy(dtype="int64"))
    every = np.concatenate([np.arange(1, int(top) + 1) for top in highest])
    full = known.reindex(pd.MultiIndex.from_arrays([bodies, every], names=["body", "ordinal"]))
    full = full.assign(readouts=own, state=[STATES[int(r)] for r in full["rank"].fillna(2)]).reset_index()
    full["readouts"] = full["readouts"].fillna(0).astype("int64")
    full = full.merge(name_organs(corpus), on="body", how="left")
    full = full.assign(**{day: pd.to_datetime(full[day]) for day in ("held_start", "held_end")})
    dated = full["state"] == "in hand"
    by_body = full["body"]
    full["after"] = full["held_start"].where(dated).groupby(by_body).ffill()
    full["before"] = full["held_end"].where(dated).groupby(by_body).bfill()
    return full.sort_values(["city", "body_type", "body", "ordinal"], ignore_index=True)[NUMBERS]


def read_numbered(corpus: Corpus) -> pd.DataFrame:
    """The numbered rows of meetings and relays with their organ; rank 0 for a meeting reported, 1 for one named."""
    links = corpus["body_links"].dropna(subset=["body"])[["key", "body"]]
    wanted = ["key", "document", "ordinal", "held_start", "held_end"]
    parts = [corpus[table][wanted].assign(rank=rank) for rank, table in enumerate(("meetings", "relays"))]
    rows = pd.concat(parts, ignore_index=True).merge(links, on="key", how="inner")
    rows = rows[rows["ordinal"].notna() & rows["ordinal"].between(1, LAST)]
    placed = name_organs(corpus)
    rows = rows[rows["body"].isin(placed.loc[placed["city"].notna(), "body"])]
    days = {day: pd.to_datetime(rows[day]) for day in ("held_start", "held_end")}
    return rows.assign(ordinal=rows["ordinal"].astype("int64"), **days)


def read_calendar(corpus: Corpus) -> pd.DataFrame:
    """The numbered central meetings of the calendar whose organ and term the corpus has; rank 1."""
    organs = corpus["bodies"]
    organs = organs[(organs["level"] == "central") & organs["term"].notna() & (organs["body_type"] != "other")]
    columns = (organs["body_type"].astype("str"), organs["term"].astype("int64"), organs["body"])
    ids = {(kind, term): body for kind, term, body in zip(*columns, strict=True)}
    seen = set(corpus["body_links"]["body"].dropna())
    rows = [
        (ids[row.kind, row.term], row.ordinal, pd.Timestamp(row.date), pd.Timestamp(row.end))
        for row in load_calendar()
        if row.ordinal and row.term and ids.get((row.kind, row.term)) in seen
    ]
    frame = pd.DataFrame(rows, columns=["body", "ordinal", "held_start", "held_end"])
    return frame.assign(key=None, document=None, rank=1)


def name_organs(corpus: Corpus) -> pd.DataFrame:
    """One row an organ: city (Centre for central ones; empty where the place is not known), kind, level, term."""
    organs, documents = corpus["bodies"], corpus["documents"]
    own = documents[documents["adcode"].notna() & ~documents["city"].isin([CENTRE, UNNAMED])]
    named = dict(zip(own["adcode"], own["city"], strict=True))  # as the readouts of a place are named elsewhere
    place = organs["adcode"].astype("object").map(named)
    city = place.where(place.notna(), organs["place"].astype("object")).where(organs["level"] != "central", CENTRE)
    return organs.assign(city=city.where(city.notna(), None))[ORGAN]


def keep_ledger(corpus: Corpus) -> pd.DataFrame:
    """One row an organ and term that meets in view: meetings known to exist, in hand, missing.

    Columns: body, city, body_type, level, term; known (the highest number, hence how many are known to exist; empty where
    no number is stated), held (numbers in hand), missing (known less held; of these, named counts those that another
    text or the calendar names), missing_numbers as ranges, duplicates (numbers with several readouts), out_of_order
    (numbers held before a lower one), unnumbered (readouts of its meetings without a number), own_past (its own earlier
    meetings that its texts name: since the 11th meeting), note (why a count is empty or doubtful). The filters of the
    view apply: with a period set, meetings outside of it are missing too.
    """
    ledger = audit_organs(corpus)
    past: dict[str, set[int]] = {}
    for body, _, number in list_own_past(corpus).itertuples(index=False):
        past.setdefault(body, set()).add(number)
    out = ledger.assign(own_past=[say_numbers(sorted(past.get(body, ()))) for body in ledger["body"]])
    out["note"] = [say_note(row) for row in iter_rows(out)]
    out["city"] = out["city"].astype("object").where(out["city"].notna(), UNNAMED)
    return out.sort_values(["known", "city", "body_type", "body"], ascending=[False, True, True, True])[
        LEDGER
    ].reset_index(drop=True)


def audit_organs(corpus: Corpus) -> pd.DataFrame:
    """One row an organ that meets in view, with the counts of its numbers and its readouts without a number."""
    numbers = list_numbers(corpus)
    links = corpus["body_links"]
    met = links[(links["table"] == "meetings") & links["body"].notna()][["key", "body"]]
    rows = corpus["meetings"].drop(columns="body").merge(met, on="key", how="inner")
    organs = name_organs(corpus)
    organs = organs[organs["body"].isin(rows["body"])].reset_index(drop=True)
    loose = rows[rows["ordinal"].isna()].groupby("body")["document"].nunique()
    wanted = ("ordinal", "state", "readouts", "held_start", "held_end")
    columns = [numbers[name].tolist() for name in wanted]
    found = {
        body: [[column[at] for at in own] for column in columns]
        for body, own in numbers.groupby("body").indices.items()
    }
    lines = [audit_numbers(*found[body]) if body in found else NOTHING for body in organs["body"]]
    out = pd.concat([organs, pd.DataFrame(lines, columns=AUDITED)], axis=1)
    counts = {name: out[name].astype("Int64") for name in COUNTS}
    return out.assign(unnumbered=out["body"].map(loose).fillna(0).astype("int64"), **counts)


AUDITED = [*COUNTS, "missing_numbers", "duplicates", "out_of_order"]


NOTHING = (pd.NA, pd.NA, pd.NA, pd.NA, "", "", "")


def audit_numbers(
    numbers: list[int], states: list[str], readouts: list[int], starts: list[Any], ends: list[Any]
) -> tuple[Any, ...]:
    """The counts of one organ, its numbers in order: known, held, missing, named, and the lists in words."""
    held = [at for at, state in enumerate(states) if state == "in hand"]
    gone = [number for number, state in zip(numbers, states, strict=True) if state != "in hand"]
    early, latest = [], pd.NaT
    for at in held:
        if ends[at] < latest:  # held before a lower number; a comparison with no day is false
            early.append(numbers[at])
        latest = starts[at] if latest is pd.NaT or starts[at] > latest else latest
    twice = [numbers[at] for at in held if readouts[at] > 1]
    words = (say_numbers(gone), say_numbers(twice), say_numbers(early))
    return (len(numbers), len(held), len(gone), states.count("named"), *words)


def say_numbers(numbers: list[int]) -> str:
    """Numbers in ascending order as ranges: 1–8, 10."""
    if not numbers:
        return ""
    cuts = [at for at in range(1, len(numbers)) if numbers[at] != numbers[at - 1] + 1]
    runs = zip([0, *cuts], [*cuts, len(numbers)], strict=True)
    return ", ".join(str(numbers[a]) if b - a == 1 else f"{numbers[a]}–{numbers[b - 1]}" for a, b in runs)


def say_note(row: Any) -> str:
    """Why a line of the ledger is empty or doubtful."""
    if not isinstance(row.city, str):
        return "place not known: may be several organs, so nothing is counted"
    if pd.isna(row.known):
        return "no meeting in view states a number"
    notes = []
    if row.out_of_order:
        notes.append("numbers go back in time: another term, or a misreading")
    if pd.isna(row.term):
        notes.append("term not stated: numbers of several terms may be mixed")
    return "; ".join(notes)


def list_own_past(corpus: Corpus) -> pd.DataFrame:
    """One row an organ, document and earlier meeting of its own that the text names: body, document, ordinal.

    Texts that state the number of their own meeting are scanned again, and read again where a lower number stands in
    them that no relay explains.
    """
    links = corpus["body_links"].dropna(subset=["body"])[["key", "body"]]
    held = corpus["meetings"].drop(columns="body").dropna(subset=["ordinal"]).merge(links, on="key", how="inner")
    texts = dict(zip(corpus["texts"]["document"], corpus["texts"]["text"], strict=True))
    relays = corpus["relays"].dropna(subset=["ordinal"])
    relayed = set(zip(relays["document"], relays["ordinal"], strict=True))
    rows = set()
    for document, body, kind, ordinal in held[["document", "body", "body_type", "ordinal"]].itertuples(index=False):
        text = texts.get(document, "")
        numbers = {hit.value["number"] for hit in scan_text(text, load_lexicon("en")) if hit.kind == "ordinal"}
        lower = {number for number in numbers if number < ordinal and (document, number) not in relayed}
        for mention in mentions_of(Document(document, Source("", "", "", ""), text, "")) if lower else ():
            value = mention.value
            if isinstance(value, Convening) and value.body_type in {kind, "other"}:
                rows |= {(body, document, int(number)) for number in value.ordinals if number in lower}
    return pd.DataFrame(sorted(rows), columns=["body", "document", "ordinal"])


@lru_cache(maxsize=8)
def count_known(corpus: Corpus) -> int:
    """How many meetings are known to exist, by their numbers: the denominator of all that is counted in a view."""
    return int(audit_organs(corpus)["known"].dropna().sum())


@lru_cache(maxsize=8)
def say_ledger(corpus: Corpus) -> str:
    """The denominator in a sentence: meetings known to exist, in hand and missing."""
    ledger = audit_organs(corpus)
    counted = ledger.dropna(subset=["known"])
    loose = int(ledger["unnumbered"].sum())
    if not len(counted):
        return f"No meeting in view states a number, so how many are missing is not known ({count(loose, 'readout')})."
    known, held = int(counted["known"].sum()), int(counted["held"].sum())
    return (
        f"By number at least {count(known, 'meeting')} of {count(len(counted), 'organ')} are known to exist and {held:,} "
        f"are in hand; {count(loose, 'readout')} of meetings without a number are counted beside these."
    )
