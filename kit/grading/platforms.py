"""Canvas, Moodle and Gradescope: which file is whose, and how each wants its grades (``platforms.toml``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from kit.grading import files, gradescope_autograder, sheet, zips
from kit.grading.exercise import Exercise
from kit.grading.exports import Export, error, known, say, shown
from kit.grading.problems import clean
from kit.grading.report import neutral
from kit.grading.results import Graded, Result
from kit.grading.roster import Roster, folded
from kit.grading.sheet import Sheet

ASSIGNMENT = re.compile(r"(?P<name>.*) \((?P<number>\d+)\)$")
"""The heading of an assignment in a gradebook of Canvas: its name and its number there."""


def opened(
    exercise: Exercise, roster: Roster | None, path: Path | None, column: str | None = None
) -> Export | None:
    """Return the platform's file that a class list is; None where it is the teacher's own list, or none.

    ``column`` is the column of Canvas's gradebook to fill in, by name or number; empty: make no file at all.
    Raises ``exports.ExportError``, before anything is graded.
    """
    if roster is None or path is None:
        if column:
            raise error("not-canvas")
        return None
    given = sheet.load(path)
    kind = next((kind for kind in KINDS if kind.is_of(given)), None)
    if column and kind is not Canvas:
        raise error("not-canvas")
    return None if kind is None or column == "" else kind.opened(exercise, roster, given, path, column)


def write(export: Export | None, out: Path | None) -> list[str]:
    """Write the platform's file, and remove those that an earlier run made for others; return what is said.

    Old grades must not lie beside new ones, and wait to be uploaded. What a killed run half wrote goes, too.
    """
    kept = export.names if export else set()
    old = {own[kind] for own in known().values() for kind in ("file", "zip") if kind in own} - kept
    if out is not None:
        for path in [*(out / name for name in old), *out.glob(f".upload-to-*{files.UNFINISHED}")]:
            path.unlink(missing_ok=True)
    return export.write(out) if export else []


class Canvas(Export):
    """A gradebook of Canvas: one of its columns is filled in."""

    platform = "canvas"

    def __init__(self, exercise: Exercise, roster: Roster, given: Sheet, where: Path, column: int) -> None:
        super().__init__(exercise, roster, given, where)
        self._column = column

    @staticmethod
    def is_of(given: Sheet) -> bool:
        """Say whether a file is such a gradebook, or Canvas's class list."""
        own = known()["canvas"]
        return given.column(own["id"]) is not None and given.column(own["also"]) is not None

    @classmethod
    def opened(
        cls, exercise: Exercise, roster: Roster, given: Sheet, where: Path, wanted: str | None
    ) -> Export | None:
        """Find the column; None where the file has no assignments, so that it is a list of names alone."""
        found = {}
        for place, head in enumerate(given.head):
            match = ASSIGNMENT.match(head.strip())
            if match and not any(total in folded(head) for total in known()["canvas"]["total"]):
                found[place] = {folded(head), folded(match["name"]), match["number"]}
        if not found and wanted is None:
            return None
        names = {folded(wanted)} if wanted else {folded(exercise.title), folded(exercise.name)}
        right = [place for place, called in found.items() if called & names]
        if len(right) == 1:
            return cls(exercise, roster, given, where, right[0])
        heads = "; ".join(clean(given.head[place], 80) for place in found) or "none"
        if wanted and not right:
            raise error("no-column", where=where, column=clean(wanted, 80), columns=heads)
        raise error("column", where=where, title=exercise.title, columns=heads)

    def write(self, out: Path | None) -> list[str]:
        """Fill in the column."""
        key, count = self.sheet.column(self.own["id"]), 0
        first = range(1, len(self.sheet.rows))
        worth = next(
            (row for row in first if folded(self.sheet.cell(row, 0)) == self.own["maximum-row"]), None
        )
        cell = "" if worth is None else self.sheet.cell(worth, self._column)
        maximum = sheet.number(cell) or 0.0
        for row in self.rows(key):
            self.calm(row)
            final = self.final(row, key)
            if final is None:
                continue
            if self.sheet.cell(row, self._column).upper() in self.own["fixed"]:
                self.note("fixed", final)
                continue
            score = self.scaled(final.score, maximum) if maximum > 0 else final.score
            self.sheet.put(row, self._column, shown(score, like=cell))
            count += 1
        if out is not None:
            files.write(out / self.own["file"], self.sheet.data())
        head = clean(self.sheet.head[self._column], 80)
        unscaled = [] if maximum > 0 else [say("unscaled")]
        return [self.summary(count, column=head), *unscaled, *self.lines()]


