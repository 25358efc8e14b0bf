"""Articles: a text, kept byte for byte, and what is known about it. Each has a folder of its own here."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kit import schemas

SHIPPED = Path(__file__).parent


@dataclass(frozen=True)
class Article:
    """A text and its metadata.

    ``text`` is the strict UTF-8 decoding of the file's bytes: nothing stripped, no normalisation and no
    newline translation, so every offset (code points, end exclusive) means the same everywhere.
    ``sha256`` is over the bytes.
    """

    id: str
    text: str
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """The hash of the article's bytes; answers to another text never mix with answers to this one."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def title(self) -> str:
        """The headline, or the id where none is given."""
        return str(self.meta.get("title") or self.id)

    @property
    def language(self) -> str:
        """The language of the text, as a tag (``"en"``, ``"pt-BR"``)."""
        return str(self.meta.get("language") or "en")

    @property
    def reference(self) -> dict[str, str]:
        """What a record, a reading or a key says about its text."""
        return {"id": self.id, "sha256": self.sha256}

    def __repr__(self) -> str:
        return f"Article({self.id!r}, {len(self.text):,} characters)"


def names() -> list[str]:
    """Return the ids of the articles that come with the kit."""
    return sorted(folder.parent.name for folder in SHIPPED.glob("*/article.toml"))


def folder(name: str | Path) -> Path:
    """Return the folder of an article: of one that comes with the kit by its id, or the folder given."""
    return Path(name) if isinstance(name, Path) else SHIPPED / name


@cache
def cards(name: str | Path) -> dict[str, dict[str, Any]]:
    """Return the evidence cards that come with an article, by id; none where it has none.

    Raises ``ValueError`` where ``cards.toml`` does not follow its schema.
    """
    path = folder(name) / "cards.toml"
    if not path.is_file():
        return {}
    data = tomllib.loads(path.read_text("utf-8"))
    schemas.check("cards", data)
    return {card["id"]: card for card in data["cards"]}


@cache
def key(name: str | Path) -> dict[str, Any]:
    """Return the published key of an article (``kit/schemas/key.json``).

    Raises ``FileNotFoundError`` where it has none and ``ValueError`` where the key is not one of this text.
    """
    path = folder(name) / "key.json"
    if not path.is_file():
        raise FileNotFoundError(f"the article {str(name)!r} has no key (key.json beside its text)")
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    schemas.check("key", data)
    text = load(name)
    if data["article"] != text.reference:
        raise ValueError(f"{path} is a key of another text (its id or sha256 differs); make the key again")
    for mark in data["marks"]:
        if text.text[mark["start"] : mark["end"]] != mark["quote"]:
            raise ValueError(f"{path}: {mark['id']} quotes {mark['quote']!r}, which does not stand there")
    return data


def reading(place: Path, text: Article) -> dict[str, Any] | None:
    """Return the machine's marks that lie beside a text (``reading.json``); None where there are none.

    Raises ``ValueError`` where they are no reading of this text.
    """
    path = place / "reading.json"
    if not path.is_file():
        return None
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    schemas.check("reading", data)
    if data["article"] != text.reference:
        raise ValueError(
            f"{path} is a reading of another text (its id or sha256 differs): release the exercise again."
        )
    return data


@cache
def load(name: str | Path) -> Article:
    """Load an article by its id (``"alliance"``) or from a folder that holds ``article.md``.

    Raises ``FileNotFoundError`` for an unknown article and ``ValueError`` where the text is not the one that
    its metadata describes.
    """
    place = folder(name)
    if not (place / "article.md").is_file():
        raise FileNotFoundError(
            f"there is no article {str(name)!r}; the articles here are: {', '.join(names())}. "
            "Check the spelling, or give the folder of an article of your own as a pathlib.Path."
        )
    described = place / "article.toml"
    meta = tomllib.loads(described.read_text("utf-8")) if described.is_file() else {}
    article = Article(meta.get("id", place.name), (place / "article.md").read_bytes().decode(), meta)
    if meta.get("sha256", article.sha256) != article.sha256:
        raise ValueError(
            f"{place / 'article.md'} is not the text that article.toml describes (its sha256 differs), so "
            "marks would land on the wrong words. Restore the file, or make a new article with its own id."
        )
    return article
