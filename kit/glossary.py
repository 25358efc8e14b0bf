"""The glossary: hard words of the texts with a plain meaning, and where they stand in a text.

One file a language in ``lessons/glossary``. A text is searched once, when its question is made; the page only
draws what was found.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from kit import schemas
from kit.articles import Article

FOLDER = Path(__file__).parent / "lessons" / "glossary"

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
"""A whole word: with its hyphens, and without an ’s that follows it."""


def found(article: Article, passages: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the words of the glossary that stand in the passages of an article, in order of appearance.

    Each has its ``forms`` (the first is its name), what it ``means``, and its ``places``: start and end in
    code points, end exclusive. Empty where the article's language has no glossary.
    """
    known = entries(article.language)
    words = [word for word in known if article.id in word.get("articles", (article.id,))]
    forms = _by_first_word(words)
    places: dict[int, list[dict[str, int]]] = {}
    for passage in passages:
        after = passage["start"]
        for word in WORD.finditer(article.text, passage["start"], passage["end"]):
            if word.start() < after:  # it stands inside of what was found
                continue
            for pattern, number in forms.get(word[0].lower(), ()):
                if match := pattern.match(article.text, word.start(), passage["end"]):
                    after = match.end()
                    places.setdefault(number, []).append({"start": match.start(), "end": after})
                    break
    return [
        {"forms": words[number]["forms"], "means": words[number]["means"], "places": here}
        for number, here in places.items()
    ]


def entries(language: str) -> tuple[dict[str, Any], ...]:
    """Return the words of a language's glossary; none where it has no file. ``en-GB`` is served by ``en``."""
    names = [name for name in (language, language.split("-")[0]) if re.fullmatch(r"[A-Za-z-]+", name)]
    paths = [path for name in names if (path := FOLDER / f"{name}.toml").is_file()]
    return read(paths[0]) if paths else ()


@cache
def read(path: Path) -> tuple[dict[str, Any], ...]:
    """Read a glossary; raises ``InvalidDataError`` where it breaks its schema, or has one form twice."""
    data = tomllib.loads(path.read_text("utf-8"))
    schemas.check("glossary", data)
    forms = [form for word in data["words"] for form in word["forms"]]
    if twice := sorted({form for form in forms if forms.count(form) > 1}):
        raise schemas.InvalidDataError(
            f"{path.name}: the form {twice[0]!r} stands there twice; keep it with one of the words"
        )
    return tuple(data["words"])


def _by_first_word(words: Iterable[dict[str, Any]]) -> dict[str, list[tuple[re.Pattern[str], int]]]:
    """Return the forms as patterns, the longest first, each with its word's number, by its first word."""
    forms = [(form, number) for number, word in enumerate(words) for form in word["forms"]]
    found: dict[str, list[tuple[re.Pattern[str], int]]] = {}
    for form, number in sorted(forms, key=lambda one: -len(one[0])):
        first = WORD.search(form)
        found.setdefault(first[0].lower() if first else form, []).append((_pattern(form), number))
    return found


def _pattern(form: str) -> re.Pattern[str]:
    """Match one form, also across a line's end; in any case, unless it has a capital."""
    spaced = r"\s".join(map(re.escape, form.split()))
    case = re.IGNORECASE if form == form.lower() else re.NOFLAG
    return re.compile(spaced + r"(?![^\W_]|-[^\W_])", case)
