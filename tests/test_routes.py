from __future__ import annotations

from typing import Any

import nbformat
import pytest

from kit import items, routes


@pytest.fixture
def notebook() -> Any:
    new = nbformat.v4
    cells = [
        new.new_markdown_cell("Both. [On](exercises/sources/sources.ipynb)"),
        new.new_markdown_cell("Real", metadata={routes.ROUTE: "real"}),
        new.new_markdown_cell("Made up", metadata={routes.ROUTE: "invented"}),
        new.new_code_cell('import kit\n\nkit.lesson("01-a")'),
    ]
    return new.new_notebook(cells=cells)


def test_a_route_keeps_what_serves_both_and_its_own(notebook: Any) -> None:
    routes.take(notebook, "01-a", "real")
    assert [cell.source for cell in notebook.cells[:2]] == [
        "Both. [On](exercises/sources/sources.ipynb)",
        "Real",
    ]
    assert all(routes.ROUTE not in cell.metadata for cell in notebook.cells)
    assert 'kit.lesson("01-a")' in notebook.cells[-1].source


def test_the_invented_route_opens_the_lessons_counterpart(
    notebook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "lessons", lambda: ["01-a", "01-a-invented"])
    routes.take(notebook, "01-a", "invented")
    assert [cell.source for cell in notebook.cells[:2]] == [
        "Both. [On](../exercises/sources/sources.ipynb)",
        "Made up",
    ]
    assert 'kit.lesson("01-a-invented")' in notebook.cells[-1].source


def test_a_lesson_with_no_counterpart_is_the_same_on_both_routes(
    notebook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "lessons", lambda: ["01-a"])
    routes.take(notebook, "01-a", "invented")
    assert 'kit.lesson("01-a")' in notebook.cells[-1].source
