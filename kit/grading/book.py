"""Write nbgrader's gradebook, so that its formgrader shows what was graded and a person can go on there.

Rows are written into the tables of nbgrader's own models, some hundreds of submissions in one transaction: a
thousand take a second, and a run that breaks leaves no half submission.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kit.grading.copies import as_comment
from kit.grading.exercise import Exercise, ExerciseError, nbgrader_of
from kit.grading.reader import source_of
from kit.grading.results import Graded, Manual, Result
from kit.grading.rows import Rows

COURSE = "second-look"
"""The course's id, in the gradebook and in ``nbgrader_config.py``."""


class BookError(RuntimeError):
    """A gradebook that cannot be written; the message says why and what to do."""


def address(course: Path) -> str:
    """Return the SQLAlchemy URL of a course's gradebook; another writer is waited for, up to a minute."""
    return f"sqlite:///{(course / 'gradebook.db').resolve()}?timeout=60"


def check_installed() -> None:
    """Raise ``BookError`` where nbgrader is not installed; this does not import it, which takes seconds."""
    if find_spec("nbgrader") is None:
        raise BookError(
            "nbgrader is not installed, and the gradebook is nbgrader's. Install the extra for instructors "
            '(pip install "second-look[instructor]"), or add --no-gradebook.'
        )


@contextmanager
def opened(url: str) -> Iterator[Any]:
    """Open a gradebook, and make its tables where it is new; raises ``BookError``."""
    check_installed()
    from nbgrader.api import Gradebook

    _shown(url)  # an address that cannot be read is told before anything is opened
    with plain_errors(url):
        with _alone(url):
            book = _made(Gradebook, url)
        with book:
            yield book


@contextmanager
def plain_errors(url: str) -> Iterator[None]:
    """Raise ``BookError`` for what goes wrong in a book."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        raise BookError(
            f"the gradebook {_shown(url)} cannot be written ({str(error).splitlines()[0]}). If another "
            "program has it open, close that; if it is of an older nbgrader, run `nbgrader db upgrade`; if "
            "it is on a server, see that the server runs and the address is right; then grade again."
        ) from error


def _shown(url: str) -> str:
    """Return a gradebook's address without its password: what is printed is copied into mails and logs."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(url).render_as_string(hide_password=True)
    except (ArgumentError, ValueError) as error:
        raise BookError(
            "the gradebook cannot be written: its address cannot be read. Give --gradebook one such as "
            "postgresql+psycopg://grader@db.example:5432/course, with a number for the port."
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
            _make(url)
            return gradebook(url, COURSE)
        except (IntegrityError, OperationalError, ProgrammingError) as error:
            if not left or "exists" not in str(error):
                raise
            time.sleep(1)
    raise AssertionError("the last try returns or raises")


def _make(url: str) -> None:
    """Make the tables of a new book, all or none, with the version that ``nbgrader db upgrade`` looks for.

    nbgrader would start the program alembic to learn that version, which takes two seconds; alembic's own
    library reads it from the same files.
    """
    import nbgrader
    from alembic.script import ScriptDirectory
    from nbgrader import api
    from sqlalchemy import Column, MetaData, String, Table, create_engine, insert, inspect

    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            if inspect(connection).get_table_names():
                return
            version = ScriptDirectory(str(Path(nbgrader.__file__).parent / "alembic")).get_current_head()
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN")  # Python's sqlite3 begins none for tables
            api.Base.metadata.create_all(connection)
            name = Column("version_num", String(32), nullable=False)
            table = Table("alembic_version", MetaData(), name)
            table.create(connection)
            connection.execute(insert(table), {"version_num": version})
    finally:
        engine.dispose()


Before = Callable[[str], dict[str, str]]
"""Returns the fingerprints of a student's answers in the last run, by question."""

Known = tuple[dict[str, Manual], float]
"""What a book knows of a submission: what a person gave, by question, and the share that lateness costs."""

WAIT = 60  # seconds for another run that makes the same book
TRIES = 5  # of a batch that another instructor's run got in the way of


def write(book: Any, exercise: Exercise, results: Iterable[Result], before: Before) -> list[Known]:
    """Write results, and return what the book knows of each: what persons gave, and how late it is.

    All or none of them are written: give some hundreds at a time. Manual points and comments always stay, and
    a person is asked to look again only where the answer changed. ``before`` is asked only for students whom
    a person gave points.
    """
    from sqlalchemy.exc import IntegrityError

    batch = list(results)
    for left in reversed(range(TRIES)):
        try:
            done = _write(book, exercise, batch, before)
            book.db.commit()
        except IntegrityError:  # another run made the same rows in the meantime
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


def _write(book: Any, exercise: Exercise, results: list[Result], before: Before) -> list[Known]:
    notebook = _assignment(book, exercise)
    rows = Rows(book.db, notebook, [result.student for result in results])
    done = [_fill(rows, exercise, result, before) for result in results]
    rows.save()
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


def _fill(rows: Rows, exercise: Exercise, result: Result, before: Before) -> Known:
    """Fill in the grades and comments of one submission; return what the book knows of it."""
    one = rows.submission(result.student, result.name, _naive(result.handed_in))
    graded = {each.question.id: each for each in result.graded}
    last = before(result.student) if one.by_person else {}
    given = {}
    for name in rows.graded:
        answer, old = graded.get(name), one.grades.get(name, {})
        score = old.get("manual_score")
        auto: float | None = 0.0
        if answer is None:  # the file could not be read: nothing was earned, and a person must look
            told = [str(problem) for problem in result.problems if not problem.private]
            wanted, comment = score is None, as_comment("\n\n".join(told))
        else:
            auto, comment = answer.auto, _comment(answer)
            wanted = bool(old.get("needs_manual_grade"))
            if score is None or last.get(name) != answer.fingerprint:
                wanted = answer.waits or score is not None
        rows.grade(one, name, auto, needs_person=wanted)
        rows.comment(one, name, comment)
        extra = old.get("extra_credit") or 0.0
        if score is not None:
            score += extra
        elif extra and answer is not None and auto is not None:
            score = auto + extra
        stale = old.get("manual_score") is not None and wanted
        given[name] = Manual(score, one.comments.get(name, {}).get("manual_comment") or "", stale)
    due = rows.due and rows.due + (one.extension or timedelta())  # with a student's own extension
    late = exercise.late.share(result.handed_in, due and due.replace(tzinfo=UTC)) if exercise.late else 0.0
    rows.penalty(one, result.with_book(given, late).penalty or None)
    return given, late


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
