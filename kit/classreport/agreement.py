"""Krippendorff's alpha for nominal data, from counts: any number of coders, and missing values.

Krippendorff, K. (2011), "Computing Krippendorff's Alpha-Reliability", has the formula and the example that
the tests use. It takes counts and no table of coders by units: of twenty thousand students only the number
who marked each token is needed.
"""

from __future__ import annotations

from math import nan

import numpy as np

from kit.classreport.data import Numbers


def alpha(counts: Numbers) -> float:
    """Return alpha of a table: a row a unit (a token), a column a value, in it how many coders gave it.

    A unit that fewer than two coders judged is left out, as it can neither agree nor disagree. NaN where
    nothing can be compared, or where only one value was ever given.

    >>> alpha(np.array([[2, 0], [0, 2], [2, 0]]))
    1.0
    """
    judged = counts.sum(axis=1)
    counts, judged = counts[judged > 1].astype(float), judged[judged > 1].astype(float)
    values, total = counts.sum(axis=0), counts.sum()
    expected = total**2 - (values**2).sum()
    if not expected:
        return nan
    observed = ((judged**2 - (counts**2).sum(axis=1)) / (judged - 1)).sum()
    return float(1 - (total - 1) * observed / expected)


def of_marked(marked: Numbers, students: int) -> float:
    """Return alpha over tokens, each marked or not, from how many of so many students marked each.

    Students who left the question blank are missing, and not counted as disagreeing.
    """
    return alpha(np.stack([marked, students - marked], axis=1)) if len(marked) else nan
