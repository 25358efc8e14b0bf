"""What was graded, on disk: a run that was stopped goes on where it was, and memory stays flat.

One SQLite file in the folder of the grades. A row is a student: the hash of what was graded (the file, the
exercise, the kit), and the result. A second run in the same folder is refused while the first is at work.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from kit.grading.exercise import Exercise
from kit.grading.problems import Problem
from kit.grading.results import Graded, Line, Result

NAME = ".grading.sqlite"
BATCH = 200  # results, between two commits
TABLES = """
create table if not exists results (student text primary key, hash text not null, result text not null);
create table if not exists sheets (sheet text, student text, primary key (sheet, student)) without rowid;
create table if not exists written (student text primary key, hash text not null);
"""


class StoreError(RuntimeError):
    """A folder in which nothing can be kept; the message says why and what to do."""


@contextmanager
def opened(out: Path | None) -> Iterator[Store]:
    """Open what a folder keeps; None keeps it in memory alone. Raises ``StoreError``."""
    where = ":memory:" if out is None else str(out / NAME)
    try:
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(where, timeout=2, isolation_level=None)
        try:
            database.execute("pragma locking_mode = exclusive")
            database.execute("begin exclusive")
            for statement in TABLES.split(";"):
                database.execute(statement)
            database.execute("commit")
            yield Store(database)
        finally:
            database.close()
    except sqlite3.DatabaseError as error:
        raise StoreError(_why(error, where)) from error


def _why(error: sqlite3.DatabaseError, where: str) -> str:
    said = str(error)
    if "locked" in said:
        return (
            f"{where} is in use: another run is at work in this folder. Wait for it, or give another --out."
        )
    if "full" in said:
        return f"the disk is full ({where}). What was graded is kept: make room, and run the same again."
    if "readonly" in said or "unable to open" in said:
        return f"{where} cannot be written: the folder is read-only. Give a folder that is yours with --out."
    if "malformed" in said or "not a database" in said:
        return f"{where} is damaged ({said}). It only saves time: remove it, and run the same again."
    return f"{where}: {said}. Run the same again; if it stays, remove that file: it only saves time."


class Store:
    """The results of one folder; every method is one short statement, or one transaction."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def begin(self) -> bool:
        """Note that a run is at work; say whether the last one was stopped before its end."""
        (stopped,) = self._database.execute("pragma user_version").fetchone()
        self._database.execute("pragma user_version = 1")
        return bool(stopped)

    def end(self) -> None:
        """Note that the run came to its end."""
        self._database.execute("pragma user_version = 0")

    def hashes(self) -> dict[str, str]:
        """Return what each student's result was made of."""
        return dict(self._database.execute("select student, hash from results"))

    def save(self, graded: Iterable[tuple[str, Result]]) -> None:
        """Save results with their hashes, all or none."""
        with self._transaction():
            for digest, result in graded:
                row = (result.student, digest, dumped(result))
                self._database.execute("replace into results values (?, ?, ?)", row)
                self._database.execute("delete from sheets where student = ?", (result.student,))
                self._database.executemany(
                    "insert into sheets values (?, ?)", [(sheet, result.student) for sheet in result.sheets]
                )

    def forget(self, students: Iterable[str]) -> None:
        """Forget students who are not among the submissions any more."""
        with self._transaction():
            for table in ("results", "sheets", "written"):
                self._database.executemany(
                    f"delete from {table} where student = ?", [(one,) for one in students]
                )

    def batches(self, exercise: Exercise) -> Iterator[list[Result]]:
        """Yield all results in the order of the students' ids, some at a time."""
        after = ""
        while True:
            rows = self._database.execute(
                "select student, result from results where student > ? order by student limit ?",
                (after, BATCH),
            ).fetchall()
            if not rows:
                return
            after = rows[-1][0]
            yield [loaded(text, exercise) for _, text in rows]

    def shared(self) -> dict[str, list[str]]:
        """Return the sheets that more than one student handed in, with the students."""
        rows = self._database.execute(
            "select sheet, student from sheets where sheet in "
            "(select sheet from sheets group by sheet having count(*) > 1) order by sheet, student"
        )
        found: dict[str, list[str]] = {}
        for sheet, student in rows:
            found.setdefault(sheet, []).append(student)
        return found

    def written(self, students: Iterable[str]) -> dict[str, str]:
        """Return the hash of what was last written out of each student."""
        names = list(students)
        marks = ", ".join("?" * len(names))
        return dict(self._database.execute(f"select * from written where student in ({marks})", names))

    def write(self, hashes: Mapping[str, str]) -> None:
        """Keep the hashes of what was written out."""
        with self._transaction():
            self._database.executemany("replace into written values (?, ?)", list(hashes.items()))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._database.execute("begin")
        try:
            yield
        except BaseException:
            self._database.execute("rollback")
            raise
        self._database.execute("commit")


def digest(*parts: str | bytes) -> str:
    """Return one hash of several parts, each with its length, so that no two lists of parts are the same."""
    made = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.hexdigest()


def dumped(result: Result) -> str:
    """Return a result as JSON; of its questions only the names, for the exercise has the rest."""
    data = {
        "student": result.student,
        "name": result.name,
        "graded": [
            {
                "question": one.question.id,
                "auto": one.auto,
                "summary": one.summary,
                "lines": [vars(line) for line in one.lines],
                "problems": [vars(problem) for problem in one.problems],
                "record": one.record,
                "written": one.written,
            }
            for one in result.graded
        ],
        "problems": [vars(problem) for problem in result.problems],
        "handed_in": result.handed_in and result.handed_in.isoformat(),
        "late": result.late,
        "sheets": sorted(result.sheets),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def loaded(text: str, exercise: Exercise) -> Result:
    """Return the result that was dumped."""
    data: dict[str, Any] = json.loads(text)
    graded = tuple(
        Graded(
            exercise.questions[one["question"]],
            one["auto"],
            one["summary"],
            tuple(Line(**line) for line in one["lines"]),
            tuple(Problem(**problem) for problem in one["problems"]),
            one["record"],
            one["written"],
        )
        for one in data["graded"]
    )
    handed_in = data["handed_in"] and datetime.fromisoformat(data["handed_in"])
    problems = tuple(Problem(**problem) for problem in data["problems"])
    sheets = frozenset(data["sheets"])
    return Result(data["student"], data["name"], graded, problems, handed_in or None, data["late"], sheets)
