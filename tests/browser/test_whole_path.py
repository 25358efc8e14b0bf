"""The whole path of a class: open, read, mark, check, reload, lose the kernel, submit, grade."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import kit
from kit import build, cli, records
from tests.browser.lab import Desk, Server, eventually

ROOT = Path(__file__).parent.parent.parent
CALM = str(Path(kit.__file__).parent / "labconfig")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    list(build.build(ROOT, folder, ["00-start", "01-first-read", "exercises/sources/sources"]))
    return folder


@pytest.fixture
def calm(serve: Any, built: Path) -> Server:
    """What `kit lab` serves: the built folder, with the project's own JupyterLab settings."""
    server: Server = serve("lab", environment={"JUPYTER_CONFIG_PATH": CALM})
    shutil.rmtree(server.root)
    shutil.copytree(built, server.root)
    return server


def kill_kernel(server: Server) -> None:
    for kernel in server.api("kernels"):
        found = subprocess.run(["pgrep", "-f", f"kernel-{kernel['id']}"], capture_output=True, text=True)
        for pid in found.stdout.split():
            os.kill(int(pid), signal.SIGKILL)


def test_a_student_marks_reloads_loses_the_kernel_and_finds_everything(
    calm: Server, browser: Browser
) -> None:
    desk = calm.open(browser, "00-start.ipynb", wait=".second-look:visible")
    assert desk.dialogs() == []
    assert "Jupyter news" not in desk.page.inner_text("body")
    desk.mark("q1", "Ines Okoro", "name")  # by mouse, with nothing run
    calm.holds({"q1": "Ines Okoro"}, "00-start.ipynb")
    text = desk.question("q1").locator('[data-part="text"]')  # by keyboard alone
    text.focus()
    desk.page.keyboard.press("Control+Home")
    for _ in range("On Monday the head".count(" ") + 1):
        desk.page.keyboard.press("Control+ArrowRight")
    desk.page.keyboard.press("Control+Shift+ArrowRight")
    desk.page.keyboard.press("n")
    calm.holds({"q1": "teacher, Ines Okoro"}, "00-start.ipynb")
    desk.press("q1", "check")
    assert "Yes. “Ines Okoro” is the name of one person." in desk.feedback("q1")
    desk.reload()
    assert desk.marks("q1") == ["teacher", "Ines Okoro"]
    desk.press("q1", "remove")
    kill_kernel(calm)
    desk.mark_by_script("Paul Varga", "q1", "name")
    calm.holds({"q1": "Ines Okoro, Paul Varga"}, "00-start.ipynb")
    desk.page.close()
    calm.forget_kernels()
    again = calm.open(browser, "00-start.ipynb", wait=".second-look:visible")
    assert again.marks("q1") == ["Ines Okoro", "Paul Varga"]
    again.press("q1", "check")
    assert "2 of 2 found, 0 wrong." in again.feedback("q1")
    assert again.errors == []


def test_the_machines_marks_explain_themselves_by_mouse_and_by_keyboard(
    calm: Server, browser: Browser
) -> None:
    desk = calm.open(browser, "01-first-read.ipynb", wait=".second-look:visible")
    reading = desk.page.locator('.second-look[data-kind="verdicts"]:has(mark)').first
    mark = reading.locator('mark[data-label="hedge"]').first
    mark.scroll_into_view_if_needed()
    mark.hover()
    detail = reading.locator('[data-part="detail"]')
    eventually(detail.is_visible, what="pointing at a mark opens its detail")
    assert detail.locator("q").first.inner_text() in mark.inner_text()
    assert detail.locator('[data-part="reason"]').inner_text()
    assert "hedge" in detail.locator('[data-part="rule"]').inner_text()
    assert "Hyland" in detail.locator('[data-part="rule"]').inner_text()
    desk.page.keyboard.press("Escape")
    mark.locator("> .sl-spot").focus()
    desk.page.keyboard.press("n")
    focused = desk.page.evaluate("document.activeElement.parentElement.dataset.mark")
    assert detail.get_attribute("data-mark") == focused


def firm_marks() -> list[dict[str, Any]]:
    key = json.loads((ROOT / "exercises/keys/sources/key.json").read_text("utf-8"))
    text = (ROOT / "exercises/source/sources/harbour/article.md").read_text("utf-8")
    return [mark for mark in key["marks"] if mark["status"] == "firm" and text.count(mark["quote"]) == 1]


WRITTEN = "I would ask Dunmore Lowe for the report. <script>window.BAD = 1</script>"


