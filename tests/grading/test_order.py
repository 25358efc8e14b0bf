"""Who reads better earns more: six students, graded in every exercise, come out in the expected order."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from statistics import fmean
from typing import Any

from kit.grading.exercise import Exercise, Question
from kit.grading.grade import grade
from kit.grading.reader import parse
from kit.marks import tokens

from . import students

Answers = dict[str, Any]


def typical(exercise: Exercise) -> Answers:
    """Finds seven things in ten, falls into one trap in four, and answers two questions in three."""
    answers = students.right(exercise)
    for number, (name, question) in enumerate(exercise.questions.items()):
        if question.kind == "marks":
            found = [mark for at, mark in enumerate(students.key_marks(question)) if at % 10 not in (2, 5, 8)]
            answers[name] = found + students.key_marks(question, "trap")[::4]
        elif question.kind != "text" and number % 3 == 2:
            answers[name] = other(question, Random(number))
    return answers


def suspicious(exercise: Exercise) -> Answers:
    """Marks whatever could be marked, traps and all, and gets the questions on trust wrong."""
    answers = students.right(exercise)
    for number, (name, question) in enumerate(exercise.questions.items()):
        if question.kind == "marks":
            answers[name] = [*students.key_marks(question), *students.key_marks(question, "trap")]
        elif question.kind != "text" and number % 2:
            answers[name] = other(question, Random(number))
    return answers


def everything_marking(exercise: Exercise) -> Answers:
    """Marks every word, and takes the first of all options."""
    answers = {}
    for name, question in exercise.questions.items():
        if question.kind == "marks":
            label = question.item["labels"][0]["id"]
            answers[name] = [
                students.at(question, *span, None, label) for span in tokens(question.item["text"])
            ]
        elif question.kind == "choice":
            answers[name] = [question.item["options"][0]["id"]]
    return answers


def random(exercise: Exercise, seed: int = 0) -> Answers:
    """Marks a dozen places without looking, and chooses by dice."""
    draw, answers = Random(seed), {}
    for name, question in exercise.questions.items():
        if question.kind == "marks":
            words = tokens(question.item["text"])
            labels = [(label["id"], kind["id"]) for label in question.item["labels"] for kind in kinds(label)]
            answers[name] = []
            for _ in range(12):
                first = draw.randrange(len(words) - 3)
                label, kind = draw.choice(labels)
                end = words[first + draw.randrange(3)][1]
                answers[name].append(students.at(question, words[first][0], end, kind, label))
        elif question.kind != "text":
            answers[name] = other(question, draw, anything=True)
    return answers


def kinds(label: dict[str, Any]) -> list[dict[str, Any]]:
    return label.get("kinds") or [{"id": None}]


def other(question: Question, draw: Random, anything: bool = False) -> Any:
    """Return an answer to a question that is no mark: a wrong one, or just any."""
    item, key = question.item, question.key
    right = key["right"] if question.kind == "choice" else ()
    if question.kind == "choice":
        return [draw.choice([one["id"] for one in item["options"] if anything or one["id"] not in right])]
    if question.kind == "order":
        ids = [one["id"] for one in item["options"]]
        return draw.sample(ids, len(ids)) if anything else key["order"][::-1]
    if question.kind == "match":
        cards = [*(card["id"] for card in item["cards"]), *(["none"] if item.get("none") else [])]
        right = {claim["id"]: claim["right"] for claim in key["claims"]}
        return {
            claim: draw.choice([card for card in cards if anything or card != fits])
            for claim, fits in right.items()
        }
    if question.kind == "date":
        steps = [step["id"] for step in item["steps"]]
        wrong = [step for step in steps if anything or step not in key["accept"].values()]
        step = draw.choice(wrong or steps)
        clue = next((one["id"] for one in item.get("clues", ())), "")
        return {"from": step, "to": step, "clue": clue}
    if question.kind == "evidence":
        cards = [card["id"] for card in item["cards"]]
        return {
            "opened": [draw.choice([one for one in cards if anything or one not in key["needed"]] or cards)]
        }
    if question.kind == "value":
        return draw.randrange(9) if anything else "no idea"
    if question.kind == "number":
        return float(draw.randrange(9)) if anything else key["answer"] + 1000
    raise AssertionError(question.kind)


def share(exercise: Exercise, answers: Answers) -> float:
    """Return the share of the points that the grader gives by itself."""
    notebook = students.answered(exercise, answers)
    result = grade(exercise, parse(json.dumps(notebook).encode()).notebook, "ann")
    assert not [problem for problem in result.all_problems if problem.person]
    graded = [one for one in result.graded if one.question.kind != "text"]
    return sum(one.auto or 0 for one in graded) / sum(one.question.points for one in graded)


def test_who_reads_better_earns_more(shipped: Exercise) -> None:
    asked: dict[str, Callable[[Exercise], Answers]] = {
        "perfect": students.right,
        "typical": typical,
        "suspicious": suspicious,
        "everything": everything_marking,
        "empty": lambda _: {},
    }
    shares = {name: share(shipped, answers(shipped)) for name, answers in asked.items()}
    shares["random"] = fmean(share(shipped, random(shipped, seed)) for seed in range(20))
    assert shares["perfect"] == 1
    assert shares["empty"] == 0
    assert 0.5 < shares["typical"] < 0.95
    assert shares["typical"] > shares["suspicious"] > shares["everything"]
    assert shares["suspicious"] > shares["random"] > shares["empty"]
    assert shares["everything"] < 0.35
    assert shares["random"] < 0.35
