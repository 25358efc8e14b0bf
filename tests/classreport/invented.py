"""An invented class: notebooks as students hand them in, graded into a folder by ``kit grade``."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from kit import cli
from kit.grading.exercise import Exercise, Question
from tests.grading import students

COURSE = Path(__file__).parents[2] / "exercises"
WORDS = ("report", "letter", "office", "photo", "bridge", "witness", "number", "paper", "survey", "compare")


def answers(loaded: Exercise, draw: Random) -> dict[str, Any]:
    """One honest student's answers: some found with other borders, some missed, some wrong, some blank."""
    skill, found = draw.gauss(0.6, 0.15), dict[str, Any]()
    for name, question in loaded.questions.items():
        if draw.random() < 0.05:
            continue
        if question.kind == "marks":
            found[name] = marks(question, skill, draw)
        elif question.kind == "choice":
            right = question.key["right"]
            found[name] = right if draw.random() < skill else [draw.choice(question.item["options"])["id"]]
        elif question.kind == "value":
            found[name] = question.key["value"] if draw.random() < skill else draw.randrange(20)
        elif question.kind == "text":
            found[name] = " ".join(draw.choices(WORDS, k=30))
    return found


def marks(question: Question, skill: float, draw: Random) -> list[Any]:
    made = []
    for key in question.key:
        if draw.random() < (skill if key["status"] == "firm" else 0.25):
            made.append(_near(question, key, draw))
    tokens = [
        word for word in range(len(question.item["text"])) if question.item["text"][word - 1 : word] == " "
    ]
    for _ in range(draw.randrange(4)):
        start = draw.choice(tokens)
        end = min(start + draw.randrange(4, 40), len(question.item["text"]))
        made.append(students.at(question, start, end, kind_of(question, draw), label_of(question, draw)))
    unique = {(mark["start"], mark["end"], mark["label"]): mark for mark in made}
    return [{**mark, "confidence": draw.randint(2, 6)} for mark in unique.values()]


def _near(question: Question, key: Any, draw: Random) -> Any:
    """Mark what the key has, three times in ten with one more word on a side."""
    text, start, end = question.item["text"], key["start"], key["end"]
    if draw.random() < 0.3:
        start = max(text.rfind(" ", 0, max(start - 1, 0)) + 1, 0)
    if draw.random() < 0.3:
        end = min(n for n in (text.find(" ", end + 1), len(text)) if n > 0)
    return students.at(question, start, end, key.get("kind"), key["label"])


def kind_of(question: Question, draw: Random) -> str | None:
    kinds = question.item["labels"][0].get("kinds", ())
    return draw.choice(kinds)["id"] if kinds else None


def label_of(question: Question, draw: Random) -> str:
    return str(draw.choice(question.item["labels"])["id"])


def notebook(loaded: Exercise, given: dict[str, Any], sheet: str, draw: Random) -> Any:
    made = students.answered(loaded, given, sheet)
    for name, question in loaded.questions.items():
        if question.item.get("confidence") and name in given:
            record = students.record(question, given[name], sheet, confidence=draw.randint(1, 6))
            students.put(made, record)
    return made


def handed_in(
    folder: Path, loaded: Exercise, number: int, copies: dict[int, int] | None = None, seed: int = 5
) -> Path:
    """Write the notebooks of a class. ``copies`` says who copied from whom, into a file of their own."""
    for n in range(number):
        draw = Random(seed * 100_000 + (copies or {}).get(n, n))
        path = folder / f"s{n:05}" / f"{loaded.name}.ipynb"
        path.parent.mkdir(parents=True)
        made = notebook(loaded, answers(loaded, draw), f"sheet{n:06}", draw)
        path.write_bytes(students.data(made))
    return folder


def graded(out: Path, place: Path, name: str, *more: str) -> None:
    """Grade a class into a folder, by the command."""
    call = ["grade", name, str(place), "--course", str(COURSE), "--out", str(out), "--no-gradebook", *more]
    assert cli.main(call) in (0, 1)
