"""Second Look: the helper package behind the notebooks.

A lesson uses these names and no others. Nothing is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kit.notebook import (
        answer,
        article,
        bars,
        cards,
        check,
        choose,
        compare,
        date,
        evidence,
        exercise,
        explore,
        key,
        lesson,
        mark,
        match,
        my_marks,
        number,
        order,
        rate,
        show,
        table,
        write,
    )

__all__ = [
    "answer",
    "article",
    "bars",
    "cards",
    "check",
    "choose",
    "compare",
    "date",
    "evidence",
    "exercise",
    "explore",
    "key",
    "lesson",
    "mark",
    "match",
    "my_marks",
    "number",
    "order",
    "rate",
    "show",
    "table",
    "write",
]
__version__ = "0.5.0"


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module("kit.notebook"), name)
    raise AttributeError(f"module 'kit' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
