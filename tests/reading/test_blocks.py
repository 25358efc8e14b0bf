import pytest

from kit.reading import read


def sentences(text):
    return [text[s.start : s.end] for s in read(text).sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Bridge Closes**\nThe council met.", ["Bridge Closes", "The council met."]),
        ("Bridge Closes\n\nThe council met.", ["Bridge Closes", "The council met."]),
        ("BERLIN (AP) — The council met.", ["BERLIN (AP)", "The council met."]),
        ("The council met (again) - it was late.", ["The council met (again) - it was late."]),
    ],
)
def test_headlines_paragraphs_and_datelines_are_sentences_of_their_own(text, expected):
    assert [sentence.rstrip("— ") for sentence in sentences(text)] == expected


def test_a_text_without_full_stops_is_cut_into_sentences_of_bearable_length():
    text = "the council met the mayor and " * 200
    assert max(len(sentence.split()) for sentence in sentences(text)) <= 250
