import pytest

from .helpers import kinds, quotes


@pytest.mark.parametrize(
    ("text", "claim", "kind"),
    [
        ("The council closed the bridge.", "The council closed the bridge", "event"),
        ("The city hired 40 teachers.", "40 teachers", "quantity"),
        ("The party seeks to win the north.", "The party seeks to win the north", "motive"),
        ("The river will flood the town.", "The river will flood the town", "prediction"),
        ("The storm caused the blackout.", "The storm caused the blackout", "causal"),
        ("The mayor said that it rained.", "The mayor said that it rained", "attribution"),
    ],
)
def test_claims_and_their_kinds(text, claim, kind):
    assert (claim, kind) in zip(quotes(text, "claim"), kinds(text, "claim"), strict=True)


@pytest.mark.parametrize(
    "text",
    [
        "The stakes are high.",
        "The world watches.",
        "We should help our neighbours.",
        "Did the council close the bridge?",
        "Thank you very much!",
    ],
)
def test_verdicts_norms_scenes_and_questions_are_no_claims(text):
    assert quotes(text, "claim") == []


def test_halves_that_could_differ_in_truth_are_two_claims():
    claims = quotes("The council closed the bridge and the mayor left the city.", "claim")
    assert claims == ["The council closed the bridge", "the mayor left the city"]


def test_a_headline_is_a_claim():
    text = "**Council Closes Old Bridge After Storm**\nThe council met on Monday."
    assert quotes(text, "claim")[0] == "Council Closes Old Bridge After Storm"
