"""One run of the autograder, from a place with submissions to books, copies, pages and tables.

It goes in two steps. Each new or changed file is graded, anywhere and in any order, and kept in a store in
batches. Then, student by student in order, all that people see is written from the store, what a person gave
in the gradebook included. Both can be stopped at any moment: the next run does what is missing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass
from pathlib import Path

from kit.grading import copies, files, keeper, pages, reader, report, store, submissions, work
from kit.grading.exercise import Exercise
from kit.grading.keeper import Keeper
from kit.grading.results import Result
from kit.grading.roster import Roster
from kit.grading.store import Store
from kit.grading.submissions import Submission
from kit.grading.work import Runner, Task

Advance = Callable[[], object]
Write = Callable[[Path, bytes], None]
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
    with store.opened(places.out) as kept, keeper.keeping(places.gradebook, exercise) as book:
        if kept.begin():
            _sweep(exercise, places)
        _grade(exercise, found.submissions, places, kept, worker, progress)
        done = report.Report(exercise, found.problems, found.missing, to_mark=book is not None)
        _write_out(exercise, places, kept, book, done, progress, each)
        kept.end()
    return done


def _sweep(exercise: Exercise, places: Places) -> None:
    """Remove the files that the last run had half written when it was stopped."""
    if places.out is not None:
        files.sweep(places.out, "feedback/")
    for part in ("submitted", "autograded") if places.gradebook else ():
        files.sweep(exercise.course / part, f"*/{exercise.name}/")


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
    with (
        worker(exercise) as runner,
        progress(len(found), "grading") as advance,
        files.writing() as write,
    ):
        tasks = _tasks(exercise, found, places, known, advance, write)
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
    write: Write,
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
        about = json.dumps([one.name, one.timestamp, *map(vars, one.problems), unread and vars(unread)])
        digest = store.digest(exercise.fingerprint, about, data)
        if keep and not unread:
            _keep(exercise, one, data, write)
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


def _keep(exercise: Exercise, one: Submission, data: bytes, write: Write) -> None:
    """Put the file where nbgrader looks for it, unless it is there."""
    folder = exercise.course / "submitted" / one.student / exercise.name
    write(folder / f"{exercise.name}.ipynb", data)
    if one.timestamp:
        write(folder / "timestamp.txt", f"{one.timestamp}\n".encode())


def _write_out(
    exercise: Exercise,
    places: Places,
    kept: Store,
    book: Keeper | None,
    done: report.Report,
    progress: Progress,
    each: Callable[[Result], object],
) -> None:
    """Write books, copies, pages and tables, in the order of the students' ids."""
    out, hashes = places.out, kept.hashes()
    with ExitStack() as stack:
        table = stack.enter_context(report.Table(out, exercise)) if out else None
        advance = stack.enter_context(progress(len(hashes), "writing"))
        for results in _through_book(book, _with_shared_sheets(exercise, kept)):
            if out is not None:
                _write_pages(exercise, out, kept, hashes, results, copied=book is not None)
            for result in results:
                done.add(result)
                each(result)
                if table is not None:
                    table.add(result)
                advance()
    if out is not None:
        files.write(out / "report.txt", done.text().encode())
        _clear(out / "feedback", {f"{student}.html" for student in hashes})


def _with_shared_sheets(exercise: Exercise, kept: Store) -> Iterator[list[Result]]:
    shared = kept.shared()
    for batch in kept.batches(exercise):
        yield [report.with_shared_sheets(one, shared) for one in batch]


def _through_book(book: Keeper | None, batches: Iterable[list[Result]]) -> Iterator[list[Result]]:
    """Yield each batch with what the gradebook knows; the book is written one batch ahead of the rest."""
    ahead = None
    for batch in batches:
        if book is None:
            yield batch
            continue
        written = book.write(batch)
        if ahead is not None:
            yield ahead()
        ahead = written
    if ahead is not None:
        yield ahead()


def _write_pages(
    exercise: Exercise,
    out: Path,
    kept: Store,
    hashes: Mapping[str, str],
    results: list[Result],
    *,
    copied: bool,
) -> None:
    """Write each student's feedback and, for a gradebook, the copy to mark; skip what has not changed.

    ``hashes`` are those of what was graded.
    """
    before = kept.written(one.student for one in results)
    now = {}
    with files.writing() as write:
        for result in results:
            page = out / "feedback" / f"{result.student}.html"
            copy = copies.place(exercise, result.student)
            now[result.student] = store.digest(hashes[result.student], _beyond(result), str(copied))
            same = before.get(result.student) == now[result.student]
            if not (same and page.exists()):
                write(page, pages.page(exercise, result).encode())
            if copied and not (same and copy.exists()):
                write(copy, copies.data(exercise, result))
    kept.write(now)


def _beyond(result: Result) -> str:
    """Return what a page and a copy show beside what was graded: shared files, and what the book knows."""
    told = [vars(problem) for problem in result.problems]
    return json.dumps([told, [vars(one.manual) for one in result.graded], result.penalty])


def _clear(folder: Path, wanted: set[str]) -> None:
    """Remove the pages of students who are not among the submissions any more."""
    for path in folder.glob("*.html"):
        if path.name not in wanted:
            path.unlink()
