"""Whatever happens to a notebook, grading ends, gives no more than the honest score, and stays printable."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kit.grading import copies, pages, report, store
from kit.grading.exercise import Exercise
from kit.grading.grade import grade
from kit.grading.reader import UnreadableError, parse

from . import students

ODD: list[Any] = [
    None,
    True,
    -1,
    0,
    1.0,
    1e308,
    10**30,
    float("nan"),
    "",
    "x",
    "\ud800",
    "\x00\x1b[2J",
    "<script>alert(1)</script>",
    "=1+1",
    "a" * 3000,
    [],
    [[]],
    {},
    {"": None},
    {"question": "q1"},
]


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place in JSON data: what holds it, and under which key or number."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in inner:
        yield data, name
        yield from places(value)


def damaged(notebook: Any, chance: random.Random) -> Any:
    broken = copy.deepcopy(notebook)
    for _ in range(chance.choice((1, 1, 2, 5))):
        holder, name = chance.choice(list(places(broken)))
        if chance.random() < 0.2:
            del holder[name]
        else:
            holder[name] = copy.deepcopy(chance.choice(ODD))
    return broken


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_notebook_is_graded_or_told(small: Exercise, seed: int, tmp_path: Path) -> None:
    chance, honest = random.Random(seed), students.perfect(small)
    for _ in range(25):
        try:
            parsed = parse(json.dumps(damaged(honest, chance)).encode())
        except UnreadableError:
            continue
        result = grade(small, parsed.notebook, "ann")
        assert 0 <= result.score <= 9
        page = pages.page(small, result)
        told = report.Report(small)
        told.add(result)
        with report.Table(tmp_path, small) as table:
            table.add(result)
        assert "<script" not in page
        assert told.text().encode("utf-8")
        assert page.encode("utf-8")
        assert all(cell.isprintable() for row in told.rows() for cell in row)
        assert store.dumped(store.loaded(store.dumped(result), small)) == store.dumped(result)
        json.dumps(copies.build(small, result), ensure_ascii=False).encode("utf-8")


@pytest.mark.parametrize("cut", [1, 50, 500, 2000, -1, -100])
def test_a_truncated_file_is_told(small: Exercise, cut: int) -> None:
    with pytest.raises(UnreadableError):
        parse(students.data(students.perfect(small))[:cut])
