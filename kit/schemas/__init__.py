"""JSON Schemas (2020-12) of every file that the kit writes, and one way to check data against them."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

VERSION = 1
"""The version that this code writes (``v`` in every file); a higher one is refused."""


class InvalidDataError(ValueError):
    """Data that does not follow its schema; the message says where, and what was expected."""


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads((Path(__file__).parent / f"{name}.json").read_text("utf-8")))


def names() -> list[str]:
    """Return the names of the schemas: ``article``, ``exercise``, ``key``, ``reading``, ``record``, ..."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.json"))


def check(name: str, data: Any) -> None:
    """Check ``data`` against the schema ``name``.

    Raises ``InvalidDataError`` in one line that names the place and what was expected; data of a higher
    version than this code knows is told apart ("update Second Look").
    """
    if isinstance(data, dict) and isinstance(data.get("v"), int) and data["v"] > VERSION:
        raise InvalidDataError(
            f"this {name} has version {data['v']}, and this kit knows up to {VERSION}: update Second Look"
        )
    _finite(name, data, depth=0)
    from jsonschema.exceptions import best_match

    error = best_match(_validator(name).iter_errors(data))
    if error is not None:
        where = "/".join(str(part) for part in error.absolute_path) or "the top"
        elsewhere = error.validator == "enum" and not error.validator_value
        what = "it belongs to another kind and means nothing here" if elsewhere else error.message[:200]
        raise InvalidDataError(f"{name}: at {where}: {what}")


def _finite(name: str, data: Any, depth: int) -> None:
    """Refuse what JSON has no word for (NaN, infinities) and nesting that would exhaust the stack."""
    if depth > 40:
        raise InvalidDataError(f"{name}: nested more than 40 deep")
    if isinstance(data, float) and not math.isfinite(data):
        raise InvalidDataError(f"{name}: {data} is not a finite number")
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        _finite(name, value, depth + 1)
