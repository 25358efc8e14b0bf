"""From a graded class to the page: what it says is what the class did."""

from __future__ import annotations

import csv
import json
import re
import resource
import socket
import time
from html import escape
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from kit import classreport, cli
from kit.classreport import command, measures, places, settings
from kit.classreport.views import Report
from kit.grading import exercise
from kit.marks import tokens
from tests.grading import students

from . import invented

COURSE = invented.COURSE
NAME = "sources"


@pytest.fixture(scope="module")
def loaded() -> exercise.Exercise:
    return exercise.load(COURSE, NAME)


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory, loaded: exercise.Exercise) -> Path:
    """A graded class of thirty, in which one copied another's notebook into one of their own."""
    folder = tmp_path_factory.mktemp("thirty")
    invented.graded(folder / "out", invented.handed_in(folder / "in", loaded, 30, {3: 7}), NAME)
    return folder / "out"


@pytest.fixture(scope="module")
def report(thirty: Path) -> Report:
    assert made(thirty) == 0
    return classreport.open(thirty)


def made(out: Path, *more: str) -> int:
    return cli.main(["class-report", NAME, "--course", str(COURSE), "--out", str(out), *more])


def graded(tmp_path: Path, notebooks: dict[str, Any]) -> Path:
    """Grade these notebooks, or bytes of files, by the student."""
    for name, one in notebooks.items():
        path = tmp_path / "in" / name / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(one if isinstance(one, bytes) else students.data(one))
    invented.graded(tmp_path / "out", tmp_path / "in", NAME)
    return tmp_path / "out"


def page(out: Path) -> str:
    return (out / command.PAGE).read_text("utf-8")


