"""The two forms of the test: one blueprint, parallel texts, and nothing on the surface that tells."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
import textstat

from kit import items, reading, schemas
from kit.grading import exercise
from kit.grading.grade import grade
from kit.grading.reader import parse
from tests.grading import students

ROOT = Path(__file__).parent.parent
COURSE = ROOT / "exercises"
FORMS = ("form-a", "form-b")
CELLS = list(product(("loud", "sober"), ("good", "poor")))
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

Text = dict[str, Any]


@cache
def form(name: str) -> dict[str, Any]:
    data = tomllib.loads((COURSE / "keys" / name / "form.toml").read_text("utf-8"))
    schemas.check("form", data)
    return data


@cache
def texts(name: str) -> list[Text]:
    """The texts of a form in the order in which students meet them, each with what it is built to be."""
    built = {one["id"]: one for one in form(name)["texts"]}
    questions = items.exercise(COURSE / "source" / name).questions
    found = [
        {**option, **built[option["id"]], "asked": asked, "place": place}
        for asked, question in questions.items()
        for place, option in enumerate(question["options"])
    ]
    assert len(found) == len(built), "an option without a line in form.toml, or the other way round"
    return found


ALL = [text for name in FORMS for text in texts(name)]


def cell(text: Text) -> tuple[str, str]:
    return text["tone"], text["evidence"]


# The blueprint


@pytest.mark.parametrize("name", FORMS)
def test_sixteen_texts_four_of_each_cell(name: str) -> None:
    assert Counter(map(cell, texts(name))) == dict.fromkeys(CELLS, 4)
    assert all(text["question"] == text["asked"] for text in texts(name))


@pytest.mark.parametrize("name", FORMS)
def test_nobody_can_count_how_many_are_left(name: str) -> None:
    """Where each question had two good texts, or good and poor took turns, two would tell the others."""
    good = Counter(text["asked"] for text in texts(name) if text["evidence"] == "good")
    assert set(good.values()) > {2}
    assert all(1 <= number <= 3 for number in good.values())
    order = [text["evidence"] for text in texts(name)]
    turns = sum(one != other for one, other in pairwise(order))
    assert 5 <= turns <= 11, "fifteen would be turn by turn, one would be half and half"
    blocks = [order[start : start + 4] for start in range(0, 16, 4)]
    assert sum(all(one != other for one, other in pairwise(block)) for block in blocks) <= 1


@pytest.mark.parametrize("name", FORMS)
def test_eight_topics_each_with_one_good_and_one_poor_text_in_different_questions(name: str) -> None:
    assert Counter((text["topic"], text["evidence"]) for text in texts(name)) == {
        (topic, evidence): 1
        for topic in {text["topic"] for text in texts(name)}
        for evidence in ("good", "poor")
    }
    assert len({text["topic"] for text in texts(name)}) == 8
    assert len({(text["topic"], text["asked"]) for text in texts(name)}) == 16


@pytest.mark.parametrize("name", FORMS)
def test_eight_reasons_for_each_verdict_each_used_once(name: str) -> None:
    reasons = Counter((text["evidence"], text["reason"]) for text in texts(name))
    assert set(reasons.values()) == {1}
    assert Counter(evidence for evidence, _ in reasons) == {"good": 8, "poor": 8}


def test_each_text_has_its_twin_in_the_other_form() -> None:
    assert (form("form-a")["pair"], form("form-b")["pair"]) == ("form-b", "form-a")
    one, other = ({text["id"]: text for text in texts(name)} for name in FORMS)
    for text in one.values():
        twin = other[text["pair"]]
        assert twin["pair"] == text["id"]
        same = ("topic", "tone", "evidence", "reason")
        assert [twin[field] for field in same] == [text[field] for field in same]


def test_ids_and_questions_give_no_hint() -> None:
    for name in FORMS:
        assert [text["id"] for text in texts(name)] == [f"t{number:02}" for number in range(1, 17)]
    asked = [items.exercise(COURSE / "source" / name).questions for name in FORMS]
    for question, other in zip(asked[0].values(), asked[1].values(), strict=True):
        assert (question["prompt"], question["scale"]) == (other["prompt"], other["scale"])
    assert len({(q["prompt"], *q["scale"]) for q in asked[0].values()}) == 1


# What is told to the teacher


@pytest.mark.parametrize("text", ALL, ids=lambda text: f"{text['topic']}-{text['evidence']}")
def test_the_deciding_words_are_quoted_exactly_and_names_are_told(text: Text) -> None:
    for quote in (*text["deciding"], *text["people"], *text["places"]):
        assert quote in text["text"], quote
    assert not set(text["deciding"]) & {text["headline"]}


def test_no_reason_is_told_twice_and_no_name_comes_twice() -> None:
    assert len({text["why"] for text in texts("form-a")}) == 16
    names = [part for text in ALL for name in (*text["people"], *text["places"]) for part in name.split()]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_the_names_are_new() -> None:
    """Nobody in a form is known from a lesson, or from another exercise."""
    others = [*(ROOT / "kit").rglob("*.md"), *(ROOT / "kit").rglob("*.toml")]
    others += [*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "teach").glob("*.md")]
    others += [path for path in COURSE.rglob("*.*") if not {*FORMS} & {*path.parts} and path.is_file()]
    elsewhere = set(re.findall(r"\w+", "\n".join(path.read_text("utf-8") for path in others)))
    names = {part for text in ALL for name in text["people"] for part in name.split()}
    names |= {part for text in ALL for name in text["places"] for part in name.split()}
    assert names & elsewhere == set()


# The surface


@pytest.mark.parametrize("text", ALL, ids=lambda text: f"{text['topic']}-{text['evidence']}")
def test_short_and_with_a_short_headline(text: Text) -> None:
    assert 45 <= len(text["text"].split()) <= 65
    assert 3 <= len(text["headline"].split()) <= 9


@pytest.mark.parametrize("name", FORMS)
def test_words_are_plain(name: str) -> None:
    told = "\n".join(f"{text['headline'].rstrip('!')}. {text['text']}" for text in texts(name))
    assert textstat.flesch_kincaid_grade(told) <= 8
    notebook = json.loads((COURSE / "source" / name / f"{name}.ipynb").read_text("utf-8"))
    prose = "\n".join("".join(one["source"]) for one in notebook["cells"] if one["cell_type"] == "markdown")
    prose = re.sub(r"^[#\-\d. ]+|[*`_]|^\|.*$", "", prose, flags=re.M)
    assert textstat.flesch_kincaid_grade(prose) <= 8


@pytest.mark.parametrize("name", FORMS)
def test_the_tones_are_real(name: str) -> None:
    for text in texts(name):
        is_loud = text["tone"] == "loud"
        assert text["headline"].endswith("!") == is_loud, text["headline"]
        assert ("!" in text["text"] or "?" in text["text"]) == is_loud, text["headline"]
    loud, sober = (
        fmean(SURFACE["loaded words"](text) for text in texts(name) if text["tone"] == tone)
        for tone in ("loud", "sober")
    )
    assert sober == 0 < 0.5 < loud


@cache
def marked(text: str) -> Counter[str]:
    return Counter(mark.label for mark in reading.read(text).marks)


def found(pattern: str) -> Callable[[Text], float]:
    return lambda text: len(re.findall(pattern, text["text"], re.IGNORECASE))


def machine(label: str) -> Callable[[Text], float]:
    return lambda text: marked(text["text"])[label]


LIMITS = r"not known|not (?:say|know)\b|could change|may (?:have been|turn up)|can't say|unclear|still open"
"""How a text admits what it does not know: good reporting does, and so does some that shows nothing."""

SURFACE: dict[str, Callable[[Text], float]] = {
    "words": found(r"\S+"),
    "sentences": found(r"[.!?]”?(?:\s|$)"),
    "letters a word": lambda text: len(text["text"]) / len(text["text"].split()),
    "reading grade": lambda text: textstat.flesch_kincaid_grade(text["text"]),
    "headline": lambda text: len(text["headline"].split()),
    "figures": found(r"\d[\d,]*"),
    "dates": found(rf"\d+ (?:{MONTHS})"),
    "quotations": found("“"),
    "quoted words": lambda text: sum(len(one.split()) for one in re.findall("“([^”]*)”", text["text"])),
    "capitals": lambda text: len(re.findall(r"(?<=[a-z,] )[A-Z]", text["text"])),
    "named people": lambda text: len(text["people"]),
    "commas": found(","),
    "questions": found(r"\?"),
    "exclamations": lambda text: (text["headline"] + text["text"]).count("!"),
    "negations": found(r"\b(?:not?|nobody|nothing|never|none|neither|can't|cannot)\b"),
    "saying words": found(r"\b(?:says?|said|tells?|told|according|writes|wrote)\b"),
    "we, us": found(r"\b(?:we|us)\b"),
    "titles": found(r"\b(?:Professor|Dr)\b"),
    "study, report": found(r"\b(?:study|studies|report)\b"),
    "may be read": found(r"\b(?:hangs?|lies|stands?|open|read|shows?)\b"),
    "limits": found(LIMITS),
    "hedges": machine("hedge"),
    "weasels": machine("weasel"),
    "sources": machine("source"),
    "claims": machine("claim"),
    "loaded words": machine("loaded"),
    "place in the form": lambda text: int(text["id"].removeprefix("t")),
}


def auc(score: Callable[[Text], float], among: list[Text]) -> float:
    """Return how often a reader who judges by ``score`` puts a good text over a poor one."""
    good, poor = (
        [score(text) for text in among if text["evidence"] == evidence] for evidence in ("good", "poor")
    )
    pairs = [(a > b) + 0.5 * (a == b) for a, b in product(good, poor)]
    return sum(pairs) / len(pairs)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("what", SURFACE)
def test_what_can_be_counted_does_not_tell_good_from_poor(what: str, name: str) -> None:
    assert 0.3 <= auc(SURFACE[what], texts(name)) <= 0.7


@pytest.mark.parametrize("what", SURFACE)
def test_over_both_forms_it_is_nearer_to_chance(what: str) -> None:
    assert 0.35 <= auc(SURFACE[what], ALL) <= 0.65
    for tone in ("loud", "sober"):
        assert 0.2 <= auc(SURFACE[what], [text for text in ALL if text["tone"] == tone]) <= 0.8


# As an exercise


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_an_exercise_whose_points_are_for_rating(name: str) -> None:
    loaded = exercise.load(COURSE, name)
    assert loaded.points == 16
    assert {(one.kind, one.rule, one.points) for one in loaded.questions.values()} == {
        ("ratings", "answered", 4)
    }


@pytest.mark.parametrize("step", [1, 6])
@pytest.mark.parametrize("name", FORMS)
def test_whoever_rates_every_text_gets_every_point(name: str, step: int) -> None:
    loaded = exercise.load(COURSE, name)
    rated = {
        asked: dict.fromkeys((text["id"] for text in texts(name) if text["asked"] == asked), step)
        for asked in loaded.questions
    }
    notebook = json.dumps(students.answered(loaded, rated)).encode()
    result = grade(loaded, parse(notebook).notebook, "ann")
    assert not result.all_problems
    assert sum(one.auto or 0 for one in result.graded) == loaded.points


@pytest.mark.parametrize("name", FORMS)
def test_students_are_not_told_which_form_they_have(name: str) -> None:
    loaded = exercise.load(COURSE, name)
    assert loaded.title == "Sixteen short texts"
    told = "".join(
        "".join(one["source"]) for one in loaded.notebook["cells"] if one["cell_type"] == "markdown"
    )
    assert not re.search(
        r"\b(?:forms?|pre-?test|post-?test|before the course|after the course)\b", told, re.I
    )
