"""Forged, copied and piled up answers: what each earns, and what a person is told."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kit.grading.exercise import Exercise
from kit.marks import tokens

from . import attacks, students
from .attacks import Notebook, Written

Build = Callable[[Exercise], Notebook]


def with_record(question: str, value: Any, **more: Any) -> Build:
    def build(small: Exercise) -> Notebook:
        notebook = students.blank(small)
        students.put(notebook, students.record(small.questions[question], value, **more), question)
        return notebook

    return build


def q1_marks(make: Callable[[Any, str], list[Any]]) -> Build:
    """Answer q1 with the marks that ``make`` makes of the question and its text."""
    return lambda small: with_record("q1", make(small.questions["q1"], small.questions["q1"].item["text"]))(
        small
    )


def found(q1: Any, **changes: Any) -> list[Any]:
    return [{**mark, **changes} for mark in students.key_marks(q1)]


def in_two_kinds(small: Exercise) -> Notebook:
    q2 = small.questions["q2"]
    value = students.right(small)["q2"]
    notebook = students.blank(small)
    for kind in ("order", "text", "value"):
        forged = {**students.record(q2, value if kind != "text" else value[0]), "kind": kind}
        notebook["cells"].append(attacks.hidden(forged))
    return notebook


def under_another_question(small: Exercise) -> Notebook:
    notebook = students.blank(small)
    made = students.record(small.questions["q2"], students.right(small)["q2"])
    notebook["metadata"]["second_look"] = {"q3": made, "q4": made}
    return notebook


def with_a_forged_cell_name(small: Exercise) -> Notebook:
    notebook = students.blank(small)
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"] |= {"grade_id": "q1", "points": 1000, "grade": True}
    return notebook


def with_edited_points(small: Exercise) -> Notebook:
    notebook = students.blank(small)
    for name in ("q1", "w1"):
        students.cell_of(notebook, name)["metadata"]["nbgrader"]["points"] = 1000
    students.widget_of(notebook, "q1")["source"] = 'kit.mark("q1", points=1000)  # edited'
    students.cell_of(notebook, "w1-prompt")["source"] = "Full points for everybody."
    return notebook


def duplicated(small: Exercise) -> Notebook:
    notebook = students.blank(small)
    right = students.right(small)["q2"]
    for value in (["reyes-told"], right):
        cell = copy.deepcopy(students.widget_of(notebook, "q2"))
        cell["metadata"]["second_look"] = {"q2": students.record(small.questions["q2"], value)}
        notebook["cells"].append(cell)
    return notebook


def three_times_over(small: Exercise) -> Notebook:
    return with_record("q2", students.right(small)["q2"] * 3)(small)


# What is forged, the most points that it may earn, and words that a person reads of it ("": none).
FORGED: dict[str, tuple[Build, float, str]] = {
    "another-kind": (in_two_kinds, 0, "A record does not fit."),
    "another-question": (under_another_question, 0, "A record is unsound."),
    "another-exercise": (with_record("q2", ["nobody"], exercise="claims"), 0, "not of this exercise"),
    "another-version-of-the-text": (
        lambda small: with_record(
            "q1", students.right(small)["q1"], article={"id": "bridge", "sha256": "0" * 64}
        )(small),
        0,
        "about another text",
    ),
    "points-of-its-own": (with_record("q4", 3, points=1000, score=1000), 0, "A record is unsound."),
    "objects-for-a-number": (with_record("q4", {"__class__": "float", "__eq__": True}), 0, "unsound"),
    "not-a-number": (with_record("q4", float("nan")), 0, "A record is unsound."),
    "right-choice-three-times": (three_times_over, 0, "A record is unsound."),
    "every-choice": (
        lambda small: with_record("q3", [one["id"] for one in small.questions["q3"].item["options"]])(small),
        1,
        "",
    ),
    "one-mark-on-everything": (q1_marks(lambda q1, text: [students.at(q1, 0, len(text))]), 1.25, ""),
    "every-sentence": (
        q1_marks(
            lambda q1, text: [students.at(q1, *m.span()) for m in re.finditer(r"[^\s.!?][^.!?]*[.!?]?", text)]
        ),
        1.25,
        "",
    ),
    "every-word": (q1_marks(lambda q1, text: [students.at(q1, *span) for span in tokens(text)]), 0, ""),
    "thousands-of-marks": (
        q1_marks(
            lambda q1, text: [
                {**students.at(q1, n % 500, n % 500 + 1 + n % 7), "quote": "x"} for n in range(3500)
            ]
        ),
        0,
        "It has 3,500 marks. None of them is counted.",
    ),
    "the-same-mark-again": (
        q1_marks(lambda q1, text: students.key_marks(q1)[:1] * 300),
        0,
        "",
    ),
    "overlapping-marks": (
        q1_marks(lambda q1, text: [students.at(q1, n, n + 40) for n in range(0, 400, 2)]),
        0,
        "",
    ),
    "empty-marks": (q1_marks(lambda q1, text: found(q1, start=5, end=5)), 0, "is empty"),
    "marks-out-of-range": (q1_marks(lambda q1, text: found(q1, start=10**8, end=10**9)), 0, "not counted"),
    "negative-marks": (q1_marks(lambda q1, text: found(q1, start=-5)), 0, "A record is unsound."),
    "quotes-of-other-places": (q1_marks(lambda q1, text: found(q1, start=0, end=9)), 0, "is not counted"),
    "labels-that-no-button-has": (q1_marks(lambda q1, text: found(q1, label="points")), 0, "not counted"),
    "over-long-ids": (with_record("q2", ["a" * 5000], sheet="s" * 5000), 0, "A record is unsound."),
    "duplicated-cells": (duplicated, 1, "answered in two different ways"),
    "forged-names-of-cells": (with_a_forged_cell_name, 0, "Its points were edited."),
    "edited-points-and-source": (with_edited_points, 0, "Its points were edited."),
    "saved-in-the-future": (with_record("q4", 7, saved_at="9999-12-31T23:59:59.999Z"), 0, ""),
    "huge-revision": (with_record("q4", 7, revision=10**9, saved_at="2026-11-01T10:00:00.000Z"), 0, ""),
}


def copier(small: Exercise) -> Notebook:
    """Return a friend's notebook, with the student's own words in the written answer."""
    notebook = students.perfect(small, "friend1")
    students.cell_of(notebook, "w1")["source"] = "My own words."
    return notebook


def mixed(small: Exercise) -> Notebook:
    """Return a notebook into which a friend's answer was pasted beside the student's own."""
    notebook = students.answered(small, {"q2": ["reyes-told"], "q3": ["shut"]}, "own1")
    friend = students.record(small.questions["q2"], students.right(small)["q2"], "friend1", revision=2)
    notebook["cells"].append(attacks.hidden(friend))
    return notebook


def on_a_sheet(notebook: Notebook, sheet: str) -> bytes:
    return students.data(notebook).replace(students.SHEET.encode(), sheet.encode())


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    files: dict[str, attacks.Make] = {
        name: lambda small, n=n, build=build: on_a_sheet(build(small), f"own{n}")  # type: ignore[misc]
        for n, (name, (build, _, _)) in enumerate(FORGED.items())
    }
    files |= {"friend": lambda small: students.perfect(small, "friend1"), "copier": copier, "mixed": mixed}
    return attacks.graded(tmp_path_factory.mktemp("forged") / "course", files, {})


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_answer_earns_no_more(written: Written, forged: str) -> None:
    _, most, words = FORGED[forged]
    result = written.results[forged]
    assert result.score <= most
    assert float(written.rows()[forged]["score"]) == result.score == written.in_the_book()[forged][0]
    assert result.score <= written.exercise.points
    if words:
        assert words in written.problems(forged)
        assert words in written.report
    else:
        assert not result.problems
    assert f"{result.score:g} of 13 points" in written.page(forged)
    json.dumps(written.copy(forged))


def test_a_copied_record_is_told(written: Written) -> None:
    for one, other in (("copier", "friend"), ("friend", "copier")):
        assert "begun in the same file as those of" in written.rows()[one]["look"]
        assert other in written.problems(one)
        assert other not in written.page(one), "names of others stay off a student's page"
    assert written.rows()["copier"]["score"] == "9", "a reason to ask, and no proof"


def test_pasted_cells_of_a_friend_are_told(written: Written) -> None:
    assert "It holds answers from 2 notebooks." in written.problems("mixed")
    assert "q2" in written.rows()["mixed"]["waiting"]


def test_the_locked_text_of_a_copy_is_the_releases_own(written: Written) -> None:
    shown = json.dumps(written.copy("edited-points-and-source"))
    assert "Full points for everybody" not in shown
    assert "points=1000" not in shown


def test_the_release_holds_no_key(small: Exercise) -> None:
    """Neither do marks' reasons, nor the feedback that ``kit.check`` could show, leave the keys' folder."""
    release = Path(__file__).parent / "course/release/sources"
    shipped = "\n".join(path.read_text("utf-8") for path in sorted(release.rglob("*.*")) if path.is_file())
    told: list[str] = []
    for question in small.questions.values():
        if question.kind == "marks":
            told += [mark[name] for mark in question.key for name in ("why", "feedback") if mark.get(name)]
        elif question.kind == "choice":
            told += question.key["feedback"].values()
        told += [level.sample for level in question.rubric if level.sample]
    assert len(told) > 10
    assert not [text for text in told if text in shipped or json.dumps(text)[1:-1] in shipped]
    assert '"right"' not in shipped
    assert "right =" not in shipped
