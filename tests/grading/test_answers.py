from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from kit import records
from kit.grading.answers import Answers, gather
from kit.grading.exercise import Exercise
from kit.grading.reader import parse

from . import students

Notebook = dict[str, Any]


def gathered(notebook: Notebook, exercise: Exercise) -> Answers:
    """Gather from what comes out of a file, NaN and all."""
    return gather(parse(json.dumps(notebook).encode()).notebook, exercise)


def test_a_record_is_found_wherever_it_lies(small: Exercise) -> None:
    for place in ("cell", "notebook", "output", "more"):
        notebook, record = students.blank(small), students.record(small.questions["q2"], ["reyes-bakery"])
        cell = students.widget_of(notebook, "q2")
        if place == "cell":
            cell["metadata"][records.NAMESPACE] = {"q2": record}
        elif place == "notebook":
            notebook["metadata"][records.NAMESPACE] = {"q2": record}
        else:
            other = students.record(small.questions["q3"], [])
            view = {"question": {}, "answer": record}
            if place == "more":
                view = {"question": {}, "answer": other, "more": [view]}
            data = {records.QUESTION_MIME: view}
            cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]
        found = gathered(notebook, small)
        assert found.records["q2"]["value"] == ["reyes-bakery"], place
        assert not found.problems, place


def test_copies_of_marks_are_joined_and_removed_ones_stay_removed(small: Exercise) -> None:
    question = small.questions["q1"]
    one, two = students.mark(question, "Critics"), students.mark(question, "Nordbau")
    notebook = students.blank(small)
    students.put(notebook, students.record(question, {"a": one, "b": two}))
    notebook["metadata"][records.NAMESPACE]["q1"] = students.record(question, {"b": None}, revision=2)
    found = gathered(notebook, small)
    assert list(records.live_marks(found.records["q1"])) == ["a"]
    assert not found.problems


def test_the_higher_revision_of_a_choice_counts(small: Exercise) -> None:
    question = small.questions["q2"]
    notebook = students.answered(small, {"q2": ["falk-monday"]})
    notebook["metadata"][records.NAMESPACE]["q2"] = students.record(question, ["reyes-bakery"], revision=2)
    found = gathered(notebook, small)
    assert found.records["q2"]["value"] == ["reyes-bakery"]
    assert not found.problems


def changed(name: str, /, **fields: Any) -> Callable[[Notebook, Exercise], None]:
    def forge(notebook: Notebook, exercise: Exercise) -> None:
        record = copy.deepcopy(notebook["metadata"][records.NAMESPACE][name])
        students.put(notebook, {**record, **fields}, name)

    return forge


def marks_changed(**fields: Any) -> Callable[[Notebook, Exercise], None]:
    def forge(notebook: Notebook, exercise: Exercise) -> None:
        record = copy.deepcopy(notebook["metadata"][records.NAMESPACE]["q1"])
        next(iter(record["value"].values())).update(fields)
        students.put(notebook, record)

    return forge


