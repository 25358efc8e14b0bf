"""The class report as a teacher opens it: light and dark, wide and narrow, in grey, and on paper."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from kit import cli
from kit.grading import exercise
from tests.classreport import invented

NAME = "final"  # two questions on marks, one of them with three labels


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class-report")
    loaded = exercise.load(invented.COURSE, NAME)
    invented.graded(folder / "out", invented.handed_in(folder / "in", loaded, 30, {3: 7}), NAME)
    call = ["class-report", NAME, "--course", str(invented.COURSE), "--out", str(folder / "out")]
    assert cli.main(call) == 0
    return folder / "out" / "class-report.html"


def opened(browser: Browser, report: Path, scheme: str = "light", width: int = 1100) -> Page:
    page = browser.new_page(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )  # axe brings a script of its own
    page.goto(report.as_uri())
    return page


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1100), ("dark", 1100), ("light", 390), ("dark", 320)]
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, report: Path, scheme: str, width: int
) -> None:
    page = opened(browser, report, scheme, width)
    for summary in page.locator("summary").all():
        summary.click()
    found = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
    seen = [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in found.response["violations"]]
    assert seen == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("media", ["screen", "print"])
def test_each_shade_is_told_from_the_next_in_grey(
    browser: Browser, report: Path, scheme: str, media: str
) -> None:
    page = opened(browser, report, scheme)
    page.emulate_media(media=media)
    greys = page.evaluate(
        """() => [1, 2, 3, 4, 5].map((n) => {
          const shade = document.querySelector(`.legend .shade-${n}`);
          const [r, g, b] = getComputedStyle(shade).backgroundColor.match(/\\d+/g).map(Number);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        })"""
    )
    steps = [one - other for one, other in pairwise(greys)]
    assert min(map(abs, steps)) >= 12
    assert len({step > 0 for step in steps}) == 1, "from weak to strong without a turn"


def test_what_is_folded_away_is_printed(browser: Browser, report: Path) -> None:
    page = opened(browser, report)
    folded = page.locator("details table").first
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
