"""The texts of the course: tone and evidence are crossed, and nothing on the surface tells."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import product

import pytest

from kit import articles, reading

TRANSFER = ("reservoir", "pipes", "phones", "lessons-later")
TOPIC = {"reservoir": "water", "pipes": "water", "phones": "school", "lessons-later": "school"}


def body(name: str) -> str:
    return articles.load(name).text.split("\n", 1)[1]


def marks(label: str) -> Callable[[str], int]:
    return lambda name: len(reading.read(articles.load(name).text).of(label))


def found(pattern: str) -> Callable[[str], int]:
    return lambda name: len(re.findall(pattern, body(name)))


SURFACE: dict[str, Callable[[str], float]] = {
    "words": found(r"\S+"),
    "sentences": found(r"[.!?]”?\s"),
    "paragraphs": found(r"\n"),
    "figures": found(r"\d+"),
    "quotations": found("“"),
    "capitals": found(r"(?<=[a-z,] )[A-Z]"),
    "commas": found(","),
    "questions": found(r"\?"),
    "exclamations": found("!"),
    "hedges": marks("hedge"),
    "sources": marks("source"),
    "claims": marks("claim"),
    "loaded": marks("loaded"),
    "letters a word": lambda name: len(body(name)) / len(body(name).split()),
}


def auc(score: Callable[[str], float]) -> float:
    """Return how often a student who judges by ``score`` puts a good text over a poor one."""
    good, poor = (
        [name for name in TRANSFER if articles.load(name).meta["evidence"] == each]
        for each in ("good", "poor")
    )
    pairs = [(score(a) > score(b)) + 0.5 * (score(a) == score(b)) for a, b in product(good, poor)]
    return sum(pairs) / len(pairs)


def test_tone_and_evidence_and_topic_are_crossed() -> None:
    cells = {(articles.load(n).meta["tone"], articles.load(n).meta["evidence"]) for n in TRANSFER}
    assert cells == set(product(("loud", "sober"), ("good", "poor")))
    for topic in set(TOPIC.values()):
        of_topic = [name for name in TRANSFER if TOPIC[name] == topic]
        assert {articles.load(name).meta["evidence"] for name in of_topic} == {"good", "poor"}


def test_a_student_who_judges_by_tone_or_topic_alone_scores_at_chance() -> None:
    assert auc(lambda name: articles.load(name).meta["tone"] == "sober") == 0.5
    assert auc(lambda name: TOPIC[name] == "water") == 0.5


@pytest.mark.parametrize("what", SURFACE)
def test_nothing_that_can_be_counted_tells_good_from_poor(what: str) -> None:
    assert 0 < auc(SURFACE[what]) < 1


def test_the_tones_are_real() -> None:
    loud = {name: SURFACE["loaded"](name) for name in TRANSFER}
    by_tone = {
        tone: [loud[n] for n in TRANSFER if articles.load(n).meta["tone"] == tone]
        for tone in ("loud", "sober")
    }
    assert min(by_tone["loud"]) > max(by_tone["sober"])


@pytest.mark.parametrize("name", articles.names())
def test_cards_are_short_and_about_words_of_their_text(name: str) -> None:
    text = articles.load(name).text
    for card in articles.cards(name).values():
        assert card["claim"] in text, card["id"]
        assert len(card["text"].split()) <= 45, card["id"]


@pytest.mark.parametrize("name", articles.names())
def test_an_invented_text_says_so(name: str) -> None:
    meta = articles.load(name).meta
    assert not meta["invented"] or "invented" in meta["note"]


def test_the_route_without_the_article_has_a_card_for_each_of_its_cards() -> None:
    real, other = articles.cards("alliance"), articles.cards("straits")
    assert {name: card["verdict"] for name, card in real.items()} == {
        name: card["verdict"] for name, card in other.items()
    }
