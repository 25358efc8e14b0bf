"""Whose file is it? Said by its path alone: what lies in the file could be anybody's.

And by the part of the path that the platform or the teacher chose. What is below a student's own folder, or
in a zip that a student made, was named by that student and decides nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from kit.grading.problems import clean

MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?$")
"""Moodle's folder of a student, ``Full Name_123456_assignsubmission_file_``: the participant's number."""

MOODLE_FLAT = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_file_.+$")
"""The same in a file's name, where Moodle was told not to make folders. What follows is the student's."""

CANVAS = re.compile(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<id>\d+)_\d+_.+$")
"""Canvas's file of one student: ``lastfirst_12345_67890_nb.ipynb``; the first number is the user's."""

LONGEST = 300  # characters of a name that is looked at: names may be made to take time


@dataclass(frozen=True)
class Owner:
    """Whose a file is: an id, and the person's name where it is known.

    ``part`` is which part of the path said so, from 0; ``stamped`` whether nbgrader's own layout did, in
    which a ``timestamp.txt`` lies beside the notebook; ``late`` whether Canvas says that it was late. ``odd``
    is the name that a file lying deeper than the others would have had.
    """

    student: str
    name: str = ""
    part: int = 0
    stamped: bool = False
    late: bool = False
    odd: str = ""


def owners(places: Iterable[PurePosixPath], exercise: str) -> dict[PurePosixPath, Owner]:
    """Return whose each file is. ``places`` are notebooks, and the zips that students handed in.

    Where a file names its owner deeper in the path than most others do, a student has made folders: then it
    is of whoever owns the folder at the usual place.
    """
    paths = list(dict.fromkeys(places))
    beside: dict[PurePosixPath, list[PurePosixPath]] = defaultdict(list)
    for path in paths:
        beside[path.parent].append(path)
    named = {folder: any(is_named(path, exercise) for path in found) for folder, found in beside.items()}
    found = {
        path: _owner(path, exercise, alone=len(beside[path.parent]) == 1 or named[path.parent])
        for path in paths
    }
    usual = _usual(found.values())
    return {
        path: _above(path, owner, usual) if usual < owner.part and usual < len(path.parts) - 1 else owner
        for path, owner in found.items()
    }


def _usual(found: Iterable[Owner]) -> int:
    """Return the part of the paths that names most owners; of several the first."""
    counts = Counter(owner.part for owner in found)
    return min(counts, key=lambda part: (-counts[part], part), default=0)


def _above(path: PurePosixPath, owner: Owner, part: int) -> Owner:
    folder = path.parts[part]
    moodle = MOODLE.match(folder[:LONGEST])
    odd = clean(owner.student, 40)
    return Owner(moodle["id"], moodle["name"], part, odd=odd) if moodle else Owner(folder, part=part, odd=odd)


def _owner(path: PurePosixPath, exercise: str, *, alone: bool) -> Owner:
    """Return what a path says; ``alone``: its folder holds one notebook, or one called as the exercise."""
    parts, stem = path.parts, path.stem[:LONGEST]
    last = len(parts) - 1
    for part, folder in enumerate(parts[:-1]):
        if moodle := MOODLE.match(folder[:LONGEST]):
            return Owner(moodle["id"], moodle["name"], part)
    if moodle := MOODLE_FLAT.match(stem):
        return Owner(moodle["id"], moodle["name"], last)
    if len(parts) >= 3 and parts[-2] == exercise:
        return Owner(parts[-3], part=last - 2, stamped=True)
    if canvas := CANVAS.match(stem):
        return Owner(canvas["id"], canvas["name"], last, late=bool(canvas["late"]))
    if is_named(path, exercise):
        return Owner(parts[-2] if last else "", part=max(0, last - 1))
    # A folder with several notebooks, none called as the exercise, holds one a student.
    return Owner(parts[-2], part=last - 1) if last and alone else Owner(stem, part=last)


def is_named(path: PurePosixPath, exercise: str) -> bool:
    """Say whether a file is called as the exercise's notebook, or as a browser's or Jupyter's copy of it."""
    rest = path.stem[: len(exercise) + 40].lower().removeprefix(exercise)
    called = path.stem.lower().startswith(exercise) and len(path.stem) <= len(exercise) + 40
    return called and bool(re.fullmatch(r"(\W*(copy|\d+)\W*\d*)?", rest))
