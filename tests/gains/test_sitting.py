from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.classes import FORMS
from kit.gains import sitting
from kit.gains.sitting import Sitting, auc

FORM = FORMS[0]
RATINGS = st.fixed_dictionaries({text.id: st.integers(1, 6) for text in FORM.texts})


def rated(good: int, poor: int) -> dict[str, int]:
    return {text.id: good if text.evidence == "good" else poor for text in FORM.texts}


def by_tone(sober: int, loud: int) -> dict[str, int]:
    return {text.id: sober if text.tone == "sober" else loud for text in FORM.texts}


def test_who_tells_them_apart_and_who_goes_by_tone() -> None:
    assert sitting.measure(FORM, rated(6, 1)) == Sitting(1.0, 0.0, 0.5, 0.0)
    assert sitting.measure(FORM, rated(1, 6)) == Sitting(0.0, 0.0, 0.5, 1.0)
    toned = sitting.measure(FORM, by_tone(6, 1))
    assert toned == Sitting(0.5, 0.0, 1.0, 0.5)


@pytest.mark.parametrize(("step", "trust"), [(1, -0.5), (3, -0.1), (6, 0.5)])
def test_the_same_step_for_all_is_a_leaning_and_no_skill(step: int, trust: float) -> None:
    found = sitting.measure(FORM, rated(step, step))
    assert found is not None
    assert (found.discernment, found.tone, found.trust) == (0.5, 0.5, pytest.approx(trust))


@given(RATINGS)
def test_trusting_more_in_everything_is_no_skill(ratings: dict[str, int]) -> None:
    lower = {name: (step + 1) // 2 for name, step in ratings.items()}  # 1 to 3
    raised = {name: step + 3 for name, step in lower.items()}  # the same, three steps up
    one, other = sitting.measure(FORM, lower), sitting.measure(FORM, raised)
    assert one
    assert other
    assert one.discernment == other.discernment
    assert one.tone == other.tone
    assert other.trust - one.trust == pytest.approx(0.6)


@given(RATINGS)
def test_every_measure_stays_in_its_range(ratings: dict[str, int]) -> None:
    found = sitting.measure(FORM, ratings)
    assert found
    assert 0 <= found.discernment <= 1
    assert 0 <= found.tone <= 1
    assert -0.5 <= found.trust <= 0.5
    assert -0.4 <= found.overconfidence <= 1


def test_too_few_ratings_of_one_kind_are_no_sitting() -> None:
    ratings = rated(5, 2)
    good = [text.id for text in FORM.texts if text.evidence == "good"]
    without = {name: step for name, step in ratings.items() if name not in good[:2]}
    assert sitting.measure(FORM, without) is not None
    without.pop(good[2])
    assert sitting.measure(FORM, without) is None
    assert sitting.measure(FORM, {}) is None


@pytest.mark.parametrize("step", [0, 7, -1])
def test_a_step_that_is_none_is_refused(step: int) -> None:
    with pytest.raises(ValueError, match="not one of the steps"):
        sitting.measure(FORM, {**rated(5, 2), FORM.texts[0].id: step})


@given(st.lists(st.integers(1, 6), min_size=1), st.lists(st.integers(1, 6), min_size=1))
def test_the_area_is_fair_to_both_sides(high: list[int], low: list[int]) -> None:
    assert auc(high, low) + auc(low, high) == pytest.approx(1)
