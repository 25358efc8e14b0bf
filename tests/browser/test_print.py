"""A lesson with answers, exported and printed: marked text, legend and every answer, with no script."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, Page

from kit import records
from kit.widgets import still
from tests import pseudo
from tests.browser.lab import Server, cell, notebook
from tests.browser.test_languages import mount, page

__all__ = ["page"]

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
LINE = "el => getComputedStyle(el).borderBottomStyle"


def answered() -> dict[str, Any]:
    """A notebook with a question of each kind, answered, as JupyterLab saves it while a kernel runs."""
    cells = []
    for number, kind in enumerate(("marks", "choice", "text", "value")):
        asked, answer = pseudo.question(kind), pseudo.answer(kind)
        data = {
            "text/html": still.question_html(asked, answer),
            "text/plain": records.line(answer),
            WIDGET_VIEW: {"model_id": f"gone{number}", "version_major": 2, "version_minor": 0},
            records.QUESTION_MIME: {"question": asked, "answer": answer},
        }
        cells.append(cell("kit.mark('q1')", number))
        cells[-1]["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": data}]
    return notebook() | {"cells": cells}


def check_copy(page: Page) -> None:
    """The legend, the text's marks, the list of marks, the choice, how sure, and what was written."""
    shown = page.inner_text("body")
    for words in (
        pseudo.text("One of ours"),
        "(A person)",
        f"“{pseudo.TEXT[22:31]}”",
        "How sure: fairly sure",
    ):
        assert words in shown
    assert f"☑ {pseudo.OPTIONS[1]['text']}" in shown
    assert f"☐ {pseudo.OPTIONS[0]['text']}" in shown
    assert pseudo.ANSWERS["text"] in shown  # in two lines
    marks = page.locator("mark")
    legend = [re.sub(r"\s+", " ", marks.nth(n).inner_text()) for n in range(2)]
    assert legend == ["s Source", f"o {pseudo.text('One of ours')}"]
    lines = [marks.nth(n).evaluate(LINE) for n in range(2)]
    assert len(set(lines)) == 2, "labels differ without colour"
    painted = page.locator("mark:has(> sup)")  # where a mark begins
    assert painted.count() == 2 + 3 + 3, "the legend, the marks in the text, the marks in the list"
    for number in range(painted.count()):
        letter = painted.nth(number).locator("> sup").inner_text()
        line = painted.nth(number).evaluate(LINE)
        assert line == lines["so".index(letter)], "a mark looks as the legend says"


def test_an_exported_lesson_shows_every_answer_with_no_script(browser: Browser, tmp_path: Path) -> None:
    made, _ = HTMLExporter().from_notebook_node(nbformat.from_dict(answered()))
    (tmp_path / "lesson.html").write_text(made, "utf-8")
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto((tmp_path / "lesson.html").as_uri())
    check_copy(shown)
    shown.emulate_media(media="print")
    check_copy(shown)
    paper = shown.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    assert len(paper) > 20_000


def test_the_copy_survives_jupyterlabs_sanitizer(lab: Server, browser: Browser) -> None:
    """As in a JupyterLab without Second Look that does not trust the notebook."""
    plain = answered()
    for number in plain["cells"]:
        data = number["outputs"][0]["data"]
        del data[records.QUESTION_MIME], data[WIDGET_VIEW]
    lab.write("a.ipynb", plain)
    desk = lab.open(browser, wait=".jp-OutputArea-output mark")
    check_copy(desk.page)


def test_what_jupyterlab_sends_to_the_printer_has_the_answers(lab: Server, browser: Browser) -> None:
    lab.write("a.ipynb", answered())
    desk = lab.open(browser, wait=".second-look:visible")
    desk.page.evaluate("window.print = () => {}")
    exported = desk.page.context.new_page()
    exported.goto(
        f"{lab.url}/nbconvert/html/a.ipynb?download=false"
    )  # what File > Print sends to the printer
    check_copy(exported)


@pytest.mark.parametrize("kind", ["marks", "choice", "text", "value"])
def test_a_printed_question_has_no_buttons_and_cuts_nothing_off(page: Page, kind: str) -> None:
    long = {"text": "\n".join(pseudo.text("A line of my own.") for _ in range(40))}
    record = pseudo.answer(kind) | ({"value": long[kind]} if kind in long else {})
    mount(page, kind)
    page.evaluate("record => view.take({ ...record, revision: 9 })", record)
    page.emulate_media(media="print")
    buttons = page.locator("button:visible")
    assert all(buttons.nth(n).get_attribute("data-label") for n in range(buttons.count()))
    styles = page.locator("button:visible").evaluate_all(
        "all => all.map(el => getComputedStyle(el).textDecorationStyle)"
    )
    assert styles == (["solid", "double"] if kind == "marks" else []), "the legend shows each label's line"
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.second-look, .second-look *')]
          .filter(el => getComputedStyle(el).display !== 'inline' && el.clientHeight > 1)
          .filter(el => el.scrollHeight > el.clientHeight + 2 || el.scrollWidth > el.clientWidth + 2)
          .map(el => el.tagName + '.' + el.className)"""
    )
    assert cut == []
