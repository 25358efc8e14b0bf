"""A part of the report: escaped HTML for a notebook and for the page, and a sentence for everything else."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import isnan
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

HERE = Path(__file__).parent
PAGE = "application/vnd.second-look.class-report+html"
"""The part without its style, for a page that has the style once. Jupyter shows ``text/html``."""


@cache
def words() -> dict[str, Any]:
    """Return the words of the report."""
    return tomllib.loads((HERE / "words" / "en.toml").read_text("utf-8"))


@cache
def style() -> str:
    """Return the style of the parts, which begins at the class ``class-report``."""
    return (HERE / "parts.css").read_text("utf-8")


@dataclass(frozen=True)
class Part:
    """One part of the report: markup whose every text was escaped, and what it says and means in words."""

    shown: Markup
    says: str
    means: str = ""

    @property
    def html(self) -> Markup:
        """The whole part as markup."""
        means = Markup('<p class="means">{}</p>').format(self.means) if self.means else Markup()
        return self.shown + means

    def __repr__(self) -> str:
        """Say it in words."""
        return self.says

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        styled = f'<div class="class-report"><style>{style()}</style>{self.html}</div>'
        return {"text/html": styled, PAGE: str(self.html), "text/plain": self.says}


def part(says: str, *pieces: str, means: str = "") -> Part:
    """Join pieces; plain strings are escaped. ``means`` says what it means, and what it does not."""
    return Part(Markup("\n").join([Markup("<p>{}</p>").format(says), *pieces]), says, means)


def table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[object]], words: Iterable[int] = ()
) -> Markup:
    """Return a table; the first cell of a row is its name. ``words`` are the columns of text, not figures.

    It scrolls in its own place where a phone is too narrow, also by keyboard.
    """
    left = {0, *words}

    def kind(number: int) -> Markup:
        return Markup(' class="words"') if number in left else Markup("")

    heads = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(kind(at), name) for at, name in enumerate(head)
    )
    body = Markup("\n").join(
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                (Markup('<th scope="row" class="words">{}</th>').format(cell))
                if at == 0
                else Markup("<td{}>{}</td>").format(kind(at), cell)
                for at, cell in enumerate(row)
            )
        )
        for row in rows
    )
    return Markup(
        '<div class="scroll" tabindex="0" role="group" aria-label="{}"><table><caption>{}</caption>'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(caption, caption, heads, body)


def bar(share: float, says: str) -> Markup:
    """Return a bar of a share (0 to 1) with its figure beside it; a border, which browsers print."""
    if isnan(share):
        return Markup(escape(says))
    width = f"{70 * min(max(share, 0.0), 1.0):.1f}%"
    return Markup('<span class="bar" style="width:{}"></span> {}').format(width, says)


def more(title: str, *pieces: Markup) -> Markup:
    """Return pieces that a reader opens."""
    return Markup("<details><summary>{}</summary>{}</details>").format(title, Markup("\n").join(pieces))


def number(value: float, places: int = 2) -> str:
    """Return a number as it is shown.

    >>> number(0.5), number(float("nan")), number(3.0, 1)
    ('0.50', '–', '3.0')
    """
    return "–" if isnan(value) else f"{value + 0.0:.{places}f}"


def points(value: float) -> str:
    """Return points, with two places at most.

    >>> points(6.5675), points(2.0)
    ('6.57', '2')
    """
    return f"{round(value, 2) + 0.0:g}"


def percent(value: float) -> str:
    """Return a share in per cent.

    >>> percent(0.256), percent(float("nan"))
    ('26 %', '–')
    """
    return "–" if isnan(value) else f"{100 * value:.0f}\N{NO-BREAK SPACE}%"
