"""Tricks that beat graders which run a student's code. Here nothing runs, so they are text among outputs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kit.grading.exercise import Exercise

from . import attacks, students
from .attacks import Written

ROOT = Path(__file__).parents[2]

TRICKS = {
    "reads-the-hidden-tests": """
import re
q = int(re.search(r"q == (\\d+)", open("../../../source/ps/ps.ipynb").read())[1])
""",
    "reads-the-gradebook": """
import re, sqlite3
rows = sqlite3.connect("../../../gradebook.db").execute("select source from source_cell")
q = int(re.search(r"q == (\\d+)", " ".join(str(row) for row in rows))[1])
""",
    "reads-its-own-restored-cells": """
import re
q = int(re.search(r"q == (\\d+)", open("ps.ipynb").read())[1])
""",
    "writes-into-the-gradebook": """
import sqlite3
book = sqlite3.connect("../../../gradebook.db")
book.execute("update grade set manual_score = 99")
book.commit()
""",
    "is-equal-to-everything": """
class Yes:
    def __eq__(self, other): return True
    def __hash__(self): return 0
q = q1 = q2 = q3 = q4 = Yes()
""",
    "rewrites-the-next-cells": """
get_ipython().input_transformers_cleanup.append(lambda lines: [])
""",
    "runs-beside-the-tests": """
import threading, time
def later():
    while True: globals()["q"] = 7
threading.Thread(target=later, daemon=True).start()
""",
    "answers-in-a-task": """
import asyncio
asyncio.get_event_loop().create_task(get_ipython().run_cell_async("q = 7"))
""",
    "prints-partial-credit": "print(5)\n5",
    "never-ends": "while True: pass",
    "forks-for-ever": "import os\nwhile True: os.fork()",
    "eats-all-memory": "q = 'x' * 10**13",
    "patches-the-kit": """
from kit import scoring
scoring.score_marks = lambda *a, **k: scoring.Score(1.0, (), 1)
""",
    "replaces-modules": "import sys\nsys.modules['kit'] = sys.modules['json'] = object()",
    "deletes-files": "import shutil\nshutil.rmtree('../..', ignore_errors=True)",
    "leaves-the-kernel": "import os\nos._exit(0)",
    "runs-at-start-of-the-kernel": "%%bash\nmkdir -p ~/.ipython/profile_default/startup",
}

RAN = "open({marker!r}, 'w').write('ran')\n"


def tricky(small: Exercise, trick: str, marker: Path) -> dict[str, Any]:
    """Put a trick into every place where a notebook can hold code."""
    source = RAN.format(marker=str(marker)) + TRICKS[trick]
    notebook = students.blank(small)
    notebook["cells"].insert(0, attacks.code(source))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = source
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "13.0\n"}]
    return notebook


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("tricks")
    files: dict[str, attacks.Make] = {
        trick: lambda small, trick=trick: tricky(small, trick, folder / f"{trick}.ran")  # type: ignore[misc]
        for trick in TRICKS
    }
    return attacks.graded(folder / "course", {**files, "honest": students.perfect}, {})


@pytest.mark.parametrize("trick", TRICKS)
def test_code_never_runs(written: Written, trick: str) -> None:
    assert not (written.course.parent / f"{trick}.ran").exists()
    assert written.rows()[trick]["score"] == "0"
    assert written.in_the_book()[trick][0] == 0
    assert "It holds no answer." in written.problems(trick)
    shown = json.dumps(written.copy(trick))
    assert TRICKS[trick].strip().splitlines()[0] not in shown, "an instructor's Jupyter never gets it"


def test_the_others_are_graded_all_the_same(written: Written) -> None:
    assert written.rows()["honest"]["score"] == "9"
    assert len(written.rows()) == len(TRICKS) + 1
    assert {score for name, (score, _) in written.in_the_book().items() if name != "honest"} == {0}


WINS = ("reads-the-hidden-tests", "is-equal-to-everything", "rewrites-the-next-cells")


@pytest.mark.slow
def test_tricks_that_win_where_code_runs(tmp_path: Path, written: Written) -> None:
    """The same three notebooks get full points of nbgrader's own ``autograde``, and none here."""
    course = tmp_path / "rival"
    (course / "source/ps").mkdir(parents=True)
    config = 'c = get_config()\nc.CourseDirectory.course_id = "rival"\nc.NbGraderConfig.logfile = ""\n'
    (course / "nbgrader_config.py").write_text(config)

    def cell(source: str, name: str, **more: Any) -> Any:
        data = {"schema_version": 3, "task": False, "grade_id": name, **more}
        return nbformat.v4.new_code_cell(source, metadata={"nbgrader": data})

    task = cell("### BEGIN SOLUTION\nq = 7\n### END SOLUTION", "q", grade=False, locked=False, solution=True)
    hidden = "### BEGIN HIDDEN TESTS\nassert q == 7\n### END HIDDEN TESTS"
    test = cell(hidden, "test-q", grade=True, locked=True, solution=False, points=6)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(
        nbformat.v4.new_notebook(cells=[task, test], metadata=kernel), course / "source/ps/ps.ipynb"
    )
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

    def nbgrader(*call: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *call],
            cwd=course,
            env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr

    nbgrader("generate_assignment", "ps")
    for trick in WINS:
        handed = nbformat.read(course / "release/ps/ps.ipynb", as_version=4)
        handed.cells[0].source = TRICKS[trick]
        (course / "submitted" / trick / "ps").mkdir(parents=True)
        nbformat.write(handed, course / "submitted" / trick / "ps/ps.ipynb")
    nbgrader("autograde", "ps")
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "rival") as book:
        won = {one.student.id: one.score for one in book.assignment_submissions("ps")}
    assert won == dict.fromkeys(WINS, 6)
    assert {written.rows()[trick]["score"] for trick in WINS} == {"0"}
