from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kit.grading import files, reader, submissions
from kit.grading.files import SourceError

NOTEBOOK = b'{"cells": []}'


def found(place: Path) -> submissions.Found:
    return submissions.find(files.listing(place), "sources")


def folder(root: Path, *paths: str) -> Path:
    for path in paths:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(NOTEBOOK)
    return root


def zipped(root: Path, *paths: str) -> Path:
    place = root / "class.zip"
    with zipfile.ZipFile(place, "w") as archive:
        for path in paths:
            archive.writestr(path, NOTEBOOK)
    return place


LAYOUTS = [
    ("ann/sources/sources.ipynb", "ann", ""),
    ("submitted/ann/sources/sources.ipynb", "ann", ""),
    ("ann/sources.ipynb", "ann", ""),
    ("ann/sources (1).ipynb", "ann", ""),
    ("ann/sources-Copy1.ipynb", "ann", ""),
    ("class/ann/sources.ipynb", "ann", ""),
    ("ann/homework.ipynb", "ann", ""),
    ("ann.ipynb", "ann", ""),
    ("Zoë Ångström.ipynb", "Zoë Ångström", ""),
    ("Ann Lee_123456_assignsubmission_file_/sources.ipynb", "123456", "Ann Lee"),
    ("Ann Lee_123456_assignsubmission_file_/work/mine.ipynb", "123456", "Ann Lee"),
    ("Ann Lee_123456_assignsubmission_file_sources.ipynb", "123456", "Ann Lee"),
    ("leeann_12345_67890_sources.ipynb", "12345", "leeann"),
    ("leeann_12345_67890_sources-1.ipynb", "12345", "leeann"),
    ("leeann_LATE_12345_67890_sources.ipynb", "12345", "leeann"),
]


@pytest.mark.parametrize("make", [folder, zipped])
@pytest.mark.parametrize(("path", "student", "name"), LAYOUTS)
def test_the_path_says_who(
    tmp_path: Path, make: Callable[..., Path], path: str, student: str, name: str
) -> None:
    (one,) = found(make(tmp_path, path)).submissions
    assert (one.student, one.name) == (student, name)
    assert files.read_notebook(one.file) == NOTEBOOK


def test_a_folder_of_files_named_for_students(tmp_path: Path) -> None:
    place = folder(tmp_path, "class/ann.ipynb", "class/ben.ipynb")
    assert [one.student for one in found(place).submissions] == ["ann", "ben"]


def test_late_on_canvas_is_told(tmp_path: Path) -> None:
    (one,) = found(folder(tmp_path, "leeann_LATE_12345_67890_sources.ipynb")).submissions
    assert "late" in one.problems[0].what


@pytest.mark.parametrize(
    "path",
    ["sources.ipynb", "...ipynb", "a<b/sources.ipynb", "-x/sources.ipynb", f"{'a' * 101}/sources.ipynb"],
)
def test_a_file_that_is_nobodys_is_told(tmp_path: Path, path: str) -> None:
    result = found(zipped(tmp_path, path, "ann/sources.ipynb"))
    assert [one.student for one in result.submissions] == ["ann"]
    assert path.startswith("...") or "nobody knows whose" in result.problems[0].what


def test_what_systems_leave_behind_is_no_submission(tmp_path: Path) -> None:
    place = folder(
        tmp_path,
        "ann/sources.ipynb",
        "ann/.ipynb_checkpoints/sources-checkpoint.ipynb",
        "__MACOSX/ann/._sources.ipynb",
        "ann/._sources.ipynb",
        "ann/harbour/article.md",
    )
    result = found(place)
    assert len(result.submissions) == 1
    assert not result.problems


def test_another_exercise_of_the_course_is_left_alone(tmp_path: Path) -> None:
    result = found(folder(tmp_path, "ann/sources/sources.ipynb", "ann/claims/claims.ipynb"))
    assert [str(one.file.path) for one in result.submissions] == ["ann/sources/sources.ipynb"]
    assert not result.problems


def test_of_several_notebooks_the_newest_counts_and_the_others_are_told(tmp_path: Path) -> None:
    place = folder(tmp_path, "ann/sources.ipynb", "ann/sources-1.ipynb", "ann/notes.ipynb")
    for age, name in enumerate(("notes", "sources", "sources-1")):
        os.utime(place / "ann" / f"{name}.ipynb", (1e9 - age, 1e9 - age))
    (one,) = found(place).submissions
    assert one.file.path.name == "sources.ipynb"
    assert "3 notebooks" in one.problems[0].what
    assert "sources-1.ipynb" in one.problems[0].why


