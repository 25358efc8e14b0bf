"""The first screen: the lesson, the list of lessons beside it, and nothing that a newcomer does not need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import kit
from kit import records
from tests import pseudo
from tests.browser.lab import Server, cell, eventually, notebook

CALM = {"JUPYTER_CONFIG_PATH": str(Path(kit.__file__).parent / "labconfig")}  # as `kit lab` and Binder do
TABS = ".jp-SideBar .lm-TabBar-tab:visible"
TOOLS = ".jp-NotebookPanel-toolbar > [data-jp-item-name]:visible"
FILES = ".jp-FileBrowser-toolbar > [data-jp-item-name]:visible"
MENUS = ".lm-MenuBar-itemLabel:visible"


def first_screen(server: Server, browser: Browser, width: int, height: int) -> Page:
    data = {records.QUESTION_MIME: {"question": pseudo.question("marks"), "answer": pseudo.answer("marks")}}
    shown = cell("", 1) | {"outputs": [{"output_type": "display_data", "metadata": {}, "data": data}]}
    server.write("00-start.ipynb", notebook() | {"cells": [cell("# Start here", 0, "markdown"), shown]})
    server.write("01-first-read.ipynb", notebook("1"))
    page: Page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.goto(server.url)  # what the address alone opens
    page.wait_for_selector(".second-look:visible", timeout=60_000)
    page.wait_for_selector(f'{TOOLS}[data-jp-item-name="executionProgress"]')
    return page


def names(page: Page, selector: str, attribute: str) -> list[str]:
    return [str(found.get_attribute(attribute)) for found in page.locator(selector).all()]


@pytest.fixture
def calm(serve: Any) -> Server:
    server: Server = serve("lab", environment=CALM)
    return server


def test_the_lesson_with_the_list_of_lessons_and_little_else(calm: Server, browser: Browser) -> None:
    page = first_screen(calm, browser, 1280, 800)
    assert page.get_by_role("heading", name="Start here").is_visible()
    assert page.locator("#jp-MainLogo, #jp-title-panel-title").first.is_visible()
    assert "/doc/tree/00-start.ipynb" in page.url, "JupyterLab is in its simple mode"
    listed = page.locator(".jp-DirListing-itemText:visible").all_inner_texts()
    assert {"00-start.ipynb", "01-first-read.ipynb"} <= set(listed)
    assert not [name for name in listed if name.endswith((".toml", ".md"))]
    assert names(page, TABS, "data-id") == ["filebrowser"]
    assert names(page, TOOLS, "data-jp-item-name") == [
        "save",
        "run",
        "run-all",
        "spacer",
        "executionProgress",
    ]
    assert names(page, FILES, "data-jp-item-name") == ["uploader"]
    assert page.locator(MENUS).all_inner_texts() == [
        "File",
        "Edit",
        "View",
        "Run",
        "Kernel",
        "Settings",
        "Help",
    ]
    for gone in (
        "#jp-main-statusbar",
        "#jp-right-stack",
        ".jp-cell-toolbar",
        ".jp-Dialog",
        ".Toastify__toast",
    ):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    box = page.locator(".jp-NotebookPanel").bounding_box()
    assert box
    assert box["x"] + box["width"] > 1270, "the lesson has the rest of the window"
    page.locator(
        '.jp-DirListing-itemText:has-text("01-first-read.ipynb")'
    ).click()  # one click opens a lesson
    eventually(lambda: "01-first-read" in page.url, what="the other lesson is open")


def test_saving_running_and_undoing_are_easily_found(calm: Server, browser: Browser) -> None:
    page = first_screen(calm, browser, 1280, 800)
    assert page.locator('[data-jp-item-name="run-all"]').inner_text().strip() == "Run All"
    for menu, item in (
        ("File", "Save Notebook"),
        ("Run", "Run All Cells"),
        ("Edit", "Undo"),
        ("File", "Print…"),
    ):
        page.click(f'.lm-MenuBar-itemLabel:text-is("{menu}")')
        page.wait_for_selector(f'.lm-Menu-itemLabel:text-is("{item}")')
        page.keyboard.press("Escape")
    question = page.locator(".second-look")
    question.locator('[data-action="remove"]').first.click()
    undo = question.locator('[data-action="undo"]')
    assert undo.is_enabled()


def test_a_phone_shows_the_lesson_alone(calm: Server, browser: Browser) -> None:
    page = first_screen(calm, browser, 390, 844)
    eventually(lambda: page.locator(TABS).count() == 0, what="the side is folded away")
    box = page.locator(".second-look").bounding_box()
    assert box
    assert box["width"] > 320
    tools = names(page, TOOLS, "data-jp-item-name")
    assert {"save", "run", "run-all"} <= set(tools)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_jupyterlab_as_it_comes_is_left_alone(lab: Server, browser: Browser) -> None:
    """The settings are ours alone: `kit lab --full` and a JupyterLab of one's own have every panel."""
    lab.write("00-start.ipynb", notebook("1"))
    desk = lab.open(browser, "00-start.ipynb")
    tabs = set(names(desk.page, TABS, "data-id"))
    assert {"filebrowser", "table-of-contents", "jp-property-inspector", "jp-debugger-sidebar"} <= tabs
    assert "cut" in names(desk.page, TOOLS, "data-jp-item-name")
    assert desk.page.locator("#jp-main-statusbar:visible").count() == 1
