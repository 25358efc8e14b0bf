"""With both tests at hand the report says what the class gained, as kit gains does."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from benchmarks import classes
from benchmarks.classes import Kind
from kit import classreport, cli
from kit.gains import forms, orders
from kit.grading import exercise
from tests.gains.test_command import notebook, rated
from tests.grading import students

from . import invented


def places(tmp_path: Path, number: int) -> list[str]:
    """Let a class take both tests, better the second time; return the options that name the files."""
    pair = {form.name: form for form in forms.both(invented.COURSE)}
    loaded = {name: exercise.load(invented.COURSE, name) for name in pair}
    rows = "".join(f"s{n:02},Student {n}\n" for n in range(number))
    (tmp_path / "class.csv").write_text(f"id,name\n{rows}", "utf-8")
    listed, draw = tmp_path / "orders.csv", Random(8)
    call = ["assign", str(tmp_path / "class.csv"), "--course", str(invented.COURSE), "--seed", "3"]
    assert cli.main([*call, "--out", str(listed)]) == 0
    for order in orders.load(listed):
        for when, name, kind in (("pre", order.before, Kind()), ("post", order.after, Kind(skill=1.2))):
            path = tmp_path / when / order.id / f"{name}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            ratings = rated(pair[name], classes.student(kind, draw), draw)
            path.write_bytes(notebook(pair[name], loaded[name], ratings))
    return ["--orders", str(listed), "--pre", str(tmp_path / "pre"), "--post", str(tmp_path / "post")]


@pytest.mark.parametrize(
    ("number", "says"),
    [(30, "These students did better on these texts"), (2, "The gain can&#39;t be told: two students")],
)
def test_the_gain_is_told_where_it_can_be(tmp_path: Path, number: int, says: str) -> None:
    loaded = exercise.load(invented.COURSE, "sources")
    path = tmp_path / "in" / "ann" / "sources.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(students.data(students.perfect(loaded)))
    out = tmp_path / "out"
    invented.graded(out, tmp_path / "in", "sources")
    call = ["class-report", "sources", "--course", str(invented.COURSE), "--out", str(out)]
    assert cli.main([*call, *places(tmp_path, number)]) == 0
    assert says in (out / "class-report.html").read_text("utf-8")
    # Who opens the notebook later gets the same: the places are kept beside the grades.
    assert says in classreport.open(out).gains().html
