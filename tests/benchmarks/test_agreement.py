from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from benchmarks import agreement
from benchmarks.agreement import Twice
from kit import articles

CODEBOOK = Path(__file__).parent.parent.parent / "CODEBOOK.md"
TEXT = "The mayor said that ten ships may leave soon."


def mark(quote: str, label: str = "source", sure: bool = True) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote, "label": label, "sure": sure}


def both(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> list[Twice]:
    return [Twice(TEXT, first, second)]


def test_spans_are_paired_by_overlap_one_to_one() -> None:
    texts = both([mark("The mayor"), mark("ten ships")], [mark("mayor said"), mark("leave")])
    assert agreement.f1(texts, "source") == pytest.approx(0.5)  # one pair, and one alone in each
    assert math.isnan(agreement.f1(texts, "hedge"))


def test_what_one_pass_was_not_sure_of_counts_for_nothing_among_the_sure() -> None:
    texts = both([mark("The mayor"), mark("ten", sure=False)], [mark("The mayor"), mark("leave")])
    assert agreement.f1(texts, "source", sure=True) == pytest.approx(2 / 3)


def test_alpha_is_one_for_the_same_tokens_and_low_for_others() -> None:
    same = both([mark("The mayor")], [mark("The mayor")])
    assert agreement.alpha(same, "source") == 1
    assert agreement.alpha(both([mark("The mayor")], [mark("ten ships")]), "source") < 0
    assert math.isnan(agreement.alpha(same, "hedge"))


def test_examples_of_the_codebook_can_be_left_out() -> None:
    assert "critics argue" in agreement.examples()
    texts = both([mark("The mayor"), mark("may", "hedge")], [mark("The mayor")])
    assert agreement.f1(texts, "hedge", left_out={"may"}) != agreement.f1(texts, "hedge")


def test_every_text_with_a_key_was_marked_twice_and_the_codebook_shows_how_far_they_agree() -> None:
    keyed = [name for name in articles.names() if (articles.folder(name) / "key.json").is_file()]
    assert len(agreement.marked_twice()) == len(keyed) >= 12
    assert agreement.table() in CODEBOOK.read_text("utf-8")


@pytest.mark.parametrize("name", articles.names())
def test_a_pass_quotes_its_text_and_says_who_made_it(name: str) -> None:
    text = articles.load(name)
    for path in sorted((articles.folder(name) / "passes").glob("*.json")):
        made = json.loads(path.read_text("utf-8"))
        assert made["article"] == text.reference
        assert made["kind"] in ("person", "language model")
        for one in made["marks"]:
            assert text.text[one["start"] : one["end"]] == one["quote"]
