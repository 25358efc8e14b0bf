"""``kit read``: the machine's marks of files, folders or JSON Lines, as a table, JSON Lines or a page."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kit.articles import Article
from kit.reading import Reading, page, read_all, refusal

TEXTS = (".md", ".txt")
LINES = (".jsonl", ".ndjson")
LONG = 5
"""From so many texts on, a progress bar is worth its line."""


@dataclass(frozen=True)
class Problem:
    """A file or line that could not be read, and why."""

    where: str
    why: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``kit read`` takes to ``parser``."""
    parser.description = "Mark claims, sources, hedges and loaded words, and say why."
    parser.add_argument(
        "source",
        metavar="FILE|FOLDER|-",
        help="a text (.md, .txt), a folder of texts, a .jsonl file of {id, text} lines, or - for input",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--jsonl", action="store_true", help="write one JSON line a text; - reads JSON Lines")
    form.add_argument("--html", metavar="FILE", type=Path, help="write a page with the marks to FILE")


def run(args: argparse.Namespace) -> int:
    """Run ``kit read``; the result is the exit code, 1 where anything could not be read."""
    entries = list(_entries(args.source, json_lines=args.jsonl))
    failed = False
    pages: list[tuple[Article, Reading]] = []
    for number, (entry, reading) in enumerate(_read(entries), 1):
        if isinstance(entry, Problem):
            failed = True
            print(f"kit read: {entry.where}: {entry.why}", file=sys.stderr)
        elif reading is not None and args.jsonl:
            print(json.dumps(reading.to_line(entry.id)), flush=True)
        elif reading is not None and args.html:
            pages.append((entry, reading))
        elif reading is not None:
            print(table(entry, reading))
        _progress(number, len(entries))
    if pages:
        args.html.write_text(page.render(pages), "utf-8")
    return int(failed)


def _read(entries: list[Article | Problem]) -> Iterator[tuple[Article | Problem, Reading | None]]:
    """Yield each entry with its reading, in order; the texts go through the pipeline together."""
    readings = read_all(entry for entry in entries if isinstance(entry, Article))
    for entry in entries:
        yield entry, next(readings) if isinstance(entry, Article) else None


def _entries(source: str, *, json_lines: bool) -> Iterator[Article | Problem]:
    """Yield the texts of a source in their order, and a problem in the place of each that is broken."""
    if source == "-":
        data = sys.stdin.buffer.read()
        yield from _lines("-", data) if json_lines else [_text(Path("-"), data)]
        return
    path = Path(source)
    files = sorted(p for p in path.rglob("*") if p.suffix in (*TEXTS, *LINES)) if path.is_dir() else [path]
    if not files:
        yield Problem(
            source, f"there is no text here; put files that end in {', '.join((*TEXTS, *LINES))} into it"
        )
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            yield Problem(str(file), f"{error.strerror or error}; check the path")
            continue
        yield from _lines(str(file), data) if file.suffix in LINES else [_text(file, data)]


def _text(file: Path, data: bytes) -> Article | Problem:
    try:
        return _readable(str(file), Article(file.stem, data.decode()))
    except UnicodeDecodeError as error:
        return Problem(str(file), f"byte {error.start} is not UTF-8; save the file again as UTF-8")


def _readable(where: str, article: Article) -> Article | Problem:
    why = refusal(article.text)
    return article if why is None else Problem(where, why)


def _lines(name: str, data: bytes) -> Iterator[Article | Problem]:
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            yield _line(f"{name}, line {number}", line)


def _line(where: str, line: bytes) -> Article | Problem:
    try:
        entry = json.loads(line)
    except ValueError as error:
        return Problem(where, f"this is not JSON ({error}); each line is one object with id and text")
    if not isinstance(entry, dict) or not isinstance(entry.get("text"), str) or "id" not in entry:
        return Problem(
            where, 'this line needs an "id" and a "text" that is a string, as {"id": "a1", "text": "..."}'
        )
    return _readable(where, Article(entry["id"], entry["text"]))


def table(article: Article, reading: Reading) -> str:
    """Return a reading as a table for a terminal: label, kind, place and words, and the reason below."""
    width = min(110, shutil.get_terminal_size((100, 24)).columns)
    heading = f"{article.title}: {len(reading.marks)} marks"
    parts = [heading, "-" * min(width, len(heading))]
    indent = " " * 23
    for mark in reading.marks:
        words = " ".join(mark.quote(article.text).split())
        place = f"{mark.start:>5}-{mark.end:<5}"
        parts.append(_fitted(f"{mark.label:<8} {mark.kind or '':<13} {place} {words}", width))
        why = f"{mark.reason or ''} [{mark.rule}]"
        parts.append(textwrap.fill(why, width, initial_indent=indent, subsequent_indent=indent))
    return "\n".join(parts) + "\n"


def _fitted(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 1] + "…"


def _progress(done: int, total: int) -> None:
    """Draw a bar on standard error, for long work in a terminal only."""
    if total < LONG or not sys.stderr.isatty():
        return
    filled = 30 * done // total
    end = "\n" if done == total else ""
    print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total}", end=end, file=sys.stderr, flush=True)
