"""Pieces: a text too long for the parser is read in parts, and the parts' marks are put together again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kit.marks import Mark
from kit.reading.result import Sentence

LONGEST = 100_000
"""The most characters that are parsed at once: about 20,000 words, which keeps memory in bounds."""

BREAKS = ("\n\n", "\n", ". ", " ")
"""Where a text may be cut, the best first."""

Part = tuple[int, list[Mark], list[Sentence]]


def cut(text: str, longest: int = LONGEST) -> list[tuple[int, str]]:
    """Return the pieces of a text with their offsets: whole paragraphs, else sentences, else words.

    >>> cut("One. Two. Three.", longest=11)
    [(0, 'One. Two. '), (10, 'Three.')]
    """
    pieces = []
    start = 0
    while len(text) - start > longest:
        end = _end(text, start, start + longest)
        pieces.append((start, text[start:end]))
        start = end
    return [*pieces, (start, text[start:])]


def _end(text: str, start: int, limit: int) -> int:
    for mark in BREAKS:
        found = text.rfind(mark, start + (limit - start) // 2, limit)
        if found > 0:
            return found + len(mark)
    return limit


def joined(parts: Iterable[Part]) -> tuple[list[Mark], list[Sentence]]:
    """Return marks and sentences of the whole text; marks and groups are numbered anew through all parts."""
    marks: list[Mark] = []
    sentences: list[Sentence] = []
    groups = 0
    for offset, found, judged in parts:
        numbers = [int(mark.group[1:]) for mark in found if mark.group]
        for mark in found:
            marks.append(
                replace(
                    mark,
                    id=f"m{len(marks) + 1}",
                    start=mark.start + offset,
                    end=mark.end + offset,
                    group=f"a{int(mark.group[1:]) + groups}" if mark.group else None,
                )
            )
        sentences += [replace(s, start=s.start + offset, end=s.end + offset) for s in judged]
        groups += max(numbers, default=0)
    return marks, sentences
