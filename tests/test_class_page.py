"""The class page as a file: what it may hold, and what it may never."""

from __future__ import annotations

import json
import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kit import classpage, items
from kit.classpage import STATIC
from kit.widgets import bundle

ROOT = Path(__file__).parents[1]


class Elements(HTMLParser):
    """What a browser finds in the page: each element with its attributes, and the text of scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.found[-1:] and self.found[-1][0] == "script":
            self.scripts[-1] += data


@pytest.fixture(scope="module")
def page() -> str:
    return classpage.page()


def parsed(page: str) -> Elements:
    elements = Elements()
    elements.feed(page)
    return elements


def data_of(page: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(parsed(page).scripts[0])
    return data


def test_the_page_holds_every_lesson_and_every_practice_key(page: str) -> None:
    known = data_of(page)["known"]
    assert [lesson["name"] for lesson in known["lessons"]] == items.lessons()
    for lesson in known["lessons"]:
        for question, slim in zip(
            items.lesson(lesson["name"]).questions.values(), lesson["questions"], strict=True
        ):
            assert slim["question"] == question["question"]
            if question["kind"] == "marks":
                assert known["texts"][slim["article"]["sha256"]] == question["text"]
                assert [m["start"] for m in slim["key"]] == [m["start"] for m in question["key"]]


def key_texts(folder: Path) -> set[str]:
    """Every text of an exercise's keys that is long enough to be told from chance."""
    texts: set[str] = set()

    def walk(data: Any) -> None:
        if isinstance(data, dict | list):
            for inner in data.values() if isinstance(data, dict) else data:
                walk(inner)
        elif isinstance(data, str) and len(data) > 24:
            texts.add(data)

    for path in folder.rglob("*"):
        if path.suffix == ".json":
            walk(json.loads(path.read_text("utf-8")))
        elif path.suffix == ".toml":
            walk(tomllib.loads(path.read_text("utf-8")))
    return texts


EXERCISES = sorted(path for path in (ROOT / "exercises" / "keys").iterdir() if path.is_dir())


def leaks(page: str, folder: Path) -> set[str]:
    return {text for text in key_texts(folder) if text in page or json.dumps(text)[1:-1] in page}


@pytest.mark.parametrize("folder", EXERCISES, ids=lambda folder: folder.name)
def test_the_page_holds_no_key_of_an_exercise(page: str, folder: Path) -> None:
    assert leaks(page, folder) == set()
    assert folder.name not in [lesson["name"] for lesson in data_of(page)["known"]["lessons"]]


def test_a_leaked_key_would_be_found(page: str) -> None:
    secret = key_texts(EXERCISES[0])
    assert len(secret) > 5
    assert leaks(page.replace("</main>", json.dumps(sorted(secret))), EXERCISES[0]) == secret


def test_the_page_names_no_address_and_loads_nothing(page: str) -> None:
    elements = parsed(page)
    assert {tag for tag, _ in elements.found} == {
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "noscript", "p", "script")
    }
    assert not [attrs for _, attrs in elements.found if {"src", "href", "action", "srcset"} & set(attrs)]
    assert not re.findall(r"https?:|\bwss?:|//[a-z0-9-]+\.[a-z]|@import", page)
    own = {path.name for path in STATIC.glob("*.js")}
    program = [text for name, text in data_of(page)["sources"].items() if name in own]
    assert len(program) > 5
    assert not re.findall(r"\b(?:fetch|XMLHttpRequest|WebSocket|sendBeacon|localStorage)\b", "".join(program))


def test_the_policy_forbids_every_connection(page: str) -> None:
    (policy,) = [
        attrs["content"] or ""
        for _, attrs in parsed(page).found
        if attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules.pop("default-src") == "'none'"
    assert set(rules) == {"script-src", "style-src", "base-uri", "form-action"}, (
        "all else falls to the default"
    )
    assert "unsafe" not in policy
    assert "*" not in policy


def test_no_text_of_a_lesson_can_end_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    attack = "</script><script>window.ran = 1</script><!-- "
    monkeypatch.setattr(classpage, "known", lambda: {"lessons": [], "texts": {"x": attack}})
    page = classpage.page()
    assert len(parsed(page).scripts) == 2
    assert data_of(page)["known"]["texts"]["x"] == attack


def test_every_module_of_the_page_is_in_it_once(page: str) -> None:
    names = {path.name for path in STATIC.glob("*.js")}
    assert names <= set(data_of(page)["sources"])
    assert not names & {path.name for path in bundle.STATIC.glob("*.js")}, (
        "a name would stand for two modules"
    )


def test_the_page_is_written_where_teachers_look(tmp_path: Path) -> None:
    written = classpage.write(tmp_path)
    assert written == tmp_path / "for-teachers" / "class-page.html"
    assert written.read_text("utf-8") == classpage.page()
