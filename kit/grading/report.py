"""What a run says: the grades as CSV, the report of every problem, and the summary for the terminal.

Results come one by one and are not kept: a class of twenty thousand takes no more memory than one of two
hundred.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from types import TracebackType
from typing import TextIO

from kit.grading.exercise import Exercise
from kit.grading.problems import Problem, clean
from kit.grading.results import Result
from kit.grading.roster import Student

SHOWN = 40  # students on the terminal

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet takes for a formula; the wide signs too, where Japanese is written."""

AFTER_SEMICOLON = re.compile(rf"(;\s*)(?=[{re.escape(''.join(FORMULA))}])")

UNSEEN = ("Cc", "Cs", "Zl", "Zp")
"""Unicode's categories of what could move a terminal's cursor, begin a line or not be written at all."""


def with_shared_sheets(result: Result, shared: Mapping[str, Iterable[str]]) -> Result:
    """Tell where a student's answers come from the same notebook as another's.

    A sheet is a random id that a notebook gets with its first answer; a copied file brings it along. It is
    a reason to ask, and no proof: two students may have worked on one file, as they were told to. ``shared``
    has the students of each sheet that more than one handed in.
    """
    others = sorted({who for sheet in result.sheets for who in shared.get(sheet, ())} - {result.student})
    if not others:
        return result
    problem = Problem(
        f"Its answers were begun in the same file as those of {clean(', '.join(others))}.",
        "One file was copied, or they worked together on it.",
        "Ask them, if each should have worked alone. The points stay as they are.",
        private=True,
    )
    return replace(result, problems=(*result.problems, problem))


@dataclass
class Report:
    """All that a run says of a class; ``missing`` are students of the class list who handed in nothing.

    ``to_mark`` says whether a gradebook was written, in which a person can mark the written answers.
    """

    exercise: Exercise
    problems: tuple[Problem, ...] = ()
    missing: tuple[Student, ...] = ()
    to_mark: bool = True
    scores: array[float] = field(default_factory=lambda: array("d"))
    students: int = 0
    waiting: int = 0
    look: int = 0
    _told: list[str] = field(default_factory=list)
    _first: list[list[str]] = field(default_factory=list)
    _odd: list[list[str]] = field(default_factory=list)

    def add(self, result: Result) -> None:
        """Take one student's result into account."""
        self.students += 1
        if result.readable:
            self.scores.append(result.score)
        self.waiting += sum(one.auto is None and one.waits for one in result.graded)
        self.look += bool(result.open_problems)
        if result.all_problems:
            self._told += [
                _who(result),
                *(line for problem in result.all_problems for line in _told(problem)),
            ]
        for rows, wanted in ((self._first, True), (self._odd, bool(result.all_problems))):
            if wanted and len(rows) < SHOWN:
                rows.append(self._row(result))

    @property
    def needs_person(self) -> bool:
        """Whether a person must look at anything, apart from the written answers, which always need one."""
        return bool(self.look) or any(problem.person for problem in self.problems)

    def text(self) -> str:
        """Return every problem in full: whose, what, why, and what to do; and who is missing."""
        lines = [f"{self.exercise.title} ({self.exercise.name}): problems", ""]
        for problem in self.problems:
            lines += ["(no student)", *_told(problem)]
        lines += self._told
        if self.missing:
            lines += [f"On the class list, and handed in nothing ({len(self.missing)}):"]
            lines += [f"  {clean(one.id, 60)}  {clean(one.name, 60)}".rstrip() for one in self.missing]
        return "\n".join(lines if len(lines) > 2 else [*lines, "None."]) + "\n"

    def head(self) -> list[str]:
        """Return the headings of the rows."""
        return ["student", *self.exercise.questions, "points", "of", ""]

    def rows(self) -> list[list[str]]:
        """Return a row a student; of a large class only those with problems, and not all of them."""
        return self._first if self.students <= SHOWN else self._odd

    def _row(self, result: Result) -> list[str]:
        scores = {
            one.question.id: "…" if one.auto is None and one.waits else f"{one.score:g}"
            for one in result.graded
        }
        return [
            clean(_who(result), 30),
            *(scores.get(name, "-") for name in self.exercise.questions),
            f"{result.score:g}" if result.readable else "-",
            f"{self.exercise.points:g}",
            _state(result),
        ]

    def counts(self) -> list[str]:
        """Return what is said of the whole class."""
        lines = [f"{len(self.scores)} of {self.students} submissions graded."]
        if self.scores:
            lines[0] += f" Median {median(self.scores):g} of {self.exercise.points:g} points."
        if self.missing:
            some = "; ".join(clean(one.name, 30) for one in self.missing[:5])
            more = f" and {len(self.missing) - 5} more; see the report" if len(self.missing) > 5 else ""
            lines.append(f"On the class list, and handed in nothing: {len(self.missing)} ({some}{more}).")
        if self.waiting:
            todo = (
                "To mark them, run jupyter lab in the course folder and open Nbgrader > Formgrader."
                if self.to_mark
                else "To mark them, grade again with a gradebook: this run wrote none, and read none."
            )
            lines.append(f"Written answers that wait for a person (…): {self.waiting}. {todo}")
        lines += [f"look: {problem.what} {problem.todo}" for problem in self.problems]
        if self.look:
            lines.append(f"Submissions that need a look: {self.look}. The report says why and what to do.")
        return lines


