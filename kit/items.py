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

from kit import articles, glossary, item_keys, schemas
from kit.articles import Article, load
from kit.words import words

LESSONS = Path(__file__).parent / "lessons"

INVENTED = "-invented"
"""How the name of a lesson ends on the route on which every text is invented."""

FOR_TEACHERS = ("part", "pair", "problems", "returns", "whole_key", "verdicts")
"""Fields that plan a lesson, or say where the key comes from; a view has no use for them."""


class ItemError(ValueError):
    """An item that cannot be used; the message names the file, the item and what to mend."""


@dataclass(frozen=True)
class Sheet:
    """The questions of one lesson or exercise, by id, in order; ``article`` is the id of its main text."""

    name: str
    title: str
    graded: bool
    questions: dict[str, dict[str, Any]]
    article: str | None = None

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
    """Load a lesson that comes with the kit (``"01-first-read"``), or its route on invented texts alone.

    ``"01-first-read-invented"`` has the same items in the same order; those in
    ``kit/lessons/invented/01-first-read.toml`` take the place of the ones with their ids.
    """
    base = name.removesuffix(INVENTED)
    path, other = LESSONS / f"{base}.toml", LESSONS / "invented" / f"{base}.toml"
    if not path.is_file() or (base != name and not other.is_file()):
        raise ItemError(f"there is no lesson {name!r}; the lessons here are: {', '.join(lessons())}")
    return read(path, {}) if base == name else _sheet(name, _rerouted(_load(path), _load(other)), {})


def lessons() -> list[str]:
    """Return the names of all lessons, each before its route on invented texts."""
    routes = [f"{path.stem}{INVENTED}" for path in (LESSONS / "invented").glob("*.toml")]
    return sorted([*(path.stem for path in LESSONS.glob("*.toml")), *routes])


def plan(name: str) -> dict[str, Any]:
    """Return a lesson's file as its author wrote it: aim, minutes, and each item's part and problems."""
    base = name.removesuffix(INVENTED)
    data = _load(LESSONS / f"{base}.toml")
    return data if base == name else _rerouted(data, _load(LESSONS / "invented" / f"{base}.toml"))


def exercise(folder: Path) -> Sheet:
    """Load an exercise from its folder: ``items.toml`` and the texts beside it. It holds no key."""
    own = {path.parent.name: load(path.parent) for path in sorted(folder.glob("*/article.md"))}
    return read(folder / "items.toml", own)


def read(path: Path, own: dict[str, Article]) -> Sheet:
    """Read a file of items; ``own`` are articles that do not come with the kit, by id."""
    return _sheet(path.name, _load(path), own)


def _load(path: Path) -> dict[str, Any]:
    data = tomllib.loads(path.read_text("utf-8"))
    try:
        schemas.check("items", data)
    except ValueError as error:
        raise ItemError(f"{path.name}: {error}") from error
    if len({item["id"] for item in data["items"]}) != len(data["items"]):
        raise ItemError(f"{path.name}: two items have the same id")
    return data


def _rerouted(base: dict[str, Any], route: dict[str, Any]) -> dict[str, Any]:
    """Return a lesson with the items of a route in the places of those with the same ids."""
    own = {item["id"]: item for item in route["items"]}
    if strange := sorted(set(own) - {item["id"] for item in base["items"]}):
        raise ItemError(f"{route['lesson']}: the lesson has no item {strange[0]!r} that this could replace")
    return {**base, **route, "items": [own.get(item["id"], item) for item in base["items"]]}


def _sheet(shown: str, data: dict[str, Any], own: dict[str, Article]) -> Sheet:
    graded = data.get("graded", False)
    try:
        questions = {item["id"]: _question(data, item, own, graded) for item in data["items"]}
    except ValueError as error:
        raise ItemError(f"{shown}: {error}") from error
    return Sheet(data["lesson"], data["title"], graded, questions, data.get("article"))


def _article(name: str | None, item: dict[str, Any], own: dict[str, Article]) -> Article:
    if name is None:
        raise ItemError(f"{item['id']}: marks need an article")
    return own.get(name) or load(name)


def _card(card: dict[str, Any], name: str | None, verdicts: bool) -> dict[str, Any]:
    """Return a card; one with no text is the card of that id that comes with the article ``name``."""
    if "text" in card:
        return card
    known = articles.cards(name) if name else {}
    if card["id"] not in known:
        raise ItemError(
            f"the card {card['id']!r} has no text, and the article {name!r} has no such card; "
            f"its cards are: {', '.join(known) or 'none'}"
        )
    hidden = ("claim",) if verdicts else ("claim", "verdict", "why")
    return {field: value for field, value in {**known[card["id"]], **card}.items() if field not in hidden}


def _question(
    data: dict[str, Any], item: dict[str, Any], own: dict[str, Article], graded: bool
) -> dict[str, Any]:
    name = item.get("article", data.get("article"))
    if graded and (secret := next(item_keys.secrets(item), None)):
        raise ItemError(f"{item['id']}: a graded item holds no {secret}; it belongs into the key")
    if why := item_keys.mistake(item) or (None if graded else item_keys.missing(item)):
        raise ItemError(f"{item['id']}: {why}")
    kept = {
        field: value
        for field, value in item.items()
        if field not in ("id", "article", "passages", "labels", "key", *FOR_TEACHERS)
    }
    question = {"v": schemas.VERSION, "exercise": data["lesson"], "question": item["id"]}
    question |= {"graded": graded, **kept}
    if "cards" in item:
        question["cards"] = [_card(card, name, item.get("verdicts", False)) for card in item["cards"]]
    if item["kind"] == "order":
        question["shuffle"] = True  # as it stands in the item it may well be the answer
    if item["kind"] != "marks":
        return question
    article = _article(name, item, own)
    passages = [_passage(item["id"], passage, article.text) for passage in item.get("passages", ())] or [
        {"start": 0, "end": len(article.text)}
    ]
    question |= {"article": article.reference, "text": article.text, "passages": passages}
    question["sentences"] = [place for passage in passages for place in sentences(article.text, passage)]
    question["glossary"] = glossary.found(article, passages)
    question |= {"language": article.language} if article.language != "en" else {}
    question["labels"] = _toned([_label(label, item.get("ask_kind", False)) for label in item["labels"]])
    if article.meta.get("invented"):
        question["invented"] = True
    if not graded:
        question["key"] = [
            _key_mark(item["id"], number, mark, article.text, passages)
            for number, mark in enumerate(item.get("key", ()), 1)
        ]
        if item.get("whole_key"):
            question["key"] += _from_key(article.id, question)
    return question


def _from_key(name: str, question: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the marks of a text's key that lie in the passages; the item's own go before them."""
    labels = {label["id"] for label in question["labels"]}
    own = {(mark["start"], mark["end"], mark["label"]) for mark in question["key"]}
    return [
        {**{field: value for field, value in mark.items() if field != "why"}, "id": f"text-{mark['id']}"}
        for mark in articles.key(name)["marks"]
        if mark["label"] in labels and (mark["start"], mark["end"], mark["label"]) not in own
        if any(p["start"] <= mark["start"] and mark["end"] <= p["end"] for p in question["passages"])
    ]


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


def sentences(text: str, passage: dict[str, Any]) -> list[dict[str, int]]:
    """Split a passage into sentences, for marking and for reading them one at a time."""
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
