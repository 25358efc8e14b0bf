"""Handouts through a real browser's print, and slides by keyboard, click and touch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from kit import routes, slides
from kit.paper import printer, render
from kit.paper.command import notebooks
from kit.paper.sheet import Sheet, sheet
from tests.browser.lab import CHROMIUM

ROOT = Path(__file__).parent.parent.parent
POINTS = {"A4": (595, 842), "Letter": (612, 792)}
CLEAN = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}}

TOO_WIDE = """() => [...document.querySelectorAll('main *')]
  .filter(el => el.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(el => el.tagName + '.' + el.className + ' ' + el.textContent.slice(0, 40))"""


def made(name: str, route: str = routes.REAL) -> Sheet:
    return sheet(ROOT / "notebooks" / f"{name}.ipynb", route)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.fixture(autouse=True)
def _that_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(printer.VARIABLE, str(CHROMIUM))


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("paper", POINTS)
@pytest.mark.parametrize("name", ["02-claims", "03-sources", "06-evidence", "08-machine"])
def test_the_pdf_has_every_question_and_its_page_numbers(name: str, paper: str, tmp_path: Path) -> None:
    found = made(name)
    printer.pdf(render.students(found, paper), tmp_path / "a.pdf", tmp_path / "a.html")
    pages = PdfReader(tmp_path / "a.pdf").pages
    assert 8 <= len(pages) <= 24
    assert {tuple(round(float(n)) for n in page.mediabox[2:]) for page in pages} == {POINTS[paper]}
    texts = [page.extract_text() for page in pages]
    whole = squeezed(" ".join(texts))
    for number, text in enumerate(texts, 1):
        assert squeezed(f"{number} of {len(pages)}") in squeezed(text)
        assert "unknownlicence" in squeezed(text), "the footer stands on each page"
    for question in found.questions:
        assert squeezed(question["prompt"])[:60] in whole
        for option in question.get("options", ()):
            assert squeezed(option["text"])[:30] in whole


def test_a_question_is_never_parted_from_its_options(tmp_path: Path) -> None:
    found = made("03-sources")
    printer.pdf(render.students(found, "A4"), tmp_path / "a.pdf", tmp_path / "a.html")
    texts = [squeezed(page.extract_text()) for page in PdfReader(tmp_path / "a.pdf").pages]
    for question in found.questions:
        if question["kind"] == "choice":
            whole = [
                all(squeezed(option["text"]) in text for option in question["options"])
                and squeezed(question["prompt"]) in text
                for text in texts
            ]
            assert sum(whole) >= 1, question["prompt"]


@pytest.mark.parametrize("name", [path.stem for path in notebooks(ROOT)])
@pytest.mark.parametrize("answers", [False, True], ids=["sheet", "answers"])
def test_nothing_is_wider_than_the_page(plain: Page, name: str, answers: bool) -> None:
    page = (render.teachers if answers else render.students)(made(name))
    plain.emulate_media(media="print")
    plain.set_viewport_size({"width": 658, "height": 900})  # A4 within its margins, in CSS pixels
    plain.set_content(page)
    assert plain.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_on_a_screen_nothing_is_cut_and_axe_finds_nothing(plain: Page, width: int) -> None:
    for page in (render.students(made("06-evidence")), render.teachers(made("06-evidence"))):
        plain.set_viewport_size({"width": width, "height": 800})
        plain.set_content(page)
        assert plain.evaluate("document.documentElement.scrollWidth") <= width
        assert problems(plain) == []


def problems(page: Page) -> list[Any]:
    found = Axe().run(page, options=CLEAN).response["violations"]
    return [(one["id"], [node["html"][:90] for node in one["nodes"]]) for one in found]


@pytest.fixture
def deck(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    list(slides.write_all(ROOT, tmp_path))
    context = browser.new_context(has_touch=True, viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto((tmp_path / "slides" / "06-evidence.html").as_uri())
    yield page
    context.close()


def shown(page: Page) -> tuple[list[str], str]:
    return page.locator(".slide:visible h2").all_inner_texts(), page.inner_text(".place")


def test_slides_move_by_keyboard(deck: Page) -> None:
    assert shown(deck) == (["Evidence"], "1 of 7")
    for key, place in (
        ("ArrowRight", 2),
        ("Space", 3),
        ("Shift+Space", 2),
        ("ArrowLeft", 1),
        ("ArrowLeft", 1),
        ("End", 7),
        ("ArrowDown", 7),
        ("Home", 1),
        ("PageDown", 2),
    ):
        deck.keyboard.press(key)
        assert shown(deck)[1] == f"{place} of 7", key
        assert len(shown(deck)[0]) == 1
    assert deck.inner_text(".live") == "Slide 2 of 7: Three slides?"
    deck.reload()
    assert shown(deck)[1] == "2 of 7", "the place is kept"


def test_the_teachers_notes_come_and_go(deck: Page) -> None:
    assert not deck.locator(".notes:visible").count()
    deck.keyboard.press("n")
    assert deck.locator(".notes:visible").count() == 1
    assert deck.get_attribute("[data-notes]", "aria-pressed") == "true"
    deck.click("[data-notes]")
    assert not deck.locator(".notes:visible").count()


def test_slides_move_by_click_touch_and_buttons_in_the_order_of_focus(deck: Page) -> None:
    deck.mouse.click(900, 300)
    assert shown(deck)[1] == "2 of 7"
    deck.touchscreen.tap(900, 300)
    assert shown(deck)[1] == "3 of 7"
    deck.mouse.click(100, 300)
    assert shown(deck)[1] == "2 of 7"
    named = []
    for _ in range(3):
        deck.keyboard.press("Tab")
        named.append(deck.evaluate("document.activeElement.textContent"))
    assert named == ["Previous", "Next", "Notes (n)"]
    deck.keyboard.press("Shift+Tab")
    deck.keyboard.press("Space")
    assert shown(deck)[1] == "3 of 7", "a space presses the button that has the focus"
    assert deck.evaluate("document.activeElement.textContent") == "Next"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_slide(deck: Page, scheme: Any) -> None:
    deck.emulate_media(color_scheme=scheme)
    deck.keyboard.press("n")
    for _ in range(7):
        assert problems(deck) == []
        deck.keyboard.press("ArrowRight")


@pytest.mark.parametrize("width", [320, 1280])
def test_every_slide_of_every_deck_fits(browser: Browser, tmp_path: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 720 if width > 500 else 640})
    for path in slides.write_all(ROOT, tmp_path):
        page.goto(path.as_uri())
        for number in range(page.locator(".slide").count()):
            size = page.evaluate(
                "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
            )
            assert size[0] <= width, (path.name, number)
            assert width < 500 or size[1] <= 720, (path.name, number)
            page.keyboard.press("ArrowRight")


def test_slides_are_printed_one_a_page_with_their_notes(deck: Page, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(deck.pdf(format="A4"))
    pages = PdfReader(tmp_path / "a.pdf").pages
    assert len(pages) == 7
    texts = [squeezed(page.extract_text()) for page in pages]
    for number, slide in enumerate(slides.read(ROOT / "teach" / "slides" / "06-evidence.md").on(routes.REAL)):
        assert squeezed(slide.title) in texts[number]
        assert squeezed(slide.notes)[:40] in texts[number]


def test_without_a_script_all_slides_are_there(browser: Browser, tmp_path: Path) -> None:
    list(slides.write_all(ROOT, tmp_path))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "slides" / "06-evidence.html").as_uri())
    assert page.locator(".slide:visible").count() == 7
    assert not page.locator("nav:visible").count()
