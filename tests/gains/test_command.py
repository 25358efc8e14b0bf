"""A class takes both forms: from the list to the page, with the forms that this repository ships."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks import classes
from benchmarks.classes import Kind
from kit import cli
from kit.gains import forms, gather, orders, report, sitting
from kit.gains.forms import Form, FormError
from kit.grading import exercise
from tests.grading import students

COURSE = Path(__file__).parents[2] / "exercises"
CLASS = 30
STEPS = Callable[[Form], dict[str, int]]


@pytest.fixture(scope="module")
def pair() -> tuple[Form, Form]:
    return forms.both(COURSE)


@pytest.fixture(scope="module")
def loaded(pair: tuple[Form, Form]) -> dict[str, exercise.Exercise]:
    return {form.name: exercise.load(COURSE, form.name) for form in pair}


def notebook(form: Form, own: exercise.Exercise, ratings: dict[str, int]) -> bytes:
    """A student's notebook of a form; what is not rated is not in it."""
    answers: dict[str, dict[str, int]] = {}
    for text in form.texts:
        if text.id in ratings:
            answers.setdefault(text.question, {})[text.id] = ratings[text.id]
    return students.data(students.answered(own, answers, f"{Random(str(ratings)).getrandbits(60):x}"))


def as_built(form: Form, skill: float) -> dict[str, int]:
    """Rate as somebody with so much skill does, without any chance: 0 by tone alone, 1 by sources alone."""
    return {
        text.id: (5 if text.evidence == "good" else 2) if skill else (5 if text.tone == "sober" else 2)
        for text in form.texts
    }


@pytest.fixture
def taken(
    tmp_path: Path, pair: tuple[Form, Form], loaded: dict[str, exercise.Exercise]
) -> Callable[[Kind, Kind], list[str]]:
    """Let a class of a kind before the course, and of another after it, take both tests."""

    def take(before: Kind, after: Kind) -> list[str]:
        rows = "".join(f"s{n:02},Student {n}\n" for n in range(CLASS))
        (tmp_path / "class.csv").write_text(f"id,name\n{rows}", "utf-8")
        call = ["assign", str(tmp_path / "class.csv"), "--course", str(COURSE)]
        assert cli.main([*call, "--out", str(tmp_path / "orders.csv"), "--seed", "3"]) == 0
        named = {form.name: form for form in pair}
        draw = Random(8)
        for order in orders.load(tmp_path / "orders.csv"):
            for when, name, kind in (("first", order.before, before), ("second", order.after, after)):
                form = named[name]
                path = tmp_path / when / order.id / f"{name}.ipynb"
                path.parent.mkdir(parents=True, exist_ok=True)
                ratings = rated(form, classes.student(kind, draw), draw)
                path.write_bytes(notebook(form, loaded[name], ratings))
        files = [str(tmp_path / name) for name in ("orders.csv", "first", "second")]
        return ["gains", *files, "--course", str(COURSE), "--out", str(tmp_path / "gains.html")]

    return take


def rated(form: Form, student: Kind, draw: Random) -> dict[str, int]:
    """Rate the shipped texts as the simulated students do theirs, without the pulls of single texts."""
    found = {}
    for text in form.texts:
        good, sober = (0.5 if text.evidence == "good" else -0.5), (0.5 if text.tone == "sober" else -0.5)
        seen = student.skill * good + student.tone * sober + student.leaning + draw.gauss(0, 1)
        found[text.id] = min(max(int(seen / 0.7 + 4), 1), 6)
    return found


