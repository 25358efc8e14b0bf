"""Nothing is lost, whatever happens to the kernel."""

from __future__ import annotations

import time

from playwright.sync_api import Browser

from tests.browser.keeping import CHECK, FIRST, answered, kill, opened, run_cell
from tests.browser.lab import Desk, Server, eventually, notebook


def test_reload_with_the_kernel_alive_then_mark_and_check_in_python(shared: Server, browser: Browser) -> None:
    desk = answered(shared, browser, "Critics")
    desk.reload()
    desk.mark("q1", "Monday")
    shared.holds({"q1": "Critics, Monday"})
    run_cell(desk, 2)
    desk.save()
    (said,) = shared.streams()
    assert "1 of 3 found, 1 wrong" in said or "“Monday” doesn't count here" in said


def test_kernel_restarted_then_gone(shared: Server, browser: Browser) -> None:
    desk = answered(shared, browser, "Critics")
    (kernel,) = shared.api("kernels")
    shared.api(f"kernels/{kernel['id']}/restart", "POST")
    time.sleep(2)
    desk.mark("q1", "Monday")
    shared.holds({"q1": "Critics, Monday"})
    shared.forget_kernels()
    time.sleep(1)
    desk.dismiss()
    desk.mark("q1", "31 volunteers")
    shared.holds({"q1": "Critics, Monday, 31 volunteers"})


def test_kernel_killed_while_marking(shared_lab: Server, browser: Browser) -> None:
    desk = answered(shared_lab, browser)
    (kernel,) = shared_lab.api("kernels")
    words = ["Critics", "argue", "that", "mud", "may", "stay", "home", "has", "people", "council", "Monday"]
    for number, word in enumerate(words):
        if number == len(words) // 2:
            kill(f"kernel-{kernel['id']}")
        desk.mark_by_script(word)
    eventually(lambda: len(desk.marks()) == len(words), what="every mark is on the page")
    shared_lab.holds({"q1": ", ".join(sorted(words, key=lambda word: said_at(desk, word)))})


def said_at(desk: Desk, word: str) -> int:
    """Where the tests' text has a word first, as the marks above take it."""
    return (desk.server.root / "pond" / "article.md").read_text().index(word)


def test_restart_and_run_all_with_six_questions(shared_lab: Server, browser: Browser) -> None:
    names = [f"q{number}" for number in range(1, 7)]
    cells = [source for name in names for source in (f'kit.mark("{name}")', f'kit.check("{name}")')]
    shared_lab.write("a.ipynb", notebook(FIRST, *cells))
    desk = shared_lab.open(browser)
    desk.run_all()
    shared_lab.forget_kernels()  # the answers are made with no kernel
    time.sleep(1)
    desk.dismiss()
    for name in names:
        desk.mark(name, "Critics")
    shared_lab.holds(dict.fromkeys(names, "Critics"))
    desk.go(".second-look:visible")
    desk.restart_and_run_all()
    eventually(lambda: desk.page.locator('pre:has-text("q6:")').count(), 40, "the last check has run")
    desk.save()
    said = shared_lab.streams()
    assert ["Kind: “Critics”" in text for text in said] == [True] * 6
    shared_lab.holds(dict.fromkeys(names, "Critics"))


def test_marks_made_while_the_kernel_is_busy(shared: Server, browser: Browser) -> None:
    gate = shared.root / "open"
    gate.touch()
    wait = 'import pathlib, time\nwhile not pathlib.Path("open").exists(): time.sleep(0.1)'
    desk = opened(shared, browser, 'kit.mark("q1")', wait, CHECK)
    gate.unlink()
    desk.page.locator(".jp-Notebook .jp-Cell").nth(2).locator(".cm-content").click()
    desk.page.keyboard.press("Shift+Enter")
    eventually(lambda: shared.api("kernels")[0]["execution_state"] == "busy", what="the kernel works")
    for words in ("Critics", "Monday", "31 volunteers"):
        desk.mark("q1", words)
    shared.holds({"q1": "Critics, Monday, 31 volunteers"})
    assert shared.api("kernels")[0]["execution_state"] == "busy"
    gate.touch()
    desk.idle()
    run_cell(desk, 3)
    desk.save()
    assert "“Monday” doesn't count here" in shared.streams()[-1]


def test_a_text_is_typed_while_everything_else_happens(shared: Server, browser: Browser) -> None:
    ticks = "import time\nfor n in range(30): print(n); time.sleep(0.1)"
    # a cell below, or running the last one would make a new cell: code that was changed here alone
    desk = opened(shared, browser, 'kit.write("w1")', 'kit.mark("q1")', ticks, "0")
    desk.save()
    other = Desk(shared, desk.page.context.new_page(), "a.ipynb")
    other.go(".second-look:visible")
    desk.page.bring_to_front()
    desk.page.locator(".jp-Notebook .jp-Cell").nth(3).locator(".cm-content").click()
    desk.page.keyboard.press("Shift+Enter")  # a cell runs, and prints
    writes = desk.count_writes()
    box = desk.part("text", "w1")
    box.click()
    (kernel,) = shared.api("kernels")
    said = ""
    happens = [
        lambda: shared.api(f"kernels/{kernel['id']}/restart", "POST"),
        lambda: other.mark_by_script("Critics"),
        lambda: desk.page.evaluate("document.querySelector('.jp-Notebook').scrollTop = 0"),
        lambda: shared.api(f"kernels/{kernel['id']}/interrupt", "POST"),
        lambda: desk.page.set_viewport_size({"width": 700, "height": 800}),
    ]
    for number, happen in enumerate(happens):
        words = f"I would ask them number {number} how they know about the mud. "
        desk.page.keyboard.type(words, delay=25)
        happen()
        said += words
        desk.dismiss() if desk.dialogs() else None
        box.focus()
    shared.holds({"w1": said, "q1": "Critics"}, seconds=30)
    assert box.input_value() == said
    assert len(writes) < len(said) / 10, "far from one write for each key"
    assert desk.errors == other.errors == []


def test_what_is_typed_without_a_pause_reaches_the_file_meanwhile(
    shared_lab: Server, browser: Browser
) -> None:
    desk = opened(shared_lab, browser, 'kit.write("w1")')
    writes = desk.count_writes()
    desk.part("text", "w1").click()
    desk.page.keyboard.type("word after word and never a pause " * 4, delay=60)
    (kept,) = shared_lab.answers()["w1"]
    assert kept.startswith("word after word")
    assert len(writes) <= 3
    desk.part("text", "w1").blur()
    shared_lab.holds({"w1": "word after word and never a pause " * 4})
