"""A language made by a machine: every text of en.json longer, and with no plain English letter left."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

from kit import words

LANGUAGE = "en-XA"
ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒĝĥíĵķĺɱñóþǫŕšťúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĹṀÑÓÞǪŔŠŤÚṼŴẊÝŽ",
)
PLACEHOLDER = re.compile(r"(\{\w+\})")
ENGLISH = re.compile(r"[A-Za-z]{2,}")


def text(english: str) -> str:
    """A text accented and half as long again; what stands in braces is kept."""
    if len(english) == 1:
        return english  # a key of the keyboard
    parts = [
        part if PLACEHOLDER.fullmatch(part) else part.translate(ACCENTED)
        for part in PLACEHOLDER.split(english)
    ]
    return "".join(parts) + " ñéẃ" * (len(english) // 8)


def every_text(entry: Any) -> Any:
    """Every text of some data, accented; names (of entries, of ids) are kept."""
    if isinstance(entry, dict):
        return {
            name: inner if name in ("id", "language", "letter") else every_text(inner)
            for name, inner in entry.items()
        }
    if isinstance(entry, list):
        return [every_text(inner) for inner in entry]
    return text(entry) if isinstance(entry, str) else entry


def english() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((words.FOLDER / "en.json").read_text("utf-8"))
    return data


def folder(path: Path) -> Path:
    """A folder of words with English and the made language, in ``path``."""
    own: dict[str, Any] = every_text(english()) | {"language": LANGUAGE}
    for name, data in (("en", english()), (LANGUAGE, own)):
        (path / f"{name}.json").write_text(json.dumps(data), "utf-8")
    return path


def english_in(shown: str) -> list[str]:
    """The words of a text that are plain English letters."""
    return ENGLISH.findall(shown)


TEXT = every_text(
    "**Bridge may close.** Officials said on Monday that the old bridge is unsafe.\nNo report was shown."
)
BASE = {"v": 1, "exercise": "e1", "graded": False}
SOURCE = {
    "id": "source",
    "name": "Source",
    "letter": "s",
    "codebook": True,
    "kinds": [{"id": "person", "name": "A person"}],
}
OPTIONS = [{"id": "a1", "text": text("Yes"), "right": True, "feedback": text("Right, it is in the text.")}]
OPTIONS += [{"id": "b1", "text": text("No, it is not"), "feedback": text("Look again.")}]
GLOSSARY = [{"forms": [TEXT[60:66]], "means": text("a way over water"), "places": [{"start": 60, "end": 66}]}]
SENTENCES = [{"start": 2, "end": 60}, {"start": 60, "end": len(TEXT)}]
KEY = [
    {
        "id": "k1",
        "start": 22,
        "end": 31,
        "quote": TEXT[22:31],
        "label": "source",
        "kind": "person",
        "status": "firm",
    }
]
CARDS = [
    {"id": f"d{n}", "title": text("A report"), "publisher": text("The town"), "date": text("In May")}
    | {"text": text("The bridge is safe."), "verdict": text("It says so.")}
    for n in (1, 2)
]
QUESTIONS: dict[str, dict[str, Any]] = {
    "marks": {
        "passages": [{"start": 0, "end": 60}, {"start": 60, "end": len(TEXT)}],
        "labels": [SOURCE, {"id": "own", "name": text("One of ours"), "letter": "o"}],
        "text": TEXT,
        "glossary": GLOSSARY,
        "sentences": SENTENCES,
        "article": {"id": "t1", "sha256": "0" * 64},
        "ask_kind": True,
        "at_most": 3,
        "confidence": True,
        "key": [KEY[0] | {"feedback": text("They are named.")}],
    },
    "choice": {"options": OPTIONS, "confidence": True},
    "order": {"options": OPTIONS, "order": ["a1", "b1"], "shuffle": True},
    "match": {
        "claims": [{"id": "c1", "text": text("The bridge is old."), "right": "d1"}],
        "cards": CARDS,
        "none": True,
    },
    "number": {"unit": text("metres"), "answer": 3},
    "date": {
        "steps": [{"id": f"s{n}", "text": text(f"Week {n}"), "note": text("A storm")} for n in (1, 2, 3)],
        "accept": {"from": "s1", "to": "s2"},
        "clues": OPTIONS,
    },
    "evidence": {"cards": CARDS, "needed": ["d1", "d2"]},
    "ratings": {"options": [{**OPTIONS[0], "headline": text("A headline")}, *OPTIONS[1:]]},
    "text": {"words": [20, 70], "starters": [text("One reason is")], "sample": text("One could say this.")},
    "value": {},
    "verdicts": {
        "article": {"id": "t1", "sha256": "0" * 64},
        "title": text("Bridge"),
        "text": TEXT,
        "glossary": GLOSSARY,
        "sentences": SENTENCES,
        "labels": ["source"],
        "marks": [
            {"id": "m1", "start": 22, "end": 31, "label": "source", "kind": "person", "rule": "r1"}
            | {"reason": text("It says so.")}
        ],
        "precision": {"source": 0.8},
        "groups": {},
        "works": {"r1": [text("A work")]},
        "measured_on": {"source": text("Some texts")},
    },
}
"""One question of each kind, whose own texts are in the made language, too."""
ANSWERS: dict[str, Any] = {
    "marks": {
        "m1": {"start": 22, "end": 31, "label": "source", "kind": "person", "quote": TEXT[22:31]},
        "m2": {"start": 37, "end": 43, "label": "own", "quote": TEXT[37:43]},
        "m3": {"start": 22, "end": 50, "label": "own", "quote": TEXT[22:50]},
    },
    "choice": ["b1"],
    "order": ["b1", "a1"],
    "match": {"c1": "d2"},
    "number": 3.5,
    "date": {"from": "s2", "to": "s3", "clue": "b1"},
    "evidence": {"opened": ["d1"], "sure_after": 1},
    "ratings": {"a1": 2},
    "text": text("No one is named.\nSo I would ask."),
    "value": 3.5,
    "verdicts": {
        "v1": {"start": 22, "end": 31, "label": "source", "agree": False, "reason": text("No one said it.")}
    },
}
READING = {
    "v": 1,
    "article": {"id": "t1", "sha256": "0" * 64},
    "title": text("Bridge"),
    "text": TEXT,
    "glossary": GLOSSARY,
    "labels": ["source"],
}
READING |= {
    "marks": [
        {
            "start": 22,
            "end": 31,
            "label": "source",
            "kind": "person",
            "rule": "r1",
            "reason": text("It says so."),
        }
    ]
}
READING |= {"precision": {"source": 0.8}, "works": {"r1": [text("A work")]}}


def question(kind: str, **more: Any) -> dict[str, Any]:
    own = copy.deepcopy(QUESTIONS[kind])
    return BASE | {"question": "q1", "kind": kind, "prompt": text("What do you see?"), **own, **more}


def answer(kind: str) -> dict[str, Any]:
    made = {"v": 1, "exercise": "e1", "question": "q1", "kind": kind, "value": ANSWERS[kind], "confidence": 4}
    made |= {"sheet": "s1", "revision": 2, "saved_at": "2026-01-01T00:00:00.000Z"}
    return made | ({"article": QUESTIONS[kind]["article"]} if "article" in QUESTIONS[kind] else {})
