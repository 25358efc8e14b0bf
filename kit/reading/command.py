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
from typing import Any

from kit.articles import Article
from kit.reading import Reading, page, read, to_rows

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
    try:
        entries = list(_entries(args.source, json_lines=args.jsonl))
    except OSError as error:
        print(f"kit read: {args.source}: {error.strerror or error}; check the path", file=sys.stderr)
        return 1
    failed = False
    read_articles: list[tuple[Article, Reading]] = []
    for number, entry in enumerate(entries, 1):
        result = entry if isinstance(entry, Problem) else _read(entry)
        if isinstance(result, Problem):
            failed = True
            print(f"kit read: {result.where}: {result.why}", file=sys.stderr)
        elif args.jsonl:
            print(json.dumps(result[1].to_line(result[0].id), ensure_ascii=False), flush=True)
        elif args.html:
            read_articles.append(result)
        else:
            print(table(result[0]))
        _progress(number, len(entries))
    if args.html and read_articles:
        args.html.write_text(page.render(read_articles), "utf-8")
    return int(failed)


def _read(article: Article) -> tuple[Article, Reading] | Problem:
    try:
        return article, read(article)
    except ValueError as error:
        return Problem(str(article.meta.get("where", article.id)), str(error))


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
        yield from (
            _lines(str(file), file.read_bytes()) if file.suffix in LINES else [_text(file, file.read_bytes())]
        )


def _text(file: Path, data: bytes) -> Article | Problem:
    try:
        return Article(file.stem, data.decode(), {"where": str(file)})
    except UnicodeDecodeError as error:
        return Problem(str(file), f"byte {error.start} is not UTF-8; save the file again as UTF-8")


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
    return Article(entry["id"], entry["text"], {"where": where})


def table(article: Article) -> str:
    """Return the marks of an article as a table for a terminal: label, kind, words, and the reason below."""
    width = min(110, shutil.get_terminal_size((100, 24)).columns)
    rows = to_rows(article)
    heading = f"{article.title}: {len(rows)} marks"
    parts = [heading, "-" * min(width, len(heading))]
    for row in rows:
        parts.append(_fitted(f"{row['label']:<8} {row['kind'] or '':<13} {_one_line(row)}", width))
        parts.append(textwrap.fill(row["reason"], width, initial_indent=" " * 23, subsequent_indent=" " * 23))
    return "\n".join(parts) + "\n"


def _one_line(row: dict[str, Any]) -> str:
    return f"{row['start']:>5}-{row['end']:<5} " + " ".join(row["quote"].split())


def _fitted(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 1] + "…"


def _progress(done: int, total: int) -> None:
    """Draw a bar on standard error, for long work in a terminal only."""
    if total < LONG or not sys.stderr.isatty():
        return
    filled = 30 * done // total
    end = "\n" if done == total else ""
    print(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total}", end=end, file=sys.stderr, flush=True)
