"""What a class gained, in numbers and in plain sentences; the words lie in ``words/`` and ``report.html``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

from kit.gains.estimate import Estimate, average, half_difference
from kit.gains.forms import Form
from kit.gains.gather import Class, Pair
from kit.gains.sitting import MEASURES

HERE = Path(__file__).parent
CHANCE = {"discernment": 0.5, "trust": 0.0, "tone": 0.5, "overconfidence": 0.0}
"""Where each measure stands for a class that guesses, or has no such bias."""

PULL = 0.05
"""How far the texts of a form may pull a measure of themselves: only beyond it a class is said to stand off
the neutral value. The intervals do not cover texts; in simulated classes (``benchmarks/classes.py``) every
third one that guessed was otherwise said to lean. A gain needs no such guard: its texts cancel."""

MISSED = 1.43
"""Half an interval, times this, is the true gain that is seen four times in five: (1.96 + 0.84) / 1.96."""


class TooFewError(ValueError):
    """A class that is too small to say anything of; the message says how many are needed."""


@dataclass(frozen=True)
class Row:
    """One measure: before, after, the gain, and how much easier the second form was made for it."""

    measure: str
    before: Estimate
    after: Estimate
    gain: Estimate
    forms: Estimate


@dataclass(frozen=True)
class Report:
    """All that the report says; ``said`` are the ids of its sentences, in order."""

    rows: tuple[Row, ...]
    said: tuple[str, ...]
    found: Class
    forms: tuple[str, str]

    @property
    def students(self) -> int:
        """The number of students with both sittings."""
        return len(self.found.pairs)

    def row(self, measure: str) -> Row:
        """Return the row of a measure."""
        return next(row for row in self.rows if row.measure == measure)


def report(forms: tuple[Form, Form], found: Class) -> Report:
    """Estimate all that the report says; raises ``TooFewError`` below two students in an order."""
    orders = [found.order(form.name) for form in forms]
    if min(map(len, orders)) < 2:
        raise TooFewError(
            f"two students or more are needed in each order, with both sittings; {len(orders[0])} took "
            f"{forms[0].name} first, and {len(orders[1])} {forms[1].name}"
        )
    rows = tuple(_row(measure, *orders) for measure in MEASURES)
    return Report(rows, tuple(_said(rows)), found, (forms[0].name, forms[1].name))


def _row(measure: str, first: list[Pair], second: list[Pair]) -> Row:
    def of(when: str, order: list[Pair]) -> list[float]:
        return [getattr(getattr(pair, when), measure) for pair in order]

    def gains(order: list[Pair]) -> list[float]:
        return [late - early for early, late in zip(of("before", order), of("after", order), strict=True)]

    return Row(
        measure,
        average(of("before", first), of("before", second)),
        average(of("after", first), of("after", second)),
        average(gains(first), gains(second)),
        half_difference(gains(first), gains(second)),
    )


def _said(rows: tuple[Row, ...]) -> Iterator[str]:
    """Yield what can be said. Discernment comes first, whatever the bias does: suspicion is no skill."""
    of = {row.measure: row for row in rows}
    yield from _changed(of["discernment"]) or ["discernment.same"]
    if of["discernment"].forms.excludes(0):
        yield "forms.differ"
    yield from _stands(of["discernment"])
    for measure in ("trust", "tone", "overconfidence"):
        yield from _changed(of[measure])
        yield from _stands(of[measure])


def _changed(row: Row) -> list[str]:
    if not row.gain.excludes(0):
        return []
    return [f"{row.measure}.{'more' if row.gain.mean > 0 else 'less'}"]


def _stands(row: Row) -> list[str]:
    if row.after.low > CHANCE[row.measure] + PULL:
        return [f"{row.measure}.above"]
    return [f"{row.measure}.below"] if row.after.high < CHANCE[row.measure] - PULL else []


def page(report: Report) -> str:
    """Return the report as one HTML page, without a script; nothing in it is about one student."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    templates.filters |= {"plain": _plain, "signed": _signed, "place": _place}
    style = (HERE.parent / "grading" / "page.css").read_text("utf-8")
    return templates.get_template("report.html").render(
        report=report,
        words=words(),
        style=style,
        chance=CHANCE,
        missed=_missed(report.row("discernment").gain),
    )


def _missed(gain: Estimate) -> str:
    reach = (gain.high - gain.low) / 2 * MISSED
    return _plain(reach) if isfinite(reach) else ""


def _plain(value: float) -> str:
    return f"{value:.2f}" if isfinite(value) else "?"


def _signed(value: float) -> str:
    return f"{value + 0.0:+.2f}" if isfinite(value) else "?"


def _place(value: float) -> str:
    """Return where a value from 0 to 1 stands on a line of 100, for drawing."""
    return f"{100 * min(max(value, 0.0), 1.0):.1f}"


@cache
def words() -> dict[str, Any]:
    """Return the words of the report."""
    return tomllib.loads((HERE / "words" / "en.toml").read_text("utf-8"))
