"""What a lesson's notebook shows, cell by cell, in the order of the page.

The lesson's own cells are run, as the build runs them, but in this process and with no kernel: what a cell
gives back (a question, a reading, a table, a chart) is what goes on paper. A single number or list, which
Python counts, is left out: on paper the student counts.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from kit import items, routes
from kit.plots import Bars


@dataclass(frozen=True)
class Prose:
    """A cell of text, in Markdown; ``id`` is the cell's."""

    id: str
    source: str


@dataclass(frozen=True)
class Asked:
    """A question, with its key."""

    question: dict[str, Any]


@dataclass(frozen=True)
class Text:
    """An article to read; with ``labels``, the machine's marks are shown in it."""

    view: dict[str, Any]


@dataclass(frozen=True)
class Beside:
    """The machine's marks in the passages of a question that was asked before."""

    question: dict[str, Any]
    marks: list[dict[str, Any]]


@dataclass(frozen=True)
class Table:
    """A table that a cell gives back, as text."""

    heads: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Chart:
    """A bar chart."""

    bars: Bars


Part = Prose | Asked | Text | Beside | Table | Chart


def shown(path: Path, route: str = routes.REAL, without: Collection[str] = ()) -> Iterator[Part]:
    """Yield what the notebook at ``path`` shows on a route, in order; of code cells ``without``, nothing."""
    notebook = nbformat.read(path, as_version=4)
    routes.take(notebook, path.stem, route)
    names: dict[str, Any] = {"__name__": "__main__"}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield Prose(cell.id, cell.source)
        elif cell.cell_type == "code":
            part = _part(_run(cell.source, names, f"{path.stem}, cell {cell.id}"))
            if part is not None and cell.id not in without:
                yield part


def name_on(route: str, lesson: str) -> str:
    """Return the name of a lesson's items on a route; a lesson that has one set has it on both."""
    own = f"{lesson}{items.INVENTED}"
    return own if route == routes.INVENTED and own in items.lessons() else lesson


def _run(source: str, names: dict[str, Any], where: str) -> Any:
    """Run a cell and return the value of its last line, as a notebook shows it."""
    tree = ast.parse(source, where)
    last = tree.body[-1] if tree.body else None
    if not isinstance(last, ast.Expr):
        exec(compile(tree, where, "exec"), names)
        return None
    tree.body.pop()
    exec(compile(tree, where, "exec"), names)
    return eval(compile(ast.Expression(last.value), where, "eval"), names)


def _part(value: Any) -> Part | None:
    import pandas as pd

    from kit.widgets.comparison import Comparison
    from kit.widgets.question import Question, ReadingView, VerdictView

    if isinstance(value, VerdictView | ReadingView):
        return Text(dict(value.view))
    if isinstance(value, Question):
        return Asked(dict(value.view))
    if isinstance(value, Comparison):
        return Beside(value.view["question"], value.view["machine"] or [])
    if isinstance(value, Bars):
        return Chart(value)
    if isinstance(value, pd.Series):
        value = value.reset_index()
    if isinstance(value, pd.DataFrame):
        heads = [str(name).replace("_", " ") for name in value.columns]
        return Table(heads, [[_cell(one) for one in row] for row in value.itertuples(index=False)])
    return None


def _cell(value: Any) -> str:
    import pandas as pd

    if pd.isna(value):
        return ""
    return f"{value:.2f}" if isinstance(value, float) else str(value)