class Moodle(Export):
    """An offline grading worksheet of Moodle: grades and comments are filled in, and the pages are packed."""

    platform = "moodle"

    def __init__(self, exercise: Exercise, roster: Roster, given: Sheet, where: Path) -> None:
        super().__init__(exercise, roster, given, where)
        self._key, grade, top, self._remark, self._may = (
            given.column(self.own[name]) for name in ("id", "grade", "maximum", "comment", "changeable")
        )
        if grade is None or top is None:
            raise error("scale", where=where)
        self._grade, self._top = grade, top
        self._maximum: dict[int, float] = {}
        for row in self.rows(self._key):
            cell = given.cell(row, self._top)
            self._maximum[row] = sheet.number(cell) or 0.0
            if self._maximum[row] <= 0:
                raise error("maximum", where=where, row=row + 1, cell=clean(cell, 30))

    @staticmethod
    def is_of(given: Sheet) -> bool:
        """Say whether a file is such a worksheet; one by a scale of words is, too."""
        own = known()["moodle"]
        either = [*own["maximum"], *own["scale"]]
        return all(given.column(names) is not None for names in (own["id"], own["also"], either))

    def text(self, result: Result) -> str:
        """Return the comment, as HTML without an element: Moodle shows comments as HTML."""
        total = {"score": f"{result.score:g}", "points": f"{self.exercise.points:g}"}
        parts = [say("comment", title=self.exercise.title, **total)]
        parts += [_about(one) for one in result.graded]
        if result.penalty:
            parts.append(say("late", penalty=f"{result.penalty:g}"))
        return escape(clean(" ".join(parts), 4000), quote=False)

    def write(self, out: Path | None) -> list[str]:
        """Fill in grades and comments, and pack the pages of those who have a grade."""
        pages: list[tuple[str, str]] = []
        count = 0
        for row, maximum in self._maximum.items():
            self.calm(row)
            final = self.final(row, self._key)
            if final is None:
                continue
            if folded(self.sheet.cell(row, self._may)) in self.own["no"]:
                self.note("locked", final)
                continue
            score = self.scaled(final.score, maximum)
            if score > maximum:
                self.note("above", final)
            like = self.sheet.cell(row, self._top)
            self.sheet.put(row, self._grade, shown(min(score, maximum), like=like))
            if self._remark is not None and self._is_ours(self.sheet.cell(row, self._remark)):
                self.sheet.put(row, self._remark, str(neutral(final.text)))
            count += 1
            if number := re.search(r"\d+$", self.sheet.cell(row, self._key)):
                pages.append((self._folder(final.name, number[0]), final.student))
        said = [self.summary(count, maximum=f"{max(self._maximum.values(), default=0):g}")]
        said.append(say("how-moodle-zip", file=self.own["zip"], count=len(pages)))
        if out is not None:
            files.write(out / self.own["file"], self.sheet.data())
            zips.write(out / self.own["zip"], _read(out / "feedback", pages))
        return [*said, *([] if self._remark is not None else [say("no-comment")]), *self.lines()]

    def _folder(self, name: str, number: str) -> str:
        """Return the path in the zip; an underscore or a slash in a name would hide the number."""
        safe = re.sub(r'[_/\\:*?"<>|\x00-\x1f]+', " ", name).strip(" .") or "student"
        return str(self.own["page"]).format(name=safe, number=number)

    def _is_ours(self, text: str) -> bool:
        """Say whether a comment may be replaced: there is none, or an earlier run wrote it."""
        start = escape(say("title", title=self.exercise.title), quote=False)
        return not text or text.removeprefix("'").startswith(start)


def _read(folder: Path, pages: list[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
    for name, student in pages:
        yield name, (folder / f"{student}.html").read_bytes()


def _about(one: Graded) -> str:
    """Return what is said of one question: its points, why, and what a person wrote."""
    score, points = f"{one.score:g}", f"{one.question.points:g}"
    # An answer that a person has given points for is not waiting any more, whatever its summary says.
    why = "" if one.auto is None else one.summary
    said = say("question", question=one.question.title, score=score, points=points, summary=why).strip()
    return f"{said} {say('person', comment=one.manual.comment)}" if one.manual.comment else said


class Gradescope(Export):
    """The class list of Gradescope: from it an autograder is made that hands out each student's results."""

    platform = "gradescope"

    def __init__(self, exercise: Exercise, roster: Roster, given: Sheet, where: Path) -> None:
        super().__init__(exercise, roster, given, where)
        self._key = given.column(self.own["email"])
        if not self.rows(self._key):
            raise error("email", where=where)

    @staticmethod
    def is_of(given: Sheet) -> bool:
        """Say whether a file is such a list."""
        own = known()["gradescope"]
        return given.column(own["email"]) is not None and given.column(own["also"]) is not None

    def text(self, result: Result) -> str:
        """Return ``results.json`` as Gradescope documents it: the score on top counts, not its tests."""
        tests = [
            {
                "name": one.question.title,
                "score": one.score,
                "max_score": one.question.points,
                "output": _about(one),
                "visibility": self.own["visibility"],
            }
            for one in result.graded
        ]
        late = say("late", penalty=f"{result.penalty:g}") if result.penalty else ""
        results = {"score": max(result.score, 0.0), "output": late, "stdout_visibility": "hidden"}
        return json.dumps({**results, "tests": tests}, ensure_ascii=False, indent=1)

    def write(self, out: Path | None) -> list[str]:
        """Pack the autograder."""
        found = []
        for row in self.rows(self._key):
            final = self.final(row, self._key)
            if final is not None:
                name = gradescope_autograder.key(self.sheet.cell(row, self._key))
                found.append((f"results/{name}.json", final.text.encode()))
        if out is not None:
            program = Path(gradescope_autograder.__file__).read_bytes()
            entries = [("setup.sh", self.own["setup"].encode()), ("run_autograder", program), *found]
            zips.write(out / self.own["file"], entries, frozenset(("setup.sh", "run_autograder")))
        return [self.summary(len(found)), *self.lines()]


KINDS: tuple[type[Canvas] | type[Moodle] | type[Gradescope], ...] = (Canvas, Moodle, Gradescope)
