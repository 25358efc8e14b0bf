"""Gather the answers of a notebook: every copy of every record, checked and merged, and the written text."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kit import records, schemas
from kit.grading.exercise import Exercise, Question, nbgrader_of
from kit.grading.problems import Problem, clean, unique
from kit.grading.reader import Notebook, scrubbed, source_of
from kit.records import Record

WRITE_HERE = "YOUR ANSWER HERE"
"""What an answer cell of a release says, as nbgrader's own: a cell that still says it was not answered."""

MOST_VERSIONS = 20
"""The most versions of one answer that are joined: a keeper leaves three of each copy of a cell."""

MOST_PROBLEMS = 30
"""The most problems that are told one by one: a program can put fifty thousand into one file."""

MOST_PLACES = 6  # of one problem

LONGEST = 200_000
"""The most characters of a written answer: a book of forty thousand words."""


@dataclass(frozen=True)
class Answers:
    """What a notebook answers: a merged record a question, written texts, and what was odd on the way.

    ``readings`` are what the student said of the machine's marks; where no question asks for it, it is not
    graded.
    """

    records: dict[str, Record] = field(default_factory=dict)
    readings: dict[str, Record] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class _Copy:
    """One copy of a record, and the number of its cell (from 1; None: it lies in the notebook's metadata)."""

    question: Any
    record: Any
    cell: int | None

    @property
    def place(self) -> str:
        return "the notebook's metadata" if self.cell is None else f"cell {self.cell}"


def gather(notebook: Notebook, exercise: Exercise) -> Answers:
    """Gather what a notebook answers. Nothing in it is trusted, and nothing odd stops the rest."""
    unsound: dict[Problem, list[str]] = defaultdict(list)
    sound: dict[str, dict[str, list[_Copy]]] = defaultdict(lambda: defaultdict(list))
    checked: dict[str, Problem | None] = {}  # most copies are the same, and checking takes time
    for copy in _copies(notebook):
        seen = json.dumps([copy.question, copy.record])
        if seen not in checked:
            checked[seen] = _unsound(copy, exercise)
        problem = checked[seen]
        if problem is not None:
            unsound[problem].append(copy.place)
        elif copy.record["revision"] > 0:  # what was never answered has nothing to say
            sound[copy.record["question"]][seen].append(copy)
    # The same record mostly lies in three places of a file: one problem, told once.
    problems = [
        replace(one, why=f"{one.why} (In {_listed(list(dict.fromkeys(places)))}.)")
        for one, places in unsound.items()
    ]
    merged, readings = {}, {}
    for name, versions in sound.items():
        record, odd = _merged(name, list(versions.values()))
        if _is_reading(record, exercise):
            readings[name] = record
        else:
            merged[name] = record
            problems += odd
    written, odd = _written(notebook, exercise, merged)
    problems += odd + _edited_points(notebook, exercise)
    return Answers(merged, readings, written, few(unique(problems)))


