"""Learn the weights of ``kit/reading/weights`` from annotated corpora: ``python -m benchmarks.learn EVAL``.

Factual sentences have no part for training; their weights are fitted on the two small sets that there are.
The figures written beside them are of folds that the fit has not seen (of speeches: of speeches not seen),
and what the words of a sentence alone reach in the same folds: the parts differ in how hard they are.
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Doc

from benchmarks import corpora, logistic
from kit.reading import checkworthy, loaded, pipeline, weights
from kit.reading.candidates import Candidates, signs
from kit.reading.findings import read
from kit.reading.grammar import Holders
from kit.reading.names import Names
from kit.reading.quotations import Quotations
from kit.reading.result import FACTUAL

LEAST = 0.02
"""A weight smaller than this is left out: it decides nothing."""

FOLDS = 5
LEAST_ROWS = 4  # sentences that a sign of a factual one must be in
PENALTY = 4.0
Rows = list[dict[str, float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder with train and dev")
    parser.add_argument("--cache", type=Path, help="a folder outside the project for parsed texts")
    parser.add_argument("--only", choices=sorted(TASKS), help="learn one file of weights")
    args = parser.parse_args()
    for name in [args.only] if args.only else TASKS:
        TASKS[name](args.folder, args.cache)


def learn_checkworthy(folder: Path, cache: Path | None) -> None:
    rows, truth = _sentences(folder, "claims_ct24_train", cache)
    rows = [{sign: value for sign, value in row.items() if not sign.startswith("pair=")} for row in rows]
    bias, learned = logistic.fit(rows, truth, penalty=8, least=4)
    dev, labels = _sentences(folder, "claims_ct24_dev", cache)
    threshold = best_threshold(_scores(bias, learned, dev), labels, _f1)
    write(
        "checkworthy",
        bias,
        threshold,
        learned,
        f"CheckThat! 2024 English, train ({len(truth):,} sentences); the threshold on its dev set",
        {"author": "Arslan, Fatma; Hassan, Naeemul; Li, Chengkai; Tremayne, Mark", "year": 2020,
         "title": "A Benchmark Dataset of Check-worthy Factual Claims"},
    )  # fmt: skip


def learn_factual(folder: Path, cache: Path | None) -> None:
    speeches, speech_truth = _sentences(folder, "claims_policlaim_gold_train", cache)
    news, news_truth = _sentences(folder, "factual_babe_dev", cache)
    names = _capitals(folder, ("claims_policlaim_gold_train", "factual_babe_dev"), cache)
    rows = [_nameless(checkworthy.for_factual(row), names) for row in speeches + news]
    truth = speech_truth + news_truth
    importance = np.array([1.0] * len(speeches) + [2.0] * len(news))
    path = corpora.find(folder, "claims_policlaim_gold_train")
    speech = [document["meta"]["speech"] for document in corpora.gold(path)] if path else []
    together = [*speech, *map(str, range(len(news)))]
    parts = {"PoliClaim": slice(len(speeches)), "BABE": slice(len(speeches), None)}
    unseen = _figures(folds(rows, truth, importance, together), truth, parts)
    alone = {}
    for name, part in parts.items():
        words = [_words(row) for row in (speeches + news)[part]]
        scores = folds(words, truth[part], np.ones(len(words)), together[part])
        alone |= _figures(scores, truth[part], {name: slice(None)})
    bias, learned = logistic.fit(rows, truth, penalty=PENALTY, least=LEAST_ROWS, importance=importance)
    write(
        "factual",
        bias,
        FACTUAL,
        learned,
        f"PoliClaim, gold part for training ({len(speeches):,} sentences), and BABE, the part for tuning "
        f"({len(news):,})",
        {"author": "Arslan, Fatma; Hassan, Naeemul; Li, Chengkai; Tremayne, Mark", "year": 2020,
         "title": "A Benchmark Dataset of Check-worthy Factual Claims"},
        {"unseen": unseen, "words_alone": alone},
    )  # fmt: skip


def _figures(scores: logistic.Vector, truth: Sequence[int], parts: Mapping[str, slice]) -> dict[str, float]:
    """Return F1 and macro F1 of each part by its name, at the threshold of factual sentences."""
    found = {}
    for name, part in parts.items():
        found[f"{name} F1"] = _f1(scores[part], truth[part], FACTUAL)
        found[f"{name} macro F1"] = _macro(scores[part], truth[part], FACTUAL)
    return found


def _words(row: Mapping[str, float]) -> dict[str, float]:
    return {sign: value for sign, value in row.items() if sign.startswith("word=")}


def learn_sources(folder: Path, cache: Path | None) -> None:
    path = corpora.find(folder, "attribution_polnear_train")
    if path is None:
        raise SystemExit(f"attribution_polnear_train.jsonl is not in {folder}/train")
    rows, truth = [], []
    for document, doc in zip(corpora.gold(path), corpora.parsed(path, cache), strict=True):
        for row, label in attributions(document, doc):
            rows.append(row)
            truth.append(label)
    names = _capitals(folder, ("attribution_polnear_train",), cache)
    rows = [_nameless(row, names) for row in rows]
    bias, learned = logistic.fit(rows, truth, penalty=3, least=4)
    write(
        "sources",
        bias,
        0.28,
        learned,
        f"PolNeAR, train ({len(truth):,} candidates, {sum(truth):,} of them attributions)",
        {"author": "Newell, Edward; Margolin, Drew; Ruths, Derek", "year": 2018,
         "title": "An Attribution Relations Corpus for Political News"},
    )  # fmt: skip


def _capitals(folder: Path, names: tuple[str, ...], cache: Path | None) -> Counter[str]:
    """Count each word of some corpora: up where it is capitalised inside a sentence, else down."""
    found: Counter[str] = Counter()
    for path in filter(None, (corpora.find(folder, name) for name in names)):
        for doc in corpora.parsed(path, cache):
            found.update(
                {t.lower_: 1 if t.is_title and not t.is_sent_start else -1 for t in doc if t.is_alpha}
            )
    return found


def _nameless(row: dict[str, float], capitals: Counter[str]) -> dict[str, float]:
    """Return the signs without those that hold a word that is mostly capitalised: a name the model missed."""
    return {
        sign: value
        for sign, value in row.items()
        if not any(capitals[part] > 0 for part in re.findall(r"[^\W_]+", sign.partition("=")[2].lower()))
    }


def attributions(document: dict[str, Any], doc: Doc) -> Iterator[tuple[dict[str, float], int]]:
    """Yield the signs of each candidate, and whether people joined the same source to the same content."""
    groups: dict[str, dict[str, set[int]]] = {}
    for span in document["spans"]:
        tokens = doc.char_span(span["start"], span["end"], alignment_mode="expand")
        parts = groups.setdefault(span["group"], {})
        parts.setdefault(span["label"], set()).update(t.i for t in tokens if t.is_alpha or t.like_num)
    by_token: dict[int, set[str]] = {}
    for group, parts in groups.items():
        for i in parts.get("content", ()):
            by_token.setdefault(i, set()).add(group)
    quoted = Quotations(doc)
    candidates = Candidates(doc, Holders(), Names(doc).surnames, quoted)
    for verb in doc:
        if verb.pos_ not in ("VERB", "AUX") or verb.dep_ in ("aux", "auxpass") or quoted.cover(verb.i):
            continue
        for found in candidates.of(verb):
            content = {
                i for piece in found.contents for i in range(*piece) if doc[i].is_alpha or doc[i].like_num
            }
            source = set(range(*found.source)) if found.source else set()
            near = {group for i in content for group in by_token.get(i, ())}
            same = any(
                2 * len(content & groups[group]["content"]) >= len(content | groups[group]["content"])
                and bool(source & groups[group].get("source", set())) == bool(source)
                and ("source" in groups[group]) == bool(source)
                for group in near
            )
            yield signs(doc, found), int(same)


TASKS: Mapping[str, Callable[[Path, Path | None], None]] = {
    "checkworthy": learn_checkworthy,
    "factual": learn_factual,
    "sources": learn_sources,
}


def _sentences(folder: Path, name: str, cache: Path | None) -> tuple[Rows, list[int]]:
    """Return the signs of each text of a set of sentences, and what people decided."""
    path = corpora.find(folder, name)
    if path is None:
        raise SystemExit(f"{name}.jsonl is neither in {folder}/train nor in {folder}/dev")
    mark_loaded = loaded.Loaded(pipeline.load(), codebook=False)
    rows = []
    for doc in corpora.parsed(path, cache):
        mark_loaded(doc)
        count = sum(finding.end - finding.start for finding in read(doc, "loaded"))
        rows.append(checkworthy.signs(doc[:], count))
    return rows, [int(document["label"]) for document in corpora.gold(path)]


def folds(
    rows: Rows, truth: Sequence[int], importance: logistic.Vector, together: Sequence[str]
) -> logistic.Vector:
    """Return a score for each row from weights that were fitted without its fold.

    Rows of one name in ``together`` are in one fold.
    """
    fold = np.array([zlib.crc32(name.encode()) % FOLDS for name in together])
    scores = np.zeros(len(rows))
    for held in range(FOLDS):
        used = np.flatnonzero(fold != held)
        bias, learned = logistic.fit(
            [rows[i] for i in used],
            [truth[i] for i in used],
            penalty=PENALTY,
            least=LEAST_ROWS,
            importance=importance[used],
        )
        kept = np.flatnonzero(fold == held)
        scores[kept] = _scores(bias, learned, [rows[i] for i in kept])
    return scores


def _scores(bias: float, learned: Mapping[str, float], rows: Rows) -> logistic.Vector:
    model = weights.Weights("", bias, 0.5, "", (), learned)
    return np.array([model.score(row) for row in rows])


def _f1(scores: logistic.Vector, truth: Sequence[int], threshold: float) -> float:
    found, wanted = scores >= threshold, np.array(truth) == 1
    return float(2 * (found & wanted).sum() / max(1, found.sum() + wanted.sum()))


def _macro(scores: logistic.Vector, truth: Sequence[int], threshold: float) -> float:
    others = [1 - label for label in truth]
    return (_f1(scores, truth, threshold) + _f1(-scores, others, -threshold + 1e-12)) / 2


def best_threshold(
    scores: logistic.Vector,
    truth: Sequence[int],
    measure: Callable[[logistic.Vector, Sequence[int], float], float],
) -> float:
    return float(
        max((round(t, 2) for t in np.arange(0.1, 0.9, 0.02)), key=lambda t: measure(scores, truth, t))
    )


def write(
    name: str,
    bias: float,
    threshold: float,
    learned: Mapping[str, float],
    source: str,
    cite: Mapping[str, Any],
    measured: Mapping[str, Mapping[str, float]] | None = None,
) -> None:
    """Write ``kit/reading/weights/NAME.toml``, the heaviest weights first.

    ``measured`` are figures of folds that a fit has not seen, where there is no other part to measure on.
    """
    kept = {sign: round(weight, 2) for sign, weight in learned.items() if abs(weight) >= LEAST}
    lines = [
        "# Written by benchmarks/learn.py. Above 0 speaks for the decision, below 0 against it.",
        f"v = {weights.VERSION}",
        f"bias = {bias:.3f}",
        f"threshold = {threshold:.2f}",
        f'learned_from = "{source}"',
        "",
        "[cite.corpus]",
        *(
            f"{key} = {value}" if isinstance(value, int) else f'{key} = "{value}"'
            for key, value in cite.items()
        ),
        *_tables(measured or {}),
        "",
        "[weights]",
        *(
            f"{json.dumps(sign, ensure_ascii=False)} = {kept[sign]:.2f}"
            for sign in sorted(kept, key=lambda s: (-abs(kept[s]), s))
        ),
        "",
    ]
    (weights.FOLDER / f"{name}.toml").write_text("\n".join(lines), "utf-8")
    print(f"{name}: {len(kept):,} weights")


def _tables(measured: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    for table, figures in measured.items():
        yield from ("", f"[{table}]")
        yield from (f'"{figure}" = {value:.3f}' for figure, value in figures.items())


if __name__ == "__main__":
    main()
