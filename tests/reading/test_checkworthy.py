import tomllib
from pathlib import Path

import pytest

from kit.reading import checkworthy, pipeline, read

WEIGHTS = tomllib.loads((Path(checkworthy.__file__).parent / "checkworthy.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "The government cut taxes by 40 percent last year.",
        "The president has deployed three ships and over 4,500 soldiers to the coast.",
    ],
)
def test_figures_and_deeds_are_worth_checking(text):
    (sentence,) = read(text).sentences
    assert (sentence.factual, sentence.checkworthy) == (True, True)


@pytest.mark.parametrize("text", ["Thank you very much!", "Should we go?", "I think you should be kinder."])
def test_courtesies_questions_and_opinions_are_not(text):
    assert not any(sentence.checkworthy for sentence in read(text).sentences)


def test_a_text_scores_as_its_best_sentence():
    both = read("Thank you! Unemployment fell by 3 percent.")
    assert both.score == max(sentence.score for sentence in both.sentences)


@pytest.mark.parametrize("question", ["checkworthy", "factual"])
def test_every_weight_belongs_to_a_sign_that_is_counted(question):
    doc = pipeline.load()("It rained.")
    assert set(WEIGHTS[question]["weights"]) <= set(checkworthy.features(doc[:])) | {"loaded"}


@pytest.mark.parametrize("question", ["checkworthy", "factual"])
def test_weights_say_where_they_were_fitted_and_what_they_follow(question):
    assert WEIGHTS[question]["fitted_on"]
    assert set(WEIGHTS[question]["cite"]) <= set(WEIGHTS["cite"])
