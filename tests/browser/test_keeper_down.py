"""Nothing is lost where the server, the browser or the disk fails."""

from __future__ import annotations

import json
import re
import resource
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from kit import records
from tests.browser.keeping import Serve, answered, asks, kill, opened, profile, read_only
from tests.browser.lab import Desk, Server, asking, chromium, eventually, sync_playwright


def test_server_killed_and_back(lab: Server, browser: Browser) -> None:
    desk = answered(lab, browser, "Critics")
    lab.stop(signal.SIGKILL)
    desk.mark_by_script("Monday")
    desk.mark_by_script("mud")
    eventually(lambda: desk.dismiss() or "does not answer" in desk.status(), what="the page says so")
    assert desk.question().locator('[data-action="download"]').is_visible()
    lab.start()
    lab.holds({"q1": "Critics, mud, Monday"}, seconds=40)
    eventually(lambda: desk.status() == "Saved in this notebook.", what="saved by itself")


def mark_while_down_and_leave(lab: Server, context: Any) -> None:
    """Leave a mark that only this browser's backup has: the server is down, and the browser closes."""
    desk = answered(lab, context, "Critics")
    lab.stop(signal.SIGKILL)
    desk.mark_by_script("Monday")
    time.sleep(0.5)
    context.close()


def test_browser_closed_while_the_server_is_down(lab: Server, tmp_path: Path) -> None:
    with sync_playwright() as playwright:
        mark_while_down_and_leave(lab, profile(playwright, tmp_path))
        lab.start()
        context = profile(playwright, tmp_path)
        lab.open(context, wait=".second-look:visible")
        lab.holds({"q1": "Critics, Monday"})
        context.close()


@pytest.mark.parametrize("milliseconds", [0, 50, 150])
def test_tab_closed_right_after_a_mark(lab: Server, tmp_path: Path, milliseconds: int) -> None:
    with sync_playwright() as playwright:
        context = profile(playwright, tmp_path)
        desk = answered(lab, context, "Critics")
        desk.select("q1", "Monday")
        desk.question().locator('button[data-label="source"]').evaluate("b => b.click()")
        time.sleep(milliseconds / 1000)
        desk.page.close()
        desk = lab.open(context, wait=".second-look:visible")
        lab.holds({"q1": "Critics, Monday"})
        assert desk.marks() == ["Critics", "Monday"]
        context.close()


def test_every_browser_process_killed_within_a_second_ten_times_loses_at_most_the_last_mark(
    lab: Server, tmp_path: Path
) -> None:
    lab.write("a.ipynb", asking("q1"))
    with chromium() as browser:
        desk = lab.open(browser)
        desk.run_all()
        desk.save()
    text = (lab.root / "pond" / "article.md").read_text()
    words = iter(word for word in re.findall(r"[A-Za-z]+", text) if text.count(word) == 1)
    kept: list[str] = []
    for round in range(10):
        made = []
        with sync_playwright() as playwright:
            desk = lab.open(profile(playwright, tmp_path / str(round)), wait=".second-look:visible")
            for _ in range(2):
                made.append(next(words))
                desk.mark("q1", made[-1])
            time.sleep(round / 10)
            kill(str(tmp_path / str(round)))
        time.sleep(1)  # the server ends what it was writing
        found = marked(lab)
        print(f"killed {round / 10} s after the last mark: {'kept' if made[-1] in found else 'lost'}")
        assert {*kept, made[0]} <= set(found), f"killed {round / 10} s after the last mark"
        kept = found


def leave_a_draft(lab: Server, context: Any) -> None:
    """Answers that only this browser has, and a fresh file in the same place for the next student."""
    cells = ('kit.mark("q1")', 'kit.choose("c1")', 'kit.write("w1")')
    desk = opened(lab, context, *cells)
    lab.stop(signal.SIGKILL)
    desk.mark_by_script("Critics")
    desk.question("c1").locator('[data-option="a"]').evaluate("input => input.click()")
    desk.part("text", "w1").fill("A secret of the first student.")
    time.sleep(1)
    context.close()
    lab.write("a.ipynb", asks(*cells))
    lab.start()


def test_another_students_backup_is_offered_and_not_taken(lab: Server, tmp_path: Path) -> None:
    with sync_playwright() as playwright:
        leave_a_draft(lab, profile(playwright, tmp_path))
        desk = lab.open(profile(playwright, tmp_path))
        desk.run_all()
        offer = desk.page.locator('[data-part="found"]')
        eventually(offer.is_visible, what="the page asks whose answers these are")
        assert offer.count() == 1, "once, not with each question"
        assert desk.marks() == []
        assert desk.page.locator("[data-option]:checked").count() == 0
        assert desk.part("text", "w1").input_value() == ""
        assert "secret" not in desk.page.inner_text("body")
        assert not {"Critics", "Volunteers"} & set(offer.inner_text().split())
        desk.page.click('[data-action="found-take"]')
        lab.holds({"q1": "Critics", "c1": '["a"]', "w1": "A secret of the first student."})
        desk.page.context.close()


