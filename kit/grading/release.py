"""Make the release of an exercise: what students get, with nothing of the key in it."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from kit import build, items
from kit.grading import exercise, reader, secrets
from kit.grading.answers import WRITE_HERE
from kit.grading.exercise import ExerciseError, nbgrader_of

KEPT = ("kernelspec", "language_info")
"""What a release keeps of the notebook's metadata."""


def make(course: Path, name: str) -> dict[str, bytes]:
    """Return the files of a release, by their path in it; the same source always gives the same bytes.

    Raises ``ExerciseError`` where the source cannot be released: a strange file, or anything secret.
    """
    exercise.check_name(name)
    source = course / "source" / name
    if not source.is_dir():
        known = sorted(path.name for path in (course / "source").glob("*") if path.is_dir())
        raise ExerciseError(
            f"there is no exercise {name!r} in {course / 'source'}; there are: {', '.join(known) or 'none'}."
        )
    sheet = exercise.sheet_of(source)
    made = {}
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        inside = path.relative_to(source)
        if any(part.startswith(".") or part == "__pycache__" for part in inside.parts):
            continue
        made[inside.as_posix()] = _released(path, inside, name)
    shown = _reading(course, name, sheet)
    made |= {inside: (json.dumps(data, indent=1) + "\n").encode() for inside, data in shown.items()}
    _refuse_secrets(course, name, sheet, made, shown)
    return made


def _reading(course: Path, name: str, sheet: items.Sheet) -> dict[str, Any]:
    """Return the machine's marks that students judge for points: made here, so that all get the same.

    Of the machine's labels only those that are judged: the others may be what another question asks for.
    """
    rules = course / "keys" / name / "exercise.toml"
    asked = tomllib.loads(rules.read_text("utf-8")).get("questions", {}) if rules.is_file() else {}
    labels = {
        label for one in asked.values() if one.get("kind") == exercise.READING for label in one["labels"]
    }
    if not labels:
        return {}
    from kit import articles, reading

    text = articles.load(course / "source" / name / str(sheet.article))
    data = reading.read(text).to_json(text)
    data["marks"] = [mark for mark in data["marks"] if mark["label"] in labels]
    return {f"{text.id}/reading.json": data}


def write(course: Path, name: str) -> Path:
    """Make the release, write it to ``course/release/NAME`` in place of what was there; return the folder."""
    made = make(course, name)
    folder = course / "release" / name
    if folder.is_dir():
        _refuse_answers(folder)
        for path in sorted(folder.rglob("*"), reverse=True):
            if path.is_dir():
                if not any(path.iterdir()):
                    path.rmdir()
            elif path.relative_to(folder).as_posix() not in made:
                path.unlink()
    for inside, data in made.items():
        path = folder / inside
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    if (course / "keys" / name).is_dir():
        exercise.load(course, name)  # tells now, and not when thirty students handed in, what does not fit
    return folder


def _released(path: Path, inside: Path, name: str) -> bytes:
    data = path.read_bytes()
    if inside.as_posix() == f"{name}.ipynb":
        return _notebook(exercise.notebook_of(path.parent, name))
    if inside.as_posix() == "items.toml":
        return _without_comments(data)
    if len(inside.parts) == 2 and inside.name in ("article.md", "article.toml"):
        return data
    raise ExerciseError(
        f"{path}: a release holds {name}.ipynb, items.toml and TEXT/article.md and .toml, and nothing else, "
        "so that no key slips in. Move this file out of the source folder."
    )


def _notebook(notebook: dict[str, Any]) -> bytes:
    metadata = notebook.get("metadata", {})
    clean = {
        "cells": [_cell(cell) for cell in notebook["cells"]],
        "metadata": {field: metadata[field] for field in KEPT if field in metadata},
        "nbformat": 4,
        "nbformat_minor": max(5, notebook.get("nbformat_minor", 5)),
    }
    return (json.dumps(clean, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    """Return a cell without outputs, answers and anybody's solution; locked as nbgrader would lock it."""
    if "id" not in cell:
        raise ExerciseError("a cell of the source notebook has no id: save it with today's JupyterLab first.")
    data = nbgrader_of(cell)
    kept: dict[str, Any] = {"nbgrader": data} if data else {}
    if data.get("locked") or data.get("task") or data.get("grade"):
        kept["deletable"] = False
        if not data.get("solution"):
            kept["editable"] = False
    metadata = cell.get("metadata", {})
    kept |= {field: metadata[field] for field in ("jupyter", "tags") if field in metadata}
    source = WRITE_HERE if data.get("grade") and data.get("solution") else reader.source_of(cell)
    base = {
        "cell_type": cell["cell_type"],
        "id": cell["id"],
        "metadata": kept,
        "source": source.splitlines(keepends=True),
    }
    return {**base, "outputs": [], "execution_count": None} if cell["cell_type"] == "code" else base


def _without_comments(data: bytes) -> bytes:
    """Drop whole-line comments: a note to a colleague is a place where a key slips in."""
    text = data.decode()
    lines = [line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("#")]
    shorter = "".join(lines)
    return shorter.encode() if tomllib.loads(shorter) == tomllib.loads(text) else data


def _refuse_secrets(
    course: Path, name: str, sheet: items.Sheet, made: dict[str, bytes], shown: dict[str, Any]
) -> None:
    """Refuse what would tell an answer. Items with a key are refused where they are read already.

    ``shown`` are the machine's marks that students judge: where they stand is no secret.
    """
    for question in sheet.questions.values():
        for passage in question.get("passages", ()):
            if "empty" in passage:
                raise ExerciseError(
                    f"items.toml: a passage of {question['question']} has `empty`, which tells that nothing "
                    "counts there. Take it out."
                )
    keys = course / "keys" / name
    key = keys / "key.json"
    others = [tomllib.loads(path.read_text("utf-8")) for path in sorted(keys.glob("*.toml"))]
    secret = secrets.of(json.loads(key.read_text("utf-8")) if key.is_file() else {}, *others)
    known = secrets.spans_of(mark for data in shown.values() for mark in data["marks"])
    secret = replace(secret, spans=secret.spans - known)
    for inside, data in made.items():
        if leak := next(secrets.found(secret, data), None):
            raise ExerciseError(f"{inside} would give away the key: {leak}. Take it out.")


def _refuse_answers(folder: Path) -> None:
    """Refuse to write over a release in which somebody has answered, by opening it where it lies."""
    for path in folder.glob("*.ipynb"):
        if build.holds_answers(reader.parse(path.read_bytes()).notebook):
            raise ExerciseError(
                f"{path} holds answers, so it is not overwritten. Move it away, and release again."
            )
