"""JSON Schemas (2020-12) of every file that the kit writes, and one way to check data against them."""

from __future__ import annotations

import json
import math
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

VERSION = 1
"""The version that this code writes (``v`` in every file); a higher one is refused."""


TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "nothing",
    "number": "a number",
    "object": "a table of names and values",
    "string": "text in quotation marks",
}
"""What the types of JSON are called in an error."""

LONGEST = 60
"""The most characters of a value that an error quotes."""


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
        raise InvalidDataError(f"{name}: at {where}: {_plain(error)}")


def _plain(error: Any) -> str:
    """Say in plain words what breaks a schema; what has no words of ours is said in the library's."""
    wanted, found = error.validator_value, error.instance
    match error.validator:
        case "enum" if not wanted:
            return "it belongs to another kind and means nothing here"
        case "additionalProperties" if wanted is False:
            return "; ".join(_unknown(key, error.schema.get("properties", ())) for key in _strange(error))
        case "type":
            types = [wanted] if isinstance(wanted, str) else wanted
            return f"expected {' or '.join(TYPES[one] for one in types)}, not {_short(found)}"
        case "enum":
            return f"expected {' or '.join(map(_short, wanted))}, not {_short(found)}"
        case "minimum" | "maximum":
            return f"{_short(found)} is {'less' if error.validator == 'minimum' else 'more'} than {wanted}"
        case "required":
            return f"missing: {', '.join(_short(key) for key in wanted if key not in found)}"
    return str(error.message[:200])


def _strange(error: Any) -> list[str]:
    return [key for key in error.instance if key not in error.schema.get("properties", ())]


def _unknown(key: str, known: Any) -> str:
    close = get_close_matches(key, known, n=1)
    meant = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(sorted(known))}"
    return f"{_short(key)} is not known here; {meant}"


def _short(value: Any) -> str:
    """Return a value as JSON, cut where it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _finite(name: str, data: Any, depth: int) -> None:
    """Refuse what JSON has no word for (NaN, infinities) and nesting that would exhaust the stack."""
    if depth > 40:
        raise InvalidDataError(f"{name}: nested more than 40 deep")
    if isinstance(data, float) and not math.isfinite(data):
        raise InvalidDataError(f"{name}: {data} is not a finite number")
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        _finite(name, value, depth + 1)
