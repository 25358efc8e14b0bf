"""``kit grade`` beside ``nbgrader autograde``, on the same answers, in one run:

    python -m benchmarks.grading                     # 200 submissions; nbgrader's rate from 50 of them
    python -m benchmarks.grading 1000 --workers 2
    python -m benchmarks.grading 20000 --alone       # ours alone: time and memory

Ours is timed from the command to the last page: imports, grading, gradebook, copies to mark, feedback pages.
nbgrader gets the same exercise in its own form: answers are variables in code cells, and hidden tests score
them by the same rules, with partial credit. It is timed without its feedback pages. The grades of both are
compared, student by student and question by question.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from kit.grading import exercise
from kit.grading.exercise import Exercise
from tests.grading import students

ROOT = Path(__file__).parent.parent
NAME = "sources"
THEIRS = 50  # submissions that nbgrader is timed on


def answers(loaded: Exercise, draw: Random) -> dict[str, Any]:
    """Return one honest student's answers: some found, some missed, some wrong."""
    found: dict[str, Any] = {}
    for name, question in loaded.questions.items():
        item, key = question.item, question.key
        if question.kind == "marks":
            places = [*students.key_marks(question), *students.key_marks(question, "trap")]
            found[name] = [mark for mark in places if draw.random() < 0.6]
        elif question.kind == "choice":
            found[name] = [draw.choice(item["options"])["id"]]
        elif question.kind == "value":
            found[name] = draw.choice([key["value"], 0, 7])
        elif question.kind == "text":
            found[name] = "It says that the legs are weak. I would ask for the report and look for photos."
    return found


def hand_in(loaded: Exercise, folder: Path, number: int) -> None:
    """Write so many submissions, as ``STUDENT/sources.ipynb``, the same each time."""
    for n in range(number):
        sheet = f"sheet{n:06}"
        path = folder / f"s{n:06}" / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        notebook = students.answered(loaded, answers(loaded, Random(n)), sheet)
        path.write_text(json.dumps(notebook, indent=1), "utf-8")


