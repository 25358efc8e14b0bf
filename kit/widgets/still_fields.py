"""The static copy of answers that are given in fields: what there was to choose from, and what was chosen.

The browser makes the same in ``static/still-fields.js``; one test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from kit import feedback_fields as fields
from kit import records
from kit.words import words

Question = dict[str, Any]


def _list(items: list[str], tag: str = "ul") -> str:
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"


def _chosen(text: str, chosen: bool) -> str:
    return f"<strong>☑ {escape(text)}</strong>" if chosen else f"☐ {escape(text)}"


def _of_order(question: Question, record: records.Record) -> str:
    """The order that was given, numbered; as they stand in the item, without numbers, where there is none."""
    texts = {option["id"]: option["text"] for option in question["options"]}
    given = [escape(texts[name]) for name in record["value"] if name in texts]
    return _list(given, "ol") if given else _list([escape(text) for text in sorted(texts.values())])


def _of_match(question: Question, record: records.Record) -> str:
    claims = []
    for claim in question["claims"]:
        card = record["value"].get(claim["id"])
        chosen = f" → <strong>{escape(fields.card_name(question, card))}</strong>" if card else ""
        claims.append(escape(claim["text"]) + chosen)
    return _list(claims) + _list([_card(question, card) for card in question["cards"]])


def _of_date(question: Question, record: records.Record) -> str:
    said = fields.in_words(question, record) or words()["date"]["empty"]
    steps, clue = question["steps"], record["value"].get("clue")
    notes = [
        f"<strong>{escape(step['text'])}:</strong> {escape(step['note'])}" for step in steps if "note" in step
    ]
    line = f"<p>{escape(steps[0]['text'])} – {escape(steps[-1]['text'])}</p>"
    clues = [_chosen(one["text"], one["id"] == clue) for one in question.get("clues", [])]
    return (
        line
        + (_list(notes) if notes else "")
        + f"<p><strong>{escape(said)}</strong></p>"
        + (_list(clues) if clues else "")
    )


def _of_evidence(question: Question, record: records.Record) -> str:
    """Opened cards in the order of opening, with their text; of the others only how they are called."""
    opened = record["value"].get("opened", [])
    known = {card["id"]: card for card in question["cards"]}
    shown = [_card(question, known[name]) for name in opened if name in known]
    closed = [escape(fields.card_name(question, name)) for name in known if name not in opened]
    said = fields.sure_in_words(question, record["value"])
    return f"{_list(shown, 'ol') if shown else ''}{_list(closed) if closed else ''}<p>{escape(said)}</p>"


def _of_ratings(question: Question, record: records.Record) -> str:
    scale, rated = fields.scale_of(question), []
    for option in question["options"]:
        step = record["value"].get(option["id"])
        given = f"<strong>{escape(scale[step - 1])}</strong>" if step else ""
        if "headline" in option:
            parts = [f"<strong>{escape(option['headline'])}</strong>", escape(option["text"])]
            rated.append("<br>".join([*parts, *([f"→ {given}"] if given else [])]))
        else:
            rated.append(escape(option["text"]) + (f": {given}" if given else ""))
    return _list(rated)


def _of_number(question: Question, record: records.Record) -> str:
    said = fields.in_words(question, record)
    return f"<p><strong>{escape(said)}</strong></p>" if said else ""


def _card(question: Question, card: dict[str, Any]) -> str:
    say = words()["evidence"]
    found = ", ".join(card[field] for field in ("publisher", "date", "address") if field in card)
    origin = ". ".join(part for part in (found, say["later"] if card.get("later") else "") if part)
    judged = ". ".join(card[field] for field in ("verdict", "why") if field in card)
    parts = [origin, card["text"], f"{say['verdict']} {judged}" if judged else ""]
    name = f"<strong>{escape(fields.card_name(question, card['id']))}</strong>"
    return "<br>".join([name, *(escape(part) for part in parts if part)])


def _part(make: Callable[[Question, records.Record], str]) -> Callable[[Question, records.Record], list[str]]:
    return lambda question, record: [make(question, record)]


PARTS = {
    "order": _part(_of_order),
    "match": _part(_of_match),
    "number": _part(_of_number),
    "date": _part(_of_date),
    "evidence": _part(_of_evidence),
    "ratings": _part(_of_ratings),
}
"""The kinds that have a static copy of their own here: the answer's part of it, as pieces of HTML."""
