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


@pytest.mark.parametrize("case", cases.load("fields")["cases"], ids=lambda case: case["name"])
def test_fields(case: dict[str, Any]) -> None:
    record = cases.field_record(case)
    explained = feedback.explain(cases.desk()[case["question"]], records.check(record))
    assert explained["fraction"] == pytest.approx(case["fraction"])
    said = [(line["outcome"], line["text"]) for line in explained["lines"]]
    assert [outcome for outcome, _ in said] == [outcome for outcome, _ in case["lines"]]
    for (_, text), (_, start) in zip(said, case["lines"], strict=True):
        assert text.startswith(start)


@pytest.mark.parametrize(
    ("question", "value", "says"),
    [
        ("o1", ["fill", "open"], "o1: 1. The pond is filled again; 2. The pond is opened to swimmers."),
        ("t1", {"people": "plan", "fish": "none"}, "→ Card B: Works plan; The fish were sold. → None of"),
        ("n1", 4200.5, "n1: 4200.5 people."),
        (
            "d1",
            {"from": "mar-1", "to": "", "clue": "people"},
            "March – not chosen (4,200 people live there).",
        ),
        ("e1", {"opened": ["plan"], "sure_after": 1}, "e1: 1 of 3 cards opened. You felt sure after card"),
        ("r1", {"lab": 6}, "r1: The county laboratory: fully."),
    ],
)
def test_a_graded_answer_in_fields_is_told_in_the_words_that_the_student_saw(
    question: str, value: Any, says: str
) -> None:
    asked = cases.desk()[question]
    explained = feedback.explain(
        asked | {"graded": True}, cases.field_record({"question": question, "value": value})
    )
    assert says in explained["summary"]
    assert (explained["fraction"], explained["lines"]) == (None, [])


def test_a_graded_question_says_what_is_saved_and_what_is_missing_and_never_more() -> None:
    record = cases.check_record({"marks": [["Critics", "source", None]]})
    graded = {name: value for name, value in QUESTION.items() if name != "key"} | {"graded": True}
    explained = feedback.explain(graded, record)
    assert explained["lines"] == []
    assert explained["fraction"] is None
    assert "q1: 1 mark" in explained["summary"]
    assert "need a kind: 1" in explained["summary"]


def test_a_mark_whose_label_has_no_kinds_needs_none() -> None:
    record = cases.check_record({"marks": [["Critics", "source", None], ["may", "hedge", None]]})
    labels = [{"id": "source", "kinds": [{"id": "person", "name": "A person"}]}, {"id": "hedge"}]
    explained = feedback.explain(QUESTION | {"graded": True, "labels": labels}, record)
    assert "q1: 2 marks" in explained["summary"]
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
