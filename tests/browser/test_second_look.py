"""A second look comes before the answer, in every kind of question that has one."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from kit import items, records
from tests.browser import modules
from tests.browser.lab import DESK

SHEET = items.exercise(DESK)
WRONG: dict[str, tuple[Any, str]] = {
    "c1": (["b"], "Yes, 31 of them."),
    "o1": (["open", "drain", "fill", "clean"], "This is the answer: 1. The water is drained; 2. Volunteers"),
    "t1": ({"people": "plan"}, "Card A: Sign-in list. Yes: the list has 31 names."),
    "n1": (31, "This is the answer: 4200 people"),
    "d1": (
        {"from": "feb-3", "to": "feb-4", "clue": "people"},
        "This is the answer: second week of March – first week of April (31 volunteers came)",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_the_answer_comes_after_a_second_look(page: Page, name: str) -> None:
    question, (value, answer) = SHEET.question(name), WRONG[name]
    wrong = records.changed(records.blank("desk", name, question["kind"]), value)
    modules.mount(page, question, wrong)
    feedback = page.locator('[data-part="feedback"]')
    page.click('[data-action="check"]')
    assert answer not in feedback.inner_text()
    assert not page.locator('[data-action="shown"]').count(), "not before a second look"
    page.click('[data-action="check"]')
    page.click('[data-action="shown"]')
    assert answer in feedback.inner_text()
    assert records.check(modules.answer(page))["help"] == 3
