"""What became of a submission: points, lines that explain them, problems, and what a person gave."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import datetime

from kit import records
from kit.grading.exercise import Question
from kit.grading.problems import Problem


@dataclass(frozen=True)
class Line:
    """One line of an explanation, and how many points it gave or cost (None where it is about none).

    ``start`` and ``end`` are the place in the text that it is about (-1: none), with its label and kind: the
    student's, or the key's where the student missed it.
    """

    outcome: str
    text: str
    points: float | None = None
    quote: str = ""
    start: int = -1
    end: int = -1
    label: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Manual:
    """What a person gave in the gradebook: points (None: not yet), with any extra credit, and a comment.

    ``stale`` says that the answer changed since, so that the person must look again.
    """

    score: float | None = None
    comment: str = ""
    stale: bool = False


@dataclass(frozen=True)
class Graded:
    """One question of one student: ``auto`` is None where only a person can give points."""

    question: Question
    auto: float | None
    summary: str
    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    record: records.Record | None = None
    written: str = ""
    manual: Manual = field(default_factory=Manual)

    @property
    def score(self) -> float:
        """The points that count so far: a person's before the grader's."""
        given = self.manual.score if self.manual.score is not None else self.auto
        return 0.0 if given is None else given

    @property
    def waits(self) -> bool:
        """Whether a person must look: nothing is scored yet, or something about the answer is odd."""
        if self.manual.score is not None:
            return self.manual.stale
        return self.auto is None or any(problem.person for problem in self.problems)

    @property
    def fingerprint(self) -> str:
        """A hash of the answer: a person is asked again only where it changed."""
        value = self.record and {name: self.record.get(name) for name in ("value", "confidence", "others")}
        return hashlib.sha256(json.dumps([value, self.written], sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Result:
    """What became of one student's submission. ``graded`` is empty where the file could not be read."""

    student: str
    name: str = ""
    graded: tuple[Graded, ...] = ()
    problems: tuple[Problem, ...] = ()
    handed_in: datetime | None = None
    late: float = 0.0
    sheets: frozenset[str] = frozenset()

    @property
    def readable(self) -> bool:
        """Whether there was anything to grade."""
        return bool(self.graded)

    @property
    def penalty(self) -> float:
        """The points that lateness costs."""
        return round(self.late * sum(graded.score for graded in self.graded), 2)

    @property
    def score(self) -> float:
        """The points so far, less what lateness costs."""
        return round(sum(graded.score for graded in self.graded) - self.penalty, 2)

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Every problem: the submission's own, then those of its questions."""
        return self.problems + tuple(problem for graded in self.graded for problem in graded.problems)

    @property
    def open_problems(self) -> tuple[Problem, ...]:
        """The problems for a person that none has dealt with yet, by giving points in the gradebook."""
        told = [problem for one in self.graded if one.waits for problem in one.problems]
        return tuple(problem for problem in (*self.problems, *told) if problem.person)

    def with_book(self, given: dict[str, Manual], late: float) -> Result:
        """Return the result with what the gradebook knows: what a person gave, and what lateness costs."""
        graded = tuple(replace(one, manual=given.get(one.question.id, one.manual)) for one in self.graded)
        return replace(self, graded=graded, late=late)
