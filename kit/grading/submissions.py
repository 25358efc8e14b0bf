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
from kit.grading.roster import Roster, Student

MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?$")
"""Moodle's folder of a student, ``Full Name_123456_assignsubmission_file_``: the participant's number."""

CANVAS = re.compile(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<id>\d+)_\d+_.+$")
"""Canvas's file of one student: ``lastfirst_12345_67890_nb.ipynb``; the first number is the user's."""

MOODLE_FLAT = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_file_.+$")
"""The same in a file's name, where Moodle was told not to make folders."""

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
    """The submissions, one a student, by student; the files that are nobody's or cannot be used.

    ``missing`` are the students of a class list who handed in nothing.
    """

    submissions: tuple[Submission, ...]
    problems: tuple[Problem, ...] = ()
    missing: tuple[Student, ...] = ()


def find(files: Iterable[File | Unusable], exercise: str) -> Found:
    """Sort files by who handed them in; ``exercise`` is also the name of its notebook."""
    found = list(files)
    problems = [file.problem for file in found if isinstance(file, Unusable)]
    usable = [file for file in found if isinstance(file, File)]
    notebooks = [file for file in usable if file.path.suffix.lower() == ".ipynb" and not _ignored(file.path)]
    own = [file for file in notebooks if not _of_another(file, exercise)]
    stamps = {file.path.parent: file for file in usable if file.path.name == "timestamp.txt"}
    of_student: dict[str, list[Submission]] = defaultdict(list)
    for file in own:
        submission = _attributed(file, own, exercise)
        if isinstance(submission, Problem):
            problems.append(submission)
        else:
            of_student[submission.student].append(_timed(submission, stamps.get(file.path.parent)))
    submissions = [_newest(of_student[student], exercise) for student in sorted(of_student)]
    problems += _without_notebook(usable, notebooks)
    return Found(tuple(submissions), tuple(problems))


def matched(found: Found, roster: Roster | None) -> Found:
    """Give each submission the id and the name that its student has in a class list, and say who is missing.

    Who is not on the list keeps the id of the path and is graded all the same, with a line that says so.
    """
    if roster is None:
        return found
    of_student: dict[str, list[Submission]] = defaultdict(list)
    unknown, seen = [], set()
    for one in found.submissions:
        student = roster.match(one.student, one.name)
        if student is None:
            problem = Problem(
                "Nobody on the class list is called so.",
                "No id, login, address or full name of the list is in the path of this file.",
                "Add the student to the list, or rename the folder to an id of the list; then grade again.",
            )
            unknown.append(replace(one, problems=(*one.problems, problem)))
        else:
            seen.add(student.id)
            name = student.id if is_safe(student.id) else one.student
            of_student[name].append(replace(one, student=name, name=student.name))
    taken = [_newest(of_student[name], "") for name in of_student]
    missing = tuple(one for one in roster.students if one.id not in seen)
    known = {one.student for one in taken}
    apart = [one if one.student not in known else _renamed(one, known) for one in unknown]
    return Found(tuple(sorted([*taken, *apart], key=lambda one: one.student)), found.problems, missing)


def _renamed(one: Submission, known: set[str]) -> Submission:
    """Return the submission of a stranger whose folder is called as somebody else's id, under another id."""
    number = next(n for n in range(2, len(known) + 3) if f"{one.student} ({n})" not in known)
    return replace(one, student=f"{one.student} ({number})")


def _ignored(path: PurePosixPath) -> bool:
    return any(part in IGNORED for part in path.parts) or path.name.startswith(".")


def _of_another(file: File, exercise: str) -> bool:
    """Say whether it is another exercise's, by nbgrader's STUDENT/OTHER/OTHER.ipynb."""
    parts = file.path.parts
    return len(parts) >= 3 and parts[-2] == file.path.stem != exercise


def _attributed(file: File, notebooks: list[File], exercise: str) -> Submission | Problem:
    """Say whose file it is, from its path alone: what lies in the file could be anybody's."""
    parts, stem = file.path.parts, file.path.stem
    name, student, problems = "", "", []
    moodle = next(filter(None, map(MOODLE.match, parts[:-1])), None) or MOODLE_FLAT.match(stem)
    if moodle:
        student, name = moodle["id"], moodle["name"]
    elif len(parts) >= 3 and parts[-2] == exercise:
        student = parts[-3]
    elif canvas := CANVAS.match(stem):
        student, name = canvas["id"], canvas["name"]
        if canvas["late"]:
            why = "Canvas put LATE into the file's name; it does not say by how much."
            problems = [Problem("It was handed in late.", why, "Decide what that costs.")]
    elif _is_named(file, exercise):
        student = parts[-2] if len(parts) >= 2 else ""
    else:
        # A folder with several notebooks, none called as the exercise, holds one a student.
        siblings = [other for other in notebooks if other.path.parent == file.path.parent]
        own = len(siblings) == 1 or any(_is_named(other, exercise) for other in siblings)
        student = parts[-2] if len(parts) >= 2 and own else stem
    student = unicodedata.normalize("NFC", student).strip()
    if not is_safe(student):
        return Problem(
            f"{clean(str(file.path))}: nobody knows whose this is.",
            "A submission's path must name the student: STUDENT/sources.ipynb, STUDENT.ipynb, or as Moodle, "
            "Canvas or nbgrader give it.".replace("sources", exercise),
            "Put it into a folder that has the student's name.",
        )
    return Submission(student, file, unicodedata.normalize("NFC", name), problems=tuple(problems))


def _is_named(file: File, exercise: str) -> bool:
    """Say whether a file is called as the exercise's notebook, or as a browser's or Jupyter's copy of it."""
    return bool(re.fullmatch(rf"{re.escape(exercise)}(\W*(copy|\d+)\W*\d*)?", file.path.stem, re.IGNORECASE))


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


def _newest(submissions: list[Submission], exercise: str) -> Submission:
    """Choose among several files of one student: the newest of those that are called as the exercise is."""

    def order(one: Submission) -> tuple[bool, float, str]:
        return _is_named(one.file, exercise), one.file.changed, str(one.file.path)

    *older, newest = sorted(submissions, key=order)
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
    holding = {file.path.parent for file in notebooks if file.path.parent.parts}
    lacking = defaultdict(list)
    for file in files:
        folder = file.path.parent
        # Folders below a notebook's are the exercise's texts, handed in with it.
        known = folder in with_notebook or holding.intersection(folder.parents)
        if folder.parts and not known and not _ignored(file.path):
            lacking[folder].append(file.path.name)
    for folder, names in sorted(lacking.items()):
        yield Problem(
            f"{clean(str(folder))}: there is no notebook.",
            f"It holds {clean(', '.join(sorted(names)), 80)}.",
            "Ask the student for the .ipynb file; unpack it if it lies in an archive.",
        )
