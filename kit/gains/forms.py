"""The two forms of the test: sixteen short texts each, and what each text is built to be."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from kit import schemas

GOOD, SOBER = "good", "sober"


class FormError(ValueError):
    """A form that cannot be used; the message names the file and what to mend."""


@dataclass(frozen=True)
class Text:
    """One text of a form: its id, the question that asks for its rating, and its cell of the blueprint."""

    id: str
    question: str
    tone: str
    evidence: str


@dataclass(frozen=True)
class Form:
    """A form, and the name of the one that is parallel to it."""

    name: str
    pair: str
    texts: tuple[Text, ...]


def load(course: Path, name: str) -> Form:
    """Load ``keys/NAME/form.toml`` of a course; raises ``FormError`` where it is none."""
    path = course / "keys" / name / "form.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        schemas.check("form", data)
    except (OSError, ValueError) as error:
        raise FormError(f"{path}: {error}") from error
    if data["form"] != name:
        raise FormError(f"{path}: it is for {data['form']!r}, not for {name!r}.")
    texts = tuple(Text(one["id"], one["question"], one["tone"], one["evidence"]) for one in data["texts"])
    return Form(name, data["pair"], texts)


def both(course: Path) -> tuple[Form, Form]:
    """Load the two forms of a course: the only two that name each other; raises ``FormError``."""
    names = sorted(path.parent.name for path in (course / "keys").glob("*/form.toml"))
    found = {name: load(course, name) for name in names}
    pairs = [
        (one, found[one.pair])
        for one in found.values()
        if one.pair in found and found[one.pair].pair == one.name and one.name < one.pair
    ]
    if len(pairs) != 1:
        raise FormError(
            f"{course / 'keys'} must hold one pair of forms (form.toml, each with the other as its pair); it "
            f"holds {', '.join(names) or 'none'}. Say where the course lies with --course."
        )
    return pairs[0]
