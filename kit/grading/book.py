"""Write nbgrader's gradebook, so that its formgrader shows what was graded and a person can go on there.

Rows are written through nbgrader's own models, some hundreds of submissions in one transaction: a thousand
take seconds, and a run that breaks leaves no half submission.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kit.grading.copies import as_comment
from kit.grading.exercise import Exercise, ExerciseError, nbgrader_of
from kit.grading.reader import source_of
from kit.grading.results import Graded, Manual, Result

COURSE = "second-look"
"""The course's id, in the gradebook and in ``nbgrader_config.py``."""


class BookError(RuntimeError):
    """A gradebook that cannot be written; the message says why and what to do."""


def address(course: Path) -> str:
    """Return the SQLAlchemy URL of a course's gradebook; another writer is waited for, up to a minute."""
    return f"sqlite:///{(course / 'gradebook.db').resolve()}?timeout=60"


@contextmanager
def opened(url: str) -> Iterator[Any]:
    """Open a gradebook, and make its tables where it is new; raises ``BookError`` without nbgrader."""
    try:
        from nbgrader.api import Gradebook  # 2 to 5 seconds, so only where a book is wanted
    except ImportError as error:
        raise BookError(
            f"nbgrader cannot be imported ({error}), and the gradebook is nbgrader's. Install the extra for "
            'instructors (pip install "second-look[instructor]"), or add --no-gradebook.'
        ) from error
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with _alone(url), _scripts_on_path():
            book = _made(Gradebook, url)
        with book:
            yield book
    except SQLAlchemyError as error:
        raise BookError(
            f"the gradebook {url} cannot be written ({str(error).splitlines()[0]}). If another program has "
            "it open, close that; if it is of an older nbgrader, run `nbgrader db upgrade`; then grade again."
        ) from error


@contextmanager
def _alone(url: str) -> Iterator[None]:
    """Let one run at a time make a new gradebook in a file: two at once make its tables twice, and fail.

    The lock is SQLite's own, on a file beside the book: it ends with the process, however that ends.
    """
    from sqlalchemy import make_url

    parts = make_url(url)
    if parts.get_backend_name() != "sqlite" or not parts.database or parts.database == ":memory:":
        yield
        return
    lock = sqlite3.connect(f"{parts.database}.lock", timeout=WAIT, isolation_level=None)
    try:
        lock.execute("begin exclusive")
        yield
    except sqlite3.OperationalError as error:
        raise BookError(
            f"the gradebook {url} cannot be opened ({error}). Check that its folder is there and yours to "
            f"write, and that no other run has held {parts.database}.lock for a minute."
        ) from error
    finally:
        lock.close()


def _made(gradebook: Any, url: str) -> Any:
    """Open a book, again where another run was making it on the same server at the same moment."""
    from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

    for left in reversed(range(TRIES)):
        try:
            return gradebook(url, COURSE)
        except (IntegrityError, OperationalError, ProgrammingError) as error:
            if not left or "exists" not in str(error):
                raise
            time.sleep(1)
    raise AssertionError("the last try returns or raises")


def prepare(url: str) -> None:
    """Make a gradebook ready. It takes seconds, so it may be done beside other work.

    Raises ``BookError``.
    """
    with opened(url):
        pass


@contextmanager
def _scripts_on_path() -> Iterator[None]:
    """Let nbgrader find ``alembic``, which it starts for a new book, in an environment not activated."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


Before = Callable[[str], dict[str, str]]
"""Returns the fingerprints of a student's answers in the last run, by question."""

WAIT = 60  # seconds for another run that makes the same book
TRIES = 5  # of a batch that another instructor's run got in the way of


