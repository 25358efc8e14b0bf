"""The rows of nbgrader's gradebook for one batch of submissions: read in four queries, written in as few.

nbgrader's own calls open a query for each row; here a batch is read whole and compared, and only what is new
or changed is written. The tables, their ids and their defaults are those of nbgrader's models.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Row = dict[str, Any]


@dataclass
class Submission:
    """The rows of one submission as they were found; ``grades`` and ``comments`` by the cell's name.

    ``notebook`` is nbgrader's row of the submitted notebook, to which both belong.
    """

    notebook: Row
    extension: timedelta | None
    grades: dict[str, Row] = field(default_factory=dict)
    comments: dict[str, Row] = field(default_factory=dict)

    @property
    def by_person(self) -> bool:
        """Whether a person gave points to any of its answers."""
        return any(row["manual_score"] is not None for row in self.grades.values())


class Rows:
    """The rows of some students' submissions of one assignment; ``notebook`` is nbgrader's model of its own.

    ``graded`` and ``commented`` are the ids of the cells that have points and comments, by name. ``due`` is
    the assignment's date, in UTC without a zone, as the book keeps it.
    """

    def __init__(self, db: Any, notebook: Any, students: list[str]) -> None:
        from nbgrader import api

        models = (api.Student, api.SubmittedAssignment, api.SubmittedNotebook, api.Grade, api.Comment)
        self._tables = {model.__tablename__: model.__table__ for model in models}
        self._new_id = api.new_uuid
        self._db = db
        self._assignment, self._notebook = notebook.assignment.id, notebook.id
        self.due: datetime | None = notebook.assignment.duedate
        cells = notebook._base_cells
        self.graded = {cell.name: cell.id for cell in cells if not isinstance(cell, api.SolutionCell)}
        self.commented = {cell.name: cell.id for cell in cells if not isinstance(cell, api.GradeCell)}
        self._new: dict[str, list[Row]] = defaultdict(list)
        self._changed: dict[str, list[Row]] = defaultdict(list)
        self._load(students)

    def _load(self, students: list[str]) -> None:
        self._students = {row["id"]: row for row in self._select("student", id=students)}
        self._assignments = {
            row["student_id"]: row
            for row in self._select(
                "submitted_assignment", assignment_id=[self._assignment], student_id=students
            )
        }
        handed_in = [row["id"] for row in self._assignments.values()]
        found = self._select("submitted_notebook", notebook_id=[self._notebook], assignment_id=handed_in)
        self._notebooks = {row["assignment_id"]: row for row in found}
        ids = [row["id"] for row in found]
        self._cells: dict[str, dict[tuple[str, str], Row]] = {}
        for table in ("grade", "comment"):
            rows = self._select(table, notebook_id=ids)
            self._cells[table] = {(row["notebook_id"], row["cell_id"]): row for row in rows}

    def _select(self, table: str, **wanted: list[str]) -> list[Row]:
        from sqlalchemy import select

        columns = self._tables[table].c
        where = [columns[name].in_(values) for name, values in wanted.items()]
        return [dict(row) for row in self._db.execute(select(*columns).where(*where)).mappings()]

    def submission(self, student: str, name: str, handed_in: datetime | None) -> Submission:
        """Return the rows of a student's submission, made where they are new; ``handed_in`` is in UTC."""
        known = self._students.get(student)
        # Whoever is in the book under a name keeps it.
        last_name = (known and known["last_name"]) or name or None
        self._put("student", known, {"id": student}, {"last_name": last_name})
        old = self._assignments.get(student)
        same = {"assignment_id": self._assignment, "student_id": student}
        assignment = self._put("submitted_assignment", old, same, {"timestamp": handed_in})
        same = {"assignment_id": assignment["id"], "notebook_id": self._notebook}
        notebook = self._notebooks.get(assignment["id"]) or {}
        found = Submission({**same, **notebook}, assignment.get("extension"))
        found.notebook.setdefault("id", self._new_id())
        for table, cells, rows in (
            ("grade", self.graded, found.grades),
            ("comment", self.commented, found.comments),
        ):
            for cell, number in cells.items():
                row = self._cells[table].get((found.notebook["id"], number))
                if row:
                    rows[cell] = row
        return found

    def grade(self, one: Submission, cell: str, auto: float | None, *, needs_person: bool) -> None:
        """Set what the grader gives an answer, and whether a person must look at it."""
        values = {"auto_score": auto, "needs_manual_grade": needs_person}
        same = {"cell_id": self.graded[cell], "notebook_id": one.notebook["id"]}
        self._put("grade", one.grades.get(cell), same, values)

    def comment(self, one: Submission, cell: str, text: str) -> None:
        """Set the grader's comment on an answer, where its cell has room for one."""
        if cell in self.commented:
            same = {"cell_id": self.commented[cell], "notebook_id": one.notebook["id"]}
            self._put("comment", one.comments.get(cell), same, {"auto_comment": text})

    def penalty(self, one: Submission, points: float | None) -> None:
        """Set the points that lateness costs."""
        row = one.notebook
        same = {name: row[name] for name in ("id", "assignment_id", "notebook_id")}
        old = row if "late_submission_penalty" in row else None
        self._put("submitted_notebook", old, same, {"late_submission_penalty": points})

    def save(self) -> None:
        """Write all that is new or changed, in the order in which the tables need each other."""
        from sqlalchemy import bindparam, insert, update

        for name, table in self._tables.items():
            if rows := self._new.pop(name, None):
                self._db.execute(insert(table), rows)
            if rows := self._changed.pop(name, None):
                changes: Row = {column: bindparam(f"new_{column}") for column in rows[0] if column != "id"}
                statement = update(table).where(table.c.id == bindparam("old_id")).values(changes)
                named = [{"old_id" if c == "id" else f"new_{c}": v for c, v in row.items()} for row in rows]
                self._db.connection().execute(statement, named)

    def _put(self, table: str, old: Row | None, same: Row, values: Row) -> Row:
        """Note a row for ``save``, unless it stands in the book already; return all that is known of it."""
        if old is None:
            row = {"id": self._new_id(), **same, **values}
            self._new[table].append(row)
            return row
        if any(old[name] != value for name, value in values.items()):
            self._changed[table].append({"id": old["id"], **values})
        return {**old, **values}
