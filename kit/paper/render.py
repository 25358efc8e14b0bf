"""A handout and its answers as HTML pages: templates with everything in them escaped, and one style.

A page holds no script, and loads nothing: its own policy forbids both.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from kit.paper import answers
from kit.paper.sheet import Sheet
from kit.plots import Bars
from kit.words import fill, words

HERE = Path(__file__).parent


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"fill": fill, "chart": _chart, "numbered": _numbered}
    return made


def students(sheet: Sheet, paper: str | None = None) -> str:
    """Return the student's sheet; ``paper`` (A4 or Letter) fixes the size that it is printed on."""
    return _page("sheet.html", sheet, sheet.title, paper)


def teachers(sheet: Sheet, paper: str | None = None) -> str:
    """Return the answers to a sheet."""
    title = fill(words()["handout"]["answers"]["title"], lesson=sheet.title)
    return _page("answers.html", sheet, title, paper, answers=answers.answers(sheet))


def _page(template: str, sheet: Sheet, title: str, paper: str | None, **values: Any) -> str:
    say = words()
    footer = say["handout"]["licence"]
    if sheet.real:
        footer = f"{footer} {say['handout']['licence_real']}"
    return (
        _environment()
        .get_template(template)
        .render(
            say=say,
            sheet=sheet,
            title=title,
            footer=footer,
            style=Markup((HERE / "page.css").read_text("utf-8")),  # ours
            page_style=Markup(_page_style(title, footer, paper)),  # every text in it is a CSS string
            **values,
        )
    )


def _page_style(title: str, footer: str, paper: str | None) -> str:
    """Return the page's margins: the title and the page's number, and what the licence asks for."""
    number = words()["handout"]["page"]
    before, _, rest = number.partition("{n}")
    between, _, after = rest.partition("{of}")
    content = (
        f"{_string(before)} counter(page) {_string(between)} counter(pages) {_string(after)}"
        if "{n}" in number
        else '""'
    )
    size = f"size: {paper}; " if paper else ""
    return (
        f"@page {{ {size}@top-left {{ content: {_string(title)}; font: 9pt serif }} "
        f"@top-right {{ content: {content}; font: 9pt serif }} "
        f"@bottom-left {{ content: {_string(footer)}; font: 7.5pt/1.2 serif; width: 100% }} }}"
    )


def _string(text: str) -> str:
    """Return a text as a CSS string: what is not a plain letter is written as a number."""
    return '"' + "".join(c if c.isalnum() or c in " .,:" else f"\\{ord(c):x} " for c in text) + '"'


def _chart(bars: Bars) -> Markup:
    return Markup(bars._repr_html_())  # escaped by the chart


def _numbered(steps: list[str]) -> str:
    return ", ".join(f"{n} {step}" for n, step in enumerate(steps, 1))
