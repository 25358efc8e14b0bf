"""From grades to Canvas, Moodle and Gradescope: what is filled in, and what must stay as it was."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kit import cli
from kit.grading import exports, grade, gradescope_autograder, platforms, roster, sheet, zips
from kit.grading.exercise import Exercise
from kit.grading.exports import Export, ExportError
from kit.grading.problems import Problem
from kit.grading.results import Manual, Result

from . import students

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Essay (12),Who says so? (4711),Current Score,Final Score
,,,,,Manual Posting,,,
    Points Possible,,,,,20.00,26.00,(read only),(read only)
"Lovelace, Ada",101,S-1,ada,Class 9,-3.00,,50.00,50.00
"Öztürk, Ömer",102,S-2,omer,Class 9,11.00,4.00,50.00,50.00
"Okoro, Ben",103,S-3,=ben,Class 9,EX,EX,,
=cmd|' /C calc'!A0,104,S-4,eve,Class 9,N/A,12.00,,
"Student, Test",999,,test,Class 9,,,,
"""
MOODLE = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,\
Last modified (submission),Last modified (grade),Feedback comments
Participant 11,Ada Lovelace,ada@school.example,Submitted for grading,,100.00,Yes,"Monday, 2 November 2026",-,
Participant 12,Ömer_Öztürk,omer@school.example,Submitted for grading,5.00,100.00,Yes,-,-,Well done!
Participant 13,Ben Okoro,ben@school.example,Submitted for grading,,100.00,No,-,-,
Participant 14,+Eve,eve@school.example,No submission,,100.00,Yes,-,-,
"""
GERMAN = """\
ID;Vollständiger Name;Status;Bewertung;Bestwertung;Bewertung kann geändert werden;\
Zuletzt geändert (Bewertung);Feedback als Kommentar
Teilnehmer/in11;Ada Lovelace;Abgegeben;;7,50;Ja;-;
Teilnehmer/in12;Ömer Öztürk;Abgegeben;;7,50;Nein;-;
"""
GRADESCOPE = """\
First Name,Last Name,SID,Email
Ada,Lovelace,1,Ada@school.example
Ömer,Öztürk,2,omer@school.example
"""
Open = Callable[..., Export]


@pytest.fixture
def opened(small: Exercise, tmp_path: Path) -> Open:
    """Open a platform's file; its bytes are those of the text."""

    def make(text: str | bytes, column: str | None = None, exercise: Exercise = small) -> Any:
        path = tmp_path / "given.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return platforms.opened(exercise, roster.load(path), path, column)

    return make


def result(small: Exercise, student: str, name: str = "", marked: float | None = 3.0) -> Result:
    """Return a perfect submission, whose written answer a person gave points for, or not yet."""
    made = grade.grade(small, students.perfect(small), student, name, None)
    return made if marked is None else made.with_book({"w1": Manual(marked, "Say who told you.")}, 0.0)


def filled(export: Export, out: Path, *results: Result) -> tuple[list[list[str]], str]:
    """Return the rows of the file that was made, and what was said."""
    for one in results:
        export.add(one)
        (out / "feedback").mkdir(exist_ok=True)
        (out / "feedback" / f"{one.student}.html").write_text(f"<p>{one.student}", "utf-8")
    said = "\n".join(export.write(out))
    return sheet.load(out / f"upload-to-{export.platform}.csv").rows, said


