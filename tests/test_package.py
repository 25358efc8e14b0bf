"""What the wheel holds: the keeper, enabled by installing it, and no key of a graded exercise."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kit

ROOT = Path(__file__).parent.parent
EXTENSION = "share/jupyter/labextensions/second-look"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("wheel")
    uv = shutil.which("uv", path=Path(sys.executable).parent)
    assert uv, "the environment that make sets up has uv"
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", out, ROOT], check=True)
    (built,) = out.glob("*.whl")
    return zipfile.ZipFile(built)


@pytest.mark.slow
def test_the_keeper_and_every_module_that_it_imports_are_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    names = {name.split("data/data/")[-1]: name for name in wheel.namelist() if EXTENSION in name}
    assert f"{EXTENSION}/package.json" in names
    waiting, seen = ["remoteEntry.js", "keeper.js", "words/en.json", "second-look.css"], set()
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            text = wheel.read(names[f"{EXTENSION}/static/{module}"]).decode()
            waiting += re.findall(r"from '\./([\w-]+\.js)'", text)
    assert len(seen) > 10


@pytest.mark.slow
def test_no_key_of_an_exercise_and_no_text_of_one_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    """Keys of the lessons' own texts are open; what is graded is on other texts, and none of it is there."""
    names = wheel.namelist()
    assert not [name for name in names if "exercises/" in name]
    shipped = [wheel.read(name) for name in names]
    for path in [*ROOT.glob("exercises/*/*/*/article.md"), *ROOT.glob("exercises/keys/*/key.json")]:
        assert path.read_bytes() not in shipped, path


def test_one_version_everywhere() -> None:
    for file in ("pyproject.toml", "kit/keeper/package.json"):
        (version,) = re.findall(
            r'^\s*"?version"?\s*[=:]\s*"([^"]+)"', (ROOT / file).read_text(), re.MULTILINE
        )
        assert version == kit.__version__
    assert f"## {kit.__version__}" in (ROOT / "CHANGELOG.md").read_text()
