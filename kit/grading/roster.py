"""The class list: a CSV of the teacher's own, or as Moodle, Canvas and Gradescope export one."""

from __future__ import annotations

import csv
import io
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kit.grading.problems import clean

COLUMNS = Path(__file__).parent / "columns.toml"
LARGEST = 20_000_000  # bytes: a hundred thousand students


class RosterError(ValueError):
    """A class list that cannot be used; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Student:
    """One row of the list. ``names`` is all that may stand in a submission's path for this student."""

    id: str
    name: str
    row: Mapping[str, str]
    names: frozenset[str]


class Roster:
    """A class list; ``columns`` are its headings in order."""

    def __init__(self, columns: tuple[str, ...], students: tuple[Student, ...]) -> None:
        self.columns = columns
        self.students = students
        # A name that two students share is nobody's: to guess would give one of them the other's grade.
        counts = Counter(name for student in students for name in student.names)
        self._of = {name: student for student in students for name in student.names if counts[name] == 1}

    def match(self, student: str, name: str = "") -> Student | None:
        """Return whose submission it is, by its id in a path or by its full name; None where nobody's."""
        for said in (student, name):
            if found := self._of.get(folded(said)):
                return found
        return None


def folded(text: str) -> str:
    """Return a name for comparing: without regard to case, spaces and the form of its accents.

    >>> folded(" Ann  LEE") == folded("ann lee")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def delimiter_of(text: str) -> str:
    """Return what stands between the cells of a list's first row: a comma, a semicolon or a tab."""
    head = text.splitlines()[0] if text.strip() else ""
    return max(",;\t", key=head.count)


def load(path: Path) -> Roster:
    """Read a class list; raises ``RosterError`` where it is none."""
    try:
        if path.stat().st_size > LARGEST:
            raise RosterError(f"{path} is larger than {LARGEST:,} bytes, so it is hardly a class list.")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RosterError(
            f"{path} is not UTF-8 (byte {error.start}). Save it again as “CSV UTF-8”."
        ) from error
    except OSError as error:
        raise RosterError(f"{path} cannot be read: {error.strerror}.") from error
    return parse(text, str(path))


def parse(text: str, where: str = "the list") -> Roster:
    """Read the text of a class list: the first row has the headings, commas or semicolons between cells."""
    delimiter = delimiter_of(text)
    try:
        rows = list(
            csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="", strict=True)
        )
    except csv.Error as error:
        raise RosterError(f"{where} is no CSV ({error}). Export it again.") from error
    columns = tuple(name for name in (rows[0] if rows else {}) if name)
    known = {name: _known(columns, name) for name in _kinds()}
    if not rows or not (known["id"] or known["name"] or known["first"]):
        raise RosterError(
            f"{where} needs a first row with headings, one of them “id” or “name”, and a row a student; its "
            f"headings are: {clean(', '.join(columns)) or 'none'}."
        )
    students = []
    for number, row in enumerate(rows, 2):
        cells = {name: (value or "").strip() for name, value in row.items() if name}
        student = _student(cells, known)
        if student is None:
            continue  # Canvas's rows of the points possible and of how grades are posted; empty rows
        students.append(student)
        if not student.id:
            raise RosterError(f"{where}, row {number}: nobody can tell who this is. Fill in “id” or “name”.")
    doubles = [name for name, n in Counter(folded(one.id) for one in students).items() if n > 1]
    if doubles:
        raise RosterError(f"{where}: two rows are of {clean(doubles[0])!r}. Give each student an own id.")
    return Roster(columns, tuple(students))


def _student(cells: Mapping[str, str], known: Mapping[str, list[str]]) -> Student | None:
    said = [folded(cell) for cell in cells.values() if cell]
    if all(cell.startswith(tuple(_kinds()["not-a-row"])) for cell in said):
        return None
    first, last = _cell(cells, known["first"]), _cell(cells, known["last"])
    name = _cell(cells, known["name"]) or " ".join(part for part in (first, last) if part)
    ids = [cells[column] for column in known["id"] if cells[column]]
    if folded(name) in _kinds()["not-a-student"]:
        return None
    names = {*ids, name, name.replace(" ", "")}
    if first and last:
        names |= {f"{last}, {first}", f"{last}{first}", f"{last} {first}"}
    elif ", " in name:  # Canvas: Lovelace, Ada
        last, _, first = name.partition(", ")
        names |= {f"{first} {last}", f"{last}{first}"}
    # Moodle's “Participant 123456” is the 123456 of its folders.
    names |= {
        number
        for one in map(folded, ids)
        for word in _kinds()["participant"]
        if one.startswith(word) and (number := one.removeprefix(word).strip()).isdigit()
    }
    found = frozenset(folded(one) for one in names if one.strip())
    return Student(ids[0] if ids else name, name or (ids[0] if ids else ""), dict(cells), found)


def _cell(cells: Mapping[str, str], columns: list[str]) -> str:
    return next((cells[column] for column in columns if cells[column]), "")


def _known(columns: tuple[str, ...], kind: str) -> list[str]:
    """Return the columns of a kind, the best first."""
    wanted = _kinds()[kind]
    return sorted(
        (column for column in columns if folded(column) in wanted),
        key=lambda column: wanted.index(folded(column)),
    )


@cache
def _kinds() -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = tomllib.loads(COLUMNS.read_text("utf-8"))
    return kinds
