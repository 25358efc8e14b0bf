"""What a comparison shows, and when."""

from __future__ import annotations

from typing import Any

import pytest

from kit import comparison, records
from tests import cases

QUESTION = cases.check_question()
TEXT = QUESTION["text"]


def mark(quote: str, label: str = "source", kind: str | None = None, **more: Any) -> dict[str, Any]:
    place = {
        "start": TEXT.index(quote),
        "end": TEXT.index(quote) + len(quote),
        "label": label,
        "quote": quote,
    }
    return place | ({"kind": kind} if kind else {}) | more


def rows(own: list[dict[str, Any]], machine: list[dict[str, Any]] | None = None) -> list[tuple[str, ...]]:
    value = {f"m{number}": one for number, one in enumerate(own)}
    record = cases.record("marks", {"revision": 1, "saved_at": "", "value": value})
    found = comparison.rows(QUESTION, record, machine or [])
    return [
        (row["group"], TEXT[row["start"] : row["end"]], row["mine"], row["key"], row["machine"])
        for row in found
    ]


def test_each_place_stands_in_one_row_with_what_each_of_the_three_marked() -> None:
    own = [mark("Critics", kind="anonymous"), mark("Elmsworth"), mark("4,200 people"), mark("mud")]
    machine = [
        mark("Ada Lindqvist", kind="person", reason="R1."),
        mark("Critics argue", kind="anonymous", reason="R2."),
        mark("Elmsworth", kind="organisation", reason="R3."),
        mark("pond", reason="R4."),
    ]
    assert rows(own, machine) == [
        ("agreed", "Critics", "anonymous", "anonymous", "anonymous"),
        ("mine", "Elmsworth", "yes", "", "organisation"),
        ("mine", "4,200 people", "yes", "", ""),
        ("theirs", "Mayor Ada Lindqvist", "", "person", "person"),
        ("theirs", "pond", "", "", "yes"),
        ("theirs", "may", "", "modal", ""),
        ("arguable", "mud", "yes", "arguable", ""),
    ]


def test_an_arguable_place_is_shown_also_where_nobody_marked_it() -> None:
    assert ("arguable", "mud", "", "arguable", "") in rows([])


def test_a_wrong_kind_says_so_and_every_row_says_why() -> None:
    value = {"m1": mark("Critics", kind="organisation"), "m2": mark("Elmsworth"), "m3": mark("people")}
    record = cases.record("marks", {"revision": 1, "saved_at": "", "value": value})
    why = {
        TEXT[row["start"] : row["end"]]: row["text"]
        for row in comparison.rows(QUESTION, record, [mark("pond", reason="It is wet.")])
    }
    assert why["Critics"] == "No group is named."
    assert why["Elmsworth"] == "A town says nothing here."
    assert why["people"].startswith("The key does not have this.")
    assert why["pond"] == "Only the machine marked this. It is wet."
    assert all(why.values())


def test_kinds_are_not_shown_where_none_were_asked_for() -> None:
    record = cases.record("marks", {"revision": 1, "saved_at": "", "value": {"m1": mark("Critics")}})
    found = comparison.rows(QUESTION | {"ask_kind": False}, record, [mark("Critics", kind="person")])
    assert {(row["mine"], row["machine"]) for row in found if row["group"] == "agreed"} == {("yes", "yes")}


@pytest.mark.parametrize(
    ("fields", "ready"),
    [
        ({"value": {}}, False),
        ({"value": {}, "first": {"value": {}}}, True),
        ({"value": {"m1": None}}, True),
    ],
)
def test_nothing_of_the_key_is_shown_before_a_first_try(fields: dict[str, Any], ready: bool) -> None:
    blank = records.blank("cases", "q1", "marks", {"id": "cases", "sha256": cases.HASH})
    data = {"question": QUESTION, "machine": []}
    shown = comparison.html(data, blank | fields)
    assert ("she said it" in shown) is ready
    assert ("Try the question first" in shown) is not ready


def test_a_graded_question_says_plainly_that_its_key_is_not_here() -> None:
    graded = {name: value for name, value in QUESTION.items() if name != "key"} | {"graded": True}
    record = cases.record("marks", {"revision": 1, "saved_at": "", "value": {"m1": mark("Critics")}})
    assert "its key is not in this notebook" in comparison.html({"question": graded, "machine": None}, record)
