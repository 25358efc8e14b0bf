"""Who takes which form first: drawn at random in balanced blocks, and kept in one CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from kit.grading import roster
from kit.grading.report import neutral
from kit.grading.roster import Roster, RosterError

BLOCK = 4  # students: two of each order, so that the orders never differ by more than two
HEAD = ("id", "name", "before", "after")


@dataclass(frozen=True)
class Order:
    """One student's order: the form before the course, and the one after it."""

    id: str
    name: str
    before: str
    after: str


def assign(students: Roster, forms: tuple[str, str], seed: int, given: Iterable[Order] = ()) -> list[Order]:
    """Return an order for each student of a list; who has one already (``given``) keeps it.

    The same list, seed and given orders always give the same orders. Late students fill up the order that
    has fewer first.
    """
    kept = list(given)
    known = {roster.folded(one.id) for one in kept}
    new = [one for one in students.students if roster.folded(one.id) not in known]
    draw = Random(f"{seed}:{len(kept)}")
    counts = Counter(one.before for one in kept)
    behind = min(forms, key=lambda form: counts[form])
    lead = abs(counts[forms[0]] - counts[forms[1]])
    draws = [behind] * min(lead, len(new))
    while len(draws) < len(new):
        block = list(forms) * (BLOCK // 2)
        draw.shuffle(block)
        draws += block
    draw.shuffle(new)  # a list may be sorted by something that matters, such as the marks of last year
    other = {forms[0]: forms[1], forms[1]: forms[0]}
    drawn = {
        student.id: Order(student.id, student.name, form, other[form])
        for student, form in zip(new, draws, strict=False)
    }
    return kept + [drawn[one.id] for one in students.students if one.id in drawn]


def load(path: Path) -> list[Order]:
    """Read the orders; raises ``RosterError`` where the file is none."""
    rows = roster.load(path)
    if not set(HEAD) <= set(rows.columns):
        raise RosterError(
            f"{path} needs the headings {', '.join(HEAD)}, as `kit assign` writes them; it has "
            f"{', '.join(rows.columns)}."
        )
    # The file was written for spreadsheets; what they must not run has an apostrophe in front.
    return [Order(*(student.row[name].removeprefix("'") for name in HEAD)) for student in rows.students]


def text(orders: Iterable[Order]) -> str:
    """Return the orders as CSV, with no cell that a spreadsheet would run."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(HEAD)
    for one in orders:
        rows.writerow([neutral(cell) for cell in (one.id, one.name, one.before, one.after)])
    return out.getvalue()
