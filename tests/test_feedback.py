from __future__ import annotations

from typing import Any

import pytest

from kit import feedback, records
from tests import cases

QUESTION = cases.check_question()
CHOICE: dict[str, Any] = {
    "exercise": "cases",
    "question": "q1",
    "kind": "choice",
    "graded": False,
    "many": True,
    "options": [
        {"id": "a", "text": "A", "right": True, "feedback": "Yes, a."},
        {"id": "b", "text": "B", "right": True, "feedback": "Yes, b."},
        {"id": "c", "text": "C", "feedback": "Not c."},
    ],
}


@pytest.mark.parametrize("case", cases.load("check")["cases"], ids=lambda case: case["name"])
def test_marks(case: dict[str, Any]) -> None:
    explained = feedback.explain(QUESTION, cases.check_record(case))
    assert explained["fraction"] == pytest.approx(case["fraction"])
    said = [(line["outcome"], line["text"]) for line in explained["lines"]]
    assert len(said) == len(case["lines"])
    for (outcome, text), (expected, start) in zip(said, case["lines"], strict=True):
        assert outcome == expected
        assert text.startswith(start)


@pytest.mark.parametrize(
    ("chosen", "outcomes", "fraction"),
    [
        (["a", "b"], ["right", "right"], 1),
        (["a"], ["right", "left_out"], 0.5),
        (["c"], ["wrong", "left_out"], 0),
    ],
)
def test_choice(chosen: list[str], outcomes: list[str], fraction: float) -> None:
    record = cases.record("choice", {"revision": 1, "saved_at": "", "value": chosen})
    explained = feedback.explain(CHOICE, record)
    assert [line["outcome"] for line in explained["lines"]] == outcomes
    assert explained["fraction"] == fraction


def test_a_graded_question_says_what_is_saved_and_what_is_missing_and_never_more() -> None:
    record = cases.check_record({"marks": [["Critics", "source", None]]})
    graded = {name: value for name, value in QUESTION.items() if name != "key"} | {"graded": True}
    explained = feedback.explain(graded, record)
    assert explained["lines"] == []
    assert explained["fraction"] is None
    assert "q1: 1 mark" in explained["summary"]
    assert "need a kind: 1" in explained["summary"]


def test_a_graded_choice_is_told_in_its_own_words() -> None:
    record = cases.record("choice", {"revision": 1, "saved_at": "", "value": ["a", "c"]})
    assert "q1: A; C" in feedback.explain(CHOICE | {"graded": True}, record)["summary"]


def test_a_written_answer_is_compared_with_a_sample() -> None:
    question = {"exercise": "cases", "question": "q1", "kind": "text", "graded": False, "sample": "Like so."}
    empty = records.blank("cases", "q1", "text")
    assert feedback.explain(question, empty)["lines"] == []
    written = cases.record("text", {"revision": 1, "saved_at": "", "value": "So?"})
    assert feedback.explain(question, written)["lines"] == [{"outcome": "sample", "text": "Like so."}]
