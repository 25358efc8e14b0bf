import pytest

from kit.articles import load
from kit.reading import pipeline, read
from kit.reading.names import Names

from .helpers import quotes


def full_names(text):
    return [name.text for name in Names(pipeline.load()(text)).full]


def test_titles_and_possessives_are_no_part_of_a_name():
    text = "President Claudia Sheinbaum met Mr. Tom Fisher. Anna Meyer’s plan failed."
    assert full_names(text) == ["Claudia Sheinbaum", "Tom Fisher", "Anna Meyer"]


def test_a_headline_makes_no_names():
    names = full_names(load("alliance").text)
    assert not any("Stand" in name for name in names)
    assert any(name.endswith("Sheinbaum") for name in names)


def test_a_headline_s_capitals_are_no_source_kinds():
    text = "**Fisher Warns Council Bridge May Fail**\nTom Fisher warned that the bridge may fail."
    assert {mark.kind for mark in read(text).of("source") if "Fisher" in mark.quote(text)} == {"person"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Anna Meyer spoke first. Meyer said that it rained.", "“Meyer” is “Anna Meyer”, named before."),
        (
            "Anna Meyer spoke first. She said that it rained.",
            "“She” is most likely “Anna Meyer”, named before.",
        ),
    ],
)
def test_a_surname_or_pronoun_is_linked_to_the_full_name(text, told):
    (source,) = read(text).of("source")
    assert told in source.reason


def test_a_title_can_speak_against_a_pronoun():
    text = "Anna Meyer met Mr. Tom Fisher. She said that it rained."
    (source,) = read(text).of("source")
    assert "Tom Fisher" not in source.reason


def test_a_full_name_is_linked_to_nothing():
    (source,) = read("Anna Meyer spoke. Anna Meyer said that it rained.").of("source")
    assert "named before" not in source.reason


def test_markdown_around_a_source_is_left_out():
    assert quotes("**Anna Meyer** said that it rained.", "source") == ["Anna Meyer"]
