"""The page speaks the language of JupyterLab, whole, and has room for longer words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kit import records, words
from kit.widgets import bundle, still
from tests import pseudo
from tests.browser.lab import Server, cell, eventually, notebook

ADDRESS = "http://second-look.test/"
KINDS = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
PAGE = (
    '<!doctype html><html lang="en"><title>Words</title><link rel="stylesheet" href="/second-look.css"><body>'
)

MOUNT = """async ([folder, language, question, answer, graded]) => {
  const { mount } = await import('/question.js'), { load } = await import('/words.js');
  const words = await load(new URL(folder, location), language);
  const host = document.body.appendChild(document.createElement('div'));
  host.addEventListener('second-look:answer', e => e.preventDefault());
  window.view = mount(host, question, answer, words);
  window.words = words; }"""

SEEN = """() => { const root = document.querySelector('.second-look'), found = [root.innerText];
  for (const el of root.querySelectorAll('*'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'])
      if (el.hasAttribute(name)) found.push(el.getAttribute(name));
  for (const el of root.querySelectorAll('option, .sl-spoken, .sl-hidden, [hidden]'))
    found.push(el.textContent);
  return found.join('\\n'); }"""

TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll('.second-look, .second-look *')]
  .filter(el => getComputedStyle(el).display !== 'inline')
  .filter(el => el.clientWidth > 1 && el.scrollWidth > el.clientWidth + 1)
  .map(el => `${el.tagName}.${el.className}: ${el.textContent.slice(0, 40)}`)"""


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page that serves the widgets' modules, and in /made/ the words of the made language."""
    made = pseudo.folder(tmp_path)
    opened = browser.new_page(viewport={"width": 320, "height": 700})

    def serve(route: Any) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        path = made / name.removeprefix("made/") if name.startswith("made/") else bundle.STATIC / name
        if path.is_file():
            route.fulfill(body=path.read_bytes(), content_type=KINDS[path.suffix])
        elif name:
            route.fulfill(status=404)
        else:
            route.fulfill(body=PAGE, content_type="text/html")

    opened.route(f"{ADDRESS}**", serve)
    opened.goto(ADDRESS)
    yield opened
    opened.close()


def mount(page: Page, kind: str, answered: bool = True, language: str = pseudo.LANGUAGE, **more: Any) -> None:
    asked = pseudo.question(kind, **more)
    record = pseudo.answer(kind) if answered else records.blank("e1", "q1", kind, asked.get("article"))
    page.evaluate(MOUNT, ["/made/", language, asked, record, False])


def check_seen(page: Page) -> None:
    assert pseudo.english_in(page.evaluate(SEEN)) == []
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("graded", [False, True])
@pytest.mark.parametrize("kind", pseudo.QUESTIONS)
def test_no_english_is_left_and_nothing_is_cut_off(page: Page, kind: str, graded: bool) -> None:
    for answered in (False, True):
        mount(page, kind, answered, graded=graded)
        check_seen(page)
        button = page.locator('[data-action="check"]')
        if button.count():
            button.click()
            assert page.locator('[data-part="feedback"]').inner_text().strip()
            check_seen(page)
        for state in (name for name, said in pseudo.english()["status"].items() if "{" not in said):
            page.evaluate("state => view.tell({ state, isTwice: true })", state)
            check_seen(page)
        page.evaluate("view.dispose()")


def test_what_the_marker_says_is_in_the_language(page: Page) -> None:
    mount(page, "marks")
    spoken = page.locator(".sl-spoken")
    page.locator('button[data-label="source"]').click()  # nothing is selected
    assert spoken.inner_text()
    check_seen(page)
    page.locator('[data-action="remove"]').first.click()
    assert spoken.inner_text()
    check_seen(page)
    page.locator('[data-action="undo"]').click()
    check_seen(page)
    name = page.evaluate("words.labels.source.name")
    assert name in page.locator('button[data-label="source"]').inner_text()


def test_the_reader_is_in_the_language(page: Page) -> None:
    page.evaluate(
        """async reading => {
          const { mountReading } = await import('/reader.js'), { load } = await import('/words.js');
          mountReading(document.body, reading, await load(new URL('/made/', location), 'en_XA')); }""",
        pseudo.READING,
    )
    page.locator("mark").first.click()
    assert page.locator('[data-part="detail"]').is_visible()
    check_seen(page)


def test_the_check_of_the_page_can_fail(page: Page) -> None:
    mount(page, "choice", language="en")
    assert "Check" in pseudo.english_in(page.evaluate(SEEN))
    page.evaluate("document.querySelector('.sl-check').style.cssText = 'min-width: 500px'")
    assert page.evaluate(TOO_WIDE)


@pytest.mark.parametrize("tag", ["en", "xx-YY", "", "../../en"])
def test_a_language_without_a_file_is_english(page: Page, tag: str) -> None:
    found = page.evaluate(
        """async tag => { const { load } = await import('/words.js');
          return load(new URL('/words/', location), tag); }""",
        tag,
    )
    assert found == words.words()


def test_words_merge_and_count_as_in_python(page: Page) -> None:
    english = pseudo.english()
    polish = {
        "language": "pl",
        "actions": {"undo": "Cofnij", "redo": "", "check": ["?"]},
        "line": {
            "marks": {"one": "{n} znak", "few": "{n} znaki", "many": "{n} znaków", "other": "{n} znaku"}
        },
        "confidence": {"steps": ["za mało"]},
        "unknown": "?",
    }
    expected = words.merge(english, polish)
    numbers = list(range(130))
    found = page.evaluate(
        """async ([english, polish, numbers]) => {
          const { merge } = await import('/words.js'), { fill } = await import('/text.js');
          const all = merge(english, polish);
          const counted = template => numbers.map(n => fill(template, { n }));
          return [all, counted(all.line.marks), counted(all.text.count)]; }""",
        [english, polish, numbers],
    )
    assert found[0] == expected
    assert found[1] == [words.fill(expected["line"]["marks"], n=n) for n in numbers]
    assert found[2] == [words.fill(expected["text"]["count"], n=n) for n in numbers]
    assert {found[1][n] for n in (1, 2, 5)} == {"1 znak", "2 znaki", "5 znaków"}


@pytest.mark.parametrize("graded", [False, True])
@pytest.mark.parametrize("kind", pseudo.QUESTIONS)
def test_the_static_copy_is_the_same_in_both(page: Page, kind: str, graded: bool) -> None:
    asked = pseudo.question(kind, graded=graded)
    asked["prompt"] += ' <b>"&\n'
    for record in (pseudo.answer(kind), records.blank("e1", "q1", kind, asked.get("article"))):
        same = page.evaluate(
            """async ([question, answer, words, python]) => { const { still } = await import('/still.js');
              const nodes = html => new DOMParser().parseFromString(html, 'text/html').body;
              const [ours, theirs] = [nodes(still(question, answer, words)), nodes(python)];
              ours.normalize(); theirs.normalize();
              return ours.isEqualNode(theirs) ? '' : ours.innerHTML + '\\n---\\n' + theirs.innerHTML; }""",
            [asked, record, words.words(), still.question_html(asked, record)],
        )
        assert same == ""


def test_jupyterlabs_display_language_chooses_the_words(
    lab: Server, browser: Browser, tmp_path: Path
) -> None:
    (made := tmp_path / "made").mkdir()
    pseudo.folder(made)
    lab.setting("@jupyterlab/translation-extension/plugin", {"locale": "fr_FR"})
    question = {"question": pseudo.question("choice"), "answer": pseudo.answer("choice")}
    shown = cell("", 0) | {
        "outputs": [
            {"output_type": "display_data", "metadata": {}, "data": {records.QUESTION_MIME: question}}
        ]
    }
    lab.write("a.ipynb", notebook() | {"cells": [shown]})
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    french = json.dumps(json.loads((made / "en-XA.json").read_text("utf-8")) | {"language": "fr"})
    context.route("**/second-look/static/words/fr.json", lambda route: route.fulfill(body=french))
    desk = lab.open(context, wait=".second-look:visible")
    eventually(lambda: "Ćĥéçķ" in desk.question().inner_text() or "Çĥéçķ" in desk.question().inner_text())
    assert desk.question().get_attribute("lang") == "fr"
    assert desk.errors == []
