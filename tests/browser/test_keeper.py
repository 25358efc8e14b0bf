"""No answer is ever lost: what can happen to a notebook (CONTRIBUTING.md has the table), in real pages."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from tests.browser.lab import (
    CHROMIUM,
    Desk,
    Server,
    asking,
    chromium,
    eventually,
    notebook,
    sync_playwright,
)

Serve = Callable[..., Server]
FIRST = 'import kit\nkit.exercise("desk")'
CHECK = 'kit.check("q1")'


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


# The kernel


def test_reload_with_the_kernel_alive_then_mark_and_check_in_python(
    jupyter: Server, browser: Browser
) -> None:
    desk = answered(jupyter, browser, "Critics")
    desk.reload()
    desk.mark("q1", "Monday")
    jupyter.holds({"q1": "Critics, Monday"})
    run_cell(desk, 2)
    desk.save()
    (said,) = jupyter.streams()
    assert "1 of 3 found, 1 wrong" in said or "“Monday” doesn't count here" in said


def test_kernel_restarted_then_gone(jupyter: Server, browser: Browser) -> None:
    desk = answered(jupyter, browser, "Critics")
    (kernel,) = jupyter.api("kernels")
    jupyter.api(f"kernels/{kernel['id']}/restart", "POST")
    time.sleep(2)
    desk.mark("q1", "Monday")
    jupyter.holds({"q1": "Critics, Monday"})
    jupyter.forget_kernels()
    time.sleep(1)
    desk.dismiss()
    desk.mark("q1", "31 volunteers")
    jupyter.holds({"q1": "Critics, Monday, 31 volunteers"})


def test_kernel_killed_while_marking(lab: Server, browser: Browser) -> None:
    desk = answered(lab, browser)
    (kernel,) = lab.api("kernels")
    pids = subprocess.run(
        ["pgrep", "-f", f"kernel-{kernel['id']}"], capture_output=True, text=True
    ).stdout.split()
    words = ["Critics", "argue", "that", "mud", "may", "stay", "home", "has", "people", "council", "Monday"]
    for number, word in enumerate(words):
        if number == len(words) // 2:
            for pid in pids:
                os.kill(int(pid), signal.SIGKILL)
        desk.mark_by_script(word)
    eventually(lambda: len(desk.marks()) == len(words), what="every mark is on the page")
    lab.holds({"q1": ", ".join(sorted(words, key=lambda word: said_at(desk, word)))})


def said_at(desk: Desk, word: str) -> int:
    """Where the tests' text has a word first, as the marks above take it."""
    return (desk.server.root / "pond" / "article.md").read_text().index(word)


def test_restart_and_run_all_with_six_questions(lab: Server, browser: Browser) -> None:
    names = [f"q{number}" for number in range(1, 7)]
    cells = [source for name in names for source in (f'kit.mark("{name}")', f'kit.check("{name}")')]
    lab.write("a.ipynb", notebook(FIRST, *cells))
    desk = lab.open(browser)
    desk.run_all()
    lab.forget_kernels()  # the answers are made with no kernel
    time.sleep(1)
    desk.dismiss()
    for name in names:
        desk.mark(name, "Critics")
    lab.holds(dict.fromkeys(names, "Critics"))
    desk.go(".second-look:visible")
    desk.restart_and_run_all()
    eventually(lambda: desk.page.locator('pre:has-text("q6:")').count(), 40, "the last check has run")
    desk.save()
    said = lab.streams()
    assert ["Kind: “Critics”" in text for text in said] == [True] * 6
    lab.holds(dict.fromkeys(names, "Critics"))


# Opening the file


def test_opened_with_nothing_run_is_alive_and_so_is_a_copy(jupyter: Server, browser: Browser) -> None:
    answered(jupyter, browser, "Critics").page.close()
    jupyter.forget_kernels()
    jupyter.write("copy.ipynb", jupyter.read())
    desk = jupyter.open(browser, "copy.ipynb", wait=".second-look:visible")
    assert desk.marks() == ["Critics"]
    desk.mark("q1", "Monday")
    jupyter.holds({"q1": "Critics, Monday"}, "copy.ipynb")
    desk.press("q1", "check")
    assert "“Monday” doesn't count here" in desk.feedback()