def test_a_class_that_learned_is_said_to_have(
    taken: Callable[[Kind, Kind], list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(taken(Kind(), Kind(skill=1.2))) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "These students did better on these texts after the course" in said
    page = (tmp_path / "gains.html").read_text("utf-8")
    assert "These students did better on these texts" in page
    assert "30 students" in " ".join(page.split())
    assert "A cause needs a waiting class" in page
    assert "form-a first" in page
    assert not re.search(r"Student \d|s\d\d\b", page), "nothing in it is about one student"
    assert "<script" not in page
    assert not re.search(r"""(src|href)=["']?http""", page)


@pytest.mark.parametrize("after", [Kind(leaning=-1.2), Kind(tone=1.5)], ids=["suspicion", "tone"])
def test_suspicion_and_tone_are_no_skill(
    after: Kind, taken: Callable[[Kind, Kind], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(taken(Kind(), after)) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "did better" not in said
    assert ("The class doubts more than before" in said) == (after.leaning < 0)
    assert ("The class goes more by calm or loud tone" in said) == (after.tone > 0)


def test_what_cannot_be_used_is_told_and_left_out(
    taken: Callable[[Kind, Kind], list[str]],
    tmp_path: Path,
    pair: tuple[Form, Form],
    loaded: dict[str, exercise.Exercise],
    capsys: pytest.CaptureFixture[str],
) -> None:
    call = taken(Kind(), Kind(skill=1.0))
    first, second = tmp_path / "first", tmp_path / "second"
    one, other = pair

    def of(place: Path, student: str) -> Path:
        (path,) = (place / student).iterdir()
        return path

    of(first, "s00").write_bytes(b"{")  # broken
    of(second, "s01").unlink()  # took only the first
    (second / "s01").rmdir()
    name = of(first, "s02").stem  # the same form twice
    of(second, "s02").write_bytes(
        notebook({one.name: one, other.name: other}[name], loaded[name], as_built(one, 1))
    )
    few = dict(list(as_built(one, 1).items())[:9])
    of(first, "s03").write_bytes(notebook(one, loaded[one.name], few))
    both = first / "s04"  # two forms at one sitting
    for form in pair:
        (both / f"{form.name}.ipynb").write_bytes(notebook(form, loaded[form.name], as_built(form, 1)))
    (first / "stranger").mkdir()
    (first / "stranger" / "form-a.ipynb").write_bytes(notebook(one, loaded[one.name], as_built(one, 1)))
    assert cli.main(call) == 1
    told = capsys.readouterr().err
    assert "stranger: not on the list" in told
    assert "both forms were answered at one sitting" in told
    assert "This is not a notebook that can be read" in told
    page = " ".join((tmp_path / "gains.html").read_text("utf-8").split())
    assert "25 students with both" in page
    for why in ("took only the first", "took only the second", "took the same form twice", "too few texts"):
        assert why in page


def test_zips_are_read_and_the_forms_name_does_not_matter(
    taken: Callable[[Kind, Kind], list[str]], tmp_path: Path
) -> None:
    call = taken(Kind(), Kind(skill=1.0))
    for place in ("first", "second"):
        with zipfile.ZipFile(tmp_path / f"{place}.zip", "w") as archive:
            for path in sorted((tmp_path / place).rglob("*.ipynb")):
                archive.write(path, f"{path.parent.name}/handed in.ipynb")
    zips = {str(tmp_path / place): str(tmp_path / f"{place}.zip") for place in ("first", "second")}
    zipped = [zips.get(part, part) for part in call]
    plain = gathered(call)
    assert gathered(zipped) == plain
    assert len(plain) == CLASS


def gathered(call: list[str]) -> list[Any]:
    pair = forms.both(COURSE)
    loaded = [(form, exercise.load(COURSE, form.name)) for form in pair]
    found = gather.gather(loaded, orders.load(Path(call[1])), Path(call[2]), Path(call[3]))
    assert found.problems == []
    return found.pairs


def test_a_class_that_is_too_small_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "class.csv").write_text("id\na\nb\n", "utf-8")
    listed = str(tmp_path / "orders.csv")
    assert cli.main(["assign", str(tmp_path / "class.csv"), "--course", str(COURSE), "--out", listed]) == 0
    for place in ("first", "second"):
        (tmp_path / place).mkdir()
    places = [str(tmp_path / "first"), str(tmp_path / "second")]
    assert cli.main(["gains", listed, *places, "--course", str(COURSE)]) == 2
    assert "two students or more are needed in each order" in capsys.readouterr().err


def test_a_course_without_forms_says_so(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    with pytest.raises(FormError, match="must hold one pair of forms"):
        forms.both(tmp_path)


def test_every_sentence_of_the_report_has_words() -> None:
    known = report.words()["sentences"]
    for measure in sitting.MEASURES:
        for side in ("more", "less", "above", "below"):
            assert known[f"{measure}.{side}"], (measure, side)
