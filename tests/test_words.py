"""The words that people see: one file a language, with the English ones wherever it has none."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kit import feedback, records, words
from kit.widgets import bundle, still
from tests import pseudo

FILES = sorted(words.FOLDER.glob("*.json"))


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Python speaks the language that the machine made."""
    monkeypatch.setattr(words, "FOLDER", pseudo.folder(tmp_path))
    monkeypatch.setenv(words.VARIABLE, pseudo.LANGUAGE)
    return words.words()


def entries(data: Any, path: str = "") -> dict[str, Any]:
    """Every text of a file of words by its path; plural forms and lists count as one."""
    if isinstance(data, dict) and not words.is_plural(data):
        return {
            name: text
            for key, inner in data.items()
            for name, text in entries(inner, f"{path}/{key}").items()
        }
    return {path: data}


def placeholders(entry: Any) -> set[str]:
    return set(re.findall(r"\{\w+\}", json.dumps(entry)))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_agrees_with_english(file: Path) -> None:
    english, own = entries(pseudo.english()), entries(json.loads(file.read_text("utf-8")))
    assert own.pop("/language") == file.stem
    assert set(own) <= set(english), "these entries stand where English has none"
    for name, entry in own.items():
        assert placeholders(entry) == placeholders(english[name]), name
        assert type(entry) is type(english[name]) or words.is_plural(english[name]), name
    letters = [entry for name, entry in own.items() if name.endswith("/letter")]
    assert all(len(letter) == 1 for letter in letters)
    assert len(set(letters)) == len(letters), "two labels have the same letter"


def test_the_check_of_a_translation_can_fail() -> None:
    assert placeholders({"one": "{n} mark", "other": "{m} marks"}) != placeholders("{n}")
    assert "/line/marks" in entries(pseudo.english())


@pytest.mark.parametrize("tag", ["xx", "", "../../en", "C.UTF-8", "EN", "en_GB"])
def test_a_language_without_a_file_is_english(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(words.VARIABLE, tag)
    assert words.words()["actions"]["undo"] == "Undo"
    assert words.words()["language"] == "en"


def test_a_missing_entry_is_english_by_english_rules() -> None:
    english = {
        "language": "en",
        "a": {"b": "B", "n": {"one": "{n} mark", "other": "{n} marks"}},
        "steps": ["x", "y"],
    }
    french = words.merge(english, {"language": "fr", "a": {"b": "Bé", "c": "?"}, "steps": ["only one"]})
    assert french["a"]["b"] == "Bé"
    assert "c" not in french["a"]
    assert french["steps"] == ["x", "y"]
    assert words.fill(french["a"]["n"], n=0) == "0 marks"  # French would say it as of one
    own = words.merge(english, {"language": "fr", "a": {"n": {"one": "{n} marque", "other": "{n} marques"}}})
    assert words.fill(own["a"]["n"], n=0) == "0 marque"
    for wrong in ("", 3, None, ["a"], {"b": "?"}):
        assert words.merge(english, {"language": "fr", "a": {"b": wrong}})["a"]["b"] == "B"


@pytest.mark.parametrize(
    ("language", "numbers"),
    [("pl", {1: "one", 3: "few", 5: "many", 22: "few"}), ("ja", {1: "other"}), ("ar", {0: "zero", 2: "two"})],
)
def test_plural_forms_follow_the_language(language: str, numbers: dict[int, str]) -> None:
    forms = {form: form for form in words.FORMS} | {"language": language}
    assert {number: words.fill(forms, n=number) for number in numbers} == numbers


def test_a_form_that_is_missing_is_the_other_one() -> None:
    assert words.fill({"language": "pl", "one": "1", "other": "{n} x"}, n=3) == "3 x"
    assert words.fill("{n} {what} {n}", n=2) == "2 {what} 2"


def shown(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


@pytest.mark.parametrize("kind", pseudo.QUESTIONS)
def test_no_english_is_left_in_what_python_says(kind: str, made: dict[str, Any]) -> None:
    answer, asked = pseudo.answer(kind), pseudo.question(kind)
    names = {
        label["id"]: made["labels"][label["id"]]["name"]
        for label in (asked["labels"] if kind == "marks" else ())
        if "codebook" in label
    }
    for label in asked["labels"] if kind == "marks" else ():
        label["name"] = names.get(label["id"], label["name"])
        for kind_ in label.get("kinds", ()):
            kind_["name"] = made["labels"][label["id"]]["kinds"][kind_["id"]]
    for record in (answer, records.blank("e1", "q1", kind, asked.get("article"))):
        assert pseudo.english_in(shown(still.question_html(asked, record))) == []
        assert pseudo.english_in(records.line(record)) == []
        for graded in (False, True):
            assert pseudo.english_in(said(feedback.explain(asked | {"graded": graded}, record))) == []


def said(explained: dict[str, Any]) -> str:
    return " ".join([explained["summary"], *(line["text"] for line in explained["lines"])])


def test_no_english_is_left_in_a_reading_and_in_the_widget(made: dict[str, Any]) -> None:
    assert pseudo.english_in(shown(still.reading_html(pseudo.READING))) == []
    assert pseudo.english_in(still.reading_line(pseudo.READING)) == []
    bundle.module.cache_clear()
    module = bundle.module()
    bundle.module.cache_clear()
    assert json.dumps(made["actions"]["undo"]) in module
    assert '"Undo"' not in module


def test_every_kind_of_question_is_in_the_made_language() -> None:
    modules = (bundle.STATIC / "question.js").read_text("utf-8")
    (kinds,) = re.findall(r"const BODIES = \{([^}]*)\}", modules)
    assert {kind.split(":")[0].strip() for kind in kinds.split(",") if kind.strip()} == set(pseudo.QUESTIONS)
