"""Articles: a text, kept byte for byte, and what is known about it. Each has a folder of its own here."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

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
    def reference(self) -> dict[str, str]:
        """What a record, a reading or a key says about its text."""
        return {"id": self.id, "sha256": self.sha256}

    def __repr__(self) -> str:
        return f"Article({self.id!r}, {len(self.text):,} characters)"


def names() -> list[str]:
    """Return the ids of the articles that come with the kit."""
    return sorted(folder.parent.name for folder in SHIPPED.glob("*/article.toml"))


@cache
def load(name: str | Path) -> Article:
    """Load an article by its id (``"alliance"``) or from a folder that holds ``article.md``.

    Raises ``FileNotFoundError`` for an unknown article and ``ValueError`` where the text is not the one that
    its metadata describes.
    """
    folder = Path(name) if isinstance(name, Path) else SHIPPED / name
    if not (folder / "article.md").is_file():
        raise FileNotFoundError(
            f"there is no article {str(name)!r}; the articles here are: {', '.join(names())}. "
            "Check the spelling, or give the folder of an article of your own as a pathlib.Path."
        )
    described = folder / "article.toml"
    meta = tomllib.loads(described.read_text("utf-8")) if described.is_file() else {}
    article = Article(meta.get("id", folder.name), (folder / "article.md").read_bytes().decode(), meta)
    if meta.get("sha256", article.sha256) != article.sha256:
        raise ValueError(
            f"{folder / 'article.md'} is not the text that article.toml describes (its sha256 differs), so "
            "marks would land on the wrong words. Restore the file, or make a new article with its own id."
        )
    return article
