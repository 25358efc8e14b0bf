"""Who keeps the gradebook of a run: one process of its own, which alone imports nbgrader and writes the book.

nbgrader takes seconds to import, so it is imported while submissions are graded; and a batch is written into
the book while the pages of the batch before are made.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from typing import Any

from kit.grading import book, copies, pools
from kit.grading.exercise import Exercise
from kit.grading.results import Result

Written = Callable[[], list[Result]]
"""Waits until a batch is written, and returns it with what the book knows. Raises ``book.BookError``."""


class Keeper:
    """Writes batches of results, in the order in which they are given."""

    def __init__(self, pool: ProcessPoolExecutor, opening: Future[None]) -> None:
        self._pool = pool
        self._opening = opening

    def write(self, results: list[Result]) -> Written:
        """Begin to write some hundreds of results, all or none of them."""
        with _alive():
            self._opening.result()
            coming = self._pool.submit(_write, results)

        def written() -> list[Result]:
            with _alive():
                return [one.with_book(*known) for one, known in zip(results, coming.result(), strict=True)]

        return written

    def close(self) -> None:
        """Wait until all is written, and close the book. Raises ``book.BookError``."""
        with _alive():
            self._opening.result()
            self._pool.submit(_close).result()


@contextmanager
def _alive() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool as error:
        raise book.BookError(
            "the process that writes the gradebook died, perhaps for want of memory. Run the same again: it "
            "goes on where it was."
        ) from error


@contextmanager
def keeping(url: str | None, exercise: Exercise) -> Iterator[Keeper | None]:
    """Open a gradebook in a process of its own, in the background; None where no book is wanted.

    Raises ``book.BookError``.
    """
    if url is None:
        yield None
        return
    book.check_installed()
    with pools.fresh(1) as pool:
        keeper = Keeper(pool, pool.submit(_open, url, exercise))
        yield keeper
        keeper.close()


_STACK = ExitStack()
_OPEN: list[tuple[str, Any, Exercise]] = []
"""The book that this process keeps: its URL, the book, and the exercise that it is kept for."""


def _open(url: str, exercise: Exercise) -> None:
    _OPEN[:] = [(url, _STACK.enter_context(book.opened(url)), exercise)]


def _write(results: list[Result]) -> list[book.Known]:
    ((url, opened, exercise),) = _OPEN
    with book.plain_errors(url):
        return book.write(
            opened, exercise, results, lambda student: copies.fingerprints(copies.place(exercise, student))
        )


def _close() -> None:
    _STACK.close()
    # Nothing is left to do, and to take nbgrader apart, module by module, would cost half a second.
    atexit.register(os._exit, 0)
