"""Graded verdicts on the machine's marks, and points for knowing how sure one can be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kit import notebook, records, scoring
from kit.grading import exercise, release
from kit.grading.exercise import Exercise, ExerciseError
from kit.grading.grade import grade
from kit.grading.pages import page

from . import students
from .judging import make


@pytest.fixture
def judging(course: Path) -> Path:
    """The course, with an exercise in which students judge the machine's sources."""
    make(course)
    return course


@pytest.fixture
def loaded(judging: Path) -> Exercise:
    release.write(judging, "judging")
    return exercise.load(judging, "judging")


def handed_in(
    loaded: Exercise, agree: list[bool | None], chosen: str = "nordbau", sure: int | None = 6
) -> Any:
    """Grade a notebook with a verdict on each of the machine's marks, and a choice."""
    question = loaded.questions["reading-bridge"]
    said = {
        f"v{number}": {**mark, "agree": verdict}
        for number, (mark, verdict) in enumerate(zip(question.item["machine"], agree, strict=True))
        if verdict is not None
    }
    made = students.blank(loaded)
    records_of = students.record(question, said)
    made["cells"][2]["metadata"][records.NAMESPACE] = {"reading-bridge": records_of}
    more = {} if sure is None else {"confidence": sure}
    students.put(made, students.record(loaded.questions["q2"], [chosen], **more))
    return {one.question.id: one for one in grade(loaded, made, "ann").graded}


def truth(loaded: Exercise) -> list[bool | None]:
    question = loaded.questions["reading-bridge"]
    found = scoring.rightness(question.item["text"], question.item["machine"], question.key)
    return [right for right, _ in found]


def test_who_judges_as_the_key_does_earns_all_and_is_told_why(loaded: Exercise) -> None:
    right = truth(loaded)
    assert True in right
    one = handed_in(loaded, right)["reading-bridge"]
    assert one.auto == 4
    assert {line.outcome for line in one.lines} <= {"right", "borderline"}
    assert all(line.text and line.quote for line in one.lines)
    assert "you judged" in one.summary


def test_to_agree_or_disagree_with_everything_earns_nothing(loaded: Exercise) -> None:
    question = loaded.questions["reading-bridge"]
    text = question.item["text"]
    end = text.index(" ", 3)
    wrong = {"start": 0, "end": end, "label": "source"}
    question.item["machine"][:] = [*question.item["machine"], wrong]
    right = truth(loaded)
    assert {True, False} <= set(right)
    for verdict in (True, False):
        assert handed_in(loaded, [verdict] * len(right))["reading-bridge"].auto == 0
    assert handed_in(loaded, right)["reading-bridge"].auto == 4
    half = [None if one is False else one for one in right]
    assert handed_in(loaded, half)["reading-bridge"].auto == 0, "nothing wrong was found"


def test_a_verdict_on_a_mark_that_the_machine_did_not_make_is_told(loaded: Exercise) -> None:
    question = loaded.questions["reading-bridge"]
    made = students.blank(loaded)
    said = {"v1": {"start": 1, "end": 9, "label": "source", "agree": True}}
    record = students.record(question, said)
    made["cells"][2]["metadata"][records.NAMESPACE] = {"reading-bridge": record}
    one = next(one for one in grade(loaded, made, "ann").graded if one.question is question)
    assert one.auto == 0
    assert [problem.what for problem in one.problems] == ["It judges 1 marks that the machine did not make."]


def test_the_page_shows_the_machines_marks_in_the_text(loaded: Exercise) -> None:
    question = loaded.questions["reading-bridge"]
    made = students.blank(loaded)
    said = {"v1": {**question.item["machine"][0], "agree": True, "reason": "<b>"}}
    record = students.record(question, said)
    made["cells"][2]["metadata"][records.NAMESPACE] = {"reading-bridge": record}
    shown = page(loaded, grade(loaded, made, "ann"))
    assert "Is it right?" in shown
    assert shown.count("<sup>") == len(question.item["machine"])
    assert "You said nothing of this mark." in shown


@pytest.mark.parametrize(
    ("chosen", "sure", "points"),
    [
        ("nordbau", 6, 2.0),
        ("nordbau", 1, 1.5),
        ("nordbau", 4, 1.5 + 0.5 * 0.84),
        ("nordbau", None, 1.5),
        ("nobody", 1, 0.5),
        ("nobody", 6, 0.0),
    ],
)
def test_confidence_earns_its_share(loaded: Exercise, chosen: str, sure: int | None, points: float) -> None:
    one = handed_in(loaded, truth(loaded), chosen, sure)["q2"]
    assert one.auto == pytest.approx(points)
    assert one.lines[-1].outcome == "sure"


def test_an_answer_left_out_earns_nothing_for_confidence(loaded: Exercise) -> None:
    made = students.blank(loaded)
    students.put(made, students.record(loaded.questions["q2"], [], confidence=1))
    assert next(one for one in grade(loaded, made, "ann").graded if one.question.id == "q2").auto == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("keys/judging/exercise.toml", "sure = 0.25\n", "", "One of them is missing"),
        ("source/judging/items.toml", "confidence_counts = true\n", "", "One of them is missing"),
        ("keys/judging/exercise.toml", "reading-bridge", "reading-river", "is called reading-bridge"),
        ("keys/judging/exercise.toml", '["source"]', '["hedge"]', "key.json has no mark of hedge"),
    ],
)
def test_what_does_not_fit_is_said(judging: Path, file: str, old: str, new: str, says: str) -> None:
    path = judging / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(ExerciseError, match=says):
        release.write(judging, "judging")


def test_an_exercise_does_not_show_what_it_asks_for(judging: Path) -> None:
    path = judging / "source/judging/items.toml"
    more = '\n[[items]]\nid = "q1"\nkind = "marks"\nprompt = "Mark."\nlabels = ["source"]\n'
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    rules = judging / "keys/judging/exercise.toml"
    rules.write_text(rules.read_text("utf-8") + '\n[questions.q1]\nkind = "marks"\npoints = 3\n', "utf-8")
    with pytest.raises(ExerciseError, match="shown for judging"):
        release.write(judging, "judging")


def test_what_is_judged_is_the_same_for_all(loaded: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    """The view in the release shows the marks that lie beside the text, and reads nothing itself."""
    folder = loaded.course / "release" / "judging"
    monkeypatch.chdir(folder)
    notebook.exercise("judging")
    article = notebook.article()
    path = folder / "bridge" / "reading.json"
    kept = json.loads(path.read_text("utf-8"))
    assert {mark["label"] for mark in kept["marks"]} == {"source"}
    kept["marks"] = kept["marks"][:1]
    path.write_text(json.dumps(kept), "utf-8")
    assert len(notebook._reading_of(article, ["source"])["marks"]) == 1
    kept["article"]["sha256"] = "0" * 64
    path.write_text(json.dumps(kept), "utf-8")
    with pytest.raises(notebook.LessonError, match="release the exercise again"):
        notebook.show(article, "source")
