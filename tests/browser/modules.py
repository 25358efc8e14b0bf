"""The widgets' and the keeper's modules on a plain page: much faster, where JupyterLab does not matter."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page

from kit import classpage
from kit.widgets import bundle
from kit.words import words

ADDRESS = "http://second-look.test/"
PLACES = (bundle.STATIC, bundle.STATIC.parents[1] / "keeper" / "static", classpage.STATIC)
KINDS = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}
BLANK = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Modules</title>
<meta name="color-scheme" content="light dark">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/second-look.css"><body></body></html>"""


def serve(page: Page) -> Page:
    """Let a page load the modules from ``ADDRESS``, and open it there."""

    def answer(route: Any) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        path = next((place / name for place in PLACES if (place / name).is_file()), None)
        if path:
            route.fulfill(body=path.read_bytes(), content_type=KINDS[path.suffix])
        else:
            route.fulfill(body=BLANK, content_type="text/html")

    page.route(f"{ADDRESS}**", answer)
    page.goto(ADDRESS)
    return page


def open_page(browser: Browser, **options: Any) -> Page:
    """Open an empty page, in a window of its own with these options (viewport, color_scheme, ...)."""
    return serve(browser.new_context(**options).new_page())


def mount(page: Page, question: dict[str, Any], record: dict[str, Any] | None = None) -> None:
    """Mount a question; the page's ``answer`` is the last record that it gave."""
    page.evaluate(
        """async ([question, record, words]) => {
          const { mount } = await import('/question.js');
          const host = document.createElement('div');
          host.addEventListener('second-look:answer', e => {
            e.preventDefault();
            window.answer = e.detail.answer; });
          document.body.append(host);
          window.answer = record;
          window.view = mount(host, question, record, words); }""",
        [question, record, words()],
    )


def select(page: Page, quote: str) -> None:
    """Select words of the text, as a mouse would."""
    page.evaluate(
        """words => {
          const text = document.querySelector('[data-part="text"]');
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), nodes = [];
          let all = '';
          for (let n = walker.nextNode(); n; n = walker.nextNode()) {
            nodes.push([n, all.length]);
            all += n.data; }
          const at = all.indexOf(words);
          if (at < 0) throw new Error('not on the page: ' + words);
          const point = i => { const [n, s] = nodes.filter(([, s]) => s <= i).pop(); return [n, i - s]; };
          text.focus();
          const [last, before] = point(at + words.length - 1);
          document.getSelection().setBaseAndExtent(...point(at), last, before + 1); }""",
        quote,
    )


def mark(page: Page, quote: str, label: str) -> None:
    select(page, quote)
    page.click(f'button[data-label="{label}"]')


def answer(page: Page) -> Any:
    """The last record, or None."""
    return page.evaluate("window.answer")


def spoken(page: Page) -> str:
    return page.locator(".sl-spoken").inner_text()