def ours(course: Path, place: Path, *more: str) -> tuple[float, float]:
    """Run ``kit grade``; return its seconds, and the most memory of its largest process, in MB."""
    call = [sys.executable, "-m", "kit.cli", "grade", NAME, str(place), "--course", str(course)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    start = time.perf_counter()
    done = subprocess.run([*call, "--out", str(course / "out"), *more], stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - start
    assert done.returncode in (0, 1), done
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return seconds, max(most, before) / 1024


TESTS = """
from kit import scoring
from kit.grading import values
key = json.loads(KEY)
"""


def own_form(loaded: Exercise, given: dict[str, Any] | None) -> Any:
    """Return the exercise in nbgrader's own form: with a student's answers, or the instructor's master."""
    cells = [_cell("import json", "top")]
    for name, question in loaded.questions.items():
        if question.kind == "text":
            continue
        value = None if given is None else given.get(name)
        master = "### BEGIN SOLUTION\n### END SOLUTION" if given is None else ""
        cells.append(
            _cell(f"{name} = json.loads({json.dumps(json.dumps(value))})\n{master}", name, solution=True)
        )
        test = f"### BEGIN HIDDEN TESTS\n{_test(question)}\n### END HIDDEN TESTS" if given is None else ""
        cells.append(_cell(test, f"test-{name}", grade=True, points=question.points))
    return new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


def _test(question: exercise.Question) -> str:
    key = json.dumps(json.dumps(question.key))
    if question.kind == "marks":
        text = json.dumps(json.dumps(question.item["text"]))
        score = (
            f"scoring.score_marks(json.loads({text}), {question.id}, key, "
            f"kinds={question.kinds}, cost={question.cost}).fraction"
        )
    elif question.kind == "choice":
        score = f"scoring.score_choice({question.id}, key['right'])"
    else:
        score = f"float(values.same({question.id}, key['value'], {question.tolerance}))"
    begin = f"from kit import scoring\nfrom kit.grading import values\nkey = json.loads({key})"
    return f"{begin}\nround({question.points} * {score}, 2)"


def _cell(source: str, name: str, **more: Any) -> Any:
    data = {"grade": False, "grade_id": name, "locked": False, "schema_version": 3, "solution": False}
    data |= {"task": False, **more}
    data["locked"] = bool(data["grade"])
    return new_code_cell(source, id=name, metadata={"nbgrader": data})


def theirs(loaded: Exercise, course: Path, number: int) -> tuple[float, dict[str, dict[str, float]]]:
    """Run ``nbgrader autograde``; return its seconds and the points, by student and question."""
    source = course / "source" / NAME / f"{NAME}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(own_form(loaded, None), source)
    (course / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.course_id = "rivals"\nc.NbGraderConfig.logfile = ""\n'
    )
    _nbgrader(course, "generate_assignment", NAME)
    release = nbformat.read(course / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    for n in range(number):
        given = own_form(loaded, answers(loaded, Random(n)))
        handed = json.loads(json.dumps(release))
        sources = {cell["metadata"]["nbgrader"]["grade_id"]: cell["source"] for cell in given.cells}
        for cell in handed["cells"]:
            data = cell["metadata"]["nbgrader"]
            if data["solution"]:
                cell["source"] = sources[data["grade_id"]]
        path = course / "submitted" / f"s{n:06}" / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(handed), "utf-8")
    start = time.perf_counter()
    _nbgrader(course, "autograde", NAME)
    seconds = time.perf_counter() - start
    return seconds, _points(course, loaded)


def _nbgrader(course: Path, *call: str) -> None:
    # Its own scripts must be on the path: it starts alembic by name.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-m", "nbgrader", *call],
        cwd=course,
        env=environment,
        check=True,
        capture_output=True,
    )


def _points(course: Path, loaded: Exercise) -> dict[str, dict[str, float]]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "rivals") as book:
        return {
            one.student.id: {
                grade.cell.name.removeprefix("test-"): grade.auto_score for grade in one.notebooks[0].grades
            }
            for one in book.assignment_submissions(NAME)
        }


def differences(course: Path, points: dict[str, dict[str, float]]) -> list[str]:
    """Return where our grades differ from nbgrader's."""
    with (course / "out" / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    return [
        f"{student} {name}: ours {rows[student][name]}, nbgrader's {points}"
        for student, given in points.items()
        for name, points in given.items()
        if abs(float(rows[student][name]) - points) > 0.006
    ]


def main() -> None:
    """Make submissions, run both, print rates and their ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("submissions", type=int, nargs="?", default=200)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--alone", action="store_true", help="do not run nbgrader")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course, place = Path(folder, "course"), Path(folder, "in")
        for part in ("release", "keys"):
            shutil.copytree(ROOT / "exercises" / part / NAME, course / part / NAME)
        loaded = exercise.load(course, NAME)
        hand_in(loaded, place, args.submissions)
        seconds, most = ours(course, place, "--workers", str(args.workers))
        rate = args.submissions / seconds
        print(f"kit grade: {args.submissions} in {seconds:.1f} s, {rate:.1f} a second, {most:.0f} MB at most")
        again, _ = ours(course, place, "--workers", str(args.workers))
        print(f"once more, with nothing changed: {again:.1f} s")
        if args.alone:
            print(f"100,000 at this rate: {100_000 / rate / 60:.0f} minutes")
            return
        slow, points = theirs(loaded, Path(folder, "rivals"), min(THEIRS, args.submissions))
        print(f"nbgrader autograde: {len(points)} in {slow:.1f} s, {len(points) / slow:.2f} a second")
        print(f"ratio: {rate / (len(points) / slow):.0f}")
        odd = differences(course, points)
        print(f"grades that differ: {len(odd)} of {sum(map(len, points.values()))}")
        print("\n".join(odd[:10]))


if __name__ == "__main__":
    main()
