"""Processes that inherit nothing from this one, and that end where it dies."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context, parent_process


def fresh(number: int, begin: Callable[..., None] | None = None, *arguments: object) -> ProcessPoolExecutor:
    """Return so many processes; each calls ``begin`` with the arguments first.

    They are started the same way on every system: a fork of a process that has threads may hang.
    """
    return ProcessPoolExecutor(number, get_context("spawn"), partial(_begin, begin, *arguments))


def _begin(begin: Callable[..., None] | None, *arguments: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who presses Ctrl+C stops the run; it lets these finish
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if begin is not None:
        begin(*arguments)


def _end_with_parent() -> None:
    """End this process where the one that started it was killed: nobody else would tell it to."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
