"""A whole run, as a teacher calls it: what is printed, written and returned."""

from __future__ import annotations

import argparse
import csv
import io
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kit.grading import command, grade, report
from kit.grading.exercise import Exercise
from kit.grading.results import Result
from kit.grading.roster import Student

from . import students

Make = Callable[..., Path]


def call(course: Path, place: Path, *more: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_grade(parser)
    out = ("--course", str(course), "--out", str(course / "out"))
    return command.run_grade(parser.parse_args(["sources", str(place), *out, *more]))


def rows(course: Path) -> dict[str, dict[str, str]]:
    text = (course / "out/grades.csv").read_text("utf-8-sig")
    return {row["student"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def wrong(small: Exercise) -> dict[str, Any]:
    q1 = small.questions["q1"]
    marks = [students.mark(q1, "Tom Reyes"), students.mark(q1, "Residents of Brook")]
    return students.answered(small, {"q1": marks, "q2": ["reyes-told"], "q3": ["shut"], "q4": 7}, "ben1")


def forged(small: Exercise) -> dict[str, Any]:
    notebook = students.answered(small, students.right(small), "dan1")
    record = notebook["metadata"]["second_look"]["q1"]
    students.put(notebook, {**record, "article": {"id": "bridge", "sha256": "0" * 64}})
    return notebook


def test_a_class_is_graded(
    course: Path, small: Exercise, handed_in: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    place = handed_in(
        ann=students.perfect(small, "ann1"),
        ben=wrong(small),
        cem=students.blank(small),
        dan=forged(small),
        eve=students.data(students.perfect(small))[:999],
    )
    assert call(course, place, "--no-gradebook") == 1
    table = rows(course)
    assert {name: row["score"] for name, row in table.items()} == {
        "ann": "9",
        "ben": "0",
        "cem": "0",
        "dan": "4",
        "eve": "0",
    }
    assert table["ann"]["waiting"] == "w1"
    assert table["ann"]["look"] == ""
    assert table["dan"]["look"] == "q1: A record is about another text."
    assert table["eve"]["look"] == "This is not a notebook that can be read."
    assert sorted(path.stem for path in (course / "out/feedback").iterdir()) == sorted(table)
    said = capsys.readouterr().out
    assert "4 of 5 submissions graded." in said
    assert "Submissions that need a look: 2." in said
    told = (course / "out/report.txt").read_text("utf-8")
    assert told.count("why:") == told.count("do:") == 3
    assert not (course / "gradebook.db").exists()


def test_a_class_without_problems_returns_0(course: Path, small: Exercise, handed_in: Make) -> None:
    place = handed_in(ann=students.perfect(small, "a"), cem=students.blank(small))
    assert call(course, place, "--no-gradebook") == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["claims", "in"], "no exercise 'claims'"),
        (["sources", "nowhere"], "is not there"),
        (["sources", "empty"], "holds no notebook"),
    ],
)
def test_an_unusable_call_returns_2(
    course: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    (course / "empty").mkdir()
    parser = argparse.ArgumentParser()
    command.add_grade(parser)
    name, place = arguments
    options = [name, str(course / place), "--course", str(course), "--out", str(course / "out")]
    assert command.run_grade(parser.parse_args([*options, "--no-gradebook"])) == 2
    assert said in capsys.readouterr().err


def test_without_nbgrader_the_error_names_the_extra(
    course: Path,
    small: Exercise,
    handed_in: Make,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(sys.modules, "nbgrader", None)
    place = handed_in(ann=students.perfect(small))
    assert call(course, place) == 2
    assert 'pip install "second-look[instructor]"' in capsys.readouterr().err
    assert call(course, place, "--no-gradebook") == 0


def test_a_fault_of_ours_costs_one_submission_and_not_the_class(
    course: Path, small: Exercise, handed_in: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(exercise: Any, notebook: Any, student: str, *rest: Any) -> Any:
        if student == "ann":
            raise ZeroDivisionError("oh")
        return grade.grade(exercise, notebook, student, *rest)

    monkeypatch.setattr("kit.grading.work.grade", fails)
    place = handed_in(ann=students.perfect(small, "a"), ben=students.perfect(small, "b"))
    assert call(course, place, "--no-gradebook") == 1
    assert rows(course)["ben"]["score"] == "9"
    assert "ZeroDivisionError" in (course / "out/report.txt").read_text("utf-8")


def test_a_zip_of_a_platform_is_graded(course: Path, small: Exercise) -> None:
    with zipfile.ZipFile(course / "class.zip", "w") as archive:
        for number, name in enumerate(("Ann Lee", "=HYPERLINK(1)")):
            inside = f"{name}_10{number}_assignsubmission_file_/sources.ipynb"
            archive.writestr(inside, students.data(students.perfect(small, f"s{number}")))
    assert call(course, course / "class.zip", "--no-gradebook") == 0
    table = rows(course)
    assert table["100"]["name"] == "Ann Lee"
    assert table["101"]["name"] == "'=HYPERLINK(1)"


def test_late_points_are_taken_off(course: Path, small: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    folder = course / "submitted/ann/sources"
    folder.mkdir(parents=True)
    (folder / "sources.ipynb").write_bytes(students.data(students.perfect(small)))
    (folder / "timestamp.txt").write_text("2026-12-03 11:00:00 UTC")
    call(course, course / "submitted", "--no-gradebook")
    assert rows(course)["ann"]["late_penalty"] == "1.8"
    assert rows(course)["ann"]["score"] == "7.2"
    assert "late, 1.8 taken off; a person reads" in capsys.readouterr().out


def test_students_who_share_a_sheet_are_told(course: Path, small: Exercise, handed_in: Make) -> None:
    copied = students.perfect(small, "same")
    place = handed_in(ann=copied, ben=copied, cem=students.perfect(small, "own"))
    assert call(course, place, "--no-gradebook") == 1
    table = rows(course)
    assert "begun in the same file as those of ben" in table["ann"]["look"]
    assert table["cem"]["look"] == ""
    assert "ben" not in (course / "out/feedback/ann.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =1", "' =1"),
        ("\t=1", "' =1"),
        ("\r=1", "' =1"),
        ("a=1", "a=1"),
        ("", ""),
        (0.5, "0.5"),
        (9.0, "9"),
        (-0.5, -0.5),
    ],
)
def test_no_cell_of_the_table_is_a_formula(cell: Any, safe: Any) -> None:
    assert report.neutral(cell) == safe


def shown(results: list[Result], small: Exercise, capsys: pytest.CaptureFixture[str]) -> str:
    done = report.Report(small)
    for result in results:
        done.add(result)
    command.show(done)
    return capsys.readouterr().out


@pytest.mark.parametrize("to_mark", [True, False])
def test_the_way_to_formgrader_is_told_where_there_is_a_gradebook(to_mark: bool, small: Exercise) -> None:
    done = report.Report(small, to_mark=to_mark)
    done.add(grade.grade(small, students.perfect(small), "ann"))
    said = "\n".join(done.counts())
    assert ("Formgrader" in said) == to_mark
    assert ("grade again with a gradebook" in said) == (not to_mark)


def test_names_with_a_comma_are_told_apart(small: Exercise) -> None:
    absent = (Student("1", "Bürg, Ben", {}, frozenset()), Student("2", "Kim, Jo", {}, frozenset()))
    assert "2 (Bürg, Ben; Kim, Jo)" in "\n".join(report.Report(small, missing=absent).counts())


def test_the_terminal_gets_no_control_characters(small: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    result = grade.grade(small, students.perfect(small), "ann", "\x1b[31mAnn\x07\nLee [bold]")
    said = shown([result], small, capsys)
    assert all(character.isprintable() or character == "\n" for character in said)
    assert "[31mAnn Lee [bold]" in said


def test_a_large_class_shows_only_who_needs_a_look(
    small: Exercise, capsys: pytest.CaptureFixture[str]
) -> None:
    fine = [grade.grade(small, students.perfect(small), f"s{number}") for number in range(60)]
    empty = grade.grade(small, students.blank(small), "cem")
    said = shown([*fine, empty], small, capsys)
    assert "cem" in said
    assert "s7" not in said
    assert "61 of 61 submissions graded." in said


def test_thirty_submissions_take_seconds(course: Path, small: Exercise, handed_in: Make) -> None:
    place = handed_in(**{f"s{number}": students.perfect(small, f"s{number}") for number in range(30)})
    start = time.perf_counter()
    assert call(course, place, "--no-gradebook") == 0
    assert time.perf_counter() - start < 5
