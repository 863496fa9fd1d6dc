"""The doubts of a corpus, the worst first: what the parser was unsure of, in its words, and what hangs on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from readouts.corpus import Corpus

# From the worst: what is lost for good, then what a reader can settle, then what the text leaves open.
KINDS = ("truncated", "garbled", "ambiguous", "vague", "not-stated")
# Values that the whole document stands on: place and day of its meeting go with every row.
WHOLE = ("place", "held", "meetings")
AROUND = 40  # characters of context on either side
READ = ["key", "document", "kind", "start", "end", "detail"]


def rank_doubts(doubts: pd.DataFrame, documents: pd.DataFrame, evidence: pd.DataFrame) -> pd.DataFrame:
    """One row a doubt: kind, how many values hang on it, document, path, value, offsets and reason, the worst first.

    On a doubt about place, day or meeting hangs every value of its document; on another, the values had from the words.
    """
    names = documents.set_index("document")["path"]
    spans: dict[Any, pd.DataFrame] = {name: held for name, held in evidence.groupby("document", observed=True)}  # noqa: C416
    details = [str(detail).partition(": ") for detail in doubts["detail"]]
    worst = {kind: number for number, kind in enumerate(KINDS)}
    said = {"value": [value for value, _, _ in details], "reason": [reason for _, _, reason in details]}
    frame = doubts.assign(**said, path=doubts["document"].map(names))
    columns = (frame["document"], frame["value"], frame["start"], frame["end"])
    frame["values"] = [
        len(spans.get(document, ())) if value in WHOLE else count_touched(spans.get(document), start, end)
        for document, value, start, end in zip(*columns, strict=True)
    ]
    frame["rank"] = [worst.get(str(kind), len(KINDS)) for kind in frame["kind"]]
    frame["least"] = -frame["values"]
    frame = frame.sort_values(["rank", "least", "document", "key"], ignore_index=True)
    return frame[["kind", "values", "document", "path", "value", "reason", "start", "end", "key"]]


def list_doubts(corpus: Corpus) -> pd.DataFrame:
    """The doubts in view, the worst first: kind, what is in doubt, why, its words in their place, values on it."""
    ranked = rank_doubts(corpus["doubts"], corpus["documents"], corpus["evidence"])
    listed = quote_words(ranked, corpus["texts"])
    cities = corpus["documents"].set_index("document")["city"]
    around = zip(listed["before"], listed["words"], listed["after"], strict=True)
    quoted = [f"… {before} ⟦{words}⟧ {after} …" if words else "" for before, words, after in around]
    return listed.assign(city=listed["document"].map(cities), in_doubt=listed["value"], words=quoted)


def count_doubts(listed: pd.DataFrame) -> pd.DataFrame:
    """One row a kind of doubt, the worst kind first: how many, in how many readouts, on how many values."""
    counted = listed.groupby(listed["kind"].astype("str"), sort=False)
    frame = counted.agg(doubts=("key", "size"), readouts=("document", "nunique"), values=("values", "sum"))
    return frame.reset_index()


def quote_words(ranked: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """The doubts with the words before, the words in doubt and the words after; empty where there is no place."""
    known = dict(zip(texts["document"], texts["text"], strict=True))
    columns = (ranked["document"], ranked["start"], ranked["end"])
    cut = [cut_words(known.get(document, ""), start, end) for document, start, end in zip(*columns, strict=True)]
    words = pd.DataFrame(cut, columns=["before", "words", "after"], index=ranked.index)
    return ranked.join(words)


def count_touched(evidence: pd.DataFrame | None, start: Any, end: Any) -> int:
    """How many values have a place in the text that touches these words; 0 where there are no words."""
    if evidence is None or pd.isna(start):
        return 0
    return int(((evidence["start"] < end) & (evidence["end"] > start)).sum())


def cut_words(text: str, start: Any, end: Any) -> tuple[str, str, str]:
    """The words before, the words in doubt and the words after, each on one line."""
    if pd.isna(start):
        return "", "", ""
    first, last = int(start), int(end)
    before, words, after = text[max(0, first - AROUND) : first], text[first:last], text[last : last + AROUND]
    if first > AROUND:
        before = before.partition(" ")[2] or before  # no half words; Chinese has no spaces and stays as it is
    if last + AROUND < len(text):
        after = after.rpartition(" ")[0] or after
    return " ".join(before.split()), " ".join(words.split()), " ".join(after.split())


def read_doubts(folder: Path, limit: int = 0) -> tuple[pd.DataFrame, int]:
    """The worst doubts of a built corpus (all for limit 0) and how many there are; of the large tables only their rows."""
    doubts = pq.read_table(folder / "doubts.parquet", columns=READ)
    concerned = pc.unique(doubts["document"])
    documents = read_rows(folder / "documents.parquet", ["document", "path"], concerned)
    evidence = read_rows(folder / "evidence.parquet", ["document", "start", "end"], concerned)
    ranked = rank_doubts(doubts.to_pandas(), documents, evidence)
    shown = ranked.head(limit) if limit else ranked
    texts = read_rows(folder / "texts.parquet", ["document", "text"], pa.array(shown["document"].unique()))
    return quote_words(shown, texts), len(ranked)


def read_rows(path: Path, columns: list[str], documents: pa.Array) -> pd.DataFrame:
    """The rows of some documents."""
    rows = pq.read_table(path, columns=columns, filters=pc.field("document").isin(documents))
    return pd.DataFrame(rows.to_pandas())
