"""A lesson as a student walks it who makes typical mistakes, and reads what is said of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

import kit
from kit import build
from tests.browser.lab import Server

ROOT = Path(__file__).parent.parent.parent
LESSON = "03-sources.ipynb"


@pytest.fixture
def classroom(serve: Any, tmp_path: Path) -> Server:
    """What `kit lab` serves, with the third lesson alone."""
    list(build.build(ROOT, tmp_path / "lab", [LESSON.removesuffix(".ipynb")]))
    calm = str(Path(kit.__file__).parent / "labconfig")
    server: Server = serve("lab", environment={"JUPYTER_CONFIG_PATH": calm})
    shutil.rmtree(server.root)
    shutil.copytree(tmp_path / "lab", server.root)
    return server


def test_a_student_with_typical_mistakes_is_told_why_and_finds_the_way(
    classroom: Server, browser: Browser
) -> None:
    desk = classroom.open(browser, LESSON, wait=".second-look:visible")
    # a name with a job looks like a source
    desk.mark_by_script("Sander Ruhl", "q1")
    desk.press("q1", "check")
    assert "read his verb: he “hugged”" in desk.feedback("q1")
    # a man without a name is taken for a named one
    desk.mark_by_script("A deckhand", "q2")
    desk.question("q2").locator("li[data-mark] select").first.select_option("person")
    desk.press("q2", "check")
    assert "could you go and find him?" in desk.feedback("q2")
    desk.question("q2").locator("li[data-mark] select").first.select_option("anonymous")
    desk.press("q2", "check")
    assert "could you go and find him?" not in desk.feedback("q2")
    # the same name does another job in the second sentence
    desk.mark_by_script("Washington", "q4")
    desk.mark_by_script("to Washington", "q4")
    desk.press("q4", "check")
    said = desk.feedback("q4")
    assert "It's listening, not speaking." in said
    # named is not heard: who stands in the sentence is taken for who says it
    united = desk.question("q5").locator("select[data-claim=united]")
    united.select_option("putin")
    desk.press("q5", "check")
    assert "Is there a “said”, a “told” or a quotation mark beside “have united”?" in desk.feedback("q5")
    united.select_option("none")
    desk.press("q5", "check")
    assert "“have united” is the writer's own sentence" in desk.feedback("q5")
    # what was said is still there when the page is loaded again
    desk.reload()
    assert "It's listening, not speaking." in desk.feedback("q4")
    classroom.holds({"q1": "Sander Ruhl", "q2": "A deckhand"}, LESSON)
    assert desk.errors == []
