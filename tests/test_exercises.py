"""What each graded exercise promises: its questions, its key, its rubric, its words."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import textstat

from kit.grading import exercise
from kit.grading.exercise import Exercise

COURSE = Path(__file__).parents[1] / "exercises"
GRADED = ("claims", "sources", "hedges", "loaded-words", "evidence", "twins", "machine", "final")
"""One for each of lessons 02 to 08, and a final one."""

AFTER = {name: f"{2 + number:02}-" for number, name in enumerate(GRADED[:-1])}


@pytest.fixture(scope="module", params=GRADED)
def loaded(request: pytest.FixtureRequest) -> Exercise:
    return exercise.load(COURSE, request.param)


def key_of(loaded: Exercise) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((COURSE / "keys" / loaded.name / "key.json").read_text("utf-8"))
    return data


def test_they_are_all_there_and_the_forms() -> None:
    assert {path.parent.name for path in COURSE.glob("keys/*/exercise.toml")} == {*GRADED, "form-a", "form-b"}
    lessons = [path.stem for path in sorted((COURSE.parent / "notebooks").glob("*.ipynb"))]
    assert all(any(lesson.startswith(number) for lesson in lessons) for number in AFTER.values())
    plans = (COURSE.parent / "teach" / "plans.md").read_text("utf-8")
    assert all(f"`{name}`" in plans for name in GRADED)


def test_each_asks_for_marks_choices_a_value_and_a_text(loaded: Exercise) -> None:
    kinds = [question.kind for question in loaded.questions.values()]
    assert "marks" in kinds
    assert kinds.count("choice") >= 1
    assert kinds.count("value") == 1
    assert kinds.count("text") == 1
    assert len(kinds) >= 5
    sure = [one for one in loaded.questions.values() if one.item.get("confidence")]
    assert sure, "somewhere it asks how sure one is"


def test_each_rubric_has_described_levels_with_a_sample_each(loaded: Exercise) -> None:
    (written,) = (one for one in loaded.questions.values() if one.kind == "text")
    points = [level.points for level in written.rubric]
    assert len(points) >= 4
    assert points == sorted(points, reverse=True)
    assert (points[0], points[-1]) == (written.points, 0)
    assert all(
        len(level.describes.split()) >= 5 and len(level.sample.split()) >= 6 for level in written.rubric
    )


def test_each_text_is_new_and_invented_and_says_so(loaded: Exercise) -> None:
    known = {path.parent.name for path in (COURSE.parent / "kit/articles").glob("*/article.toml")}
    texts = sorted((COURSE / "release" / loaded.name).glob("*/article.toml"))
    assert texts
    for path in texts:
        meta = tomllib.loads(path.read_text("utf-8"))
        assert meta["id"] not in known
        assert meta["invented"]
    first = "".join(loaded.notebook["cells"][0]["source"])
    assert "invented" in first


def test_each_mark_of_a_key_has_a_reason_and_feedback_of_its_own(loaded: Exercise) -> None:
    marks = key_of(loaded)["marks"]
    by_status = {status: [mark for mark in marks if mark["status"] == status] for status in ("firm", "trap")}
    assert len(by_status["firm"]) >= 8
    assert len(by_status["trap"]) >= 6
    told = [mark["feedback"] for mark in marks]
    assert len(set(told)) == len(told)
    assert all(mark.get("missed") for mark in by_status["firm"])


def test_each_key_was_marked_twice_and_says_by_whom(loaded: Exercise) -> None:
    key = key_of(loaded)
    assert len({one["who"] for one in key["annotators"] if isinstance(one, dict)}) >= 2
    passes = sorted((COURSE / "keys" / loaded.name / "passes").glob("*.json"))
    assert len(passes) >= 2
    for path in passes:
        assert json.loads(path.read_text("utf-8"))["article"] == key["article"]


def test_every_option_has_a_reason(loaded: Exercise) -> None:
    for question in loaded.questions.values():
        if question.kind == "choice":
            options = [option["id"] for option in question.item["options"]]
            assert set(question.key["feedback"]) == set(options)
            assert len(set(question.key["feedback"].values())) == len(options)


def test_its_words_are_plain(loaded: Exercise) -> None:
    prose = [
        "".join(cell["source"])
        for cell in loaded.notebook["cells"]
        if cell["cell_type"] == "markdown" and "YOUR ANSWER HERE" not in "".join(cell["source"])
    ]
    asked = [question.item["prompt"] for question in loaded.questions.values() if question.item["prompt"]]
    plain = re.sub(r"[*#`_|]|^-\s", "", "\n".join([*prose, *asked]), flags=re.MULTILINE)
    assert textstat.flesch_kincaid_grade(plain) <= 8
    for path in (COURSE / "release" / loaded.name).glob("*/article.md"):
        text = path.read_text("utf-8").split("\n", 1)[1]
        assert textstat.flesch_kincaid_grade(text) <= 8, path
