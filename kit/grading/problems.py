"""A problem: something about a submission that its student or a person who grades must know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kit.grading import words


@dataclass(frozen=True)
class Problem:
    """What is wrong, why, and what to do next.

    ``person`` says that somebody must look before the grade counts; else it is only worth knowing.
    ``private`` problems name other students, and never reach a student's page.
    ``question`` is the question it is about, or empty where it is about the whole submission.
    ``plain`` names a sentence of ``words/en.toml``: what the student's own page says in place of it.
    """

    what: str
    why: str
    todo: str
    question: str = ""
    person: bool = True
    private: bool = False
    plain: str = ""

    def __str__(self) -> str:
        about = f"{self.question}: " if self.question else ""
        return f"{about}{self.what} {self.why} {self.todo}".strip()

    @property
    def for_student(self) -> str:
        """What the student's page says: what happened and what to do, without a parser's words."""
        return words.of("plain")[self.plain] if self.plain else f"{self.what} {self.why}".strip()


def unique(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems in order, each once: a forged record often lies in three places of one file."""
    return tuple(dict.fromkeys(problems))


def clean(text: str, at_most: int = 200) -> str:
    """Return a student's text as a short line that is safe in a terminal: no control characters, no breaks.

    >>> clean("a\\x1b[31m\\nb")
    'a [31m b'
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= at_most else line[: at_most - 1] + "…"
