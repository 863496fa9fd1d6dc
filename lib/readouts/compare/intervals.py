"""Intervals of shares that hold for small numbers too."""

from __future__ import annotations

from statistics import NormalDist

import pandas as pd

LEVEL = 0.95


def add_wilson(frame: pd.DataFrame, part: str, whole: str, level: float = LEVEL) -> pd.DataFrame:
    """The frame with share, low and high of one column in another; empty where the whole is nothing.

    Wilson's score interval: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927).
    It stays within 0 and 1 and keeps near its level from a handful of readouts on, where the textbook interval does not
    (Brown, Cai & DasGupta, "Interval Estimation for a Binomial Proportion", Statistical Science 16, 2001). Readouts of
    one city are no random sample; the interval says how little so few readouts could tell if they were.
    """
    z = NormalDist().inv_cdf(0.5 + level / 2)
    n = frame[whole].astype("float64").where(frame[whole] > 0)
    p = frame[part] / n
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * (p * (1 - p) / n + z**2 / (4 * n**2)) ** 0.5
    return frame.assign(share=p, low=(middle - reach).clip(lower=0), high=(middle + reach).clip(upper=1))
