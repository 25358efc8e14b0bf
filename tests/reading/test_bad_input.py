"""Texts at the edge, and what must hold of every text whatever."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.articles import load
from kit.reading import read, read_all
from kit.reading.pieces import cut

PARTS = st.sampled_from(
    [
        "Officials said that the bridge may fail. ", "“We will not pay,” said Anna Meyer. ", "According to ",
        "some critics, ", "the regime ", "“", "”", '"', "'", "**", "\n\n", "\n", "...", "😀", "é", " ", "\t",
        "It is believed that ", "May 5", "4,500", "Mr. ", "—", "SMITH: no. ", "If it rains, it will close. ",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(PARTS, max_size=25).map("".join))
RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@RELAXED
@given(
    text=TEXTS.filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)), codebook=st.booleans()
)
def test_every_mark_lies_inside_the_text_and_reading_is_deterministic(text, codebook):
    reading = read(text, codebook=codebook)
    for mark in reading.marks:
        assert 0 <= mark.start < mark.end <= len(text)
        assert mark.quote(text).strip()
        assert mark.quote(text) == mark.quote(text).strip()
        assert mark.reason
    for sentence in reading.sentences:
        assert 0 <= sentence.start < sentence.end <= len(text)
    assert read(text, codebook=codebook) == reading


@RELAXED
@given(text=TEXTS, longest=st.integers(1, 40))
def test_pieces_are_the_text_in_order(text, longest):
    pieces = cut(text, longest)
    assert "".join(piece for _, piece in pieces) == text
    assert all(text[start : start + len(piece)] == piece for start, piece in pieces)
    assert all(len(piece) <= longest for _, piece in pieces)


@RELAXED
@given(texts=st.lists(TEXTS.filter(lambda text: text.isascii()), max_size=6))
def test_texts_read_together_read_as_alone(texts):
    assert list(read_all(texts)) == [read(text) for text in texts]


@pytest.mark.parametrize(
    "text",
    [
        "\0\x01\x02 binary \xff\xfe",
        "Die Brücke könnte laut Experten einstürzen.",
        "专家说，这座桥可能会倒塌。",
        "قال الخبراء إن الجسر قد ينهار",
        "‮detrevni si txet siht",
        "a\u0301" * 50,
        "(" * 300,
        "“" * 300,
        "said " * 300,
        "may " * 300,
        "x" * 100_000,
        "http://" + "a." * 2_000,
    ],
)
def test_odd_texts_are_read(text):
    assert all(mark.end <= len(text) for mark in read(text).marks)


@pytest.mark.slow
def test_a_megabyte_without_a_full_stop_is_read():
    unit = "and the council met the mayor who may leave "
    text = unit * (1_000_000 // len(unit) + 1_000)
    reading = read(text)
    assert len(text) > 1_000_000
    assert all(mark.quote(text) == "may" for mark in reading.of("hedge"))


def test_marks_of_a_text_read_in_pieces_are_those_of_its_parts(monkeypatch):
    from kit.reading import pieces

    text = load("alliance").text
    paragraphs = text.split("\n\n")
    long = "\n\n".join(paragraphs * 3)
    monkeypatch.setattr(pieces.cut, "__defaults__", (len(text) + 2,))
    reading = read(long)
    once = [mark.quote(text) for mark in read(text).of("hedge", "weasel")]
    assert [mark.quote(long) for mark in reading.of("hedge", "weasel")] == once * 3
    cues = [mark.group for mark in reading.of("cue")]
    assert len(set(cues)) == len(cues)
    assert [mark.id for mark in reading.marks] == [f"m{n}" for n in range(1, len(reading.marks) + 1)]


def test_several_processes_read_the_same_in_the_same_order():
    texts = [load("alliance").text, "", "It may rain.", "Experts say that it rained."]
    assert list(read_all(texts, workers=2)) == list(read_all(texts))


def test_a_model_that_is_not_installed_is_an_error_that_names_it():
    with pytest.raises(OSError, match="en_core_web_none"):
        read("It rained.", model="en_core_web_none")
