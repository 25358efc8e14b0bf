"""What a graded class answered, in arrays: no object a student or a mark, so that twenty thousand fit.

It is read from what ``kit grade`` left in its folder: the answers and the lines on each mark from the store,
and the points from ``grades.csv``, where those that a person gave are in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from kit.grading.exercise import Exercise, Question

Numbers = NDArray[Any]

FALSE = ("trap", "false_alarm")
FOUND = ("hit", "part", "kind")


class DataError(ValueError):
    """A folder that holds no graded class; the message says why and what to do."""


@dataclass(frozen=True)
class Marks:
    """The marks on one text, one entry of each array a mark.

    ``spans`` are the tokens of the text (code points, end exclusive); ``first`` and ``last`` are the tokens
    that a mark covers, ``last`` exclusive. ``label`` counts the question's labels, ``outcome`` is the index
    in ``OUTCOMES``, ``sure`` is 1 to 6, or 0 where nothing was said. ``missed`` says for each firm mark of
    the key how many of those who answered missed it.
    """

    spans: tuple[tuple[int, int], ...]
    student: Numbers
    first: Numbers
    last: Numbers
    label: Numbers
    outcome: Numbers
    sure: Numbers
    missed: dict[str, int]


OUTCOMES = ("hit", "part", "kind", "trap", "false_alarm", "borderline", "again")


@dataclass(frozen=True)
class Wrong:
    """Who gave which wrong answer: entry k says that student ``student[k]`` gave the answer ``answer[k]``.

    A mark counts as one where the key has none with these words, right or not: who finds a thing alone draws
    its borders alone. ``kind`` groups answers of one sort, by the index of an answer; ``said`` says in words
    what it was.
    """

    student: Numbers
    answer: Numbers
    kind: Numbers
    said: tuple[str, ...]


@dataclass(frozen=True)
class Class:
    """A graded class. ``points``, ``answered``, ``waits``, ``sure``: a row a student, a column a question.

    ``points`` are NaN where nothing is scored yet; ``read`` says whose file could be read; ``score`` is the
    whole score, less what lateness costs; ``sure`` is 1 to 6, 0 where nothing was said; ``sheets`` are the
    groups of students whose answers were begun in the same file.
    """

    exercise: Exercise
    students: tuple[str, ...]
    names: tuple[str, ...]
    read: Numbers
    score: Numbers
    points: Numbers
    answered: Numbers
    waits: Numbers
    sure: Numbers
    marks: dict[str, Marks]
    wrong: Wrong
    sheets: tuple[tuple[int, ...], ...]

    @property
    def questions(self) -> list[Question]:
        """The questions, in their order."""
        return list(self.exercise.questions.values())

    def column(self, question: str) -> int:
        """Return the column of a question; ``ValueError`` says which there are."""
        names = list(self.exercise.questions)
        if question not in names:
            raise ValueError(f"there is no question {question!r}; there are {', '.join(names)}")
        return names.index(question)

    def who(self, student: int) -> str:
        """Return the name of a student, or the id where no name is known."""
        return self.names[student] or self.students[student]
