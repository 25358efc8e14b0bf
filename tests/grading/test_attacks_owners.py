"""Taking another student's name, and zips that harm: what is below one's own folder decides nothing."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from kit.grading import archives, files, reader, roster, submissions

NOTEBOOK = b'{"cells": []}'
CLASS = ("ann", "ben", "cem", "dora")


def zipped(*entries: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return held.getvalue()


def found(root: Path, *entries: tuple[str, bytes]) -> submissions.Found:
    place = root / "class.zip"
    place.write_bytes(zipped(*entries))
    return submissions.find(files.listing(place), "sources")


def who(found: submissions.Found) -> dict[str, str]:
    return {one.student: str(one.file.path) for one in found.submissions}


def said(found: submissions.Found) -> str:
    told = [*found.problems, *(problem for one in found.submissions for problem in one.problems)]
    return "\n".join(map(str, told))


def nbgrader(*others: tuple[str, bytes]) -> list[tuple[str, bytes]]:
    return [*((f"{name}/sources/sources.ipynb", NOTEBOOK) for name in CLASS[1:]), *others]


INSIDE = {
    "folder": "ben/sources/sources.ipynb",
    "deep-folder": "sources/ben/sources/sources.ipynb",
    "moodle-folder": "Ben_200_assignsubmission_file_/x.ipynb",
}


@pytest.mark.parametrize("name", ["folder", "deep-folder", "moodle-folder"])
def test_a_folder_in_ones_own_folder_names_nobody(tmp_path: Path, name: str) -> None:
    inside = INSIDE[name]
    there = found(tmp_path, *nbgrader((f"ann/{inside}", NOTEBOOK)))
    assert sorted(who(there)) == sorted(CLASS)
    assert who(there)["ben"] == "ben/sources/sources.ipynb"
    assert who(there)["ann"] == f"ann/{inside}"
    assert "Its folders were named by whoever handed it in." in said(there)


def test_what_follows_moodles_own_part_of_a_name_names_nobody(tmp_path: Path) -> None:
    name = "Ann_100_assignsubmission_file_Ben_200_assignsubmission_file_x.ipynb"
    there = found(tmp_path, (name, NOTEBOOK), ("Ben_200_assignsubmission_file_sources.ipynb", NOTEBOOK))
    assert set(who(there)) == {"100", "200"}
    assert who(there)["100"] == name


FOLDERS = {"moodle-folder": "Ann Lee_100_assignsubmission_file_", "plain-folder": "ann"}


@pytest.mark.parametrize("name", ["moodle-folder", "plain-folder"])
def test_a_time_that_a_student_could_have_written_is_none(tmp_path: Path, name: str) -> None:
    folder = FOLDERS[name]
    stamp = (f"{folder}/timestamp.txt", b"2020-01-01 00:00:00 UTC")
    (one,) = found(tmp_path, (f"{folder}/sources.ipynb", NOTEBOOK), stamp).submissions
    assert one.handed_in is None


def test_ids_that_differ_in_capitals_share_no_page(tmp_path: Path) -> None:
    there = found(tmp_path, ("Ann/sources.ipynb", NOTEBOOK), ("ann/sources.ipynb", NOTEBOOK))
    assert sorted(who(submissions.matched(there, None))) == ["Ann", "ann (2)"]
    (ann,) = submissions.matched(there, roster.parse("id,name\nann,Ann Lee\n")).submissions
    assert "2 notebooks were handed in." in str(ann.problems[0])


@pytest.mark.parametrize("name", ["con", "NUL", "com1.x"])
def test_a_device_of_windows_is_nobody(tmp_path: Path, name: str) -> None:
    there = found(tmp_path, (f"{name}/sources.ipynb", NOTEBOOK))
    assert who(there) == {}
    assert "nobody knows whose this is" in said(there)


def test_a_name_made_to_take_time_takes_none(tmp_path: Path) -> None:
    there = found(tmp_path, (f"ann/sources{'1' * 30_000}.ipynb", NOTEBOOK))
    assert set(who(there)) == {"ann"}


def test_a_students_zip_is_looked_into_and_its_own_path_says_whose_it_is(tmp_path: Path) -> None:
    inner = zipped(("ben/sources/sources.ipynb", NOTEBOOK), ("ben/sources/timestamp.txt", b"2020-01-01 UTC"))
    there = found(tmp_path, *nbgrader(("ann/sources/work.zip", inner)))
    assert sorted(who(there)) == sorted(CLASS)
    ann = next(one for one in there.submissions if one.student == "ann")
    assert files.read_notebook(ann.file) == NOTEBOOK
    assert ann.handed_in is None
    moodle = found(tmp_path, ("Ann_100_assignsubmission_file_/work.zip", inner))
    assert set(who(moodle)) == {"100"}
    canvas = found(tmp_path, ("leeann_12345_67890_work.zip", inner))
    assert set(who(canvas)) == {"12345"}


BOMBS = {
    "zip-in-zip": (zipped(("a.zip", zipped(("sources.ipynb", NOTEBOOK)))), "A zip in a student's zip is not"),
    "too-many": (
        zipped(*((f"{n}.txt", b"") for n in range(archives.MOST_ENTRIES + 1))),
        "holds more than 1,000 files",
    ),
    "no-zip": (b"PK\x03\x04 nothing of the kind", "damaged, or is no zip"),
    "cut-off": (zipped(("sources.ipynb", NOTEBOOK * 99))[:-30], "damaged, or is no zip"),
    "empty": (zipped(("notes.txt", b"none")), "There is no notebook in this zip"),
    "climbing": (zipped(("../sources.ipynb", NOTEBOOK)), "zip slip"),
    "a-class": (
        zipped(*((f"A_{n}_assignsubmission_file_/sources.ipynb", NOTEBOOK) for n in (1, 2))),
        "holds the work of several students",
    ),
}


@pytest.mark.parametrize(
    "name", ["zip-in-zip", "too-many", "no-zip", "cut-off", "empty", "climbing", "a-class"]
)
def test_a_zip_made_to_harm_is_told_and_costs_nobody_else(tmp_path: Path, name: str) -> None:
    data, words = BOMBS[name]
    there = found(tmp_path, *nbgrader(("ann/sources/work.zip", data)))
    assert set(who(there)) == set(CLASS)
    ann = next(one for one in there.submissions if one.student == "ann")
    with pytest.raises(reader.UnreadableError) as error:
        files.read_notebook(ann.file)
    assert words in f"{said(there)} {error.value}"
    assert "Hand in" in error.value.problem.for_student
    both = found(tmp_path, *nbgrader(("ann/sources/work.zip", data), ("ann/sources/sources.ipynb", NOTEBOOK)))
    assert who(both)["ann"] == "ann/sources/sources.ipynb"


def test_an_entry_that_inflates_without_end_is_cut_off(tmp_path: Path) -> None:
    bomb = zipped(("sources.ipynb", b" " * 200_000_000))
    there = found(tmp_path, *nbgrader(("ann/sources/work.zip", bomb)))
    ann = next(one for one in there.submissions if one.student == "ann")
    with pytest.raises(ValueError, match="too large"):
        files.read_notebook(ann.file)
