"""``kit read``: the machine's marks of files, folders or JSON Lines, as a table, JSON Lines or a page."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import textwrap
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kit.articles import Article
from kit.reading import Reading, page, read_all, refusal

TEXTS = (".md", ".txt")
LINES = (".jsonl", ".ndjson")


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
    parser.add_argument(
        "--definitions",
        choices=("codebook", "corpora"),
        help="what counts: our codebook's definitions, as lessons show, or the wider ones of the corpora "
        "that the reader is measured on (the default with --jsonl)",
    )
    parser.add_argument("--workers", metavar="N", type=int, default=1, help="read with N processes")
    parser.add_argument("--model", metavar="NAME", help="read with another installed English model of spaCy")


def run(args: argparse.Namespace) -> int:
    """Run ``kit read``; the result is the exit code, 1 where anything could not be read."""
    from tqdm import tqdm

    if args.workers < 1:
        print(f"kit read: --workers is {args.workers}; give 1 or more processes", file=sys.stderr)
        return 1
    failed = False
    pages: list[tuple[Article, Reading]] = []
    entries = _entries(args.source, json_lines=args.jsonl)
    results = _read(entries, args)
    try:
        # no bar outside a terminal (None), nor for work that is done before one could be looked at
        for entry, reading in tqdm(results, unit=" texts", total=_count(args.source), disable=None, delay=2):
            if isinstance(entry, Problem):
                failed = True
                print(f"kit read: {entry.where}: {entry.why}", file=sys.stderr)
            elif reading is not None and args.jsonl:
                print(json.dumps(reading.to_line(entry.id)), flush=True)
            elif reading is not None and args.html:
                pages.append((entry, reading))
            elif reading is not None:
                print(table(entry, reading))
    except OSError as error:
        print(f"kit read: {error}", file=sys.stderr)
        return 1
    if pages:
        args.html.write_text(page.render(pages), "utf-8")
    return int(failed)


def _read(
    entries: Iterator[Article | Problem], args: argparse.Namespace
) -> Iterator[tuple[Article | Problem, Reading | None]]:
    """Yield each entry with its reading, in order, without waiting for the end of the entries."""
    waiting: deque[Article | Problem] = deque()

    def texts() -> Iterator[Article]:
        for entry in entries:
            waiting.append(entry)
            if isinstance(entry, Article):
                yield entry

    definitions = args.definitions or ("corpora" if args.jsonl else "codebook")
    readings = read_all(texts(), codebook=definitions == "codebook", model=args.model, workers=args.workers)
    for reading in readings:
        while isinstance(waiting[0], Problem):
            yield waiting.popleft(), None
        yield waiting.popleft(), reading
    yield from ((entry, None) for entry in waiting)


def _files(source: str) -> list[Path]:
    path = Path(source)
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix in (*TEXTS, *LINES))


def _count(source: str) -> int | None:
    """Return how many texts there are, for the progress bar; ``None`` where only reading would tell."""
    if source == "-":
        return None
    total = 0
    for file in _files(source):
        if file.suffix not in LINES:
            total += 1
        elif file.is_file():
            with file.open("rb") as lines:
                total += sum(bool(line.strip()) for line in lines)
    return total


def _entries(source: str, *, json_lines: bool) -> Iterator[Article | Problem]:
    """Yield the texts of a source in their order, and a problem in the place of each that is broken."""
    if source == "-":
        stream = sys.stdin.buffer
        yield from _lines("-", stream) if json_lines else [_text(Path("-"), stream.read())]
        return
    files = _files(source)
    if not files:
        yield Problem(
            source, f"there is no text here; put files that end in {', '.join((*TEXTS, *LINES))} into it"
        )
    for file in files:
        try:
            if file.suffix in LINES:
                with file.open("rb") as lines:
                    yield from _lines(str(file), lines)
            else:
                yield _text(file, file.read_bytes())
        except OSError as error:
            yield Problem(str(file), f"{error.strerror or error}; check the path")


def _text(file: Path, data: bytes) -> Article | Problem:
    try:
        return _readable(str(file), Article(file.stem, data.decode()))
    except UnicodeDecodeError as error:
        return Problem(str(file), f"byte {error.start} is not UTF-8; save the file again as UTF-8")


def _readable(where: str, article: Article) -> Article | Problem:
    why = refusal(article.text)
    return article if why is None else Problem(where, why)


def _lines(name: str, lines: Iterable[bytes]) -> Iterator[Article | Problem]:
    for number, line in enumerate(lines, 1):
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