def test_the_scores_are_those_of_the_grades(report: Report, thirty: Path) -> None:
    with (thirty / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        scores = [float(row["score"]) for row in csv.DictReader(file)]
    assert report.data.score.tolist() == scores
    assert f"{np.median(scores):.2f}".rstrip("0") in report.scores().says


def test_tokens_are_counted_as_a_slow_count_does(report: Report, loaded: exercise.Exercise) -> None:
    question, slow = loaded.questions["q1"], {}
    spans = tokens(question.item["text"])
    for n in range(30):
        draw = Random(500_000 + (7 if n == 3 else n))
        for mark in invented.answers(loaded, draw).get("q1", ()):
            for at, (start, end) in enumerate(spans):
                if start < mark["end"] and end > mark["start"]:
                    slow.setdefault(at, set()).add(n)
    expected = [len(slow.get(at, ())) for at in range(len(spans))]
    assert places.counts(report.data.marks["q1"], 0).tolist() == expected


def test_misses_and_false_alarms_are_counted_by_student(tmp_path: Path, loaded: exercise.Exercise) -> None:
    question = loaded.questions["q1"]
    firm, trap = students.key_marks(question), students.key_marks(question, "trap")[0]
    # One who misses the first, and two who fall into a trap, one of them with other borders, one twice.
    wider = students.at(question, trap["start"], trap["end"] + 1, "person")
    given = {"a": firm[1:], "b": [*firm, trap], "c": [*firm, wider, trap], "d": None}
    notebooks = {
        name: students.answered(loaded, {"q1": one} if one else {}, f"sheet{name}0001")
        for name, one in given.items()
    }
    out = graded(tmp_path, notebooks)
    assert made(out) == 0
    of = classreport.open(out).data
    (missed,) = places.misses(of, "q1")
    assert (missed.quote, missed.students) == (firm[0]["quote"], 1)
    (alarm,) = places.alarms(of, "q1")
    assert (alarm.quote, alarm.students) == (trap["quote"], 2)
    assert alarm.reason == next(key["why"] for key in question.key if key["status"] == "trap")
    assert measures.items(of)[0].blank == 1


def test_the_copy_is_named_with_its_evidence_and_a_caution(report: Report, thirty: Path) -> None:
    shown = report.alike()
    assert "1 pair of submissions is more alike" in shown.says
    assert "s00003 – s00007" in shown.html
    assert "never a verdict" in shown.html
    assert "1 in 1,000" in shown.html
    assert "s00003 – s00007" in page(thirty)


def test_one_file_of_two_students_is_named_in_a_class_of_any_size(
    tmp_path: Path, loaded: exercise.Exercise
) -> None:
    same = students.answered(loaded, {"q2": loaded.questions["q2"].key["right"]}, "sheetone1")
    out = graded(tmp_path, {"ann": same, "bob": same})
    assert made(out) == 0
    assert "ann, bob" in page(out)
    assert "1 group of submissions was begun in the same file" in page(out)


@pytest.mark.parametrize("number", [0, 1])
def test_a_class_of_none_or_one_has_a_page_that_says_so(
    tmp_path: Path, number: int, loaded: exercise.Exercise
) -> None:
    out = graded(tmp_path, {"ann": students.blank(loaded)})
    if not number:  # the last student was taken out again
        from kit.grading import store

        with store.opened(out) as kept:
            kept.forget(["ann"])
    assert made(out) == 0
    assert f"{number} submission" in page(out)
    assert "too small to say what is alike by chance" in page(out)
    assert "nan" not in page(out).casefold()


def test_a_file_that_cannot_be_read_counts_as_handed_in_alone(
    tmp_path: Path, loaded: exercise.Exercise
) -> None:
    out = graded(tmp_path, {"ann": b"{", "bob": students.perfect(loaded)})
    (tmp_path / "class.csv").write_text("id\nann\nbob\ncid\n", "utf-8")
    assert made(out, "--roster", str(tmp_path / "class.csv")) == 0
    rows = dict(re.findall(r'<th scope="row" class="words">([^<]*)</th><td>(\d+)</td>', page(out)))
    assert rows["handed in"] == "2"
    assert rows["handed in a file that can&#39;t be read"] == "1"
    assert rows["on the class list, handed in nothing"] == "1"


HOSTILE = "<img src=x onerror=alert(1)><script>alert(1)</script> **bold** {{ 7*7 }}"


def test_what_students_wrote_is_text_and_never_markup(tmp_path: Path, loaded: exercise.Exercise) -> None:
    """The same written words in two notebooks are evidence, and so are shown."""
    longer = f"{HOSTILE} and six or seven more plain words"
    notebooks = {}
    for n in range(30):
        draw = Random(n)
        given = {**invented.answers(loaded, draw), **({"w1": longer, "q4": 9} if n < 2 else {})}
        if n < 2:
            given["q1"] = invented.marks(loaded.questions["q1"], 0.3, Random(77))
        notebooks[f"s{n:02}"] = students.answered(loaded, given, f"sheet{n:06}")
    out = graded(tmp_path, notebooks)
    assert made(out) == 0
    assert "s00 – s01" in page(out)
    assert escape("<img src=x onerror=alert(1)>", quote=False) in page(out)
    assert "<img" not in page(out)
    assert "<script" not in page(out)


def test_the_page_loads_nothing_and_has_no_script(report: Report, thirty: Path) -> None:
    html = page(thirty)
    assert "<script" not in html
    assert not re.search(r"""(src|href)=|url\(|@import""", html)
    assert "default-src 'none'" in html
    assert re.findall(r"<h(\d)", html) == ["1"] + ["2"] * 8


def test_the_report_is_made_without_a_socket_or_another_process(
    thirty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*about: Any, **more: Any) -> None:
        raise AssertionError("opened a socket or a process")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr("subprocess.Popen", refused)
    assert made(thirty) == 0


def test_a_changed_notebook_is_kept_and_used(
    tmp_path: Path, loaded: exercise.Exercise, capsys: pytest.CaptureFixture[str]
) -> None:
    out = graded(tmp_path, {"ann": students.perfect(loaded)})
    assert made(out) == 0
    path = out / command.NOTEBOOK
    assert path.read_bytes() == command.TEMPLATE.read_bytes()
    cell = {"cell_type": "code", "id": "own", "metadata": {}, "execution_count": None, "outputs": []}
    notebook = json.loads(path.read_text("utf-8"))
    own = [
        "print('<b>mine</b>')\nfrom IPython.display import Markdown, display\ndisplay(report.agreement())",
        "1 / 0",
        "6 * 7",
    ]
    notebook["cells"] = notebook["cells"][:2] + [{**cell, "source": source} for source in own]
    path.write_text(json.dumps(notebook), "utf-8")
    kept = path.read_bytes()
    assert made(out) == 1
    assert path.read_bytes() == kept
    assert "&lt;b&gt;mine&lt;/b&gt;" in page(out)
    assert "alpha" in page(out)
    assert "This cell failed: ZeroDivisionError" in page(out)
    assert "<pre>42</pre>" in page(out)
    assert "How hard" not in page(out)
    assert "a cell of" in capsys.readouterr().err
    assert made(out, "--fresh") == 0
    assert path.read_bytes() == command.TEMPLATE.read_bytes()
    assert (out / "class-report-old-1.ipynb").read_bytes() == kept


def test_what_is_wrong_is_told(tmp_path: Path, thirty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert made(tmp_path / "none") == 2
    assert "Grade the class first" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
    assert made(thirty, "--pre", "x") == 2
    assert "needs all three" in capsys.readouterr().err
    call = ["class-report", "claims", "--course", str(COURSE), "--out", str(thirty)]
    assert cli.main(call) == 2
    assert "Grade the class again" in capsys.readouterr().err


def test_a_question_that_is_not_there_is_told(report: Report) -> None:
    with pytest.raises(ValueError, match="there are q1, q2, q3"):
        report.heat_map("q9")
    with pytest.raises(ValueError, match="asks for no marks"):
        report.mistakes("q2")


def test_the_template_is_short_cells_without_outputs() -> None:
    cells = json.loads(command.TEMPLATE.read_text("utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert all(1 <= len("".join(cell["source"]).splitlines()) <= 3 for cell in code)
    assert len({cell["id"] for cell in cells}) == len(cells)


def test_every_part_is_in_the_template(report: Report) -> None:
    source = command.TEMPLATE.read_text("utf-8")
    parts = [name for name in vars(Report) if not name.startswith("_")]
    assert [name for name in parts if f"report.{name}(" not in source] == []
    for name in parts:
        bundle = getattr(report, name)()._repr_mimebundle_()
        assert bundle["text/plain"]
        assert "<style>" in bundle["text/html"]


def test_paths_stay_good_where_the_folder_is_moved(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "grades").mkdir()
    settings.save(tmp_path / "grades", NAME, course=tmp_path / "course", roster=None)
    kept = json.loads((tmp_path / "grades" / settings.NAME).read_text("utf-8"))
    assert kept["course"] == "../course"


@pytest.mark.slow
def test_two_thousand_students_take_seconds_and_little_memory(
    tmp_path: Path, loaded: exercise.Exercise
) -> None:
    out = tmp_path / "out"
    invented.graded(out, invented.handed_in(tmp_path / "in", loaded, 2000, {3: 7}), NAME)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    assert made(out) == 0
    assert time.perf_counter() - start < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB
    assert "s00003 – s00007" in page(out)
