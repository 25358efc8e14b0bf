import tomllib

import pytest

from kit.reading import checkworthy, pipeline, read, weights
from kit.reading.result import FACTUAL


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


def test_a_sentence_says_which_words_and_signs_weighed_most():
    (sentence,) = read("The government cut taxes by 40 percent last year.").sentences
    assert sentence.because
    assert set(sentence.because) <= set(
        checkworthy.signs(pipeline.load()("The government cut taxes by 40 percent last year.")[:])
    )


def test_factual_weights_say_how_good_they_are_on_what_they_have_not_seen():
    """The sets that they were fitted on are small: what they learn by heart must not be taken for skill."""
    data = tomllib.loads((weights.FOLDER / "factual.toml").read_text("utf-8"))
    assert data["unseen"].keys() == {
        f"{name} {f}" for name in ("PoliClaim", "BABE") for f in ("F1", "macro F1")
    }
    assert all(0.7 < figure < 0.95 for figure in data["unseen"].values())
    assert data["words_alone"].keys() == data["unseen"].keys()
    assert all(data["unseen"][name] > figure + 0.02 for name, figure in data["words_alone"].items())


def test_a_text_is_factual_on_the_whole_not_by_one_sentence():
    fact = "The city hired 40 teachers on Monday."
    opinion = "You should be kinder, and I really hope that you will think about it for a very long time."
    assert read(fact).factual
    assert not read(opinion).factual
    assert not read(f"{fact} {opinion} {opinion}").factual


def test_the_threshold_is_the_one_of_the_weights():
    assert weights.load("factual").threshold == FACTUAL
