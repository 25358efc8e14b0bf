"""A small course to grade in: the layout of ``exercises/``, copied to a place where tests may write."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kit.grading import exercise

SOURCE = Path(__file__).parent / "course"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOURCE, tmp_path / "course"))


@pytest.fixture(scope="session")
def loaded() -> exercise.Exercise:
    return exercise.load(SOURCE, "sources")
