"""One run of the autograder, from a place with submissions to books, copies, pages and tables.

It goes in two steps. Each new or changed file is graded, anywhere and in any order, and kept in a store in
batches. Then, student by student in order, all that people see is written from the store, what a person gave
in the gradebook included. Both can be stopped at any moment: the next run does what is missing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kit.grading import book, copies, files, pages, reader, report, store, submissions, work
from kit.grading.exercise import Exercise
from kit.grading.results import Result
from kit.grading.roster import Roster
from kit.grading.store import Store
from kit.grading.submissions import Submission
from kit.grading.work import Runner, Task

Advance = Callable[[], object]
Progress = Callable[[int, str], AbstractContextManager[Advance]]


def silent(total: int, what: str) -> AbstractContextManager[Advance]:
    """Show no progress."""
    return nullcontext(lambda: None)


@dataclass(frozen=True)
class Places:
    """Where a run reads and writes. ``out`` None writes nothing at all; ``gradebook`` is a URL."""

    submissions: Path
    out: Path | None
    gradebook: str | None = None


def run(
    exercise: Exercise,
    places: Places,
    *,
    roster: Roster | None = None,
    worker: Callable[[Exercise], AbstractContextManager[Runner]] = work.here,
    progress: Progress = silent,
    each: Callable[[Result], object] = lambda result: None,
) -> report.Report:
    """Grade every submission in a folder or a zip, and write what comes of it.

    Into ``out`` go ``grades.csv``, ``report.txt`` and ``feedback/STUDENT.html``. With a gradebook, nbgrader's
    book is written, and what its formgrader needs in the course folder: ``submitted/`` and ``autograded/``.
    ``each`` is called with every result, in order, with what a person gave. Raises ``files.SourceError``,
    ``store.StoreError``, ``work.WorkError``, ``book.BookError``, ``OSError``.
    """
    listed = files.listing(places.submissions)
    found = submissions.matched(submissions.find(listed, exercise.name), roster)
    with store.opened(places.out) as kept:
        with _beside(places.gradebook):
            _grade(exercise, found.submissions, places, kept, worker, progress)
        done = report.Report(exercise, found.problems, found.missing)
        _write_out(exercise, places, kept, done, progress, each)
    return done


@contextmanager
def _beside(gradebook: str | None) -> Iterator[None]:
    """Make the gradebook ready beside other work: nbgrader takes seconds to import, and starts a program."""
    if gradebook is None:
        yield
        return
    with ThreadPoolExecutor(1) as pool:
        ready = pool.submit(book.prepare, gradebook)
        yield
        ready.result()


def _grade(
    exercise: Exercise,
    found: tuple[Submission, ...],
    places: Places,
    kept: Store,
    worker: Callable[[Exercise], AbstractContextManager[Runner]],
    progress: Progress,
) -> None:
    """Grade what is new or changed since the last run, and forget who is gone."""
    known = kept.hashes()
    kept.forget(known.keys() - {one.student for one in found})
    with worker(exercise) as runner, progress(len(found), "grading") as advance:
        tasks = _tasks(exercise, found, places, known, advance)
        for batch in _batches(runner(tasks)):
            kept.save(batch)
            for _ in batch:
                advance()


def _tasks(
    exercise: Exercise,
    found: Iterable[Submission],
    places: Places,
    known: dict[str, str],
    advance: Advance,
) -> Iterator[Task]:
    # Who grades the course's own folder has the files in their place; writing there could lose one.
    submitted = exercise.course / "submitted"
    keep = places.gradebook is not None and not places.submissions.resolve().is_relative_to(
        submitted.resolve()
    )
    for one in found:
        unread, data = None, b""
        try:
            data = files.read_notebook(one.file)
        except reader.UnreadableError as error:
            unread = error.problem
        about = json.dumps([one.name, one.timestamp, *map(asdict, one.problems), unread and asdict(unread)])
        digest = store.digest(exercise.fingerprint, about, data)
        if keep and not unread:
            _keep(exercise, one, data)
        if known.get(one.student) == digest:
            advance()
        else:
            yield Task(one.student, one.name, data, digest, one.handed_in, one.problems, unread)


def _batches(done: Iterator[work.Done]) -> Iterator[list[work.Done]]:
    batch: list[work.Done] = []
    for one in done:
        batch.append(one)
        if len(batch) == store.BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _keep(exercise: Exercise, one: Submission, data: bytes) -> None:
    """Put the file where nbgrader looks for it, unless it is there."""
    folder = exercise.course / "submitted" / one.student / exercise.name
    files.write(folder / f"{exercise.name}.ipynb", data)
    if one.timestamp:
        files.write(folder / "timestamp.txt", f"{one.timestamp}\n".encode())


def copy_of(exercise: Exercise, student: str) -> Path:
    """Return where the notebook lies that a person marks."""
    return exercise.course / "autograded" / student / exercise.name / f"{exercise.name}.ipynb"


def _write_out(
    exercise: Exercise,
    places: Places,
    kept: Store,
    done: report.Report,
    progress: Progress,
    each: Callable[[Result], object],
) -> None:
    """Write books, copies, pages and tables, in the order of the students' ids."""
    shared, out, students = kept.shared(), places.out, kept.hashes().keys()
    with ExitStack() as stack:
        opened = stack.enter_context(book.opened(places.gradebook)) if places.gradebook else None
        table = stack.enter_context(report.Table(out, exercise)) if out else None
        advance = stack.enter_context(progress(len(students), "writing"))
        for batch in kept.batches(exercise):
            results = [report.with_shared_sheets(one, shared) for one in batch]
            if opened is not None:
                results = book.write(opened, exercise, results, _before(exercise))
            if out is not None:
                _write_pages(exercise, out, kept, results, copied=opened is not None)
            for result in results:
                done.add(result)
                each(result)
                if table is not None:
                    table.add(result)
                advance()
    if out is not None:
        files.write(out / "report.txt", done.text().encode())
        _clear(out / "feedback", {f"{student}.html" for student in students})


def _before(exercise: Exercise) -> Callable[[str], dict[str, str]]:
    return lambda student: copies.fingerprints(copy_of(exercise, student))


def _write_pages(exercise: Exercise, out: Path, kept: Store, results: list[Result], *, copied: bool) -> None:
    """Write each student's feedback and, for a gradebook, the copy to mark; skip what has not changed."""
    before = kept.written(one.student for one in results)
    now = {}
    for result in results:
        page = out / "feedback" / f"{result.student}.html"
        copy = copy_of(exercise, result.student)
        now[result.student] = store.digest(exercise.fingerprint, _all_of(result), str(copied))
        same = before.get(result.student) == now[result.student]
        if not (same and page.exists()):
            files.write(page, pages.page(exercise, result).encode())
        if copied and not (same and copy.exists()):
            copies.write(copy, copies.build(exercise, result))
    kept.write(now)


def _all_of(result: Result) -> str:
    """Return all that a page and a copy are made of."""
    manual: list[Any] = [asdict(one.manual) for one in result.graded]
    return store.dumped(result) + json.dumps([manual, result.penalty])


def _clear(folder: Path, wanted: set[str]) -> None:
    """Remove the pages of students who are not among the submissions any more."""
    for path in folder.glob("*.html"):
        if path.name not in wanted:
            path.unlink()
