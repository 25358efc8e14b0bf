"""Make notebooks as students hand them in: the release, with records where the keeper puts them."""

from __future__ import annotations

import copy
import json
from typing import Any

from kit import records
from kit.grading.exercise import Exercise, Question, nbgrader_of

Notebook = dict[str, Any]
SHEET = "sheet0001"


def mark(question: Question, quote: str, kind: str | None = None, label: str = "source", nth: int = 1) -> Any:
    """Mark the words ``quote`` where they stand in the text for the ``nth`` time."""
    text, start = question.item["text"], -1
    for _ in range(nth):
        start = text.index(quote, start + 1)
    made = {"start": start, "end": start + len(quote), "label": label, "quote": quote}
    return {**made, "kind": kind} if kind else made


def at(question: Question, start: int, end: int, kind: str | None = None, label: str = "source") -> Any:
    made = {"start": start, "end": end, "label": label, "quote": question.item["text"][start:end]}
    return {**made, "kind": kind} if kind else made


def key_marks(question: Question, status: str = "firm") -> list[Any]:
    return [
        at(question, k["start"], k["end"], k.get("kind"), k["label"])
        for k in question.key
        if k["status"] == status
    ]


def record(question: Question, value: Any, sheet: str = SHEET, revision: int = 1, **more: Any) -> Any:
    if question.kind == "marks" and isinstance(value, list):
        value = {f"m{number}-{sheet}": made for number, made in enumerate(value)}
    blank = records.blank(question.item["exercise"], question.id, question.kind, question.item.get("article"))
    saved = {
        "value": value,
        "sheet": sheet,
        "revision": revision,
        "saved_at": f"2026-11-0{revision}T10:00:00.000Z",
    }
    return {**blank, **saved, **more}


def blank(exercise: Exercise) -> Notebook:
    return copy.deepcopy(exercise.notebook)


def cell_of(notebook: Notebook, grade_id: str) -> Any:
    return next(cell for cell in notebook["cells"] if nbgrader_of(cell).get("grade_id") == grade_id)


def widget_of(notebook: Notebook, question: str) -> Any:
    return next(cell for cell in notebook["cells"] if f'"{question}"' in "".join(cell["source"]))


def put(notebook: Notebook, made: Any, question: str | None = None) -> None:
    """Put a record into its cell's metadata, the notebook's metadata and the output, as the keeper does."""
    name = question or made["question"]
    cell = widget_of(notebook, name)
    for metadata in (cell["metadata"], notebook["metadata"]):
        metadata.setdefault(records.NAMESPACE, {})[name] = made
    data = {records.QUESTION_MIME: {"question": {"question": name}, "answer": made}, "text/plain": "…"}
    cell["outputs"] = [{"output_type": "display_data", "data": data, "metadata": {}}]


def answered(exercise: Exercise, answers: dict[str, Any], sheet: str = SHEET) -> Notebook:
    """Return a notebook with these answers, by question; a written answer is put into its cell."""
    notebook = blank(exercise)
    for name, value in answers.items():
        question = exercise.questions[name]
        if question.kind == "text":
            cell_of(notebook, name)["source"] = value
        else:
            put(notebook, record(question, value, sheet))
    return notebook


def right(exercise: Exercise) -> dict[str, Any]:
    """Return the right answer to every question, from the key."""
    found: dict[str, Any] = {}
    for name, question in exercise.questions.items():
        if question.kind == "marks":
            found[name] = key_marks(question)
        elif question.kind == "choice":
            found[name] = question.key["right"]
        elif question.kind == "value":
            found[name] = question.key["value"]
        elif question.kind == "order":
            found[name] = question.key["order"]
        elif question.kind == "match":
            found[name] = {claim["id"]: claim["right"] for claim in question.key["claims"]}
        elif question.kind == "number":
            found[name] = question.key["answer"]
        elif question.kind == "date":
            clue = next((one["id"] for one in question.key.get("clues", ()) if one.get("right")), "")
            span = question.key["accept"]
            found[name] = {"from": span["from"], "to": span["to"], "clue": clue}
        elif question.kind == "evidence":
            found[name] = {"opened": question.key["needed"]}
        elif question.kind == "ratings":
            found[name] = {option["id"]: 4 for option in question.item["options"]}
        else:
            found[name] = "Nordbau built the bridge, so it may know the sum; but it also wants the order."
    return found


def perfect(exercise: Exercise, sheet: str = SHEET) -> Notebook:
    return answered(exercise, right(exercise), sheet)


def data(notebook: Notebook) -> bytes:
    return json.dumps(notebook).encode()
