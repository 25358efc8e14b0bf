import pytest

from kit.reading.quotations import quotations


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“Yes,” she said.", ["“Yes,”"]),
        ('He said "no" and "never".', ['"no"', '"never"']),
        ("“It goes on and on.\nHe left.", ["“It goes on and on."]),
        ("It’s the boys’ room.", []),
        ("", []),
    ],
)
def test_quotations_keep_their_marks_and_end_with_the_line(text, quoted):
    assert [text[start:end] for start, end in quotations(text)] == quoted
