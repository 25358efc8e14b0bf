"""Bar charts: what is drawn, what is said, and what cannot be drawn."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from typing import Any

import pandas as pd
import pytest

import kit
from kit import plots
from kit.notebook import LessonError
from kit.words import words
from tests import pseudo

SOURCES = pd.Series({"anonymous": 5, "named": 3}, name="count").rename_axis("kind")
WIDTH = re.compile(r"width:([\d.]+)%;border-top")


def widths(chart: plots.Bars) -> list[float]:
    return [float(width) for width in WIDTH.findall(chart._repr_html_())]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_examples_in_the_docstrings_are_true() -> None:
    assert doctest.testmod(plots) == (0, doctest.testmod(plots).attempted)
    assert doctest.testmod(plots).attempted >= 3


def test_a_chart_is_a_table_with_title_names_numbers_and_a_sentence() -> None:
    chart = kit.bars(SOURCES, "Sources by kind")
    assert repr(chart) == "Bar chart: anonymous 5, named 3."
    html = chart._repr_html_()
    assert "<caption" in html
    assert "<strong>Sources by kind</strong>" in html
    assert re.findall(r'<th scope="row"[^>]*>(\w+)</th>', html) == ["anonymous", "named"]
    assert re.findall(r'<th scope="col"[^>]*>(\w+)</th>', html) == ["kind", "count"]
    assert re.findall(r"</span> (\d+)</td>", html) == ["5", "3"]
    assert "<figcaption>Bar chart: anonymous 5, named 3.</figcaption>" in html


def test_bars_are_as_long_as_their_numbers() -> None:
    longest, shorter = widths(kit.bars(SOURCES))
    assert longest == plots.LONGEST
    assert shorter / longest == pytest.approx(3 / 5, abs=0.001)
    assert widths(kit.bars(pd.Series({"a": 0, "b": 2}))) == [plots.LONGEST], "nothing has no bar"


def test_columns_share_one_scale_and_a_gap_is_no_zero() -> None:
    both = pd.DataFrame({"key": {"claim": 0.5, "hedge": 1.0}, "you": {"claim": None, "hedge": 0.25}})
    chart = kit.bars(both, "Precision")
    assert repr(chart) == "Bar chart: claim (key 0.50, you –), hedge (key 1.00, you 0.25)."
    assert widths(chart) == [40, 80, 20]


def test_a_column_of_names_serves_as_the_index_does() -> None:
    assert kit.bars(SOURCES.reset_index(), "x") == kit.bars(SOURCES, "x")


def test_a_row_that_is_named_by_a_number_says_what_it_counts() -> None:
    paragraphs = pd.Series({1: 2, 3: 4}, name="count").rename_axis("paragraph")
    assert repr(kit.bars(paragraphs)) == "Bar chart: paragraph 1: 2, paragraph 3: 4."


def test_labels_have_their_colours_and_other_names_one_colour() -> None:
    labels = list(words()["labels"])
    chart = kit.bars(pd.Series(dict.fromkeys([*labels, "other"], 1)))
    colours = re.findall(r"solid (#\w+)", chart._repr_html_())
    assert colours == [*plots.TONES, plots.TONES[0]]
    assert len(set(plots.TONES)) == len(labels)


@pytest.mark.parametrize("paper", ["#ffffff", "#f5f5f5", "#111111", "#212121"])  # of JupyterLab's two themes
@pytest.mark.parametrize("tone", plots.TONES)
def test_every_tone_shows_on_light_and_on_dark(tone: str, paper: str) -> None:
    one, two = sorted((luminance(tone), luminance(paper)))
    assert (two + 0.05) / (one + 0.05) >= 3


@pytest.mark.parametrize("evil", ["<script>x</script>", '"><img src=x onerror=y>', "$\\alpha$ & <b>"])
def test_what_a_table_holds_is_text_and_no_markup(evil: str) -> None:
    counts = pd.Series({evil: 1}, name=evil).rename_axis(evil)
    html = kit.bars(counts, evil)._repr_html_()
    assert set(re.findall(r"</?([a-z]+)", html)) == {
        *("figure", "table", "caption", "strong", "thead", "tbody", "tr", "th", "td", "span", "figcaption")
    }
    assert evil in repr(kit.bars(counts))


def test_the_same_data_gives_the_same_bytes() -> None:
    assert kit.bars(SOURCES, "x")._repr_html_() == kit.bars(SOURCES.copy(), "x")._repr_html_()


def test_nothing_to_draw_is_said() -> None:
    empty = pd.DataFrame({"kind": []}).kind.value_counts()
    chart = kit.bars(empty, "My marks")
    assert repr(chart) == "There is nothing to draw yet."
    assert "My marks" in chart._repr_html_()
    assert "<table" not in chart._repr_html_()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (7, "this is something else \\(int\\)"),
        (pd.DataFrame({"a": ["x"], "b": ["y"], "c": [1]}), "This table has: a, b, c"),
        (pd.Series({"x": "one"}), "1 to 3 columns of numbers"),
        (pd.Series(range(31)), "31 bars.* The most is 30"),
    ],
)
def test_what_cannot_be_drawn_is_told_in_one_line(data: Any, says: str) -> None:
    with pytest.raises(LessonError, match=says) as caught:
        kit.bars(data)
    assert "\n" not in str(caught.value)


def test_pandas_own_line_draws_the_same_chart() -> None:
    with pd.option_context("plotting.backend", plots.BACKEND):
        drawn: Any = SOURCES.plot.barh(title="Sources by kind")
        assert drawn == kit.bars(SOURCES, "Sources by kind")
        table = SOURCES.reset_index()
        assert table.plot.barh(x="kind", y="count") == kit.bars(SOURCES)
        assert SOURCES.plot(kind="bar") == kit.bars(SOURCES)


def test_the_kits_tables_bring_their_charts_and_importing_the_kit_imports_no_pandas() -> None:
    code = """
import sys, kit
kit.bars
assert "pandas" not in sys.modules
counts = kit.table(kit.article("start")).label.value_counts()
assert repr(counts.plot.barh()).startswith("Bar chart: ")
import pandas, kit.words
kit.words.plot = print
pandas.set_option("plotting.backend", "kit.words")  # whoever chose another keeps it
kit.table(kit.article("start"))
assert pandas.get_option("plotting.backend") == "kit.words"
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_chart_speaks_the_language_that_python_speaks(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.words.FOLDER", pseudo.folder(tmp_path))
    monkeypatch.setenv("SECOND_LOOK_LANGUAGE", pseudo.LANGUAGE)
    chart = kit.bars(pd.Series({"5": 1}), "")
    assert pseudo.english_in(repr(chart)) == []
    assert pseudo.english_in(repr(kit.bars(pd.Series({})))) == []