def answer_the_exercise(server: Server, desk: Desk) -> None:
    firm = firm_marks()
    for mark in firm:
        desk.mark_by_script(mark["quote"], "q1")
        row = desk.question("q1").locator(f'li[data-mark="{mark["start"]}-{mark["end"]}"]')
        row.locator("select").first.select_option(mark["kind"])
    key = json.loads((ROOT / "exercises/keys/sources/key.json").read_text("utf-8"))
    for question in ("q2", "q3"):
        (right,) = key["choices"][question]["right"]
        desk.question(question).locator(f'[data-option="{right}"]').check()
    desk.run_all()
    code = desk.page.locator('.jp-CodeCell:has-text("kit.answer")').locator(".cm-content")
    code.click()
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.type(f'kit.answer("q4", {key["values"]["q4"]["value"]})')
    desk.page.keyboard.press("Shift+Enter")
    desk.idle()
    desk.question("w1").locator("textarea").fill(WRITTEN)
    desk.question("w1").locator("textarea").blur()
    desk.save()
    quotes = sorted(firm, key=lambda mark: mark["start"])
    server.holds({"q1": ", ".join(mark["quote"] for mark in quotes)}, desk.name)
    server.holds({"w1": WRITTEN}, desk.name)
    server.holds({"q4": str(key["values"]["q4"]["value"])}, desk.name)


def test_the_very_notebook_that_was_saved_is_graded(calm: Server, browser: Browser, tmp_path: Path) -> None:
    name = "exercises/sources/sources.ipynb"
    desk = calm.open(browser, name, wait=".second-look:visible")
    desk.press("q1", "check")
    assert "This one counts" in desk.feedback("q1")
    answer_the_exercise(calm, desk)
    course = tmp_path / "course"
    shutil.copytree(ROOT / "exercises", course)
    handed_in = tmp_path / "submissions" / "ann" / "sources"
    handed_in.mkdir(parents=True)
    shutil.copy(calm.root / name, handed_in / "sources.ipynb")
    out = tmp_path / "grades"
    call = ["grade", "sources", str(tmp_path / "submissions"), "--course", str(course), "--out", str(out)]
    assert cli.main(call) in (0, 1)
    (row,) = csv.DictReader((out / "grades.csv").open(encoding="utf-8"))
    key = json.loads((ROOT / "exercises/keys/sources/key.json").read_text("utf-8"))
    firm = [mark for mark in key["marks"] if mark["status"] == "firm"]
    assert float(row["q1"]) == pytest.approx(10 * len(firm_marks()) / len(firm), abs=0.01)
    assert [float(row[question]) for question in ("q2", "q3", "q4")] == [2, 2, 3]
    (page,) = (out / "feedback").glob("*.html")
    assert "<script" not in page.read_text("utf-8")
    copy = json.loads((course / "autograded" / "ann" / "sources" / "sources.ipynb").read_text("utf-8"))
    marked = "".join("".join(cell["source"]) for cell in copy["cells"] if cell["cell_type"] == "markdown")
    assert "I would ask Dunmore Lowe for the report." in marked
    assert "<script" not in marked
    shown = browser.new_page()
    shown.goto(page.as_uri())
    assert key["marks"][0]["feedback"][:20] in shown.content() or "Voss" in shown.content()


def test_a_phone_has_room_for_the_lesson(calm: Server, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{calm.url}/lab/tree/00-start.ipynb?reset")
    page.wait_for_selector(".second-look:visible", timeout=60_000)

    def width() -> float:
        box = page.locator(".second-look:visible").first.bounding_box()
        return box["width"] if box else 0

    eventually(lambda: width() > 320, what="the side panels are folded away")
    page.locator('[data-question="q1"] [data-part="text"] p').first.scroll_into_view_if_needed()
    place = page.evaluate(
        """() => { const p = document.querySelector('[data-question="q1"] [data-part="text"] p');
          const r = new Range();
          const n = p.firstChild, at = n.data.indexOf('Okoro'); r.setStart(n, at); r.setEnd(n, at + 5);
          const b = r.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]; }"""
    )
    page.touchscreen.tap(*place)
    time.sleep(0.5)
    page.locator('[data-question="q1"] button[data-label="name"]').tap()
    calm.holds({"q1": "Okoro"}, "00-start.ipynb")


def test_a_question_is_announced_and_a_screen_reader_finds_nothing_wrong(
    calm: Server, browser: Browser
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    desk = calm.open(browser, "00-start.ipynb", wait=".second-look:visible")
    desk.mark("q1", "Ines Okoro", "name")
    desk.press("q1", "check")
    spoken = desk.question("q1").locator(".sl-spoken")
    assert "“Ines Okoro” is marked as Person's name." in spoken.inner_text()
    lesson = calm.open(browser, "01-first-read.ipynb", wait=".second-look:visible")
    for shown in (desk, lesson):
        shown.page.wait_for_selector('.second-look [data-action="check"]')
        found = Axe().run(shown.page, context=".second-look")
        assert [violation["id"] for violation in found.response["violations"]] == []


def test_no_key_of_a_graded_question_reaches_the_page_or_the_file(calm: Server) -> None:
    whole = (calm.root / "exercises/sources/sources.ipynb").read_text("utf-8")
    for cell in json.loads(whole)["cells"]:
        for output in cell.get("outputs", []):
            question = output.get("data", {}).get(records.QUESTION_MIME, {}).get("question", {})
            assert not {"key", "sample"} & set(question)
    key = json.loads((ROOT / "exercises/keys/sources/key.json").read_text("utf-8"))
    assert not [mark for mark in key["marks"] if mark["feedback"] in whole]