def rows(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def changes(before: list[list[str]], after: list[list[str]]) -> dict[tuple[int, int], str]:
    """Return the cells that are not as they were, by row and column."""
    assert [len(row) for row in before] == [len(row) for row in after]
    return {(y, x): cell for y, row in enumerate(after) for x, cell in enumerate(row) if before[y][x] != cell}


def test_canvas_one_column_is_filled_in_and_all_else_stays(
    opened: Open, small: Exercise, tmp_path: Path
) -> None:
    export = opened(CANVAS)
    made, said = filled(export, tmp_path, result(small, "101"), result(small, "102", marked=4))
    # 12 and 13 of 13 points, where Canvas counts 26; and a name that a spreadsheet would have run.
    assert changes(rows(CANVAS), made) == {
        (3, 6): "24.00",
        (4, 6): "26.00",
        (6, 0): "'=cmd|' /C calc'!A0",
    }
    assert "Grades in upload-to-canvas.csv: 2, in the column “Who says so? (4711)”." in said
    assert (
        "Handed in nothing, so no grade (a 0 is for you to give): 2 (Okoro, Ben; =cmd|' /C calc'!A0)." in said
    )


def test_what_canvas_finds_students_by_stays_as_it_was(opened: Open, small: Exercise, tmp_path: Path) -> None:
    text = CANVAS.replace(",103,S-3,=ben", ",,S-3,=ben").replace('"Okoro, Ben"', "=Ben")
    made, _ = filled(opened(text), tmp_path, result(small, "101"))
    assert made[5][:4] == ["=Ben", "", "S-3", "=ben"]


def test_canvas_may_give_first_and_last_names_apart(opened: Open, small: Exercise, tmp_path: Path) -> None:
    text = "LastName,FirstName,ID,SIS Login ID,Section,sources (7)\nPoints Possible,,,,,13\n"
    text += "=Lovelace,Ada,101,ada,9,\n"
    made, _ = filled(opened(text), tmp_path, result(small, "101"))
    assert made[2] == ["'=Lovelace", "Ada", "101", "ada", "9", "12.00"]


def test_excused_and_not_assigned_stay_so_in_canvas(opened: Open, small: Exercise, tmp_path: Path) -> None:
    text = CANVAS.replace("N/A,12.00", "N/A,N/A")
    made, said = filled(opened(text), tmp_path, result(small, "103"), result(small, "104"))
    assert [row[6] for row in made[5:7]] == ["EX", "N/A"]
    assert "Excused or not assigned in Canvas, so no grade: 2" in said


def test_an_assignment_without_a_maximum_in_canvas_gets_the_points(
    opened: Open, small: Exercise, tmp_path: Path
) -> None:
    made, said = filled(opened(CANVAS.replace("20.00,26.00", "20.00,")), tmp_path, result(small, "101"))
    assert made[3][6] == "12.00"
    assert "the points are written as they are" in said


@pytest.mark.parametrize("column", ["4711", "Who says so? (4711)", "who SAYS so?", None])
def test_a_column_of_canvas_is_found_by_its_name_or_its_number(opened: Open, column: str | None) -> None:
    assert isinstance(opened(CANVAS, column), platforms.Canvas)


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        (CANVAS.replace("Who says so?", "Week 3"), None, r"It has: Essay \(12\); Week 3 \(4711\). Say which"),
        (CANVAS.replace("Essay", "sources"), None, "which column is for"),
        (CANVAS, "Essays", r"no column “Essays”. It has: Essay \(12\); Who"),
        (CANVAS, "Final Score", "no column “Final Score”"),
        (MOODLE, "Grade", "--column is for a gradebook of Canvas"),
        ("id,name\n1,Ann\n", "Grade", "--column is for a gradebook of Canvas"),
        (MOODLE.replace("Maximum Grade", "Scale"), None, "graded by a scale of words"),
        (MOODLE.replace("100.00", "-", 1), None, "row 2: the maximum grade is “-”"),
        (
            GRADESCOPE.replace("Ada@school.example", "").replace("omer@school.example", ""),
            None,
            "has an Email",
        ),
    ],
)
def test_a_file_that_cannot_be_filled_in_says_why_before_anything_is_graded(
    opened: Open, text: str, column: str | None, says: str
) -> None:
    with pytest.raises(ExportError, match=says):
        opened(text, column)


@pytest.mark.parametrize("text", [CANVAS, MOODLE, GRADESCOPE])
def test_an_empty_column_makes_no_file(opened: Open, text: str) -> None:
    assert opened(text, "") is None


def test_a_list_of_names_alone_makes_no_file(opened: Open) -> None:
    assert opened("id,name\n1,Ann\n") is None
    assert opened("Student,ID,SIS User ID,SIS Login ID,Section\nAnn,1,,ann,9b\n") is None


def test_moodle_grades_and_comments_are_filled_in_and_all_else_stays(
    opened: Open, small: Exercise, tmp_path: Path
) -> None:
    made, said = filled(
        opened(MOODLE),
        tmp_path,
        result(small, "Participant 11", "Ada Lovelace"),
        result(small, "12"),
        result(small, "13"),
    )
    changed = changes(rows(MOODLE), made)
    comment = changed.pop((1, 9))
    # 12 of 13 points; a comment of the teacher's own stays; a locked grade stays; a name is made harmless.
    assert changed == {(1, 4): "92.31", (2, 4): "92.31", (4, 1): "'+Eve"}
    assert comment.startswith("Who says so?: 12 of 13 points. Question 1: 5 of 5.")
    assert "Your teacher says: Say who told you." in comment
    assert "The grade is locked in Moodle, so no grade: 1 (Ben Okoro)." in said
    assert "Handed in nothing, so no grade (a 0 is for you to give): 1 (+Eve)." in said