def write(book: Any, exercise: Exercise, results: Iterable[Result], before: Before) -> list[Result]:
    """Write results, and return them with what persons gave, and what lateness costs by the book's dates.

    All or none of them are written: give some hundreds at a time. Manual points and comments always stay, and
    a person is asked to look again only where the answer changed. ``before`` is asked only for students whom
    a person gave points.
    """
    from sqlalchemy.exc import IntegrityError
    from sqlalchemy.orm.exc import StaleDataError

    batch = list(results)
    for left in reversed(range(TRIES)):
        try:
            done = _write(book, exercise, batch, before)
            book.db.commit()
        except (IntegrityError, StaleDataError):  # another run wrote the same rows in the meantime
            book.db.rollback()
            if not left:
                raise
        except BaseException:
            book.db.rollback()
            raise
        else:
            return done
        finally:
            book.db.expunge_all()
    raise AssertionError("the last try returns or raises")


def _write(book: Any, exercise: Exercise, results: list[Result], before: Before) -> list[Result]:
    from nbgrader import api

    notebook = _assignment(book, exercise)
    ids = [result.student for result in results]
    own = book.db.query(api.SubmittedAssignment).filter(
        api.SubmittedAssignment.assignment_id == notebook.assignment.id,
        api.SubmittedAssignment.student_id.in_(ids),
    )
    submissions = {one.student_id: one for one in own}
    students = {one.id: one for one in book.db.query(api.Student).filter(api.Student.id.in_(ids))}
    done = []
    for result in results:
        student = students.get(result.student) or _student(book, result)
        if result.name and not student.last_name:
            student.last_name = result.name
        submission = submissions.get(result.student) or _submission(notebook, student)
        book.db.add(submission)  # after its tree is built: half a tree would be flushed by the first query
        done.append(_fill(submission, exercise, result, before))
    return done


def _assignment(book: Any, exercise: Exercise) -> Any:
    """Return the notebook's row, with cells as in the release; raises where submissions have other cells."""
    from nbgrader import api

    assignment = book.db.query(api.Assignment).filter_by(name=exercise.name).one_or_none()
    if assignment is None:
        assignment = api.Assignment(name=exercise.name, course_id=COURSE)
        book.db.add(assignment)
    if exercise.late and exercise.late.due:
        assignment.duedate = exercise.late.due.astimezone(UTC).replace(tzinfo=None)
    notebook = next((one for one in assignment.notebooks if one.name == exercise.name), None)
    if notebook is None:
        kernel = exercise.notebook.get("metadata", {}).get("kernelspec", {})
        notebook = api.Notebook(name=exercise.name, assignment=assignment, kernelspec=json.dumps(kernel))
    wanted = dict(_cells(api, exercise))
    there = {(type(cell), cell.name): cell for cell in [*notebook._base_cells, *notebook.source_cells]}
    if {*wanted} != {*there} and notebook.id and _has_submissions(book, notebook):
        odd = sorted({name for _, name in {*wanted} ^ {*there}})
        raise ExerciseError(
            f"{exercise.name} has other cells than when it was graded first ({', '.join(odd)}). Give the new "
            "version a name of its own, or move gradebook.db away and grade everything again."
        )
    for place, fields in wanted.items():
        model, name = place
        cell = there.get(place) or model(name=name, notebook=notebook)
        for field, value in fields.items():
            setattr(cell, field, value)
    book.db.add(notebook)
    book.db.flush()
    return notebook


def _has_submissions(book: Any, notebook: Any) -> bool:
    from nbgrader import api

    return book.db.query(api.SubmittedNotebook.id).filter_by(notebook_id=notebook.id).first() is not None


