"""Statements: does a clause state something that somebody could check?

The codebook's test is whether two honest people with full access to records could agree. A norm, a verdict, a
wish, a condition, scene-setting and what a speaker feels say nothing of that kind (after the non-factual
sentences of Arslan and others 2020).
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span, Token

from kit.reading.grammar import SPEAKERS, SUBJECTS
from kit.reading.lexicon import Hit

POINTERS = frozenset({"it", "this", "that", "these", "those"})


def states(verb: Token, hits: Sequence[Hit]) -> bool:
    """Say whether the clause of ``verb`` states something; ``hits`` are the words of the lexicon in it."""
    return _subject(verb) != "you" and not any(_unstated(hit, verb) for hit in hits)


def is_speaker(source: Span) -> bool:
    """Say whether a source is the one who speaks ("I think"): that "I" said it needs no check."""
    return source.text.lower() in SPEAKERS


def _unstated(hit: Hit, verb: Token) -> bool:
    """Say whether the word makes the clause a verdict, a norm, a wish, a condition or scene-setting."""
    word = verb.doc[hit.start]
    match hit.group.rule:
        case "not-verdict":
            return _is_verdict(word, verb)
        case "not-scene":
            phrase = (
                hit.end - hit.start > 1
            )  # "adds fuel"; a single verb is scene-setting only without an object
            return word == verb and (phrase or not any(child.dep_ == "dobj" for child in verb.children))
        case "not-norm":
            return verb in (word, word.head)
        case "not-feeling":
            return word == verb and _subject(verb) in SPEAKERS
        case "not-wish":
            return word == verb
        case "not-condition":
            return word.dep_ in ("mark", "advmod") and word.head == verb
    return False


def _is_verdict(word: Token, verb: Token) -> bool:
    """Say whether the word judges the subject ("is good"), or what "it" is ("is the right thing")."""
    if verb.lemma_ != "be":
        return False
    if word.head == verb:
        return word.dep_ in ("acomp", "attr")
    return (
        word.dep_ == "amod"
        and word.head.dep_ == "attr"
        and word.head.head == verb
        and _subject(verb) in POINTERS
    )


def _subject(verb: Token) -> str:
    return next((child.lower_ for child in verb.children if child.dep_ in SUBJECTS), "")
