"""A CSV that somebody exported: read so that it can be written again with only some cells changed."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from kit.grading.roster import delimiter_of, folded

BOM = b"\xef\xbb\xbf"


@dataclass
class Sheet:
    """The rows of a CSV, headings first, and how it was written; ``marked`` is by a byte order mark."""

    rows: list[list[str]]
    delimiter: str
    newline: str
    marked: bool

    @property
    def head(self) -> list[str]:
        """The headings as they stand in the file."""
        return self.rows[0]

    def column(self, names: list[str]) -> int | None:
        """Return the place of a column by its headings, in small letters, the best first."""
        known = [folded(name) for name in self.head]
        return next((known.index(name) for name in names if name in known), None)

    def cell(self, row: int, column: int | None) -> str:
        """Return a cell without the spaces around it; empty where the row or the file does not have it."""
        cells = self.rows[row]
        return cells[column].strip() if column is not None and column < len(cells) else ""

    def put(self, row: int, column: int, text: str) -> None:
        """Set a cell; a row that is shorter than its place grows."""
        cells = self.rows[row]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = text

    def data(self) -> bytes:
        """Return the file: the same cells in the same order, but for what was put."""
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self.delimiter, lineterminator=self.newline).writerows(self.rows)
        return (BOM if self.marked else b"") + text.getvalue().encode()


def load(path: Path) -> Sheet:
    """Read a CSV that ``roster.load`` could read."""
    data = path.read_bytes()
    text = data.decode("utf-8-sig")
    delimiter = delimiter_of(text)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    newline = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
    return Sheet(rows, delimiter, newline, data.startswith(BOM))


def number(text: str) -> float | None:
    """Read a number with a point or a comma before its decimals; None where it is none.

    >>> number("9,50"), number("1.000,5"), number(" 100"), number("(read only)"), number("nan")
    (9.5, 1000.5, 100.0, None, None)
    """
    said = text.strip()
    if not re.fullmatch(r"-?\d[\d.,]*", said):
        return None
    *whole, last = re.split(r"[.,]", said)
    return float("".join(whole) + "." + last if whole else last)
