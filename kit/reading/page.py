"""A page (HTML) of articles with the machine's marks, for reading and printing; it needs no script and no
web.

Marks nest and overlap, and HTML elements may not, so the text is cut wherever a mark begins or ends, and
each piece names all the marks that cover it. Everything that comes from a text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import pairwise
from pathlib import Path

from kit.articles import Article
from kit.marks import Mark
from kit.reading.result import Reading

STYLE = Path(__file__).parent / "page.css"


def render(readings: Iterable[tuple[Article, Reading]]) -> str:
    """Return one page with all articles and their marks."""
    body = "\n".join(_article(article, reading) for article, reading in readings)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n<title>A second look</title>\n'
        f"<style>\n{STYLE.read_text('utf-8')}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _article(article: Article, reading: Reading) -> str:
    rows = "\n".join(
        f"<tr><td>{escape(mark.label)}</td><td>{escape(mark.kind or '')}</td>"
        f"<td>{escape(mark.quote(article.text))}</td><td>{escape(mark.reason or '')}</td></tr>"
        for mark in reading.marks
    )
    return (
        f"<article>\n<h1>{escape(article.title)}</h1>\n"
        f'<div class="text">{marked(article.text, reading.marks)}</div>\n'
        f"<table>\n<thead><tr><th>Label</th><th>Kind</th><th>Words</th><th>Why</th></tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody>\n</table>\n</article>"
    )


def marked(text: str, marks: list[Mark]) -> str:
    """Return the text as HTML with a ``mark`` element for each piece that is marked.

    >>> marked("a <b>", [Mark(0, 1, "hedge", reason="why")])
    '<mark class="hedge" title="hedge: why">a</mark> &lt;b&gt;'
    """
    edges = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    pieces = []
    for start, end in pairwise(edges):
        covering = [mark for mark in marks if mark.start <= start and end <= mark.end]
        piece = escape(text[start:end])
        if covering:
            labels = " ".join(dict.fromkeys(mark.label for mark in covering))
            why = "\n".join(dict.fromkeys(f"{mark.label}: {mark.reason or ''}" for mark in covering))
            piece = f'<mark class="{escape(labels)}" title="{escape(why)}">{piece}</mark>'
        pieces.append(piece)
    return "".join(pieces)