def test_a_folder_without_a_notebook_is_told(tmp_path: Path) -> None:
    place = folder(tmp_path, "class/ann/sources.ipynb", "class/ben/answers.pdf")
    (problem,) = found(place).problems
    assert "class/ben" in problem.what
    assert "answers.pdf" in problem.why


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-12-01 12:00:00 UTC", datetime(2026, 12, 1, 12, tzinfo=UTC)),
        ("2026-12-01 12:00:00.500000 UTC", datetime(2026, 12, 1, 12, 0, 0, 500000, UTC)),
        ("2026-12-01 07:00:00 America/New_York", datetime(2026, 12, 1, 12, tzinfo=UTC)),
        ("2026-12-01T13:00:00+01:00", datetime(2026, 12, 1, 12, tzinfo=UTC)),
        ("2026-12-01 12:00:00", datetime(2026, 12, 1, 12, tzinfo=UTC)),
        ("yesterday", None),
        ("2026-12-01 12:00:00 Nowhere/Land", None),
        ("2026-12-01 12:00:00 ../../etc", None),
        ("", None),
    ],
)
def test_nbgraders_timestamp(tmp_path: Path, text: str, time: datetime | None) -> None:
    place = folder(tmp_path, "ann/sources/sources.ipynb")
    (place / "ann/sources/timestamp.txt").write_text(text + "\n")
    (one,) = found(place).submissions
    assert one.handed_in == time
    assert bool(one.problems) is (time is None)


def entry(name: str, mode: int = 0, data: bytes = NOTEBOOK) -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info, data


@pytest.mark.parametrize(
    ("name", "mode", "said"),
    [
        ("../ann/sources.ipynb", 0, "leads out of the zip"),
        ("a/../../ann/sources.ipynb", 0, "leads out of the zip"),
        ("/etc/ann/sources.ipynb", 0, "leads out of the zip"),
        ("C:/ann/sources.ipynb", 0, "leads out of the zip"),
        ("ann/sources.ipynb", stat.S_IFLNK | 0o777, "any file of this computer"),
    ],
)
def test_an_entry_that_climbs_or_links_is_told_and_not_read(
    tmp_path: Path, name: str, mode: int, said: str
) -> None:
    place = tmp_path / "class.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr(*entry(name, mode))
        archive.writestr("ben/sources.ipynb", NOTEBOOK)
    before = sorted(tmp_path.parent.rglob("*"))
    result = found(place)
    assert [one.student for one in result.submissions] == ["ben"]
    assert said in result.problems[0].why
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    secret = folder(tmp_path, "keys/sources.ipynb") / "keys"
    place = folder(tmp_path / "in", "ann/sources.ipynb")
    (place / "ann" / "sources-1.ipynb").symlink_to(secret / "sources.ipynb")
    (place / "ben").symlink_to(secret, target_is_directory=True)
    result = found(place)
    assert [str(one.file.path) for one in result.submissions] == ["ann/sources.ipynb"]
    assert sum("link" in problem.what for problem in result.problems) == 2


def test_an_encrypted_entry_is_told(tmp_path: Path) -> None:
    place = zipped(tmp_path, "ann/sources.ipynb", "ben/sources.ipynb")
    data = bytearray(place.read_bytes())
    header = data.index(b"PK\x01\x02")
    data[header + 8] |= 1  # the first entry's flag in the directory at the zip's end
    place.write_bytes(data)
    result = found(place)
    assert [one.student for one in result.submissions] == ["ben"]
    assert "encrypted" in result.problems[0].why


def test_a_bomb_is_read_no_further_than_a_notebook_may_be_large(tmp_path: Path) -> None:
    place = tmp_path / "class.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ann/sources.ipynb", b" " * (reader.LARGEST * 3))
    assert place.stat().st_size < 100_000
    (one,) = found(place).submissions
    with pytest.raises(reader.UnreadableError, match="too large"):
        files.read_notebook(one.file)


def test_a_damaged_entry_is_told(tmp_path: Path) -> None:
    place = zipped(tmp_path, "ann/sources.ipynb")
    data = place.read_bytes()
    place.write_bytes(data.replace(NOTEBOOK, NOTEBOOK[::-1], 1))
    (one,) = found(place).submissions
    with pytest.raises(reader.UnreadableError, match="damaged"):
        files.read_notebook(one.file)


def test_an_empty_file_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Jupyter writes in place: who reads at the wrong moment meets an empty file."""
    place = folder(tmp_path, "ann/sources.ipynb")
    (place / "ann/sources.ipynb").write_bytes(b"")
    monkeypatch.setattr(
        files.time, "sleep", lambda wait: wait and (place / "ann/sources.ipynb").write_bytes(NOTEBOOK)
    )
    (one,) = found(place).submissions
    assert files.read_notebook(one.file) == NOTEBOOK


def test_too_many_files_are_no_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_FILES", 2)
    with pytest.raises(SourceError, match="more than 2 files"):
        found(folder(tmp_path, "a.ipynb", "b.ipynb", "c.ipynb"))


def test_what_is_neither_folder_nor_zip_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"no zip")
    with pytest.raises(SourceError, match="neither a folder nor a zip"):
        found(tmp_path / "x.zip")
    with pytest.raises(SourceError, match="is not there"):
        found(tmp_path / "y")


def test_a_zip_with_a_broken_directory_is_told(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("ann.ipynb", NOTEBOOK)
    data = bytearray(buffer.getvalue())
    data[data.index(b"PK\x01\x02") + 1] = 0
    (tmp_path / "class.zip").write_bytes(data)
    with pytest.raises(SourceError, match="damaged"):
        found(tmp_path / "class.zip")
