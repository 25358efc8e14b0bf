"""The machine reader: claims, sources, hedges and loaded words of an article, each with its reason.

>>> from kit.articles import load
>>> from kit.reading import read
>>> [mark.quote(load("alliance").text) for mark in read(load("alliance")).of("weasel")]
['critics argue', 'experts warn']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from kit.articles import Article
from kit.reading.result import Reading, Sentence

if TYPE_CHECKING:
    from kit.marks import Mark

__all__ = ["Reading", "Sentence", "measured", "read", "read_all", "refusal", "to_rows"]

LONGEST = 1_000_000
"""The most characters of one text: spaCy's own limit, which keeps the parser's memory in bounds."""

BATCH = 64


def read(article: Article | str) -> Reading:
    """Return the machine's reading of an article or of a plain text.

    Offsets are code points over exactly the text given, end exclusive. The first call loads spaCy. Raises
    ``ValueError`` for a text that :func:`refusal` refuses, ``OSError`` where no English model is installed.
    """
    return next(read_all([article]))


def read_all(articles: Iterable[Article | str]) -> Iterator[Reading]:
    """Yield the reading of each text in order; for many texts this is faster than :func:`read` on each."""
    import spacy

    from kit.reading import checkworthy, findings, pipeline

    nlp = pipeline.load()
    engine = {
        "second-look": _version(),
        "spacy": spacy.__version__,
        "model": f"{pipeline.model_name()} {nlp.meta['version']}",
    }
    for doc in nlp.pipe(map(_text, articles), batch_size=BATCH):
        yield Reading(findings.marks(doc), checkworthy.sentences(doc), dict(_precision()), dict(engine))


def refusal(text: str) -> str | None:
    """Return why a text cannot be read and what to do, or ``None`` where it can."""
    if len(text) > LONGEST:
        return (
            f"this text has {len(text):,} characters and the reader takes at most {LONGEST:,} at once; "
            "split it into articles"
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return (
            f"character {error.start} of this text is half of a surrogate pair, so the text cannot be "
            "written as UTF-8; read the file again with its right encoding"
        )
    return None


def _text(article: Article | str) -> str:
    text = article if isinstance(article, str) else article.text
    if (why := refusal(text)) is not None:
        raise ValueError(why)
    return text


@cache
def measured() -> dict[str, dict[str, Any]]:
    """Return, by label, how often the machine's marks are right (``precision``) and on which texts that was
    measured (``measured_on``). A label that nobody measured is not there.
    """
    import tomllib
    from pathlib import Path

    data = tomllib.loads((Path(__file__).parent / "precision.toml").read_text("utf-8"))
    return dict(data["label"])


def _precision() -> dict[str, float | None]:
    return {name: label["precision"] for name, label in measured().items()}


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("second-look")
    except PackageNotFoundError:  # used from a checkout that was not installed
        return "not installed"


def to_rows(article: Article | str) -> list[dict[str, Any]]:
    """Return the marks of a text as rows for a table.

    Each row has ``start`` and ``end`` (code points, end exclusive), ``label``, ``kind``, ``quote``,
    ``sentence`` and ``paragraph`` (numbers from 1), ``rule`` and ``reason``.
    """
    text = article if isinstance(article, str) else article.text
    reading = read(text)
    return [_row(mark, text, reading) for mark in reading.marks]


def _row(mark: Mark, text: str, reading: Reading) -> dict[str, Any]:
    before = text[: mark.start].split("\n")
    return {
        "start": mark.start,
        "end": mark.end,
        "label": mark.label,
        "kind": mark.kind,
        "quote": mark.quote(text),
        "sentence": max(1, sum(sentence.start <= mark.start for sentence in reading.sentences)),
        "paragraph": sum(bool(line.strip()) for line in before[:-1]) + 1,
        "rule": mark.rule,
        "reason": mark.reason,
    }
