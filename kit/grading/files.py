"""List and read the files of a folder or of a zip, safely: nothing is unpacked, no link is followed."""

from __future__ import annotations

import os
import stat
import time
import zipfile
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from kit.grading import reader
from kit.grading.problems import Problem, clean

MOST_FILES = 20_000
"""The most files of one folder or zip: a course of thousands, with what students add."""


UNFINISHED = ".part"
THREADS = 4  # that write at once
AHEAD = 64  # files that wait to be written


@dataclass(frozen=True)
class File:
    """A file that can be read; ``path`` is relative to the folder or zip, ``changed`` orders by time."""

    path: PurePosixPath
    changed: float
    read: Callable[[int], bytes]
    """Read at most so many bytes; raises ``reader.UnreadableError``."""


@dataclass(frozen=True)
class Unusable:
    """A file or an entry that is not touched, and why."""

    problem: Problem


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
                yield _link(inside)
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
                "The file cannot be opened.", f"{error.strerror}.", "Check its permissions."
            ) from error
        if data:
            return data
        time.sleep(wait)
    return b""


def _of_zip(place: Path) -> Iterator[File | Unusable]:
    try:
        with zipfile.ZipFile(place) as archive:
            entries = archive.infolist()
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(f"{place} is a damaged zip ({error}). Download it again.") from error
    for entry in entries:
        if entry.is_dir():
            continue
        inside = PurePosixPath(entry.filename)
        if _leaves(entry.filename):
            yield Unusable(
                Problem(
                    f"{clean(entry.filename)}: the zip's entry is not read.",
                    "Its path leads out of the zip (an attack called zip slip).",
                    "Ask where this zip comes from.",
                )
            )
        elif stat.S_ISLNK(entry.external_attr >> 16):
            yield _link(inside)
        elif entry.flag_bits & 0x1:
            yield Unusable(
                Problem(
                    f"{clean(entry.filename)}: the zip's entry is not read.",
                    "It is encrypted.",
                    "Ask for it without a password.",
                )
            )
        else:
            changed = time.mktime((*entry.date_time, 0, 0, -1)) if entry.date_time[1] else 0.0
            yield File(inside, changed, partial(_read_entry, place, entry))


def _leaves(name: str) -> bool:
    """Say whether an entry's name is absolute or climbs. Nothing is unpacked, but whose would it be?"""
    return name.startswith("/") or ":" in name[:3] or "\\" in name or ".." in PurePosixPath(name).parts


def _read_entry(place: Path, entry: zipfile.ZipInfo, at_most: int) -> bytes:
    """Read one entry, never more than asked for: the size in a zip bomb's header is a lie."""
    try:
        with zipfile.ZipFile(place) as archive, archive.open(entry) as file:
            return file.read(at_most)
    except (OSError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise reader.UnreadableError(
            "The zip's entry is damaged.", f"{clean(str(error))}.", "Ask for the file again."
        ) from error


def _link(path: PurePosixPath) -> Unusable:
    return Unusable(
        Problem(
            f"{clean(str(path))}: a link is not followed.",
            "It could point at any file of this computer.",
            "Put the file itself there.",
        )
    )
