from __future__ import annotations

from math import isinf
from statistics import fmean

import pytest
from scipy import stats

from kit.gains import estimate


def test_it_is_welchs_interval_of_the_average_of_two_orders() -> None:
    first, second = [0.1, 0.3, 0.2, 0.4], [0.0, -0.2, 0.1, 0.3, 0.05]
    found = estimate.average(first, second)
    # scipy's Welch test of first against minus second has the same error, for twice the average.
    other = stats.ttest_ind(first, [-x for x in second], equal_var=False).confidence_interval(0.95)
    assert found.mean == pytest.approx((fmean(first) + fmean(second)) / 2)
    assert (2 * found.low, 2 * found.high) == pytest.approx((other.low, other.high))
    assert found.students == 9


def test_an_easier_form_cancels_in_the_gain_and_shows_as_the_forms_difference() -> None:
    gains = [0.1, 0.2, 0.15, 0.05]
    harder, easier = [x + 0.3 for x in gains], [x - 0.3 for x in gains]
    assert estimate.average(harder, easier).mean == pytest.approx(fmean(gains))
    assert estimate.half_difference(harder, easier).mean == pytest.approx(0.3)


def test_the_orders_count_the_same_however_many_are_in_each() -> None:
    assert estimate.average([1.0, 1.2], [0.0, 0.1, 0.2, 0.1, 0.0]).mean == pytest.approx((1.1 + 0.08) / 2)


def test_where_all_are_the_same_nothing_is_known_of_others() -> None:
    found = estimate.average([0.2, 0.2], [0.2, 0.2])
    assert isinf(found.low)
    assert isinf(found.high)
    assert not found.excludes(0)


@pytest.mark.parametrize(("first", "second"), [([], []), ([0.1], [0.2, 0.3]), ([0.1, 0.2], [0.3])])
def test_too_few_students_are_refused(first: list[float], second: list[float]) -> None:
    with pytest.raises(ValueError, match="two students or more in each order"):
        estimate.average(first, second)
