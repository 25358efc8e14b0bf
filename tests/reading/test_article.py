"""The article of the lessons: what the reader must find in it, and what must not fool it."""

import pytest

from kit.articles import load
from kit.reading import read

from .helpers import attributions, quotes

TEXT = load("alliance").text


def test_every_credited_source_is_found_and_nobody_else():
    assert list(dict.fromkeys(quotes(TEXT, "source"))) == [
        "Washington", "critics", "Sheinbaum", "Russia", "U.S.", "experts",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "cue", "content"),
    [
        ("Washington", "framed", "a necessary measure against drug trafficking"),
        ("critics", "argue", "it signals a potential invasion"),
        ("Russia", "reaffirms", "its support for Nicolás Maduro’s regime"),
        ("U.S.", "accusations", "linking Maduro to drug cartels"),
    ],
)
def test_each_source_has_its_cue_and_content(source, cue, content):
    assert (source, cue, [content]) in attributions(TEXT)


def test_the_one_quotation_has_its_speaker_and_cue():
    quotation = "“It is our obligation as Mexicans to defend the self-determination of peoples.”"
    assert ("Sheinbaum", "declaring", [quotation]) in attributions(TEXT)


def test_hedges():
    assert quotes(TEXT, "hedge") == ["over", "signals", "potential", "may", "could", "potential"]


def test_weasels():
    assert quotes(TEXT, "weasel") == ["critics argue", "experts warn"]


def test_figures_are_quantity_claims():
    found = [mark.quote(TEXT) for mark in read(TEXT).of("claim") if mark.kind == "quantity"]
    assert {"three guided-missile destroyers", "over 4,500 Marines"} <= set(found)


@pytest.mark.parametrize(
    "words",
    [
        "Historic",
        "dramatic",
        "ominously",
        "unprecedented",
        "regime",
        "guise",
        "fuel to the fire",
        "brink",
        "looming",
    ],
)
def test_loaded_words(words):
    assert any(words in quote for quote in quotes(TEXT, "loaded"))


def test_a_name_that_the_model_mistakes_for_an_organisation_is_a_person():
    assert {mark.kind for mark in read(TEXT).of("source") if mark.quote(TEXT) == "Sheinbaum"} == {"person"}


def test_scene_setting_and_verdicts_are_no_claims():
    claims = quotes(TEXT, "claim")
    for idle in ("The stakes are high", "The world watches", "adds fuel", "This statement comes"):
        assert not any(claim.startswith(idle) for claim in claims)


def test_every_mark_says_why_and_quotes_a_word_of_the_text():
    for mark in read(TEXT).marks:
        assert mark.rule
        assert mark.reason
        assert mark.label == "content" or "“" in mark.reason
        assert "{" not in mark.reason


def test_no_mark_begins_or_ends_in_markdown_or_space():
    for quote in (mark.quote(TEXT) for mark in read(TEXT).marks):
        assert quote == quote.strip("* \n")
