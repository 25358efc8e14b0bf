import pytest

from .helpers import kinds, quotes


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("He made a shocking mistake.", "shocking", "emotive"),
        ("It was an unprecedented step.", "unprecedented", "exaggeration"),
        ("The city is on the brink of ruin.", "brink", "fear"),
        ("The regime raised taxes.", "regime", "label"),
        ("They came under the guise of helping.", "under the guise", "doubt"),
    ],
)
def test_loaded_words_and_their_kinds(text, words, kind):
    assert quotes(text, "loaded") == [words]
    assert kinds(text, "loaded") == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "She called it “a shocking mistake”.",
        'The sign read "dangerous and deadly".',
        "Three guided-missile destroyers left port.",
        "The constitution names non-intervention as a principle.",
    ],
)
def test_quoted_words_and_technical_names_are_not_loaded(text):
    assert quotes(text, "loaded") == []
