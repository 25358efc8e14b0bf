"""Nothing that students get gives a graded key away, nor what our machine reads in a graded text.

Looked through: every release, every built exercise, every file of Binder's image, every file of the wheel.
"""

from __future__ import annotations

import base64
import codecs
import dataclasses
import io
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docker.utils.build import exclude_paths

from kit import build, reading
from kit.grading import secrets

ROOT = Path(__file__).parent.parent
KEYS = ROOT / "exercises" / "keys"
PRACTICE = "\n".join(
    sentence.lower()
    for path in sorted((ROOT / "kit" / "articles").rglob("*.json"))
    for sentence in secrets.sentences_of(json.loads(path.read_text("utf-8")))
)
PRACTICE += (ROOT / "CODEBOOK.md").read_text("utf-8").lower()
"""What the lessons' open keys and the codebook say: stock reasons (a rule's own words) give nothing away."""

NAMES = sorted(path.name for path in KEYS.iterdir() if path.is_dir())


def secret_of(name: str) -> secrets.Key:
    key = KEYS / name / "key.json"
    data = json.loads(key.read_text("utf-8")) if key.exists() else {}
    rules = [tomllib.loads(path.read_text("utf-8")) for path in sorted((KEYS / name).glob("*.toml"))]
    passes = [json.loads(path.read_text("utf-8")) for path in sorted((KEYS / name).glob("passes/*.json"))]
    key = secrets.of(data, *rules, *passes)
    return dataclasses.replace(
        key, sentences=tuple(one for one in key.sentences if one.lower() not in PRACTICE)
    )


def readings_of(name: str) -> Iterator[secrets.Key]:
    """The places of what our reader marks in each text of an exercise, by label."""
    for path in sorted((ROOT / "exercises" / "release" / name).glob("*/article.md")):
        marks = reading.read(path.read_bytes().decode("utf-8")).marks
        for label in {mark.label for mark in marks}:
            spans = frozenset((mark.start, mark.end) for mark in marks if mark.label == label)
            yield secrets.Key((), spans, {})


@pytest.fixture(scope="module")
def finder() -> secrets.Finder:
    keys = [secret_of(name) for name in NAMES]
    assert all(key.sentences for key in keys)
    return secrets.Finder([*keys, *(key for name in NAMES for key in readings_of(name))])


def tracked() -> list[Path]:
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def of_image() -> Iterator[tuple[str, bytes]]:
    patterns = (ROOT / "binder" / ".dockerignore").read_text("utf-8").splitlines()
    inside = exclude_paths(str(ROOT), patterns)
    for path in tracked():
        if path.relative_to(ROOT).as_posix() in inside:
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()


def of_releases() -> Iterator[tuple[str, bytes]]:
    for path in (ROOT / "exercises" / "release").rglob("*"):
        if path.is_file():
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()


def of_built(out: Path) -> Iterator[tuple[str, bytes]]:
    """Every exercise as students open it: executed, with all that its views draw."""
    assert list(build.build(ROOT, out, only=[f"exercises/{name}/{name}" for name in NAMES]))
    for path in out.rglob("*"):
        if path.is_file():
            yield path.relative_to(out).as_posix(), path.read_bytes()


def of_wheel(out: Path) -> Iterator[tuple[str, bytes]]:
    uv = Path(sys.executable).parent / "uv"
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", out, ROOT], check=True)
    (built,) = out.glob("*.whl")
    with zipfile.ZipFile(built) as wheel:
        for name in wheel.namelist():
            yield name, wheel.read(name)


@pytest.mark.parametrize("area", ["releases", "image"])
def test_nothing_of_a_key_is_in_what_students_get(area: str, finder: secrets.Finder) -> None:
    looked_through(of_releases() if area == "releases" else of_image(), finder)


@pytest.mark.slow
@pytest.mark.parametrize("area", ["built", "wheel"])
def test_nothing_of_a_key_is_in_what_is_made(area: str, finder: secrets.Finder, tmp_path: Path) -> None:
    looked_through(of_built(tmp_path) if area == "built" else of_wheel(tmp_path), finder)


def looked_through(files: Iterator[tuple[str, bytes]], finder: secrets.Finder) -> None:
    count = 0
    for name, data in files:
        assert list(finder.found(data)) == [], name
        count += 1
    assert count >= len(NAMES)


KEY = json.loads((KEYS / "sources" / "key.json").read_text("utf-8"))
SENTENCE = KEY["marks"][0]["feedback"]
FIRM = [(mark["start"], mark["end"]) for mark in KEY["marks"] if mark["status"] == "firm"]


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", data)
    return out.getvalue()


ENCODED: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "capitals": lambda text: text.upper().encode(),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "hex": lambda text: text.encode().hex().encode(),
    "base64": lambda text: base64.b64encode(b"x" + text.encode()),
    "base64 of json": lambda text: base64.b64encode(json.dumps(["", text], ensure_ascii=False).encode()),
    "rot13": lambda text: codecs.encode(text, "rot13").encode(),
    "reversed": lambda text: text[::-1].encode(),
    "zip": lambda text: zipped(text.encode()),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_a_sentence_of_a_key_is_found(encoding: str, finder: secrets.Finder) -> None:
    assert list(finder.found(os.urandom(50) + b" " + ENCODED[encoding](SENTENCE) + b" ")) or list(
        finder.found(ENCODED[encoding](SENTENCE))
    )


WRITTEN: dict[str, Callable[[list[tuple[int, int]]], Any]] = {
    "pairs": lambda spans: spans,
    "objects": lambda spans: [{"start": start, "end": end} for start, end in spans],
    "ids": lambda spans: " ".join(f"{start}-{end}" for start, end in spans),
    "some of them, with chaff": lambda spans: [[1, 2], *spans[::2], [3000, 3001]],
}


@pytest.mark.parametrize("form", WRITTEN)
def test_the_places_of_a_key_are_found(form: str, finder: secrets.Finder) -> None:
    for indent in (None, 1):
        data = json.dumps(WRITTEN[form](FIRM), indent=indent).encode()
        assert any("places of" in one for one in finder.found(data)), form


@pytest.mark.parametrize("text", ['"q2": ["guard"]', "q2 = guard", "q3: 'easier'", '{"q4": 3}', "q4=3"])
def test_an_answer_is_found(text: str) -> None:
    key = secret_of("sources")
    assert any("the answer of" in one for one in secrets.found(key, text.encode())), text


@pytest.mark.parametrize("text", ['kit.answer("q4", ...)', '"q2": ["crews"]', "q4 = 30", "[12, 13]", "guard"])
def test_what_is_no_answer_is_not_taken_for_one(text: str) -> None:
    assert list(secrets.found(secret_of("sources"), text.encode())) == []
