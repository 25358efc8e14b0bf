"""What breaks a schema is said in plain words, with what to write instead."""

from typing import Any

import pytest

from kit import schemas

QUESTION: dict[str, Any] = {"kind": "choice", "points": 2}


def exercise(**changed: Any) -> dict[str, Any]:
    return {"v": 1, "exercise": "one", "questions": {"q1": QUESTION}, **changed}


def test_what_follows_its_schema_passes() -> None:
    schemas.check("exercise", exercise())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            exercise(questions={"q1": {**QUESTION, "pionts": 1}}),
            "\"pionts\" is not known here; did you mean 'points'?",
        ),
        (exercise(questions={"q1": {**QUESTION, "zzz": 1}}), '"zzz" is not known here; known are '),
        (exercise(questions={"q1": {**QUESTION, "points": "ten"}}), 'expected a number, not "ten"'),
        (exercise(questions={"q1": {"kind": "choice"}}), 'missing: "points"'),
        (exercise(questions={"q1": {**QUESTION, "points": -1}}), "-1 is less than"),
        ([], "expected a table of names and values, not []"),
        (exercise(v=99), "update Second Look"),
    ],
    ids=["nearly", "unknown", "type", "missing", "minimum", "whole", "version"],
)
def test_what_breaks_it_is_said_in_plain_words(data: Any, said: str) -> None:
    with pytest.raises(schemas.InvalidDataError) as caught:
        schemas.check("exercise", data)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_error_quotes_no_more_than_a_line() -> None:
    with pytest.raises(schemas.InvalidDataError) as caught:
        schemas.check("exercise", exercise(exercise=["x" * 10_000]))
    assert len(str(caught.value)) < 200
