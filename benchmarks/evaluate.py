"""Measure the reader on annotated corpora: ``make evaluate EVAL=FOLDER``.

``FOLDER`` holds ``score.py`` and a part (``dev``) with the corpora of ``sets.toml``; a set that is not there
is skipped. Each is read through ``kit read --jsonl``, scored by ``score.py`` where it lies, and shown with a
bootstrap interval (95 %, over documents) and the tokens read a second. The precision of each label, by the
definitions that students see, goes to ``kit/reading/precision.toml``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

DRAWS = 400
SEED = 2024
HERE = Path(__file__).parent
PRECISION = HERE.parent / "kit" / "reading" / "precision.toml"
Rows = dict[str, dict[str, float]]
Document = dict[str, Any]


@dataclass
class Part:
    """One corpus, read: what people marked, what the machine did, and how fast."""

    gold: list[Document]
    predicted: dict[str, Document]
    speed: float


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="the folder with score.py and the corpora")
    parser.add_argument("--part", default="dev", help="the part to measure on (dev)")
    parser.add_argument(
        "--model", help="read with another installed model of spaCy, and do not write precision"
    )
    parser.add_argument("--only", help="only sets whose file's name contains this; precision is not written")
    args = parser.parse_args(argv)
    if not (args.folder / "score.py").exists():
        print(f"evaluate: there is no score.py in {args.folder}; give EVAL=FOLDER with it", file=sys.stderr)
        return 1
    plan = tomllib.loads((HERE / "sets.toml").read_text("utf-8"))
    score = _scorer(args.folder)
    print(f"{'set':30} {'figure':26} {'value':>6}  {'95 % interval':15} {'to reach':>8} {'tokens/s':>9}")
    for wanted in plan["set"]:
        path = _find(args.folder / args.part, wanted["file"])
        if (args.only or "") in wanted["file"]:
            _report(wanted, path, score, args.model)
    if not args.model and not args.only:
        write_precision(plan["precision"], plan["set"], args.folder / args.part, score)
    return 0


def _scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _find(folder: Path, name: str) -> Path | None:
    return next(iter(sorted(folder.glob(f"{name}*.jsonl"))), None)


def _report(wanted: dict[str, Any], path: Path | None, score: ModuleType, model: str | None) -> None:
    if path is None:
        print(f"{wanted['name']:30} not there, skipped")
        return
    part = read(path, score, "corpora", model)
    counts = Counts(part, wanted, score)
    speed = f"{part.speed:,.0f}"
    for figure in wanted["figures"]:
        value, low, high = counts.interval(figure["row"], figure["value"])
        target = f"{figure['target']:.2f}" if "target" in figure else ""
        bounds = f"{low:.3f} to {high:.3f}"
        print(f"{wanted['name']:30} {figure['name']:26} {value:6.3f}  {bounds:15} {target:>8} {speed:>9}")
        if "unseen" in figure:
            for name, what in (("unseen", "in folds not seen"), ("words_alone", "words alone, same folds")):
                reached = _measured(wanted["fitted"], name)[figure["unseen"]]
                print(f"{'':30} {'  ' + what:26} {reached:6.3f}  (the weights were fitted on this part)")
        speed = ""


def _measured(name: str, table: str) -> dict[str, float]:
    """Return figures of folds that a fit has not seen, which ``benchmarks/learn.py`` wrote down."""
    from kit.reading import weights

    data = tomllib.loads((weights.FOLDER / f"{name}.toml").read_text("utf-8"))
    figures: dict[str, float] = data[table]
    return figures


def read(path: Path, score: ModuleType, definitions: str, model: str | None = None) -> Part:
    """Read a corpus through ``kit read --jsonl``; the speed leaves out the time to load the model."""
    gold = score.load(path)
    command = [str(Path(sys.executable).with_name("kit")), "read", "--jsonl", "--definitions", definitions]
    command += ["--model", model] if model else []
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "one.jsonl"
        one.write_text(json.dumps({"id": "one", "text": "It rained."}), "utf-8")
        begin = time.perf_counter()
        subprocess.run([*command, one], check=True, capture_output=True)
        loading = time.perf_counter() - begin
        begin = time.perf_counter()
        lines = subprocess.run([*command, path], check=True, capture_output=True, text=True).stdout
        seconds = max(0.001, time.perf_counter() - begin - loading)
    predicted = {line["id"]: line for line in map(json.loads, lines.splitlines())}
    tokens = sum(len(score.TOK.findall(document["text"])) for document in gold)
    return Part(gold, predicted, tokens / seconds)


class Counts:
    """What ``score.py`` counts in each document, so that documents can be drawn again and again."""

    def __init__(self, part: Part, wanted: dict[str, Any], score: ModuleType) -> None:
        self._score = score
        self._rows: list[dict[str, tuple[int, int, int]]] = []
        self._decisions: list[list[tuple[int, int, float | None]]] = []
        label = wanted.get("label")
        for document in part.gold:
            prediction = decided(part.predicted[document["id"]], wanted)
            only = {document["id"]: prediction}
            if wanted["task"] == "attribution":
                rows = score.attribution([document], only)
            elif wanted["task"] == "spans":
                rows = score.spans([document], only, label)
            else:
                rows = {}
            self._rows.append({name: _whole(row) for name, row in rows.items() if name != "sentence"})
            judged = "sents" in document or "label" in document
            self._decisions.append(list(score.sent_pred(document, prediction, label)) if judged else [])

    def interval(self, row: str, value: str) -> tuple[float, float, float]:
        """Return a figure with the bounds of its 95 % interval."""
        everything = list(range(len(self._rows)))
        draw = random.Random(SEED)
        drawn = sorted(
            self._figure(row, value, draw.choices(everything, k=len(everything))) for _ in range(DRAWS)
        )
        return self._figure(row, value, everything), drawn[DRAWS // 40], drawn[-1 - DRAWS // 40]

    def _figure(self, row: str, value: str, chosen: list[int]) -> float:
        if row == "sentence":
            return self._sentences(value, [pair for i in chosen for pair in self._decisions[i]])
        sums = [sum(self._rows[i][row][k] for i in chosen if row in self._rows[i]) for k in range(3)]
        return float(self._score.prf(*sums)[value])

    def _sentences(self, value: str, pairs: list[tuple[int, int, float | None]]) -> float:
        if value == "AP":
            return float(self._score.avg_prec([(score, truth) for truth, _, score in pairs]))
        found = sum(hit for _, hit, _ in pairs)
        wanted = sum(truth for truth, _, _ in pairs)
        both = sum(truth & hit for truth, hit, _ in pairs)
        yes = self._score.prf(both, found, wanted)
        if value != "macroF1":
            return float(yes[value])
        neither = len(pairs) - found - wanted + both
        no = self._score.prf(neither, len(pairs) - found, len(pairs) - wanted)
        return float(yes["F1"] + no["F1"]) / 2


def _whole(row: dict[str, float]) -> tuple[int, int, int]:
    """Return hits, predictions and gold of a row of ``score.py``."""
    return round(row["P"] * row["n_pred"]), int(row["n_pred"]), int(row["n_gold"])


def decided(prediction: Document, wanted: dict[str, Any]) -> Document:
    """Return a prediction with the decision that counts: ``label``, ``factual``, or the spans alone."""
    kept = {key: value for key, value in prediction.items() if key not in ("label", "factual")}
    if (decision := wanted.get("decision")) is not None:
        kept["label"] = prediction[decision]
    return kept


def write_precision(
    labels: list[dict[str, str]], sets: list[dict[str, Any]], folder: Path, score: ModuleType
) -> None:
    """Write the precision of each label, as students see it, for the widgets to show."""
    from kit.reading import pipeline

    tasks = {wanted["file"]: wanted["task"] for wanted in sets}
    read_before: dict[Path, Part] = {}
    tables = []
    for entry in labels:
        path = _find(folder, entry["file"])
        if path is None:
            print(f"the precision of {entry['label']} is left out: {entry['file']} is not there")
            continue
        if path not in read_before:
            read_before[path] = read(path, score, "codebook")
        part = _without(read_before[path], entry.get("without"))
        sentence = entry["row"] == "sentence"
        wanted = {"task": "sent" if sentence else tasks[entry["file"]], "label": entry["label"]}
        counts = Counts(part, wanted, score)
        value, low, high = counts.interval(entry["row"], "P")
        marks = sum(s["label"] == entry["label"] for line in part.predicted.values() for s in line["spans"])
        corpus = next(wanted["name"] for wanted in sets if wanted["file"] == entry["file"])
        note = f"; {entry['note']}" if "note" in entry else ""
        tables.append(
            f"[label.{entry['label']}]\nprecision = {value:.2f}\ninterval = [{low:.2f}, {high:.2f}]\n"
            f'measured_on = "{corpus}: {len(part.gold):,} texts, {marks:,} marks{note}"\n'
        )
        print(f"precision of {entry['label']:8} {value:.3f}  {low:.3f} to {high:.3f}  {corpus}")
    head = (
        "# Written by benchmarks/evaluate.py (make evaluate). Of the machine's marks with this label, the\n"
        "# share that people had marked too (at least one content word in common), with its 95 % interval,\n"
        f"# measured with the model {pipeline.described()} on texts that were also used for tuning:\n"
        "# expect a little less on others.\nv = 1\n\n"
    )
    PRECISION.write_text(head + "\n".join(tables), "utf-8")


def _without(part: Part, kind: str | None) -> Part:
    """Return what was read without the marks of a kind, which the corpus never counts."""
    if kind is None:
        return part
    kept = {
        name: {**line, "spans": [span for span in line["spans"] if span.get("kind") != kind]}
        for name, line in part.predicted.items()
    }
    return Part(part.gold, kept, part.speed)


if __name__ == "__main__":
    sys.exit(main())
