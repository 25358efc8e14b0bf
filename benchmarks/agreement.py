"""How far two annotators agree: ``make agreement``.

Each text in ``kit/articles`` that was marked twice holds its two passes as they were made. For each label
this prints, over all texts:

- F1 of spans: the marks of the two passes are paired one to one where they share a token, those that share
  most first; F1 is twice the pairs by the number of marks. First of all marks, then of those that both
  passes could hold as sure.
- Krippendorff's alpha over tokens (nominal, each token in a mark of the label or not), by the library
  ``krippendorff``. Alpha corrects for chance, F1 does not (Krippendorff 2004, "Reliability in Content
  Analysis: Some Common Misconceptions and Recommendations").

Both are counted again without the marks on the codebook's own examples, which an annotator can copy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import krippendorff
import numpy as np

from kit import articles, scoring
from kit.marks import tokens

CODEBOOK = Path(__file__).parent.parent / "CODEBOOK.md"
LABELS = ("claim", "source", "hedge", "weasel", "loaded")
HEAD = (
    "| label | marks | F1, all | F1, sure | alpha | F1, no examples | alpha, no examples |\n"
    + "|---" * 7
    + "|"
)

Marks = list[dict[str, Any]]


@dataclass(frozen=True)
class Twice:
    """One text and the two passes over it, blind to each other."""

    text: str
    first: Marks
    second: Marks


def marked_twice() -> list[Twice]:
    """Return every text that comes with the kit and holds ``passes/first.json`` and ``second.json``."""
    found = []
    for name in articles.names():
        folder = articles.folder(name) / "passes"
        passes = [folder / "first.json", folder / "second.json"]
        if all(path.is_file() for path in passes):
            first, second = (json.loads(path.read_text("utf-8"))["marks"] for path in passes)
            found.append(Twice(articles.load(name).text, first, second))
    return found


def examples() -> set[str]:
    """Return the article's words that the codebook quotes as examples."""
    return {quote.strip(" .,…") for quote in re.findall(r'"([^"\n]+)"', CODEBOOK.read_text("utf-8"))}


def _of(marks: Marks, label: str, left_out: Set[str] = frozenset()) -> Marks:
    return [mark for mark in marks if mark["label"] == label and mark["quote"] not in left_out]


def f1(texts: list[Twice], label: str, *, sure: bool = False, left_out: Set[str] = frozenset()) -> float:
    """Return the F1 of two passes' spans of a label over texts (NaN where neither marked any).

    With ``sure``, a mark that either pass held for arguable counts as neutral: where it was paired, the
    pair is left out; where it stood alone, it is.
    """
    pairs, marks = 0.0, 0
    for text in texts:
        one, two = (_of(each, label, left_out) for each in (text.first, text.second))
        key = [{**mark, "status": "firm"} for mark in one]
        for finding in scoring.score_marks(text.text, two, key).findings:
            both = [mark for mark in (finding.mark, finding.key) if mark is not None]
            if sure and not all(mark["sure"] for mark in both):
                continue
            paired = finding.outcome in ("hit", "part")
            pairs += paired
            marks += 2 if paired else 1
    return 2 * pairs / marks if marks else float("nan")


def alpha(texts: list[Twice], label: str, left_out: Set[str] = frozenset()) -> float:
    """Return Krippendorff's alpha of two passes over the tokens of texts (NaN where nothing varies)."""
    rows: list[list[int]] = [[], []]
    for text in texts:
        spans = tokens(text.text)
        skipped = set(_inside(spans, [m for p in (text.first, text.second) for m in p], left_out))
        for row, marks in zip(rows, (text.first, text.second), strict=True):
            covered = set(_covered(spans, _of(marks, label, left_out)))
            row += [int(at in covered) for at in range(len(spans)) if at not in skipped]
    if len({value for row in rows for value in row}) < 2:
        return float("nan")
    return float(krippendorff.alpha(np.array(rows), level_of_measurement="nominal"))


def _covered(spans: list[tuple[int, int]], marks: Marks) -> Iterator[int]:
    for mark in marks:
        yield from (at for at, (a, b) in enumerate(spans) if a < mark["end"] and b > mark["start"])


def _inside(spans: list[tuple[int, int]], marks: Marks, quotes: Set[str]) -> Iterator[int]:
    """Yield the tokens of the codebook's examples; wider marks keep the rest of their tokens."""
    yield from _covered(spans, [mark for mark in marks if mark["quote"] in quotes])


def table() -> str:
    """Return the agreement by label as a Markdown table, as CODEBOOK.md shows it."""
    texts, known = marked_twice(), examples()
    lines = [HEAD]
    for label in LABELS:
        counts = [sum(len(_of(each, label)) for each in (t.first, t.second)) for t in texts]
        figures = [
            f1(texts, label),
            f1(texts, label, sure=True),
            alpha(texts, label),
            f1(texts, label, left_out=known),
            alpha(texts, label, known),
        ]
        lines.append(f"| {label} | {sum(counts)} | {' | '.join(f'{figure:.2f}' for figure in figures)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