def few(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the first problems of many, those for a person before others, and how many more there are."""
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    first = sorted(problems, key=lambda problem: not problem.person)[:MOST_PROBLEMS]
    rest = f"There are {len(problems) - MOST_PROBLEMS:,} more problems like these."
    why = "So many come from a program, and not from a student's work in the notebook."
    return (*first, Problem(rest, why, "Ask the student how the file came about."))


def _listed(places: list[str]) -> str:
    more = len(places) - MOST_PLACES
    return ", ".join(places[:MOST_PLACES]) + (f" and {more:,} more places" if more > 0 else "")


def _is_reading(record: Record, exercise: Exercise) -> bool:
    """Say whether a sound record is what a student said of the machine's marks, and not an answer."""
    return record["kind"] == "verdicts" and record["question"] not in exercise.questions


def _copies(notebook: Notebook) -> Iterator[_Copy]:
    yield from _of_metadata(notebook.get("metadata"), None)
    for number, cell in enumerate(notebook["cells"], 1):
        yield from _of_metadata(cell.get("metadata"), number)
        outputs = cell.get("outputs")
        for output in outputs if isinstance(outputs, list) else ():
            data = output.get("data") if isinstance(output, dict) else None
            view = data.get(records.QUESTION_MIME) if isinstance(data, dict) else None
            if isinstance(view, dict):
                more = view.get("more")
                for part in [view, *(more if isinstance(more, list) else [])]:
                    yield from _of_view(part, number)


def _of_metadata(metadata: Any, cell: int | None) -> Iterator[_Copy]:
    held = metadata.get(records.NAMESPACE) if isinstance(metadata, dict) else None
    if isinstance(held, dict):
        for question, record in held.items():
            yield _Copy(question, record, cell)
    elif held is not None:
        yield _Copy(None, held, cell)


def _of_view(view: Any, cell: int) -> Iterator[_Copy]:
    """Yield the answer of a view: it must be to the question that is drawn there."""
    record = view.get("answer") if isinstance(view, dict) else None
    if record is not None:
        asked = view.get("question")
        owner = asked if isinstance(asked, dict) and "question" in asked else record
        yield _Copy(owner.get("question") if isinstance(owner, dict) else None, record, cell)


def _unsound(copy: _Copy, exercise: Exercise) -> Problem | None:
    """Say why a copy of a record is not graded; None where it is sound."""
    record = copy.record
    name = copy.question if isinstance(copy.question, str) and copy.question in exercise.questions else ""
    look = "It is not graded. Ask the student how it came there, or let them answer again."
    try:
        if isinstance(record, dict) and record.get("revision") == 0:
            _check_blank(record)
        else:
            records.check(record)
        question = record["question"]
        if copy.question != question:
            raise schemas.InvalidDataError(f"it lies under {clean(str(copy.question), 40)!r}")
    except (schemas.InvalidDataError, RecursionError) as error:
        why = (
            f"It does not follow the form that answers have ({clean(str(error))}): it was damaged, or edited."
        )
        return Problem("A record is unsound.", why, look, name)
    if _is_reading(record, exercise):
        return None
    if record["exercise"] != exercise.name:
        why = f"It answers {clean(record['question'], 40)} of {clean(record['exercise'], 40)}."
        return Problem("A record is not of this exercise.", why, "It is not graded.", person=False)
    if question not in exercise.questions:
        why = f"The exercise has no question {clean(question, 40)!r}."
        return Problem("A record is of no question.", why, look)
    return _misfit(record, exercise.questions[question], look)


def _misfit(record: Record, question: Question, look: str) -> Problem | None:
    """Say why a sound record is no answer to its question: another kind, or another text."""
    if record["kind"] != question.kind:
        why = f"It is of kind {record['kind']}, and the question of kind {question.kind}."
        return Problem("A record does not fit.", why, look, question.id)
    if record.get("article") != question.item.get("article"):
        why = "It was made for another text, or for another version of this one (its sha256 differs)."
        return Problem("A record is about another text.", why, look, question.id)
    return None


def _check_blank(record: Record) -> None:
    """Check a record of revision 0: it must be really blank, since nothing of it will count."""
    if type(record["revision"]) is not int or record.get("value") not in (None, "", [], {}):
        raise schemas.InvalidDataError("record: it has a value, but was never saved (revision 0)")
    for name in ("exercise", "question", "kind"):
        if not isinstance(record.get(name), str):
            raise schemas.InvalidDataError(f"record: {name} is missing")


def _merged(name: str, versions: list[list[_Copy]]) -> tuple[Record, list[Problem]]:
    """Merge the versions of one answer, each a list of equal copies; only one sheet's answer is taken."""
    problems = []
    if len(versions) > MOST_VERSIONS:
        what = f"It holds {len(versions):,} versions of this answer."
        why = f"So many come from a program. Only the {MOST_VERSIONS} that were saved last are looked at."
        problems.append(Problem(what, why, "Ask the student how the file came about.", name))
        versions = sorted(versions, key=lambda same: str(same[0].record["saved_at"]))[-MOST_VERSIONS:]
    found = [same[0].record for same in versions]
    # Answers of two sheets were made in two notebooks: mixed, they would be nobody's. Without the keeper an
    # answer has no sheet; it goes with any.
    latest = max(found, key=lambda record: (bool(record["sheet"]), record["saved_at"], record["sheet"]))[
        "sheet"
    ]
    sheets = {record["sheet"] for record in found} - {""}
    if len(sheets) > 1:
        problems.append(
            Problem(
                f"It holds answers from {len(sheets)} notebooks.",
                "Cells were pasted from another copy, perhaps another student's.",
                "The one that was saved last is graded. Look at both before the grade counts.",
                name,
            )
        )
    merged = scrubbed(_joined([record for record in found if record["sheet"] in ("", latest)]))
    if merged.get("others") or _differs(versions):
        problems.append(
            Problem(
                "It was answered in two different ways.",
                "The cell was duplicated, or two copies of the notebook were changed and joined.",
                "The answer with the most changes is graded (of marks: all that stand). Look at both.",
                name,
            )
        )
    return merged, problems


def _differs(versions: list[list[_Copy]]) -> bool:
    """Say whether two cells that ask the same question hold different answers (an empty one is none)."""
    cells: dict[int, list[int]] = defaultdict(list)
    for number, same in enumerate(versions):
        for cell in {copy.cell for copy in same}:
            if cell is not None:
                cells[cell].append(number)
    # Thousands of cells can hold the same few versions: each mixture of them is joined once.
    mixtures = {tuple(numbers) for numbers in cells.values()}
    answers = [_essence(_joined([versions[number][0].record for number in one])) for one in mixtures]
    return len({json.dumps(answer, sort_keys=True) for answer in answers if answer}) > 1


def _joined(copies: list[Record]) -> Record:
    whole = copies[0]
    for copy in copies[1:]:
        whole = records.merge(whole, copy) or whole
    return whole


def _essence(record: Record) -> Any:
    """Return what an answer says, without when and how often it was saved."""
    if not records.is_answered(record):
        return None
    if record["kind"] != "marks":
        return [record["value"]]
    return sorted(
        (mark["start"], mark["end"], mark["label"], mark.get("kind", ""))
        for mark in records.live_marks(record).values()
    )


def _written(
    notebook: Notebook, exercise: Exercise, merged: dict[str, Record]
) -> tuple[dict[str, str], list[Problem]]:
    """Return the written answers: the text of their cells, and of their records where there are such."""
    written, problems = {}, []
    for name, question in exercise.questions.items():
        if question.kind != "text":
            continue
        cells = [cell for cell in notebook["cells"] if nbgrader_of(cell).get("grade_id") == name]
        # Who wrote below these words instead of over them has answered all the same.
        texts = [
            source_of(cell).replace(WRITE_HERE, "").strip()
            for cell in cells
            if cell.get("cell_type") == "markdown"
        ]
        record = merged.get(name)
        if record and records.is_answered(record):
            texts.append(record["value"].strip())
        answers = list(dict.fromkeys(text for text in texts if text))
        text = "\n\n* * *\n\n".join(answers)
        written[name] = text[:LONGEST]
        if len(text) > LONGEST:
            why = f"It has {len(text):,} characters; the copy that you mark shows the first {LONGEST:,}."
            problems.append(Problem("It is too long to read.", why, "Ask for a shorter answer.", name))
        if len(answers) > 1:
            why = "The cell was duplicated, or the text was written in two places."
            todo = "All texts are in the copy that you mark, with a line of stars between them."
            problems.append(Problem("It was answered in different texts.", why, todo, name))
    return written, problems


def _edited_points(notebook: Notebook, exercise: Exercise) -> list[Problem]:
    """Tell edited points. They change nothing: the exercise's own count."""
    edited = []
    for cell in notebook["cells"]:
        data = nbgrader_of(cell)
        name, points = data.get("grade_id"), data.get("points")
        question = exercise.questions.get(name) if isinstance(name, str) else None
        if question is not None and points is not None and points != question.points:
            said = clean(str(points), 20)
            why = f"The file says {said}, the exercise {question.points:g}."
            edited.append(
                Problem("Its points were edited.", why, "The exercise's count.", question.id, person=False)
            )
    return edited
