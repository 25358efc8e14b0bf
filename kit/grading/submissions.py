"""Find who handed in what: in a folder, or in the zip that a learning platform gives."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kit.grading.files import File, Unusable
from kit.grading.problems import Problem, clean

MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?$")
"""Moodle's folder of a student, ``Full Name_123456_assignsubmission_file_``: the participant's number."""

CANVAS = re.compile(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<id>\d+)_\d+_.+$")
"""Canvas's file of one student: ``lastfirst_12345_67890_nb.ipynb``; the first number is the user's."""

IGNORED = ("__MACOSX", ".ipynb_checkpoints")


@dataclass(frozen=True)
class Submission:
    """One student's file. ``student`` is a safe file name; ``name`` the person's name where it is known."""

    student: str
    file: File
    name: str = ""
    handed_in: datetime | None = None
    timestamp: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Found:
    """The submissions, one a student, by student; and the files that are nobody's or cannot be used."""

    submissions: tuple[Submission, ...]
    problems: tuple[Problem, ...] = ()


def find(files: Iterable[File | Unusable], exercise: str) -> Found:
    """Sort files by who handed them in; ``exercise`` is also the name of its notebook."""
    found = list(files)
    problems = [file.problem for file in found if isinstance(file, Unusable)]
    usable = [file for file in found if isinstance(file, File)]
    notebooks = [file for file in usable if file.path.suffix.lower() == ".ipynb" and not _ignored(file.path)]
    stamps = {file.path.parent: file for file in usable if file.path.name == "timestamp.txt"}
    of_student: dict[str, list[Submission]] = defaultdict(list)
    for file in notebooks:
        submission = _attributed(file, notebooks, exercise)
        if isinstance(submission, Problem):
            problems.append(submission)
        else:
            of_student[submission.student].append(_timed(submission, stamps.get(file.path.parent)))
    submissions = [_newest(of_student[student]) for student in sorted(of_student)]
    problems += _without_notebook(usable, notebooks)
    return Found(tuple(submissions), tuple(problems))


def _ignored(path: PurePosixPath) -> bool:
    return any(part in IGNORED for part in path.parts) or path.name.startswith(".")


def _attributed(file: File, notebooks: list[File], exercise: str) -> Submission | Problem:
    """Say whose file it is, from its path alone: what lies in the file could be anybody's."""
    parts, stem = file.path.parts, file.path.stem
    name, student, problems = "", "", []
    if len(parts) >= 3 and parts[-2] == exercise:
        student = parts[-3]
    elif len(parts) >= 2 and (moodle := MOODLE.match(parts[-2])):
        student, name = moodle["id"], moodle["name"]
    elif canvas := CANVAS.match(stem):
        student, name = canvas["id"], canvas["name"]
        if canvas["late"]:
            why = "Canvas put LATE into the file's name; it does not say by how much."
            problems = [Problem("It was handed in late.", why, "Decide what that costs.")]
    elif re.fullmatch(rf"{re.escape(exercise)}(\W*(copy|\d+)\W*\d*)?", stem, re.IGNORECASE):
        student = parts[-2] if len(parts) >= 2 else ""
    else:
        siblings = sum(other.path.parent == file.path.parent for other in notebooks)
        student = parts[-2] if len(parts) >= 2 and siblings == 1 else stem
    student = unicodedata.normalize("NFC", student).strip()
    if not is_safe(student):
        return Problem(
            f"{clean(str(file.path))}: nobody knows whose this is.",
            "A submission's path must name the student: STUDENT/sources.ipynb, STUDENT.ipynb, or as Moodle, "
            "Canvas or nbgrader give it.".replace("sources", exercise),
            "Put it into a folder that has the student's name.",
        )
    return Submission(student, file, unicodedata.normalize("NFC", name), problems=tuple(problems))


def is_safe(student: str) -> bool:
    """Say whether a student's id can be a folder's name everywhere, and a value in nbgrader's paths."""
    return (
        bool(re.fullmatch(r"[\w@+'. ,()-]{1,100}", student))
        and student[0] not in ". -"
        and not student.endswith((".", " "))
    )


def _timed(submission: Submission, stamp: File | None) -> Submission:
    """Add when it was handed in, where nbgrader's ``timestamp.txt`` says so: records could be forged."""
    if stamp is None:
        return submission
    try:
        text = stamp.read(200).decode("utf-8").strip()
        return replace(submission, handed_in=parse_time(text), timestamp=text)
    except (OSError, ValueError):
        what = "Its timestamp.txt cannot be read."
        todo = "Write a time and its zone: 2026-12-01 12:00:00 UTC."
        problem = Problem(what, "So it is not known whether it was late.", todo)
        return replace(submission, problems=(*submission.problems, problem))


def parse_time(text: str) -> datetime:
    """Read nbgrader's ``2026-12-01 11:59:00.123 UTC`` (or any zone's name); UTC where no zone is given."""
    time, _, zone = text.rpartition(" ")
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        try:
            parsed = datetime.fromisoformat(time).replace(tzinfo=ZoneInfo(zone))
        except (ZoneInfoNotFoundError, OSError) as error:
            raise ValueError(f"no time zone {zone!r}") from error
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def _newest(submissions: list[Submission]) -> Submission:
    """Choose among several files of one student the newest; the last by name where times are the same."""
    *older, newest = sorted(submissions, key=lambda one: (one.file.changed, str(one.file.path)))
    if not older:
        return newest
    others = ", ".join(clean(str(one.file.path)) for one in older)
    problem = Problem(
        f"{len(submissions)} notebooks were handed in.",
        f"Graded is the newest, {clean(str(newest.file.path))}; not graded: {others}.",
        "If that is the wrong one, take the others out and grade again.",
    )
    return replace(newest, problems=(*newest.problems, problem))


def _without_notebook(files: list[File], notebooks: list[File]) -> Iterator[Problem]:
    """Tell of each student's folder that holds files but no notebook: somebody handed in the wrong file."""
    with_notebook = {folder for file in notebooks for folder in file.path.parents}
    lacking = defaultdict(list)
    for file in files:
        folder = file.path.parent
        known = folder in with_notebook or _is_data(folder, with_notebook)
        if folder.parts and not known and not _ignored(file.path):
            lacking[folder].append(file.path.name)
    for folder, names in sorted(lacking.items()):
        yield Problem(
            f"{clean(str(folder))}: there is no notebook.",
            f"It holds {clean(', '.join(sorted(names)), 80)}.",
            "Ask the student for the .ipynb file; unpack it if it lies in an archive.",
        )


def _is_data(folder: PurePosixPath, with_notebook: set[PurePosixPath]) -> bool:
    """Say whether a folder lies below a notebook's: texts of the exercise, handed in with it."""
    return any(parent in with_notebook for parent in folder.parents if parent.parts)
