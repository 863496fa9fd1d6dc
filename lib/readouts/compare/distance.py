"""How far apart the policy areas of two cities are."""

from __future__ import annotations

import zlib

import numpy as np
import pandas as pd

from readouts.corpus import Corpus, count, order_names

DRAWS = 500
SEED = 19910501  # fixed, so that a report made again is the same
FEWEST = 3  # readouts of a city below which its profile is chance and no distance is given
BANDED = 5  # readouts of both cities below which a band would be meaningless
MOST_CITIES = 24  # those with most readouts; every pair of them is compared
COLUMNS = ["one", "other", "readouts_one", "readouts_other", "distance", "low", "high", "note"]


def measure_distances(corpus: Corpus, draws: int = DRAWS) -> pd.DataFrame:
    """One row a pair of cities: the Jensen–Shannon distance of their policy areas, 0 (the same) to 1 (nothing shared).

    Columns: one, other, readouts_one, readouts_other (the denominators), distance, low and high (the middle 95 % over
    readouts drawn again with replacement), note. A profile is the share of each area among all that the readouts touch,
    each area once a readout. No distance below FEWEST readouts, no band below BANDED: the note says so. Few readouts make
    a distance too large, so that pairs with like numbers compare best. The root of the divergence of Lin, "Divergence
    Measures Based on the Shannon Entropy", IEEE Transactions on Information Theory 37 (1991), to base 2
    (scipy.spatial.distance.jensenshannon); percentiles of the bootstrap of Efron, Annals of Statistics 7 (1979).
    """
    from scipy.spatial.distance import jensenshannon

    matrices = count_areas(corpus)
    cities = order_names(matrices)
    profiles = {city: matrices[city].sum(axis=0) for city in cities}
    drawn = {city: draw_profiles(city, matrices[city], draws) for city in cities if len(matrices[city]) >= BANDED}
    rows = []
    for at, one in enumerate(cities):
        for other in cities[at + 1 :]:
            sizes = len(matrices[one]), len(matrices[other])
            cells: list[float | None] = [None, None, None]
            note = f"fewer than {count(FEWEST, 'readout')} of a place: no distance"
            if min(sizes) >= FEWEST and profiles[one].any() and profiles[other].any():
                cells[0] = float(jensenshannon(profiles[one], profiles[other], base=2))
                note = f"fewer than {count(BANDED, 'readout')} of a place: no band"
            if cells[0] is not None and one in drawn and other in drawn:
                again = jensenshannon(drawn[one], drawn[other], base=2, axis=1)
                cells[1:] = (float(cut) for cut in np.nanpercentile(again, [2.5, 97.5]))
                note = ""
            rows.append((one, other, *sizes, *cells, note))
    out = pd.DataFrame(rows, columns=COLUMNS)
    return out.astype(dict.fromkeys(COLUMNS[4:7], "Float64"))


def count_areas(corpus: Corpus) -> dict[str, np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    """By city a matrix of its readouts by policy areas, 1 where one touches the other; the cities with most readouts."""
    documents = corpus["documents"][["document", "city"]].sort_values("document", ignore_index=True)
    sizes = documents["city"].value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable")
    documents = documents[documents["city"].isin(sizes.index[:MOST_CITIES])].reset_index(drop=True)
    pairs = corpus["themes"][["document", "theme"]].drop_duplicates()
    areas = {area: number for number, area in enumerate(sorted(pairs["theme"].astype("str").unique()))}
    row = pairs["document"].map(dict(zip(documents["document"], documents.index, strict=True)))
    matrix = np.zeros((len(documents), len(areas)))
    known = row.notna().to_numpy()
    matrix[row[known].astype("int64"), pairs["theme"].astype("str").map(areas)[known]] = 1
    return {str(city): matrix[np.asarray(at)] for city, at in documents.groupby("city").indices.items()}


def draw_profiles(city: str, matrix: np.ndarray, draws: int) -> np.ndarray:
    """Profiles of the city from its readouts drawn again with replacement, one row a draw; the same whenever called."""
    size = len(matrix)
    random = np.random.default_rng([SEED, zlib.crc32(city.encode())])
    drawn: np.ndarray = random.multinomial(size, np.full(size, 1 / size), size=draws) @ matrix
    return drawn
