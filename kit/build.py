"""Build what students open: every lesson and every released exercise, executed, in one folder.

A built notebook shows each question alive at once, with nothing run. Keys and sources are not in the folder.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from kit import fingerprint, records, routes

STAMP = "second_look_build"
"""The notebook metadata that says what a built notebook was made from."""

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
SECONDS = 300  # the longest that one cell may take
MOST_KERNELS = 4  # at once: each takes 200 MB


@dataclass(frozen=True)
class Built:
    """What became of one notebook: ``made``, ``current`` (nothing to do) or ``kept`` (it holds answers)."""

    path: Path
    outcome: str


@dataclass(frozen=True)
class Source:
    """A notebook to build: where it goes below the built folder, and which route of it is built."""

    path: Path
    place: Path
    route: str = routes.REAL


def sources(root: Path) -> Iterator[Source]:
    """Yield each notebook to build; a lesson is built once for each route."""
    lessons = sorted((root / "notebooks").glob("*.ipynb"))
    for path in lessons:
        yield Source(path, Path(path.name))
    if routes.has_invented(path.stem for path in lessons):
        for path in lessons:
            yield Source(path, Path(routes.FOLDER, path.name), routes.INVENTED)
    for path in sorted((root / "exercises" / "release").glob("*/*.ipynb")):
        yield Source(path, Path("exercises", path.parent.name, path.name))


def build(root: Path, target: Path, only: Collection[str] = ()) -> Iterator[Built]:
    """Build everything below ``root`` into ``target``, or ``only`` the lessons with these names.

    Notebooks are executed side by side, each by a kernel of its own, and come in order. One that holds
    answers is never overwritten; one whose source and kit have not changed is left as it is. Raises
    ``FileNotFoundError`` where ``root`` holds no such notebooks.
    """
    found = [source for source in sources(root) if not only or str(source.place.with_suffix("")) in only]
    if not found:
        what = f"none of {', '.join(only)} in notebooks/" if only else "no notebooks/*.ipynb"
        raise FileNotFoundError(
            f"{root} has {what}, so there is nothing to build; run this in a clone of the repository"
        )
    with ThreadPoolExecutor(min(MOST_KERNELS, os.cpu_count() or 1)) as pool:
        yield from pool.map(lambda source: _build_one(source, target / source.place), found)
    if not only:
        yield from _for_teachers(root, target)


def _for_teachers(root: Path, target: Path) -> Iterator[Built]:
    """Make what teachers open, print and show; the whole build makes it, and no build of single lessons."""
    from kit import classpage

    yield Built(classpage.write(target), "made")
    if not (root / "teach").is_dir():
        return  # Binder's image comes without it, and with no sheets of answers
    from kit import slides
    from kit.paper import command as handouts

    digest = hashlib.sha256(fingerprint.of_kit().encode())
    for file in sorted([*(root / "notebooks").glob("*.ipynb"), *(root / "teach").rglob("*.md")]):
        digest.update(file.read_bytes())
    stamp = target / "for-teachers" / ".made-from"
    if stamp.is_file() and stamp.read_text("utf-8") == digest.hexdigest():
        yield Built(stamp.parent, "current")
        return
    for write_all in (handouts.write_all, slides.write_all):
        for path in write_all(root, stamp.parent):
            yield Built(path, "made")
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest(), "utf-8")


def holds_answers(notebook: dict[str, Any]) -> bool:
    """Say whether a notebook holds a record, in its own metadata or in a cell's."""
    owners = [notebook, *notebook.get("cells", [])]
    return any(owner.get("metadata", {}).get(records.NAMESPACE) for owner in owners)


def _build_one(source: Source, out: Path) -> Built:
    path, stamp = source.path, _stamp(source)
    if out.is_file():
        try:
            old = json.loads(out.read_text("utf-8"))
        except ValueError:
            old = {}  # half a file, from a build that was stopped
        if old.get("metadata", {}).get(STAMP) == stamp:
            return Built(out, "current")
        if holds_answers(old):
            return Built(out, "kept")
    out.parent.mkdir(parents=True, exist_ok=True)
    if path.parent.name != "notebooks":
        _copy_beside(path.parent, out.parent)
    notebook = _executed(source, out.parent)
    notebook.metadata[STAMP] = stamp
    unfinished = out.with_suffix(".part")
    nbformat.write(notebook, unfinished)
    unfinished.replace(out)  # whole or not at all: a stopped build leaves no half notebook
    return Built(out, "made")


def _copy_beside(source: Path, target: Path) -> None:
    """Copy what a released exercise needs (its text, its items), but not its notebook."""
    for path in source.rglob("*"):
        if path.is_file() and path.suffix != ".ipynb" and ".ipynb_checkpoints" not in path.parts:
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def _executed(source: Source, folder: Path) -> Any:
    from nbclient import NotebookClient

    notebook = nbformat.read(source.path, as_version=4)
    routes.take(notebook, source.path.stem, source.route)
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=["--IPKernelApp.log_level=ERROR"],  # its warnings are not for who builds lessons
    )
    client.execute()
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # times differ with every build
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)  # of a kernel that is gone
    return notebook


def _stamp(source: Source) -> str:
    """Return a hash of the notebook, its route, what lies beside it, and the kit that executes it."""
    path = source.path
    beside = path.parent.rglob("*") if path.parent.name != "notebooks" else [path]
    digest = hashlib.sha256(f"{fingerprint.of_kit()} {source.route}".encode())
    for file in sorted(file for file in beside if file.is_file()):
        digest.update(file.read_bytes())
    return digest.hexdigest()
