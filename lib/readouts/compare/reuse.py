"""Borrowed and own words: how much of a readout repeats the higher meeting's readout, or an earlier one of another city.

Runs of SHINGLE words in common, counted exactly: shingles and containment after Broder, "On the Resemblance and
Containment of Documents" (1997); for the flow of policy ideas between legislatures Wilkerson, Smith & Stramp, "Tracing the
Flow of Policy Ideas in Legislatures: A Text Reuse Approach", AJPS 59 (2015). One sort finds every run in common, so
that nothing is estimated (MinHash would be); about 1,000 readouts a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd

from readouts.compare.upstream import match_readouts
from readouts.corpus import Corpus

SHINGLE = 8  # words, or Chinese characters, in a row that two texts must share
MOST = 300  # passages listed, the longest
KINDS = ("upstream", "elsewhere", "earlier", "own")
SHARES = ["city", "document", "title", "words", *KINDS, "upstream_readouts", "nearest", "note"]
PASSAGES = ["city", "from_city", "kind", "words", "passage", "source_passage", "document", "source"]
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*|[\u4e00-\u9fff]")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def measure_reuse(corpus: Corpus) -> pd.DataFrame:
    """One row a readout: the share of its words that it repeats, by where they stood first.

    Columns: city, document, title, words (the denominator), upstream (share that stands in the readout of a meeting it
    relays, empty where no such readout is in hand), elsewhere (else, share that stands in an earlier readout of another
    city), earlier (else, in an earlier one of its own), own (the rest), upstream_readouts (how many of the meetings it
    relays are in hand), nearest (document of the other city it shares most with), note. Order is by the latest possible
    day; readouts without a day come last and can lend nothing to dated ones. Stock phrases of SHINGLE words count as
    repeated. A text shorter than SHINGLE words has no shares.
    """
    runs = open_runs(corpus)
    rows: list[tuple[object, ...]] = []
    for number, document in enumerate(runs.documents):
        kinds, sources = runs.classify(number)
        words = int(runs.sizes[number])
        above = runs.above.get(number, ())
        if words < SHINGLE:
            rows.append((runs.cities[number], document, words, None, None, None, None, len(above), None, "too short"))
            continue
        marked = spread_marks(kinds, words)
        shares = [float((marked == kind).sum() / words) for kind in range(4)]
        others = sources[kinds == 1]
        nearest = runs.documents[int(np.bincount(others).argmax())] if len(others) else None
        note = "" if above else "no readout of a meeting it relays is in hand"
        cells = (shares[0] if above else None, *shares[1:], len(above), nearest, note)
        rows.append((runs.cities[number], document, words, *cells))
    columns = [name for name in SHARES if name != "title"]
    out = pd.DataFrame(rows, columns=columns).merge(
        corpus["documents"][["document", "title"]], on="document", how="left"
    )
    out = out.astype(dict.fromkeys(KINDS, "Float64"))
    return out[SHARES].sort_values(["city", "document"], ignore_index=True)


@lru_cache(maxsize=2)
def open_runs(corpus: Corpus) -> Shingled:
    """The runs of a view, hashed once for the figure and the tables that need them."""
    return Shingled(corpus)


class Shingled:
    """The texts of a corpus as hashed runs of words, in the order of their days."""

    def __init__(self, corpus: Corpus) -> None:
        """Reads every text once; furniture is left out."""
        order = sort_documents(corpus)
        self.documents: list[str] = order["document"].tolist()
        self.cities: list[str] = order["city"].astype("str").tolist()
        numbers = {document: number for number, document in enumerate(self.documents)}
        ids: dict[str, int] = {}
        hashed = [hash_runs(text, ids) for text in read_texts(corpus, self.documents)]
        self.sizes = np.array([size for size, _ in hashed], dtype=np.int64)
        self.runs = [run for _, run in hashed]
        self.above: dict[int, tuple[int, ...]] = {}
        for document, source in (
            match_readouts(corpus)[["document", "source"]].drop_duplicates().itertuples(index=False)
        ):
            self.above[numbers[document]] = (*self.above.get(numbers[document], ()), numbers[source])
        whole = np.concatenate(self.runs) if self.runs else np.zeros(0, np.uint64)
        owner = np.repeat(np.arange(len(self.runs)), [len(run) for run in self.runs])
        self.known, at = np.unique(whole, return_index=True)  # the first place of each run, in the order of the days
        self.first = owner[at] if len(at) else at
        self.city_numbers = pd.factorize(pd.Series(self.cities, dtype="str"))[0]

    def classify(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """By run of a readout: 0 upstream, 1 elsewhere, 2 earlier, 3 own; and the readout where it stood first."""
        run = self.runs[number]
        first = self.first[np.searchsorted(self.known, run)] if len(run) else np.zeros(0, np.int64)
        same = self.city_numbers[first] == self.city_numbers[number] if len(run) else np.zeros(0, bool)
        kinds = np.where(first == number, 3, np.where(same, 2, 1))
        sources = first.copy()
        for source in self.above.get(number, ()):
            shared = np.isin(run, self.runs[source])
            kinds[shared], sources[shared] = 0, source
        return kinds, sources


def sort_documents(corpus: Corpus) -> pd.DataFrame:
    """The documents with their city by the latest possible day of their first meeting; without a day last."""
    meetings = corpus["meetings"].drop_duplicates("document")[["document", "held_end"]]
    documents = corpus["documents"][["document", "city"]].merge(meetings, on="document", how="left")
    return documents.sort_values(["held_end", "document"], na_position="last", ignore_index=True)


def read_texts(corpus: Corpus, documents: list[str]) -> Iterator[str]:
    """The texts of the documents, furniture blanked out so that offsets stay."""
    texts = dict(zip(corpus["texts"]["document"], corpus["texts"]["text"], strict=True))
    lines = dict(list(corpus["furniture"].dropna(subset=["start", "end"]).groupby("document")[["start", "end"]]))
    for document in documents:
        text = texts.get(document, "")
        for start, end in lines[document].itertuples(index=False) if document in lines else ():
            text = text[:start] + " " * (end - start) + text[end:]
        yield text


def hash_runs(text: str, ids: dict[str, int]) -> tuple[int, np.ndarray]:
    """How many words a text has, and a number for each run of SHINGLE of them."""
    words = np.array([ids.setdefault(word, len(ids) + 1) for word in _TOKEN.findall(text.lower())], dtype=np.uint64)
    runs = np.zeros(max(len(words) - SHINGLE + 1, 0), dtype=np.uint64)
    for at in range(SHINGLE if len(runs) else 0):
        runs = runs * _FACTOR + (words[at : at + len(runs)] + np.uint64(1)) * (_FACTOR ^ (runs >> np.uint64(29)))
    return len(words), runs


def spread_marks(kinds: np.ndarray, words: int) -> np.ndarray:
    """By word the kind of the best run that covers it: upstream before elsewhere before earlier before own."""
    marked = np.full(words, 3)
    for kind in (2, 1, 0):
        starts = np.flatnonzero(kinds == kind)
        marked[(starts[:, None] + np.arange(SHINGLE)).ravel()] = kind
    return marked


def list_passages(corpus: Corpus, most: int = MOST) -> pd.DataFrame:
    """One row a passage that a readout repeats from a relayed meeting's readout or an earlier one of another city.

    Columns: city, from_city, kind (upstream, elsewhere), words, passage and source_passage (both as they stand, side by
    side), document, source. The longest first, at most so many.
    """
    runs = open_runs(corpus)
    found = []
    for number in range(len(runs.documents)):
        kinds, sources = runs.classify(number)
        for kind in (0, 1):
            for source in np.unique(sources[kinds == kind]):
                here = find_stretches(np.flatnonzero((kinds == kind) & (sources == source)))
                found += [(last - first + SHINGLE, number, int(source), kind, first) for first, last in here]
    found.sort(key=lambda row: (-row[0], row[1:]))
    found = found[:most]
    wanted = sorted({row[1] for row in found} | {row[2] for row in found})
    names = [runs.documents[number] for number in wanted]
    texts = dict(zip(wanted, read_texts(corpus, names), strict=True))
    spans = {number: [match.span() for match in _TOKEN.finditer(text.lower())] for number, text in texts.items()}
    rows = []
    for words, number, source, kind, first in found:
        there = int(np.flatnonzero(runs.runs[source] == runs.runs[number][first])[0])
        size = words - SHINGLE + 1
        words = count_common(runs.runs[number][first : first + size], runs.runs[source][there : there + size])
        passages = [
            texts[who][spans[who][at][0] : spans[who][at + words - 1][1]]
            for who, at in ((number, first), (source, there))
        ]
        cells = (runs.cities[number], runs.cities[source], KINDS[kind], words, *passages)
        rows.append((*cells, runs.documents[number], runs.documents[source]))
    return pd.DataFrame(rows, columns=PASSAGES)


def count_common(here: np.ndarray, there: np.ndarray) -> int:
    """How many words two passages have in common from their first run on."""
    size = min(len(here), len(there))
    differ = np.flatnonzero(here[:size] != there[:size])
    return (int(differ[0]) if len(differ) else size) + SHINGLE - 1


def find_stretches(numbers: np.ndarray) -> list[tuple[int, int]]:
    """The first and last of each stretch of numbers in a row."""
    if not len(numbers):
        return []
    cuts = np.flatnonzero(np.diff(numbers) > 1)
    firsts, lasts = numbers[np.r_[0, cuts + 1]], numbers[np.r_[cuts, len(numbers) - 1]]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))
