"""The table in docs/security.md and the tests of attacks are the same list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from tests.browser import test_grading_attacks

from . import (
    test_attacks_code,
    test_attacks_files,
    test_attacks_owners,
    test_attacks_records,
    test_attacks_size,
    test_attacks_words,
)

MODULES = (
    test_attacks_code,
    test_attacks_files,
    test_attacks_records,
    test_attacks_size,
    test_attacks_owners,
    test_attacks_words,
    test_grading_attacks,
)
TABLE = Path(__file__).parents[2] / "docs/security.md"


def names_of(module: ModuleType) -> Iterator[str]:
    """Yield the tests of a module, each as pytest names it."""
    for name, test in vars(module).items():
        if name.startswith("test_") and callable(test):
            cases = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
            yield from [f"{name}[{case}]" for case in cases[0].args[1]] if cases else [name]


def test_the_table_names_every_test_and_no_other() -> None:
    named = set(re.findall(r"`(test_\w+(?:\[[\w.-]+\])?)`", TABLE.read_text("utf-8")))
    there = {name for module in MODULES for name in names_of(module)}
    assert named - there == set(), "rows whose test is gone"
    assert there - named == set(), "tests that no row names"
    assert len(there) > 80


def test_each_row_says_what_it_gets_and_names_a_test() -> None:
    rows = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| ")]
    rows = [row for row in rows if not row.startswith("| What somebody tries")]
    assert len(rows) > 60
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert len(cells) == 4, row
        assert all(cells), row
        assert "`test_" in cells[3], row
