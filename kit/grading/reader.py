"""Read a submitted notebook as data: bytes in, a checked dictionary out, and nothing of it is ever run."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kit.grading.problems import Problem, clean

LARGEST = 20_000_000
"""The most bytes of a notebook: answers take a few kilobytes, the rest is outputs."""

DEEPEST = 100
"""The deepest nesting of JSON that is followed; notebooks need about ten."""

Notebook = dict[str, Any]


class UnreadableError(ValueError):
    """A file that cannot be graded; ``problem`` says what, why and what to do.

    ``plain`` names the sentence of ``words/en.toml`` that tells the student the same.
    """

    def __init__(self, what: str, why: str, todo: str, plain: str = "damaged") -> None:
        """Take the parts of a ``Problem``."""
        self.problem = Problem(what, why, todo, plain=plain)
        super().__init__(str(self.problem))


@dataclass(frozen=True)
class Parsed:
    """A notebook, and what was odd about its file."""

    notebook: Notebook
    problems: tuple[Problem, ...] = ()


def parse(data: bytes) -> Parsed:
    """Parse the bytes of a notebook file; raises ``UnreadableError`` for anything that cannot be graded.

    Cells that are no objects are dropped and told; what cells hold is not trusted here but where it is used.
    """
    if len(data) > LARGEST:
        raise too_large(len(data))
    if not data.strip():
        raise UnreadableError(
            "The file is empty.", "It was saved or sent while incomplete.", "Ask for it again.", "empty"
        )
    text, problems = _decode(data)
    try:
        notebook = json.loads(text)
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        raise UnreadableError(
            "This is not a notebook that can be read.",
            f"It is not JSON ({clean(str(error), 100)}): it was cut short, or is another kind of file.",
            "Ask the student to open it in JupyterLab, save it and send the .ipynb again.",
        ) from None
    _refuse_deep(notebook)
    return _checked(notebook, problems)


def too_large(size: int) -> UnreadableError:
    """Return the error for a file of more than ``LARGEST`` bytes."""
    return UnreadableError(
        f"The file is too large ({size / 1e6:,.0f} MB; at most {LARGEST / 1e6:,.0f} MB are read).",
        "Answers take a few kilobytes, so these must be outputs.",
        "Ask the student to use Edit > Clear Outputs of All Cells, save and send it again: answers stay.",
        "large",
    )


def source_of(cell: dict[str, Any]) -> str:
    """Return a cell's source, which files hold as a text or as a list of lines; empty for anything else."""
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return _mended(source) if isinstance(source, str) else ""


def scrubbed(data: Any) -> Any:
    """Return JSON data whose texts can be written as UTF-8 (a lone surrogate becomes a question mark)."""
    return json.loads(_mended(json.dumps(data, ensure_ascii=False)))


def _mended(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Decode what editors and mail programs make of a notebook's UTF-8."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        return data.decode("latin-1"), (
            Problem(
                "The file is not in UTF-8.",
                "Another program than Jupyter saved it; it was read as Latin-1, so letters may be wrong.",
                "Look at the written answers; marks whose words no longer fit are told one by one.",
            ),
        )


def _too_deep() -> UnreadableError:
    return UnreadableError(
        f"The file is nested more than {DEEPEST} levels deep.",
        "No notebook that Jupyter saves is: it was made by a program.",
        "Ask the student how the file came about.",
        "not_ours",
    )


def _refuse_deep(data: Any) -> None:
    """Walk the JSON level by level: without recursion, so that depth itself cannot break the walk."""
    level = [data]
    for _ in range(DEEPEST):
        level = [child for node in level for child in _children(node)]
        if not level:
            return
    raise _too_deep()


def _children(node: Any) -> Iterable[Any]:
    return node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()


def _checked(notebook: Any, problems: tuple[Problem, ...]) -> Parsed:
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        old = isinstance(notebook, dict) and "worksheets" in notebook
        raise UnreadableError(
            "This is not a notebook of today's format.",
            "It is an old one (format 3)." if old else "It is JSON, but it has no list of cells.",
            "Ask the student to open it in JupyterLab, save it and send the .ipynb again.",
            "not_ours",
        )
    cells = [cell for cell in notebook["cells"] if isinstance(cell, dict)]
    if len(cells) < len(notebook["cells"]):
        lost = Problem(
            f"{len(notebook['cells']) - len(cells)} of its cells are not cells.",
            "The file was edited outside Jupyter.",
            "The rest is graded.",
        )
        problems = (*problems, lost)
    return Parsed({**notebook, "cells": cells}, problems)
