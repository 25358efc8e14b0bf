"""From grades to a platform: what the files of all platforms share (``platforms`` has each one's own).

A file is made from the one that the instructor exported: only the cells of grades and comments are written,
and every other cell, column and row stays. A grade is written where it is final: no answer waits for a
person. Where it is not, the cell stays as it was, and the run says whose. Who handed in nothing gets no 0: an
illness, a wrong file or a name that nobody recognised is for a person to judge.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kit import records
from kit.grading.exercise import Exercise
from kit.grading.problems import clean
from kit.grading.report import neutral
from kit.grading.results import Result
from kit.grading.roster import Roster, Student, folded
from kit.grading.sheet import Sheet

NAMED = 5  # students whose names are shown in one line
NOT_YET = ("waits", "unreadable", "empty")
NOTES = (*NOT_YET, "look", "nothing", "fixed", "locked", "above", "absent")
"""What is told of some students, in this order (``platforms.toml``); those of ``NOT_YET`` have no grade."""


class ExportError(ValueError):
    """A platform's file that cannot be filled in; the message says why and what to do."""


@cache
def known() -> dict[str, Any]:
    """Return what platforms call things, and what is said of their files."""
    return tomllib.loads((Path(__file__).parent / "platforms.toml").read_text("utf-8"))


def say(name: str, **values: object) -> str:
    """Return a sentence."""
    return str(known()["says"][name]).format(**values)


def error(name: str, **values: object) -> ExportError:
    """Return an error to raise."""
    return ExportError(str(known()["errors"][name]).format(**values))


@dataclass(frozen=True)
class Final:
    """What is kept of one result.

    ``state`` is as ``state()`` says; ``text`` is what the platform gets beside the score, which has lateness
    taken off.
    """

    student: str
    name: str
    score: float
    state: str
    text: str


def state(result: Result) -> str:
    """Say whether a result is final (empty text), is final with something to ``look`` at, or why it is not.

    An untouched notebook is most likely the wrong file, so it is no 0 unless a person says so. What a person
    can settle in the gradebook makes a result wait; what nobody can, such as a second notebook, does not, or
    its grade would never be handed in.
    """
    if not result.readable:
        return "unreadable"
    if any(one.waits for one in result.graded):
        return "waits"
    if not any(
        records.is_answered(one.record) or one.written or one.manual.score is not None
        for one in result.graded
    ):
        return "empty"
    return "look" if result.open_problems else ""


def shown(number: float, like: str) -> str:
    """Return a number with two decimals, and a comma before them where the file's own numbers have one.

    >>> shown(7.5, like="100,00"), shown(7.5, like="100")
    ('7,50', '7.50')
    """
    text = f"{number:.2f}"
    return text.replace(".", ",") if "," in like and "." not in like.rpartition(",")[2] else text


class Export:
    """One platform's file: ``add`` every result, then ``write``. ``where`` is the file that was given."""

    platform: str

    def __init__(self, exercise: Exercise, roster: Roster, given: Sheet, where: Path) -> None:
        self.exercise, self.sheet, self.where = exercise, given, where
        self.own: dict[str, Any] = known()[self.platform]
        self._roster = roster
        unread = self.own.get("unread", [])
        self._unread = [place for place, head in enumerate(given.head) if folded(head) in unread]
        self._of: dict[str, Final] = {}
        self._told: dict[str, list[str]] = defaultdict(list)

    @property
    def names(self) -> set[str]:
        """The names of the files that ``write`` makes."""
        return {self.own[kind] for kind in ("file", "zip") if kind in self.own}

    def text(self, result: Result) -> str:
        """Return what the platform gets of a result beside its score."""
        return ""

    def add(self, result: Result) -> None:
        """Take one student's result into account."""
        student = self._roster.match(result.student, result.name)
        if student is None:
            self._told["absent"].append(result.name or result.student)
            return
        name = result.name or student.name
        self._of[student.id] = Final(
            result.student, name, max(result.score, 0.0), state(result), self.text(result)
        )

    @classmethod
    def opened(
        cls, exercise: Exercise, roster: Roster, given: Sheet, where: Path, wanted: str | None
    ) -> Export | None:
        """Return the file to fill in; ``wanted`` is the column, where a file may have several."""
        return cls(exercise, roster, given, where)

    def write(self, out: Path | None) -> list[str]:
        """Write what the platform imports into a folder (None: nowhere); return what is said of it."""
        raise NotImplementedError

    def scaled(self, score: float, maximum: float) -> float:
        """Return a score where the platform's maximum is another than the exercise's."""
        return score * maximum / self.exercise.points if self.exercise.points else 0.0

    def rows(self, key: int | None) -> list[int]:
        """Return the rows of students, by the column that the platform knows them by."""
        return [row for row in range(1, len(self.sheet.rows)) if self._student(row, key)]

    def final(self, row: int, key: int | None) -> Final | None:
        """Return the final result of a row; None, after a note of why, where there is none."""
        student = self._student(row, key)
        found = self._of.get(student.id) if student else None
        if student and found is None:
            self._told["nothing"].append(student.name)
        if found and found.state:
            self.note(found.state, found)
        return None if found is None or found.state in NOT_YET else found

    def _student(self, row: int, key: int | None) -> Student | None:
        said = self.sheet.cell(row, key)
        return self._roster.match(said) if said else None

    def note(self, why: str, final: Final) -> None:
        """Remember a student for one of the ``lines``."""
        self._told[why].append(final.name)

    def lines(self) -> list[str]:
        """Return a line for each thing that a person must know, with the first names."""
        lines = []
        for why in NOTES:
            if names := self._told.get(why):
                some = "; ".join(clean(name, 30) for name in names[:NAMED])
                more = f"; and {len(names) - NAMED} more" if len(names) > NAMED else ""
                lines.append(f"{say(why)}: {len(names)} ({some}{more}).")
        return lines

    def summary(self, count: int, **where: object) -> str:
        """Return the line that says what was written."""
        place = say(self.platform, **where)
        return say(
            "written", file=self.own["file"], count=count, where=place, how=say(f"how-{self.platform}")
        )

    def calm(self, row: int) -> None:
        """Make those cells harmless for a spreadsheet that the platform does not read.

        What it reads stays as it was: an id with a sign before it would be nobody's.
        """
        for column in self._unread:
            if self.sheet.cell(row, column):
                self.sheet.put(row, column, str(neutral(self.sheet.rows[row][column])))
