from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import nbformat
import pytest

from kit.grading import copies, pages, reader
from kit.grading.exercise import Exercise
from kit.grading.grade import grade, unreadable
from kit.grading.problems import Problem
from kit.grading.reader import parse
from kit.grading.results import Manual, Result

from . import students

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "section",
    "div",
    "blockquote",
    "h1",
    "h2",
    "h3",
}
TAGS |= {"p", "strong", "span", "ul", "ol", "li", "q", "sup", "a"}


class Tags(HTMLParser):
    """Collects what a browser would take for markup."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(html: str) -> Tags:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert not tags.open
    return tags


def result_of(exercise: Exercise, notebook: dict[str, Any], name: str = "Ann Lee") -> Result:
    return grade(exercise, parse(json.dumps(notebook).encode()).notebook, "ann", name)


def evil(exercise: Exercise) -> Result:
    """Put markup wherever a student can write."""
    q1 = exercise.questions["q1"]
    mark = {**students.mark(q1, "Critics", "anonymous"), "quote": EVIL}
    more = {**students.mark(q1, "Nordbau", "person"), "reason": EVIL}
    answers = {"q1": [mark, more], "q2": ["reyes-told"], "q4": EVIL, "w1": EVIL}
    notebook = students.answered(exercise, answers)
    notebook["metadata"]["second_look"][EVIL] = EVIL
    notebook["metadata"]["title"] = EVIL
    notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": EVIL})
    students.cell_of(notebook, "q2")["metadata"]["nbgrader"]["points"] = EVIL
    result = result_of(exercise, notebook, EVIL)
    return result.with_book({"w1": Manual(1.0, EVIL)}, 0.1)


def test_no_text_of_a_student_reaches_a_page_as_markup(small: Exercise) -> None:
    html = pages.page(small, evil(small))
    tags = read(html)
    assert tags.tags <= TAGS
    assert not {name for name in tags.attributes if name.startswith("on") or name in ("src", "href-evil")}
    assert "&lt;script&gt;" in html
    assert "<script" not in html


def test_no_text_of_a_student_reaches_a_copy_as_markup(small: Exercise) -> None:
    notebook = copies.build(small, evil(small))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            assert "<script" not in "".join(cell["source"])
        for output in cell.get("outputs", []):
            assert output["output_type"] == "stream", "plain text, which no front end renders"


def test_a_page_stands_alone(small: Exercise) -> None:
    html = pages.page(small, result_of(small, students.perfect(small)))
    assert not re.search(r"https?:|<link|<script|url\(|@import", html)
    assert "default-src 'none'" in html
    assert "prefers-color-scheme: dark" in html
    assert '<html lang="en">' in html


def test_a_page_shows_points_and_every_reason_in_its_place(small: Exercise) -> None:
    q1 = small.questions["q1"]
    notebook = students.answered(
        small, {"q1": [students.mark(q1, "Critics", "anonymous"), students.mark(q1, "Tom Reyes")]}
    )
    html = pages.page(small, result_of(small, notebook))
    assert "0.5 of 13 points" in html
    assert '<span class="good">Critics</span><sup><a href="#q1-1"' in html
    assert '<span class="bad">Tom Reyes</span><sup><a href="#q1-2"' in html
    assert '<li id="q1-1"><strong class="good">Found</strong> <span class="points">+1</span>' in html
    assert "unnamed critics are credited with the verdict" in html
    assert '<span class="label">Source: An organisation or government</span>' in html, "of what was missed"
    for number in range(1, 7):
        assert f'href="#q1-{number}"' in html
        assert f'id="q1-{number}"' in html


def test_marks_that_nest_keep_the_text_whole(small: Exercise) -> None:
    q1 = small.questions["q1"]
    nested = [students.at(q1, start, start + 60) for start in range(60, 120, 15)]
    html = pages.page(small, result_of(small, students.answered(small, {"q1": nested})))
    read(html)
    shown = re.search(r'<div class="text">(.*?)</div>', html, re.DOTALL)
    assert shown
    plain = re.sub(r"<sup>.*?</sup>|<[^>]+>", "", shown[1])
    assert plain == q1.item["text"].replace("**", "")


def test_what_a_person_gave_is_shown(small: Exercise) -> None:
    result = result_of(small, students.perfect(small)).with_book({"w1": Manual(3.5, "Well put.")}, 0.0)
    html = pages.page(small, result)
    assert "12.5 of 13 points." in html
    assert "Well put." in html
    assert "so far" not in html


def test_a_written_answer_says_whether_it_was_read(small: Exercise) -> None:
    result = grade(small, students.perfect(small), "ann")
    assert "A person reads this." in pages.page(small, result)
    changed = result.with_book({"w1": Manual(score=4, stale=True)}, 0)
    assert "A person reads this." in pages.page(small, changed), "it must be read again"
    html = pages.page(small, result.with_book({"w1": Manual(score=4)}, 0))
    assert "A person reads this." not in html
    assert html.count("Your teacher read this.") == 1
    nothing = grade(small, students.blank(small), "ben").with_book({"w1": Manual(score=0)}, 0)
    assert "Your teacher read this." not in pages.page(small, nothing)


def test_a_quote_of_the_headline_has_no_asterisks(small: Exercise) -> None:
    question = small.questions["q1"]
    end = question.item["text"].index("**", 2) + 2
    headline = students.at(question, 0, end, "person")
    html = pages.page(small, grade(small, students.answered(small, {"q1": [headline]}), "ann"))
    assert headline["quote"].startswith("**")
    assert f"<q>{headline['quote'].replace('**', '')}</q>" in html


def test_what_waits_for_a_person_is_said(small: Exercise) -> None:
    html = pages.page(small, result_of(small, students.perfect(small)))
    assert "9 of 13 points so far; a person still reads answers worth 4" in html


def test_problems_that_name_others_reach_no_student(small: Exercise) -> None:
    result = result_of(small, students.perfect(small))
    shared = Problem("Begun in the same file as those of ben.", "", "", private=True)
    told = Result(**{**vars(result), "problems": (shared,)})
    assert "ben" not in pages.page(small, told)
    assert "same file" not in json.dumps(copies.build(small, told))


def test_an_unreadable_file_gets_a_page_and_a_copy(small: Exercise) -> None:
    result = unreadable("ann", "", Problem("It is empty.", "Saved while incomplete.", "Ask again."))
    assert "could not be graded" in pages.page(small, result)
    assert "It is empty" in json.dumps(copies.build(small, result))


@pytest.mark.parametrize(
    "text",
    [
        "<b>x</b>",
        "[x](javascript:alert(1))",
        "![x](http://a/b.png)",
        "$x$",
        "\\href{javascript:alert(1)}{x}",
        "\\(x\\)",
        "# big",
        "`x`",
        "http://a.b",
        "&lt;",
    ],
)
def test_a_written_answer_is_shown_letter_by_letter(text: str) -> None:
    from nbconvert.filters import markdown2html

    html = markdown2html(copies.as_text(text))
    tags = read(html.replace("<br>", "").replace("<br />", ""))
    assert tags.tags <= {"p", "span"}
    assert not re.search(r"\$[^<]|\\[^<]", unescape(html)), "an element ends what MathJax looks at"
    assert unescape(re.sub(r"<[^>]+>", "", html)).strip() == text


def test_a_copy_is_a_valid_notebook(small: Exercise) -> None:
    for result in (evil(small), unreadable("ann", "", Problem("It is empty.", "", ""))):
        nbformat.validate(copies.build(small, result))


def test_a_copy_is_the_release_with_the_answers(small: Exercise) -> None:
    copy = copies.build(small, result_of(small, students.perfect(small)))
    release = {cell["id"]: cell for cell in small.notebook["cells"]}
    assert [cell["id"] for cell in copy["cells"]] == list(release)
    for cell in copy["cells"]:
        assert cell["metadata"] == release[cell["id"]]["metadata"]
    assert students.cell_of(copy, "w1")["source"].startswith("Nordbau built")
    shown = students.widget_of(copy, "q1")["outputs"][0]["text"]
    assert shown.startswith("5 of 5 points.")
    assert "For who grades" in students.cell_of(copy, "w1-prompt")["source"]
    assert students.widget_of(copy, "q4")["outputs"][0]["text"].startswith("1 of 1 points.")


def test_copies_remember_the_answers_they_were_built_from(small: Exercise, tmp_path: Any) -> None:
    result = result_of(small, students.perfect(small))
    (tmp_path / "x.ipynb").write_bytes(copies.data(small, result))
    kept = copies.fingerprints(tmp_path / "x.ipynb")
    assert kept == {one.question.id: one.fingerprint for one in result.graded}
    assert copies.fingerprints(tmp_path / "none.ipynb") == {}


def test_a_broken_files_page_has_no_words_of_a_parser(small: Exercise) -> None:
    """What happened and what to do, for the student; the report has the details, for the teacher."""
    for data in (b"{", b"", b"[]", b"[" * 5000):
        with pytest.raises(reader.UnreadableError) as error:
            reader.parse(data)
        result = unreadable("ann", "Ann", error.value.problem)
        shown = pages.page(small, result)
        assert "JupyterLab" in shown
        assert "hand" in shown
        for word in ("JSON", "Expecting", "line 1", "nested"):
            assert word not in shown, (data[:3], word)
