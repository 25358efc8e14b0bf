"""A class of thirty made by script: notebooks of a built lesson, answered by students of known habits."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from kit import items, records
from kit.marks import tokens

HOSTILE = "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'>"
"""Markup that a student put wherever a text can stand."""

HABITS = {"perfect": 7, "careful": 8, "suspicious": 5, "everything": 3, "empty": 2}

Question = dict[str, Any]


def key_of(question: Question, *status: str) -> list[dict[str, Any]]:
    return [mark for mark in question["key"] if mark["status"] in status]


def marked(question: Question, habit: str) -> list[dict[str, Any]]:
    """The marks of a student of this habit, by start, end and label."""
    firm, traps = key_of(question, "firm"), key_of(question, "trap")
    if habit == "careful":
        return firm[:1]
    if habit == "suspicious":
        return firm + key_of(question, "borderline") + traps
    if habit == "everything":
        spans = [
            (start, end)
            for start, end in tokens(question["text"])
            if any(p["start"] <= start and end <= p["end"] for p in question["passages"])
        ]
        label = question["labels"][0]["id"]
        return [{"start": start, "end": end, "label": label} for start, end in spans]
    return firm


def value_of(question: Question, habit: str, student: str) -> Any:
    """What a student of this habit answers; None for nothing."""
    kind, right = question["kind"], habit in ("perfect", "careful")
    if kind == "marks":
        found = marked(question, habit)
        return {
            f"{student}{n}": {name: mark[name] for name in ("start", "end", "label")}
            | {"quote": question["text"][mark["start"] : mark["end"]]}
            for n, mark in enumerate(found)
        }
    if kind == "choice":
        return [option["id"] for option in question["options"] if bool(option.get("right")) == right][:1]
    if kind == "order":
        return question["order"] if right else question["order"][::-1]
    if kind == "match":
        cards = [card["id"] for card in question["cards"]]
        return {claim["id"]: claim["right"] if right else cards[0] for claim in question["claims"]}
    if kind == "number":
        return question["answer"] + (0 if right else 1)
    return f"{student} would ask who says so."


def record(lesson: str, question: Question, value: Any, sheet: str, minute: int = 0) -> dict[str, Any]:
    blank = records.blank(lesson, question["question"], question["kind"], question.get("article"))
    sure = {"confidence": 6} if question.get("confidence") else {}
    saved = f"2026-03-02T09:{minute:02}:00.000Z"
    return blank | {"value": value, "sheet": sheet, "revision": 3, "saved_at": saved} | sure


def answered(built: dict[str, Any], lesson: str, habit: str, student: str, minute: int = 0) -> dict[str, Any]:
    """A copy of a built notebook with the answers of one student, where the keeper puts them."""
    notebook = copy.deepcopy(built)
    if habit == "empty":
        return notebook
    for question in items.lesson(lesson).questions.values():
        value = value_of(question, habit, student)
        put(notebook, record(lesson, question, value, f"sheet{student}", minute))
    return notebook


def put(notebook: dict[str, Any], answer: dict[str, Any]) -> None:
    name = answer["question"]
    notebook["metadata"].setdefault(records.NAMESPACE, {})[name] = answer
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            view = output.get("data", {}).get(records.QUESTION_MIME)
            if view and view["question"]["question"] == name:
                view["answer"] = answer
                cell["metadata"][records.NAMESPACE] = {name: answer}


def students() -> dict[str, str]:
    """Every student of known habit: a name and the habit."""
    habits = [habit for habit, count in HABITS.items() for _ in range(count)]
    return {f"{chr(65 + n)}da Brill": habit for n, habit in enumerate(habits)}


def thirty(folder: Path, built: dict[str, Any], other: dict[str, Any]) -> list[Path]:
    """Write thirty files: 25 students of known habits; attack, double, twin, another lesson and a wreck."""
    lesson = "03-sources"
    class_ = {
        f"{name} {lesson}": answered(built, lesson, habit, f"s{n}", 30)
        for n, (name, habit) in enumerate(students().items())
    }
    first = "Ada Brill"
    older = answered(built, lesson, "empty", "s0")
    put(older, record(lesson, items.lesson(lesson).question("q3"), ["old"], "sheets0", 5))
    class_[f"{first} {lesson} (1)"] = older
    class_[f"Zoe Twin {lesson}"] = answered(
        built, lesson, "perfect", "s1", 40
    )  # the sheet of the second student
    class_[f"Yan {HOSTILE.replace('/', '|')} {lesson}"] = attack(built, lesson)
    class_["Otto Other 02-claims"] = answered(other, "02-claims", "perfect", "s90")
    for name, notebook in class_.items():
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook), "utf-8")
    wreck = folder / f"Wanda Wreck {lesson}.ipynb"
    wreck.write_text(json.dumps(built)[:5000], "utf-8")
    return sorted(folder.iterdir())


def attack(built: dict[str, Any], lesson: str) -> dict[str, Any]:
    """Markup in every text, marks outside of the text, another text's marks, names that are not data."""
    notebook = json.loads(json.dumps(built))
    notebook["metadata"]["title"] = HOSTILE
    questions = items.lesson(lesson).questions
    put(notebook, record(lesson, questions["q10"], HOSTILE, "sheetx", 31))
    put(notebook, record(lesson, questions["q3"], [HOSTILE, "__proto__", "constructor"], "sheetx", 31))
    put(notebook, record(lesson, questions["q5"], {"__proto__": HOSTILE, HOSTILE: HOSTILE}, "sheetx", 31))
    text = questions["q1"]["text"]
    odd = {
        "outside": {"start": 10_000_000, "end": 10_000_005, "label": "source", "quote": HOSTILE},
        "false": {"start": 0, "end": 8, "label": "source", "quote": HOSTILE},
        "label": {"start": 0, "end": 8, "label": HOSTILE, "quote": text[:8]},
    }
    put(notebook, record(lesson, questions["q1"], odd, "sheetx", 31))
    moved = record(lesson, questions["q2"], {}, "sheetx", 31)
    moved["article"] = {"id": HOSTILE, "sha256": "0" * 64}
    moved["value"] = {"m": {"start": 0, "end": 3, "label": "source", "quote": HOSTILE}}
    put(notebook, moved)
    notebook["metadata"][records.NAMESPACE]["q4"] = {"v": 1, "question": "q4", "value": HOSTILE}
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            view = output.get("data", {}).get(records.QUESTION_MIME)
            if view:
                view["question"] = {
                    name: HOSTILE if name in ("prompt", "text") else value
                    for name, value in view["question"].items()
                }
    return notebook
