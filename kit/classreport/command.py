"""``kit class-report``: the arguments, and what a call prints and returns."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from pathlib import Path

from kit.grading.command import add_course, failed

NOTEBOOK, PAGE = "class-report.ipynb", "class-report.html"
TEMPLATE = Path(__file__).parent / NOTEBOOK

EPILOG = """\
Grade the class first: the report is made from what `kit grade` left in its --out folder. Into the same
folder go class-report.ipynb, which you may change, and class-report.html, one page that opens anywhere. The
next call uses the notebook as you changed it.

examples:
  kit class-report sources                                      after: kit grade sources submissions.zip
  kit class-report sources --roster class.csv                   also tells how many are missing
  kit class-report sources --orders orders.csv --pre before --post after

exit codes:
  0  the page was written
  1  it was written, and a cell of the notebook failed; the page says which
  2  the call cannot be used
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``kit class-report``."""
    parser.description = "Make a report of a graded class, from a notebook that you can change."
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("exercise", metavar="EXERCISE", help="the exercise's name, such as sources")
    add_course(parser)
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="the folder with the grades, as given to kit grade (default: build/grades/EXERCISE)",
    )
    parser.add_argument(
        "--roster", type=Path, metavar="CSV", help="the class list: tells how many are missing"
    )
    parser.add_argument("--orders", type=Path, metavar="FILE", help="what kit assign wrote, for the gain")
    parser.add_argument(
        "--pre", type=Path, metavar="FILE", help="the tests before the course: a folder or a zip"
    )
    parser.add_argument(
        "--post", type=Path, metavar="FILE", help="the tests after the course: a folder or a zip"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="make the notebook anew, and keep the old one under another name"
    )


def run(args: argparse.Namespace) -> int:
    """Run ``kit class-report``; return the exit code (see ``--help``)."""
    from kit.classreport import data, page, settings
    from kit.gains import forms
    from kit.grading import exercise, files, roster, store

    out = args.out or Path("build", "grades", args.exercise)
    sittings = (args.orders, args.pre, args.post)
    if any(sittings) and not all(sittings):
        return failed("the gain needs all three: --orders FILE, --pre FOLDER and --post FOLDER.")
    try:
        # Looked at before anything is written: what is wrong here would fail every cell of the notebook.
        loaded = exercise.load(args.course, args.exercise)
        if not (out / store.NAME).is_file():
            raise data.DataError(
                f"{out} holds no grades. Grade the class first: "
                f"kit grade {loaded.name} SUBMISSIONS --out {out}"
            )
        places = {"roster": args.roster, "orders": args.orders, "pre": args.pre, "post": args.post}
        settings.save(out, loaded.name, course=args.course, **places)
        settings.report(out)
        notebook = _notebook(out, fresh=args.fresh)
        made, errors = page.make(notebook)
        files.write(out / PAGE, made.encode())
    except (
        data.DataError,
        page.NotebookError,
        exercise.ExerciseError,
        forms.FormError,
        files.SourceError,
        roster.RosterError,
        store.StoreError,
        sqlite3.Error,
        OSError,
    ) as error:
        return failed(error)
    for why in errors:
        print(f"look: a cell of {notebook} failed: {why}", file=sys.stderr)
    print(f"Report: {out / PAGE}   Notebook: {notebook}")
    return 1 if errors else 0


def _notebook(out: Path, *, fresh: bool) -> Path:
    """Return the notebook of a folder; it is made where there is none, and an old one is never lost."""
    from kit.grading import files

    path = out / NOTEBOOK
    if path.exists() and fresh:
        number = next(n for n in range(1, 10_000) if not (out / f"class-report-old-{n}.ipynb").exists())
        path.rename(out / f"class-report-old-{number}.ipynb")
    if not path.exists():
        files.write(path, TEMPLATE.read_bytes())
    return path
