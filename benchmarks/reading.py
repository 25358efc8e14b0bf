"""How fast the reader is and how much memory it needs: ``python -m benchmarks.reading``.

The time that our components add is measured against the parser on the same texts in the same run. Beside it
stand a reader of regular expressions alone and, where textacy is installed, its quotation extractor.
``--stream N`` sends N articles through ``kit read --jsonl`` and watches the memory.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from spacy.tokens import Doc

from kit import articles
from kit.reading import checkworthy, findings, pipeline

ROUNDS = 5
SEED = 7
SETTLED = 1000
"""After so many articles the memory should grow no more."""

SAYS = re.compile(r"\b([A-Z]\w+(?: [A-Z]\w+)*) (said|says|told|argued|claimed|warned|added)\b[^.]*\.")
HEDGES = re.compile(r"\b(may|might|could|perhaps|possibly|reportedly|allegedly|likely|suggests?)\b", re.I)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--texts", type=Path, help="JSON Lines of {id, text}; without it, the kit's own articles"
    )
    parser.add_argument("--stream", type=int, metavar="N", help="stream N articles and watch the memory")
    parser.add_argument("--workers", type=int, default=1, help="processes of the stream")
    args = parser.parse_args(argv)
    if args.stream:
        return stream(args.stream, args.workers)
    speed(_texts(args.texts))
    return 0


def _texts(path: Path | None) -> list[str]:
    if path is not None:
        return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    return [articles.load(name).text for name in articles.names()] * 20


def speed(texts: list[str]) -> None:
    """Print seconds, tokens a second, and what each step adds to the parser's time."""
    grammar, whole, wide = pipeline.grammar(), pipeline.load(), pipeline.load(codebook=False)
    docs = list(grammar.pipe(texts, batch_size=64))
    tokens = sum(len(doc) for doc in docs)
    base = _best(lambda: list(grammar.pipe(texts, batch_size=64)))
    print(f"{'step':44} {'seconds':>8} {'tokens/s':>10} {'of the parser':>14}")

    def row(name: str, seconds: float) -> None:
        print(f"{name:44} {seconds:8.2f} {tokens / seconds:10,.0f} {seconds / base:14.1%}")

    row(f"parser ({pipeline.model_name()})", base)
    for name, nlp in (("codebook", whole), ("corpora", wide)):
        steps = [part for key, part in nlp.pipeline if key in pipeline.COMPONENTS]
        row(f"+ four components, {name}", _best(lambda steps=steps: [_apply(doc, steps) for doc in docs]))
    row("+ sentences judged", _best(lambda: [checkworthy.sentences(doc) for doc in docs]))
    row("+ marks", _best(lambda: [findings.marks(doc) for doc in docs]))
    row("regular expressions alone", _best(lambda: [_by_pattern(text) for text in texts]))
    try:
        from textacy.extract import direct_quotations
    except ImportError:
        print("textacy is not installed, so its quotation extractor is left out")
        return
    refused = 0

    def quotations() -> int:
        nonlocal refused
        found = refused = 0
        for doc in docs:
            try:
                found += len(list(direct_quotations(doc)))
            except ValueError:  # an odd number of quotation marks
                refused += 1
        return found

    row("+ textacy, direct quotations", _best(quotations))
    for doc in docs:
        _apply(doc, steps)
    ours = sum(len(doc.spans["content"]) for doc in docs)
    print(f"textacy found {quotations()} quotations and refused {refused} of {len(docs)} texts;")
    print(f"ours found {ours} contents, quoted or not, and refused none")


def _best(work: Callable[[], object]) -> float:
    """Return the least processor time of several rounds: what the work itself takes on a busy machine."""
    times = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        times.append(time.process_time() - begin)
    return min(times)


def _apply(doc: Doc, steps: list[Callable[[Doc], Doc]]) -> None:
    for step in steps:
        step(doc)


def _by_pattern(text: str) -> list[tuple[int, int]]:
    return [match.span() for pattern in (SAYS, HEDGES) for match in pattern.finditer(text)]


def stream(number: int, workers: int) -> int:
    """Send articles through ``kit read`` and compare its memory with that after the first 1,000."""
    sizes = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for i, text in enumerate(_invented(number)):
                file.write(json.dumps({"id": str(i), "text": text}) + "\n")
        command = [str(Path(sys.executable).with_name("kit")), "read", "--jsonl", "--workers", str(workers)]
        begin = time.perf_counter()
        with subprocess.Popen([*command, path], stdout=subprocess.PIPE) as reader:
            process = psutil.Process(reader.pid)
            assert reader.stdout is not None
            for done, _ in enumerate(reader.stdout, 1):
                if done % 250 == 0 and done < number:
                    sizes.append((done, _memory(process)))
        seconds = time.perf_counter() - begin
    settled = next((size for done, size in sizes if done >= SETTLED), sizes[-1][1])
    most = max(size for done, size in sizes if done >= SETTLED)
    pace = f"{seconds:.0f} s, {number / seconds:.0f} articles a second"
    print(f"{number:,} articles, {workers} process(es): {pace}")
    growth = f"{most:.0f} MB ({most / settled - 1:+.0%})"
    print(f"memory after {SETTLED:,}: {settled:.0f} MB; the most after that: {growth}")
    return int(most > 1.2 * settled)


def _memory(process: psutil.Process) -> float:
    return sum(p.memory_info().rss for p in (process, *process.children(recursive=True))) / 1e6


def _invented(number: int) -> list[str]:
    """Return short articles of shuffled sentences, each with words that no other has."""
    draw = random.Random(SEED)
    sentences = [
        sentence
        for name in articles.names()
        for sentence in re.split(r"(?<=[.!?])\s+", articles.load(name).text)
    ]

    def word() -> str:
        return "".join(draw.choices("abdegiklmnoprstu", k=9)).title()

    return [
        " ".join([*draw.sample(sentences, 4), f"{word()} {word()} said that the {word().lower()} may fail."])
        for _ in range(number)
    ]


if __name__ == "__main__":
    sys.exit(main())
