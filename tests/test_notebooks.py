"""Every notebook runs from top to bottom, unanswered; what students open strictly."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kit import build

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    path
    for folder in ("notebooks", "exercises/source", "exercises/release", "teach")
    for path in (ROOT / folder).rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
)
ASKS = {
    "marks": "mark",
    "choice": "choose",
    "text": "write",
    "value": "answer",
    "number": "number",
    "order": "order",
    "match": "match",
    "date": "date",
    "evidence": "evidence",
    "ratings": "rate",
}
CELLS_THAT_ASK = tuple(f"kit.{verb}(" for kind, verb in ASKS.items() if kind != "value")


def run_nbval(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *map(str, arguments)]
    own = {
        name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"
    }  # options of our tests
    return subprocess.run(call, capture_output=True, text=True, cwd=ROOT, env=own | variables)


def nbval(*arguments: str | Path) -> str:
    done = run_nbval(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def cells(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["cells"]
    return found


@pytest.mark.slow
def test_sources_run() -> None:
    assert "passed" in nbval("--nbval-lax", *SOURCES)


@pytest.mark.slow
def test_what_students_open_runs_strictly(tmp_path: Path) -> None:
    made = list(build.build(ROOT, tmp_path))
    assert {built.outcome for built in made} == {"made"}
    assert "passed" in nbval("--nbval", tmp_path)
    for built in made:
        if built.path.suffix != ".ipynb":
            continue  # what teachers open
        asking = [cell for cell in cells(built.path) if "".join(cell["source"]).startswith(CELLS_THAT_ASK)]
        assert asking
        assert all(cell["outputs"] for cell in asking), "a question is not alive before anything is run"


@pytest.mark.slow
def test_taking_away_one_entry_of_a_lexicon_turns_a_strict_run_red(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "notebooks").mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / "01-first-read.ipynb", root / "notebooks")
    (built, *_) = build.build(root, tmp_path / "lab")
    shutil.copytree(ROOT / "kit", tmp_path / "kit", ignore=shutil.ignore_patterns("__pycache__"))
    hedges = tmp_path / "kit" / "reading" / "lexicons" / "hedges.toml"
    whole = hedges.read_text("utf-8")
    assert run_nbval("--nbval", built.path, PYTHONPATH=str(tmp_path)).returncode == 0
    hedges.write_text(whole.replace('["may", "might"]', '["might"]'), "utf-8")
    assert hedges.read_text("utf-8") != whole
    done = run_nbval("--nbval", built.path, PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert "kit.show(article, " in done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_committed_without_outputs_with_short_cells_and_stable_ids(path: Path) -> None:
    ids = [cell["id"] for cell in cells(path)]
    assert len(ids) == len(set(ids))
    for cell in cells(path):
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
            if "nbgrader" not in cell["metadata"]:
                assert len("".join(cell["source"]).splitlines()) <= 8


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.name)
def test_a_lesson_asks_each_of_its_items_once(path: Path) -> None:
    from kit import items

    code = "\n".join("".join(cell["source"]) for cell in cells(path) if cell["cell_type"] == "code")
    for name, question in items.lesson(path.stem).questions.items():
        asked = code.count(f'kit.{ASKS[question["kind"]]}("{name}"')
        if question["kind"] == "number":  # may be typed or computed, in one cell
            asked += code.count(f'kit.answer("{name}"')
        assert asked == 1, name
