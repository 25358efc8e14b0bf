"""Read zips as data: a platform's, and the one that a student hands in inside it. Nothing is unpacked.

A student's zip may be made to harm. Its size, the number of its entries and what is inflated of it are
bounded; a zip in it is not opened; and its own names, links and times decide nothing about anybody else.
"""

from __future__ import annotations

import io
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from kit.grading import reader
from kit.grading.problems import Problem, clean

LARGEST = 20_000_000
"""The most bytes of a student's zip; a notebook of this kit takes a few kilobytes."""

MOST_ENTRIES = 1_000
"""The most entries of a student's zip: the exercise's folder has a dozen."""

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How an entry may be packed. Python inflates the other methods without a bound."""

DAMAGE = (
    OSError,
    EOFError,
    ValueError,
    ArithmeticError,
    LookupError,
    MemoryError,
    RuntimeError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What Python's reader of zips raises for bytes that lie: each of these was seen."""


@dataclass(frozen=True)
class File:
    """A file that can be read; ``path`` is relative to the folder or zip, ``changed`` orders by time.

    ``outside`` is the path of the student's own zip that it lies in, and then only that says whose it is:
    what is in the zip was named by the student.
    """

    path: PurePosixPath
    changed: float
    read: Callable[[int], bytes]
    """Read at most so many bytes; raises ``reader.UnreadableError``."""
    outside: PurePosixPath | None = None

    @property
    def place(self) -> PurePosixPath:
        """The path that the platform or the teacher chose: of the file, or of the zip that it lies in."""
        return self.outside or self.path


@dataclass(frozen=True)
class Unusable:
    """A file or an entry that is not touched, and why."""

    problem: Problem


def entries(archive: zipfile.ZipFile) -> Iterator[File | Unusable]:
    """List the entries of a zip, which stays open as long as they are kept: to open it for each is slow."""
    for entry in _usable(archive.infolist()):
        if isinstance(entry, Unusable):
            yield entry
        else:
            yield File(PurePosixPath(entry.filename), _time(entry), partial(_read, archive, entry))


def inside(file: File) -> Iterator[File | Unusable]:
    """List the entries of a student's zip; raises ``reader.UnreadableError`` where it cannot be used."""
    for entry in _usable(_opened(file).infolist()):
        if isinstance(entry, Unusable):
            yield entry
        else:
            path = file.path / entry.filename
            yield File(path, _time(entry), partial(_read_inside, file, entry), file.path)


def link(path: PurePosixPath) -> Unusable:
    """Say that a link is not followed."""
    return Unusable(
        Problem(
            f"{clean(str(path))}: a link is not followed.",
            "It could point at any file of this computer.",
            "Put the file itself there.",
        )
    )


def _opened(file: File) -> zipfile.ZipFile:
    """Open a student's zip in memory, after a look at how much of a directory there can be."""
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise reader.UnreadableError(
            f"The zip is too large (at most {LARGEST / 1e6:,.0f} MB are read).",
            "Answers take a few kilobytes, so these must be other files.",
            "Ask for the .ipynb file alone.",
            "zip_large",
        )
    if data.count(b"PK\x01\x02") > MOST_ENTRIES:  # each entry of the directory begins with these
        raise reader.UnreadableError(
            f"The zip holds more than {MOST_ENTRIES:,} files.",
            "It is hardly one student's work, and it was not opened.",
            "Ask for the .ipynb file alone.",
            "zip_many",
        )
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as error:
        raise reader.UnreadableError(
            "The zip is damaged, or is no zip.", f"{_said(error)}.", "Ask for the file again.", "zip_damaged"
        ) from error


def _usable(found: list[zipfile.ZipInfo]) -> Iterator[zipfile.ZipInfo | Unusable]:
    """Yield the entries that are files, or why they are not read."""
    overlapping = _overlapping(found)
    for number, entry in enumerate(found):
        if entry.is_dir() and not entry.file_size:
            continue
        why = _refused(entry) or (OVERLAPS if number in overlapping else None)
        if why:
            yield Unusable(Problem(f"{clean(entry.filename)}: the zip's entry is not read.", *why))
        elif stat.S_ISLNK(entry.external_attr >> 16):
            yield link(PurePosixPath(entry.filename))
        else:
            yield entry


OVERLAPS = ("It shares its bytes with another entry: a bomb is made so.", "Ask how the zip came about.")


def _refused(entry: zipfile.ZipInfo) -> tuple[str, str] | None:
    """Say why an entry is not read, and what to do."""
    if _leaves(entry.filename):
        why = "Its path leads out of the zip (an attack called zip slip)."
        return why, "Ask where this zip comes from."
    if entry.is_dir():
        return "It is called as a folder is, and holds data.", "Ask how the zip came about."
    if entry.flag_bits & 0x1:
        return "It is encrypted.", "Ask for it without a password."
    if entry.compress_type not in METHODS:
        why = "It is packed in a way that few programs can read."
        return why, "Ask for an ordinary zip, or for the .ipynb file alone."
    return None


def _overlapping(found: list[zipfile.ZipInfo]) -> set[int]:
    """Return the numbers of the entries whose packed bytes reach into the next entry's."""
    order = sorted(range(len(found)), key=lambda number: found[number].header_offset)
    odd: set[int] = set()
    reached, last = -1, -1
    for number in order:
        entry = found[number]
        if entry.header_offset < reached:
            odd |= {last, number}
        # A local header takes 30 bytes and the name; what else it holds only adds to that.
        end = entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size
        if end > reached:
            reached, last = end, number
    return odd


def _leaves(name: str) -> bool:
    """Say whether an entry's name is absolute or climbs. Nothing is unpacked, but whose would it be?"""
    return name.startswith("/") or ":" in name[:3] or "\\" in name or ".." in PurePosixPath(name).parts


def _time(entry: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*entry.date_time, 0, 0, -1)) if entry.date_time[1] else 0.0
    except (OverflowError, ValueError):
        return 0.0


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, at_most: int) -> bytes:
    """Read one entry, never more than asked for: the size in a zip bomb's header is a lie."""
    try:
        with archive.open(entry) as file:
            return file.read(at_most)
    except DAMAGE as error:
        raise reader.UnreadableError(
            "The zip's entry is damaged.", f"{_said(error)}.", "Ask for the file again.", "zip_damaged"
        ) from error


def _read_inside(file: File, entry: zipfile.ZipInfo, at_most: int) -> bytes:
    return _read(_opened(file), entry, at_most)


def _said(error: BaseException) -> str:
    return clean(str(error)) or type(error).__name__


def shortened(problems: Iterable[Problem], most: int = 3) -> list[Problem]:
    """Return the first problems of a zip, and one that counts the rest: a thousand lines help nobody."""
    found = list(problems)
    if len(found) > most:
        rest = len(found) - most
        found[most:] = [Problem(f"{rest} more entries of the zip are not read.", "See above.", "")]
    return found