FORGED = {
    "another exercise": (changed("q2", exercise="claims"), "not of this exercise"),
    "a question that is none": (changed("q2", question="q7"), "unsound"),
    "another kind": (changed("q2", kind="text", value="reyes-bakery"), "does not fit"),
    "another text": (changed("q1", article={"id": "bridge", "sha256": "0" * 64}), "another text"),
    "no text": (changed("q2", article={"id": "bridge", "sha256": "0" * 64}), "another text"),
    "marks without their text": (changed("q1", article=None), "unsound"),
    "a later version": (changed("q2", v=2), "unsound"),
    "NaN": (changed("q4", value=float("nan")), "unsound"),
    "infinity": (changed("q4", value=float("inf")), "unsound"),
    "a revision in words": (changed("q2", revision="9"), "unsound"),
    "a negative revision": (changed("q2", revision=-1), "unsound"),
    "a revision that is true": (changed("q2", revision=True), "unsound"),
    "never saved": (changed("q2", revision=0), "unsound"),
    "never saved, false": (changed("q2", revision=False), "unsound"),
    "a value of the wrong type": (changed("q2", value="reyes-bakery"), "unsound"),
    "an option twice": (changed("q2", value=["reyes-bakery", "reyes-bakery"]), "unsound"),
    "marks as a list": (changed("q1", value=[]), "unsound"),
    "a strange field": (changed("q2", points=100), "unsound"),
    "too large": (changed("q4", value=["x" * 2000] * 900), "unsound"),
    "too deep": (changed("q4", value=[[[[[[]]]]]]), "unsound"),
    "an offset that is no whole number": (marks_changed(start=1.0), "unsound"),
    "an offset that is true": (marks_changed(start=True), "unsound"),
    "an empty mark": (marks_changed(start=5, end=5), "unsound"),
    "a huge offset": (marks_changed(end=10**30), None),
    "no record": (lambda notebook, _: students.put(notebook, 7, "q2"), "unsound"),
    "a list": (lambda notebook, _: students.put(notebook, [], "q2"), "unsound"),
    "metadata of the wrong type": (
        lambda notebook, _: notebook["metadata"].update({records.NAMESPACE: [1]}),
        "unsound",
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_record_is_told_and_the_rest_is_graded(small: Exercise, name: str) -> None:
    forge, said = FORGED[name]
    notebook = students.perfect(small)
    forge(notebook, small)
    found = gathered(notebook, small)
    if said is not None:
        assert any(said in problem.what for problem in found.problems), found.problems
        assert len(found.problems) == 1, "one problem, though the record lies in three places"
    assert found.records["q3"]["value"] == ["could", "about"]


def test_odd_cells_and_outputs_break_nothing(small: Exercise) -> None:
    notebook = students.perfect(small)
    odd = [
        {},
        {"metadata": 1},
        {"metadata": {"nbgrader": 2}, "outputs": 3},
        {"outputs": [None, {"data": []}]},
    ]
    view = {"output_type": "display_data", "data": {records.QUESTION_MIME: {"answer": 5, "more": 6}}}
    notebook["cells"] += [*odd, {"outputs": [view, {"data": {records.QUESTION_MIME: 7}}]}]
    found = gathered({**notebook, "metadata": None}, small)
    assert found.records.keys() == {"q1", "q2", "q3", "q4"}
    assert [problem.what for problem in found.problems] == ["A record is unsound."]


def duplicated(notebook: Notebook, question: str, record: Any) -> None:
    """Copy a question's cell, and let the copy hold another record, as happens without the keeper."""
    twin = copy.deepcopy(students.widget_of(notebook, question))
    twin["metadata"][records.NAMESPACE] = {question: record}
    twin["outputs"] = []
    notebook["cells"].append(twin)


def test_a_duplicated_cell_with_the_same_answer_is_fine(small: Exercise) -> None:
    notebook = students.perfect(small)
    duplicated(notebook, "q2", students.record(small.questions["q2"], ["reyes-bakery"]))
    assert not gathered(notebook, small).problems


def test_a_duplicated_cell_that_is_empty_is_fine(small: Exercise) -> None:
    question, notebook = small.questions["q2"], students.blank(small)
    students.put(notebook, students.record(question, ["reyes-bakery"], revision=2))
    duplicated(notebook, "q2", {**records.blank("sources", "q2", "choice"), "value": []})
    duplicated(notebook, "q2", students.record(question, []))
    found = gathered(notebook, small)
    assert found.records["q2"]["value"] == ["reyes-bakery"]
    assert not found.problems


@pytest.mark.parametrize("question", ["q1", "q2"])
def test_a_duplicated_cell_with_another_answer_goes_to_a_person(small: Exercise, question: str) -> None:
    notebook = students.perfect(small)
    asked = small.questions[question]
    other = ["falk-monday"] if question == "q2" else {"z": students.mark(asked, "Tom Reyes")}
    duplicated(notebook, question, students.record(asked, other, revision=2))
    (problem,) = gathered(notebook, small).problems
    assert problem.person
    assert problem.question == question
    assert "two different ways" in problem.what


def test_an_answer_saved_later_under_a_lower_revision_goes_to_a_person(small: Exercise) -> None:
    question = small.questions["q2"]
    notebook = students.blank(small)
    students.put(notebook, students.record(question, ["reyes-bakery"], revision=2))
    late = students.record(question, ["falk-monday"], saved_at="2026-11-09T10:00:00.000Z")
    notebook["metadata"][records.NAMESPACE]["q2"] = late
    (problem,) = gathered(notebook, small).problems
    assert problem.person


def test_answers_of_two_sheets_are_not_mixed(small: Exercise) -> None:
    question = small.questions["q1"]
    notebook = students.answered(small, {"q1": [students.mark(question, "Critics")]}, sheet="mine")
    theirs = students.record(question, students.key_marks(question), sheet="theirs")
    theirs["saved_at"] = "2026-10-01T10:00:00.000Z"
    students.cell_of(notebook, "start")["metadata"][records.NAMESPACE] = {"q1": theirs}
    found = gathered(notebook, small)
    assert len(records.live_marks(found.records["q1"])) == 1
    assert any("2 notebooks" in problem.what for problem in found.problems)


def test_an_answer_without_a_sheet_goes_with_any(small: Exercise) -> None:
    notebook = students.answered(small, {"q4": 2}, sheet="mine")
    bare = students.record(small.questions["q4"], 2, sheet="")
    students.widget_of(notebook, "q4")["metadata"][records.NAMESPACE] = {"q4": bare}
    assert not gathered(notebook, small).problems


@pytest.mark.parametrize(
    ("source", "answer"),
    [
        ("YOUR ANSWER HERE", ""),
        ("  \n", ""),
        ("Nordbau.", "Nordbau."),
        ("YOUR ANSWER HERE\n\nNordbau.", "Nordbau."),
        (["Nord", "bau."], "Nordbau."),
    ],
)
def test_a_written_answer_is_the_text_of_its_cell(small: Exercise, source: Any, answer: str) -> None:
    notebook = students.blank(small)
    students.cell_of(notebook, "w1")["source"] = source
    assert gathered(notebook, small).written["w1"] == answer


def test_a_written_answer_may_be_a_record(small: Exercise) -> None:
    notebook = students.blank(small)
    record = students.record(small.questions["w1"], " Nordbau. ")
    notebook["metadata"][records.NAMESPACE] = {"w1": record}
    assert gathered(notebook, small).written["w1"] == "Nordbau."


@pytest.mark.parametrize(
    ("other", "told"), [("YOUR ANSWER HERE", False), ("Nordbau.", False), ("Falk.", True)]
)
def test_a_written_cell_may_be_there_twice(small: Exercise, other: str, told: bool) -> None:
    notebook = students.answered(small, {"w1": "Nordbau."})
    twin = copy.deepcopy(students.cell_of(notebook, "w1"))
    twin["source"] = other
    notebook["cells"].append(twin)
    found = gathered(notebook, small)
    assert bool(found.problems) is told
    assert "Nordbau." in found.written["w1"]
    assert not told or other in found.written["w1"]


def test_edited_points_are_told_and_change_nothing(small: Exercise) -> None:
    notebook = students.perfect(small)
    students.cell_of(notebook, "q2")["metadata"]["nbgrader"]["points"] = 100
    (problem,) = gathered(notebook, small).problems
    assert "100" in problem.why
    assert not problem.person


@pytest.mark.parametrize("exercise", ["sources", "notebook"])
def test_what_a_student_says_of_the_machines_marks_is_no_trouble(small: Exercise, exercise: str) -> None:
    verdict = {"start": 0, "end": 4, "label": "hedge", "agree": False, "reason": "No."}
    judged = students.record(small.questions["q1"], {"v1": verdict})
    judged |= {"question": "reading-bridge", "kind": "verdicts", "exercise": exercise}
    notebook = students.perfect(small)
    before = gathered(notebook, small)
    notebook["metadata"].setdefault(records.NAMESPACE, {})["reading-bridge"] = judged
    cell = {"cell_type": "code", "metadata": {records.NAMESPACE: {"reading-bridge": judged}}, "source": ""}
    notebook["cells"].append(cell)
    found = gathered(notebook, small)
    assert records.verdicts(found.readings["reading-bridge"]) == {(0, 4, "hedge"): verdict}
    assert (found.records, found.written, found.problems) == (before.records, before.written, before.problems)


def test_a_damaged_verdict_is_told(small: Exercise) -> None:
    judged = students.record(
        small.questions["q1"], {"v1": {"start": 4, "end": 4, "label": "hedge", "agree": True}}
    )
    notebook = students.perfect(small)
    notebook["metadata"][records.NAMESPACE] = {
        "reading-bridge": judged | {"question": "reading-bridge", "kind": "verdicts"}
    }
    (problem,) = gathered(notebook, small).problems
    assert "unsound" in str(problem)
