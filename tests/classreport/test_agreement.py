"""Alpha from counts is Krippendorff's alpha."""

from __future__ import annotations

from math import isnan

import krippendorff
import numpy as np
import pytest

from kit.classreport import agreement

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", the example with four observers, five
# values and missing data (0 here); its nominal alpha is 0.743.
PUBLISHED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ]
)


def counted(table: np.ndarray, values: int) -> np.ndarray:
    return np.stack([(table == value).sum(axis=0) for value in range(1, values + 1)], axis=1)


def test_the_published_example() -> None:
    assert agreement.alpha(counted(PUBLISHED, 5)) == pytest.approx(0.743, abs=0.0005)


@pytest.mark.parametrize("seed", range(10))
def test_the_library_says_the_same_with_missing_values(seed: int) -> None:
    draw = np.random.default_rng(seed)
    table = draw.integers(0, 4, (5, 30))
    data = np.where(table == 0, np.nan, table).astype(float)
    expected = krippendorff.alpha(data, level_of_measurement="nominal")
    assert agreement.alpha(counted(table, 3)) == pytest.approx(expected)


def test_who_left_it_blank_does_not_disagree() -> None:
    marked = np.array([4, 0, 3, 1])
    assert agreement.of_marked(marked, 4) > agreement.of_marked(marked, 8)


@pytest.mark.parametrize(("marked", "students"), [([0, 0], 5), ([1, 0], 1), ([0, 0], 0), ([], 3)])
def test_where_nothing_can_be_compared_there_is_no_figure(marked: list[int], students: int) -> None:
    assert isnan(agreement.of_marked(np.array(marked, dtype=int), students))
