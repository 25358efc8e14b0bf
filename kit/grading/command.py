"""``kit release`` and ``kit grade``: the arguments, and what a call prints and returns."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from kit.grading.submissions import Submission

GRADE_EPILOG = """\
SUBMISSIONS may be laid out as nbgrader (STUDENT/EXERCISE/NB.ipynb), Moodle or Canvas give it, or plainly as
STUDENT/NB.ipynb or STUDENT.ipynb. Nothing is unpacked, no student's code runs, and no link is followed.

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
    from kit.grading import book, exercise, files, report, run

    out = args.out or Path("build", "grades", args.exercise)
    url = None if args.no_gradebook else args.gradebook or book.address(args.course)
    try:
        loaded = exercise.load(args.course, args.exercise)
        done = run.run(loaded, args.submissions, out, gradebook=url, progress=progress)
    except (exercise.ExerciseError, files.SourceError, book.BookError, OSError) as error:
        return failed(error)
    if not done.results:
        return failed(
            f"{args.submissions} holds no notebook (.ipynb) of a student. Give the folder or zip that does."
        )
    print(report.summary(done))
    print(f"Grades: {out / 'grades.csv'}   Feedback: {out / 'feedback'}   Report: {out / 'report.txt'}")
    return 1 if done.needs_person else 0


def add_course(parser: argparse.ArgumentParser) -> None:
    """Add ``--course``, which every command about exercises takes."""
    parser.add_argument(
        "--course",
        type=Path,
        default=Path("exercises"),
        metavar="DIR",
        help="the course folder, with source/, keys/ and release/ (default: exercises)",
    )


def progress(steps: list[Submission]) -> Iterable[Submission]:
    """Go through submissions with a progress bar, where there is a terminal to draw one on."""
    try:
        from tqdm import tqdm
    except ImportError:
        return steps
    return tqdm(steps, desc="grading", unit="", file=sys.stderr, disable=None, leave=False)


def failed(error: object) -> int:
    """Print why nothing was done; return the exit code of a call that cannot be used."""
    print(f"second-look: {error}", file=sys.stderr)
    return 2
