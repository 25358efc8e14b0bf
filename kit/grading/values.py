"""Compare a computed answer with the key's."""

from __future__ import annotations

from typing import Any

from kit.scoring import is_near


def same(value: Any, key: Any, tolerance: float = 0.0, *, any_order: bool = False) -> bool:
    """Say whether a student's value is the key's.

    Numbers may be off by ``tolerance``; a number handed in as text counts as a number, for it was computed
    all the same. Texts are compared without regard to case and spaces. True and False are no numbers.

    >>> same(3, 3.0), same("3", 3), same(True, 1), same(" Two  sources", "two sources")
    (True, True, False, True)
    >>> same([2, 1], [1, 2]), same([2, 1], [1, 2], any_order=True)
    (False, True)
    """
    if isinstance(key, list):
        return isinstance(value, list) and _same_lists(value, key, tolerance, any_order)
    if isinstance(key, dict):
        return (
            isinstance(value, dict)
            and value.keys() == key.keys()
            and all(same(value[name], key[name], tolerance) for name in key)
        )
    if isinstance(key, bool) or isinstance(value, bool) or key is None:
        return value is key
    if isinstance(key, int | float):
        number = _number(value)
        return number is not None and is_near(number, key, tolerance)
    return isinstance(value, str) and _folded(value) == _folded(key)


def _same_lists(values: list[Any], keys: list[Any], tolerance: float, any_order: bool) -> bool:
    if len(values) != len(keys):
        return False
    if not any_order:
        return all(same(value, key, tolerance) for value, key in zip(values, keys, strict=True))
    left = list(values)
    for key in keys:
        found = next((number for number, value in enumerate(left) if same(value, key, tolerance)), None)
        if found is None:
            return False
        del left[found]
    return True


def _number(value: Any) -> float | None:
    if not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
