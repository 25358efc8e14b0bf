"""A notebook of 200 cells and 40 questions: all is kept, in the right notebook, and nothing is slow."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.lab import DESK, Desk, Server, eventually, notebook

QUESTIONS = {f"m{n}": "mark" for n in range(20)} | {f"c{n}": "choose" for n in range(10)}
QUESTIONS |= {f"w{n}": "write" for n in range(10)}
ITEMS = {
    "mark": 'kind = "marks"\nlabels = ["source", "hedge"]\nask_kind = true',
    "choose": """kind = "choice"
options = [{id = "a", text = "Yes", right = true, feedback = "So it is."},
  {id = "b", text = "No", feedback = "Why?"}]""",
    "write": 'kind = "text"\nwords = [3, 30]',
}
COST = """async name => {
  const find = () => document.querySelector(`.second-look[data-question="${name}"] [data-part="text"]`);
  const text = find(), root = text.closest('.second-look');
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let n = walker.nextNode(); n; n = walker.nextNode()) {
    const at = n.data.indexOf('volunteers');
    if (at < 0) continue;
    text.focus();
    document.getSelection().setBaseAndExtent(n, at, n, at + 10); }
  const frame = new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()))));
  const start = performance.now();
  root.querySelector('button[data-label="source"]').click();
  return await frame - start; }"""


def write_many(folder: Path) -> None:
    """An exercise of 40 questions beside the tests' own."""
    shutil.copytree(DESK / "pond", folder / "many" / "pond")
    asked = (
        f'[[items]]\nid = "{name}"\nprompt = "Question {name}."\n{ITEMS[kind]}\n'
        for name, kind in QUESTIONS.items()
    )
    head = 'v = 1\nlesson = "many"\ntitle = "Many questions"\narticle = "pond"\n'
    (folder / "many" / "items.toml").write_text(head + "".join(asked))


def answer(desk: Desk, name: str) -> str:
    """Answer a question as a student does; return what the file must hold of it."""
    desk.page.locator(f'.second-look[data-question="{name}"]').scroll_into_view_if_needed()
    if QUESTIONS[name] == "mark":
        desk.mark(name, "Critics")
        return "Critics"
    if QUESTIONS[name] == "choose":
        desk.question(name).locator('[data-option="b"]').check()
        return '["b"]'
    desk.part("text", name).click()
    desk.page.keyboard.type(f"An answer to question {name}, in several words.", delay=5)
    return f"An answer to question {name}, in several words."


@pytest.mark.slow
def test_two_hundred_cells_and_forty_questions(
    shared: Server, browser: Browser, record_property: pytest.RecordProperty
) -> None:
    write_many(shared.root)
    cells = ['import kit\nkit.exercise("many")']
    for name, kind in QUESTIONS.items():
        cells += [f'kit.{kind}("{name}")', *(f"{n} + {n}" for n in range(4))]
    shared.write("a.ipynb", notebook(*cells[:200]))
    shared.write("b.ipynb", notebook(*cells[:7]))
    desk = shared.open(browser)
    desk.run_all()
    eventually(
        lambda: desk.page.locator(".second-look").count() == len(QUESTIONS), 60, "every question is there"
    )
    desk.save()
    other = Desk(shared, desk.page.context.new_page(), "b.ipynb")
    other.go()
    other.run_all()
    other.mark("m0", "Monday")
    desk.page.bring_to_front()
    writes = desk.count_writes()
    expected = {name: answer(desk, name) for name in QUESTIONS}
    shared.holds(expected, seconds=40)
    shared.holds({"m0": "Monday"}, "b.ipynb")
    assert len(writes) <= 1.5 * len(QUESTIONS), "not one for each key"
    other.page.close()
    start = time.perf_counter()
    desk.page.goto(desk.url)
    desk.page.wait_for_selector(".second-look:visible", timeout=60_000)
    opening = time.perf_counter() - start
    desk.idle()
    eventually(lambda: desk.page.locator(".second-look").count() == len(QUESTIONS), 60, "all are drawn again")
    costs = [round(desk.page.evaluate(COST, name)) for name in ("m0", "m9", "m19")]
    record_property("opening, s", round(opening, 1))
    record_property("one mark, ms", costs)
    print(f"{shared.app}: opened in {opening:.1f} s; marks painted after {costs} ms; {len(writes)} writes")
    shared.holds({"m0": "Critics, volunteers", "m19": "Critics, volunteers"})
    assert desk.errors == other.errors == []
