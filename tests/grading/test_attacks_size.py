"""Files made to be slow: thousands of answers, or of damaged ones, in one notebook."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from kit.grading import pages
from kit.grading.exercise import Exercise
from kit.grading.grade import grade
from kit.grading.reader import LARGEST, parse

from . import attacks, students

PILES: dict[str, Callable[[Exercise, int], Any]] = {
    "values": lambda small, n: students.record(small.questions["q4"], n),
    "marks": lambda small, n: students.record(
        small.questions["q1"], {f"m{n}": students.at(small.questions["q1"], n % 50, n % 50 + 9)}
    ),
    "unsound-records": lambda small, n: {**students.record(small.questions["q4"], n), "question": f"z{n}"},
    "marks-of-one-record": lambda small, n: students.record(
        small.questions["q1"],
        {f"m{k}": students.at(small.questions["q1"], k % 300, k % 300 + 9) for k in range(n % 2 * 3000)},
        revision=1 + n % 9,
    ),
}


@pytest.mark.parametrize("pile", PILES)
def test_a_pile_of_answers_takes_no_longer_than_its_size(small: Exercise, pile: str) -> None:
    """What takes 0.3 s at 4,000 takes a few seconds at the largest size."""
    notebook = students.blank(small)
    size, number = 0, 0
    while number < 4000 and size < LARGEST / 5:
        cell = attacks.hidden(PILES[pile](small, number))
        size, number = size + len(json.dumps(cell)), number + 1
        notebook["cells"].append(cell)
    parsed = parse(students.data(notebook)).notebook
    start = time.process_time()
    result = grade(small, parsed, "ann")
    page = pages.page(small, result)
    assert time.process_time() - start < 4
    assert result.score == 0
    assert any(problem.person for problem in result.all_problems)
    assert len(result.all_problems) < 50
    assert len(page) < 2_000_000
