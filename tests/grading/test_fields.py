"""A graded exercise with a question of each kind that is answered in fields."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kit import item_keys, items
from kit.grading import exercise, pages, release
from kit.grading.exercise import Exercise, ExerciseError
from kit.grading.grade import grade
from kit.grading.reader import parse
from tests import cases

from . import students

ASKS = {"o1": "order", "t1": "match", "n1": "number", "d1": "date", "e1": "evidence", "r1": "rate"}
POINTS = 6
RIGHT: dict[str, Any] = {
    "o1": ["drain", "clean", "fill", "open"],
    "t1": {"people": "list", "date": "plan", "fish": "none"},
    "n1": 4195,
    "d1": {"from": "mar-2", "to": "apr-1", "clue": "volunteers"},
    "e1": {"opened": ["plan", "water"], "sure_after": 2},
    "r1": {"mayor": 1, "lab": 5},
}
DESK = Path(__file__).parents[1] / "browser" / "desk" / "items.toml"


def split(item: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Take a practice item apart: what students get, and its key."""
    shown = {field: value for field, value in item.items() if field not in item_keys.OF_ITEM}
    key = {field: value for field, value in item.items() if field in item_keys.OF_ITEM}
    for parts in item_keys.PARTS:
        for number, part in enumerate(item.get(parts, ())):
            secret = {field: part[field] for field in item_keys.OF_PART if field in part}
            shown[parts] = [*shown[parts]]
            shown[parts][number] = {field: value for field, value in part.items() if field not in secret}
            if secret:
                key.setdefault(parts, {})[part["id"]] = secret
    return shown, key


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {toml(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def cell(source: str, grade_id: str, kind: str = "code", **more: Any) -> dict[str, Any]:
    data = {"grade": False, "grade_id": grade_id, "locked": True, "schema_version": 3, "solution": False}
    made = {"cell_type": kind, "id": grade_id, "metadata": {"nbgrader": data | {"task": False} | more}}
    made |= {"source": source}
    return made | {"outputs": [], "execution_count": None} if kind == "code" else made


def made(root: Path, asks: dict[str, str]) -> Path:
    """Make the source and the keys of an exercise that asks these questions."""
    source, keys = root / "source" / "pond", root / "keys" / "pond"
    source.mkdir(parents=True)
    keys.mkdir(parents=True)
    known = {item["id"]: item for item in tomllib.loads(DESK.read_text("utf-8"))["items"]}
    parts = {name: split(known[name]) for name in asks}
    lines = ["v = 1", 'lesson = "pond"', 'title = "The pond"', "graded = true"]
    for shown, _ in parts.values():
        lines += ["[[items]]", *(f"{field} = {toml(value)}" for field, value in shown.items())]
    (source / "items.toml").write_text("\n".join(lines), "utf-8")
    cells = [cell('import kit\nkit.exercise("pond")', "start")]
    for name, ask in asks.items():
        cells.append(cell(f"## {name}", name, "markdown", task=True, points=POINTS))
        cells.append(cell(f'kit.{ask}("{name}")', f"{name}-widget"))
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (source / "pond.ipynb").write_text(json.dumps(book), "utf-8")
    rules = ["v = 1", 'exercise = "pond"']
    for name in asks:
        rules += [f"[questions.{name}]", f"kind = {json.dumps(known[name]['kind'])}", f"points = {POINTS}"]
    (keys / "exercise.toml").write_text("\n".join(rules), "utf-8")
    key = {"v": 1, "article": {"id": "pond", "sha256": cases.HASH}, "annotators": ["the tests"], "marks": []}
    key["fields"] = {name: own for name, (_, own) in parts.items() if name != "r1"}
    (keys / "key.json").write_text(json.dumps(key), "utf-8")
    return root


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return made(tmp_path, ASKS)


@pytest.fixture
def pond(course: Path) -> Exercise:
    release.write(course, "pond")
    return exercise.load(course, "pond")


def points(pond: Exercise, answers: dict[str, Any]) -> dict[str, float | None]:
    notebook = students.answered(pond, answers)
    result = grade(pond, parse(json.dumps(notebook).encode()).notebook, "ann")
    assert not result.all_problems
    assert pages.page(pond, result)
    return {one.question.id: one.auto for one in result.graded}


def test_the_right_answers_get_every_point_and_nothing_of_the_key_is_released(pond: Exercise) -> None:
    assert points(pond, RIGHT) == dict.fromkeys(ASKS, POINTS)
    for question in items.exercise(pond.course / "release" / "pond").questions.values():
        assert list(item_keys.secrets(question)) == []


SCORED = [
    case for case in cases.load("fields")["cases"] if case["question"] in RIGHT and case["question"] != "r1"
]


@pytest.mark.parametrize("case", SCORED, ids=lambda case: case["name"])
def test_an_answer_earns_the_share_that_practice_would_show(pond: Exercise, case: dict[str, Any]) -> None:
    name, fraction = case["question"], case["fraction"] or 0  # an emptied answer is none
    assert points(pond, RIGHT | {name: case["value"]})[name] == pytest.approx(POINTS * fraction, abs=0.01)


def test_ratings_earn_their_points_by_being_given(pond: Exercise) -> None:
    assert points(pond, {"r1": {"lab": 6}})["r1"] == POINTS / 2


def test_an_exercise_of_ratings_needs_no_key(tmp_path: Path) -> None:
    course = made(tmp_path, {"r1": "rate"})
    (course / "keys/pond/key.json").unlink()
    release.write(course, "pond")
    pond = exercise.load(course, "pond")
    assert points(pond, {"r1": {"mayor": 1, "lab": 6}}) == {"r1": POINTS}
    assert points(pond, {"r1": {"lab": 1}}) == {"r1": POINTS / 2}


def test_any_other_exercise_needs_its_key(tmp_path: Path) -> None:
    course = made(tmp_path, {"r1": "rate", "n1": "number"})
    (course / "keys/pond/key.json").unlink()
    with pytest.raises(ExerciseError, match=r"key\.json.*No such file"):
        release.write(course, "pond")


def test_the_rule_all_gives_nothing_for_a_part(course: Path) -> None:
    rules = course / "keys/pond/exercise.toml"
    rules.write_text(rules.read_text().replace('kind = "order"', 'kind = "order"\nrule = "all"'))
    release.write(course, "pond")
    pond = exercise.load(course, "pond")
    assert points(pond, {"o1": ["clean", "drain", "fill", "open"]})["o1"] == 0
    assert points(pond, {"o1": RIGHT["o1"]})["o1"] == POINTS


def edited(change: Callable[[Any], Any]) -> Callable[[Path], None]:
    def edit(course: Path) -> None:
        path = course / "keys/pond/key.json"
        key = json.loads(path.read_text("utf-8"))
        change(key["fields"])
        path.write_text(json.dumps(key), "utf-8")

    return edit


def sorted_options(course: Path) -> None:
    """Let the source list the options of o1 in the right order."""
    path = course / "source/pond/items.toml"
    data = path.read_text("utf-8")
    line = next(line for line in data.splitlines() if line.startswith("options") and "drained" in line)
    options = {option["id"]: option for option in tomllib.loads(line)["options"]}
    path.write_text(data.replace(line, f"options = {toml([options[name] for name in RIGHT['o1']])}"), "utf-8")


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (edited(lambda f: f.pop("n1")), "key.json says nothing of n1"),
        (edited(lambda f: f["n1"].pop("answer")), "n1: answer, the right number, is missing"),
        (edited(lambda f: f["o1"]["order"].pop()), "o1: order must name each option once"),
        (edited(lambda f: f["t1"]["claims"].update(x={"right": "list"})), "claims names 'x'"),
        (edited(lambda f: f["e1"].pop("needed")), "e1: without needed cards there is nothing to score"),
        (sorted_options, "lists the options in the right order"),
    ],
)
def test_a_key_that_does_not_fit_is_told_before_anybody_is_graded(
    course: Path, edit: Callable[[Path], None], said: str
) -> None:
    edit(course)
    with pytest.raises(ExerciseError, match=said):
        release.write(course, "pond")


def test_a_key_that_slipped_into_the_release_is_refused(course: Path) -> None:
    path = course / "source/pond/pond.ipynb"
    book = json.loads(path.read_text("utf-8"))
    book["cells"][0]["source"] += "\n# The ground can only be cleaned once it is dry."
    path.write_text(json.dumps(book), "utf-8")
    with pytest.raises(ExerciseError, match="would give away the key"):
        release.write(course, "pond")
