"""Every kind of question in the real JupyterLab: themes, axe, narrow windows, zoom, forced colours."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from kit.widgets import bundle
from tests.browser.lab import Server, notebook

CELLS = (
    'import kit\nkit.exercise("desk")\npond = kit.article("pond")',
    'kit.mark("q1")',
    'kit.choose("c1")',
    'kit.order("o1")',
    'kit.match("t1")',
    'kit.number("n1")',
    'kit.write("w1")',
    'kit.date("d1")',
    'kit.evidence("e1")',
    'kit.rate("r1")',
    'kit.compare("q1")',
    'kit.show(pond, "source", "cue", "content", "hedge", "claim")',
)
VIEWS = 11
AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDE = """() => [...document.querySelectorAll('.second-look')]
  .map(root => [root.dataset.question ?? root.dataset.kind, root.clientWidth, root.scrollWidth])
  .filter(([, room, wanted]) => room < 200 || wanted > room + 1)"""
"""Views that are not laid out at all, or that are wider than their room."""


def violations(page: Page) -> list[Any]:
    found = Axe().run(page, context=".second-look", options=AA).response["violations"]
    return [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found]


def answer_all(page: Page) -> None:
    """Give each question some answer, and check it."""
    page.locator('[data-option="b"]').check()
    page.locator('[data-question="n1"] input').first.fill("31")
    page.locator('[data-question="w1"] textarea').fill("How do they know about the mud?")
    page.locator('[data-question="e1"] summary').first.click()
    for check in page.locator('[data-action="check"]').all():
        check.click()
    page.locator('mark[data-label="hedge"] .sl-spot').first.click()  # the reader's detail


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_nothing_stands_in_anyones_way(serve: Callable[..., Server], browser: Browser, theme: str) -> None:
    lab = serve("lab")
    lab.setting("@jupyterlab/apputils-extension/themes", {"theme": f"JupyterLab {theme}"})
    lab.write("a.ipynb", notebook(*CELLS))
    desk = lab.open(browser)
    desk.run_all(60)
    page = desk.page
    page.wait_for_function(f"document.querySelectorAll('.second-look').length >= {VIEWS}")
    assert violations(page) == []
    desk.mark("q1", "Critics")
    answer_all(page)
    assert violations(page) == []
    assert desk.errors == []
    desk.save()
    for width, zoom in ((390, 1), (320, 1), (640, 2)):  # 640 CSS pixels: a window of 1,280 at 200 %
        page.set_viewport_size({"width": width, "height": 700})
        desk.go(".second-look:visible")
        page.wait_for_function(f"document.querySelectorAll('.second-look').length >= {VIEWS}")
        page.wait_for_timeout(600)
        assert page.evaluate(WIDE) == [], (width, zoom)
        if zoom == 1:
            assert violations(page) == [], width
    page.emulate_media(forced_colors="active")
    assert (
        page.locator('[data-question="q1"] mark').first.evaluate(
            "m => getComputedStyle(m).textDecorationLine"
        )
        == "underline"
    ), "a mark is a line, and not only a colour"


def test_no_view_moves_by_itself() -> None:
    """Who asks for less motion has nothing to switch off."""
    style = (bundle.STATIC / "second-look.css").read_text("utf-8")
    assert re.findall(r"(?:transition|animation|scroll-behavior)\s*:[^;]*", style) == []
    scripts = [path.read_text("utf-8") for path in bundle.STATIC.glob("*.js")]
    assert not [script for script in scripts if "'smooth'" in script]
