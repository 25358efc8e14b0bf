import pytest

from kit.reading import read

from .helpers import attributions, kinds, quotes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said that the bridge is closed.", ("The mayor", "said", ["the bridge is closed"])),
        (
            "“The bridge is closed today,” said Anna Meyer.",
            ("Anna Meyer", "said", ["“The bridge is closed today,”"]),
        ),
        ('Meyer told reporters: "We will not pay for it."', ("Meyer", "told", ['"We will not pay for it."'])),
        ("According to the police, two men fled.", ("the police", "According to", ["two men fled"])),
        ("The plan was described by Paris as a mistake.", ("Paris", "described", ["a mistake"])),
        ("The senator called for new elections.", ("The senator", "called for", ["new elections"])),
        ("The union accused the company of fraud.", ("The union", "accused", ["the company of fraud"])),
        ("The governor promised to cut taxes.", ("The governor", "promised", ["to cut taxes"])),
        ("It is believed that the king fled.", (None, "believed", ["the king fled"])),
        ("Meyer, who said that she was ill, left.", ("Meyer", "said", ["she was ill"])),
    ],
)
def test_source_cue_and_content(text, expected):
    assert attributions(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Anna Meyer met Tom Fisher in Berlin.",
        "The party seeks to justify its plans.",
        "They sent a message to Washington.",
        "This suggests that the plan failed.",
        "The lights signal danger.",
    ],
)
def test_who_is_merely_named_is_no_source(text):
    assert quotes(text, "source") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Anna Meyer said the bridge is closed.", "person"),
        ("The president said the bridge is closed.", "person"),
        ("Berlin said the bridge is closed.", "organisation"),
        ("The ministry said the bridge is closed.", "organisation"),
        ("Officials said the bridge is closed.", "anonymous"),
        ("A former aide said the bridge is closed.", "anonymous"),
    ],
)
def test_kinds_of_source(text, kind):
    assert kinds(text, "source") == [kind]


def test_a_speaker_in_the_middle_splits_the_content():
    text = "“It is going well,” Ross said, “but we need more time.”"
    assert attributions(text) == [("Ross", "said", ["“It is going well,”", "“but we need more time.”"])]


def test_a_quotation_goes_on_after_its_speaker():
    text = "“It is going well so far,” Ross said. “We have more time now.”"
    assert attributions(text)[0][2][-1] == "“We have more time now.”"


def test_no_attribution_inside_another():
    assert quotes("Meyer said that Fisher had claimed that he won.", "cue") == ["said"]


def test_the_parts_of_one_attribution_share_a_group():
    marks = read("The mayor said that the bridge is closed.").of("source", "cue", "content")
    assert [mark.group for mark in marks] == ["a1"] * 3


def test_a_quotation_belongs_to_the_nearest_cue():
    text = '"We have waited long enough," said Dana Ortiz, who wrote the plan.'
    assert quotes(text, "cue") == ["said"]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "“We waited for a long time.\n\n“Nobody came to help us,” said Anna Meyer.",
            ["“We waited for a long time.\n\n“Nobody came to help us,”"],
        ),
        (
            "Anna Meyer said: “We waited for a long time.\n\n“Nobody came to help us.”",
            ["“We waited for a long time.\n\n“Nobody came to help us.”"],
        ),
        ("‘We don’t want to pay for it,’ said Anna Meyer.", ["‘We don’t want to pay for it,’"]),
        ("“She told me ‘go away now’ and left,” said Anna Meyer.", ["“She told me ‘go away now’ and left,”"]),
        (
            "“We will never ever pay for this, said Anna Meyer.\nIt rained.",
            ["“We will never ever pay for this"],
        ),
    ],
    ids=["over paragraphs", "opened again", "single", "nested", "never closed"],
)
def test_quotations_of_every_kind(text, contents):
    found = attributions(text)
    assert [content for _, _, pieces in found for content in pieces] == contents


def test_by_the_corpora_every_verb_may_be_a_cue():
    text = "City officials have since balked at the plan."
    marks = read(text, codebook=False).of("source", "cue")
    assert [mark.quote(text) for mark in marks] == ["City officials", "balked at"]
    assert not read(text).of("cue")


def test_a_learned_cue_says_what_weighed_most():
    (source,) = read("City officials have since balked at the plan.", codebook=False).of("source")
    assert "“balk at”" in source.reason


def test_what_describes_an_unnamed_source_belongs_to_it():
    text = "A person familiar with the matter said the deal was off."
    assert quotes(text, "source") == ["A person familiar with the matter"]


@pytest.mark.parametrize(
    "text",
    ["“The bridge is not safe, the mayor said. The town slept.", '"The bridge is not safe, said Ana Meyer.'],
)
def test_a_forgotten_closing_mark_does_not_swallow_who_said_it(text):
    ((source, cue, contents),) = attributions(text)
    assert (source, cue) in [("the mayor", "said"), ("Ana Meyer", "said")]
    assert [content.strip('“",') for content in contents] == ["The bridge is not safe"]


def test_nobody_is_no_source():
    assert quotes("Nobody said that it rained.", "source", "cue", "content") == []


def test_who_did_not_answer_is_not_the_source_of_what_stands_before():
    text = "The minister denied the charge; his office did not respond."
    assert quotes(text, "source") == ["The minister"]
    assert quotes(text, "content") == ["the charge"]
