"""A document that two people share: jupyter-collaboration, in an environment of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.lab import Desk, Server, asking, eventually

ROOT = Path(__file__).parents[2]
LOCK = Path(__file__).parent / "requirements-collaboration.lock"
WORDS = ["Critics", "argue", "mud", "stay", "home", "council", "Monday"]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    uv = shutil.which("uv", path=Path(sys.executable).parent)
    assert uv, "the environment that make sets up has uv"
    folder = tmp_path_factory.mktemp("shared") / "venv"
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, folder], check=True)
    made = folder / "bin" / "python"
    install = [uv, "pip", "install", "--quiet", "--python", made]
    subprocess.run([*install, "--require-hashes", "-r", LOCK], check=True)
    subprocess.run([*install, "--no-deps", ROOT], check=True)
    return made


@pytest.mark.slow
def test_two_people_mark_in_turn(serve: Callable[..., Server], browser: Browser, python: Path) -> None:
    lab = serve("lab", python=python)
    lab.write("a.ipynb", asking("q1"))
    one = lab.open(browser)
    one.run_all()
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    two = Desk(lab, context.new_page(), "a.ipynb")
    two.go(".second-look:visible")
    time.sleep(2)
    for number, words in enumerate(WORDS):
        (one if number % 2 else two).mark_by_script(words)
        time.sleep(0.8)
    for desk in (one, two):
        eventually(lambda desk=desk: desk.marks() == WORDS, what="both see every mark")
        assert desk.dialogs() == []
        assert desk.errors == []
    eventually(lambda: "that you share" in one.status(), what="the page says who saves")

    def on_disk() -> set[str]:
        answers = lab.answers()[
            "q1"
        ]  # the output keeps the answer of when it was run: nobody rewrites it here
        return answers & {", ".join(WORDS)}

    eventually(on_disk, what="the file has every mark")
    assert [len(cell["outputs"]) for cell in lab.read()["cells"]] == [0, 1], "no output is doubled"