def test_a_comment_of_an_earlier_run_is_replaced(opened: Open, small: Exercise, tmp_path: Path) -> None:
    filled(opened(MOODLE), tmp_path, result(small, "11", marked=1))
    again = (tmp_path / "upload-to-moodle.csv").read_text("utf-8")
    made, _ = filled(opened(again), tmp_path, result(small, "11", marked=2))
    assert made[1][4] == "84.62"
    assert made[1][9].startswith("Who says so?: 11 of 13")


def test_a_comment_is_no_markup_and_no_formula(opened: Open, small: Exercise, tmp_path: Path) -> None:
    nasty = replace(small, title='=<script>alert("x")</script>')
    one = grade.grade(nasty, students.perfect(nasty), "11", "", None).with_book(
        {"w1": Manual(1, "<img src=x onerror=alert(1)>\n&amp; so on")}, 0.0
    )
    made, _ = filled(opened(MOODLE, exercise=nasty), tmp_path, one)
    assert made[1][9].startswith("'=&lt;script&gt;")
    assert "<" not in made[1][9]
    assert "&amp;amp; so on" in made[1][9]
    again = (tmp_path / "upload-to-moodle.csv").read_text("utf-8")
    made, _ = filled(opened(again, exercise=nasty), tmp_path, replace(one, graded=one.graded[:1]))
    assert made[1][9].startswith('\'=&lt;script&gt;alert("x")&lt;/script&gt;: 5 of 13')


