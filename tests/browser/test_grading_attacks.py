"""Hostile answers in what a person opens: feedback pages, and the copy to mark as formgrader renders it."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbconvert import HTMLExporter
from playwright.sync_api import Browser

from kit.grading import copies, exercise, pages
from kit.grading.book import _comment
from kit.grading.exercise import Exercise
from kit.grading.grade import grade
from kit.grading.reader import parse
from kit.grading.results import Manual, Result
from tests.grading import students
from tests.grading.test_attacks_words import TEXTS, everywhere

ALIVE = ("script", "image-with-script", "end-of-the-page", "end-of-an-attribute", "link-in-markdown", "style")
ALIVE += ("image-in-markdown", "formula-with-a-link")


@pytest.fixture(scope="module")
def small() -> Exercise:
    return exercise.load(Path(__file__).parents[1] / "grading/course", "sources")


def result_of(small: Exercise, name: str) -> Result:
    notebook = parse(students.data(everywhere(small, TEXTS[name], 1))).notebook
    result = grade(small, notebook, "ann", TEXTS[name])
    return result.with_book({"w1": Manual(1.0, TEXTS[name])}, 0.0)


def opened(browser: Browser, html: str) -> tuple[object, list[str], list[str]]:
    """Open a page, click at all its links, and return what was hacked, what was asked for, and every link."""
    page = browser.new_page()
    asked: list[str] = []
    page.route("**", lambda route: (asked.append(route.request.url), route.abort()))
    page.set_content(html, wait_until="domcontentloaded")
    page.wait_for_timeout(150)
    page.evaluate(
        "document.querySelectorAll('a, [onmouseover]').forEach(e => { e.click(); e.onmouseover?.() })"
    )
    page.wait_for_timeout(50)
    assert page.locator("body").evaluate("e => getComputedStyle(e).display") != "none"
    hacked = page.evaluate("window.hacked ?? null")
    links = page.evaluate("[...document.links].map(a => a.getAttribute('href'))")
    page.close()
    return hacked, asked, links


def test_what_a_student_wrote_does_nothing_in_a_teachers_browser(browser: Browser, small: Exercise) -> None:
    for name in ALIVE:
        result = result_of(small, name)
        hacked, asked, links = opened(browser, pages.page(small, result))
        assert hacked is None, name
        assert asked == [], "a feedback page loads nothing"
        assert all(link.startswith("#") for link in links), name


def test_the_copy_to_mark_does_nothing_in_a_teachers_browser(browser: Browser, small: Exercise) -> None:
    export = HTMLExporter(sanitize_html=False)
    for name in ALIVE:
        made = copies.build(small, result_of(small, name))
        html, _ = export.from_notebook_node(nbformat.reads(json.dumps(made), as_version=4))
        hacked, asked, links = opened(browser, html)
        assert hacked is None, name
        assert not [url for url in asked if "evil" in url], name
        assert not [link for link in links if "javascript" in link or "evil" in link], name


def test_the_test_would_see_a_script(browser: Browser, small: Exercise) -> None:
    """A copy with the text as it is does run it: so the tests above can fail."""
    made = copies.build(small, result_of(small, "script"))
    students.cell_of(made, "w1")["source"] = TEXTS["image-with-script"]
    html, _ = HTMLExporter(sanitize_html=False).from_notebook_node(
        nbformat.reads(json.dumps(made), as_version=4)
    )
    assert opened(browser, html)[0] == 1


def test_a_gradebooks_comment_does_nothing_as_markdown(browser: Browser, small: Exercise) -> None:
    from nbconvert.filters import markdown2html

    for name in ALIVE:
        comments = [markdown2html(_comment(one)) for one in result_of(small, name).graded]
        hacked, asked, links = opened(browser, "<!doctype html><body>" + "".join(comments))
        assert hacked is None, name
        assert asked == [], name
        assert not [link for link in links if "javascript" in link], name
