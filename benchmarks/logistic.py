"""Logistic regression with an L2 penalty over sparse signs, in numpy: the same weights on every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Row = Mapping[str, float]
Vector = NDArray[np.float64]

STEPS = 300


class Table:
    """Rows of signs as sparse columns; a sign seen in fewer than ``least`` rows is left out."""

    def __init__(self, rows: Sequence[Row], least: int = 1) -> None:
        seen = Counter(sign for row in rows for sign in row)
        self.signs = sorted(sign for sign, times in seen.items() if times >= least)
        place = {sign: column for column, sign in enumerate(self.signs)}
        cells = [(i, place[s], v) for i, row in enumerate(rows) for s, v in row.items() if s in place]
        self.row = np.array([cell[0] for cell in cells], dtype=np.int64)
        self.column = np.array([cell[1] for cell in cells], dtype=np.int64)
        self.value = np.array([cell[2] for cell in cells], dtype=np.float64)
        self.size = len(rows)

    def times(self, weights: Vector) -> Vector:
        """Return the sum of weight times value of each row."""
        return np.bincount(self.row, self.value * weights[self.column], self.size)

    def transposed(self, errors: Vector) -> Vector:
        """Return the sum of error times value of each sign."""
        return np.bincount(self.column, self.value * errors[self.row], len(self.signs))


def fit(
    rows: Sequence[Row],
    truth: Sequence[int],
    *,
    penalty: float,
    least: int = 1,
    importance: Vector | None = None,
) -> tuple[float, dict[str, float]]:
    """Return bias and weights; ``penalty`` is the strength of L2, ``importance`` a factor for each row."""
    table, target = Table(rows, least), np.array(truth, dtype=np.float64)
    factor = np.ones(len(rows)) if importance is None else importance
    curvature = (
        np.bincount(table.column, table.value**2 * factor[table.row], len(table.signs)) * 0.25 + penalty
    )  # an upper bound for each sign alone: a step's natural size
    weights, bias = np.zeros(len(table.signs)), 0.0
    moment, bias_moment = np.zeros_like(weights), 0.0
    for step in range(STEPS):
        error = (1 / (1 + np.exp(-np.clip(table.times(weights) + bias, -30, 30))) - target) * factor
        gradient = table.transposed(error) + penalty * weights
        rate = 0.35 if step < STEPS // 2 else 0.15
        moment = 0.9 * moment + gradient / curvature
        bias_moment = 0.9 * bias_moment + error.sum() / (0.25 * factor.sum())
        weights -= rate * 0.1 * moment
        bias -= rate * 0.1 * bias_moment
    return float(bias), dict(zip(table.signs, map(float, weights), strict=True))
