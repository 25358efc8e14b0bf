"""Attacks on whose file it is and where things are written: paths, ids, times and the shape of JSON."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

import pytest

from kit.grading import exercise, run
from kit.grading.reader import LARGEST, UnreadableError, parse

from . import attacks, students
from .attacks import Written

CONFUSABLE = "аnn"  # its first letter is Cyrillic


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    course = tmp_path_factory.mktemp("files") / "course"
    small = exercise.load(Path(__file__).parent / "course", "sources")
    perfect = students.data(students.perfect(small, "thief1"))
    zero = students.data(students.answered(small, {"q4": 7}, "late1"))
    more = {
        "../../escaped/sources.ipynb": perfect,
        "/tmp/escaped/sources.ipynb": perfect,
        "C:/escaped/sources.ipynb": perfect,
        "..\\escaped/sources.ipynb": perfect,
        "./sources.ipynb": perfect,
        f"{'x' * 150}/sources.ipynb": perfect,
        "<b>bold</b>/sources.ipynb": perfect,
        "=1+1/sources.ipynb": perfect,
        f"{CONFUSABLE}/sources.ipynb": zero,
        "ann/sources (1).ipynb": zero,
        "deep/sources.ipynb": b"[" * 200_000,
        "numbers/sources.ipynb": b'{"cells": ' + b"9" * 10_000 + b"}",
    }
    return attacks.graded(course, {"ann": lambda _: perfect}, {}, more)


def test_nothing_is_written_outside_of_the_course(written: Written) -> None:
    places = [written.course.parent, Path("/tmp"), written.course.parent.parent]
    assert not [place for place in places if (place / "escaped").exists()]
    assert written.report.count("(an attack called zip slip)") == 4
    assert "escaped" not in written.results


ODD = {"long": "x" * 150, "markup": "<b>bold<", "formula": "=1+1"}


@pytest.mark.parametrize("name", ODD)
def test_an_id_that_is_no_name_of_a_folder_is_nobodys(written: Written, name: str) -> None:
    odd = ODD[name]
    assert not [name for name in written.results if odd[:8] in name]
    assert "nobody knows whose this is" in written.report
    assert odd[:8] in written.report


def test_a_name_that_looks_like_anothers_is_another_student(written: Written) -> None:
    assert written.rows()[CONFUSABLE]["score"] == "0"
    assert written.rows()["ann"]["score"] in ("0", "9")
    assert (written.out / "feedback" / f"{CONFUSABLE}.html").exists()


def test_a_second_file_of_a_student_is_told(written: Written) -> None:
    assert "2 notebooks were handed in." in written.rows()["ann"]["look"]


@pytest.mark.parametrize("student", ["deep", "numbers"])
def test_json_that_breaks_readers_costs_that_file_alone(written: Written, student: str) -> None:
    assert written.rows()[student]["score"] == "0"
    assert written.rows()[student]["look"]


PARTS = {"objects": "{}", "lists": "[]", "nested": "[[]]", "numbers": "0", "texts": '"a"'}


@pytest.mark.parametrize("name", PARTS)
def test_a_file_of_tiny_parts_is_read_in_seconds(name: str) -> None:
    part = PARTS[name]
    number = LARGEST // 8 // (len(part) + 1)
    data = f'{{"cells": [{",".join([part] * number)}]}}'.encode()
    start = time.process_time()
    with contextlib.suppress(UnreadableError):
        parse(data)
    assert time.process_time() - start < 3


def test_saved_at_says_nothing_about_lateness(written: Written) -> None:
    """Only the platform's time counts; what records say of themselves could be forged."""
    assert all(row["late_penalty"] == "0" for row in written.rows().values())
    assert all(result.handed_in is None for result in written.results.values())


def test_a_name_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    """A folder's name can have bytes that are no UTF-8; its student is graded, with a question mark."""
    small = exercise.load(Path(__file__).parent / "course", "sources")
    for name in (b"Ann\xff_100_assignsubmission_file_", b"ben"):
        folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/in/" + name))
        folder.mkdir(parents=True)
        (folder / "sources.ipynb").write_bytes(students.data(students.perfect(small)))
    found: dict[str, str] = {}
    places = run.Places(tmp_path / "in", tmp_path / "out")
    run.run(small, places, each=lambda one: found.__setitem__(one.student, one.name))
    assert found == {"100": "Ann?", "ben": ""}
