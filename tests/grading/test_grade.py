from __future__ import annotations

import json
from typing import Any

import pytest

from kit.grading.exercise import Exercise
from kit.grading.grade import grade
from kit.grading.reader import parse
from kit.grading.results import Graded, Manual, Result

from . import students


def graded(exercise: Exercise, notebook: dict[str, Any]) -> Result:
    return grade(exercise, parse(json.dumps(notebook).encode()).notebook, "ann")


def one(exercise: Exercise, question: str, answer: Any) -> Graded:
    result = graded(exercise, students.answered(exercise, {question: answer}))
    return next(one for one in result.graded if one.question.id == question)


def test_the_right_answers_get_every_point_but_the_written_ones(each: Exercise) -> None:
    result = graded(each, students.perfect(each))
    for one in result.graded:
        assert one.auto == (None if one.question.kind == "text" else one.question.points)
        assert one.waits is (one.question.kind == "text")
    assert not result.all_problems


def test_an_untouched_notebook_gets_nothing_and_waits_for_nobody(each: Exercise) -> None:
    result = graded(each, students.blank(each))
    assert result.score == 0
    assert not any(one.waits for one in result.graded)
    assert [problem.what for problem in result.problems] == ["It holds no answer."]


def test_marks_are_explained_point_by_point(small: Exercise) -> None:
    q1 = small.questions["q1"]
    marks = [
        students.mark(q1, "the mayor of Brook, Ida Falk", "person"),
        students.mark(q1, "Critics", "person"),
        students.mark(q1, "Inspectors", "anonymous"),
        students.mark(q1, "Tom Reyes", "person"),
        students.mark(q1, "beams"),
    ]
    found = one(small, "q1", marks)
    assert [(line.outcome, line.points, line.quote) for line in found.lines] == [
        ("hit", 1.0, "the mayor of Brook, Ida Falk"),
        ("borderline", None, "Inspectors"),
        ("false_alarm", -0.5, "beams"),
        ("kind", 0.5, "Critics"),
        ("trap", -0.5, "Tom Reyes"),
        ("missed", None, "A report by the transport office"),
        ("missed", None, "Reyes"),
        ("missed", None, "Nordbau, the firm that built the bridge in 1962"),
    ]
    assert found.auto == 0.5
    assert sum(line.points or 0 for line in found.lines) == found.auto
    missed = found.lines[-1]
    assert missed.text == "According to names the firm as the one who reckons so."


def test_points_never_fall_below_zero(small: Exercise) -> None:
    q1 = small.questions["q1"]
    assert one(small, "q1", [students.mark(q1, "Tom Reyes")]).auto == 0


def test_a_false_alarm_costs_what_the_exercise_says(small: Exercise) -> None:
    from dataclasses import replace

    q1 = small.questions["q1"]
    marks = [*students.key_marks(q1), students.mark(q1, "beams")]
    dear = replace(small, questions={**small.questions, "q1": replace(q1, cost=1.0)})
    assert one(small, "q1", marks).auto == 4.5
    assert one(dear, "q1", marks).auto == 4.0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"quote": "Falk"}, "The text has “Critics” there"),
        ({"start": 100_000, "end": 100_005}, "The text has “” there"),
        ({"label": "hedge"}, "does not ask for 'hedge'"),
    ],
)
def test_a_mark_that_fits_neither_text_nor_question_is_told_and_not_counted(
    small: Exercise, change: dict[str, Any], said: str
) -> None:
    q1 = small.questions["q1"]
    forged = {**students.mark(q1, "Critics", "anonymous"), **change}
    rest = [mark for mark in students.key_marks(q1) if mark["quote"] != "Critics"]
    found = one(small, "q1", [forged, *rest])
    assert found.auto == 4
    (problem,) = found.problems
    assert said in problem.why
    assert found.waits


def test_more_marks_than_can_be_made_go_to_a_person(small: Exercise) -> None:
    q1 = small.questions["q1"]
    found = one(small, "q1", [students.at(q1, n, n + 1) for n in range(13)])
    assert "no more than 12" in found.problems[0].what


@pytest.mark.parametrize(
    ("question", "chosen", "points", "outcomes"),
    [
        ("q2", ["reyes-bakery"], 1, ["right"]),
        ("q2", ["reyes-told"], 0, ["wrong", "left_out"]),
        ("q2", ["reyes-bakery", "reyes-told"], 0, ["right", "wrong"]),
        ("q2", ["no-such-option"], 0, ["left_out"]),
        ("q3", ["could"], 1, ["right", "left_out"]),
        ("q3", ["could", "about"], 2, ["right", "right"]),
        ("q3", ["could", "about", "every"], 1, ["right", "right", "wrong"]),
        ("q3", ["could", "about", "every", "shut"], 0, ["right", "right", "wrong", "wrong"]),
    ],
)
def test_choices(
    small: Exercise, question: str, chosen: list[str], points: float, outcomes: list[str]
) -> None:
    found = one(small, question, chosen)
    assert found.auto == points
    assert [line.outcome for line in found.lines] == outcomes
    assert all(line.text for line in found.lines)


@pytest.mark.parametrize(("value", "points"), [(2, 1), ("2", 1), (3, 0), ([2], 0), ("<script>", 0)])
def test_values(small: Exercise, value: Any, points: float) -> None:
    found = one(small, "q4", value)
    assert found.auto == points
    assert found.lines[0].text.startswith("Two it is" if points else "Count again")


def test_a_deleted_cell_costs_its_question_only(small: Exercise) -> None:
    notebook = students.perfect(small)
    notebook["metadata"].pop("second_look")
    notebook["cells"].remove(students.widget_of(notebook, "q1"))
    assert graded(small, notebook).score == 4


def test_what_the_cell_lost_the_notebook_still_has(small: Exercise) -> None:
    notebook = students.perfect(small)
    notebook["cells"].clear()
    assert graded(small, notebook).score == 9


def test_a_person_goes_before_the_grader(small: Exercise) -> None:
    result = graded(small, students.perfect(small))
    seen = result.with_book({"q2": Manual(0.0), "w1": Manual(3.5, "Good.")}, late=0.1)
    assert seen.score == round((5 + 0 + 2 + 1 + 3.5) * 0.9, 2)
    assert seen.penalty == 1.15
    assert not any(one.waits for one in seen.graded)


def test_a_fingerprint_changes_with_the_answer_alone(small: Exercise) -> None:
    first = one(small, "q2", ["reyes-bakery"])
    notebook = students.blank(small)
    students.put(notebook, students.record(small.questions["q2"], ["reyes-bakery"], revision=7))
    again = graded(small, notebook).graded[1]
    assert first.fingerprint == again.fingerprint
    assert first.fingerprint != one(small, "q2", ["reyes-told"]).fingerprint
