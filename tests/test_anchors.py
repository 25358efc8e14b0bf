from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import anchors
from tests import cases

KNOWN = ["may", "mud", "Critics", "argue’s", "“stay”", "–", "4,200", "naïve", "🦆", "home.\n", ""]
WORDS = st.lists(st.sampled_from(KNOWN), max_size=30)


@pytest.mark.parametrize("case", cases.load("anchors"), ids=lambda case: case["name"])
def test_cases(case: dict[str, Any]) -> None:
    value, passages, expected = cases.anchors(case)
    assert anchors.anchored(value, case["text"], passages) == expected


@given(WORDS, WORDS, st.text("zq", min_size=1, max_size=9), st.integers(0, 400))
def test_a_mark_whose_quote_stands_once_is_always_found(
    before: list[str], behind: list[str], quote: str, old: int
) -> None:
    text = " ".join([*before, quote, *behind])
    value = {"m": {"start": old, "end": old + len(quote), "label": "source", "quote": quote}}
    for number, word in enumerate(before):  # other marks, that stand often, change nothing
        value[f"o{number}"] = {"start": number, "end": number + len(word), "label": "hedge", "quote": word}
    found = anchors.anchored(value, text, [{"start": 0, "end": len(text)}])["m"]
    assert found is not None
    assert found["start"] == text.index(quote)
    assert text[found["start"] : found["end"]] == quote


@given(WORDS, WORDS)
def test_what_is_found_stands_there_and_is_found_again(old: list[str], new: list[str]) -> None:
    text, value, at = " ".join(new), {}, 0
    for number, word in enumerate(old):
        if word:
            value[f"m{number}"] = {"start": at, "end": at + len(word), "label": "source", "quote": word}
        at += len(word) + 1
    whole = [{"start": 0, "end": len(text)}]
    found = anchors.anchored(value, text, whole)
    for mark in found.values():
        assert mark is not None
        assert text[mark["start"] : mark["end"]] == mark["quote"]
    assert anchors.anchored(found, text, whole) == found


def test_an_answer_is_carried_only_to_another_version_of_its_own_text() -> None:
    case = {"text": "Critics argue.", "marks": {"a": ["Critics", 5], "b": ["home", 0]}}
    value, passages, expected = cases.anchors(case | {"found": {"a": 0}})
    old = cases.record("marks", {"revision": 3, "saved_at": "", "value": {}}) | {"value": value}
    old["first"] = {"value": value, "confidence": 2}
    new = {"id": "cases", "sha256": "1" * 64}
    question = {"kind": "marks", "article": new, "text": case["text"], "passages": passages}
    made = anchors.carried(old, question)
    assert made == old | {"article": new, "value": expected, "first": {"value": expected, "confidence": 2}}
    assert [mark["quote"] for mark in anchors.lost(old, made)] == ["home"]
    assert anchors.lost(old, made | {"value": {**expected, "b": None}}) == []
    assert anchors.carried(old, question | {"article": old["article"]}) is None
    assert anchors.carried(old, question | {"article": {"id": "other", "sha256": "1" * 64}}) is None
    assert anchors.carried(cases.record("text", {"value": "x"}), question) is None
