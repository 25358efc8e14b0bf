"""List and read the files of a folder or of a zip, and write files whole: no link is followed."""

from __future__ import annotations

import os
import stat
import time
import zipfile
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath

from kit.grading import archives, reader
from kit.grading.archives import File, Unusable

MOST_FILES = 1_000_000
"""The most files of one folder or zip: a course of a hundred thousand, with what students add."""

UNFINISHED = ".part"
THREADS = 4  # that write at once
AHEAD = 64  # files that wait to be written


class SourceError(ValueError):
    """A place that cannot be searched for submissions at all."""


def listing(place: Path) -> Iterator[File | Unusable]:
    """List the files of a folder or of a zip; raises ``SourceError`` where it is neither."""
    if place.is_dir():
        found = _of_folder(place)
    elif place.is_file() and zipfile.is_zipfile(place):
        found = _of_zip(place)
    else:
        why = "is neither a folder nor a zip" if place.exists() else "is not there"
        raise SourceError(
            f"{place} {why}. Give the folder of submissions, or the zip that the platform gave."
        )
    for number, file in enumerate(found, 1):
        if number > MOST_FILES:
            raise SourceError(
                f"{place} holds more than {MOST_FILES:,} files, so it is hardly a folder of submissions. "
                "Give the folder that holds one folder or file a student."
            )
        yield file


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and not again where it is the same; make its folder."""
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return
    except FileNotFoundError:
        pass
    unfinished = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    try:
        try:
            unfinished.write_bytes(data)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise


def sweep(folder: Path, inside: str) -> None:
    """Remove what ``write`` left unfinished where it was killed; ``inside`` is a pattern, ending in ``/``."""
    for unfinished in folder.glob(f"{inside}.*{UNFINISHED}"):
        unfinished.unlink(missing_ok=True)


@contextmanager
def writing() -> Iterator[Callable[[Path, bytes], None]]:
    """Give a function that writes files beside other work: the disk is waited for in threads.

    At the end all are written, or the first error is raised. Few wait at a time, so that memory stays flat.
    """
    with ThreadPoolExecutor(THREADS) as pool:
        waiting: deque[Future[None]] = deque()

        def later(path: Path, data: bytes) -> None:
            if len(waiting) == AHEAD:
                waiting.popleft().result()
            waiting.append(pool.submit(write, path, data))

        yield later
        for one in waiting:
            one.result()


def read_notebook(file: File) -> bytes:
    """Read a submitted file whole; raises ``reader.UnreadableError`` where it is too large or broken."""
    data = file.read(reader.LARGEST + 1)
    if len(data) > reader.LARGEST:
        raise reader.too_large(len(data))
    return data


def _of_folder(root: Path) -> Iterator[File | Unusable]:
    for folder, folders, names in os.walk(root, followlinks=False):
        folders.sort()
        for name in sorted([*names, *folders]):
            path = Path(folder, name)
            inside = PurePosixPath(path.relative_to(root).as_posix())
            state = path.lstat()
            if stat.S_ISLNK(state.st_mode):
                yield archives.link(inside)
            elif stat.S_ISREG(state.st_mode):
                yield File(inside, state.st_mtime, partial(_read_path, path))


def _read_path(path: Path, at_most: int) -> bytes:
    """Read a file; once more where it is empty, for Jupyter writes in place and may be writing just now."""
    for wait in (0.2, 0.0):
        try:
            with path.open("rb") as file:
                data = file.read(at_most)
        except OSError as error:
            raise reader.UnreadableError(
                "The file cannot be opened.", f"{error.strerror}.", "Check its permissions.", "unopened"
            ) from error
        if data:
            return data
        time.sleep(wait)
    return b""


def _of_zip(place: Path) -> Iterator[File | Unusable]:
    try:
        archive = zipfile.ZipFile(place)
    except archives.DAMAGE as error:
        raise SourceError(f"{place} is a damaged zip ({error}). Download it again.") from error
    yield from archives.entries(archive)
