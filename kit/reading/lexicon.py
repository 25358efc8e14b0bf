"""Lexicons: word lists as data (``lexicons/*.toml``), each group of words with the works that it follows.

A group is ``rule``, ``kind``, ``cite`` (keys of the file's ``[cite.*]`` tables), ``words`` in their base
form, and options of the component that reads it (``when``, ``pos``, ``takes``, ``animate``). A group with a
``scope`` counts only by our ``"codebook"``, or only by the definitions of the ``"corpora"``. A lexicon
without citations is refused: a student may ask of every mark where its rule comes from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FOLDER = Path(__file__).parent / "lexicons"
VERSION = 1
LEXICON_OF = {
    "claim": "claims",
    "source": "cues",
    "cue": "cues",
    "content": "cues",
    "hedge": "hedges",
    "weasel": "weasels",
    "loaded": "loaded",
}
"""The lexicon that a label's rules are based on."""


@dataclass(frozen=True)
class Citation:
    """The work that a rule follows."""

    author: str
    year: int
    title: str

    def __str__(self) -> str:
        """Return the work as a line of a list of references."""
        return f"{self.author} ({self.year}). {self.title}"


@dataclass(frozen=True)
class Group:
    """Words that one rule treats alike."""

    rule: str
    kind: str
    words: tuple[str, ...]
    cite: tuple[Citation, ...]
    pos: frozenset[str] = frozenset()
    when: str | None = None
    takes: tuple[str, ...] = ()
    animate: bool = False
    scope: str | None = None


@dataclass(frozen=True)
class Lexicon:
    """All groups of one file."""

    name: str
    groups: tuple[Group, ...] = field(repr=False)

    def words(self, rule: str) -> frozenset[str]:
        """Return the words of every group with this rule."""
        return frozenset(word for group in self.groups if group.rule == rule for word in group.words)

    def within(self, *, codebook: bool) -> Lexicon:
        """Return the groups that count by our codebook, or by the definitions of the corpora."""
        other = "corpora" if codebook else "codebook"
        return Lexicon(self.name, tuple(group for group in self.groups if group.scope != other))


def parse(name: str, data: dict[str, Any]) -> Lexicon:
    """Make a lexicon of a TOML file's data.

    Raises ``ValueError`` where the file is of a later version, or a group cites nothing or cites a work that
    the file does not list.
    """
    if data.get("v", VERSION) > VERSION:
        raise ValueError(f"lexicon {name!r} is of version {data['v']}; this is {VERSION}: update Second Look")
    works = {key: Citation(**work) for key, work in data.get("cite", {}).items()}
    groups = []
    for group in data["group"]:
        missing = [key for key in group.get("cite", []) if key not in works]
        if missing or not group.get("cite"):
            raise ValueError(
                f"lexicon {name!r}: the group {group['rule']!r} cites {missing or 'nothing'}, but every rule "
                "says where it comes from; give `cite` a [cite.KEY] with author, year and title"
            )
        groups.append(
            Group(
                rule=group["rule"],
                kind=group["kind"],
                words=tuple(group["words"]),
                cite=tuple(works[key] for key in group["cite"]),
                pos=frozenset(group.get("pos", ())),
                when=group.get("when"),
                takes=tuple(group.get("takes", ())),
                animate=group.get("animate", False),
                scope=group.get("scope"),
            )
        )
    return Lexicon(name, tuple(groups))


@cache
def load(name: str) -> Lexicon:
    """Load the lexicon ``lexicons/NAME.toml``."""
    return parse(name, tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")))


@cache
def works(rule: str) -> tuple[str, ...]:
    """Return the works that a rule follows, each as a line of a list of references.

    Rules are named after their label: ``hedge-modal`` is looked up in every lexicon, and a rule that is no
    lexicon's own (``cue-of``, ``content-of``, ``claim-event``) follows what its label's lexicon cites.
    """
    lexicons = [load(path.stem) for path in sorted(FOLDER.glob("*.toml"))]
    groups = [group for lexicon in lexicons for group in lexicon.groups if group.rule == rule]
    if not groups:
        name = LEXICON_OF.get(rule.split("-")[0])
        groups = list(load(name).groups) if name else []
    return tuple(dict.fromkeys(str(work) for group in groups for work in group.cite))


@dataclass(frozen=True)
class Hit:
    """Tokens ``start`` to ``end`` (exclusive) matched by a word or phrase of ``group``."""

    start: int
    end: int
    group: Group


class Finder:
    """Finds the words of a lexicon in a doc: as written or by lemma, in any case, the longest first."""

    def __init__(self, lexicon: Lexicon, tokenize: Callable[[str], Doc]) -> None:
        """Index the words of ``lexicon``, cut by ``tokenize`` as the texts will be."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], Group]]] = {}
        for group in lexicon.groups:
            for word in group.words:
                parts = tuple(token.lower_ for token in tokenize(word))
                self._by_first.setdefault(parts[0], []).append((parts, group))
        for phrases in self._by_first.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))

    def at(self, doc: Doc, start: int) -> Iterator[Hit]:
        """Yield every match that begins at token ``start``, the longest first."""
        return self._matches(doc, start, forms(doc[start]))

    def find(self, doc: Doc, accept: Callable[[Doc, Hit], bool] = lambda doc, hit: True) -> list[Hit]:
        """Return the accepted matches from left to right; none overlap."""
        hits: list[Hit] = []
        position = 0
        for token in doc:
            lower, lemma = forms(token)
            if token.i < position or (lower not in self._by_first and lemma not in self._by_first):
                continue
            matches = self._matches(doc, token.i, (lower, lemma))
            hit = next((hit for hit in matches if accept(doc, hit)), None)
            if hit is not None:
                hits.append(hit)
                position = hit.end
        return hits

    def begins(self, token: Token) -> bool:
        """Say whether a match may begin at ``token``; most words begin none."""
        lower, lemma = forms(token)
        return lower in self._by_first or lemma in self._by_first

    def _matches(self, doc: Doc, start: int, first: tuple[str, str]) -> Iterator[Hit]:
        for form in dict.fromkeys(first):
            for parts, group in self._by_first.get(form, ()):
                end = start + len(parts)
                if end > len(doc) or not _allowed(doc[start], group):
                    continue
                if all(part in forms(doc[start + i]) for i, part in enumerate(parts)):
                    yield Hit(start, end, group)


def forms(token: Token) -> tuple[str, str]:
    """Return the token as written and its lemma, both in lower case (headlines are capitalised)."""
    return token.lower_, token.lemma_.lower()


def _allowed(token: Token, group: Group) -> bool:
    return not group.pos or token.pos_ in group.pos
