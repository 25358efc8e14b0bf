from __future__ import annotations

from typing import Any

import pytest

from kit.grading.values import same


@pytest.mark.parametrize(
    ("value", "key", "tolerance", "right"),
    [
        (3, 3, 0, True),
        (3.0, 3, 0, True),
        ("3", 3, 0, True),
        (" 3 ", 3, 0, True),
        (4, 3, 0, False),
        (True, 1, 0, False),
        (None, 0, 0, False),
        ("three", 3, 0, False),
        ("nan", 3, 1, False),
        ("inf", 3, 1e9, False),
        (10**400, 3, 0, False),
        (0.31, 0.3, 0.02, True),
        (0.33, 0.3, 0.02, False),
        (0.1 + 0.2, 0.3, 0, True),
        ([3], 3, 0, False),
        ("Town  Hall", "town hall", 0, True),
        ("town", "town hall", 0, False),
        (["a", "b"], ["a", "b"], 0, True),
        (["b", "a"], ["a", "b"], 0, False),
        (["a"], ["a", "a"], 0, False),
        ([{"who": "Falk", "n": 2}], [{"who": "falk", "n": 2}], 0, True),
        ([{"who": "Falk"}], [{"who": "falk", "n": 2}], 0, False),
        (True, True, 0, True),
        (1, True, 0, False),
    ],
)
def test_same(value: Any, key: Any, tolerance: float, right: bool) -> None:
    assert same(value, key, tolerance) is right


def test_any_order_counts_each_once() -> None:
    assert same(["b", "a"], ["a", "b"], any_order=True)
    assert not same(["a", "a"], ["a", "b"], any_order=True)
