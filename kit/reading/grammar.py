"""Grammar shared by the components: subjects, noun phrases, clauses, and who a noun phrase stands for.

Everything works on token ranges (start, end exclusive) of one doc. The small model often gives a surname the
wrong kind of entity, so names are judged by all their mentions in the text (:mod:`kit.reading.names`).
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from kit.reading.lexicon import forms, load

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
SPEAKERS = frozenset({"i", "we"})
CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis"})
NEUTER = frozenset(
    {"it", "this", "that", "these", "which", "what", "there", "nothing", "something", "everything"}
)
PERSONAL = frozenset(
    {"i", "he", "she", "we", "they", "you", "who", "my", "his", "her", "our", "their", "your"}
)

Range = tuple[int, int]


def subject(verb: Token, depth: int = 4) -> Token | None:
    """Return the head word of the verb's subject, or ``None``.

    A verb without a subject of its own shares that of the verb it hangs on ("Smith left, saying ..."); a
    relative pronoun stands for the noun before it ("Smith, who said ...").
    """
    own = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if own is not None:
        relative = own.tag_ in ("WP", "WDT") and verb.dep_ == "relcl"
        return verb.head if relative else own
    if depth == 0 or verb.dep_ == "ROOT":
        return None
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return verb.head if verb.head.pos_ in ("NOUN", "PROPN", "PRON") else None
    if verb.dep_ in ("conj", "xcomp", "advcl", "dep", "pcomp", "prep"):
        return subject(verb.head, depth - 1)
    return None


def agent(verb: Token) -> Token | None:
    """Return who does it in a passive ("framed by Smith"), or ``None``."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    return None


def is_passive(verb: Token) -> bool:
    """Say whether the verb is in the passive, finite or as a participle ("backed by")."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    return (
        verb.tag_ == "VBN"
        and verb.dep_ in ("acl", "advcl")
        and not any(c.dep_ == "aux" for c in verb.children)
    )


def is_finite(verb: Token) -> bool:
    """Say whether the verb, or an auxiliary of it, shows tense or is a modal."""
    finite = ("VBD", "VBP", "VBZ", "MD")
    return verb.tag_ in finite or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ in finite for c in verb.children
    )


def noun_phrase(noun: Token) -> Range:
    """Return the noun with what identifies it (determiner, title, "of ..."), without relative clauses."""
    start, end = noun.left_edge.i, noun.i + 1
    for child in noun.rights:
        if child.dep_ in CLAUSES or (child.is_punct and child.text not in "-’'"):
            if child.dep_ in CLAUSES:
                break
            continue
        if child.dep_ in ("amod", "prep", "conj", "cc", "case", "nummod", "appos", "nmod", "compound", "dep"):
            end = max(end, _right_without_clauses(child))
    while start < noun.i and (noun.doc[start].is_punct or noun.doc[start].is_space):
        start += 1
    return start, end


def _right_without_clauses(token: Token) -> int:
    end = token.i + 1
    for child in token.rights:
        if child.dep_ in CLAUSES:
            break
        if not child.is_punct:
            end = max(end, _right_without_clauses(child))
    return end


def runs(indices: Iterable[int]) -> list[Range]:
    """Return the unbroken ranges that a set of token indices makes up.

    >>> runs([1, 2, 3, 7, 8])
    [(1, 4), (7, 9)]
    """
    ranges: list[Range] = []
    for i in sorted(set(indices)):
        if ranges and ranges[-1][1] == i:
            ranges[-1] = (ranges[-1][0], i + 1)
        else:
            ranges.append((i, i + 1))
    return ranges


class Holders:
    """Tells what kind of holder a noun phrase is: person, organisation, anonymous, or none at all."""

    def __init__(self) -> None:
        """Load the lexicon ``holders``."""
        lexicon = load("holders")
        self._unnamed = lexicon.words("holder-unnamed")
        self._bodies = lexicon.words("holder-body")
        self._documents = lexicon.words("holder-document")
        self._persons = lexicon.words("holder-person")

    def kind(self, noun: Token, known: frozenset[str]) -> str | None:
        """Return the kind of the holder that ``noun`` heads, or ``None`` where it can hold no view.

        ``known`` are the surnames of the text (:mod:`kit.reading.names`). A place that speaks stands for its
        government ("Washington").
        """
        words = set(forms(noun))
        if words & PERSONAL:
            return "person"
        if words & NEUTER:
            return None
        if noun.pos_ == "PROPN" or noun.ent_type_ in ("PERSON", "ORG", "GPE", "NORP"):
            return self._named(noun, words, known)
        if words & self._bodies or words & self._documents:
            return "organisation"
        if words & self._unnamed:
            return "person" if self._is_identified(noun) else "anonymous"
        if words & self._persons or _looks_like_a_person(noun):
            return "person" if noun.tag_ == "NN" and self._is_identified(noun) else "anonymous"
        return None

    def _named(self, noun: Token, words: set[str], known: frozenset[str]) -> str:
        if noun.text in known:
            return "person"
        if words & self._bodies or noun.ent_type_ in ("GPE", "ORG", "LOC", "NORP"):
            return "organisation"
        return "person"

    @staticmethod
    def _is_identified(noun: Token) -> bool:
        """Say whether it fits one person: "the president", "her lawyer", "Smith, an economist"."""
        definite = any(child.lower_ == "the" or child.dep_ == "poss" for child in noun.children)
        named = any(child.dep_ in ("appos", "compound") and child.pos_ == "PROPN" for child in noun.children)
        return noun.tag_ == "NN" and (definite or named)


def _looks_like_a_person(noun: Token) -> bool:
    return noun.pos_ == "NOUN" and noun.lemma_.endswith(
        ("er", "or", "ist", "ian", "crat", "man", "woman", "person")
    )
