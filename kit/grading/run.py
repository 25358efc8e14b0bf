"""One run of the autograder, from a place with submissions to books, copies, pages and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from kit.grading import book, copies, files, pages, reader, report, submissions
from kit.grading.exercise import Exercise
from kit.grading.grade import grade, unreadable
from kit.grading.problems import Problem, clean
from kit.grading.results import Result
from kit.grading.submissions import Submission


def run(
    exercise: Exercise,
    place: Path,
    out: Path,
    *,
    gradebook: str | None = None,
    progress: Callable[[list[Submission]], Iterable[Submission]] = iter,
) -> report.Run:
    """Grade every submission in ``place`` (a folder or a zip) and write what comes of it.

    Into ``out`` go ``grades.csv``, ``report.txt`` and ``feedback/STUDENT.html``. With ``gradebook`` (a URL),
    nbgrader's book is written, and what its formgrader needs in the course folder: ``submitted/`` and
    ``autograded/``. Raises ``files.SourceError`` for an unusable place and ``book.BookError`` for a book.
    """
    found = submissions.find(files.listing(place), exercise.name)
    # Who grades the course's own folder has the files in their place; writing there could lose one.
    keep = gradebook is not None and not place.resolve().is_relative_to(
        (exercise.course / "submitted").resolve()
    )
    graded = [_graded(exercise, one, keep) for one in progress(list(found.submissions))]
    results = report.with_shared_sheets(graded)
    if gradebook is not None:
        results = _into_book(exercise, results, gradebook)
    done = report.Run(exercise, results, found.problems)
    _write_out(done, out)
    return done


def _graded(exercise: Exercise, one: Submission, keep: bool) -> Result:
    """Grade one submission; whatever is wrong with its file is its own problem and never stops the rest."""
    try:
        data = files.read_notebook(one.file)
        if keep:
            _keep(exercise, one, data)
        parsed = reader.parse(data)
    except reader.UnreadableError as error:
        result = unreadable(one.student, one.name, error.problem, one.handed_in)
        return _with(result, one)
    try:
        result = grade(exercise, parsed.notebook, one.student, one.name, one.handed_in)
    except Exception as error:  # a fault of ours must not cost the rest of the class their grades
        return _with(unreadable(one.student, one.name, _fault(error), one.handed_in), one)
    return _with(result, one, parsed.problems)


def _fault(error: Exception) -> Problem:
    why = f"The grader failed on it: {type(error).__name__}: {clean(str(error))}."
    todo = "This is a fault of Second Look: please report it, with the file if you may. Grade it by hand."
    return Problem("This file could not be graded.", why, todo)


def _with(result: Result, one: Submission, more: tuple[Problem, ...] = ()) -> Result:
    return replace(result, problems=(*one.problems, *more, *result.problems))


def _keep(exercise: Exercise, one: Submission, data: bytes) -> None:
    """Put the file where nbgrader looks for it."""
    folder = exercise.course / "submitted" / one.student / exercise.name
    path = folder / f"{exercise.name}.ipynb"
    folder.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if one.timestamp:
        (folder / "timestamp.txt").write_text(one.timestamp + "\n", "utf-8")


def copy_of(exercise: Exercise, student: str) -> Path:
    """Return where the notebook lies that a person marks."""
    return exercise.course / "autograded" / student / exercise.name / f"{exercise.name}.ipynb"


def _into_book(exercise: Exercise, results: tuple[Result, ...], url: str) -> tuple[Result, ...]:
    """Write the gradebook and the copies; return the results with what persons gave."""
    before = {one.student: copies.fingerprints(copy_of(exercise, one.student)) for one in results}
    with book.opened(url) as opened:
        done = book.write(opened, exercise, results, before)
    for one in done:
        copies.write(copy_of(exercise, one.student), copies.build(exercise, one))
    return done


def _write_out(done: report.Run, out: Path) -> None:
    folder = out / "feedback"
    folder.mkdir(parents=True, exist_ok=True)
    for result in done.results:
        (folder / f"{result.student}.html").write_text(pages.page(done.exercise, result), "utf-8")
    # A byte order mark, so that Excel shows names in any script; Python and R read it with utf-8-sig.
    (out / "grades.csv").write_text(report.grades_csv(done), "utf-8-sig", newline="")
    (out / "report.txt").write_text(report.report(done), "utf-8")
