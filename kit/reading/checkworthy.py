"""Check-worthiness: does a sentence state something that could be checked, and would the public want it
checked?

Two logistic scores over words and countable signs (:mod:`kit.reading.signs`), after ClaimBuster (Arslan and
others 2020). The weights are data that ``benchmarks/learn.py`` writes; each sentence can say which words and
signs weighed most (``Sentence.because``).
"""

from __future__ import annotations

from math import log

from spacy.tokens import Doc, Span

from kit.reading import weights
from kit.reading.findings import read, trimmed
from kit.reading.result import FACTUAL, Sentence
from kit.reading.signs import HALF, features, pairs, words

LIMIT = 4.0
"""The check-worthiness counts at most so much, as log-odds, among the signs of a factual sentence."""


def signs(span: Span, loaded: int = 0) -> dict[str, float]:
    """Return words, pairs and features of a sentence; ``loaded`` is how many of its words are loaded."""
    found = {**words(span), **pairs(span), **features(span)}
    return {**found, "loaded": float(min(3, loaded))} if loaded else found


def for_factual(found: dict[str, float]) -> dict[str, float]:
    """Return the signs that decide whether a sentence is factual: all of them, and its check-worthiness."""
    worth = weights.load("checkworthy").score(found)
    kept = {sign: HALF if sign.startswith("word=") else value for sign, value in found.items()}
    return {**kept, "checkworthy": max(-LIMIT, min(LIMIT, log(worth / (1 - worth)))) / LIMIT}


def factual_score(found: dict[str, float]) -> float:
    """Return from the signs of a sentence how surely it states something that could be checked, 0 to 1."""
    return weights.load("factual").score(for_factual(found))


def threshold(question: str = "checkworthy") -> float:
    """Return the score from which on a sentence counts as check-worthy (or as factual)."""
    return weights.load(question).threshold


def sentences(doc: Doc) -> list[Sentence]:
    """Return the sentences of ``doc`` that have a word in them, judged; offsets are code points."""
    loaded = {i for finding in read(doc, "loaded") for i in range(finding.start, finding.end)}
    checkworthy = weights.load("checkworthy")
    judged = []
    for sentence in doc.sents:
        start, end = trimmed(doc, sentence.start, sentence.end)
        if not any(token.is_alpha or token.like_num for token in doc[start:end]):
            continue
        span = doc[start:end]
        found = signs(span, sum(i in loaded for i in range(start, end)))
        worth = checkworthy.score(found)
        judged.append(
            Sentence(
                span.start_char,
                span.end_char,
                factual=(fact := factual_score(found)) >= FACTUAL,
                checkworthy=worth >= threshold(),
                score=worth,
                factual_score=fact,
                because=tuple(sign for sign, _ in checkworthy.heaviest(found)),
            )
        )
    return judged
