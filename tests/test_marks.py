from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.marks import Mark, in_reading_order, tokens


def test_overlap_needs_a_shared_character() -> None:
    mark = Mark(2, 5, "source")
    assert mark.overlaps(Mark(4, 9, "hedge"))
    assert not mark.overlaps(Mark(5, 9, "hedge"))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 2)])
def test_an_empty_stretch_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="end is exclusive"):
        Mark(start, end, "source")


@given(st.integers(0, 60), st.integers(1, 20), st.sampled_from([None, "person"]))
def test_json_and_web_annotation_give_the_mark_back(start: int, length: int, kind: str | None) -> None:
    text = "Mayor Ada Lindqvist said 🦆 the pond will reopen in May. " * 2
    mark = Mark(start, start + length, "source", kind, reason="She said so.", id="m1")
    assert Mark.from_json(mark.to_json()) == mark
    annotation = mark.to_web_annotation(text, "urn:article:pond")
    assert annotation["target"]["selector"][1]["exact"] == mark.quote(text)
    assert Mark.from_web_annotation(annotation) == mark


def test_an_annotation_without_a_position_is_refused() -> None:
    annotation = Mark(0, 1, "source").to_web_annotation("a", "urn:a")
    annotation["target"]["selector"] = annotation["target"]["selector"][1:]
    with pytest.raises(ValueError, match="TextPositionSelector"):
        Mark.from_web_annotation(annotation)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Mexico’s well-known “no”", ["Mexico’s", "well-known", "no"]),
        ("4,500 Marines", ["4", "500", "Marines"]),
        ("U.S.-led; rock'n'roll", ["U", "S", "led", "rock'n'roll"]),
        ("日本 café 🦆", ["日本", "café"]),
        ("…", []),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in tokens(text)] == words


def test_reading_order_puts_the_longer_mark_first() -> None:
    short, long, late = Mark(0, 2, "a"), Mark(0, 9, "b"), Mark(5, 6, "a")
    assert in_reading_order([late, short, long]) == [long, short, late]
