"""``kit release`` and ``kit grade``: the arguments, and what a call prints and returns."""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # imported where it is used: `kit --help` need not wait for pandas
    from kit.grading.exercise import Exercise
    from kit.grading.report import Report
    from kit.grading.work import Runner

WIDE = 200  # characters a line, where the output is no terminal

GRADE_EPILOG = """\
SUBMISSIONS may be laid out as nbgrader (STUDENT/EXERCISE/NB.ipynb), Moodle or Canvas give it, or plainly as
STUDENT/NB.ipynb or STUDENT.ipynb. Nothing is unpacked, no student's code runs, and no link is followed.

examples:
  kit grade sources submissions.zip                    the zip that Moodle or Canvas gives
  kit grade sources handed-in --roster class.csv       with names, and who is missing
  kit grade sources submissions.zip --roster Grades.csv --column 4711
                                                       and the grades in a file for Canvas, in that column
  kit grade sources handed-in --workers 8              on eight cores
  kit grade sources handed-in --dry-run                only look

A run that was stopped goes on where it was when it is started again. What has not changed is not graded
again, and what a person gave in the gradebook stays.

exit codes:
  0  everything was graded (written answers may wait for a person: they always do)
  1  everything that can be was graded, and a person must look at something: a file that cannot be read,
     an answer that was edited by hand or given twice; the report says what, why and what to do
  2  the call cannot be used: nothing was graded
"""


def add_release(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``kit release``."""
    parser.description = "Make what students get of an exercise: COURSE/release/EXERCISE, without any key."
    parser.add_argument("exercise", metavar="EXERCISE", help="the exercise's name, such as sources")
    add_course(parser)


def add_grade(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``kit grade``."""
    parser.description = "Grade the submissions of an exercise, and explain every point."
    parser.epilog = GRADE_EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("exercise", metavar="EXERCISE", help="the exercise's name, such as sources")
    parser.add_argument("submissions", metavar="SUBMISSIONS", type=Path, help="a folder or a zip")
    add_course(parser)
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="where grades.csv, report.txt and feedback/ go (default: build/grades/EXERCISE)",
    )
    parser.add_argument(
        "--gradebook",
        metavar="URL",
        help="nbgrader's gradebook, also one on PostgreSQL (default: gradebook.db in the course folder); "
        "give nbgrader the same as CourseDirectory.db_url",
    )
    parser.add_argument(
        "--no-gradebook",
        action="store_true",
        help="write no nbgrader gradebook and no copies to mark (works without nbgrader)",
    )
    parser.add_argument(
        "--roster",
        type=Path,
        metavar="CSV",
        help="the class list, your own or as Moodle, Canvas or Gradescope export it: names students, and "
        "tells who is missing; a file of a platform also comes back with the grades in it, to be uploaded",
    )
    parser.add_argument(
        "--column",
        metavar="NAME",
        help="the column of Canvas's gradebook (--roster) for the grades, by its name or its number "
        "(default: the one called as the exercise); empty: make no file to upload, for any platform",
    )
    who = parser.add_mutually_exclusive_group()
    who.add_argument(
        "--workers", type=_count, default=1, metavar="N", help="grade in N processes (default: 1)"
    )
    who.add_argument(
        "--dask", metavar="ADDRESS", help="grade on a Dask cluster: its scheduler, tcp://HOST:8786"
    )
    parser.add_argument("--dry-run", action="store_true", help="grade, print the table, and write nothing")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} workers can do nothing; give 1 or more")
    return number


def run_release(args: argparse.Namespace) -> int:
    """Run ``kit release``; return the exit code: 0, or 2 where the exercise cannot be released."""
    from kit.grading import exercise, release

    try:
        folder = release.write(args.course, args.exercise)
    except (exercise.ExerciseError, OSError) as error:
        return failed(error)
    print(f"Released to {folder}:")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        print(f"  {path.relative_to(folder).as_posix()}")
    return 0


