"""Intervals for a class in two orders: half took form A first, half form B.

A gain is measured in each order by itself, and the two means are averaged with equal weight: whatever makes
one form easier adds to one order what it takes from the other, and cancels. Half of their difference is the
difference of the forms (Jones and Kenward 2003, *Design and Analysis of Cross-Over Trials*).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, sqrt
from statistics import fmean, variance

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A mean with its t interval, and the number of students. The interval is over students, not texts."""

    mean: float
    low: float
    high: float
    students: int

    def excludes(self, value: float) -> bool:
        """Say whether the interval lies all on one side of a value."""
        return self.low > value or self.high < value


def average(first: Sequence[float], second: Sequence[float], level: float = LEVEL) -> Estimate:
    """Return the mean of two orders' means, with Welch's interval; ``ValueError`` below two in each."""
    return _combined(first, second, 1, level)


def half_difference(first: Sequence[float], second: Sequence[float], level: float = LEVEL) -> Estimate:
    """Return half of what the first order's mean is above the second's, with Welch's interval."""
    return _combined(first, second, -1, level)


def _combined(first: Sequence[float], second: Sequence[float], sign: int, level: float) -> Estimate:
    if min(len(first), len(second)) < 2:
        raise ValueError(
            "an interval needs two students or more in each order, and there are "
            f"{len(first)} and {len(second)}"
        )
    mean = (fmean(first) + sign * fmean(second)) / 2
    parts = [variance(values) / len(values) for values in (first, second)]
    error = sqrt(sum(parts)) / 2
    if error == 0:  # all the same: nothing tells how far other students would be from them
        return Estimate(mean, -inf, inf, len(first) + len(second))
    # The degrees of freedom of two variances that may differ: Welch 1947 (doi 10.1093/biomet/34.1-2.28),
    # Satterthwaite 1946 (doi 10.2307/3002019).
    freedom = sum(parts) ** 2 / sum(
        part**2 / (len(values) - 1) for part, values in zip(parts, (first, second), strict=True)
    )
    reach = _quantile(0.5 + level / 2, freedom) * error
    return Estimate(mean, mean - reach, mean + reach, len(first) + len(second))


def _quantile(share: float, freedom: float) -> float:
    from scipy.special import stdtrit  # instructors have it, students do not

    return float(stdtrit(freedom, share))
