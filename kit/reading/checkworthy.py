"""Check-worthiness: does a sentence state something that could be checked, and would the public want it
checked?

Two logistic scores over a few countable signs (numbers, tenses, names, persons), after ClaimBuster (Arslan
and others 2020). The weights are data (``checkworthy.toml``), with where they were fitted; a sign's weight
can be read and argued with, which is the point.
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Span

from kit.reading.findings import read, trimmed
from kit.reading.result import Sentence

NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "LAW", "EVENT"})
FIRST_SINGULAR = frozenset({"i", "me", "my", "mine", "myself"})
FIRST_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})
SECOND = frozenset({"you", "your", "yours"})
THIRD = frozenset({"he", "she", "they", "his", "her", "their", "him", "them"})
NORMS = frozenset({"should", "must", "ought", "need", "let", "please"})
MAYBE = frozenset({"may", "might", "could", "would"})
OPINIONS = frozenset({"think", "believe", "hope", "feel", "want", "wish", "guess", "know", "like", "love"})
COURTESY = frozenset(
    {"thank", "thanks", "welcome", "good", "well", "yes", "no", "okay", "sorry", "honor", "god"}
)
AMOUNTS = frozenset(
    {
        "percent",
        "%",
        "million",
        "billion",
        "trillion",
        "dollar",
        "$",
        "rate",
        "tax",
        "budget",
        "vote",
        "job",
        "increase",
        "cut",
        "deficit",
        "cost",
    }
)
ALWAYS = frozenset({"every", "never", "always", "all", "only", "first", "ever"})


def features(span: Span) -> dict[str, float]:
    """Return the signs of one sentence, each between 0 and 3."""
    words = [token for token in span if token.is_alpha or token.like_num]
    lower = [token.lower_ for token in words]
    lemmas = [token.lemma_.lower() for token in span]
    tags = [token.tag_ for token in span]

    def count(names: frozenset[str], among: list[str]) -> float:
        return float(min(3, sum(word in names for word in among)))

    first = count(FIRST_SINGULAR, lower)
    perfect = any(t.lemma_ == "have" and t.dep_ == "aux" for t in span)
    return {
        "numbers": float(
            min(3, sum(t.like_num and t.lower_ not in ("one", "first", "second") for t in span))
        ),
        "amounts": count(AMOUNTS, lemmas),
        "past": count(frozenset({"VBD"}), tags),
        "past_first": float(first > 0 and "VBD" in tags),
        "perfect": float(perfect),
        "present": count(frozenset({"VBZ", "VBP"}), tags),
        "future": count(frozenset({"will", "'ll", "’ll", "gon"}), lower),
        "norm": count(NORMS, lower),
        "maybe": count(MAYBE, lower),
        "first_singular": first,
        "first_plural": count(FIRST_PLURAL, lower),
        "second": count(SECOND, lower),
        "third": count(THIRD, lower),
        "question": float("?" in span.text[-3:]),
        "exclamation": float("!" in span.text[-3:]),
        "comparison": count(frozenset({"JJR", "JJS", "RBR", "RBS"}), tags),
        "absolute": count(ALWAYS, lower),
        "names": float(min(3, sum(t.ent_iob_ == "B" and t.ent_type_ in NAMES for t in span))),
        "date": float(any(t.ent_type_ == "DATE" for t in span)),
        "opinion": count(OPINIONS, lemmas),
        "courtesy": count(COURTESY, lower),
        "negation": float(any(t.dep_ == "neg" for t in span)),
        "passive": float("auxpass" in {t.dep_ for t in span}),
        "no_verb": float(not any(tag.startswith("VB") or tag == "MD" for tag in tags)),
        "short": float(len(words) < 6),
        "length": min(3.0, len(words) / 15),
        "adjectives": float(min(3, sum(t.pos_ in ("ADJ", "ADV") for t in span) / 2)),
        "nouns": float(min(3, sum(t.pos_ == "NOUN" for t in span) / 3)),
    }


def score(signs: dict[str, float], question: str) -> float:
    """Return the score from 0 to 1 for ``question``: ``"checkworthy"`` or ``"factual"``."""
    weights = _weights()[question]["weights"]
    total = _weights()[question]["bias"] + sum(
        weights.get(name, 0.0) * value for name, value in signs.items()
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def threshold(question: str = "checkworthy") -> float:
    """Return the score from which on a sentence counts as check-worthy (or as factual)."""
    return float(_weights()[question]["threshold"])


def sentences(doc: Doc) -> list[Sentence]:
    """Return the sentences of ``doc`` that have a word in them, judged; offsets are code points."""
    loaded = {i for finding in read(doc, "loaded") for i in range(finding.start, finding.end)}
    judged = []
    for sentence in doc.sents:
        start, end = trimmed(doc, sentence.start, sentence.end)
        if not any(token.is_alpha or token.like_num for token in doc[start:end]):
            continue
        span = doc[start:end]
        signs = features(span) | {"loaded": float(min(3, sum(i in loaded for i in range(start, end))))}
        worth = score(signs, "checkworthy")
        judged.append(
            Sentence(
                span.start_char,
                span.end_char,
                factual=score(signs, "factual") >= threshold("factual"),
                checkworthy=worth >= threshold(),
                score=worth,
            )
        )
    return judged


@cache
def _weights() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "checkworthy.toml").read_text("utf-8"))