def test_an_untrusted_notebook_is_drawn_and_runs_no_script(lab: Server, browser: Browser) -> None:
    answered(lab, browser, "Critics").page.close()
    lab.forget_kernels()
    content = lab.read()
    bad = "<script>window.BAD=1</script><img src=x onerror='window.BAD=2'>"
    for code in content["cells"]:
        for output in code["outputs"]:
            data = output.get("data", {})
            data["text/html"] = bad
            for item in data.values():
                if isinstance(item, dict) and "question" in item:
                    item["question"]["prompt"] = bad
                    item["question"]["key"][0]["feedback"] = bad
    lab.write("a.ipynb", content)
    desk = lab.open(browser, wait=".second-look:visible")
    assert bad in desk.question().inner_text()
    desk.mark("q1", "Mayor Ada Lindqvist")
    desk.question().locator(".sl-marks select").first.select_option("person")
    desk.press("q1", "check")
    lab.holds({"q1": "Mayor Ada Lindqvist, Critics"})
    assert desk.page.evaluate("window.BAD") is None


def test_a_damaged_record_does_not_stop_the_lesson(lab: Server, browser: Browser) -> None:
    content = asking("q1", "q2")
    content["cells"][1]["metadata"]["second_look"] = {"q1": {"v": 1, "value": [1], "revision": "x"}}
    content["metadata"]["second_look"] = {"q1": 7, "q2": None}
    lab.write("a.ipynb", content)
    desk = lab.open(browser)
    desk.run_all()
    desk.mark("q1", "Critics")
    desk.mark("q2", "Monday")
    lab.holds({"q2": "Monday"})
    assert desk.errors == []


@pytest.mark.parametrize("mode", ["full", "defer", "none", "contentVisibility"])
def test_windowing(serve: Serve, browser: Browser, mode: str) -> None:
    lab = serve("lab")
    lab.setting("@jupyterlab/notebook-extension/tracker", {"windowingMode": mode})
    filler = [f'print("{number}\\n" * 12)' for number in range(28)]
    lab.write(
        "a.ipynb", notebook(FIRST, 'kit.mark("q1")', *filler, 'kit.mark("q2")', *filler, 'kit.mark("q3")')
    )
    desk = lab.open(browser)
    desk.run_all()
    time.sleep(6)
    expected = {"q1": "Critics", "q2": "Monday", "q3": "mud"}
    for number, words in ((1, "Critics"), (30, "Monday"), (59, "mud"), (1, "")):
        desk.page.locator(".jp-Notebook").first.evaluate("n => n.focus?.()")
        scroll_to(desk, number)
        if words:
            desk.mark_by_script(words, {1: "q1", 30: "q2", 59: "q3"}[number])
    lab.holds(expected)
    scroll_to(desk, 1)
    assert desk.marks("q1") == ["Critics"]


def scroll_to(desk: Desk, number: int) -> None:
    """Bring a cell into view, also where cells outside the window are not in the page."""
    question = {1: "q1", 30: "q2", 59: "q3"}[number]
    target = desk.page.locator(f'.second-look[data-question="{question}"]:visible')
    middle = desk.page.locator(".jp-WindowedPanel-outer").first.bounding_box()
    assert middle
    desk.page.mouse.move(middle["x"] + 5, middle["y"] + middle["height"] / 2)
    for step in range(300):
        if target.count():
            target.first.scroll_into_view_if_needed()
            time.sleep(0.4)
            if target.count():
                return
        if step % 100 == 0:  # from the top, and again where the page jumped past it
            desk.page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0")
        desk.page.mouse.wheel(0, 350)
        time.sleep(0.1)
    raise AssertionError(f"{question} never came into view")


# Containers


@pytest.mark.parametrize("box", ["VBox", "Tab", "Accordion"])
def test_inside_a_container(lab: Server, browser: Browser, box: str) -> None:
    shown = f'import ipywidgets\nipywidgets.{box}([kit.mark("q1"), kit.mark("q2")], selected_index=0)'
    if box == "VBox":
        shown = shown.replace(", selected_index=0", "")
    lab.write("a.ipynb", notebook(FIRST, shown))
    desk = lab.open(browser)
    desk.run_all()
    desk.mark("q1", "Critics")
    lab.holds({"q1": "Critics"})
    desk.page.close()
    lab.forget_kernels()
    desk = lab.open(browser, wait=".second-look:visible")
    assert desk.marks("q1") == ["Critics"]
    desk.mark("q1", "Monday")
    lab.holds({"q1": "Critics, Monday"})


