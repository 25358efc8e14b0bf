"""Read a graded class into arrays, submission by submission, from what ``kit grade`` left in its folder."""

from __future__ import annotations

import csv
import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from kit import records
from kit.classreport.data import OUTCOMES, Class, DataError, Marks, Numbers, Wrong
from kit.grading import store
from kit.grading.exercise import Exercise, Question
from kit.grading.report import neutral
from kit.grading.results import Graded, Line, Result
from kit.marks import tokens

LEAST_WRITTEN = 8  # words from which on the same text in two notebooks says anything


def load(exercise: Exercise, folder: Path) -> Class:
    """Read what ``kit grade`` left in a folder; raises ``DataError``, ``store.StoreError``."""
    if not (folder / store.NAME).is_file() or not (folder / "grades.csv").is_file():
        raise DataError(
            f"{folder} holds no grades: {store.NAME} or grades.csv is missing. Grade the class first "
            f"(kit grade {exercise.name} SUBMISSIONS --out {folder}), or give the folder with --out."
        )
    rows = _grades(folder / "grades.csv")
    made = Collector(exercise)
    with store.opened(folder) as kept:
        try:
            for batch in kept.batches(exercise):
                for result in batch:
                    made.add(result, rows.get(str(neutral(result.student))))
        except KeyError as error:
            raise DataError(
                f"{folder} was graded with other questions ({error} is none of {exercise.name}'s). "
                "Grade the class again, then make the report."
            ) from error
        return made.done(kept.shared())