class Table:
    """``grades.csv``, a row a student: quoted, and with no cell that a spreadsheet would run.

    The file takes the place of an older one when all rows are written, and not before.
    """

    def __init__(self, folder: Path, exercise: Exercise) -> None:
        self._path = folder / "grades.csv"
        self._unfinished = folder / ".grades.csv.part"
        self._exercise = exercise
        # A byte order mark, so that Excel shows names in any script; Python and R read it with utf-8-sig.
        self._file: TextIO = self._unfinished.open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._file, lineterminator="\r\n")
        names = list(exercise.questions)
        self._rows.writerow(
            ["student", "name", "score", "max_score", "late_penalty", "waiting", *names, "look"]
        )

    def add(self, result: Result) -> None:
        """Write the row of one student."""
        scores = {one.question.id: one.score for one in result.graded}
        waiting = " ".join(one.question.id for one in result.graded if one.waits)
        look = " | ".join(_short(problem) for problem in result.open_problems)
        row = [result.student, result.name, result.score, self._exercise.points, result.penalty, waiting]
        row += [*(scores.get(name, "") for name in self._exercise.questions), look]
        self._rows.writerow([neutral(cell) for cell in row])

    def __enter__(self) -> Table:
        """Use it in a ``with``."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the file into its place, unless something went wrong."""
        self._file.close()
        if kind is None:
            self._unfinished.replace(self._path)
        else:
            self._unfinished.unlink(missing_ok=True)


def neutral(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula (https://owasp.org/www-community/attacks/CSV_Injection).

    >>> neutral("=1+1"), neutral("Ann"), neutral(-0.5)
    ("'=1+1", 'Ann', -0.5)
    """
    if isinstance(cell, str):
        line = "".join(" " if unicodedata.category(sign) in UNSEEN else sign for sign in cell)
        # In half of Europe Excel parts cells at semicolons, whatever quotes say.
        safe = AFTER_SEMICOLON.sub(r"\1'", line)
        return f"'{safe}" if line.lstrip().startswith(FORMULA) or cell[:1] in ("\t", "\r", "\n") else safe
    return f"{cell:g}" if isinstance(cell, float) and cell >= 0 else cell


def _told(problem: Problem) -> list[str]:
    sign = "!" if problem.person else "-"
    about = f"{problem.question}: " if problem.question else ""
    return [f"  {sign} {about}{problem.what}", f"      why: {problem.why}", f"      do:  {problem.todo}"]


def _short(problem: Problem) -> str:
    return clean(f"{problem.question}: {problem.what}" if problem.question else problem.what)


def _who(result: Result) -> str:
    return f"{result.student} ({clean(result.name, 60)})" if result.name else result.student


def _state(result: Result) -> str:
    late = f"late, {result.penalty:g} taken off" if result.penalty else ""
    return "; ".join(filter(None, (late, _needed(result))))


def _needed(result: Result) -> str:
    serious = result.open_problems
    if serious:
        more = f" (and {len(serious) - 1} more)" if len(serious) > 1 else ""
        return f"look: {_short(serious[0])}{more}"
    if result.problems:
        return result.problems[0].what
    return "a person reads the …" if any(one.auto is None and one.waits for one in result.graded) else ""
