"""Nothing is lost, whatever happens to the cells of a notebook."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser

from tests.browser.keeping import FIRST, Serve, answered, select_cell
from tests.browser.lab import Desk, Server, asking, eventually, notebook


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
    desk.page.set_viewport_size({"width": 1200, "height": 1500})  # in half of it text and buttons have room
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
