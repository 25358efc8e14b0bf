"""The words of the feedback pages; those for outcomes and labels are the notebooks' own (``kit.words``)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def of(part: str) -> dict[str, str]:
    """Return the words of a part of ``en.toml``: ``page``, or ``plain`` for files that cannot be graded."""
    found: dict[str, str] = tomllib.loads((Path(__file__).parent / "en.toml").read_text("utf-8"))[part]
    return found
