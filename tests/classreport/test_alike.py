"""Copies are found, and honest classes are left in peace."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from random import Random
from typing import Any

import numpy as np
import pytest

from kit.classreport import alike, collect
from kit.classreport.data import Wrong
from kit.grading import exercise
from kit.grading.exercise import Question
from kit.grading.grade import grade
from tests.grading import students

from . import invented

TRAPS, TAIL, SENTENCES, CHOICES = 30, 2000, 25, 9


def drawn(students: int, seed: int, copies: dict[int, int] | None = None, kept: float = 1.0) -> Wrong:
    """A class: students of differing skill, traps with a pull of their own, rare marks, and some students
    who mark nearly every sentence. Nobody looks at another, but for the copies: they keep a share of it.
    """
    draw = np.random.default_rng(seed)
    pull, rare = draw.normal(-1.5, 1, TRAPS), 1 / np.arange(1, TAIL + 1)
    answers: list[set[int]] = []
    for _ in range(students):
        skill = draw.normal()
        gave = set(np.flatnonzero(draw.random(TRAPS) < 1 / (1 + np.exp(skill - pull))).tolist())
        number = draw.poisson(6 * np.exp(-0.4 * skill))
        gave |= set((TRAPS + draw.choice(TAIL, number, p=rare / rare.sum())).tolist())
        if draw.random() < 0.06:
            gave |= set((TRAPS + TAIL + np.flatnonzero(draw.random(SENTENCES) < 0.9)).tolist())
        first = TRAPS + TAIL + SENTENCES
        gave |= {first + 3 * n + int(draw.integers(3)) for n in range(CHOICES // 3) if draw.random() < 0.5}
        answers.append(gave)
    for copy, seen in (copies or {}).items():
        answers[copy] = {one for one in answers[seen] if draw.random() < kept}
    kind = np.repeat([0, 0, 1, 2], [TRAPS, TAIL, SENTENCES, CHOICES])
    student = np.repeat(np.arange(students), [len(gave) for gave in answers])
    answer = np.array([one for gave in answers for one in sorted(gave)])
    return Wrong(student, answer, kind, tuple(f"answer {n}" for n in range(len(kind))))


@pytest.mark.parametrize("students", [20, 30, 100])
def test_of_a_hundred_honest_classes_five_at_most_show_a_pair(students: int) -> None:
    shown = sum(bool(alike.find(drawn(students, seed), students).pairs) for seed in range(100))
    assert shown <= 5


def many(wrong: Wrong, students: int) -> int:
    """Return the student with the most wrong answers: a copy of one with none cannot be seen."""
    return int(np.bincount(wrong.student, minlength=students)[: students - 1].argmax())


@pytest.mark.parametrize("students", [30, 200])
def test_copies_are_found_and_nobody_else(students: int) -> None:
    found = 0
    for seed in range(20):
        seen = many(drawn(students, seed), students)
        pairs = alike.find(drawn(students, seed, {students - 1: seen}), students).pairs
        named = {(pair.one, pair.two) for pair in pairs}
        found += (seen, students - 1) in named
        assert named <= {(seen, students - 1)}
    assert found >= 16


def test_the_evidence_is_what_both_gave_the_rarest_first() -> None:
    wrong = drawn(100, 3, {99: (seen := many(drawn(100, 3), 100))})
    (pair,) = alike.find(wrong, 100).pairs
    gave = [set(wrong.answer[wrong.student == one].tolist()) for one in (seen, 99)]
    assert {said for said, _ in pair.shared} <= {f"answer {n}" for n in gave[0] & gave[1]}
    numbers = [number for _, number in pair.shared]
    assert numbers == sorted(numbers)
    assert numbers[0] >= 2
    assert max(numbers) <= alike.COMMON * 100


@pytest.mark.parametrize("students", [0, 1, 2, 19])
def test_a_small_class_shows_no_pair(students: int) -> None:
    copies = {1: 0} if students > 1 else {}
    wrong = (
        drawn(max(students, 1), 1, copies) if students else Wrong(*(np.array([], dtype=int),) * 3, said=())
    )
    found = alike.find(wrong, students)
    assert (found.pairs, found.compared) == ((), 0)


def test_the_fitted_model_keeps_the_sums() -> None:
    draw = np.random.default_rng(2)
    table = draw.random((40, 60)) < draw.beta(1, 4, 60) * draw.beta(2, 2, (40, 1)) * 2
    rows, people = np.unique(table.sum(axis=1), return_counts=True)
    columns, answers = np.unique(table.sum(axis=0), return_counts=True)
    chance = alike.fitted(rows, people, columns, answers)
    assert chance @ answers == pytest.approx(rows, abs=0.05)
    assert people @ chance == pytest.approx(columns, abs=0.05)


@pytest.mark.slow
def test_the_bound_is_never_below_the_chance() -> None:
    """Draw many honest classes and count how often single pairs are below a level."""
    seen, level = [], 0.01
    for seed in range(60):
        wrong = drawn(40, 1000 + seed)
        compared = 40 * 39 // 2
        seen.append(len(alike.find(wrong, 40, level * compared).pairs) / compared)
    assert np.mean(seen) <= level


def test_a_thousand_students_take_seconds() -> None:
    wrong = drawn(1000, 1, {999: many(drawn(1000, 1), 1000)})
    start = time.perf_counter()
    found = alike.find(wrong, 1000)
    assert time.perf_counter() - start < 10
    assert found.compared == 499_500
    assert [pair.two for pair in found.pairs] == [999]


def every_sentence(question: Question) -> list[Any]:
    return [students.at(question, one["start"], one["end"], "person") for one in question.item["sentences"]]


def every_name(question: Question) -> list[Any]:
    names = re.finditer(r"[A-Z]\w+(?: [A-Z]\w+)*", question.item["text"])
    return [students.at(question, *name.span(), "person") for name in names]


@pytest.mark.parametrize("rule", [every_sentence, every_name])
def test_who_follows_the_same_simple_rule_has_not_copied(rule: Callable[[Question], list[Any]]) -> None:
    """Two in thirty mark every sentence, or every name, each for themselves."""
    loaded = exercise.load(invented.COURSE, "sources")
    shown = 0
    for seed in range(10):
        made = collect.Collector(loaded)
        for n in range(30):
            given = invented.answers(loaded, Random(seed * 1000 + n))
            given |= {"q1": rule(loaded.questions["q1"])} if n < 2 else {}
            made.add(grade(loaded, students.answered(loaded, given, f"sheet{n:06}"), f"s{n:02}"), None)
        shown += bool(alike.find(made.done({}).wrong, 30).pairs)
    assert shown == 0
