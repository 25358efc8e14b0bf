"""Gradescope's export: its own file says whose a folder is."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

from kit.grading import files, roster, submissions

NOTEBOOK = b'{"cells": []}'
METADATA = """\
---
submission_101:
  :submitters:
  - :name: Ann Lee
    :sid: '007'
    :email: ann@school.example
  :created_at: 2026-11-30 10:15:00.123456000 Z
  :score: 3.0
  :history:
  - :id: 100
    :submitters: &1
    - :name: Ann Lee
submission_102:
  :submitters:
  - :name: Ben Okri
    :sid:
    :email: ben@school.example
  - :name: Cem Kaya
    :sid: '009'
    :email: cem@school.example
  :created_at: 2026-12-02 08:00:00.000000000 Z
submission_103:
  :submitters: []
"""


def found(root: Path, metadata: str | bytes, *more: str) -> submissions.Found:
    place = root / "gradescope.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("assignment_9_export/submission_metadata.yml", metadata)
        for number in (101, 102):
            archive.writestr(f"assignment_9_export/submission_{number}/sources.ipynb", NOTEBOOK)
        for name in more:
            archive.writestr(name, METADATA if name.endswith(".yml") else NOTEBOOK)
    return submissions.find(files.listing(place), "sources")


def test_each_who_handed_in_has_a_submission_with_its_time(tmp_path: Path) -> None:
    there = found(tmp_path, METADATA)
    assert [(one.student, one.name) for one in there.submissions] == [
        ("007", "Ann Lee"),
        ("009", "Cem Kaya"),
        ("ben@school.example", "Ben Okri"),
    ]
    assert there.problems == ()
    ann, cem, ben = there.submissions
    assert ann.timestamp == "2026-11-30 10:15:00 UTC"
    assert cem.handed_in == ben.handed_in == datetime(2026, 12, 2, 8, tzinfo=UTC)
    listed = submissions.matched(
        there, roster.parse("First Name,Last Name,SID,Email\nBen,Okri,8,ben@school.example\n")
    )
    assert listed.submissions[-1].name == "Ben Okri"
    assert listed.submissions[-1].student == "8"


def test_a_folder_of_nobody_is_told(tmp_path: Path) -> None:
    there = found(tmp_path, METADATA, "assignment_9_export/submission_103/sources.ipynb")
    assert len(there.submissions) == 3
    assert "nobody knows whose this is" in str(there.problems[0])


def test_a_file_of_that_name_in_a_students_folder_says_nothing(tmp_path: Path) -> None:
    own = METADATA.replace("submission_101", "work")
    place = tmp_path / "gradescope.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("assignment_9_export/submission_metadata.yml", METADATA)
        archive.writestr("assignment_9_export/submission_102/submission_metadata.yml", own)
        archive.writestr("assignment_9_export/submission_102/work/sources.ipynb", NOTEBOOK)
    there = submissions.find(files.listing(place), "sources")
    assert {one.student for one in there.submissions} == {"009", "ben@school.example"}


def test_a_file_that_is_none_is_told_and_the_folders_are_graded(tmp_path: Path) -> None:
    for broken in (b"\xff\xfe\x00", "a: [", "- 1\n", "[" * 5000, "!!python/object/apply:os.getcwd []"):
        there = found(tmp_path, broken)
        assert {one.student for one in there.submissions} == {"submission_101", "submission_102"}
        assert "submission_metadata.yml cannot be read." in str(there.problems[0])
