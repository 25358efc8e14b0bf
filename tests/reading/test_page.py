import re
from html import unescape

from kit.articles import Article, load
from kit.marks import Mark
from kit.reading import page, read


def test_the_text_is_whole_and_unchanged_under_the_marks():
    article = load("alliance")
    html = page.marked(article.text, read(article).marks)
    assert unescape(re.sub(r"<[^>]*>", "", html)) == article.text


def test_marks_that_cross_become_well_nested_pieces():
    html = page.marked("abc", [Mark(0, 2, "hedge", reason="x"), Mark(1, 3, "loaded", reason="y")])
    assert re.findall(r'class="([^"]*)"', html) == ["hedge", "hedge loaded", "loaded"]


def test_reasons_and_titles_are_escaped():
    article = Article("a", "<i>x", {"title": "<script>"})
    html = page.render([(article, read("It rained."))])
    assert "<script" not in html
    assert "<i>" not in html


def test_a_reason_cannot_leave_its_attribute():
    html = page.marked("a", [Mark(0, 1, "hedge", reason='"><script>')])
    assert "<script" not in html
