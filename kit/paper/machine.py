"""The machine's marks on paper: a line of its own for each label, and a number and a reason for each mark."""

from __future__ import annotations

from typing import Any

from kit.paper.passages import paragraphs
from kit.words import fill, words

LONGEST = 9
"""How many words of a mark stand beside its reason; the whole mark is in the text, with its number."""


def marks(view: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the machine's marks, each with its line, its words, its label or kind, and its reason."""
    tones = list(words()["labels"])
    found = sorted(view.get("marks", ()), key=lambda mark: (mark["start"], -mark["end"], mark["label"]))
    return [
        {
            "start": mark["start"],
            "end": mark["end"],
            "tone": tones.index(mark["label"]),
            "quote": _short(view["text"][mark["start"] : mark["end"]].replace("**", "")),
            "label": _label_and_kind(mark, many=len(view["labels"]) > 1),
            "why": mark.get("reason", ""),
        }
        for mark in found
    ]


def _short(quote: str, most: int = LONGEST) -> str:
    """Return a quote with its middle left out where it is long: its number in the text shows all of it."""
    words_of = quote.split()
    return quote if len(words_of) <= most else " ".join([*words_of[:5], "…", *words_of[-3:]])


def _label_and_kind(mark: dict[str, Any], many: bool) -> str:
    """Name a mark's kind, and its label too where there are several, or where it has no kind."""
    label = words()["labels"][mark["label"]]
    kind = label.get("kinds", {}).get(mark.get("kind"), "")
    return ": ".join(part for part in (label["name"] if many or not kind else "", kind) if part)


def legend(view: dict[str, Any]) -> list[dict[str, Any]]:
    """Return each label of a reading with its line, and how many of ten such marks are right."""
    say, tones = words(), list(words()["labels"])
    found = []
    for label in view.get("labels", ()):
        tone, share = tones.index(label), view.get("precision", {}).get(label)
        right = say["reader"]["right_unknown"] if share is None else _right(share)
        line = fill(
            say["handout"]["machine_line"],
            label=say["labels"][label]["name"],
            line=say["handout"]["lines"][tone],
        )
        found.append({"tone": tone, "how": line, "right": right})
    return found


def _right(share: float) -> str:
    return fill(words()["reader"]["right"], n=round(share * 10))


def beside(question: dict[str, Any], found: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the machine's marks (``found``) in the passages of a question, with their legend."""
    labels = [label["id"] for label in question["labels"] if label["id"] in words()["labels"]]
    view = {"text": question["text"], "marks": found, "labels": labels}
    toned = marks(view)
    return {
        "legend": [{"tone": one["tone"], "how": one["how"]} for one in legend(view)],
        "passages": [
            {"letter": "", "lines": paragraphs(question["text"], place["start"], place["end"], toned)}
            for place in question["passages"]
        ],
        "marks": toned,
    }
