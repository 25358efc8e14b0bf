from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kit.grading import exercise
from kit.grading.exercise import ExerciseError
from kit.grading.late import Late

DUE = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_every_exercise_loads_with_its_key_and_points(each: exercise.Exercise) -> None:
    assert each.points == sum(question.points for question in each.questions.values())
    assert all(question.title != question.id for question in each.questions.values())


def test_a_written_answer_needs_no_item(each: exercise.Exercise) -> None:
    assert any(question.kind == "text" and question.rubric for question in each.questions.values())


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(course: Path) -> None:
        path = course / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return edit


def key_edited(change: Callable[[Any], Any]) -> Callable[[Path], None]:
    def edit(course: Path) -> None:
        path = course / "keys/sources/key.json"
        key = json.loads(path.read_text("utf-8"))
        change(key)
        path.write_text(json.dumps(key), "utf-8")

    return edit


RULES = "keys/sources/exercise.toml"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (replaced(RULES, "points = 5", "points = 6"), "the notebook gives q1 5 points"),
        (replaced(RULES, 'kind = "value"', 'kind = "choice"'), "q4 is of kind value in items.toml"),
        (replaced(RULES, "[questions.q2]", "[questions.q9]"), "q2, q9 stands in one of them only"),
        (replaced(RULES, 'exercise = "sources"', 'exercise = "other"'), "it is for 'other'"),
        (replaced(RULES, "v = 1", "v = 2"), "update Second Look"),
        (replaced(RULES, "points = 5", "points = -1"), "exercise.toml"),
        (replaced(RULES, "due = 2026-12-01T12:00:00Z", "due = 2026-12-01T12:00:00"), "a time with its zone"),
        (replaced(RULES, 'rule = "all"', 'rule = "overlap"'), "exercise.toml"),
        (replaced(RULES, "v = 1", "v = "), "Invalid value"),
        (replaced("release/sources/items.toml", "graded = true", "graded = false"), "graded = true"),
        (replaced("release/sources/items.toml", 'lesson = "sources"', 'lesson = "other"'), "folder's name"),
        (replaced("release/sources/bridge/article.md", "Brook", "Creek"), "sha256 differs"),
        (key_edited(lambda key: key["article"].update(sha256="0" * 64)), "another text"),
        (key_edited(lambda key: key["marks"][0].update(start=1)), "the text from 1 on is not"),
        (key_edited(lambda key: key["choices"].pop("q2")), "says nothing of q2"),
        (
            key_edited(lambda key: key["choices"]["q2"].update(right=["x"])),
            "options that q2 does not have: x",
        ),
        (key_edited(lambda key: key.update(v=2)), "update Second Look"),
        (key_edited(lambda key: key.pop("annotators")), "annotators"),
    ],
)
def test_what_does_not_fit_is_told(course: Path, edit: Callable[[Path], None], said: str) -> None:
    edit(course)
    with pytest.raises(ExerciseError, match=said):
        exercise.load(course, "sources")


def test_an_unknown_exercise_is_told_with_the_known_ones(course: Path) -> None:
    with pytest.raises(ExerciseError, match=r"no exercise 'claims'.*its exercises are: sources"):
        exercise.load(course, "claims")


@pytest.mark.parametrize("name", ["", ".", "../keys", "a/b", "Sources", "a" * 41])
def test_a_name_that_leads_elsewhere_is_refused(course: Path, name: str) -> None:
    with pytest.raises(ExerciseError, match="no exercise's name"):
        exercise.load(course, name)


def test_a_missing_release_is_told_with_the_command_that_makes_it(tmp_path: Path) -> None:
    (tmp_path / "keys" / "sources").mkdir(parents=True)
    with pytest.raises(ExerciseError, match="kit release sources"):
        exercise.load(tmp_path, "sources")


@pytest.mark.parametrize(
    ("after", "share"),
    [
        (timedelta(hours=-1), 0.0),
        (timedelta(minutes=15), 0.0),
        (timedelta(minutes=16), 0.1),
        (timedelta(days=1), 0.1),
        (timedelta(days=1, seconds=1), 0.2),
        (timedelta(days=60), 0.5),
    ],
)
def test_lateness_costs_by_the_day_begun(after: timedelta, share: float) -> None:
    late = Late(0.1, DUE, 0.5, timedelta(minutes=15))
    assert late.share(DUE + after, DUE) == pytest.approx(share)


def test_lateness_costs_nothing_where_a_time_is_unknown() -> None:
    late = Late(0.1)
    assert late.share(None, DUE) == 0
    assert late.share(DUE, None) == 0
