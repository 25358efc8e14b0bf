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


def _schema(name: str) -> Any:
    return json.loads((Path(__file__).parent / f"{name}.json").read_text("utf-8"))


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(_schema(name))


@cache
def _compiled(name: str) -> Any:
    """Return a function that raises where data does not follow a schema: ten times as fast as telling why.

    It knows draft 7; what our schemas use of 2020-12 is the same there.
    """
    import fastjsonschema

    return fastjsonschema.compile({**_schema(name), "$schema": "http://json-schema.org/draft-07/schema#"})


def _follows(name: str, data: Any) -> bool:
    from fastjsonschema import JsonSchemaException

    try:
        _compiled(name)(data)
    except JsonSchemaException:
        return False
    return True


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
    if _follows(name, data):
        return
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