def _grades(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


@dataclass
class _Columns:
    """The growing arrays of the marks on one text."""

    question: Question
    spans: tuple[tuple[int, int], ...]
    numbers: tuple[array[int], ...] = field(default_factory=lambda: tuple(array("i") for _ in range(6)))
    missed: dict[tuple[int, int, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._starts = [start for start, _ in self.spans]
        self._ends = [end for _, end in self.spans]
        self._labels = {label["id"]: number for number, label in enumerate(self.question.item["labels"])}
        self.as_key = {
            (*self.covered(key["start"], key["end"]), key["label"])
            for key in self.question.key
            if key["status"] != "trap"
        }

    def covered(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens that a stretch of the text touches, as first and last (exclusive)."""
        return bisect_right(self._ends, start), bisect_left(self._starts, end)

    def add(self, student: int, line: Line, sure: int) -> tuple[int, int]:
        first, last = self.covered(line.start, line.end)
        entry = (student, first, last, self._labels[line.label], OUTCOMES.index(line.outcome), sure)
        for numbers, number in zip(self.numbers, entry, strict=True):
            numbers.append(number)
        return first, last

    def done(self) -> Marks:
        found = {
            key["id"]: self.missed.get((key["start"], key["end"], key["label"]), 0)
            for key in self.question.key
            if key["status"] == "firm"
        }
        student, first, last, label, outcome, sure = (np.array(one, dtype=np.int32) for one in self.numbers)
        return Marks(self.spans, student, first, last, label, outcome, sure, found)


class Collector:
    """Takes results one by one, and keeps of each what the report needs."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._students: list[str] = []
        self._names: list[str] = []
        self._rows: list[Numbers] = []
        self._texts = {
            question.id: _Columns(question, _spans(question))
            for question in exercise.questions.values()
            if question.kind == "marks"
        }
        self._wrong: dict[tuple[str, str], tuple[int, str]] = {}
        self._gave = (array("i"), array("i"))

    def add(self, result: Result, row: dict[str, str] | None) -> None:
        """Take one student's result, with the row of ``grades.csv`` where there is one."""
        number, questions = len(self._students), self._exercise.questions
        self._students.append(result.student)
        self._names.append(result.name)
        # Of each question: points, answered, waits, sure. Two more of the submission: read, score.
        own = np.full(4 * len(questions) + 2, np.nan)
        own[-2], own[-1] = result.readable, _number(row, "score", result.score)
        waiting = (
            set(row["waiting"].split()) if row else {one.question.id for one in result.graded if one.waits}
        )
        for at, one in enumerate(result.graded):
            name = one.question.id
            scored = one.auto is not None or name not in waiting
            points = _number(row, name, one.score) if scored else np.nan
            answered = bool(one.written) or records.is_answered(one.record)
            sure = (one.record or {}).get("confidence") or 0
            own[4 * at : 4 * at + 4] = points, answered, name in waiting, sure
            if answered:
                self._look(number, one)
        self._rows.append(own)

    def _look(self, number: int, one: Graded) -> None:
        """Keep the marks of an answer, and what is wrong in it."""
        if one.question.kind == "marks":
            self._marks(number, one)
        for kind, key, said in _wrongs(one):
            self._gives(number, kind, f"{one.question.id} {key}", f"{one.question.title}: {said}")

    def _marks(self, number: int, one: Graded) -> None:
        text = self._texts[one.question.id]
        live = records.live_marks(one.record) if one.record else {}
        sure = {(m["start"], m["end"], m["label"]): m.get("confidence", 0) for m in live.values()}
        for line in one.lines:
            place = (line.start, line.end, line.label)
            if line.outcome == "missed":
                text.missed[place] = text.missed.get(place, 0) + 1
            elif line.outcome in OUTCOMES:
                first, last = text.add(number, line, sure.get(place, 0))
                if first < last and (first, last, line.label) not in text.as_key:
                    shape = _shape(one.question, line)
                    key = f"{one.question.id} {first}-{last} {line.label}"
                    said = f"{one.question.title}: {line.label} “{_cut(line.quote)}”"
                    self._gives(number, f"{one.question.id} {shape}", key, said)

    def _gives(self, number: int, kind: str, key: str, said: str) -> None:
        answer, _ = self._wrong.setdefault((kind, key), (len(self._wrong), said))
        self._gave[0].append(number)
        self._gave[1].append(answer)

    def done(self, shared: dict[str, list[str]]) -> Class:
        """Return the class."""
        questions = len(self._exercise.questions)
        table = np.array(self._rows).reshape(len(self._rows), 4 * questions + 2)
        points, answered, waits, sure = (table[:, at : 4 * questions : 4] for at in range(4))
        kinds = {kind: number for number, kind in enumerate(dict.fromkeys(kind for kind, _ in self._wrong))}
        place = {student: number for number, student in enumerate(self._students)}
        groups = dict.fromkeys(tuple(place[one] for one in who if one in place) for who in shared.values())
        return Class(
            self._exercise,
            tuple(self._students),
            tuple(self._names),
            table[:, -2] == 1,
            np.where(table[:, -2] == 1, table[:, -1], np.nan),
            points,
            answered == 1,
            waits == 1,
            np.nan_to_num(sure).astype(np.int8),
            {name: text.done() for name, text in self._texts.items()},
            Wrong(
                np.array(self._gave[0], dtype=np.int32),
                np.array(self._gave[1], dtype=np.int32),
                np.array([kinds[kind] for kind, _ in self._wrong], dtype=np.int32),
                tuple(said for _, said in self._wrong.values()),
            ),
            tuple(group for group in groups if len(group) > 1),
        )


def _number(row: dict[str, str] | None, name: str, otherwise: float) -> float:
    cell = row.get(name) if row else None
    return float(cell) if cell else otherwise


def _spans(question: Question) -> tuple[tuple[int, int], ...]:
    """Return the tokens in the passages that a question shows."""
    places = question.item["passages"]
    return tuple(
        (start, end)
        for start, end in tokens(question.item["text"])
        if any(start < place["end"] and end > place["start"] for place in places)
    )


def _shape(question: Question, line: Line) -> str:
    """Say what sort of mark it is: who marks all names, or sentences, shares many with others who do."""
    for sentence in question.item.get("sentences", ()):
        if abs(line.start - sentence["start"]) <= 2 and abs(line.end - sentence["end"]) <= 2:
            return "sentence"
    words = [line.quote[start:end] for start, end in tokens(line.quote)]
    if words and all(word[0].isupper() or word[0].isdigit() for word in words):
        return "name"
    return "word" if len(words) == 1 else "words"


def _wrongs(one: Graded) -> Iterator[tuple[str, str, str]]:
    """Yield the wrong answers other than marks: the sort, what tells it from others, and in words."""
    question, record = one.question, one.record
    if question.kind == "choice":
        for line in one.lines:
            if line.outcome == "wrong":
                yield "choices", line.quote, f"“{line.quote}”"
    elif question.kind in ("match", "order", "evidence", "date", "ratings", "verdicts", "marks"):
        return  # one wrong order or match hangs together with the next: they are no separate evidence
    elif question.kind == "text":
        words = one.written.split()
        if len(words) >= LEAST_WRITTEN:
            text = " ".join(words)
            yield "written", text.casefold(), f"the same {len(words)} words, “{_cut(text)}”"
    elif record and any(line.outcome == "wrong" for line in one.lines):
        value = json.dumps(record["value"], ensure_ascii=False, sort_keys=True)
        yield "values", value, f"“{_cut(value)}”"


def _cut(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