# Cells


def test_two_notebooks_on_one_kernel_keep_their_own(lab: Server, browser: Browser) -> None:
    desk = answered(lab, browser, "Critics")
    content = asking("q1")
    lab.write("b.ipynb", content)
    (session,) = lab.api("sessions")
    other = Desk(lab, desk.page.context.new_page(), "b.ipynb")
    other.go()
    other.menu("Kernel", "Change Kernel…")
    other.page.locator(".jp-Dialog select").select_option(value=f'{{"id":"{session["kernel"]["id"]}"}}')
    other.page.click('.jp-Dialog button:has-text("Select")')
    time.sleep(2)
    other.run_all()
    other.mark("q1", "Monday")
    lab.holds({"q1": "Monday"}, "b.ipynb")
    lab.holds({"q1": "Critics"}, "a.ipynb")


def test_cells_copied_moved_merged_deleted_and_undone(lab: Server, browser: Browser) -> None:
    desk = answered(lab, browser, "Critics")
    page = desk.page
    select_cell(desk, 1)
    page.keyboard.press("c")
    page.keyboard.press("v")
    time.sleep(1)
    warnings = page.locator('[data-part="warning"]')
    eventually(
        lambda: "twice" in "".join(warnings.all_text_contents()), what="the page says it is there twice"
    )
    desk.mark("q1", "Monday", nth=1)
    lab.holds({"q1": "Critics, Monday"})
    assert desk.marks("q1", nth=0) == ["Critics", "Monday"]
    select_cell(desk, 2)
    page.keyboard.press("d")
    page.keyboard.press("d")
    time.sleep(0.5)
    page.keyboard.press("z")  # undo of the cell's removal
    time.sleep(0.5)
    page.keyboard.press("z")
    time.sleep(0.5)
    desk.save()
    lab.holds({"q1": "Critics, Monday"})


def test_a_deleted_cell_leaves_its_answer_in_the_notebook(lab: Server, browser: Browser) -> None:
    desk = answered(lab, browser, "Critics")
    select_cell(desk, 1)
    desk.page.keyboard.press("d")
    desk.page.keyboard.press("d")
    desk.save()
    assert lab.answers() == {"q1": {"Critics"}}
    assert len(lab.read()["cells"]) == 2


@pytest.mark.parametrize("entry", ["New View for Notebook", "New View for Cell Output"])
def test_new_views(lab: Server, browser: Browser, entry: str) -> None:
    desk = answered(lab, browser, "Critics")
    if "Output" in entry:
        desk.question().click(button="right")
        desk.page.click('.lm-Menu-itemLabel:text-is("Create New View for Cell Output")')
    else:
        desk.menu("File", entry)
    eventually(lambda: desk.page.locator(".second-look:visible").count() >= 1, what="a view")
    time.sleep(2)
    count = desk.page.locator('.second-look[data-question="q1"]:visible').count()
    desk.mark("q1", "Monday", nth=count - 1)
    lab.holds({"q1": "Critics, Monday"})


# Two at once


def test_two_tabs_in_turn(lab: Server, browser: Browser) -> None:
    one = answered(lab, browser, "Critics")
    two = Desk(lab, one.page.context.new_page(), "a.ipynb")
    two.go(".second-look:visible")
    for desk, words in ((two, "Monday"), (one, "mud"), (two, "stay"), (one, "home"), (two, "31 volunteers")):
        desk.page.bring_to_front()
        desk.mark("q1", words)
        time.sleep(1.2)
        assert desk.dialogs() == []
    lab.holds({"q1": "Critics, mud, stay, home, Monday, 31 volunteers"})


def test_two_browsers_at_once(lab: Server, browser: Browser) -> None:
    one = answered(lab, browser, "Critics")
    two = Desk(lab, browser.new_context(viewport={"width": 1200, "height": 900}).new_page(), "a.ipynb")
    two.go(".second-look:visible")
    for first, second in (("Monday", "mud"), ("home", "stay")):
        one.mark_by_script(first)
        two.mark_by_script(second)
        time.sleep(4)
        for desk in (one, two):
            take_what_is_on_disk(desk)
    lab.holds({"q1": "Critics, mud, stay, home, Monday"})


