"""How fast our marker is, beside others doing the same in the same run, in a real Chromium.

``python benchmarks/widgets.py`` needs Chromium and Playwright (``make .venv/tested``). Others are optional:
``pip install --no-deps --target build/rivals -r benchmarks/requirements.txt``; one that is not there is named
and left out. A rival's module is mounted as anywidget would mount it; nothing of it is changed. (The newest
wigglystuff that was released, 0.5.36, has no TextHighlight yet; its repository has.)

- **First paint**: from the call that mounts the tool to the end of the first frame that shows the text with
  its 400 marks. Modules are loaded before, and the page is new each time.
- **A mark**: words are selected with a real mouse; from the event that makes the mark (the release of the
  mouse, or the key with the label's letter) to the end of the first frame in which the mark is there. Others
  mark on the release at the selection's end; ours on the release over a label's button, or on its key.

A frame's end is when the page has laid it out and handed it on to be shown. A frame that is late counts in
full, so a mark takes about one frame at the least.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from kit.widgets import bundle  # noqa: E402
from kit.words import words  # noqa: E402
from tests.browser.lab import chromium  # noqa: E402

ADDRESS = "http://second-look.test/"
KINDS = {".js": "text/javascript", ".css": "text/css"}
OURS, SPANMARK, HIGHLIGHT = "Second Look", "spanmark", "TextHighlight"
FILES = {SPANMARK: "spanmark/static/widget", HIGHLIGHT: "wigglystuff/static/text-highlight"}
WAYS = {OURS: ("button", "key"), SPANMARK: ("release",), HIGHLIGHT: ("release",)}
SIZES = (5_000, 50_000)
MARKS = 400
SETTLED = 400  # milliseconds
FIRST_PAINT = {5_000: 200.0}
MARK = {5_000: 33.4, 50_000: 100.0}
"""The goals, in milliseconds: 33.4 is two frames of a screen that shows sixty a second."""


def made_text(size: int, seed: int = 5) -> tuple[str, list[dict[str, Any]], list[dict[str, Any]]]:
    """Make a text of so many words, 400 marks spread over it, and as many free places between them.

    Offsets are code points, end exclusive; all letters are plain, so they are UTF-16 units as well.
    """
    choose = random.Random(seed)
    pieces, places, at = [], [], 0
    for number in range(size):
        word = "".join(choose.choice("etaoinshrdlu") for _ in range(choose.randint(2, 9)))
        after = "\n" if number % 70 == 69 else " "
        pieces.append(word + after)
        places.append((at, at + len(word)))
        at += len(word) + 1
    text = "".join(pieces).rstrip()
    step = size // MARKS

    def mark(first: int, last: int) -> dict[str, Any]:
        start, end = places[first][0], places[last][1]
        label = ("claim", "source", "hedge", "loaded")[first % 4]
        return {"start": start, "end": end, "label": label, "quote": text[start:end]}

    taken = [mark(n * step, n * step + choose.randint(0, 2)) for n in range(MARKS)]
    free = [mark(n * step + 6, n * step + 7) for n in range(MARKS)]
    return text, taken, [place for place in free if "\n" not in place["quote"]]


def made_aids(text: str) -> dict[str, list[dict[str, Any]]]:
    """The sentences of a text (its lines), and a glossary of forty words with every place of each."""
    found = [(match[0], {"start": match.start(), "end": match.end()}) for match in re.finditer(r"\S+", text)]
    names = list(dict.fromkeys(word for word, _ in found))[:40]
    glossary = [
        {"forms": [name], "means": name, "places": [at for word, at in found if word == name]}
        for name in names
    ]
    lines = [{"start": match.start(), "end": match.end()} for match in re.finditer(r".+", text)]
    return {"sentences": lines, "glossary": glossary}


@contextmanager
def opened(browser: Browser, rivals: Path) -> Iterator[Page]:
    """A new page that serves our modules and the rivals' files."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    styles = ["/second-look.css", *(f"/rivals/{name}.css" for name in FILES.values())]
    links = "".join(f'<link rel="stylesheet" href="{style}">' for style in styles)

    def serve(route: Any) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        path = bundle.STATIC / name
        if name.startswith("rivals/"):
            path = rivals / name.removeprefix("rivals/")
        elif name == "benchmark.js":
            path = Path(__file__).with_suffix(".js")
        if name and path.is_file():
            route.fulfill(body=path.read_bytes(), content_type=KINDS[path.suffix])
        elif name:
            route.fulfill(status=404)
        else:
            route.fulfill(body=f"<!doctype html><title>Speed</title>{links}<body>", content_type="text/html")

    page.route(f"{ADDRESS}**", serve)
    page.goto(ADDRESS)
    page.evaluate("async () => { window.benchmark = await import('/benchmark.js'); }")
    yield page
    page.close()


