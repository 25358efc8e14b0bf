"""Slides: each lesson has a deck that is short enough to read from the back; a page needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from kit import articles, items, routes, slides
from kit.slides.deck import SOURCE

ROOT = Path(__file__).parent.parent
DECKS = {path.stem: slides.read(path) for path in sorted((ROOT / SOURCE).glob("*.md"))}
BOTH = [
    (name, route)
    for name, deck in DECKS.items()
    for route in (routes.REAL, routes.INVENTED)
    if route == routes.REAL or deck.has_routes
]
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def test_each_lesson_has_a_deck() -> None:
    assert set(DECKS) == {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}


@pytest.mark.parametrize(("name", "route"), BOTH)
def test_a_deck_is_short(name: str, route: str) -> None:
    found = DECKS[name].on(route)
    assert 6 <= len(found) <= 8
    for slide in found:
        assert len(WORD.findall(slide.shown)) <= 25, slide.title
        assert slide.notes, f"{slide.title} has nothing for the teacher"
        assert not slide.notes.startswith("#")


@pytest.mark.parametrize(("name", "route"), BOTH)
def test_a_deck_has_its_parts(name: str, route: str) -> None:
    found = DECKS[name].on(route)
    assert found[0].shown.startswith("# ")
    assert all(slide.shown.startswith("## ") for slide in found[1:])
    titles = [slide.title for slide in found[2:]]
    assert titles == ["Your task", "Let's talk", "Let's talk", "A hard case", "You take with you"]
    assert all(
        "?" in slide.shown or "**Turn" in slide.shown or "**Find" in slide.shown for slide in found[3:5]
    )
    assert "?" in found[5].shown


@pytest.mark.parametrize("name", DECKS)
def test_the_minutes_are_those_of_the_lesson(name: str) -> None:
    task = next(slide for slide in DECKS[name].slides if slide.title == "Your task")
    assert f"**{items.plan(name)['minutes']} minutes**" in task.shown


@pytest.mark.parametrize("name", DECKS)
def test_slides_of_a_route_quote_its_article(name: str) -> None:
    checked = {routes.REAL: "alliance", routes.INVENTED: "straits"}
    for slide in DECKS[name].slides:
        if not slide.route:
            continue
        text = re.sub(r"\s+", " ", articles.load(checked[slide.route]).text)
        other = "alliance" if slide.route == routes.INVENTED else "straits"
        quotes = re.findall(r"“([^”]+)”", slide.shown)
        assert quotes
        for part in (part.strip(" .*") for quote in quotes for part in quote.replace("**", "").split("…")):
            assert part.replace("'", "’").lower() in text.lower(), part
        for people in re.findall(r"\b(?:Sheinbaum|Putin|Maduro|Sorvane|Ostwell|Delmane)\b", slide.shown):
            assert people not in articles.load(other).text


@pytest.mark.parametrize(("name", "route"), BOTH)
def test_a_page_loads_nothing_and_runs_only_our_script(name: str, route: str) -> None:
    page = slides.render(DECKS[name], route)
    assert not re.search(r"https?:|//[a-z]|\b(src|href)=|url\(|@import", page.replace("// @ts-check", ""))
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.S)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)
    assert f"script-src &#39;sha256-{digest}&#39;" in policy
    assert policy.startswith("default-src &#39;none&#39;")


def test_hostile_text_is_shown_as_text(tmp_path: Path) -> None:
    hostile = '<script>alert(1)</script><img src=x onerror="alert(1)"> </style> [a](javascript:alert(1))'
    (tmp_path / "x.md").write_text(f"# {hostile}\n\nNotes:\n{hostile}\n", "utf-8")
    page = slides.render(slides.read(tmp_path / "x.md"))
    assert page.count("<script>") == 1
    assert "<img" not in page
    assert page.count("</style>") == 1
    assert not re.search(r'<[^>]*\bonerror="', page)
    assert "href" not in page


@pytest.mark.parametrize(
    ("text", "said"),
    [("Route: moon\n# A", "slide 1: there is no route 'moon'"), ("# A\n\n---\nB", "slide 2")],
)
def test_a_deck_that_cannot_be_shown_says_where(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "x.md").write_text(text, "utf-8")
    with pytest.raises(slides.DeckError, match=said):
        slides.read(tmp_path / "x.md")


def test_routes_become_two_files_only_where_they_differ(tmp_path: Path) -> None:
    made = [path.name for path in slides.write_all(ROOT, tmp_path)]
    assert "07-sober-twin.html" in made
    assert "07-sober-twin-invented.html" not in made
    assert "06-evidence-invented.html" in made
    assert "Delmane" not in (tmp_path / "slides" / "06-evidence.html").read_text("utf-8")
