from __future__ import annotations

import json

import pytest

from kit.grading import reader
from kit.grading.exercise import Exercise
from kit.grading.grade import grade

from . import students


def deep(levels: int) -> bytes:
    return b'{"cells": ' + b"[" * levels + b"]" * levels + b"}"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"Dear teacher, my answers are:", "It is not JSON"),
        (b'{"cells": [{"cell_type": "mark', "It is not JSON"),
        (b"PK\x03\x04", "It is not JSON"),
        (deep(150), "nested"),
        (deep(100_000), "nested"),
        (b"[]", "no list of cells"),
        (b"null", "no list of cells"),
        (b'{"cells": {}}', "no list of cells"),
        (b'{"worksheets": []}', "an old one"),
        (b'{"cells": [], "metadata": {"n": ' + b"9" * 5000 + b"}}", "It is not JSON"),
        (b" " * (reader.LARGEST + 1), "too large"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_is_no_notebook_is_told(data: bytes, said: str) -> None:
    with pytest.raises(reader.UnreadableError, match=said) as caught:
        reader.parse(data)
    assert caught.value.problem.todo


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_editors_lose_nothing(small: Exercise, encoding: str) -> None:
    text = json.dumps(students.perfect(small), ensure_ascii=False)
    parsed = reader.parse(text.encode(encoding))
    assert not parsed.problems
    assert grade(small, parsed.notebook, "ann").score == 9


def test_latin_1_is_read_and_told(small: Exercise) -> None:
    notebook = students.perfect(small)
    students.cell_of(notebook, "w1")["source"] = "Ein Gefühl"
    parsed = reader.parse(json.dumps(notebook, ensure_ascii=False).encode("latin-1", "ignore"))
    (problem,) = parsed.problems
    assert "not in UTF-8" in problem.what
    assert reader.source_of(students.cell_of(parsed.notebook, "w1")) == "Ein Gefühl"


def test_cells_that_are_none_are_dropped_and_told() -> None:
    parsed = reader.parse(b'{"cells": [1, null, {"cell_type": "markdown", "source": "x"}]}')
    assert len(parsed.notebook["cells"]) == 1
    assert "2 of its cells" in parsed.problems[0].what


@pytest.mark.parametrize(
    ("source", "text"),
    [("a", "a"), (["a\n", "b"], "a\nb"), ([1, "b"], "b"), (7, ""), (None, ""), ("\ud800", "?")],
)
def test_a_source_is_text_whatever_the_file_says(source: object, text: str) -> None:
    assert reader.source_of({"source": source}) == text
