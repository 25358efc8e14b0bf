"""Find who handed in what: in a folder, or in the zip that a learning platform gives."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kit.grading import archives, gradescope, reader
from kit.grading.archives import File, Unusable
from kit.grading.owners import CANVAS, LONGEST, MOODLE, Owner, is_named, owners
from kit.grading.problems import Problem, clean
from kit.grading.roster import Roster, Student

RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in range(10))}
)
"""Names that Windows gives to devices: no file can have them there."""

DEEPER = "Who packs a zip into a zip may hide anything in it."
UNPACK = "Ask the student for the .ipynb file alone."

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
    """Sort files by who handed them in; ``exercise`` is also the name of its notebook.

    A zip that a student handed in is looked into, once; who it is of, its own path says.
    """
    found = list(files)
    problems = [file.problem for file in found if isinstance(file, Unusable)]
    usable = [file for file in found if isinstance(file, File)]
    packed, broken, told = _unpacked(usable)
    problems += told
    notebooks = [
        file for file in [*usable, *packed] if _has_suffix(file.path, ".ipynb") and not _ignored(file.path)
    ]
    own = [*(file for file in notebooks if not _of_another(file, exercise)), *broken]
    whose = owners((file.place for file in own), exercise)
    export, odd = gradescope.find(usable)
    problems += odd
    stamps = {file.path.parent: file for file in usable if file.path.name == "timestamp.txt"}
    of_student: dict[str, list[Submission]] = defaultdict(list)
    for file in own:
        handed_in = export.of(file.place) if export else None
        if handed_in is not None:
            for one in _exported(file, handed_in):
                if isinstance(one, Problem):
                    problems.append(one)
                else:
                    of_student[one.student].append(one)
            continue
        owner = whose[file.place]
        submission = _submission(file, owner)
        if isinstance(submission, Problem):
            problems.append(submission)
            continue
        # Only where nbgrader writes it: anywhere else a student could have put it there.
        stamp = stamps.get(file.path.parent) if owner.stamped and not file.outside else None
        of_student[submission.student].append(_timed(submission, stamp))
    submissions = [_newest(of_student[student], exercise) for student in sorted(of_student)]
    problems += _without_notebook(usable, [*notebooks, *packed, *broken])
    return Found(tuple(submissions), tuple(problems))


def _unpacked(usable: list[File]) -> tuple[list[File], list[File], list[Problem]]:
    """Return what lies in the zips of students, the zips that nothing can be read of, and problems.

    To read such a zip raises what is wrong with it, so that its student is told as for any other file.
    """
    packed: list[File] = []
    broken: list[File] = []
    problems: list[Problem] = []
    for file in usable:
        if not _has_suffix(file.path, ".zip") or _ignored(file.path):
            continue
        try:
            inside = list(archives.inside(file))
            problems += archives.shortened(one.problem for one in inside if isinstance(one, Unusable))
            files = [one for one in inside if isinstance(one, File) and not _ignored(one.path)]
            _check_held(files)
        except reader.UnreadableError as error:
            broken.append(replace(file, read=partial(_refuse, error), outside=file.path))
        else:
            packed += files
    return packed, broken, problems


def _check_held(files: list[File]) -> None:
    """Raise ``reader.UnreadableError`` where the files of a student's zip are not one student's notebook."""
    notebooks = [one for one in files if _has_suffix(one.path, ".ipynb")]
    if not notebooks and any(_has_suffix(one.path, ".zip") for one in files):
        raise reader.UnreadableError("A zip in a student's zip is not opened.", DEEPER, UNPACK, "zip_nested")
    if not notebooks:
        raise reader.UnreadableError("There is no notebook in this zip.", "", UNPACK, "zip_empty")
    if len({whose["id"] for one in notebooks if (whose := _of_platform(one))}) > 1:
        what, todo = "This zip holds the work of several students.", "Give kit grade this zip itself."
        raise reader.UnreadableError(what, "It is a platform's own.", todo, "zip_class")


def _refuse(error: reader.UnreadableError, at_most: int) -> bytes:
    raise error


def _of_platform(file: File) -> re.Match[str] | None:
    folders = (MOODLE.match(part[:LONGEST]) for part in file.path.parts[:-1])
    return next(filter(None, folders), None) or CANVAS.match(file.path.stem[:LONGEST])


def _has_suffix(path: PurePosixPath, suffix: str) -> bool:
    return path.suffix.lower() == suffix


def _apart(submissions: Iterable[Submission]) -> list[Submission]:
    """Keep students apart whose ids differ only in capitals: on some disks their pages would be one file."""
    taken: set[str] = set()
    kept = []
    for one in sorted(submissions, key=lambda one: one.student):
        number, student = 2, one.student
        while student.casefold() in taken:
            student, number = f"{one.student} ({number})", number + 1
        taken.add(student.casefold())
        kept.append(one if student == one.student else replace(one, student=student))
    return sorted(kept, key=lambda one: one.student)


def matched(found: Found, roster: Roster | None) -> Found:
    """Give each submission the id and the name that its student has in a class list, and say who is missing.

    Who is not on the list keeps the id of the path and is graded all the same, with a line that says so.
    """
    if roster is None:
        return replace(found, submissions=tuple(_apart(found.submissions)))
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
    return Found(tuple(_apart([*taken, *apart])), found.problems, missing)


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


def _exported(file: File, handed_in: gradescope.HandedIn) -> Iterator[Submission | Problem]:
    """Yield a submission for each who handed a file in together, as Gradescope says."""
    if not handed_in.students:
        yield _submission(file, Owner(""))
    for student, name in handed_in.students:
        one = _submission(file, Owner(student, name))
        if isinstance(one, Submission) and handed_in.time:
            stamp = f"{handed_in.time.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
            one = replace(one, handed_in=handed_in.time, timestamp=stamp)
        yield one


def _submission(file: File, owner: Owner) -> Submission | Problem:
    """Return the submission of a file, or why it is nobody's."""
    problems = []
    if owner.late:
        why = "Canvas put LATE into the file's name; it does not say by how much."
        problems.append(Problem("It was handed in late.", why, "Decide what that costs."))
    if owner.odd:
        why = f"It lies deeper than those of the others; its last folders would have made it {owner.odd}'s."
        problems.append(Problem("Its folders were named by whoever handed it in.", why, "Look whose it is."))
    student = unicodedata.normalize("NFC", owner.student).strip()
    if not is_safe(student):
        return Problem(
            f"{clean(str(file.path))}: nobody knows whose this is.",
            "A submission's path must name the student: STUDENT/EXERCISE.ipynb, STUDENT.ipynb, or as Moodle, "
            "Canvas or nbgrader give it.",
            "Put it into a folder that has the student's name.",
        )
    return Submission(student, file, unicodedata.normalize("NFC", owner.name), problems=tuple(problems))


def is_safe(student: str) -> bool:
    """Say whether a student's id can be a folder's name everywhere, and a value in nbgrader's paths."""
    return (
        bool(re.fullmatch(r"[\w@+'. ,()-]{1,100}", student))
        and student[0] not in ". -"
        and student.partition(".")[0].strip().upper() not in RESERVED
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

    def order(one: Submission) -> tuple[bool, bool, float, str]:
        path = one.file.path
        return _has_suffix(path, ".ipynb"), is_named(path, exercise), one.file.changed, str(path)

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
