"""One class of attackers, with two honest students among them, graded in one whole run.

Every attack is a file in one zip, and every test looks at what the run wrote: grades, report, pages, copies
to mark, gradebook. So no attack may cost the others anything either.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kit.grading import book, command, exercise, run
from kit.grading.exercise import Exercise
from kit.grading.results import Result

from . import students

Notebook = dict[str, Any]
Make = Callable[[Exercise], "Notebook | bytes"]


@dataclass(frozen=True)
class Written:
    """All that one run wrote and printed."""

    course: Path
    exercise: Exercise
    results: Mapping[str, Result]
    printed: str

    @property
    def out(self) -> Path:
        return self.course / "out"

    @property
    def report(self) -> str:
        return (self.out / "report.txt").read_text("utf-8")

    def rows(self) -> dict[str, dict[str, str]]:
        text = (self.out / "grades.csv").read_text("utf-8-sig")
        return {row["student"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}

    def page(self, student: str) -> str:
        return (self.out / "feedback" / f"{student}.html").read_text("utf-8")

    def copy(self, student: str) -> Notebook:
        path = self.course / "autograded" / student / "sources/sources.ipynb"
        made: Notebook = json.loads(path.read_text("utf-8"))
        return made

    def problems(self, student: str) -> str:
        """Return all that is said of a submission, as the report says it."""
        return "\n".join(str(problem) for problem in self.results[student].all_problems)

    def in_the_book(self) -> dict[str, tuple[float, str]]:
        """Return the points and the comments that nbgrader's gradebook has of each student."""
        from nbgrader.api import Gradebook

        with Gradebook(book.address(self.course), book.COURSE) as opened:
            return {
                one.student.id: (
                    one.score,
                    "\n".join(comment.comment or "" for comment in one.notebooks[0].comments),
                )
                for one in opened.assignment_submissions("sources")
            }


def graded(
    course: Path, files: Mapping[str, Make], names: Mapping[str, str], more: Mapping[str, bytes] | None = None
) -> Written:
    """Grade a class in a course of its own: ``files`` by student, and Moodle's ``names`` by number.

    ``more`` are other entries of the zip, by path.
    """
    shutil.copytree(Path(__file__).parent / "course", course)
    small = exercise.load(course, "sources")
    with zipfile.ZipFile(course / "class.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for student, make in files.items():
            made = make(small)
            data = made if isinstance(made, bytes) else students.data(made)
            archive.writestr(f"{student}/sources.ipynb", data)
        for number, name in names.items():
            data = students.data(students.perfect(small, f"moodle{number}"))
            archive.writestr(f"{name}_{number}_assignsubmission_file_/sources.ipynb", data)
        for path, data in (more or {}).items():
            archive.writestr(path, data)
    results: dict[str, Result] = {}
    places = run.Places(course / "class.zip", course / "out", book.address(course))
    with redirect_stdout(io.StringIO()) as printed:
        done = run.run(small, places, each=lambda one: results.__setitem__(one.student, one))
        command.show(done)
    return Written(course, small, results, printed.getvalue())


def code(source: str) -> Notebook:
    """Return a code cell that has been run."""
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": 1}


def hidden(record: Any) -> Notebook:
    """Return a cell that holds a record in its metadata."""
    return {**code(""), "metadata": {"second_look": {record["question"]: record}}}
