"""Binder, without Docker: repo2docker's own Dockerfile, its exclude list, and its install steps replayed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docker.utils.build import exclude_paths
from repo2docker.app import Repo2Docker

ROOT = Path(__file__).parent.parent


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return listed.stdout.splitlines()


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a fresh clone holds: the tracked files, as they are now."""
    folder = tmp_path_factory.mktemp("clone")
    for name in tracked():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def dockerfile(clone: Path) -> Iterator[str]:
    before = Path.cwd()
    os.chdir(clone)
    try:
        app = Repo2Docker()
        for buildpack in app.buildpacks:
            pack = buildpack(app.base_image)
            if pack.detect():
                pack.platform = "linux/amd64"
                assert pack.python_version == "3.12"
                yield pack.render({})
                return
        raise AssertionError("repo2docker knows no way to build this")
    finally:
        os.chdir(before)


@pytest.fixture(scope="module")
def image(clone: Path) -> set[str]:
    """The files of the clone that reach the image, by repo2docker's own rules."""
    patterns = (clone / "binder" / ".dockerignore").read_text().splitlines()
    return {path for path in exclude_paths(str(clone), patterns) if (clone / path).is_file()}


def test_repo2docker_takes_the_binder_folder(dockerfile: str) -> None:
    assert "binder/requirements.txt" in dockerfile
    assert "binder/postBuild" in dockerfile
    assert "binder/start" in dockerfile


def test_no_key_and_no_history_reaches_the_image(clone: Path, image: set[str]) -> None:
    assert "exercises/release/sources/sources.ipynb" in image
    forbidden = (".git/", "exercises/source/", "exercises/keys/", "teach/", "tests/")
    assert not [path for path in image if path.startswith(forbidden)]


def test_the_readme_badge_opens_the_first_built_lesson() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert re.search(r"mybinder\.org/v2/[^)]*urlpath=lab/tree/00-start\.ipynb", readme)


@pytest.mark.slow
def test_the_install_steps_give_live_lessons(clone: Path, image: set[str], tmp_path: Path) -> None:
    """Replays what the Dockerfile runs, in a clean environment and only with the files of the image."""
    source, prefix, home = tmp_path / "src", tmp_path / "env", tmp_path / "home"
    home.mkdir()
    for name in image:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(clone / name, source / name)
    subprocess.run([sys.executable, "-m", "venv", prefix], check=True)
    names = ("KERNEL_PYTHON_PREFIX", "NB_PYTHON_PREFIX")
    own = {name: str(prefix) for name in names} | {"REPO_DIR": str(source), "HOME": str(home)}
    environment = os.environ | own | {"PATH": f"{prefix / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    environment.pop("PYTHONPATH", None)
    for step in (
        ["python", "-m", "pip", "install", "--quiet", "-r", "binder/requirements.txt"],
        ["binder/postBuild"],
        ["python", "-m", "pip", "check"],
    ):
        subprocess.run(step, cwd=source, env=environment, check=True)
    assert (source / "build" / "lab" / "00-start.ipynb").is_file()
    open_as_binder_does(source, environment)


def open_as_binder_does(source: Path, environment: dict[str, str]) -> None:
    from tests.browser.lab import eventually, free_port

    port = free_port()
    call = ["binder/start", "jupyter", "lab", "--no-browser", "--ip=127.0.0.1", f"--port={port}"]
    call += ["--IdentityProvider.token=", "--allow-root"]
    server = subprocess.Popen(
        call, cwd=source, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
    )
    try:

        def contents(path: str) -> Any:
            try:
                return json.load(urllib.request.urlopen(f"http://127.0.0.1:{port}/api/contents/{path}"))
            except OSError:
                return None

        listed = eventually(lambda: contents(""), 60, "the server answers")
        lessons = {path.name for path in (source / "notebooks").glob("*.ipynb")}
        assert {entry["name"] for entry in listed["content"]} == {
            *lessons,
            "exercises",
            "for-teachers",
            "invented-places",
        }
        assert contents("00-start.ipynb")["content"]["cells"]
    finally:
        server.terminate()
        server.wait(20)
