"""Texts on paper: lines of one length with their numbers, and the machine's marks as lines and boxes.

Offsets are code points, end exclusive. The asterisks of Markdown are left out, and still counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

WIDTH = 66
"""The longest line of a numbered text, in characters: it leaves a margin to write in."""

WORD = re.compile(r"\S+")


@dataclass(frozen=True)
class Piece:
    """Words of a line that the same marks cover; ``tones`` are theirs, the longest mark's first."""

    text: str
    tones: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    """The numbers of the marks that end with this piece."""


@dataclass(frozen=True)
class Line:
    """A line of a text; ``number`` counts from 1, ``first`` says that a paragraph begins here."""

    number: int
    pieces: list[Piece] = field(default_factory=list)
    first: bool = False
    head: bool = False


def lines(text: str, marks: list[dict[str, Any]] | None = None, width: int = WIDTH) -> list[Line]:
    """Break a whole text into numbered lines; ``marks`` have ``start``, ``end`` and ``tone``, in order."""
    found: list[Line] = []
    at = 0
    for paragraph in text.split("\n"):
        head = paragraph.startswith("**") and paragraph.rstrip().endswith("**")
        for n, (start, end) in enumerate(_broken(text, at, at + len(paragraph), width)):
            found.append(Line(len(found) + 1, pieces(text, start, end, marks or []), n == 0, head))
        at += len(paragraph) + 1
    return found


def pieces(text: str, start: int, end: int, marks: list[dict[str, Any]]) -> list[Piece]:
    """Cut a stretch of text wherever a mark begins or ends."""
    cuts = {start, end, *(at for mark in marks for at in (mark["start"], mark["end"]) if start < at < end)}
    found = []
    for low, high in pairwise(sorted(cuts)):
        here = [mark for mark in marks if mark["start"] <= low and high <= mark["end"]]
        here.sort(key=lambda mark: mark["start"] - mark["end"])
        numbers = tuple(n for n, mark in enumerate(marks, 1) if mark["end"] == high and mark in here)
        shown = text[low:high].replace("**", "")
        if shown:
            found.append(Piece(shown, tuple(mark["tone"] for mark in here), numbers))
    return found


def _broken(text: str, start: int, end: int, width: int) -> list[tuple[int, int]]:
    """Return where the lines of one paragraph begin and end; a word is never broken."""
    words = [match.span() for match in WORD.finditer(text, start, end)]
    found: list[tuple[int, int]] = []
    for low, high in words:
        if found and len(text[found[-1][0] : high].replace("**", "")) <= width:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found


def paragraphs(text: str, start: int, end: int, marks: list[dict[str, Any]]) -> list[list[Piece]]:
    """Return a stretch of text in pieces, paragraph by paragraph, its lines left to the page."""
    found, at = [], start
    for line in text[start:end].split("\n"):
        if line.strip():
            found.append(pieces(text, at, at + len(line), marks))
        at += len(line) + 1
    return found
