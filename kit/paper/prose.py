"""The notebook's prose on paper: its Markdown as HTML, with what only a screen can do said differently.

``lessons.toml`` beside this file holds those differences: words to swap everywhere, and for single lessons
what stands in the place of a cell, a prompt or a help.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup

from kit import schemas
from kit.words import fill, words

FILE = Path(__file__).parent / "lessons.toml"

LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
EXERCISE = re.compile(r"\]\((\.\./)?exercises/")
LESSON = re.compile(r"\[([^\]]*)\]\(\d\d-[^)]*\)")

UNTOUCHED = frozenset(("text", "key", "article"))
"""Fields of a marks question that hold an article's own words: nothing in them is ever swapped."""


@cache
def differences() -> dict[str, Any]:
    """Return what paper says differently; raises ``InvalidDataError`` where its file breaks its schema."""
    data = tomllib.loads(FILE.read_text("utf-8"))
    schemas.check("paper", data)
    return data


def of_lesson(lesson: str) -> dict[str, Any]:
    """Return what paper says differently in one lesson."""
    own: dict[str, Any] = differences().get("lessons", {}).get(lesson, {})
    return own


def swapped(text: str) -> str:
    """Return a text with the words that speak of a screen swapped for those that speak of paper."""
    for swap in differences()["swaps"]:
        text = text.replace(swap["from"], swap["to"])
    return text


def cell(lesson: str, name: str, source: str) -> str:
    """Return what a cell of text says on paper, in Markdown; "" where paper leaves it out."""
    own = of_lesson(lesson).get("cells", {})
    return str(own[name]) if name in own else swapped(source)


def question(lesson: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Return a question in the words of paper."""
    own = of_lesson(lesson).get("questions", {}).get(asked["question"], {})
    kept = UNTOUCHED if asked["kind"] == "marks" else frozenset(("article",))
    return {name: value if name in kept else _deep(value) for name, value in asked.items()} | own


def _deep(value: Any) -> Any:
    if isinstance(value, str):
        return swapped(value)
    if isinstance(value, dict):
        return {name: _deep(inner) for name, inner in value.items()}
    return [_deep(inner) for inner in value] if isinstance(value, list) else value


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "autolink"])


def html(source: str) -> Markup:
    """Return Markdown as HTML: raw HTML in it is shown as text, and of a link only its words are left."""
    paragraphs = [_without_exercise(part) for part in source.split("\n\n")]
    plain = LINK.sub(r"*\1*", "\n\n".join(part for part in paragraphs if part))
    return Markup(_markdown().render(plain))  # escaped by the renderer


def _without_exercise(paragraph: str) -> str:
    """Return a paragraph; of one that leads to an exercise on the computer only the next lesson is left."""
    if not EXERCISE.search(paragraph):
        return paragraph
    following = LESSON.findall(paragraph)
    return fill(words()["handout"]["next"], lesson=following[-1]) if following else ""
