"""Anchors: where the marks of an earlier version of a text stand in its version now.

As in the W3C Web Annotation model (https://www.w3.org/TR/annotation-model/#selectors) the quote decides (a
TextQuoteSelector); where it stands more than once, the old position does (a TextPositionSelector), moved by
as much as the nearest mark that stands only once. The same old answer and the same text always give the same
result, ids included, so that two pages may both work it out and merge. The twin is
``kit/widgets/static/anchors.js``; ``tests/cases/anchors.json`` runs against both.
"""

from __future__ import annotations

from typing import Any

from kit.records import Record

FOLDED = str.maketrans("’‘‛ʼ“”„‟‐‑‒–—−\u00a0\u2009\u202f\n\t\r", "''''\"\"\"\"------      ")
"""What editors change and readers do not see: curly quotes, dashes, kinds of white space; one for one."""


def carried(old: Record, question: dict[str, Any]) -> Record | None:
    """Return an answer about an earlier version of a question's text as an answer about its text now.

    Marks that are not found are left out (``lost`` names them). None where ``old`` is no such answer: of
    another kind, about another article, or about this very version.
    """
    was, now = old.get("article"), question.get("article")
    if old["kind"] != "marks" or not was or not now or was["id"] != now["id"] or was == now:
        return None
    text, passages = question["text"], question["passages"]
    made = {**old, "article": now, "value": anchored(old["value"], text, passages)}
    if "first" in old:
        made["first"] = {**old["first"], "value": anchored(old["first"]["value"], text, passages)}
    return made


def lost(old: Record, now: Record) -> list[dict[str, Any]]:
    """Return the marks of an earlier answer that the answer now neither has nor has removed, in order."""
    missing = [mark for name, mark in old["value"].items() if mark is not None and name not in now["value"]]
    return sorted(missing, key=lambda mark: (mark["start"], mark["end"], mark["label"]))


def anchored(
    value: dict[str, Any], text: str, passages: list[dict[str, Any]]
) -> dict[str, dict[str, Any] | None]:
    """Return a value of kind marks for another text, under the same ids; what is not found is left out.

    ``passages`` are the parts of ``text`` in which marks may lie (``start``, ``end``: code points, end
    exclusive). A removed mark (None) stays one.
    """
    places = {name: _places(mark["quote"], text, passages) for name, mark in value.items() if mark}
    shifts = sorted(
        (value[name]["start"], found[0] - value[name]["start"])
        for name, found in places.items()
        if len(found) == 1
    )
    made: dict[str, dict[str, Any] | None] = {}
    for name, mark in value.items():
        if mark is None:
            made[name] = None
        elif places[name]:
            near = min(shifts, key=lambda pair: (abs(pair[0] - mark["start"]), pair[0]), default=(0, 0))
            wanted = mark["start"] + near[1]
            start = min(places[name], key=lambda place: (abs(place - wanted), place))
            end = start + len(mark["quote"])
            made[name] = {**mark, "start": start, "end": end, "quote": text[start:end]}
    return made


def _places(quote: str, text: str, passages: list[dict[str, Any]]) -> list[int]:
    """Return where a quote stands: letter for letter, else folded; as whole words, else within words."""
    for wanted, searched in ((quote, text), (quote.translate(FOLDED), text.translate(FOLDED))):
        found = [
            at for passage in passages for at in _starts(wanted, searched, passage["start"], passage["end"])
        ]
        if found:
            return [at for at in found if _is_whole(searched, at, at + len(wanted))] or found
    return []


def _starts(quote: str, text: str, start: int, end: int) -> list[int]:
    found, at = [], text.find(quote, start, end) if quote else -1
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1, end)
    return found


def _is_whole(text: str, start: int, end: int) -> bool:
    cuts_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cuts_behind = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not cuts_before and not cuts_behind
