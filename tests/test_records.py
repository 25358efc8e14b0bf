from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import records, schemas
from kit.schemas import InvalidDataError
from tests import cases

PLACE = {"quote": "x", "start": 0, "end": 1, "label": "source"}
TIMES = st.integers(0, 9).map(lambda second: f"2026-01-01T00:00:0{second}.000Z")


def made(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    marks = st.dictionaries(st.sampled_from("abcd"), st.sampled_from([PLACE, None]))
    value = marks if kind == "marks" else st.lists(st.sampled_from("xyz"), unique=True)
    fields = st.fixed_dictionaries({"revision": st.integers(1, 5), "saved_at": TIMES, "value": value})
    return fields.map(lambda given: cases.record(kind, given))


@pytest.mark.parametrize("case", cases.load("merge"), ids=lambda case: case["name"])
@pytest.mark.parametrize("turned", [False, True])
def test_merge(case: dict[str, Any], turned: bool) -> None:
    pair = [cases.record(case["kind"], case[side]) for side in "ab"]
    merged = records.merge(*(reversed(pair) if turned else pair))
    assert merged is not None
    expected = cases.record(case["kind"], {"value": case["value"]})["value"]
    assert (merged["value"], merged["revision"]) == (expected, case["revision"])
    assert len(merged.get("others", [])) == case.get("others", 0)
    assert merged["sheet"] == case.get("sheet", "s1")


VERDICT = {"start": 0, "end": 1, "label": "hedge", "agree": False}


def test_of_two_verdicts_on_one_mark_the_later_id_counts() -> None:
    value = {"m2": VERDICT | {"agree": True}, "m1": VERDICT | {"reason": "No."}, "m3": None}
    judged = cases.record("verdicts", {"revision": 3, "saved_at": "", "value": value})
    assert records.verdicts(judged) == {(0, 1, "hedge"): value["m2"]}
    assert records.verdicts(None) == {}


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"m1": 7},
        {"m1": {"start": 0}},
        {"m1": VERDICT | {"end": 0}},
        {"m1": VERDICT | {"reason": "x" * 1001}},
    ],
)
def test_verdicts_that_do_not_fit_are_refused(value: Any) -> None:
    judged = {"revision": 1, "saved_at": "2026-01-01T00:00:00.000Z"}
    records.check(
        cases.record("verdicts", judged | {"value": {"m1": VERDICT | {"reason": "No."}, "m2": None}})
    )
    with pytest.raises(InvalidDataError):
        records.check(cases.record("verdicts", judged | {"value": {}}) | {"value": value})


@given(made("marks"), made("marks"), made("marks"))
def test_marks_merge_in_any_order_and_grouping(a: Any, b: Any, c: Any) -> None:
    def value(*parts: Any) -> Any:
        merged = None
        for part in parts:
            merged = records.merge(merged, part)
        return merged["value"] if merged else None

    assert value(a, b) == value(b, a)
    assert value(a, b, c) == value(c, a, b) == value(a, records.merge(b, c))
    assert value(a, a) == a["value"]


@given(made("choice"), made("choice"))
def test_choices_merge_in_any_order_and_drop_only_what_the_other_follows_from(a: Any, b: Any) -> None:
    merged = records.merge(a, b)
    assert merged == records.merge(b, a)
    assert merged is not None
    kept = [merged["value"], *(other["value"] for other in merged.get("others", []))]
    for one, other in ((a, b), (b, a)):
        follows = (other["revision"], other["saved_at"]) > (one["revision"], one["saved_at"])
        is_beside = one["revision"] == other["revision"] and one["value"]
        assert one["value"] in kept or (follows and not is_beside and one["saved_at"] <= other["saved_at"])


@given(made("choice"), made("choice"))
def test_a_conflict_stays_until_a_later_answer_decides_it(a: Any, b: Any) -> None:
    merged = records.merge(a, b)
    assert merged is not None
    assert records.merge(merged, a) == records.merge(merged, b) == records.merge(merged, merged) == merged
    decided = {**merged, "revision": merged["revision"] + 1, "saved_at": "2026-01-02T00:00:00.000Z"}
    decided.pop("others", None)
    assert records.merge(decided, merged) == records.merge(records.merge(decided, a), b) == decided


