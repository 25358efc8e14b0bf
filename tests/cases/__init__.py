"""The tables of cases that Python and the browser both run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kit import items

HERE = Path(__file__).parent
HASH = "0" * 64


def check_question() -> dict[str, Any]:
    """The question that every case of check.json answers."""
    table = load("check")
    text = table["text"]
    key = [
        {"id": f"k{number}"} | mark | _place(text, mark["quote"])
        for number, mark in enumerate(table["key"], 1)
    ]
    passages = [{"start": start, "end": end} for start, end in table["passages"]]
    passages[-1]["empty"] = table["empty"]
    question: dict[str, Any] = {
        "v": 1,
        "exercise": "cases",
        "question": "q1",
        "kind": "marks",
        "graded": False,
    }
    return question | {"ask_kind": True, "text": text, "passages": passages, "key": key, "prompt": "Mark."}


def check_record(case: dict[str, Any]) -> dict[str, Any]:
    text = load("check")["text"]
    value = {}
    for number, (quote, label, kind) in enumerate(case["marks"]):
        mark = {"label": label, "quote": quote} | _place(text, quote)
        value[f"m{number}"] = mark | ({"kind": kind} if kind else {})
    return record("marks", {"revision": 1, "saved_at": "2026-01-01T00:00:00.000Z", "value": value})


def record(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """A record, with marks given short: ``{"m1": ["words", 0, 5]}``; verdicts: ``{"v1": [0, 5, true]}``."""
    made: dict[str, Any] = {"v": 1, "exercise": "cases", "question": "q1", "kind": kind, "sheet": "s1"}
    if kind in ("marks", "verdicts"):
        made["article"] = {"id": "cases", "sha256": HASH}
        fields = fields | {"value": {name: _mark(mark) for name, mark in fields["value"].items()}}
    return made | fields


def desk() -> dict[str, dict[str, Any]]:
    """The questions of the tests' desk, by id: one of each kind."""
    return items.exercise(HERE.parent / "browser" / "desk").questions


def field_record(case: dict[str, Any]) -> dict[str, Any]:
    """The record of a case of fields.json."""
    kind = desk()[case["question"]]["kind"]
    made = {"question": case["question"], "exercise": "desk", "revision": 1, "value": case["value"]}
    return record(kind, made | {"saved_at": "2026-01-01T00:00:00.000Z"})


def anchors(case: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, int]], dict[str, Any]]:
    """A case of anchors.json: the old marks, the passages of the new text, and the marks expected there."""
    text = case["text"]
    passages = [{"start": start, "end": end} for start, end in case.get("passages", [[0, len(text)]])]
    value = {
        name: mark and _mark([mark[0], mark[1], mark[1] + len(mark[0])])
        for name, mark in case["marks"].items()
    }
    expected: dict[str, Any] = {}
    for name, start in case["found"].items():
        end = 0 if start is None else start + len(value[name]["quote"])
        expected[name] = None if start is None else _mark([text[start:end], start, end])
    return value, passages, expected


def load(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))


def _mark(mark: Any) -> Any:
    if not isinstance(mark, list):
        return mark
    if isinstance(mark[2], bool):
        return {"start": mark[0], "end": mark[1], "label": "hedge", "agree": mark[2]}
    return {"quote": mark[0], "start": mark[1], "end": mark[2], "label": "source"}


def _place(text: str, quote: str) -> dict[str, int]:
    return {"start": text.index(quote), "end": text.index(quote) + len(quote)}
