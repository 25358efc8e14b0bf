"""``kit assign`` and ``kit gains``: the arguments, and what a call prints and returns."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from kit.grading.command import add_course, failed, progress

if TYPE_CHECKING:  # imported where it is used, as in kit/grading/command.py
    from kit.gains.report import Report

ASSIGN_EPILOG = """\
ROSTER is a class list (CSV) with a column “id” or “name”, or as Moodle, Canvas or Gradescope export one.
Orders are drawn at random in blocks of four, so that half of the class takes each form first. Run it again
when students join late: who has an order keeps it.
"""

GAINS_EPILOG = """\
ORDERS is what `kit assign` wrote. BEFORE and AFTER are folders or zips with the students' notebooks. Which
form a notebook is of is read from its answers. The report is about the class, and has no line on a student.

exit codes:
  0  the report was written
  1  it was written, and some notebook could not be used; what is wrong with it was printed
  2  there is nothing to report
"""


def add_assign(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``kit assign``."""
    parser.description = "Draw who takes which form of the test before the course."
    parser.epilog = ASSIGN_EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("roster", metavar="ROSTER", type=Path, help="the class list")
    add_course(parser)
    parser.add_argument("--seed", type=int, help="draw the same orders again (default: a new seed, printed)")
    parser.add_argument(
        "--out", type=Path, default=Path("orders.csv"), metavar="FILE", help="default: %(default)s"
    )


def add_gains(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``kit gains``."""
    parser.description = "Say what a class gained from the test before the course to the one after it."
    parser.epilog = GAINS_EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("orders", metavar="ORDERS", type=Path, help="the file that kit assign wrote")
    parser.add_argument("before", metavar="BEFORE", type=Path, help="a folder or a zip")
    parser.add_argument("after", metavar="AFTER", type=Path, help="a folder or a zip")
    add_course(parser)
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("build", "gains.html"),
        metavar="FILE",
        help="where the page goes (default: %(default)s)",
    )


def run_assign(args: argparse.Namespace) -> int:
    """Run ``kit assign``; return the exit code."""
    from kit.gains import forms, orders
    from kit.grading import files, roster

    try:
        one, other = forms.both(args.course)
        students = roster.load(args.roster)
        given = orders.load(args.out) if args.out.exists() else []
        seed = secrets.randbelow(2**31) if args.seed is None else args.seed
        drawn = orders.assign(students, (one.name, other.name), seed, given)
        # Whole or not at all: an order that is lost cannot be drawn again.
        files.write(args.out, orders.text(drawn).encode("utf-8-sig"))
    except (forms.FormError, roster.RosterError, OSError) as error:
        return failed(error)
    counts = Counter(order.before for order in drawn)
    firsts = ", ".join(f"{name} first: {counts[name]}" for name in (one.name, other.name))
    print(f"{len(drawn)} students, {len(drawn) - len(given)} of them new. {firsts}. Seed: {seed}.")
    print(
        f"Orders: {args.out}. Give each student the form under “before” now, the other one after the course."
    )
    return 0


def run_gains(args: argparse.Namespace) -> int:
    """Run ``kit gains``; return the exit code (see ``--help``)."""
    from kit.gains import forms, gather, orders, report
    from kit.grading import exercise, files, roster

    try:
        pair = forms.both(args.course)
        loaded = [(form, exercise.load(args.course, form.name)) for form in pair]
        given = orders.load(args.orders)
        found = gather.gather(loaded, given, args.before, args.after, progress)
        for problem in found.problems:
            print(f"look: {problem}", file=sys.stderr)
        made = report.report(pair, found)
        files.write(args.out, report.page(made).encode())
    except (
        forms.FormError,
        exercise.ExerciseError,
        files.SourceError,
        roster.RosterError,
        report.TooFewError,
        OSError,
    ) as error:
        return failed(error)
    _print(made)
    print(f"Report: {args.out}")
    return 1 if found.problems else 0


def _print(made: Report) -> None:
    from rich.console import Console
    from rich.table import Table

    from kit.gains.report import words

    said = words()
    table = Table(title=f"{said['title']}: {made.students} students")
    for number, name in enumerate(("measure", "before", "after", "gain", "interval")):
        table.add_column(said["table"][name], justify="right" if number else "left")
    for row in made.rows:
        gain = row.gain
        table.add_row(
            said["measures"][row.measure]["short"],
            f"{row.before.mean:.2f}",
            f"{row.after.mean:.2f}",
            f"{gain.mean:+.2f}",
            f"{gain.low:+.2f} to {gain.high:+.2f}",
        )
    console = Console()
    console.print(table)
    for name in made.said:
        console.print(said["sentences"][name], markup=False)
