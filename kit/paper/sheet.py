"""The student's sheet: the parts of a lesson as blocks that the page draws, from title to last question.

A block is a dict with its ``type``: prose, text, question, beside, table, chart. No key goes into one that
the student's page draws.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kit import articles, glossary, item_keys, items, routes
from kit.articles import Article
from kit.feedback_fields import letter_of
from kit.paper import cells, machine, passages, prose
from kit.words import fill, words

Block = dict[str, Any]


@dataclass
class Sheet:
    """A lesson on paper: its ``blocks`` in order, and the questions in the order of their numbers."""

    lesson: str
    route: str
    title: str
    aim: str
    minutes: int
    blocks: list[Block] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    real: bool = False
    """Whether a text is printed that is not the project's own."""


def sheet(path: Path, route: str = routes.REAL) -> Sheet:
    """Return the sheet of the notebook at ``path`` on a route."""
    plan = items.plan(cells.name_on(route, path.stem))
    made = Sheet(path.stem, route, plan["title"], plan.get("aim", ""), plan.get("minutes", 0))
    parts = {item["id"]: item.get("part", "core") for item in plan["items"]}
    pairs = {item["id"] for item in plan["items"] if item.get("pair")}
    made.blocks = _after_stop(list(_Writer(made, plan.get("article"), parts, pairs).blocks(path)))
    return made


def shuffled(lesson: str, question: dict[str, Any]) -> dict[str, Any]:
    """Return a question with its options or cards in an order of their own, the same on every sheet.

    As they stand in the item the right one may well come first.
    """
    luck = random.Random(hashlib.sha256(f"{lesson}/{question['question']}".encode()).digest())
    made = dict(question)
    for name in ("options", "cards", "clues"):
        if name in made and (question.get("shuffle") or question["kind"] == "order"):
            made[name] = list(made[name])
            for _ in range(20):  # an order must not come out right by luck
                luck.shuffle(made[name])
                if [one["id"] for one in made[name]] != question.get("order"):
                    break
    return made


class _Writer:
    """Goes through the cells once, and knows what stood on the sheet before."""

    def __init__(self, made: Sheet, article: str | None, parts: dict[str, str], pairs: set[str]) -> None:
        self.made, self.article, self.parts, self.pairs = made, article, parts, pairs
        self.explained: set[str] = set()
        self.asked: dict[str, int] = {}
        self.heading = ""

    def blocks(self, path: Path) -> Iterator[Block]:
        own, lesson = prose.of_lesson(self.made.lesson), self.made.lesson
        for part in cells.shown(path, self.made.route, own.get("without", ())):
            here = part.question["question"] if isinstance(part, cells.Asked) else getattr(part, "id", None)
            if here in own.get("article_before", ()) and self.article:
                yield self.text(_view(articles.load(self.article)))
            if isinstance(part, cells.Prose):
                source = prose.cell(lesson, part.id, part.source)
                self.heading = _heading(source) or self.heading
                if source.strip():
                    yield {"type": "prose", "html": prose.html(source)}
            elif isinstance(part, cells.Asked):
                yield self.question(part.question)
            elif isinstance(part, cells.Text):
                yield self.text(part.view)
            elif isinstance(part, cells.Beside):
                number = self.asked.get(part.question["question"], 0)
                yield {"type": "beside", "number": number, **machine.beside(part.question, part.marks)}
            elif isinstance(part, cells.Table):
                yield {"type": "table", "heads": part.heads, "rows": part.rows}
            else:
                yield {"type": "chart", "html": part.bars}

    def text(self, view: dict[str, Any]) -> Block:
        """Return an article to read, with the machine's marks where the lesson shows them."""
        article = articles.load(view["article"]["id"])
        self.made.real |= not article.meta.get("invented")
        marks = machine.marks(view)
        return {
            "type": "text",
            "title": article.title,
            "lines": passages.lines(view["text"], marks),
            "machine": "precision" in view and bool(view.get("labels")),
            "marks": marks,
            "legend": machine.legend(view),
            "words": self.hard_words(view.get("glossary", ())),
            "invented": bool(article.meta.get("invented")),
        }

    def question(self, question: dict[str, Any]) -> Block:
        asked = shuffled(self.made.lesson, prose.question(self.made.lesson, question))
        number = len(self.made.questions) + 1
        self.asked[asked["question"]] = number
        block = {"type": "question", "number": number, "kind": asked["kind"], "asked": _bare(asked)}
        block |= {"part": self.parts.get(asked["question"], "core"), "pair": asked["question"] in self.pairs}
        if asked["kind"] == "marks":
            self.made.real |= not asked.get("invented")
            block |= {
                "legend": _labels(asked),
                "passages": _passages(asked),
                "words": self.hard_words(asked["glossary"]),
            }
        elif asked["kind"] == "text":
            block["rules"] = 3 + asked.get("words", [0, 50])[-1] // 12
        elif asked["kind"] == "ratings":
            block["scale"] = asked.get("scale") or words()["ratings"]["scale"]
        elif asked["kind"] in ("match", "evidence"):
            block["letters"] = [letter_of(n) for n in range(len(asked["cards"]))]
        self.made.questions.append({**asked, "number": number, "heading": self.heading})
        return block

    def hard_words(self, found: Any) -> list[tuple[str, str]]:
        """Return the words of the glossary that this sheet has not explained yet."""
        new = [word for word in found if word["forms"][0] not in self.explained]
        self.explained |= {word["forms"][0] for word in new}
        return [(word["forms"][0], word["means"]) for word in new]