def test_an_answer_to_another_text_is_never_mixed_in() -> None:
    here = cases.record("marks", {"revision": 1, "saved_at": "", "value": {"a": ["x", 0, 1]}})
    other = here | {"article": {"id": "cases", "sha256": "1" * 64}, "revision": 9}
    assert records.merge(here, other) == here


SOUND = cases.record("choice", {"revision": 1, "saved_at": "2026-01-01T00:00:00.000Z", "value": ["x"]})


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"v": 2}, "update Second Look"),
        ({"value": "x"}, "value"),
        ({"value": ["x", "x"]}, "value"),
        ({"confidence": 7}, "confidence"),
        ({"confidence": float("nan")}, "finite"),
        ({"revision": -1}, "revision"),
        ({"revision": True, "saved_at": "now"}, "saved_at"),
        ({"question": "Q 1"}, "question"),
        ({"name": "Mia"}, "name"),
        ({"kind": "number", "value": float("inf")}, "finite"),
        ({"kind": "text", "value": "x" * 20_001}, "value"),
        ({"kind": "value", "value": [{"a": 1}] * 1001}, "value"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(change: dict[str, Any], says: str) -> None:
    records.check(SOUND)
    with pytest.raises(InvalidDataError, match=says) as caught:
        records.check(SOUND | change)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_deep_nesting_is_refused_and_does_not_exhaust_the_stack() -> None:
    deep: Any = 1
    for _ in range(900):
        deep = [deep]
    with pytest.raises(InvalidDataError, match="deep"):
        records.check(SOUND | {"value": deep})


def test_a_changed_answer_is_one_revision_on() -> None:
    changed = records.changed(SOUND | {"others": []}, ["y"])
    assert (changed["revision"], changed["value"]) == (2, ["y"])
    assert changed["saved_at"] > SOUND["saved_at"]
    assert "others" not in changed
    records.check(changed)


@pytest.mark.parametrize(
    ("kind", "value", "line"),
    [
        ("marks", {}, "q1: not answered yet"),
        ("marks", {"a": PLACE, "b": None}, "q1: 1 mark"),
        ("verdicts", {"a": VERDICT, "b": None}, "q1: you agree with 0, disagree with 1"),
        ("choice", ["a", "b"], "q1: a, b"),
        ("text", "  ", "q1: not answered yet"),
        ("value", 3.5, "q1: 3.5"),
        ("value", 0, "q1: 0"),
        ("text", "x" * 99, 'q1: "' + "x" * 58 + "…"),
    ],
)
def test_line(kind: str, value: Any, line: str) -> None:
    assert records.line(SOUND | {"kind": kind, "value": value}) == line


ODD = [None, -1, 1.0, 1.5, "", "x" * 5000, [], {}, True, {"a": None}, [1, "a"], 10**12, {"a": {"start": 1.0}}]
VALUES: dict[str, Any] = {
    "marks": {"m1": PLACE},
    "choice": ["a"],
    "match": {"a": "b"},
    "number": 3.5,
    "text": "words",
    "date": {"from": "a", "to": "b", "clue": "c"},
    "ratings": {"a": 6},
    "evidence": {"opened": ["a"], "sure_after": 1},
    "value": [{"a": 1}],
}


@pytest.mark.parametrize("kind", VALUES)
def test_the_quick_check_agrees_with_the_schema(kind: str) -> None:
    """Each field of a sound record is broken in turn, and so is its value."""
    saved = {"revision": 1, "saved_at": "2026-01-01T00:00:00.000Z"}
    sound = cases.record(kind, {"value": VALUES[kind], **saved})
    schemas.check("record", sound)
    value = VALUES[kind]
    inner = [{**value, name: odd} for name in value for odd in ODD] if isinstance(value, dict) else []
    broken = [{**sound, name: odd} for name in [*sound, "strange"] for odd in [*ODD, *VALUES.values()]]
    for record in [*broken, *({**sound, "value": one} for one in inner)]:
        slow = next(schemas._validator("record").iter_errors(record), None) is None
        assert schemas._follows("record", record) == slow, record
