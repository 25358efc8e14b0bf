"""The annotated corpora, parsed: documents of ``EVAL/*/*.jsonl`` with the reader's grammar, kept in a cache.

Nothing of a corpus is kept in this project: the cache is a folder outside it that the caller names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin

from kit.reading import pipeline

ATTRIBUTES = ["TAG", "POS", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE", "LEMMA", "MORPH", "SENT_START"]


def find(folder: Path, name: str) -> Path | None:
    """Return the file of a corpus in ``train`` or ``dev``, or ``None`` where it is not there."""
    return next((p for part in ("train", "dev") if (p := folder / part / f"{name}.jsonl").exists()), None)


def gold(path: Path) -> list[dict[str, Any]]:
    """Return the documents of a corpus as people annotated them."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def parsed(path: Path, cache: Path | None = None) -> Iterator[Doc]:
    """Yield the documents of a corpus parsed, but not yet read; kept in and taken from ``cache``."""
    grammar = pipeline.grammar()
    kept = cache / f"{path.stem}.spacy" if cache else None
    if kept and kept.exists() and kept.stat().st_mtime > path.stat().st_mtime:
        yield from DocBin().from_disk(kept).get_docs(grammar.vocab)
        return
    box = DocBin(attrs=ATTRIBUTES)
    for doc in grammar.pipe((document["text"] for document in gold(path)), batch_size=64):
        box.add(doc)
        yield doc
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        box.to_disk(kept)