def test_who_says_not_mine_is_not_asked_again_and_deletes_nothing(lab: Server, tmp_path: Path) -> None:
    with sync_playwright() as playwright:
        leave_a_draft(lab, profile(playwright, tmp_path))
        context = profile(playwright, tmp_path)
        desk = lab.open(context)
        desk.run_all()
        desk.page.click('[data-action="found-drop"]')
        assert desk.page.locator('[data-part="found"]').count() == 0
        desk.mark("q1", "Monday")
        lab.holds({"q1": "Monday"})
        desk.reload()
        assert desk.page.locator('[data-part="found"]').count() == 0
        assert desk.marks() == ["Monday"]
        lab.write("a.ipynb", asks('kit.mark("q1")', 'kit.choose("c1")', 'kit.write("w1")'))
        desk.page.close()
        desk = lab.open(context)  # the first student is back
        desk.run_all()
        desk.page.click('[data-action="found-take"]')
        lab.holds({"q1": "Critics", "c1": '["a"]', "w1": "A secret of the first student."})
        context.close()


def test_a_read_only_file_is_told(shared: Server, browser: Browser) -> None:
    desk = answered(shared, browser, "Critics")
    desk.page.route("**/api/contents/**", read_only)
    desk.mark_by_script("Monday")
    eventually(lambda: "cannot be written" in desk.status(), what="the page says so")
    assert desk.question().locator('[data-action="download"]').is_visible()
    assert desk.marks() == ["Critics", "Monday"]


def test_a_refused_write_is_told_once_and_saved_later(shared: Server, browser: Browser) -> None:
    desk = answered(shared, browser, "Critics")
    refused = lambda route: route.abort() if route.request.method == "PUT" else route.continue_()  # noqa: E731
    desk.page.route("**/api/contents/**", refused)
    desk.mark_by_script("Monday")
    eventually(desk.dialogs, what="JupyterLab says so")
    desk.dismiss()
    eventually(lambda: "saving failed" in desk.status(), what="the page says so")
    time.sleep(12)
    assert desk.dialogs() == [], "one dialog, then quiet"
    desk.page.unroute("**/api/contents/**")
    desk.save()
    shared.holds({"q1": "Critics, Monday"})


def test_without_the_keeper_the_widget_says_so_and_offers_the_download(
    serve: Serve, browser: Browser
) -> None:
    lab = serve("lab", environment={"JUPYTERLAB_DISABLED": "1"})
    lab.stop()
    disabled = lab.folder / "config" / "labconfig" / "page_config.json"
    disabled.parent.mkdir(parents=True)
    disabled.write_text('{"disabledExtensions": {"second-look": true}}')
    lab.start()
    lab.write("a.ipynb", asking("q1"))
    desk = lab.open(browser)
    desk.run_all()
    eventually(lambda: "Nothing here keeps your answers" in desk.status(), what="the widget says so")
    desk.mark("q1", "Critics")
    with desk.page.expect_download() as started:
        desk.press("q1", "download")
    assert "Critics" in Path(started.value.path()).read_text()


def marked(server: Server) -> list[str]:
    """The words that the notebook's own copy of the answer has marked."""
    answer = server.read()["metadata"].get("second_look", {}).get("q1", {"value": {}})
    return [mark["quote"] for mark in answer["value"].values() if mark]


def test_a_full_disk_is_told_and_the_file_stays_whole(shared: Server, browser: Browser) -> None:
    desk = answered(shared, browser, "Critics")
    assert shared.process
    size = (shared.root / "a.ipynb").stat().st_size
    limits = resource.prlimit(shared.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        desk.mark_by_script("Monday")
        desk.mark_by_script("31 volunteers")
        eventually(desk.dialogs, what="Jupyter says so")
        desk.dismiss()
        eventually(lambda: "saving failed" in desk.status(), what="the page says so")
        assert marked(shared) == ["Critics"], "what was there is still there"
        assert desk.marks() == ["Critics", "Monday", "31 volunteers"]
    finally:
        resource.prlimit(shared.process.pid, resource.RLIMIT_FSIZE, limits)
    desk.save()
    shared.holds({"q1": "Critics, Monday, 31 volunteers"})
    assert desk.errors == []


def test_the_download_holds_every_answer_at_any_time(shared: Server, browser: Browser) -> None:
    desk = opened(shared, browser, 'kit.mark("q1")', 'kit.choose("c1")', 'kit.write("w1")', 'kit.mark("q2")')
    buttons = desk.page.locator('[data-action="download"]:visible')
    assert buttons.count() == 0, "there is nothing to hand out yet"
    desk.mark("q1", "Critics")
    desk.question("c1").locator('[data-option="b"]').check()
    desk.part("text", "w1").fill("How do they know?")
    assert downloaded(desk, "q1") == {"q1", "c1", "w1"}
    shared.holds({"q1": "Critics", "c1": '["b"]', "w1": "How do they know?"})
    desk.page.route("**/api/contents/**", lambda route: route.abort())  # the server is not there
    desk.mark_by_script("Monday", "q2")
    desk.dismiss()
    for name in ("q1", "c1", "w1", "q2"):
        assert downloaded(desk, name) == {"q1", "c1", "w1", "q2"}


def downloaded(desk: Desk, question: str) -> set[str]:
    with desk.page.expect_download() as started:
        desk.press(question, "download")
    assert started.value.suggested_filename == "a-answers.json"
    data = json.loads(Path(started.value.path()).read_text())
    for name, record in data["answers"].items():
        assert records.check(record)["question"] == name
    return set(data["answers"])
