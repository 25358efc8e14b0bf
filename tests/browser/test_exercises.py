"""Every question of every graded exercise fits a phone, also where its page grows with what is in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kit import items, records
from tests.browser import modules

RELEASES = sorted(
    path.parent for path in (Path(__file__).parents[2] / "exercises/release").glob("*/items.toml")
)


@pytest.mark.parametrize("folder", RELEASES, ids=lambda folder: folder.name)
def test_every_question_fits_a_phone(folder: Path, browser: Browser) -> None:
    page = modules.open_page(browser, viewport={"width": 320, "height": 800})
    page.evaluate("document.body.style.display = 'flex'")  # as the area of an output does
    for name, question in items.exercise(folder).questions.items():
        blank = records.blank(folder.name, name, question["kind"], question.get("article"))
        modules.mount(page, question, blank)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, name
        page.evaluate("window.view.dispose(); document.body.replaceChildren()")
