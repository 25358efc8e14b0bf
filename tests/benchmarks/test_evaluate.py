import json
import tomllib
from types import SimpleNamespace

import pytest

from benchmarks import evaluate

PLAN = tomllib.loads((evaluate.HERE / "sets.toml").read_text("utf-8"))
LINE = {"id": "a", "spans": [], "label": 1, "factual": 0, "score": 0.7}


def prf(hits, predicted, gold):
    p, r = hits / max(1, predicted), hits / max(1, gold)
    return {"P": p, "R": r, "F1": 2 * p * r / (p + r) if p + r else 0.0}


SCORE = SimpleNamespace(
    prf=prf,
    avg_prec=lambda pairs: 0.5,
    sent_pred=lambda document, prediction, label: [(document["label"], prediction["label"], None)],
)


@pytest.mark.parametrize(("decision", "label"), [("label", 1), ("factual", 0)])
def test_the_decision_that_counts_on_a_set_is_its_label(decision, label):
    assert evaluate.decided(LINE, {"decision": decision})["label"] == label


def test_without_a_decision_the_spans_decide():
    assert "label" not in evaluate.decided(LINE, {})


def test_an_interval_holds_its_figure_and_is_the_same_each_time():
    gold = [{"id": str(i), "label": i % 2} for i in range(60)]
    predicted = {str(i): {**LINE, "id": str(i), "label": int(i % 3 == 0)} for i in range(60)}
    counts = evaluate.Counts(
        evaluate.Part(gold, predicted, 1.0), {"task": "sent", "decision": "label"}, SCORE
    )
    value, low, high = counts.interval("sentence", "F1")
    assert value == prf(10, 20, 30)["F1"]
    assert low < value < high
    assert counts.interval("sentence", "F1") == (value, low, high)


def test_a_folder_without_the_scorer_is_an_error(tmp_path, capsys):
    assert evaluate.main([str(tmp_path)]) == 1
    assert "score.py" in capsys.readouterr().err


def test_every_label_with_a_precision_names_a_set_that_is_measured():
    files = {wanted["file"] for wanted in PLAN["set"]}
    assert {entry["file"] for entry in PLAN["precision"]} <= files


def test_a_set_is_read_through_the_command(tmp_path):
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "The plan may fail.", "label": 1}), "utf-8")
    score = SimpleNamespace(
        load=lambda file: [json.loads(line) for line in file.read_text("utf-8").splitlines()],
        TOK=SimpleNamespace(findall=str.split),
    )
    part = evaluate.read(path, score, "codebook")
    assert [span["label"] for span in part.predicted["a"]["spans"] if span["label"] == "hedge"] == ["hedge"]
    assert part.speed > 0
