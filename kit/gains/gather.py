"""Read who rated what, before and after: from two folders or zips of the students' notebooks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kit.gains import sitting
from kit.gains.forms import Form
from kit.gains.orders import Order
from kit.gains.sitting import Sitting
from kit.grading import answers, files, reader, submissions
from kit.grading.exercise import Exercise
from kit.grading.problems import Problem, clean
from kit.grading.roster import Roster, Student, folded
from kit.grading.run import Progress, silent
from kit.grading.submissions import Submission


@dataclass(frozen=True)
class Taken:
    """One student's sitting: the form that a notebook holds answers to, and its measures (None: too few)."""

    form: str = ""
    measures: Sitting | None = None
    rated: int = 0


@dataclass(frozen=True)
class Pair:
    """Both sittings of one student; ``first`` is the form that was taken before the course."""

    first: str
    before: Sitting
    after: Sitting


@dataclass
class Class:
    """What two sittings of a class gave: the pairs, and why other students have none.

    ``swapped`` counts the pairs of students who took the forms in the other order than was drawn for them.
    """

    pairs: list[Pair] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    swapped: int = 0
    problems: list[Problem] = field(default_factory=list)

    def order(self, first: str) -> list[Pair]:
        """Return the pairs of the students who took this form before the course."""
        return [pair for pair in self.pairs if pair.first == first]


def gather(
    forms: Sequence[tuple[Form, Exercise]],
    orders: Sequence[Order],
    before: Path,
    after: Path,
    progress: Progress = silent,
) -> Class:
    """Read both sittings of the students of a list. Raises ``files.SourceError`` for a place that is none."""
    done = Class()
    students = roster_of(orders)
    sittings = [_sitting(forms, students, place, done, progress) for place in (before, after)]
    assigned = {folded(one.id): one for one in orders}
    for who, order in assigned.items():
        pair = _paired(*(sat.get(who) for sat in sittings))
        if isinstance(pair, str):
            done.left_out[pair] += 1
            continue
        done.swapped += pair.first != order.before
        done.pairs.append(pair)
    return done


def roster_of(orders: Sequence[Order]) -> Roster:
    """Return the class list that the orders are made of."""
    rows = [Student(one.id, one.name, {}, frozenset({folded(one.id), folded(one.name)})) for one in orders]
    return Roster(("id", "name"), tuple(rows))


def _paired(before: Taken | None, after: Taken | None) -> Pair | str:
    """Return a student's two sittings as a pair, or why they cannot be compared."""
    if before is None and after is None:
        return "neither"
    if after is None:
        return "only_before"
    if before is None:
        return "only_after"
    if before.measures is None or after.measures is None:
        return "too_few"
    if before.form == after.form:
        return "same_form"
    return Pair(before.form, before.measures, after.measures)


def _sitting(
    forms: Sequence[tuple[Form, Exercise]], students: Roster, place: Path, done: Class, progress: Progress
) -> dict[str, Taken]:
    """Return what each student of the list took at one sitting, by the folded id."""
    found, problems = _submissions(place, [form.name for form, _ in forms])
    done.problems += problems
    taken: dict[str, Taken] = {}
    for one in _shown(found, progress):
        student = students.match(one.student, one.name)
        if student is None:
            who = clean(one.name or one.student, 60)
            done.problems.append(
                Problem(
                    f"{who}: not on the list.",
                    "No id or name of the list is in the path of this notebook.",
                    "Add the student to the list, or rename the folder to an id of it.",
                )
            )
            continue
        sat = _taken(forms, one)
        if isinstance(sat, Problem):
            done.problems.append(sat)
            continue
        who = folded(student.id)
        if who in taken and sat.rated and taken[who].rated and sat.form != taken[who].form:
            done.problems.append(
                Problem(
                    f"{clean(student.name, 60)}: both forms were answered at one sitting.",
                    f"One of the files is {clean(str(one.file.path))}.",
                    "Take out the one that was not meant; until then the student is left out.",
                )
            )
            taken[who] = Taken(sat.form, None, sat.rated)
        elif who not in taken or sat.rated > taken[who].rated:
            taken[who] = sat
    return taken


def _shown(found: list[Submission], progress: Progress) -> Iterator[Submission]:
    with progress(len(found), "reading") as advance:
        for one in found:
            yield one
            advance()


def _submissions(place: Path, names: Sequence[str]) -> tuple[list[Submission], list[Problem]]:
    """Find each student's notebook, whichever of the forms it is called after."""
    listed = list(files.listing(place))
    of_file: dict[str, Submission] = {}
    problems: list[Problem] = []
    for name in names:
        found = submissions.find(listed, name)
        for one in found.submissions:
            of_file.setdefault(str(one.file.path), one)
        problems += [problem for problem in found.problems if problem not in problems]
    return sorted(of_file.values(), key=lambda one: (one.student, str(one.file.path))), problems


def _taken(forms: Sequence[tuple[Form, Exercise]], one: Submission) -> Taken | Problem:
    """Read one notebook: its form is the one that it has answers to, whatever it is called."""
    try:
        notebook = reader.parse(files.read_notebook(one.file)).notebook
    except reader.UnreadableError as error:
        what = f"{clean(str(one.file.path))}: {error.problem.what}"
        return Problem(what, error.problem.why, error.problem.todo)
    best, odd = Taken(), []
    for form, exercise in forms:
        found = answers.gather(notebook, exercise)
        records = found.records
        odd += [problem for problem in found.problems if problem.person and problem.question]
        ratings = {
            text.id: records[text.question]["value"].get(text.id)
            for text in form.texts
            if text.question in records
        }
        given = {name: step for name, step in ratings.items() if step is not None}
        if len(given) > best.rated:
            best = Taken(form.name, sitting.measure(form, given), len(given))
    if odd and not best.rated:
        return Problem(f"{clean(str(one.file.path))}: {odd[0].what}", odd[0].why, odd[0].todo)
    return best
