"""A document's way through the meetings: one title reviewed, reported on later, revised.

Titles are compared as weighted sets of words: a rare word counts for more (inverse document frequency: Spärck Jones, Journal
of Documentation 28, 1972), and the score is the weight in common over the weight of both (weighted Jaccard:
Ioffe, "Improved Consistent Sampling, Weighted Minhash and L1 Sketching", ICDM 2010). Candidates share a rare word.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from itertools import combinations
from typing import Any

import pandas as pd

from readouts.compare.words import split_words
from readouts.corpus import Corpus, add_days, iter_rows

SCORE = 0.6  # weight in common over the weight of both, from which two titles are taken to name one document
FEWEST = 3  # words of a title below which it names nothing in particular
COMMON = 50  # titles of one city that may share a word before it finds no candidates
LINKS = [
    "line", "score", "city", "step", "first_title", "first_day", "next_title", "next_day", "shared", "added",
    "key", "document", "next_key", "next_document",
]  # fmt: skip
_NUMBER = re.compile(r"\d+")
UNPLACED = ["city", "action", "kind", "title", "day", "reason", "key", "document"]


def read_titles(corpus: Corpus) -> pd.DataFrame:
    """The agenda's documents, reports and reforms with the bounds of their meeting's day and the words of the title."""
    rows = add_days(corpus, corpus["agenda"])
    rows = rows[rows["kind"].isin(["document", "report", "reform"])].sort_values(["held_to", "key"])
    words = [frozenset(split_words(str(title))) for title in rows["title"]]
    numbers = [frozenset(_NUMBER.findall(str(title))) for title in rows["title"]]
    return rows.assign(words=pd.Series(words, rows.index), numbers=pd.Series(numbers, rows.index)).reset_index(
        drop=True
    )


def link_titles(corpus: Corpus, least: float = SCORE) -> pd.DataFrame:
    """One row a step from one agenda item to the next of the same document in one city, in the order of days.

    Columns: line (number of the document's line), score (0 to 1, of this step), city, step (reviewed → heard, and so on),
    first_title and next_title (as they stand), first_day and next_day (latest possible days; empty where unknown), shared
    and added (words in common, words that only the next title has: a revision says so in these), key, document and
    next_key, next_document (the evidence). Each title goes on to its best match in a later meeting, the
    nearest in time of equals; days that are not known come last. Titles of under FEWEST words and titles of one and
    the same readout are never linked, nor titles with other numbers (the summary of 2023 is not that of 2024), nor titles of
    two cities: every place has a work plan of its own.
    """
    titles = read_titles(corpus)
    pairs = [pair for pair in score_pairs(titles) if pair[0] >= least]
    records = list(iter_rows(titles))
    best: dict[int, tuple[float, int]] = {}
    for score, first, second in sorted(pairs, key=lambda pair: (pair[1], -pair[0], pair[2])):
        best.setdefault(first, (score, second))
    lines: dict[int, int] = {}
    rows: list[tuple[Any, ...]] = []
    for first, (score, second) in sorted(best.items()):
        line = lines.setdefault(first, len(rows) + 1)
        lines.setdefault(second, line)
        rows.append((line, round(score, 3), *describe_step(records[first], records[second])))
    return pd.DataFrame(rows, columns=LINKS).sort_values(
        ["line", "first_day", "next_day", "next_key"], ignore_index=True
    )


def describe_step(one: Any, other: Any) -> tuple[Any, ...]:
    """The cells of a step between two titles: city, actions, titles and days, words shared and added, the evidence."""
    words = (", ".join(sorted(one.words & other.words)), ", ".join(sorted(other.words - one.words)))
    cells = (one.title, one.held_to, other.title, other.held_to, *words)
    return (one.city, f"{one.action} → {other.action}", *cells, one.key, one.document, other.key, other.document)


def score_pairs(titles: pd.DataFrame) -> list[tuple[float, int, int]]:
    """Score, first and second of every two titles of one city and two readouts that may name one document."""
    words: list[frozenset[str]] = titles["words"].tolist()
    times: dict[str, int] = defaultdict(int)
    for own in words:
        for word in own:
            times[word] += 1
    weight = {word: math.log((1 + len(words)) / found) for word, found in times.items()}
    out = []
    for first, second in find_candidates(titles):
        common = sum(weight[word] for word in sorted(words[first] & words[second]))
        either = sum(weight[word] for word in sorted(words[first] | words[second]))
        out.append((common / either if either else 0.0, first, second))
    return out


def find_candidates(titles: pd.DataFrame) -> list[tuple[int, int]]:
    """Every two titles worth comparing, the earlier first: of two readouts, with a word that at most COMMON titles share."""
    documents, numbers = titles["document"].tolist(), titles["numbers"].tolist()
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (city, own) in enumerate(zip(titles["city"], titles["words"], strict=True)):
        for word in own if len(own) >= FEWEST else ():
            holders[city, word].append(number)
    found = {pair for here in holders.values() if len(here) <= COMMON for pair in combinations(here, 2)}
    return sorted(
        (first, second)
        for first, second in found
        if documents[first] != documents[second] and numbers[first] == numbers[second]
    )


def list_unplaced(corpus: Corpus) -> pd.DataFrame:
    """One row an agenda title without a place in a line: city, action, kind, title, day (latest), reason, key, document."""
    titles, links = read_titles(corpus), link_titles(corpus)
    loose = titles[~titles["key"].isin({*links["key"], *links["next_key"]})]
    met = corpus["meetings"].groupby("city")["document"].nunique()
    reasons = [
        f"fewer than {FEWEST} words" if len(words) < FEWEST
        else "one readout of this place in view" if met.get(city, 0) < 2
        else "no like title in another readout of this place"
        for words, city in zip(loose["words"], loose["city"], strict=True)
    ]  # fmt: skip
    return loose.assign(reason=reasons, day=loose["held_to"])[UNPLACED].reset_index(drop=True)