def test_a_german_worksheet_keeps_its_semicolons_and_decimal_commas(
    opened: Open, small: Exercise, tmp_path: Path
) -> None:
    made, said = filled(
        opened(GERMAN), tmp_path, result(small, "x", "Ada Lovelace"), result(small, "Ömer Öztürk")
    )
    assert (tmp_path / "upload-to-moodle.csv").read_bytes().startswith("ID;Vollständiger Name;".encode())
    assert made[1][3] == "6,92"
    assert made[1][7].startswith("Who says so?:")
    assert made[2] == rows(GERMAN, ";")[2]
    assert "of 7.5 points" in said
    with zipfile.ZipFile(tmp_path / "upload-to-moodle-feedback.zip") as pages:
        assert pages.namelist() == ["Ada Lovelace_11_assignsubmission_file_/feedback.html"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_byte_order_mark_and_the_ends_of_lines_stay(
    opened: Open, tmp_path: Path, mark: bytes, newline: str
) -> None:
    given = mark + MOODLE.replace("+Eve", "Eve").replace("\n", newline).encode()
    opened(given).write(tmp_path)
    assert (tmp_path / "upload-to-moodle.csv").read_bytes() == given


def test_moodles_zip_has_a_page_for_each_who_has_a_grade(
    opened: Open, small: Exercise, tmp_path: Path
) -> None:
    finals = [result(small, "Participant 11"), result(small, "12"), result(small, "13", marked=None)]
    filled(opened(MOODLE.replace("Ada Lovelace", "../Ada/Love_lace")), tmp_path, *finals)
    with zipfile.ZipFile(tmp_path / "upload-to-moodle-feedback.zip") as pages:
        found = {name: pages.read(name).decode() for name in pages.namelist()}
    assert found == {
        "Ada Love lace_11_assignsubmission_file_/feedback.html": "<p>Participant 11",
        "Ömer Öztürk_12_assignsubmission_file_/feedback.html": "<p>12",
    }
    # As Moodle reads it: the number stands between the first underscores, then the plugin's two words.
    for name in found:
        _, number, kind, plugin, _ = name.split("_", 4)
        assert (number.isdigit(), kind, plugin) == (True, "assignsubmission", "file")


def test_a_grade_that_waits_for_a_person_is_not_handed_in(
    opened: Open, small: Exercise, tmp_path: Path
) -> None:
    made, said = filled(opened(MOODLE), tmp_path, result(small, "12", marked=None))
    assert made[2] == rows(MOODLE)[2]
    assert "No grade yet, for a person must look first: 1" in said


def test_an_unreadable_file_is_not_handed_in_as_a_zero(opened: Open, small: Exercise, tmp_path: Path) -> None:
    broken = grade.unreadable("101", "Ada", Problem("Broken.", "", ""), None)
    made, said = filled(opened(CANVAS), tmp_path, broken)
    assert made[3][6] == ""
    assert "No grade, for the file cannot be read: 1" in said


def test_a_grade_with_something_to_look_at_is_handed_in_and_said(
    opened: Open, small: Exercise, tmp_path: Path
) -> None:
    late = Problem("It was handed in late.", "", "Decide what that costs.")
    made, said = filled(opened(CANVAS), tmp_path, replace(result(small, "101"), problems=(late,)))
    assert made[3][6] == "24.00"
    assert "With a grade, and with something to look at in report.txt: 1" in said


def test_lateness_is_taken_off(opened: Open, small: Exercise, tmp_path: Path) -> None:
    late = replace(result(small, "11"), late=0.5)
    made, _ = filled(opened(MOODLE), tmp_path, late)
    assert made[1][4] == "46.15"
    assert made[1][9].endswith("Less 6 for being late.")


def test_extra_credit_above_moodles_maximum_is_cut_and_said(
    opened: Open, small: Exercise, tmp_path: Path
) -> None:
    made, said = filled(opened(MOODLE), tmp_path, result(small, "11", marked=9))
    assert made[1][4] == "100.00"
    assert "More than the platform's maximum, so the maximum was written: 1" in said


def test_a_stranger_is_told(opened: Open, small: Exercise, tmp_path: Path) -> None:
    _, said = filled(opened(CANVAS), tmp_path, result(small, "nobody"))
    assert "Not in this file, so their grades are not in it: 1 (nobody)." in said


def test_gradescopes_autograder_hands_out_what_was_made(
    opened: Open, small: Exercise, tmp_path: Path
) -> None:
    export = opened(GRADESCOPE)
    export.add(replace(result(small, "1"), late=0.5))
    export.add(result(small, "2", marked=None))
    said = "\n".join(export.write(tmp_path))
    assert "Grades in upload-to-gradescope.zip: 1" in said
    assert "No grade yet, for a person must look first: 1 (Ömer Öztürk)." in said
    home = tmp_path / "autograder"
    (home / "results").mkdir(parents=True)
    with zipfile.ZipFile(tmp_path / "upload-to-gradescope.zip") as archive:
        archive.extractall(home / "source")
        assert archive.getinfo("run_autograder").external_attr >> 16 & 0o111
        assert "Lovelace" not in str(archive.namelist()) + archive.read(archive.namelist()[-1]).decode()

    def runs(*emails: str) -> int:
        users = [{"email": email, "id": 1, "name": "x"} for email in emails]
        (home / "submission_metadata.json").write_text(json.dumps({"id": 1, "users": users}), "utf-8")
        (home / "results/results.json").unlink(missing_ok=True)
        # As a program of its own, in an empty place: nothing of this kit may be needed.
        call = [sys.executable, "-I", str(home / "source/run_autograder"), str(home)]
        return subprocess.run(call, cwd=tmp_path, capture_output=True, check=False).returncode

    assert runs("stranger@school.example", "ada@School.example") == 0
    given = json.loads((home / "results/results.json").read_text("utf-8"))
    assert given["score"] == 6
    assert given["stdout_visibility"] == "hidden"
    first = given["tests"][0]
    assert (first["name"], first["score"], first["max_score"]) == ("Question 1", 5, 5)
    assert sum(test["max_score"] for test in given["tests"]) == small.points
    assert runs("omer@school.example") == 1
    assert not (home / "results/results.json").exists(), "a grade that waits is no 0"


def test_a_zip_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    def full() -> Iterator[tuple[str, bytes]]:
        yield "a", b"new"
        raise OSError(28, "No space left on device")

    zips.write(tmp_path / "z.zip", [("a", b"old")])
    before = (tmp_path / "z.zip").read_bytes()
    with pytest.raises(OSError, match="No space"):
        zips.write(tmp_path / "z.zip", full())
    assert (tmp_path / "z.zip").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["z.zip"]
    zips.write(tmp_path / "z.zip", [("a", b"old")])
    assert (tmp_path / "z.zip").read_bytes() == before, "the same files make the same bytes"


def test_an_address_is_found_whatever_its_case() -> None:
    assert gradescope_autograder.key(" Ada@School.example") == gradescope_autograder.key("ada@school.EXAMPLE")


def test_every_note_has_its_sentence_and_every_sentence_is_used() -> None:
    code = "".join(Path(module.__file__ or "").read_text("utf-8") for module in (exports, platforms))
    said = set(exports.known()["says"])
    kinds = {kind.platform for kind in platforms.KINDS}
    by_kind = kinds | {f"how-{kind}" for kind in kinds}
    assert set(exports.NOTES) | by_kind <= said
    for name in (said - by_kind) | set(exports.known()["errors"]):
        assert f'"{name}"' in code or f"say('{name}'" in code, name


def test_an_untouched_notebook_is_no_zero_until_a_person_says_so(
    opened: Open, small: Exercise, tmp_path: Path
) -> None:
    blank = grade.grade(small, students.blank(small), "11", "Ada", None)
    made, said = filled(opened(MOODLE), tmp_path, blank)
    assert made[1] == rows(MOODLE)[1]
    assert "No grade, for the notebook holds no answer; is it the right file?" in said
    made, _ = filled(opened(MOODLE), tmp_path, blank.with_book({"q1": Manual(0.0)}, 0.0))
    assert made[1][4] == "0.00"


def some(small: Exercise, sheet: str) -> bytes:
    """Return a notebook with all answers but the written one, so that it waits for nobody: 9 of 13 points."""
    answers = {name: value for name, value in students.right(small).items() if name != "w1"}
    return students.data(students.answered(small, answers, sheet))


def zipped(path: Path, **submissions: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in submissions.items():
            archive.writestr(name, data)
    return path


def kit_grade(course: Path, place: Path, *more: object) -> int:
    out = ["--course", str(course), "--out", str(course / "out")]
    return cli.main(["grade", "sources", str(place), *out, *map(str, more)])


def test_kit_grade_from_moodles_zip_to_moodles_worksheet(
    course: Path, small: Exercise, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "worksheet.csv"
    given.write_bytes(MOODLE.encode())
    folder = "{}_assignsubmission_file_/sources.ipynb"
    place = zipped(
        tmp_path / "submissions.zip",
        **{
            folder.format("Ada Lovelace_11"): students.data(students.perfect(small, "ada1")),
            folder.format("Ömer Öztürk_12"): some(small, "omer1"),
        },
    )
    assert kit_grade(course, place, "--roster", given) == 0
    said = capsys.readouterr().out
    assert "Grades in upload-to-moodle.csv: 1, of 100 points." in said
    assert "No grade yet, for a person must look first: 1 (Ada Lovelace)." in said
    made = sheet.load(course / "out/upload-to-moodle.csv").rows
    assert [row[4] for row in made[1:]] == ["", "69.23", "", ""]
    # A person marks the written answer in the gradebook; the second run hands it in.
    with sqlite3.connect(course / "gradebook.db") as book:
        book.execute("update grade set manual_score = 4, needs_manual_grade = 0 where needs_manual_grade")
    book.close()
    assert kit_grade(course, place, "--roster", given) == 0
    made = sheet.load(course / "out/upload-to-moodle.csv").rows
    assert made[1][4] == "100.00"
    with zipfile.ZipFile(course / "out/upload-to-moodle-feedback.zip") as pages:
        page = pages.read("Ada Lovelace_11_assignsubmission_file_/feedback.html").decode()
        assert len(pages.namelist()) == 2
    assert "13 of 13 points" in page
    assert given.read_bytes() == MOODLE.encode()


def test_kit_grade_from_canvas_zip_to_canvas_gradebook(
    course: Path, small: Exercise, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "grades.csv"
    given.write_bytes(CANVAS.replace("Who says so?", "Week 3").encode())
    place = zipped(
        tmp_path / "submissions.zip",
        **{
            "lovelaceada_101_9001_sources.ipynb": some(small, "ada1"),
            "ozturkomer_102_9002_sources-1.ipynb": students.data(students.perfect(small, "o")),
        },
    )
    assert kit_grade(course, place, "--no-gradebook", "--roster", given) == 2
    assert "Essay (12); Week 3 (4711)" in capsys.readouterr().err
    assert not (course / "out").exists()
    call = ("--no-gradebook", "--roster", given, "--column", "Week 3")
    assert kit_grade(course, place, "--dry-run", *call) == 0
    assert not (course / "out").exists()
    assert kit_grade(course, place, *call) == 0
    made = sheet.load(course / "out/upload-to-canvas.csv").rows
    assert [row[6] for row in made[3:]] == ["18.00", "4.00", "EX", "12.00", ""]


def test_files_of_an_earlier_run_do_not_lie_beside_new_grades(
    course: Path, small: Exercise, tmp_path: Path
) -> None:
    place = zipped(
        tmp_path / "in.zip",
        **{"Ada_11_assignsubmission_file_/sources.ipynb": students.data(students.blank(small))},
    )
    given = tmp_path / "given.csv"
    given.write_bytes(MOODLE.encode())
    kit_grade(course, place, "--no-gradebook", "--roster", given)
    assert len(list((course / "out").glob("upload-to-*"))) == 2
    (course / "out/.upload-to-moodle-feedback.zip.123.part").write_bytes(b"half")
    kit_grade(course, place, "--no-gradebook")
    assert not list((course / "out").glob(".upload-to-*"))
    assert not list((course / "out").glob("upload-to-*"))
