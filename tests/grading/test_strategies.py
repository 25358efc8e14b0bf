"""Who marks without reading must not pass: each strategy stays below half of the points of a question."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from kit.grading.exercise import Exercise, Question
from kit.grading.grade import grade
from kit.grading.reader import parse
from kit.marks import tokens

from . import students

Span = tuple[int, int]


def everything(text: str) -> list[Span]:
    return [(0, len(text))]


def nothing(text: str) -> list[Span]:
    return []


def every_word(text: str) -> list[Span]:
    return tokens(text)


def every_sentence(text: str) -> list[Span]:
    return [match.span() for match in re.finditer(r"[^\s.!?][^.!?]*[.!?]?", text)]


def every_name(text: str) -> list[Span]:
    return [match.span() for match in re.finditer(r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*", text)]


def every_run(length: int) -> Callable[[str], list[Span]]:
    """Mark every run of so many words: each thing to find is nearly covered by one of them."""

    def runs(text: str) -> list[Span]:
        words = tokens(text)
        return [(words[n][0], words[n + length - 1][1]) for n in range(len(words) - length + 1)]

    return runs


def each_run_of_the_first_words(text: str) -> list[Span]:
    words = tokens(text)[:60]
    return [(one[0], two[1]) for one, two in itertools.combinations_with_replacement(words, 2)]


STRATEGIES = {
    "everything": everything,
    "nothing": nothing,
    "every word": every_word,
    "every sentence": every_sentence,
    "every name": every_name,
    "every run of 2": every_run(2),
    "every run of 4": every_run(4),
    "every run of 8": every_run(8),
    "every run of 16": every_run(16),
    "all runs": each_run_of_the_first_words,
}


def share(exercise: Exercise, question: Question, spans: list[Span], kind: str | None) -> float:
    label = question.item["labels"][0]["id"]
    return share_of(exercise, question, [students.at(question, *span, kind, label) for span in spans[:4000]])


def share_of(exercise: Exercise, question: Question, marks: list[Any]) -> float:
    notebook = students.answered(exercise, {question.id: marks})
    result = grade(exercise, parse(json.dumps(notebook).encode()).notebook, "ann")
    auto = next(one.auto for one in result.graded if one.question.id == question.id)
    assert auto is not None
    return auto / question.points


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_no_strategy_without_reading_passes(each: Exercise, strategy: str) -> None:
    for question in each.questions.values():
        if question.kind == "marks":
            spans = STRATEGIES[strategy](question.item["text"])
            kinds = {mark.get("kind") for mark in question.key} if question.kinds else {None}
            for kind in sorted(kinds, key=str):
                assert share(each, question, spans, kind) < 0.5, kind


def test_the_machine_does_not_pass(shipped: Exercise) -> None:
    """Its own marks with its own kinds: who only copies them has not looked."""
    from kit import reading

    for question in shipped.questions.values():
        if question.kind == "marks":
            asked = {label["id"] for label in question.item["labels"]}
            found = [mark for mark in reading.read(question.item["text"]).marks if mark.label in asked]
            marks = [students.at(question, one.start, one.end, one.kind, one.label) for one in found]
            assert marks
            assert share_of(shipped, question, marks) < 0.5


def test_a_flood_of_marks_costs_though_each_touches_something(small: Exercise) -> None:
    """One mark for each place where a thing to find could begin, all through words that are in the key."""
    question = small.questions["q1"]
    inside = [(question.item["text"][: k["start"]], k) for k in question.key if k["status"] == "firm"]
    spans = [
        (k["start"] + low, k["start"] + high)
        for _, k in inside
        for low, high in itertools.combinations([0, *(end for _, end in tokens(k["quote"]))], 2)
    ]
    assert len(spans) > 20
    assert share(small, question, spans, "person") < 0.5
