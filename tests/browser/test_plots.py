"""A bar chart on the page: in JupyterLab and Notebook, light and dark, not trusted, narrow, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from nbconvert import HTMLExporter
from playwright.sync_api import Browser, Page

import kit
from kit import records
from tests.browser.lab import Server, cell, eventually, notebook

COUNTS = pd.Series({"source": 5, "claim": 24, "loaded": 17, "none": 0}, name="count").rename_axis("label")
TWO = pd.DataFrame({"key": {"claim": 0.5, "hedge": 1.0}, "you": {"claim": None, "hedge": 0.25}})
BAR = "td > span"
SIZES = (
    "bars => bars.map(b => [b.getBoundingClientRect().width, parseFloat(getComputedStyle(b).borderTopWidth)])"
)


def saved() -> dict[str, Any]:
    """A notebook whose charts stand in the file: nothing was run here, so Jupyter does not trust it."""
    made = notebook("counts.plot.barh()", "kit.bars(both)")
    for code, chart in zip(
        made["cells"], (kit.bars(COUNTS, "Marks by label"), kit.bars(TWO, "How precise?")), strict=True
    ):
        data = {"text/html": chart._repr_html_(), "text/plain": repr(chart)}
        code["outputs"] = [
            {"output_type": "execute_result", "metadata": {}, "data": data, "execution_count": 1}
        ]
        code["execution_count"] = 1
    return made


def is_drawn(page: Page) -> None:
    """Bars as long as their numbers, the numbers, a sentence, and a table that is named by its title."""
    bars = page.get_by_role("table", name="Marks by label").locator(BAR)
    sizes = bars.evaluate_all(SIZES)
    assert len(sizes) == 3
    lengths = [length for length, _ in sizes]
    assert lengths[1] > 60
    assert lengths[0] / lengths[1] == pytest.approx(5 / 24, abs=0.02)
    assert lengths[2] / lengths[1] == pytest.approx(17 / 24, abs=0.02)
    assert all(thick >= 8 for _, thick in sizes)
    colours = bars.evaluate_all("bars => bars.map(b => getComputedStyle(b).borderTopColor)")
    assert len(set(colours)) == 3
    table = page.get_by_role("table", name="Marks by label")
    assert table.get_by_role("rowheader").all_inner_texts() == ["source", "claim", "loaded", "none"]
    numbers = [text.strip() for text in table.get_by_role("cell").all_inner_texts()]
    assert numbers == ["5", "24", "17", "0"]
    assert page.get_by_text("Bar chart: source 5, claim 24, loaded 17, none 0.").is_visible()


def violations(page: Page) -> list[str]:
    found = Axe().run(page, context="figure")
    return [f"{v['id']}: {[n['html'][:90] for n in v['nodes']]}" for v in found.response["violations"]]


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_a_saved_chart_is_drawn_in_jupyterlab_at_any_width(lab: Server, browser: Browser, theme: str) -> None:
    lab.setting("@jupyterlab/apputils-extension/themes", {"theme": f"JupyterLab {theme}"})
    lab.write("a.ipynb", saved())
    page = lab.open(browser, wait="figure").page
    page.click(
        '.lm-TabBar-tab[data-id="filebrowser"]'
    )  # closes the side bar, which takes a narrow window whole
    for width in (1200, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(500)
        is_drawn(page)
        assert page.evaluate(
            "[...document.querySelectorAll('figure')].every(f => f.scrollWidth <= f.clientWidth + 1)"
        ), width
        assert violations(page) == []


def test_a_saved_chart_is_drawn_in_notebook_7(serve: Any, browser: Browser) -> None:
    server = serve("notebook")
    server.write("a.ipynb", saved())
    is_drawn(server.open(browser, wait="figure").page)


def test_a_chart_is_drawn_in_an_export_and_on_paper(browser: Browser, tmp_path: Path) -> None:
    html, _ = HTMLExporter().from_notebook_node(nbformat.from_dict(saved()))
    (tmp_path / "a.html").write_text(html)
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.route("http*://**", lambda route: route.abort())
    page.goto(f"file://{tmp_path / 'a.html'}", wait_until="domcontentloaded")
    is_drawn(page)
    page.emulate_media(media="print")
    is_drawn(page)
    assert len(page.pdf()) > 1000
    context.close()


def test_a_computed_number_and_a_typed_one_are_one_answer(lab: Server, browser: Browser) -> None:
    first = 'import kit\nkit.exercise("desk")'
    made = notebook(first, 'kit.answer("n1", ...)', 'kit.check("n1")')
    lab.write("a.ipynb", made)
    desk = lab.open(browser)
    desk.run_all()
    field = desk.question("n1").locator("input")
    field.fill("31")
    field.press("Tab")
    lab.holds({"n1": "31"})
    desk.question("n1").locator('[data-action="check"]').click()
    feedback = desk.question("n1").locator('[data-part="feedback"]')
    eventually(lambda: "31 is the number of volunteers" in feedback.inner_text())
    desk.page.locator(".jp-CodeCell .cm-content").nth(1).click()
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.type('kit.answer("n1", 4000 + 200)')
    desk.run_all()
    lab.holds({"n1": "4200"})
    eventually(lambda: desk.question("n1").locator("input").input_value() == "4200")
    desk.question("n1").locator('[data-action="check"]').click()
    eventually(lambda: "Yes: the article says 4,200." in feedback.inner_text())
    eventually(lambda: any("Yes: the article says 4,200." in text for text in lab.streams()))
    (record,) = {
        str(owner["metadata"][records.NAMESPACE]["n1"]["kind"])
        for owner in lab.read()["cells"]
        if records.NAMESPACE in owner["metadata"]
    }
    assert record == "number"
    assert desk.errors == []


def test_my_marks_are_counted_and_drawn_while_i_mark(lab: Server, browser: Browser) -> None:
    first = 'import kit\nkit.exercise("desk")'
    draw = 'kit.my_marks("q1").label.value_counts().plot.barh(title="My marks")'
    made = notebook(first, 'kit.mark("q1")', draw)
    made["cells"].append(cell("", 9))
    lab.write("a.ipynb", made)
    desk = lab.open(browser)
    desk.run_all()
    assert desk.page.get_by_text("There is nothing to draw yet.").is_visible()
    desk.mark("q1", "Critics")
    desk.mark("q1", "may", "hedge")
    lab.holds({"q1": "Critics, may"})
    desk.run_all()
    eventually(lambda: desk.page.get_by_text("Bar chart: source 1, hedge 1.").count() == 1)
