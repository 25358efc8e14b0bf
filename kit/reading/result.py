"""Reading: the machine's marks of one article, as a value that can be kept, shown and compared."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from kit.articles import Article
from kit.marks import Mark

VERSION = 1

FACTUAL = 0.5
"""A score of so much or more is factual: the threshold with which the weights were learned."""


@dataclass(frozen=True)
class Sentence:
    """A sentence: ``factual`` where it states something that could be checked, ``checkworthy`` where the
    public would want it checked. ``score`` and ``factual_score`` are how surely, from 0 to 1, and ``because``
    names the words and signs that weighed most for ``score``; these are not part of the JSON.
    """

    start: int
    end: int
    factual: bool
    checkworthy: bool
    score: float = field(default=0.0, compare=False)
    factual_score: float = field(default=0.0, compare=False)
    because: tuple[str, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """Return the sentence as JSON data."""
        return {
            "start": self.start,
            "end": self.end,
            "factual": self.factual,
            "checkworthy": self.checkworthy,
        }


@dataclass(frozen=True)
class Reading:
    """The machine's marks of one text.

    ``marks`` stand in reading order with ids m1, m2, ...; all offsets are code points over the text that was
    read, end exclusive. ``precision`` gives, for each label that was measured, the share of the machine's
    marks that people had marked too. ``engine`` names the versions that made the reading.
    """

    marks: list[Mark]
    sentences: list[Sentence]
    precision: dict[str, float | None]
    engine: dict[str, str]

    def of(self, *labels: str) -> list[Mark]:
        """Return the marks with one of these labels."""
        return [mark for mark in self.marks if mark.label in labels]

    @property
    def score(self) -> float:
        """The largest check-worthiness of a sentence, 0 where there is none."""
        return max((sentence.score for sentence in self.sentences), default=0.0)

    @property
    def factual(self) -> bool:
        """Whether the text on the whole states what could be checked: the mean of its sentences by length."""
        length = sum(sentence.end - sentence.start for sentence in self.sentences)
        total = sum(sentence.factual_score * (sentence.end - sentence.start) for sentence in self.sentences)
        return total >= FACTUAL * length > 0

    def to_json(self, article: Article) -> dict[str, Any]:
        """Return the reading of ``article`` as JSON data (``kit/schemas/reading.json``)."""
        return {
            "v": VERSION,
            "article": article.reference,
            "marks": [mark.to_json() for mark in self.marks],
            "sentences": [sentence.to_json() for sentence in self.sentences],
            "precision": dict(self.precision),
            "engine": dict(self.engine),
        }

    def to_line(self, name: str) -> dict[str, Any]:
        """Return what ``kit read --jsonl`` writes for one text."""
        spans = [
            {key: value for key, value in asdict(mark).items() if key != "id" and value is not None}
            for mark in self.marks
        ]
        return {
            "id": name,
            "spans": spans,
            "sentences": [sentence.to_json() for sentence in self.sentences],
            "label": int(any(sentence.checkworthy for sentence in self.sentences)),
            "score": round(self.score, 4),
            "factual": int(self.factual),
        }
