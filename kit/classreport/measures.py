"""Figures of a class: its scores, its questions, and how well its confidence fits.

Nothing here says a word; ``parts.py`` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import atanh, nan, sqrt, tanh

import numpy as np

from kit.classreport.data import FALSE, FOUND, OUTCOMES, Class, Numbers

LEAST = 20
"""Students below which no discrimination is given: its range is then nearly as wide as what it can be."""

STEPS = 6
NORMAL = 1.96


@dataclass(frozen=True)
class Spread:
    """Scores of those whose file could be read: least, lower quartile, median, upper quartile, most."""

    students: int
    figures: tuple[float, float, float, float, float]
    bins: tuple[tuple[float, float, int], ...]


def spread(scores: Numbers, points: float, bins: int = 10) -> Spread:
    """Return how scores are spread over 0 to ``points``. A bin holds its lower end; the last holds both."""
    known = scores[~np.isnan(scores)]
    edges = np.linspace(0.0, points, bins + 1)
    counts, _ = np.histogram(np.clip(known, 0.0, points), edges)
    figures = np.quantile(known, (0, 0.25, 0.5, 0.75, 1)) if len(known) else np.full(5, nan)
    rows = zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True)
    return Spread(len(known), tuple(figures.tolist()), tuple(rows))


@dataclass(frozen=True)
class Item:
    """One question: the mean share of its points, how many wait to be scored, and how many left it blank.

    The share is NaN while any answer waits: the blank ones, which are scored first, would stand for all.

    ``discrimination`` is the correlation with the points of the other questions, with its 95 % range; NaN
    where it cannot be told.
    """

    question: str
    waiting: int
    share: float
    discrimination: float
    low: float
    high: float
    blank: int


def items(of: Class) -> list[Item]:
    """Return the figures of each question, over the students whose file could be read.

    The rest of a student's points leaves the question itself out (a corrected item-total correlation), for a
    question always goes with itself. It holds those questions alone that are scored for everybody.
    """
    points, answered = of.points[of.read], of.answered[of.read]
    whole = np.asarray(~np.isnan(points).any(axis=0) & (len(points) > 0))
    found = []
    for column, question in enumerate(of.questions):
        own = points[:, column]
        scored = ~np.isnan(own)
        others = whole.copy()
        others[column] = False
        rest = points[:, others].sum(axis=1)
        found.append(
            Item(
                question.id,
                int((~scored).sum()),
                float(own.mean() / question.points) if len(own) and scored.all() else nan,
                *correlation(own[scored], rest[scored] if others.any() else np.zeros(scored.sum())),
                int((~answered[:, column]).sum()),
            )
        )
    return found


def correlation(one: Numbers, other: Numbers) -> tuple[float, float, float]:
    """Return Pearson's correlation and its 95 % range by Fisher's transformation; NaN where there is none."""
    if len(one) < LEAST or not one.std() or not other.std():
        return nan, nan, nan
    found = float(np.clip(np.corrcoef(one, other)[0, 1], -1, 1))
    if abs(found) > 1 - 1e-9:
        return found, found, found
    reach = NORMAL / sqrt(len(one) - 3)
    return found, tanh(atanh(found) - reach), tanh(atanh(found) + reach)


@dataclass(frozen=True)
class Step:
    """One step of confidence: what it stands for (0 to 1), how many, how often right, with a 95 % range."""

    step: int
    stands_for: float
    answers: int
    right: float
    low: float
    high: float


@dataclass(frozen=True)
class Calibration:
    """Confidence beside being right; ``brier`` is the mean squared distance, 0 at best.

    ``base`` is the Brier score of who always says the class's own share of right answers.
    """

    steps: tuple[Step, ...]
    answers: int
    brier: float
    base: float


def calibration(of: Class) -> Calibration | None:
    """Return how confidence fits, over answers and marks that say how sure; None where none does.

    An answer is right with all its points, a mark where it found something. Marks that count neither way are
    left out.
    """
    sure, right = [], []
    for column, question in enumerate(of.questions):
        said = (of.sure[:, column] > 0) & ~np.isnan(of.points[:, column]) & of.answered[:, column]
        if question.kind not in ("text", "ratings", "marks"):
            sure.append(of.sure[said, column])
            right.append(of.points[said, column] >= question.points - 1e-9)
    found, false = ([OUTCOMES.index(name) for name in names] for names in (FOUND, FALSE))
    for marks in of.marks.values():
        said = (marks.sure > 0) & np.isin(marks.outcome, found + false)
        sure.append(marks.sure[said])
        right.append(np.isin(marks.outcome[said], found))
    steps, hits = np.concatenate([[], *sure]), np.concatenate([[], *right])
    return _calibration(steps, hits) if len(steps) else None


def _calibration(steps: Numbers, right: Numbers) -> Calibration:
    chance = (steps - 1) / (STEPS - 1)
    rows = []
    for step in range(1, STEPS + 1):
        here = right[steps == step]
        share, low, high = wilson(int(here.sum()), len(here))
        rows.append(Step(step, (step - 1) / (STEPS - 1), len(here), share, low, high))
    base = float(right.mean())
    return Calibration(tuple(rows), len(steps), float(np.mean((chance - right) ** 2)), base * (1 - base))


def wilson(hits: int, of: int) -> tuple[float, float, float]:
    """Return a share and its 95 % range, after Wilson 1927; NaN of nothing.

    >>> [round(value, 3) for value in wilson(5, 10)]
    [0.5, 0.237, 0.763]
    """
    if not of:
        return nan, nan, nan
    share, square = hits / of, NORMAL**2
    middle = (hits + square / 2) / (of + square)
    reach = NORMAL / (of + square) * sqrt(of * share * (1 - share) + square / 4)
    return share, max(0.0, middle - reach), min(1.0, middle + reach)
