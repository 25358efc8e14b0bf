"""The words that people see, in the language that they read: one file a language.

They lie in ``widgets/static/words``; its README tells translators how. ``SECOND_LOOK_LANGUAGE`` says which
language Python speaks (``fr``, ``pt_BR``); JupyterLab's own display language says it for the page. Where a
language has no file, or its file lacks an entry, the English words stand in. The browser does the same in
``kit/widgets/static/words.js``.
"""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "widgets" / "static" / "words"
VARIABLE = "SECOND_LOOK_LANGUAGE"
ENGLISH = "en"
FORMS = frozenset(("zero", "one", "two", "few", "many", "other"))
"""The plural forms of the Unicode CLDR; each language uses some of them, and always ``other``."""

Forms = str | dict[str, str]
"""A template, or one for each plural form of its ``{n}``."""


def words() -> dict[str, Any]:
    """Return the words in the language that ``SECOND_LOOK_LANGUAGE`` names, else in English."""
    return _read(os.environ.get(VARIABLE, ENGLISH), FOLDER)


def candidates(tag: str) -> list[str]:
    """Return the languages whose files may serve a tag, the best first: ``pt_BR`` is served by ``pt``, too.

    >>> candidates("pt_BR"), candidates("en")
    (['pt-BR', 'pt', 'en'], ['en'])
    """
    whole = re.sub(r"[.@].*", "", tag).replace("_", "-")
    known = [whole, whole.split("-")[0], ENGLISH]
    return list(
        dict.fromkeys(name for name in known if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", name))
    )


def merge(english: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return the words of another language, with the English ones wherever it has none.

    Plural forms note their language, so that an English entry keeps English rules in a Polish page.
    """
    return {
        **_merged(_noted(english, ENGLISH), _noted(other, other["language"])),
        "language": other["language"],
    }


def fill(template: Forms, **values: Any) -> str:
    """Fill ``{name}`` in a template; of plural forms the one that fits ``n`` is taken.

    >>> fill({"one": "{n} mark", "other": "{n} marks"}, n=1)
    '1 mark'
    """
    if isinstance(template, dict):
        form = _plural(template.get("language", ENGLISH), values["n"])
        template = template.get(form, template["other"])
    return re.sub(r"\{(\w+)\}", lambda found: str(values.get(found[1], found[0])), template)


def is_plural(entry: Any) -> bool:
    """Say whether an entry is plural forms (and no group of entries)."""
    return isinstance(entry, dict) and "other" in entry and set(entry) <= FORMS | {"language"}


@cache
def _read(tag: str, folder: Path) -> dict[str, Any]:
    english: dict[str, Any] = json.loads((folder / f"{ENGLISH}.json").read_text("utf-8"))
    for name in candidates(tag):
        if (path := folder / f"{name}.json").is_file():
            return merge(english, json.loads(path.read_text("utf-8")))
    return merge(english, english)


@cache
def _rule(language: str) -> Any:
    from babel import Locale, UnknownLocaleError

    for name in candidates(language):
        try:
            return Locale.parse(name, sep="-").plural_form
        except UnknownLocaleError:  # a language that the CLDR does not have counts as English does
            continue
    raise AssertionError("the CLDR has English")


def _plural(language: str, number: float) -> str:
    return str(_rule(language)(number))


def _noted(entry: Any, language: str) -> Any:
    if is_plural(entry):
        return {**entry, "language": language}
    return (
        {name: _noted(inner, language) for name, inner in entry.items()} if isinstance(entry, dict) else entry
    )


def _merged(english: Any, other: Any) -> Any:
    """Take the other entry where it has the shape of the English one; a group of entries goes one by one."""
    if isinstance(english, dict) and not is_plural(english):
        own = other if isinstance(other, dict) else {}
        return {name: _merged(entry, own.get(name)) for name, entry in english.items()}
    if isinstance(english, list):
        return other if isinstance(other, list) and len(other) == len(english) else english
    return other if other and (isinstance(other, str) or is_plural(other)) else english