def _cells(api: Any, exercise: Exercise) -> Iterator[tuple[tuple[Any, str], dict[str, Any]]]:
    """Return each row that nbgrader keeps of a cell: by its model and name, with its columns."""
    from nbformat import from_dict
    from nbgrader import utils

    for cell in exercise.notebook["cells"]:
        data = nbgrader_of(cell)
        name, source = str(data.get("grade_id")), source_of(cell)
        graded = {"max_score": float(data.get("points", 0)), "cell_type": cell["cell_type"]}
        if data.get("task"):
            yield (api.TaskCell, name), graded
        if data.get("grade"):
            yield (api.GradeCell, name), graded
        if data.get("solution"):
            yield (api.SolutionCell, name), {}
        node = from_dict({**cell, "source": source})
        if utils.is_grade(node) or utils.is_solution(node) or utils.is_locked(node) or utils.is_task(node):
            checksum = utils.compute_checksum(node)
            locked = bool(utils.is_locked(node))
            columns = {
                "cell_type": cell["cell_type"],
                "locked": locked,
                "source": source,
                "checksum": checksum,
            }
            yield (api.SourceCell, name), columns


def _student(book: Any, result: Result) -> Any:
    from nbgrader import api

    student = api.Student(id=result.student, last_name=result.name or None)
    book.db.add(student)
    return student


def _submission(notebook: Any, student: Any) -> Any:
    """Build the tree of rows that nbgrader wants of a submission: a grade or a comment for each cell."""
    from nbgrader import api

    submission = api.SubmittedAssignment(assignment=notebook.assignment, student=student)
    submitted = api.SubmittedNotebook(notebook=notebook, assignment=submission)
    for cell in notebook._base_cells:
        if not isinstance(cell, api.SolutionCell):
            api.Grade(cell=cell, notebook=submitted)
        if not isinstance(cell, api.GradeCell):
            api.Comment(cell=cell, notebook=submitted)
    return submission


def _fill(submission: Any, exercise: Exercise, result: Result, before: Before) -> Result:
    """Fill in the grades and comments of one submission; return the result with what the book knows."""
    submission.timestamp = _naive(result.handed_in)
    (submitted,) = submission.notebooks
    graded = {one.question.id: one for one in result.graded}
    comments = {comment.cell.name: comment for comment in submitted.comments}
    given = {}
    by_person = any(grade.manual_score is not None for grade in submitted.grades)
    last = before(result.student) if by_person else {}
    for grade in submitted.grades:
        name = grade.cell.name
        one, comment = graded.get(name), comments[name]
        if one is None:  # the file could not be read: nothing was earned, and a person must look
            grade.auto_score, grade.needs_manual_grade = 0.0, grade.manual_score is None
            told = [str(problem) for problem in result.problems if not problem.private]
            comment.auto_comment = as_comment("\n\n".join(told))
        else:
            grade.auto_score = one.auto
            changed = last.get(name) != one.fingerprint
            if changed or grade.manual_score is None:
                grade.needs_manual_grade = one.waits or grade.manual_score is not None
            comment.auto_comment = _comment(one)
        extra = grade.extra_credit or 0.0
        score = None if grade.manual_score is None else grade.manual_score + extra
        if score is None and extra and one is not None and one.auto is not None:
            score = one.auto + extra
        stale = grade.manual_score is not None and grade.needs_manual_grade
        given[name] = Manual(score, comment.manual_comment or "", stale)
    due = submission.duedate if submission.assignment.duedate else None  # with a student's own extension
    late = exercise.late.share(result.handed_in, due and due.replace(tzinfo=UTC)) if exercise.late else 0.0
    final = result.with_book(given, late)
    submitted.late_submission_penalty = final.penalty or None
    return final


def _comment(graded: Graded) -> str:
    """Say in the gradebook how the points came about; formgrader and nbgrader's feedback render Markdown."""
    lines = [graded.summary]
    for line in graded.lines:
        points = "" if line.points is None else f" ({line.points:+g})"
        quote = f"“{line.quote}”: " if line.quote else ""
        lines.append(f"{line.outcome}{points}: {quote}{line.text}")
    lines += [f"Look: {problem}" for problem in graded.problems]
    return "\n\n".join(as_comment(line) for line in lines)


def _naive(time: datetime | None) -> datetime | None:
    return None if time is None else time.astimezone(UTC).replace(tzinfo=None)
