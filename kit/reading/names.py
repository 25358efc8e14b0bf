"""Names of persons: who is meant by a surname or a pronoun.

The small model is easily misled: a headline's capitals make names ("Putin Stand"), a possessive makes a work
of art ("Nicolás Maduro's"). So names are cleaned (titles and possessives off, headlines not believed) and
judged by all their mentions in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

TITLES = frozenset(
    {
        "mr.",
        "mr",
        "mrs.",
        "mrs",
        "ms.",
        "ms",
        "miss",
        "dr.",
        "dr",
        "sen.",
        "rep.",
        "gov.",
        "gen.",
        "president",
    }
)
MEN = frozenset({"mr.", "mr"})
WOMEN = frozenset({"mrs.", "mrs", "ms.", "ms", "miss"})
HE = frozenset({"he", "his", "him"})
SHE = frozenset({"she", "her"})
MISTAKEN = frozenset({"WORK_OF_ART", "FAC", "PRODUCT", "ORG", "LAW", "EVENT"})
"""Kinds that the model gives a person's name with a possessive."""

NEAR = 150
"""A pronoun looks back for its person so many tokens at the most."""


@dataclass(frozen=True)
class Name:
    """A full name: its tokens, its text without title and possessive, and ``sex`` where a title tells it."""

    start: int
    end: int
    text: str
    sex: str = ""

    @property
    def surname(self) -> str:
        """Return the last word of the name."""
        return self.text.split()[-1]


class Names:
    """The full names of persons in a doc, in order."""

    def __init__(self, doc: Doc) -> None:
        """Find the names of ``doc``."""
        self._doc = doc
        alone = {token.text for token in doc if token.pos_ == "PROPN"}
        self.full: list[Name] = []
        for entity in doc.ents:
            name = _cleaned(entity)
            if name is None or _in_headline(entity):
                continue
            mistaken = entity.label_ in MISTAKEN and entity[-1].tag_ == "POS" and name.surname in alone
            if entity.label_ == "PERSON" or mistaken:
                self.full.append(name)
        self.surnames = frozenset(name.surname for name in self.full)

    def meant(self, holder: Token) -> str | None:
        """Return the full name that a surname or "he" or "she" stands for, or ``None``.

        A surname stands for the last full name with it before; a pronoun, for the nearest person before it
        whose title does not speak against it. That is a guess, and is told as one.
        """
        before = [name for name in self.full if name.end <= holder.i]
        if holder.lower_ in HE | SHE:
            wrong = "woman" if holder.lower_ in HE else "man"
            return next(
                (text for at, text, sex in self._persons(holder) if holder.i - at <= NEAR and sex != wrong),
                None,
            )
        if holder.i and holder.nbor(-1).pos_ == "PROPN" and holder.nbor(-1).lower_ not in TITLES:
            return None
        return next((name.text for name in reversed(before) if name.surname == holder.text), None)

    def _persons(self, holder: Token) -> Iterator[tuple[int, str, str]]:
        """Yield the persons before a word, the nearest first: place, full name and sex."""
        known = {name.surname: name for name in self.full}
        for i in range(holder.i - 1, -1, -1):
            token = self._doc[i]
            if token.pos_ == "PROPN" and token.text in known and token.dep_ in ("nsubj", "nsubjpass", "pobj"):
                name = known[token.text]
                sex = next((n.sex for n in self.full if n.surname == token.text and n.sex), "")
                yield i, name.text, sex


def _cleaned(entity: Span) -> Name | None:
    """Return a name of at least two words without titles before and a possessive after it."""
    start, end = entity.start, entity.end
    title = entity.doc[start - 1].lower_ if start else ""
    while start < end and entity.doc[start].lower_ in TITLES:
        title, start = entity.doc[start].lower_, start + 1
    while end > start and (entity.doc[end - 1].tag_ == "POS" or not entity.doc[end - 1].text[0].isalnum()):
        end -= 1
    words = entity.doc[start:end]
    if len(words) < 2 or not all(word.text[0].isupper() or word.pos_ == "PROPN" for word in words):
        return None
    sex = "man" if title in MEN else "woman" if title in WOMEN else ""
    return Name(start, end, " ".join(word.text for word in words if not word.is_space), sex)


def _in_headline(entity: Span) -> bool:
    """Say whether the name stands in a line of capitals without a full stop: all there look like names."""
    if entity.sent.text.rstrip("* \n").endswith((".", "!", "?", "”", '"')):
        return False
    words = [word for word in entity.sent if word.is_alpha and len(word) > 3]
    return len(words) > 3 and sum(word.is_title or word.is_upper for word in words) > 0.8 * len(words)
