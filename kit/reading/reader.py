"""Reading texts: one, a table of one, or very many in a stream, on one core or several.

spaCy is loaded on the first reading. Texts go through the pipeline in batches inside spaCy's ``memory_zone``,
so that ten thousand articles need no more memory than a hundred.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kit.articles import Article
from kit.reading import pieces
from kit.reading.result import Reading

if TYPE_CHECKING:
    from kit.marks import Mark

BATCH = 64
"""So many texts at the most go through the pipeline together."""

BATCH_LENGTH = 400_000
"""And so many characters, one longer text apart."""

WAITING = 2
"""Batches for each worker that are read ahead of those already given back."""


def read(article: Article | str, *, codebook: bool = True, model: str | None = None) -> Reading:
    """Return the machine's reading of an article or of a plain text.

    Offsets are code points over exactly the text given, end exclusive. ``codebook=False`` follows the wider
    definitions of the corpora that the reader is measured on; ``model`` names another installed English
    model of spaCy. The first call loads spaCy. Raises ``ValueError`` for a text that :func:`refusal` refuses,
    ``OSError`` where the model is not installed.
    """
    return next(read_all([article], codebook=codebook, model=model))


def read_all(
    articles: Iterable[Article | str], *, codebook: bool = True, model: str | None = None, workers: int = 1
) -> Iterator[Reading]:
    """Yield the reading of each text in order, as they come; for many texts faster than :func:`read` on each.

    ``workers`` is the number of processes that read; each loads the model.
    """
    batches = _batches(map(_text, articles))
    if workers > 1:
        yield from _in_parallel(batches, codebook, model, workers)
        return
    for batch in batches:
        yield from _read_batch(batch, codebook, model)


def refusal(text: str) -> str | None:
    """Return why a text cannot be read and what to do, or ``None`` where it can."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return (
            f"character {error.start} of this text is half of a surrogate pair, so the text cannot be "
            "written as UTF-8; read the file again with its right encoding"
        )
    return None


def to_rows(article: Article | str) -> list[dict[str, Any]]:
    """Return the marks of a text as rows for a table.

    Each row has ``start`` and ``end`` (code points, end exclusive), ``label``, ``kind``, ``quote``,
    ``sentence`` and ``paragraph`` (numbers from 1), ``rule`` and ``reason``.
    """
    text = article if isinstance(article, str) else article.text
    reading = read(text)
    return [_row(mark, text, reading) for mark in reading.marks]


def place(text: str, sentence_starts: list[int], start: int) -> dict[str, int]:
    """Return the numbers, from 1, of the ``sentence`` and the ``paragraph`` in which a mark starts.

    >>> place("One. Two.\\nThree.", [0, 5, 10], 10)
    {'sentence': 3, 'paragraph': 2}
    """
    lines = text[:start].split("\n")
    return {
        "sentence": max(1, sum(begin <= start for begin in sentence_starts)),
        "paragraph": sum(bool(line.strip()) for line in lines[:-1]) + 1,
    }


def _row(mark: Mark, text: str, reading: Reading) -> dict[str, Any]:
    return {
        "start": mark.start,
        "end": mark.end,
        "label": mark.label,
        "kind": mark.kind,
        "quote": mark.quote(text),
        **place(text, [sentence.start for sentence in reading.sentences], mark.start),
        "rule": mark.rule,
        "reason": mark.reason,
    }


def _text(article: Article | str) -> str:
    text = article if isinstance(article, str) else article.text
    if (why := refusal(text)) is not None:
        raise ValueError(why)
    return text


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    length = 0
    for text in texts:
        if batch and (len(batch) == BATCH or length + len(text) > BATCH_LENGTH):
            yield batch
            batch, length = [], 0
        batch.append(text)
        length += len(text)
    if batch:
        yield batch


def _read_batch(texts: list[str], codebook: bool, model: str | None) -> list[Reading]:
    """Return the reading of each text; nothing of spaCy's outlives the call."""
    from kit.reading import checkworthy, findings, markdown, pipeline

    nlp = pipeline.load(codebook=codebook, model=model)
    cuts = [
        (number, *piece) for number, text in enumerate(texts) for piece in pieces.cut(markdown.hidden(text))
    ]
    with nlp.memory_zone():
        docs = nlp.pipe((piece for _, _, piece in cuts), batch_size=BATCH)
        parts = [
            (number, (offset, findings.marks(doc), checkworthy.sentences(doc)))
            for (number, offset, _), doc in zip(cuts, docs, strict=True)
        ]
    readings = []
    for _, found in groupby(parts, key=lambda part: part[0]):
        marks, sentences = pieces.joined(part for _, part in found)
        readings.append(Reading(marks, sentences, dict(_precision()), dict(_engine(model))))
    return readings


def _in_parallel(
    batches: Iterator[list[str]], codebook: bool, model: str | None, workers: int
) -> Iterator[Reading]:
    """Read in ``workers`` processes; only a few batches are ever on their way."""
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        under_way: deque[Future[list[Reading]]] = deque()
        for batch in batches:
            under_way.append(pool.submit(_read_batch, batch, codebook, model))
            if len(under_way) >= WAITING * workers:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()


@cache
def measured() -> dict[str, dict[str, Any]]:
    """Return, by label, how often the machine's marks are right (``precision``, with its ``interval``) and on
    which texts that was measured (``measured_on``). A label that nobody measured is not there.
    """
    import tomllib

    data = tomllib.loads((Path(__file__).parent / "precision.toml").read_text("utf-8"))
    return dict(data["label"])


def _precision() -> dict[str, float | None]:
    return {name: label["precision"] for name, label in measured().items()}


@cache
def _engine(model: str | None) -> dict[str, str]:
    from kit.reading import pipeline

    return {
        "second-look": _version("second-look"),
        "spacy": _version("spacy"),
        "model": pipeline.described(model),
    }


def _version(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:  # used from a checkout that was not installed
        return "not installed"
