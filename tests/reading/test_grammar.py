import pytest

from kit.reading import pipeline
from kit.reading.grammar import agent, noun_phrase, runs, subject


def word(doc, text):
    return next(token for token in doc if token.text == text)


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("The mayor said it rained.", "said", "mayor"),
        ("The mayor left town, saying it rained.", "saying", "mayor"),
        ("The mayor left and said it rained.", "said", "mayor"),
        ("Anna Meyer, who said it rained, left town.", "said", "Meyer"),
    ],
)
def test_a_verb_has_or_shares_a_subject(text, verb, expected):
    assert subject(word(pipeline.load()(text), verb)).text == expected


def test_the_agent_of_a_passive():
    doc = pipeline.load()("The plan was described by Paris as a mistake.")
    assert agent(word(doc, "described")).text == "Paris"


def test_a_noun_phrase_leaves_out_the_relative_clause():
    doc = pipeline.load()("The mayor of the city, who was tired, left.")
    start, end = noun_phrase(word(doc, "mayor"))
    assert doc[start:end].text == "The mayor of the city"


def test_runs():
    assert runs([3, 1, 2, 7]) == [(1, 4), (7, 8)]