def _after_stop(blocks: list[Block]) -> list[Block]:
    """Say where the core part stops (the first prose after its last question), and where More begins."""
    last = max((n for n, b in enumerate(blocks) if b.get("part") == "core"), default=-1)
    stop = next((n for n in range(last + 1, len(blocks)) if blocks[n]["type"] == "prose"), None)
    if stop is not None and last >= 0:
        blocks[stop]["stop"] = True
        if stop + 1 < len(blocks):
            blocks[stop + 1]["more"] = True
    return blocks


KEY = frozenset((*item_keys.OF_ITEM, *item_keys.OF_PART))
"""Fields that are part of a key, of a question or of a part of it."""


def _bare(value: Any) -> Any:
    """Return a question with nothing of its key, however deep: what the student's page may draw."""
    if isinstance(value, dict):
        return {name: _bare(inner) for name, inner in value.items() if name not in KEY}
    return [_bare(inner) for inner in value] if isinstance(value, list) else value


def _view(article: Article) -> dict[str, Any]:
    whole = {"start": 0, "end": len(article.text)}
    found = glossary.found(article, [whole])
    return {"article": article.reference, "text": article.text, "labels": [], "marks": [], "glossary": found}


def _heading(source: str) -> str:
    heads = [line.lstrip("# ").strip() for line in source.splitlines() if line.startswith("#")]
    return heads[-1] if heads else ""


def _labels(question: dict[str, Any]) -> list[dict[str, Any]]:
    """Return each label with the line to draw, and the letters of its kinds."""
    say = words()["handout"]
    return [
        {
            "tone": (tone := label["tone"] % len(say["lines"])),
            "how": fill(say["draw"], label=label["name"], line=say["lines"][tone]),
            "kinds": [
                (_kind_letter(label["id"], kind["id"]), kind["name"]) for kind in label.get("kinds", ())
            ],
        }
        for label in question["labels"]
    ]


def _kind_letter(label: str, kind: str | None) -> str:
    known = words()["handout"]["kinds"].get(label, {})
    return str(known.get(kind, (kind or "")[:1].upper()))


def _passages(question: dict[str, Any]) -> list[dict[str, Any]]:
    many = len(question["passages"]) > 1
    return [
        {
            "letter": letter_of(n) if many else "",
            "lines": passages.paragraphs(question["text"], place["start"], place["end"], []),
        }
        for n, place in enumerate(question["passages"])
    ]
