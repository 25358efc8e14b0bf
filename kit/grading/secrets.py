"""Find what would give a key away: its sentences, spans and answers, plain or plainly encoded, in a file.

``kit release`` refuses a release in which anything is found; tests look through everything else that
students get. Encryption and paraphrase are beyond it: nobody puts them there by mistake.
"""

from __future__ import annotations

import base64
import codecs
import html
import json
import re
import urllib.parse
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

TOLD = ("why", "feedback", "missed", "wide", "narrow", "wrong_kinds", "right", "wrong")
"""Fields of a key, a rubric or a form that hold sentences; below some of them each value is one.

The ``deciding`` words of a form are none of them: they are quoted from texts that students have.
"""

SHORTEST = 12  # letters: what is shorter may stand anywhere

SPANS = 0.4
"""A file gives the marks away where it holds at least this share of them as pairs of numbers, and three."""

APART = re.compile(r"[^0-9A-Za-z]{1,6}(?:end[^0-9A-Za-z]{1,6})?")
"""What may stand between a start and an end: ``12, 34``, ``12-34``, ``"start": 12, "end": 34``."""


@dataclass(frozen=True)
class Key:
    """What must not be found: sentences, the spans of firm marks (of a key, or a machine's), and answers.

    ``answers`` has the right answer as text, by question.
    """

    sentences: tuple[str, ...]
    spans: frozenset[tuple[int, int]]
    answers: Mapping[str, str]


def of(key: Any, *others: Any) -> Key:
    """Return what must not be found of a ``key.json``, and of other secret data (a rubric, a form)."""
    sentences = tuple(dict.fromkeys(text for data in (key, *others) for text in sentences_of(data)))
    marks = key.get("marks", ())
    answers = {name: json.dumps(one["right"]) for name, one in key.get("choices", {}).items()}
    answers |= {name: json.dumps(one["value"]) for name, one in key.get("values", {}).items()}
    fields = ("order", "answer", "accept", "needed")
    for name, one in key.get("fields", {}).items():
        if field := next((field for field in fields if field in one), None):
            answers[name] = json.dumps(one[field])
    return Key(sentences, spans_of(marks), answers)


def spans_of(marks: Any) -> frozenset[tuple[int, int]]:
    """Return the spans of marks; of a key only the firm ones, for all else is no answer."""
    firm = [mark for mark in marks if mark.get("status", "firm") == "firm"]
    return frozenset((mark["start"], mark["end"]) for mark in firm)


def sentences_of(data: Any) -> Iterator[str]:
    """Return the texts of secret data that no student may see: reasons, feedback, samples, descriptions."""
    if isinstance(data, dict):
        for name, value in data.items():
            told = name in (*TOLD, "sample", "describes") or name.endswith("feedback")
            if told:
                inner = (
                    value.values()
                    if isinstance(value, dict)
                    else value
                    if isinstance(value, list)
                    else [value]
                )
                yield from (text for text in inner if isinstance(text, str) and _is_told(text))
            yield from sentences_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from sentences_of(value)


def _is_told(text: str) -> bool:
    """Say whether a text is a sentence: a card's or an option's id is known to students as well."""
    return len(text) >= SHORTEST and not re.fullmatch(r"[a-z0-9-]+", text)


def found(key: Key, data: bytes) -> Iterator[str]:
    """Yield what a file (or anything packed in it) gives away of a key, in words."""
    yield from Finder([key]).found(data)


class Finder:
    """Looks for many keys at once: a file is gone through once, whatever the number of sentences."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.keys = tuple(keys)
        self._heads: dict[bytes, list[tuple[bytes, str]]] = defaultdict(list)
        for key in self.keys:
            for sentence in key.sentences:
                for form in disguises(sentence):
                    self._heads[form.lower()[:SHORTEST]].append((form.lower(), sentence))

    def found(self, data: bytes) -> Iterator[str]:
        """Yield what a file (or anything packed in it) gives away of any of the keys, in words."""
        if data[:2] == b"PK" and zipfile.is_zipfile(BytesIO(data)):
            with zipfile.ZipFile(BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield from (f"{one} (in its {name})" for one in self.found(archive.read(name)))
            return
        for sentence in dict.fromkeys(self._told(data.lower())):
            yield f"it holds {sentence[:60]!r}, plain or encoded"
        text = data.decode("utf-8", "replace")
        for key in self.keys:
            if count := _shown(key.spans, text):
                yield f"it holds the places of {count} of {len(key.spans)} marks"
            for question, answer in key.answers.items():
                if _answered(question, answer, text):
                    yield f"it holds the answer of {question}"

    def _told(self, lower: bytes) -> Iterator[str]:
        heads = self._heads
        for start in range(len(lower) - SHORTEST + 1):
            for form, sentence in heads.get(lower[start : start + SHORTEST], ()):
                if lower.startswith(form, start):
                    yield sentence


def disguises(secret: str) -> Iterator[bytes]:
    """Return the forms in which a text could lie in a file; letters of either case are looked for.

    As it is, as JSON, HTML, in an address, reversed, in ROT13, in hexadecimal, in UTF-16, in base64.
    """
    raw = secret.encode()
    yield from (raw, raw.hex().encode(), secret[::-1].encode(), codecs.encode(secret, "rot13").encode())
    yield json.dumps(secret)[1:-1].encode()
    yield html.escape(secret).encode()
    yield urllib.parse.quote(secret).encode()
    for wide in (secret.encode("utf-16-le"), raw):
        yield wide
        for shift in range(3):  # where a text starts inside what was encoded shifts its letters
            encoded = base64.b64encode(b" " * shift + wide)
            yield encoded[4 if shift else 0 : -4]


def _shown(spans: frozenset[tuple[int, int]], text: str) -> int:
    """Return how many spans stand in a text as pairs of numbers; 0 where that may be chance."""
    numbers = list(re.finditer(r"\d{1,6}", text))
    pairs = {
        (int(one[0]), int(other[0]))
        for one, other in pairwise(numbers)
        if other.start() - one.end() <= 16 and APART.fullmatch(text, one.end(), other.start())
    }
    count = len(spans & pairs)
    return count if count >= max(3, SPANS * len(spans)) else 0


def _answered(question: str, answer: str, text: str) -> bool:
    """Say whether a question's name is followed by its right answer, as in JSON, TOML or a list of keys."""
    plain = re.escape(answer).replace(r"\ ", r"\s*")
    bare = re.escape(answer.strip('[]"'))
    return bool(
        re.search(rf'\b{re.escape(question)}["\']?\s*[:=]\s*(?:{plain}|["\']?{bare}["\']?)(?![\w-])', text)
    )