def run_grade(args: argparse.Namespace) -> int:
    """Run ``kit grade``; return the exit code (see ``--help``)."""
    from kit.grading import book, exercise, exports, files, platforms, roster, run, store, work

    out = None if args.dry_run else args.out or Path("build", "grades", args.exercise)
    none = args.no_gradebook or args.dry_run
    url = None if none else args.gradebook or book.address(args.course)
    try:
        loaded = exercise.load(args.course, args.exercise)
        students = roster.load(args.roster) if args.roster else None
        export = platforms.opened(loaded, students, args.roster, args.column)
        places = run.Places(args.submissions, out, url)
        each = {"each": export.add} if export else {}
        done = run.run(loaded, places, roster=students, worker=_worker(args), progress=progress, **each)
        said = platforms.write(export, out) if done.students else []
    except (
        exercise.ExerciseError,
        exports.ExportError,
        files.SourceError,
        roster.RosterError,
        store.StoreError,
        work.WorkError,
        book.BookError,
    ) as error:
        return failed(error)
    except OSError as error:
        return failed(_plain(error))
    if not done.students:
        return failed(
            f"{args.submissions} holds no notebook (.ipynb) of a student. Give the folder or zip that does."
        )
    show(done)
    for line in said:
        print(line)
    if out is None:
        print("Nothing was written: this was a dry run.")
    else:
        print(f"Grades: {out / 'grades.csv'}   Feedback: {out / 'feedback'}   Report: {out / 'report.txt'}")
    return 1 if done.needs_person else 0


def _worker(args: argparse.Namespace) -> Callable[[Exercise], AbstractContextManager[Runner]]:
    from kit.grading import work

    if args.dask:
        return partial(work.dask, scheduler=args.dask)
    return partial(work.processes, workers=args.workers) if args.workers > 1 else work.here


def _plain(error: OSError) -> str:
    """Say what went wrong with a file, and what to do; what was graded so far is kept."""
    what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
    todo = {
        errno.ENOSPC: "The disk is full: make room",
        errno.EROFS: "The folder is read-only: give another one with --out",
        errno.EACCES: "You may not write there: give a folder of your own with --out",
        errno.ENOENT: "Nothing can be written there: give another folder with --out",
        errno.EEXIST: "That is a file and no folder: give another one with --out",
        errno.ENOTDIR: "That is a file and no folder: give another one with --out",
    }.get(error.errno or 0, "Mend that")
    return f"{what}. {todo}, and run the same again; what was graded is kept."


def show(done: Report) -> None:
    """Print the table and what is said of the class."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    head = done.head()
    for number, name in enumerate(head):
        edge = number in (0, len(head) - 1)
        table.add_column(name, justify="left" if edge else "right", overflow="fold", no_wrap=not edge)
    for row in done.rows():
        table.add_row(*map(Text, row))
    console = Console(width=None if sys.stdout.isatty() else WIDE, highlight=False)
    if done.rows():
        console.print(table)
    for line in done.counts():
        console.print(Text(line), soft_wrap=True)


def add_course(parser: argparse.ArgumentParser) -> None:
    """Add ``--course``, which every command about exercises takes."""
    parser.add_argument(
        "--course",
        type=Path,
        default=Path("exercises"),
        metavar="DIR",
        help="the course folder, with source/, keys/ and release/ (default: exercises)",
    )


@contextmanager
def progress(total: int, what: str) -> Iterator[Callable[[], object]]:
    """Show a progress bar, where there is a terminal to draw one on."""
    from tqdm import tqdm

    with tqdm(total=total, desc=what, unit="", file=sys.stderr, disable=None, leave=False) as bar:
        yield bar.update


def failed(error: object) -> int:
    """Print why nothing was done; return the exit code of a call that cannot be used."""
    print(f"second-look: {error}", file=sys.stderr)
    return 2
