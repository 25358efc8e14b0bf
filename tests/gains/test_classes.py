"""Simulated classes: what the report says of guessing, suspicious, trusting, tone-reading, skilled ones."""

from __future__ import annotations

import pytest

from benchmarks import classes

STUDENTS, CLASSES = 30, 100


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, float]]:
    return classes.told_apart(STUDENTS, CLASSES)


@pytest.fixture(scope="module")
def gained() -> dict[str, dict[str, float]]:
    return classes.gained(STUDENTS, CLASSES)


@pytest.mark.parametrize("kind", classes.KINDS)
def test_each_kind_of_class_is_told_from_all_others(told: dict[str, dict[str, float]], kind: str) -> None:
    assert told[kind][kind] >= 0.8
    assert all(share <= 0.05 for other, share in told[kind].items() if other != kind)


def test_skill_is_seen_as_a_gain(gained: dict[str, dict[str, float]]) -> None:
    assert gained["skilled"]["discernment.more"] >= 0.8


@pytest.mark.parametrize("kind", sorted(set(classes.KINDS) - {"skilled"}))
def test_nothing_else_looks_like_skill(gained: dict[str, dict[str, float]], kind: str) -> None:
    assert gained[kind]["discernment.more"] <= 0.07  # 0.025 by chance, of a hundred classes


@pytest.mark.parametrize(
    ("kind", "said"),
    [("suspicious", "trust.less"), ("trusting", "trust.more"), ("tone-reading", "tone.more")],
)
def test_a_change_of_habit_is_named(gained: dict[str, dict[str, float]], kind: str, said: str) -> None:
    assert gained[kind][said] >= 0.8


@pytest.mark.slow
def test_the_interval_holds_the_true_gain_as_often_as_it_says() -> None:
    covered, half = classes.coverage(25, 1000)
    assert 0.93 <= covered <= 0.97  # 0.95, give or take three standard errors of a thousand classes
    assert half < 0.1
