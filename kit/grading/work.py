"""The work on one submission, and who does it: this process, several, or a Dask cluster.

The same function runs everywhere, on the bytes of one file; only this process writes anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from kit.grading import pools, reader
from kit.grading.exercise import Exercise
from kit.grading.grade import grade, unreadable
from kit.grading.problems import Problem, clean
from kit.grading.results import Result

GROUP = 8  # tasks that a worker is sent at once
AHEAD = 2  # groups that wait for each worker: enough to keep it busy, few enough to keep memory flat


@dataclass(frozen=True)
class Task:
    """One submission: whose it is, the bytes of its notebook, and the hash of all that decides its grade.

    ``unread`` says why there are no bytes.
    """

    student: str
    name: str
    data: bytes
    digest: str
    handed_in: datetime | None = None
    problems: tuple[Problem, ...] = ()
    unread: Problem | None = None


Done = tuple[str, Result]
"""The hash of a task and what became of it."""

Runner = Callable[[Iterable[Task]], Iterator[Done]]


class WorkError(RuntimeError):
    """Work that cannot be given out; the message says why and what to do."""


def graded(exercise: Exercise, task: Task) -> Done:
    """Grade one submission. Whatever is wrong with its file is its own problem and never stops the rest."""
    return task.digest, _graded(exercise, task)


def _graded(exercise: Exercise, task: Task) -> Result:
    if task.unread:
        return _failed(task, task.unread)
    try:
        parsed = reader.parse(task.data)
    except reader.UnreadableError as error:
        return _failed(task, error.problem)
    try:
        result = grade(exercise, parsed.notebook, task.student, task.name, task.handed_in)
    except Exception as error:  # a fault of ours must not cost the rest of the class their grades
        why = f"The grader failed on it: {type(error).__name__}: {clean(str(error))}."
        return _failed(task, _fault(why))
    return replace(result, problems=(*task.problems, *parsed.problems, *result.problems))


def _failed(task: Task, problem: Problem) -> Result:
    result = unreadable(task.student, task.name, problem, task.handed_in)
    return replace(result, problems=(*task.problems, *result.problems))


def _fault(why: str) -> Problem:
    todo = "This is a fault of Second Look: please report it, with the file if you may. Grade it by hand."
    return Problem("This file could not be graded.", why, todo, plain="fault")


@contextmanager
def here(exercise: Exercise) -> Iterator[Runner]:
    """Do the work in this process."""
    yield lambda tasks: (graded(exercise, task) for task in tasks)


@contextmanager
def processes(exercise: Exercise, workers: int) -> Iterator[Runner]:
    """Do the work in so many processes; one that dies on a file costs that file alone."""
    yield lambda tasks: _by_processes(exercise, workers, tasks)


_EXERCISE: list[Exercise] = []
"""The exercise of a worker process, sent to it once."""


def _begin(exercise: Exercise) -> None:
    _EXERCISE[:] = [exercise]


def _some(tasks: tuple[Task, ...]) -> list[Done]:
    return [graded(_EXERCISE[0], task) for task in tasks]


def _by_processes(exercise: Exercise, workers: int, tasks: Iterable[Task]) -> Iterator[Done]:
    groups = _groups(iter(tasks))
    suspects: list[Task] = []
    while True:
        running: dict[Future[list[Done]], tuple[Task, ...]] = {}
        try:
            with pools.fresh(workers, _begin, exercise) as pool:
                while True:
                    for group in islice(groups, AHEAD * workers - len(running)):
                        running[pool.submit(_some, group)] = group
                    if not running:
                        break
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        done = future.result()
                        del running[future]
                        yield from done
            break
        except BrokenProcessPool:
            suspects += [task for group in running.values() for task in group]
    for task in suspects:
        yield _alone(exercise, task)


def _groups(tasks: Iterator[Task]) -> Iterator[tuple[Task, ...]]:
    while group := tuple(islice(tasks, GROUP)):
        yield group


def _alone(exercise: Exercise, task: Task) -> Done:
    """Grade one submission in a process of its own: one of those that were at work when a worker died."""
    try:
        with pools.fresh(1, _begin, exercise) as pool:
            (done,) = pool.submit(_some, (task,)).result()
            return done
    except BrokenProcessPool:
        why = "The process that graded it died, perhaps for want of memory."
        return task.digest, _failed(task, _fault(why))


@contextmanager
def dask(exercise: Exercise, scheduler: str) -> Iterator[Runner]:
    """Do the work on a Dask cluster, at the address of its scheduler. Raises ``WorkError``."""
    try:
        from distributed import Client
    except ImportError as error:
        raise WorkError(
            f'Dask cannot be imported ({error}). Install it: pip install "second-look[dask]".'
        ) from error
    try:
        client = Client(scheduler, timeout="10s")
    except (OSError, ValueError) as error:
        raise WorkError(
            f"no Dask scheduler answers at {scheduler} ({error}). Start one with `dask scheduler`, and "
            "workers with `dask worker ADDRESS` where Second Look is installed."
        ) from error
    with client:
        yield lambda tasks: _by_dask(client, exercise, tasks)


def _by_dask(client: Any, exercise: Exercise, tasks: Iterable[Task]) -> Iterator[Done]:
    from distributed import as_completed
    from distributed.scheduler import KilledWorker

    shared = client.scatter(exercise, broadcast=True)
    waiting = iter(tasks)
    sent: dict[str, Task] = {}
    busy = max(1, sum(client.nthreads().values())) * AHEAD * GROUP
    results = as_completed()

    def fill() -> None:
        for task in islice(waiting, busy - len(sent)):
            future = client.submit(graded, shared, task, pure=False, retries=2)
            sent[future.key] = task
            results.add(future)

    fill()
    while sent:
        future = next(results)
        task = sent.pop(future.key)
        try:
            yield future.result()
        except KilledWorker:
            yield task.digest, _failed(task, _fault("Every worker that graded it died."))
        fill()
