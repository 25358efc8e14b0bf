"""Items: the prompts, options, keys and feedback of a lesson or an exercise, read from TOML.

A lesson writer names words of the article (``quote``, and ``nth`` where they stand there more than once);
offsets are worked out here, once. What comes out is a *question*: all that a view needs to draw it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from kit import item_keys, schemas
from kit.articles import Article, load
from kit.words import words

LESSONS = Path(__file__).parent / "lessons"


class ItemError(ValueError):
    """An item that cannot be used; the message names the file, the item and what to mend."""


@dataclass(frozen=True)
class Sheet:
    """The questions of one lesson or exercise, by id, in order."""

    name: str
    title: str
    graded: bool
    questions: dict[str, dict[str, Any]]

    def question(self, name: str, kind: str | None = None) -> dict[str, Any]:
        """Return a question; raises ``ItemError`` for an unknown id or another kind than asked for."""
        if name not in self.questions:
            raise ItemError(
                f"{self.name} has no question {name!r}; its questions are: {', '.join(self.questions)}"
            )
        question = self.questions[name]
        if kind is not None and question["kind"] != kind:
            raise ItemError(f"{name} of {self.name} is a question of kind {question['kind']}, not {kind}")
        return question


def lesson(name: str) -> Sheet:
    """Load a lesson that comes with the kit (``"01-first-read"``)."""
    path = LESSONS / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(found.stem for found in LESSONS.glob("*.toml")))
        raise ItemError(f"there is no lesson {name!r}; the lessons here are: {known}")
    return read(path, {})


def exercise(folder: Path) -> Sheet:
    """Load an exercise from its folder: ``items.toml`` and the texts beside it. It holds no key."""
    own = {path.parent.name: load(path.parent) for path in sorted(folder.glob("*/article.md"))}
    return read(folder / "items.toml", own)


def read(path: Path, own: dict[str, Article]) -> Sheet:
    """Read a file of items; ``own`` are articles that do not come with the kit, by id."""
    data = tomllib.loads(path.read_text("utf-8"))
    try:
        schemas.check("items", data)
        graded = data.get("graded", False)
        questions = {
            item["id"]: _question(data["lesson"], item, _article(data, item, own), graded)
            for item in data["items"]
        }
    except ValueError as error:
        raise ItemError(f"{path.name}: {error}") from error
    if len(questions) != len(data["items"]):
        raise ItemError(f"{path.name}: two items have the same id")
    return Sheet(data["lesson"], data["title"], graded, questions)


def _article(data: dict[str, Any], item: dict[str, Any], own: dict[str, Article]) -> Article | None:
    name = item.get("article", data.get("article"))
    if name is None or item["kind"] != "marks":
        return None
    return own.get(name) or load(name)


def _question(exercise: str, item: dict[str, Any], article: Article | None, graded: bool) -> dict[str, Any]:
    if graded and (secret := next(item_keys.secrets(item), None)):
        raise ItemError(f"{item['id']}: a graded item holds no {secret}; it belongs into the key")
    if why := item_keys.mistake(item) or (None if graded else item_keys.missing(item)):
        raise ItemError(f"{item['id']}: {why}")
    kept = {
        field: value
        for field, value in item.items()
        if field not in ("id", "article", "passages", "labels", "key")
    }
    question = {"v": schemas.VERSION, "exercise": exercise, "question": item["id"], "graded": graded, **kept}
    if item["kind"] == "order":
        question["shuffle"] = True  # as it stands in the item it may well be the answer
    if item["kind"] != "marks":
        return question
    if article is None:
        raise ItemError(f"{item['id']}: marks need an article")
    passages = [_passage(item["id"], passage, article.text) for passage in item.get("passages", ())] or [
        {"start": 0, "end": len(article.text)}
    ]
    question |= {"article": article.reference, "text": article.text, "passages": passages}
    question["sentences"] = [place for passage in passages for place in _sentences(article.text, passage)]
    question["labels"] = _toned([_label(label, item.get("ask_kind", False)) for label in item["labels"]])
    if not graded:
        question["key"] = [
            _key_mark(item["id"], number, mark, article.text, passages)
            for number, mark in enumerate(item.get("key", ()), 1)
        ]
    return question


def _passage(item: str, passage: dict[str, Any], text: str) -> dict[str, Any]:
    start = text.find(passage["from"])
    end = text.find(passage["to"], max(start, 0))
    if start < 0 or end < 0:
        missing = passage["from"] if start < 0 else passage["to"]
        raise ItemError(f"{item}: the article does not hold {missing!r}")
    place = {"start": start, "end": end + len(passage["to"])}
    return {**place, "empty": passage["empty"]} if "empty" in passage else place


def _label(label: str | dict[str, Any], ask_kind: bool) -> dict[str, Any]:
    if isinstance(label, dict):
        return label
    known = words()["labels"][label]
    kinds = [{"id": name, "name": shown} for name, shown in known.get("kinds", {}).items()]
    named = {"id": label, "name": known["name"], "letter": known["letter"], "codebook": True}
    return {**named, "kinds": kinds} if ask_kind else named


def _toned(labels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each label its tone: the codebook's have one everywhere, a lesson's own take what is left."""
    known = list(words()["labels"])
    tones = [known.index(label["id"]) if label.get("codebook") else None for label in labels]
    free = iter(sorted(set(range(len(known) + len(labels))) - set(tones)))
    return [
        {**label, "tone": next(free) if tone is None else tone}
        for label, tone in zip(labels, tones, strict=True)
    ]


def _key_mark(
    item: str, number: int, mark: dict[str, Any], text: str, passages: list[dict[str, Any]]
) -> dict[str, Any]:
    places = [
        start
        for passage in passages
        for start in _places(text, mark["quote"], passage["start"], passage["end"])
    ]
    nth = mark.get("nth", 1)
    if len(places) < nth or (len(places) > 1 and "nth" not in mark):
        raise ItemError(
            f"{item}: {mark['quote']!r} stands {len(places)} times in the passages; say which with nth"
        )
    start = places[nth - 1]
    rest = {field: value for field, value in mark.items() if field != "nth"}
    return {"id": f"k{number}", "start": start, "end": start + len(mark["quote"]), **rest}


SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b[A-Z]\.[A-Z])[.!?][”\"’')\]]*(?=\s+[“\"‘'(\[]*[A-Z0-9])|\*{0,2}\n"
)
"""Where a sentence ends: a full stop that ends no initials and has a capital after it, or the line's end."""


def _sentences(text: str, passage: dict[str, Any]) -> list[dict[str, int]]:
    """Split a passage into sentences, for questions in which whole sentences are marked."""
    start, stop = passage["start"], passage["end"]
    ends = [match.end() for match in SENTENCE_END.finditer(text, start, stop)]
    edges = [start, *ends, stop]
    found = []
    for here, there in pairwise(edges):
        words = text[here:there]
        begin = here + len(words) - len(words.lstrip("* \n"))
        end = there - (len(words) - len(words.rstrip("* \n")))
        if begin < end:
            found.append({"start": begin, "end": end})
    return found


def _places(text: str, quote: str, start: int, end: int) -> list[int]:
    """Return where ``quote`` stands as whole words between two offsets."""
    found, at = [], text.find(quote, start, end)
    while at >= 0:
        before, after = text[max(at - 1, 0) : at], text[at + len(quote) : at + len(quote) + 1]
        if not (before.isalnum() and quote[0].isalnum()) and not (after.isalnum() and quote[-1].isalnum()):
            found.append(at)
        at = text.find(quote, at + 1, end)
    return found
