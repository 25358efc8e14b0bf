"""The page that is made of a class-report notebook: its prose and what its cells showed, without the code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from kit.classreport import execute
from kit.classreport.execute import Bundle, Ran
from kit.classreport.parts import HERE, PAGE, words
from kit.words import fill

IMAGES = ("image/png", "image/jpeg")


class NotebookError(ValueError):
    """A notebook that cannot be used; the message says why and what to do."""


def make(notebook: Path) -> tuple[str, list[str]]:
    """Run a notebook where it lies; return the page, and what went wrong in its cells."""
    cells = _cells(notebook)
    ran = execute.run([_source(cell) for cell in cells if cell["cell_type"] == "code"], notebook.parent)
    parts, errors = [], []
    for cell in cells:
        if cell["cell_type"] == "markdown":
            parts.append(_prose(_source(cell)))
        elif cell["cell_type"] == "code":
            done = next(ran)
            parts += list(_shown(done))
            errors += [done.error] if done.error else []
    list(ran)  # so that the shell is closed
    return _page(parts), errors


def _cells(notebook: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(notebook.read_text("utf-8"))["cells"]
        return [cell for cell in found if cell["cell_type"] in ("markdown", "code")]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotebookError(
            f"{notebook} is no notebook that can be read ({type(error).__name__}: {error}). Make a new one "
            "with --fresh; the old one is kept beside it."
        ) from error


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)


def _prose(source: str) -> Markup:
    from markdown_it import MarkdownIt

    return Markup(MarkdownIt("commonmark", {"html": False}).enable("table").render(source))


def _shown(done: Ran) -> Iterator[Markup]:
    for output in done.outputs:
        yield _output(output)
    if done.error:
        yield Markup('<p class="failed">{}</p>').format(fill(words()["page"]["failed"], why=done.error))


def _output(output: Bundle) -> Markup:
    """Return an output: a part of ours, else the HTML or the picture that a cell of the instructor's made."""
    if PAGE in output:
        return Markup('<div class="class-report">{}</div>').format(Markup(output[PAGE]))
    if "text/html" in output:
        return Markup('<div class="scroll" tabindex="0">{}</div>').format(Markup(output["text/html"]))
    for kind in IMAGES:
        if kind in output:
            said = str(output.get("text/plain", ""))
            return Markup('<img src="data:{};base64,{}" alt="{}">').format(
                kind, str(output[kind]).strip(), said
            )
    return Markup("<pre>{}</pre>").format(output.get("text/plain", ""))


def _page(parts: list[Markup]) -> str:
    say = words()
    paths = (HERE.parent / "grading" / "page.css", HERE / "parts.css", HERE / "page.css")
    css = "\n".join(path.read_text("utf-8") for path in paths)
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    body = "\n".join(parts)
    foot = f"<p>{escape(say['page']['private'])} {escape(say['page']['policy'])}</p>"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>{escape(say['title'])}</title>\n<style>\n{css}</style>\n</head>\n<body>\n<main>\n"
        f"{body}\n{foot}\n</main>\n</body>\n</html>\n"
    )
