from __future__ import annotations

import json
from pathlib import Path

import pytest

from kit import build, records

NOTEBOOK = {
    "cells": [
        {
            "cell_type": "code",
            "id": "a",
            "metadata": {},
            "source": "1 + 1",
            "outputs": [],
            "execution_count": None,
        }
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00-a.ipynb").write_text(json.dumps(NOTEBOOK))
    return tmp_path


def outcomes(root: Path) -> list[str]:
    """What became of each notebook, and of the sheets and slides."""
    done = list(build.build(root, root / "lab"))
    return [built.outcome for built in done if built.path.name != "class-page.html"]


def test_a_notebook_is_executed_once_and_again_when_it_changes(root: Path) -> None:
    assert outcomes(root) == ["made"]
    assert (
        "2"
        in json.loads((root / "lab" / "00-a.ipynb").read_text())["cells"][0]["outputs"][0]["data"][
            "text/plain"
        ]
    )
    assert outcomes(root) == ["current"]
    source = root / "notebooks" / "00-a.ipynb"
    source.write_text(source.read_text().replace("1 + 1", "2 + 2"))
    assert outcomes(root) == ["made"]


@pytest.mark.parametrize("where", ["notebook", "cell"])
def test_answers_are_never_overwritten(root: Path, where: str) -> None:
    outcomes(root)
    built = root / "lab" / "00-a.ipynb"
    content = json.loads(built.read_text())
    owner = content if where == "notebook" else content["cells"][0]
    owner["metadata"][records.NAMESPACE] = {"q1": {"v": 1}}
    built.write_text(json.dumps(content))
    source = root / "notebooks" / "00-a.ipynb"
    source.write_text(source.read_text().replace("1 + 1", "2 + 2"))
    assert outcomes(root) == ["kept"]
    assert json.loads(built.read_text()) == content


def test_half_a_file_of_a_stopped_build_is_made_again(root: Path) -> None:
    (root / "lab").mkdir()
    (root / "lab" / "00-a.ipynb").write_text('{"cells": [')
    assert outcomes(root) == ["made"]


def test_a_folder_without_notebooks_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="clone"):
        list(build.build(tmp_path, tmp_path / "lab"))


def test_single_lessons_can_be_built(root: Path) -> None:
    source = root / "notebooks" / "00-a.ipynb"
    (root / "notebooks" / "01-b.ipynb").write_text(source.read_text())
    assert [built.path.name for built in build.build(root, root / "lab", ["01-b"])] == ["01-b.ipynb"]
    with pytest.raises(FileNotFoundError, match="none of 02-c"):
        list(build.build(root, root / "lab", ["02-c"]))


def test_the_whole_build_makes_what_teachers_need_and_binder_has_the_class_page_alone(
    root: Path,
) -> None:
    assert outcomes(root) == ["made"], "no teach/, so no sheets and no slides"
    made = root / "lab" / "for-teachers" / "class-page.html"
    assert [path.name for path in made.parent.iterdir()] == ["class-page.html"]
    made.unlink()
    made.parent.rmdir()
    deck = root / "teach" / "slides" / "00-a.md"
    deck.parent.mkdir(parents=True)
    deck.write_text("# A\n\nNotes:\nB\n", "utf-8")
    assert [built.path.name for built in build.build(root, root / "lab", ["00-a"])] == ["00-a.ipynb"]
    assert not (root / "lab" / "for-teachers").exists(), "a build of one lesson makes it alone"
    assert outcomes(root) == ["current", "made"]
    assert made.is_file()
    assert (root / "lab" / "for-teachers" / "slides" / "00-a.html").is_file()
    assert outcomes(root) == ["current", "current"]
    deck.write_text("# A\n\nNotes:\nC\n", "utf-8")
    assert outcomes(root) == ["current", "made"]
