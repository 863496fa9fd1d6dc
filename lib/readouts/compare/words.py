"""Which words a city's readouts use more than the others'."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

import numpy as np
import pandas as pd

from readouts.corpus import Corpus, order_names

PRIOR = 1000  # words of the whole corpus that every city is first taken to have said
CERTAIN = 1.96  # standard deviations from no difference
FEWEST = 2  # readouts of the city that must have the word, so that one text is not a city
MOST = 15
COLUMNS = ["city", "word", "times", "words", "readouts", "of", "elsewhere", "log_odds", "z"]
_WORD = re.compile(r"[a-z][a-z'’-]*[a-z]|[\u4e00-\u9fff](?=([\u4e00-\u9fff]))")


def contrast_words(corpus: Corpus, most: int = MOST) -> pd.DataFrame:
    """One row a city and distinctive word: how much more it is used there than in all other readouts in view.

    Columns: city, word, times (in its readouts) of words (all of them), readouts with it of the city's readouts, elsewhere
    (times in the others), log_odds, z (log odds over their standard deviation). Weighted log odds with an informative
    Dirichlet prior: Monroe, Colaresi & Quinn, "Fightin' Words", Political Analysis 16 (2008);
    the prior is the corpus itself, PRIOR words of it, which holds common and rare words back. Only words at least CERTAIN
    deviations off that FEWEST readouts share, most of each city; with one city there is nothing to contrast. Of a thousand
    words, twenty-five pass by chance. Names of people and
    places and page furniture are left out; of Chinese, pairs of characters. About 1,000 readouts a second.
    """
    counted, spread = count_words(corpus)
    whole: Counter[str] = Counter()
    for part in counted.values():
        whole.update(part)
    total = whole.total()
    sizes = corpus["documents"].groupby("city")["document"].nunique()
    rows = []
    for city in order_names(counted) if len(counted) > 1 else []:
        own = counted[city]
        words = sorted(word for word, readouts in spread[city].items() if readouts >= FEWEST)
        if not words:
            continue
        times, everywhere = (np.array([table[word] for word in words], dtype="float64") for table in (own, whole))
        log_odds, z = weigh_words(
            times, everywhere - times, own.total(), total - own.total(), everywhere / total * PRIOR
        )
        for at in np.argsort(-z, kind="stable")[:most]:
            if z[at] >= CERTAIN:
                word = words[at]
                cells = (own[word], own.total(), spread[city][word], int(sizes[city]), whole[word] - own[word])
                rows.append((city, word, *cells, float(log_odds[at]), float(z[at])))
    return pd.DataFrame(rows, columns=COLUMNS)


def weigh_words(
    here: np.ndarray, there: np.ndarray, words: int, others: int, prior: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Log odds ratio and its z score by word, from its times here and there, the words of both, and the prior's times."""
    base = PRIOR
    first = np.log((here + prior) / (words + base - here - prior))
    second = np.log((there + prior) / (others + base - there - prior))
    return first - second, (first - second) / np.sqrt(1 / (here + prior) + 1 / (there + prior))


@lru_cache(maxsize=2)
def count_words(corpus: Corpus) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    """By city the times of each word, and the readouts that have it."""
    names = {part for name in corpus["people"]["name"].dropna().unique() for part in str(name).lower().split()}
    names |= {part for place in corpus["documents"]["place"].dropna().unique() for part in str(place).lower().split()}
    cities = corpus["documents"].set_index("document")["city"]
    cuts = dict(list(corpus["furniture"].groupby("document")[["start", "end"]]))
    counted: dict[str, Counter[str]] = {}
    spread: dict[str, Counter[str]] = {}
    for document, text in zip(corpus["texts"]["document"], corpus["texts"]["text"], strict=True):
        if document in cuts:
            for start, end in cuts[document].sort_values("start", ascending=False).itertuples(index=False):
                text = text[:start] + "\n" + text[end:]
        found = Counter(word for word in split_words(text) if word not in names)
        city = str(cities[document])
        counted.setdefault(city, Counter()).update(found)
        spread.setdefault(city, Counter()).update(found.keys())
    return counted, spread


def split_words(text: str) -> list[str]:
    """The words in small letters, without possessive endings; each pair of neighbours where the text is Chinese."""
    return [
        match[0] + match[1] if match[1] else match[0].removesuffix("'s").removesuffix("’s")
        for match in _WORD.finditer(text.lower())
    ]
