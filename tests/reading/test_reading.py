"""``read``: offsets, the JSON of a reading, rows, and texts at the edge."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import kit.reading
from kit.articles import Article, load
from kit.reading import read, to_rows

SCHEMA = json.loads((Path(kit.reading.__file__).parents[1] / "schemas" / "reading.json").read_text("utf-8"))


def test_importing_the_reader_does_not_import_spacy():
    code = "import sys, kit.reading; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_reading_fits_its_schema():
    article = load("alliance")
    jsonschema.Draft202012Validator(SCHEMA).validate(read(article).to_json(article))


def test_offsets_count_code_points_of_exactly_the_text_given():
    text = "  😀 Ça va.\r\n\n\tThe plan may fail. 🎉\n"
    assert [text[m.start : m.end] for m in read(text).of("hedge")] == ["may"]


def test_marks_stand_in_reading_order_with_ids():
    marks = read(load("alliance")).marks
    assert [mark.id for mark in marks] == [f"m{number}" for number in range(1, len(marks) + 1)]
    assert [mark.start for mark in marks] == sorted(mark.start for mark in marks)


def test_an_article_and_its_text_read_the_same():
    assert read(load("alliance")) == read(load("alliance").text)


@pytest.mark.parametrize("text", ["", " \n\n", "****", "“", "?!", "\u2028\u00a0"])
def test_a_text_without_words_has_no_marks(text):
    assert read(text).marks == []
    assert read(text).sentences == []


def test_half_a_surrogate_pair_is_refused_with_its_place():
    with pytest.raises(ValueError, match="character 4"):
        read("bad \ud800")


def test_sentences_keep_markdown_outside():
    text = "**A Bridge Closes**\nThe council closed it."
    assert [text[s.start : s.end] for s in read(text).sentences] == [
        "A Bridge Closes",
        "The council closed it.",
    ]


def test_rows_give_quote_sentence_and_paragraph():
    rows = to_rows(Article("a", "It rained. The plan may fail.\n\nPrices could rise."))
    assert [(r["quote"], r["sentence"], r["paragraph"]) for r in rows if r["label"] == "hedge"] == [
        ("may", 2, 1),
        ("could", 3, 2),
    ]


def test_precision_is_between_0_and_1_and_of_known_labels():
    for label, value in read("It rained.").precision.items():
        assert label in SCHEMA["$defs"]["label"]["enum"]
        assert value is None or 0 <= value <= 1
