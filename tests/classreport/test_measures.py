"""Figures of scores, questions and confidence, beside ones that are worked out by hand."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from kit.classreport import measures


def test_scores_fall_into_bins_that_hold_all_of_them() -> None:
    spread = measures.spread(np.array([0, 1, 5, 9.99, 10, 11, np.nan, -1]), 10.0)
    assert spread.students == 7
    assert [count for _, _, count in spread.bins] == [2, 1, 0, 0, 0, 1, 0, 0, 0, 3]
    assert spread.bins[-1][:2] == (9.0, 10.0)
    assert spread.figures[2] == 5


def test_quartiles_of_nothing_are_no_figures() -> None:
    spread = measures.spread(np.array([]), 10.0)
    assert spread.students == 0
    assert all(isnan(figure) for figure in spread.figures)


def test_a_correlation_needs_enough_students_who_differ() -> None:
    rising = np.arange(measures.LEAST, dtype=float)
    assert isnan(measures.correlation(rising[:-1], rising[:-1])[0])
    assert isnan(measures.correlation(rising, np.ones(measures.LEAST))[0])
    assert measures.correlation(rising, -rising)[0] == pytest.approx(-1)


def test_the_range_of_a_correlation_is_fishers() -> None:
    # atanh(0.5) = 0.5493, 1.96 / sqrt(97) = 0.1990; tanh(0.3503) = 0.3366, tanh(0.7483) = 0.6341
    draw = np.random.default_rng(1)
    one, noise = draw.normal(size=(2, 100))
    noise -= noise.mean() + np.cov(one, noise)[0, 1] / one.var(ddof=1) * (one - one.mean())
    other = 0.5 * (one - one.mean()) / one.std() + np.sqrt(0.75) * noise / noise.std()
    assert measures.correlation(one, other) == pytest.approx((0.5, 0.3366, 0.6341), abs=0.001)


def test_the_brier_score_is_the_mean_squared_distance() -> None:
    # sure 6 (1.0) right, sure 6 wrong, sure 1 (0.0) wrong, sure 3 (0.4) right: (0 + 1 + 0 + 0.36) / 4
    found = measures._calibration(np.array([6, 6, 1, 3]), np.array([1, 0, 0, 1]))
    assert found.brier == pytest.approx(0.34)
    assert found.base == pytest.approx(0.25)
    assert [step.answers for step in found.steps] == [1, 0, 1, 0, 0, 2]
    assert found.steps[5].right == 0.5
    assert isnan(found.steps[1].right)
