"""Leaving a shared computer: the file goes with the student, and nothing of it stays here."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser

from kit import records
from tests.browser.keeping import answered, run_cell
from tests.browser.lab import Desk, Server, eventually

LABEL = "Save My File and Clear This Device…"


def stored(desk: Desk) -> str:
    """All that this browser keeps of the page."""
    text: str = desk.page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    return text


def test_the_file_goes_along_and_this_device_is_clear(
    shared: Server, browser: Browser, tmp_path: Path
) -> None:
    desk = answered(shared, browser, "Critics", "Monday")
    cells = desk.page.locator(".jp-Notebook .jp-Cell")
    cells.nth(2).locator(".cm-content").click()
    run_cell(desk, 2)  # its output tells of the answer
    desk.save()
    assert len(shared.api("sessions")) == 1
    before = json.dumps(shared.read())
    with desk.page.expect_download() as waiting:
        desk.menu("File", LABEL)
    saved = tmp_path / "mine.ipynb"
    waiting.value.save_as(saved)
    assert waiting.value.suggested_filename == "a.ipynb"
    held = json.loads(saved.read_text("utf-8"))["metadata"][records.NAMESPACE]["q1"]
    assert len(records.live_marks(held)) == 2
    assert json.dumps(shared.read()) == before  # nothing is cleared before the student says so
    desk.page.click('.jp-Dialog button:has-text("Clear this device")')
    desk.page.wait_for_selector('.jp-Dialog:has-text("This device is clear")')
    desk.page.click('.jp-Dialog button:has-text("Close")')
    left = json.dumps(shared.read())
    assert shared.answers() == {"q1": {""}}
    assert records.NAMESPACE not in json.loads(left)["metadata"]
    assert not [mark for mark in held["value"] if mark in left]
    assert held["sheet"] not in left
    assert held["sheet"] not in stored(desk)
    files = [path.read_text("utf-8") for path in shared.root.rglob("*.ipynb")]  # checkpoints, too
    assert not [text for text in files if held["sheet"] in text]
    desk.page.wait_for_selector('.second-look[data-question="q1"]:visible')
    assert desk.question().locator("[data-mark]").count() == 0
    desk.page.reload()  # no draft comes back, and none is offered
    desk.page.wait_for_selector('.second-look[data-question="q1"]:visible', timeout=60_000)
    assert desk.question().locator("[data-mark]").count() == 0
    assert desk.errors == []


def test_not_yet_leaves_everything(shared: Server, browser: Browser) -> None:
    desk = answered(shared, browser, "Critics")
    with desk.page.expect_download():
        desk.menu("File", LABEL)
    desk.page.click('.jp-Dialog button:has-text("Not yet")')
    eventually(lambda: desk.dialogs() == [])
    shared.holds({"q1": "Critics"})
    desk.mark("q1", "Monday")
    shared.holds({"q1": "Critics, Monday"})


def test_what_cannot_be_saved_is_not_cleared(shared: Server, browser: Browser) -> None:
    desk = answered(shared, browser, "Critics")
    desk.page.route("**/api/contents/**", lambda route: route.abort())
    desk.menu("File", LABEL)
    desk.page.wait_for_selector('.jp-Dialog:has-text("Nothing was cleared")')
    desk.page.unroute("**/api/contents/**")
    shared.holds({"q1": "Critics"})
