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
