"""A mark: one labelled stretch of an article.

Offsets are Unicode code points over ``Article.text``, end exclusive, everywhere in Python and in every file.
The browser counts UTF-16 units and converts once, at its border (``kit/widgets/static/text.js``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

TOKEN = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
"""A token: a maximal run of letters and digits; inner apostrophes and hyphens are kept (CODEBOOK.md)."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled stretch of an article.

    ``start`` and ``end`` are code points, end exclusive. ``rule`` names what fired and ``reason`` says why in
    a sentence; ``group`` joins the source, cue and content of one attribution.
    """

    start: int
    end: int
    label: str
    kind: str | None = None
    rule: str | None = None
    reason: str | None = None
    group: str | None = None
    id: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(
                f"start = {self.start}, end = {self.end} is no stretch of text; "
                "give code points with 0 <= start < end (the end is exclusive)"
            )

    def __len__(self) -> int:
        return self.end - self.start

    def quote(self, text: str) -> str:
        """Return the words of ``text`` that this mark covers.

        >>> Mark(0, 5, "source").quote("Smith said so.")
        'Smith'
        """
        return text[self.start : self.end]

    def overlaps(self, other: Mark) -> bool:
        """Say whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def to_json(self) -> dict[str, Any]:
        """Return the mark as JSON data, without the fields that are empty."""
        data = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in data.items() if value is not None}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Mark:
        """Read a mark from JSON data; names that are not a mark's (``quote``, ``why``) are left out.

        >>> Mark.from_json({"start": 0, "end": 5, "label": "source", "quote": "Smith"})
        Mark(start=0, end=5, label='source', kind=None, rule=None, reason=None, group=None, id=None)
        """
        return cls(**{name: data[name] for name in cls.__slots__ if data.get(name) is not None})

    def to_web_annotation(self, text: str, source: str) -> dict[str, Any]:
        """Return the mark as a W3C Web Annotation (https://www.w3.org/TR/annotation-model/).

        ``source`` is the IRI of the text. Both selectors of the model are given: the position, and the quote
        with 32 characters on either side, so that the mark can be found again in an edited text.
        """
        body = [{"type": "TextualBody", "purpose": "tagging", "value": self.label}]
        if self.kind:
            body.append({"type": "TextualBody", "purpose": "classifying", "value": self.kind})
        if self.reason:
            body.append({"type": "TextualBody", "purpose": "commenting", "value": self.reason})
        selectors = [
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
            {
                "type": "TextQuoteSelector",
                "exact": self.quote(text),
                "prefix": text[max(0, self.start - 32) : self.start],
                "suffix": text[self.end : self.end + 32],
            },
        ]
        annotation = {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "type": "Annotation",
            "body": body,
            "target": {"source": source, "selector": selectors},
        }
        return annotation if self.id is None else {**annotation, "id": f"urn:second-look:{self.id}"}

    @classmethod
    def from_web_annotation(cls, annotation: dict[str, Any]) -> Mark:
        """Read back what :meth:`to_web_annotation` wrote; raises ``ValueError`` without a text position."""
        values = {body["purpose"]: body["value"] for body in annotation["body"]}
        for selector in annotation["target"]["selector"]:
            if selector["type"] == "TextPositionSelector":
                return cls(
                    selector["start"],
                    selector["end"],
                    values["tagging"],
                    values.get("classifying"),
                    reason=values.get("commenting"),
                    id=annotation.get("id", "").removeprefix("urn:second-look:") or None,
                )
        raise ValueError(
            "this annotation has no TextPositionSelector, so its place is not known; "
            "export it again with text positions"
        )


def tokens(text: str) -> list[tuple[int, int]]:
    """Return the start and end of each token of ``text``, in order.

    >>> tokens("Mexico’s well-known “no”")
    [(0, 8), (9, 19), (21, 23)]
    """
    return list(_tokens(text))


@lru_cache(maxsize=64)
def _tokens(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in TOKEN.finditer(text))


def in_reading_order(marks: Iterable[Mark]) -> list[Mark]:
    """Sort marks as a reader meets them: by start, the longer first where two begin together."""
    return sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.label))
