"""The command ``kit handout``: lessons on paper, for classes without computers."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from kit import routes

ALL = "all"
PAPERS = ("A4", "Letter")
FOLDER = "handouts"
"""Where the whole build puts every handout, below its folder for teachers."""


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    command.add_argument("lesson", metavar="LESSON", help="a lesson's name (03-sources), or all")
    command.add_argument("--route", choices=(routes.REAL, routes.INVENTED), default=routes.REAL)
    command.add_argument(
        "--answers", action="store_true", help="the teacher's answers, too, as a second file"
    )
    command.add_argument("--pdf", action="store_true", help="PDF, too, through a browser's own print")
    command.add_argument(
        "--paper", choices=PAPERS, default=PAPERS[0], help="of the PDF (default: %(default)s)"
    )
    command.add_argument("--out", type=Path, default=Path("build/handouts"), help="default: %(default)s")
    command.add_argument("--root", type=Path, default=Path(), help="the repository (default: here)")


def run(options: argparse.Namespace) -> int:
    """Write the handouts and say which files were made."""
    for path in notebooks(options.root, options.lesson):
        for file in write(path, options.route, options.out, options.answers):
            print("made", file)
    if options.pdf:
        for path in notebooks(options.root, options.lesson):
            for file in _print(path, options):
                print("made", file, flush=True)
    return 0


def notebooks(root: Path, lesson: str = ALL) -> list[Path]:
    """Return the lesson's notebook, or all of them; raises ``FileNotFoundError`` where there is none."""
    found = sorted((root / "notebooks").glob("*.ipynb"))
    if not found:
        raise FileNotFoundError(f"{root} has no notebooks/*.ipynb; run this in a clone of the repository")
    chosen = [path for path in found if lesson in (ALL, path.stem)]
    if not chosen:
        known = ", ".join(path.stem for path in found)
        raise ValueError(f"there is no lesson {lesson!r}; choose one of: {known}, or {ALL}")
    return chosen


def write(path: Path, route: str, out: Path, answers: bool) -> Iterator[Path]:
    """Write a lesson's sheet (HTML), and its answers; yields the files."""
    out.mkdir(parents=True, exist_ok=True)
    for name, page in _pages(path, route, answers):
        file = out / f"{name}.html"
        file.write_text(page, "utf-8")
        yield file


def write_all(root: Path, target: Path) -> Iterator[Path]:
    """Write every lesson's sheet and answers into ``target``, on both routes where a lesson has two."""
    from kit import items
    from kit.paper import cells

    for path in notebooks(root):
        if path.stem not in items.lessons():
            continue  # a notebook with no items is no lesson of ours
        for route in (routes.REAL, routes.INVENTED):
            if route == routes.REAL or cells.name_on(route, path.stem) != path.stem:
                yield from write(path, route, target / FOLDER, answers=True)


def _print(path: Path, options: argparse.Namespace) -> Iterator[Path]:
    from kit.paper import printer

    for name, page in _pages(path, options.route, options.answers, options.paper):
        file = options.out / f"{name}.pdf"
        printer.pdf(page, file, instead=file.with_suffix(".html"))
        yield file


def _pages(path: Path, route: str, answers: bool, paper: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield the name and the HTML of each page."""
    from kit.paper import cells, render  # here: what they need takes a second to load
    from kit.paper.sheet import sheet

    made, name = sheet(path, route), cells.name_on(route, path.stem)
    yield name, render.students(made, paper)
    if answers:
        yield f"{name}-answers", render.teachers(made, paper)
