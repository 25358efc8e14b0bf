"""What the tests of keeping answers share."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.lab import CHROMIUM, Desk, Server, notebook

Serve = Callable[..., Server]
FIRST = 'import kit\nkit.exercise("desk")'
CHECK = 'kit.check("q1")'


def asks(*cells: str) -> dict[str, Any]:
    """A notebook of the tests' exercise with these cells."""
    return notebook(FIRST, *cells)


def opened(server: Server, browser: Any, *cells: str, name: str = "a.ipynb") -> Desk:
    """A notebook with these cells that was run."""
    server.write(name, asks(*cells))
    desk = server.open(browser, name)
    desk.run_all()
    return desk


def answered(server: Server, browser: Browser, *marks: str, name: str = "a.ipynb") -> Desk:
    """A notebook that was run, with these words marked in q1."""
    server.write(name, notebook(FIRST, 'kit.mark("q1")', CHECK))
    desk = server.open(browser, name)
    desk.run_all()
    for words in marks:
        desk.mark("q1", words)
    if marks:
        server.holds({"q1": ", ".join(marks)}, name)
    return desk


def run_cell(desk: Desk, number: int) -> None:
    desk.page.locator(".jp-Notebook .jp-Cell").nth(number).locator(".cm-content").click()
    desk.page.keyboard.press("Shift+Enter")
    time.sleep(0.5)
    desk.idle()


def select_cell(desk: Desk, number: int) -> None:
    """Select a cell so that JupyterLab's single-key commands act on it."""
    desk.page.locator(".jp-Notebook .jp-Cell").nth(number).locator(".cm-content").click()
    desk.page.keyboard.press("Escape")


def profile(playwright: object, folder: Path) -> Page:
    """A browser with a profile of its own, so that what it stores is there after it was closed."""
    return playwright.chromium.launch_persistent_context(  # type: ignore[attr-defined, no-any-return] # Playwright
        folder / "profile",
        executable_path=CHROMIUM,
        args=["--no-sandbox"],
        viewport={"width": 1200, "height": 900},
    )


def read_only(route: object) -> None:
    answer = route.fetch()  # type: ignore[attr-defined] # Playwright's Route
    if route.request.method == "GET":  # type: ignore[attr-defined] # as above
        body = answer.json()  # a file, or its list of checkpoints
        body = body | {"writable": False} if isinstance(body, dict) else body
        route.fulfill(response=answer, json=body)  # type: ignore[attr-defined] # as above
    else:
        route.fulfill(status=403)  # type: ignore[attr-defined] # as above


def kill(*words: str) -> None:
    """Kill every process whose command line holds these words, all at once and without a warning."""
    found = subprocess.run(["pgrep", "-f", *words], capture_output=True, text=True).stdout.split()
    for pid in found:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)
