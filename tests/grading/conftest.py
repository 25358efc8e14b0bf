"""Courses to grade in: a small one for the tests, and this repository's own, each where tests may write."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kit.grading import exercise, release

from . import students

SMALL = Path(__file__).parent / "course"
OWN = Path(__file__).parents[2] / "exercises"
OWN_EXERCISES = sorted(path.parent.name for path in OWN.glob("keys/*/key.json"))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "course"))


@pytest.fixture(scope="session")
def small() -> exercise.Exercise:
    return exercise.load(SMALL, "sources")


@pytest.fixture(scope="session", params=["small", *OWN_EXERCISES])
def each(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> exercise.Exercise:
    """The small exercise, and each that this repository ships, released anew."""
    if request.param == "small":
        return exercise.load(SMALL, "sources")
    return released_anew(request.param, tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="session", params=OWN_EXERCISES)
def shipped(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> exercise.Exercise:
    """Each exercise that this repository ships, released anew."""
    return released_anew(request.param, tmp_path_factory.mktemp("shipped"))


def released_anew(name: str, course: Path) -> exercise.Exercise:
    for folder in ("source", "keys"):
        shutil.copytree(OWN / folder / name, course / folder / name)
    release.write(course, name)
    return exercise.load(course, name)


@pytest.fixture
def handed_in(tmp_path: Path) -> Callable[..., Path]:
    """Make a folder with a submission for each name: a notebook, or the bytes of a file."""

    def make(**files: Any) -> Path:
        for name, content in files.items():
            path = tmp_path / "in" / name / "sources.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else students.data(content))
        return tmp_path / "in"

    return make