def take_what_is_on_disk(desk: Desk) -> None:
    """Answer what JupyterLab may ask about a file that somebody else wrote too: take that version."""
    for _ in range(8):
        if not desk.dialogs():
            return
        revert = desk.page.locator('.jp-Dialog button:has-text("Revert")')
        button = revert if revert.count() else desk.page.locator(".jp-Dialog button")
        with contextlib.suppress(PlaywrightError):  # it may have closed meanwhile
            button.last.click(timeout=2000)
        time.sleep(2)


def test_code_edited_in_both_tabs_is_told_and_left_to_the_student(lab: Server, browser: Browser) -> None:
    one = answered(lab, browser, "Critics")
    two = Desk(lab, one.page.context.new_page(), "a.ipynb")
    two.go(".second-look:visible")
    for desk, text in ((one, "# one"), (two, "# two")):
        desk.page.bring_to_front()
        desk.page.locator(".jp-Notebook .jp-Cell").nth(2).locator(".cm-content").click()
        desk.page.keyboard.press("Control+End")
        desk.page.keyboard.type(text)
    one.page.bring_to_front()
    one.save()
    two.page.bring_to_front()
    two.mark("q1", "Monday")
    eventually(lambda: "changed elsewhere" in two.status(), what="the page tells of the conflict")
    assert "# one" in "".join(lab.read()["cells"][2]["source"])
    assert two.marks() == ["Critics", "Monday"]


# The server and the file


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


def test_every_browser_process_killed_at_once_loses_at_most_the_last_marks(
    lab: Server, tmp_path: Path
) -> None:
    with sync_playwright() as playwright:
        context = profile(playwright, tmp_path)
        answered(lab, context, "Critics", "Monday")
        found = subprocess.run(["pgrep", "-f", str(tmp_path / "profile")], capture_output=True, text=True)
        for pid in found.stdout.split():
            try:
                os.kill(int(pid), signal.SIGKILL)
            except ProcessLookupError:
                continue
    with chromium() as browser:
        desk = lab.open(browser, wait=".second-look:visible")
        assert desk.marks() == ["Critics", "Monday"]


def test_another_students_backup_is_offered_not_taken(lab: Server, tmp_path: Path) -> None:
    with sync_playwright() as playwright:
        mark_while_down_and_leave(lab, profile(playwright, tmp_path))
        lab.write("a.ipynb", asking("q1"))  # a fresh file in the same place, for the next student
        lab.start()
        context = profile(playwright, tmp_path)
        desk = lab.open(context)
        desk.run_all()
        offer = desk.question().locator('[data-part="found"]')
        eventually(offer.is_visible, what="the page asks whose answers these are")
        assert desk.marks() == []
        desk.press("q1", "found-take")
        lab.holds({"q1": "Critics, Monday"})
        context.close()


def test_a_read_only_file_is_told(lab: Server, browser: Browser) -> None:
    desk = answered(lab, browser, "Critics")
    desk.page.route("**/api/contents/**", read_only)
    desk.mark_by_script("Monday")
    eventually(lambda: "cannot be written" in desk.status(), what="the page says so")
    assert desk.question().locator('[data-action="download"]').is_visible()
    assert desk.marks() == ["Critics", "Monday"]


def read_only(route: object) -> None:
    answer = route.fetch()  # type: ignore[attr-defined] # Playwright's Route
    if route.request.method == "GET":  # type: ignore[attr-defined] # as above
        body = answer.json()  # a file, or its list of checkpoints
        body = body | {"writable": False} if isinstance(body, dict) else body
        route.fulfill(response=answer, json=body)  # type: ignore[attr-defined] # as above
    else:
        route.fulfill(status=403)  # type: ignore[attr-defined] # as above


def test_a_refused_write_is_told_once_and_saved_later(lab: Server, browser: Browser) -> None:
    desk = answered(lab, browser, "Critics")
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
    lab.holds({"q1": "Critics, Monday"})


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


def profile(playwright: object, folder: Path) -> Page:
    """A browser with a profile of its own, so that what it stores is there after it was closed."""
    return playwright.chromium.launch_persistent_context(  # type: ignore[attr-defined, no-any-return] # Playwright
        folder / "profile",
        executable_path=CHROMIUM,
        args=["--no-sandbox"],
        viewport={"width": 1200, "height": 900},
    )
