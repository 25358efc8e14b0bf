"""What a run says: the grades as CSV, the report of every problem, and the summary for the terminal."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kit.grading.exercise import Exercise
from kit.grading.problems import Problem, clean
from kit.grading.results import Result


@dataclass(frozen=True)
class Run:
    """One grading of a class: a result a student, and the problems that are no student's."""

    exercise: Exercise
    results: tuple[Result, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def needs_person(self) -> bool:
        """Whether a person must look at anything, apart from the written answers, which always need one."""
        return any(problem.person for problem in self.problems) or any(
            result.open_problems for result in self.results
        )


def with_shared_sheets(results: Sequence[Result]) -> tuple[Result, ...]:
    """Tell where two students' answers come from the same notebook.

    A sheet is a random id that a notebook gets with its first answer; a copied file brings it along. It is
    a reason to ask, and no proof: two students may have worked on one file, as they were told to.
    """
    owners = defaultdict(list)
    for result in results:
        for sheet in result.sheets:
            owners[sheet].append(result.student)
    told = []
    for result in results:
        others = sorted({who for sheet in result.sheets for who in owners[sheet]} - {result.student})
        if others:
            problem = Problem(
                f"Its answers were begun in the same file as those of {', '.join(others)}.",
                "One file was copied, or they worked together on it.",
                "Ask them, if each should have worked alone. The points stay as they are.",
                private=True,
            )
            result = replace(result, problems=(*result.problems, problem))
        told.append(result)
    return tuple(told)


def grades_csv(run: Run) -> str:
    """Return the grades as CSV, one row a student, quoted, and with no cell that a spreadsheet would run."""
    names = list(run.exercise.questions)
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["student", "name", "score", "max_score", "late_penalty", "waiting", *names, "look"])
    for result in run.results:
        scores = {one.question.id: one.score for one in result.graded}
        waiting = " ".join(one.question.id for one in result.graded if one.waits)
        look = " | ".join(_short(problem) for problem in result.open_problems)
        row = [result.student, result.name, result.score, run.exercise.points, result.penalty, waiting]
        rows.writerow([neutral(cell) for cell in [*row, *(scores.get(name, "") for name in names), look]])
    return out.getvalue()


def neutral(cell: object) -> object:
    """Return a cell that no spreadsheet takes for a formula (https://owasp.org/www-community/attacks/CSV_Injection).

    >>> neutral("=1+1"), neutral("Ann"), neutral(-0.5)
    ("'=1+1", 'Ann', -0.5)
    """
    if isinstance(cell, str):
        cell = cell.replace("\x00", "")
        if cell.lstrip().startswith(("=", "+", "-", "@")) or cell.startswith(("\t", "\r", "\n")):
            return f"'{cell}"
    return f"{cell:g}" if isinstance(cell, float) and cell >= 0 else cell


def report(run: Run) -> str:
    """Return every problem in full: whose, what, why, and what to do."""
    lines = [f"{run.exercise.title} ({run.exercise.name}): problems", ""]
    for problem in run.problems:
        lines += ["(no student)", *_told(problem)]
    for result in run.results:
        if result.all_problems:
            lines += [_who(result), *(line for problem in result.all_problems for line in _told(problem))]
    return "\n".join(lines if len(lines) > 2 else [*lines, "None."]) + "\n"


def _told(problem: Problem) -> list[str]:
    sign = "!" if problem.person else "-"
    about = f"{problem.question}: " if problem.question else ""
    return [f"  {sign} {about}{problem.what}", f"      why: {problem.why}", f"      do:  {problem.todo}"]


def _short(problem: Problem) -> str:
    return clean(f"{problem.question}: {problem.what}" if problem.question else problem.what)


def _who(result: Result) -> str:
    return f"{result.student} ({clean(result.name, 60)})" if result.name else result.student


def summary(run: Run, most: int = 40) -> str:
    """Return what the terminal shows: a line a student (or only those with problems, in a large class)."""
    names = list(run.exercise.questions)
    shown = run.results if len(run.results) <= most else [one for one in run.results if one.all_problems]
    rows = [["student", *names, "points", "of", ""]]
    for result in shown[:most]:
        scores = {
            one.question.id: "…" if one.auto is None and one.waits else f"{one.score:g}"
            for one in result.graded
        }
        rows.append(
            [
                clean(_who(result), 30),
                *(scores.get(name, "-") for name in names),
                f"{result.score:g}" if result.readable else "-",
                f"{run.exercise.points:g}",
                _state(result),
            ]
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [_row(row, widths) for row in rows]
    if len(shown) > most:
        lines.append(f"… and {len(shown) - most} more with problems; see the report.")
    return "\n".join([*lines, "", *_counts(run)])


def _row(row: list[str], widths: list[int]) -> str:
    student, *numbers, state = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
    return "  ".join([row[0].ljust(len(student)), *numbers, state.lstrip()]).rstrip()


def _state(result: Result) -> str:
    serious = result.open_problems
    if serious:
        more = f" (and {len(serious) - 1} more)" if len(serious) > 1 else ""
        return f"look: {_short(serious[0])}{more}"
    if result.problems:
        return result.problems[0].what
    return "a person reads the …" if any(one.auto is None and one.waits for one in result.graded) else ""


def _counts(run: Run) -> list[str]:
    graded = [result for result in run.results if result.readable]
    lines = [f"{len(graded)} of {len(run.results)} submissions graded."]
    if graded:
        middle = sorted(result.score for result in graded)[len(graded) // 2]
        lines[0] += f" Median {middle:g} of {run.exercise.points:g} points."
    waiting = sum(one.auto is None and one.waits for result in graded for one in result.graded)
    if waiting:
        lines.append(
            f"Written answers that wait for a person (…): {waiting}. To mark them, run jupyter lab in the "
            "course folder and open Nbgrader > Formgrader."
        )
    lines += [f"look: {problem.what} {problem.todo}" for problem in run.problems]
    serious = sum(bool(result.open_problems) for result in run.results)
    if serious:
        lines.append(f"Submissions that need a look: {serious}. The report says why and what to do.")
    return lines
