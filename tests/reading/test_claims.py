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


@pytest.mark.parametrize(
    "text",
    [
        "It is the right thing to do.",
        "This was a positive sign for all of us.",
        "I thank the teachers of this town.",
        "We appreciate the work of the brigade.",
        "I hope for a better year.",
        "God bless the people of this valley.",
        "May the sea bless them all.",
        "You will meet some brave people there.",
        "You know this town.",
    ],
)
def test_wishes_feelings_and_talk_to_the_reader_are_no_claims(text):
    """No record could show whether they are so."""
    assert quotes(text, "claim") == []


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("She thanks the teachers of this town.", ["She thanks the teachers of this town"]),
        ("The school has a positive test.", ["The school has a positive test"]),
        ("I closed the bridge.", ["I closed the bridge"]),
    ],
)
def test_what_a_record_could_show_stays_a_claim_beside_them(text, claims):
    assert quotes(text, "claim") == claims


@pytest.mark.parametrize("condition", ["If they need the hall", "Unless the firm pays the town"])
def test_a_condition_is_not_stated(condition):
    assert quotes(f"{condition}, the council opened it.", "claim") == ["the council opened it"]


def test_that_the_speaker_thinks_so_is_no_claim_but_what_others_say_is():
    assert "attribution" not in kinds("I believe that the bridge holds.", "claim")
    assert "attribution" in kinds("The mayor believes that the bridge holds.", "claim")


def test_halves_that_could_differ_in_truth_are_two_claims():
    claims = quotes("The council closed the bridge and the mayor left the city.", "claim")
    assert claims == ["The council closed the bridge", "the mayor left the city"]


def test_a_headline_is_a_claim():
    text = "**Council Closes Old Bridge After Storm**\nThe council met on Monday."
    assert quotes(text, "claim")[0] == "Council Closes Old Bridge After Storm"