def measure(page: Page, tool: str, size: int, count: int) -> Iterator[tuple[str, float]]:
    """Yield the first paint, then so many marks by each way that the tool has: (what, milliseconds)."""
    text, taken, free = made_text(size)
    page.evaluate("text => { window.text = text; }", text)
    task = {"text": text, "marks": taken, "words": words(), "aids": made_aids(text)}
    yield (
        "first paint",
        page.evaluate("([tool, task]) => benchmark.firstPaint(tool, task)", [tool, task]),
    )
    chosen = random.Random(count).sample(free[:-1], count * len(WAYS[tool]))
    for number, place in enumerate(chosen):
        way = WAYS[tool][number % len(WAYS[tool])]
        yield f"mark, {way}", one_mark(page, way, place)


def one_mark(page: Page, way: str, place: dict[str, Any]) -> float:
    page.evaluate("place => benchmark.bring(place)", place)
    page.wait_for_timeout(SETTLED)  # long texts are laid out as they come into view: look again
    x1, y1, x2, y2 = page.evaluate("place => benchmark.bring(place)", place)
    listen = "([type, mark]) => benchmark.listen(type, mark)"
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move(x2, y2, steps=3)
    if way == "release":
        page.evaluate(listen, ["mouseup", place])
    page.mouse.up()
    page.wait_for_timeout(60)  # what the selection itself costs is not the mark's
    if way == "key":
        page.evaluate(listen, ["keydown", place])
        page.keyboard.press("c")
    elif way == "button":
        button = page.locator('button[data-label="claim"]')
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.evaluate(listen, ["mouseup", place])
        page.mouse.up()
    took: float = page.evaluate("() => window.took")
    page.wait_for_timeout(60)
    return took


def table(found: dict[tuple[int, str, str], list[float]], tools: list[str]) -> Iterator[str]:
    """Yield the figures as lines: median and worst in milliseconds, rivals' medians over ours, the goals."""
    yield f"{'words':>6}  {'what':<14} {'tool':<14} {'median':>8} {'worst':>8} {'n':>3}  times ours"
    for size in SIZES:
        for what in ("first paint", "mark, release", "mark, button", "mark, key"):
            for tool in tools:
                values = found.get((size, tool, what), [])
                if not values:
                    continue
                middle = statistics.median(values)
                mine = found[size, OURS, "mark, button" if what == "mark, release" else what]
                ratio = (
                    f"{middle / statistics.median(mine):.1f}" if tool != OURS else goal(size, what, middle)
                )
                line = f"{size:>6}  {what:<14} {tool:<14} {middle:>8.1f} {max(values):>8.1f} {len(values):>3}"
                yield f"{line}  {ratio}"


def goal(size: int, what: str, middle: float) -> str:
    """Say whether our median reaches its goal, where it has one."""
    limit = (FIRST_PAINT if what == "first paint" else MARK).get(size)
    if limit is None:
        return "no goal"
    return f"goal {limit:g} ms: {'met' if middle <= limit else 'MISSED'}"


def main() -> int:
    """Measure, and print the table; returns 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="new pages a tool and size (default: 5)")
    parser.add_argument("--marks", type=int, default=5, help="marks a page and way (default: 5)")
    parser.add_argument(
        "--rivals", type=Path, default=ROOT / "build" / "rivals", help="where they are installed"
    )
    options = parser.parse_args()
    tools = [OURS]
    for name, file in FILES.items():
        if (options.rivals / f"{file}.js").is_file():
            tools.append(name)
        else:
            print(f"{name}: left out, there is no {file}.js in {options.rivals}")
    found: dict[tuple[int, str, str], list[float]] = {}
    with chromium() as browser:
        with opened(browser, options.rivals) as page:
            print(f"one frame of this machine: {page.evaluate('benchmark.frame()'):.1f} ms")
        for _ in range(options.rounds):
            for size in SIZES:
                for tool in tools:  # in turn, so that a busy moment of the machine meets all of them
                    with opened(browser, options.rivals) as page:
                        for what, took in measure(page, tool, size, options.marks):
                            found.setdefault((size, tool, what), []).append(took)
    if hasattr(os, "getloadavg"):
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    lines = list(table(found, tools))
    print("milliseconds, 400 marks in the text", *lines, sep="\n")
    return int(any("MISSED" in line for line in lines))


if __name__ == "__main__":
    sys.exit(main())
