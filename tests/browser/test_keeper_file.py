"""Nothing is lost, whatever happens to the file: copied, renamed, moved, damaged."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser

from tests.browser.keeping import Serve, answered
from tests.browser.lab import Desk, Server, eventually


def test_opened_with_nothing_run_is_alive_and_so_is_a_copy(shared: Server, browser: Browser) -> None:
    answered(shared, browser, "Critics").page.close()
    shared.forget_kernels()
    shared.write("copy.ipynb", shared.read())
    desk = shared.open(browser, "copy.ipynb", wait=".second-look:visible")
    assert desk.marks() == ["Critics"]
    desk.mark("q1", "Monday")
    shared.holds({"q1": "Critics, Monday"}, "copy.ipynb")
    desk.press("q1", "check")
    assert "“Monday” doesn't count here" in desk.feedback()


def test_an_untrusted_notebook_is_drawn_and_runs_no_script(shared_lab: Server, browser: Browser) -> None:
    answered(shared_lab, browser, "Critics").page.close()
    shared_lab.forget_kernels()
    content = shared_lab.read()
    bad = "<script>window.BAD=1</script><img src=x onerror='window.BAD=2'>"
    for code in content["cells"]:
        for output in code["outputs"]:
            data = output.get("data", {})
            data["text/html"] = bad
            for item in data.values():
                if isinstance(item, dict) and "question" in item:
                    item["question"]["prompt"] = bad
                    item["question"]["key"][0]["feedback"] = bad
    shared_lab.write("a.ipynb", content)
    desk = shared_lab.open(browser, wait=".second-look:visible")
    assert bad in desk.question().inner_text()
    desk.mark("q1", "Mayor Ada Lindqvist")
    desk.question().locator(".sl-marks select").first.select_option("person")
    desk.press("q1", "check")
    shared_lab.holds({"q1": "Mayor Ada Lindqvist, Critics"})
    assert desk.page.evaluate("window.BAD") is None


def unsaved(server: Server, context: Any) -> Desk:
    """A notebook with a saved mark, and one that only this browser's backup has."""
    desk = answered(server, context, "Critics")
    refuse = lambda route: route.abort() if route.request.method == "PUT" else route.continue_()  # noqa: E731
    desk.page.route("**/api/contents/**", refuse)
    desk.mark_by_script("Monday")
    eventually(desk.dialogs, what="Jupyter says that it could not save")
    desk.dismiss()
    return desk


def rename(desk: Desk, name: str) -> None:
    """As a person does it: in the menu."""
    desk.menu("File", "Rename Notebook…" if desk.server.app == "lab" else "Rename…")
    desk.page.locator(".jp-Dialog input").fill(name)
    desk.page.keyboard.press("Enter")
    eventually(lambda: (desk.server.root / name).exists(), what="the file has its new name")
    time.sleep(1)


def test_renamed_while_open_and_unsaved_then_closed(shared: Server, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    desk = unsaved(shared, context)
    rename(desk, "b.ipynb")
    desk.mark_by_script("31 volunteers")
    desk.page.close(run_before_unload=False)
    assert shared.answers("b.ipynb")["q1"] == {"Critics"}
    desk = shared.open(context, "b.ipynb", wait=".second-look:visible")
    shared.holds({"q1": "Critics, Monday, 31 volunteers"}, "b.ipynb")
    assert desk.marks() == ["Critics", "Monday", "31 volunteers"]
    assert not (shared.root / "a.ipynb").exists()


def test_renamed_and_marked_on(shared: Server, browser: Browser) -> None:
    desk = answered(shared, browser, "Critics")
    rename(desk, "b.ipynb")
    desk.mark("q1", "Monday")
    shared.holds({"q1": "Critics, Monday"}, "b.ipynb")
    assert not (shared.root / "a.ipynb").exists()


def test_moved_elsewhere_while_closed_and_unsaved(shared_lab: Server, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    unsaved(shared_lab, context).page.close()
    shared_lab.write("copy.ipynb", shared_lab.read())
    copy = shared_lab.open(context, "copy.ipynb", wait=".second-look:visible")
    time.sleep(2)
    assert copy.marks() == ["Critics"], "the draft is of a file that is still there, and this is a copy"
    copy.page.close()
    (shared_lab.root / "later").mkdir()
    shared_lab.api("contents/a.ipynb", "PATCH", {"path": "later/my own.ipynb"})
    shared_lab.open(context, "later/my own.ipynb", wait=".second-look:visible")
    shared_lab.holds({"q1": "Critics, Monday"}, "later/my own.ipynb")


def test_taken_from_one_server_to_another(
    served: Callable[[str], Server], serve: Serve, browser: Browser
) -> None:
    one, two = served("lab"), serve("notebook")
    answered(one, browser, "Critics").page.close()
    two.write("taken home.ipynb", one.read())
    desk = two.open(browser, "taken home.ipynb", wait=".second-look:visible")
    assert desk.marks() == ["Critics"], "alive at once, with nothing run"
    desk.mark("q1", "Monday")
    two.holds({"q1": "Critics, Monday"}, "taken home.ipynb")
    desk.run_all()
    desk.save()
    assert "“Monday” doesn't count here" in two.streams("taken home.ipynb")[-1]
    one.write("a.ipynb", two.read("taken home.ipynb"))  # and back
    assert one.open(browser, wait=".second-look:visible").marks() == ["Critics", "Monday"]
