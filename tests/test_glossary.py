"""The glossary: which words of a text it knows, and that its file is sound and of use."""

from __future__ import annotations

from pathlib import Path

import pytest

import kit
from kit import articles, glossary, items, schemas
from kit.articles import Article

SHIPPED = [articles.load(name) for name in articles.names()]
EN = """v = 1
[[words]]
forms = ["coalition", "coalitions"]
means = "a group that acts together"
[[words]]
forms = ["determination"]
means = "a strong will"
[[words]]
forms = ["Washington"]
means = "a government"
[[words]]
forms = ["foreign minister"]
means = "a member of a government"
[[words]]
forms = ["charges"]
means = "here: words that say someone has done wrong"
articles = ["trial"]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(glossary, "FOLDER", tmp_path)
    (tmp_path / "en.toml").write_text(EN)
    return tmp_path


def quotes(text: str, *passages: tuple[int, int], language: str = "en") -> list[list[str]]:
    """The name of each word that was found, then what stands at its places."""
    places = [{"start": start, "end": end} for start, end in passages or [(0, len(text))]]
    found = glossary.found(Article("t", text, {"language": language}), places)
    return [
        [word["forms"][0], *(text[place["start"] : place["end"]] for place in word["places"])]
        for word in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Coalitions end. A COALITION, too.", [["coalition", "Coalitions", "COALITION"]]),
        ("the coalition’s aim, 'coalition'", [["coalition", "coalition", "coalition"]]),
        ("self-determination, determinations, xdetermination", []),
        ("determination-free, _determination_", [["determination", "determination"]]),
        ("Washington's word; a washington; WASHINGTON", [["Washington", "Washington"]]),
        ("The Foreign\nMinister spoke.", [["foreign minister", "Foreign\nMinister"]]),
        ("🦆 Washington and a coalition", [["Washington", "Washington"], ["coalition", "coalition"]]),
        ("Nothing hard.", []),
    ],
)
def test_whole_words_in_any_case_unless_the_form_has_a_capital(
    folder: Path, text: str, expected: list[list[str]]
) -> None:
    assert quotes(text) == expected


def test_only_the_passages_that_are_shown_are_searched(folder: Path) -> None:
    text = "A coalition. Washington. A coalition."
    assert quotes(text, (13, 24)) == [["Washington", "Washington"]]
    assert quotes(text, (0, 12), (25, 37)) == [["coalition", "coalition", "coalition"]]


def test_a_language_without_a_glossary_has_no_words(folder: Path) -> None:
    assert quotes("a coalition", language="fr") == []
    assert quotes("a coalition", language="en-GB") == [["coalition", "coalition"]]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ('forms = ["a b"]\nmeans = "' + "w " * 15 + 'w"', "does not match"),
        ('forms = []\nmeans = "x"', "forms"),
        ('forms = ["Coalition", "coalitions"]\nmeans = "x"', "'coalitions' stands there twice"),
    ],
)
def test_a_glossary_that_cannot_be_used_says_why(folder: Path, words: str, why: str) -> None:
    (folder / "xx.toml").write_text(f"{EN}[[words]]\n{words}\n")
    with pytest.raises(schemas.InvalidDataError, match=why):
        glossary.entries("xx")


def test_a_sense_that_fits_some_texts_only_is_not_found_in_others(folder: Path) -> None:
    text, whole = "The charges.", [{"start": 0, "end": 12}]
    assert glossary.found(Article("shop", text), whole) == []
    (word,) = glossary.found(Article("trial", text), whole)
    assert word == {
        "forms": ["charges"],
        "means": "here: words that say someone has done wrong",
        "places": [{"start": 4, "end": 11}],
    }


def test_a_sense_of_one_text_names_its_texts() -> None:
    for word in glossary.entries("en"):
        assert not word["means"].startswith("here:") or word.get("articles"), word["forms"]
        assert set(word.get("articles", ())) <= set(articles.names()), word["forms"]


def test_every_word_stands_in_a_text_that_is_shipped() -> None:
    used = [
        word["forms"]
        for article in SHIPPED
        for word in glossary.found(article, [{"start": 0, "end": len(article.text)}])
    ]
    assert [word["forms"] for word in glossary.entries("en") if word["forms"] not in used] == []


def test_questions_and_readings_carry_the_words_of_what_they_show() -> None:
    shown = kit.show(kit.article("alliance")).view
    names = [word["forms"][0] for word in shown["glossary"]]
    assert {"sovereignty", "Washington", "underscore"} <= set(names)
    question = items.lesson("01-first-read").question("q3")
    inside = [(place["start"], place["end"]) for place in question["passages"]]
    assert question["glossary"]
    for word in question["glossary"]:
        for place in word["places"]:
            assert any(start <= place["start"] < place["end"] <= end for start, end in inside)
            quote = question["text"][place["start"] : place["end"]]
            assert quote.lower() in [form.lower() for form in word["forms"]]
    assert len(question["glossary"]) < len(names)


def test_a_text_in_another_language_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.notebook._desk.sheet", None)
    text = "Un pacte fragile. Rien de plus."
    view = kit.show(Article("pacte", text, {"language": "fr"})).view
    assert (view["language"], view["glossary"], len(view["sentences"])) == ("fr", [], 2)
    assert "language" not in kit.show(kit.article("alliance")).view
