"""Feedback on answers given in fields: choices, orders, matches, numbers, dates, evidence and ratings.

Each function takes a practice question (with its key) and a record that was answered, and returns
``{"fraction", "summary", "lines"}`` as ``kit.feedback.explain`` does. The browser says the same through
``kit/widgets/static/check-fields.js``; ``tests/cases/fields.json`` runs against both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kit import records, scoring
from kit.item_keys import NONE
from kit.words import fill, words

Explained = dict[str, Any]
Question = dict[str, Any]


def explain(question: Question, record: records.Record) -> Explained:
    """Explain an answered record of one of these kinds."""
    return EXPLAIN[question["kind"]](question, record["value"])


def in_words(question: Question, record: records.Record) -> str:
    """Return an answer in one line, in the words that the student saw; "" where there is none."""
    if not records.is_answered(record):
        return ""
    value, kind, date = record["value"], question["kind"], words()["date"]
    if kind == "choice":
        return "; ".join(option["text"] for option in question["options"] if option["id"] in value)
    if kind == "order":
        texts = _texts(question["options"])
        return "; ".join(f"{n}. {texts.get(name, name)}" for n, name in enumerate(value, 1))
    if kind == "match":
        shown = [(claim["text"], value.get(claim["id"])) for claim in question["claims"]]
        return "; ".join(f"{text} → {card_name(question, card)}" for text, card in shown if card)
    if kind == "date":
        steps, clues = _texts(question["steps"]), _texts(question.get("clues", []))
        ends = [steps.get(value[end], date["open"]) for end in ("from", "to")]
        clue = clues.get(value["clue"])
        return " – ".join(ends) + (f" ({clue})" if clue else "")
    if kind == "ratings":
        scale = scale_of(question)
        rated = [(option_name(option), value.get(option["id"])) for option in question["options"]]
        return "; ".join(f"{text}: {scale[step - 1]}" for text, step in rated if step)
    if kind == "evidence":
        return sure_in_words(question, value)
    if kind == "number":
        return f"{records.shown(kind, value)} {question.get('unit', '')}".strip()
    return ""


def option_name(option: Question) -> str:
    """Return how something to rate is called: by its headline, or by its text."""
    return str(option.get("headline", option["text"]))


def card_name(question: Question, card: str) -> str:
    """Return how a card is called: by its title, or by its letter."""
    if card == NONE:
        return str(words()["match"]["none"])
    for number, known in enumerate(question["cards"]):
        if known["id"] == card:
            letter = fill(words()["match"]["card"], letter=letter_of(number))
            return f"{letter}: {known['title']}" if "title" in known else str(letter)
    return card


def letter_of(number: int) -> str:
    """Return A, B, ... for 0, 1, ...; then 27, 28, ... as numbers."""
    return chr(65 + number) if number < 26 else str(number + 1)


def scale_of(question: Question) -> list[str]:
    """Return the words for the six steps of a rating, from the lowest."""
    scale: list[str] = question.get("scale") or words()["ratings"]["scale"]
    return scale


def sure_in_words(question: Question, value: dict[str, Any]) -> str:
    """Say how many cards were opened, and when the student felt sure."""
    say, sure = words()["evidence"], value.get("sure_after")
    counts = {"n": len(value.get("opened", [])), "all": len(question["cards"])}
    said = [fill(say["count"], **counts)]
    if sure is not None:
        said.append(say["sure_none"] if sure == 0 else fill(say["sure_after"], n=sure))
    return " ".join(said)


def _of_choice(question: Question, chosen: list[str]) -> Explained:
    say, options = words()["check"], question["options"]
    right = [option["id"] for option in options if option.get("right")]
    lines = [
        _line("right" if option["id"] in right else "wrong", option["feedback"], option=option["id"])
        for option in options
        if option["id"] in chosen
    ]
    if question.get("many") and set(right) - set(chosen):
        lines.append(_line("left_out", say["left_out"]))
    return _result(scoring.score_choice(chosen, right), lines)


def _of_order(question: Question, given: list[str]) -> Explained:
    """Speak of the first pair that the item names and that is turned, else of the first wrong place."""
    say, right = words()["order"], question["order"]
    fraction = scoring.score_order(given, right)
    if given == right:
        return _result(1.0, [_line("right", _own(question, "right", say))])
    for pair in question.get("pairs", []):
        first, then = pair["first"], pair["then"]
        if first in given and then in given and given.index(first) > given.index(then):
            return _result(fraction, [_line("wrong", pair["feedback"], item=then)])
    options = {option["id"]: option for option in question["options"]}
    for name, expected in zip(given, right, strict=False):
        if name != expected and name in options:
            text = options[name].get("feedback") or say["wrong_place"]
            return _result(fraction, [_line("wrong", text, item=name, quote=options[name]["text"])])
    return _result(fraction, [_line("left_out", say["too_few"])])


def _of_match(question: Question, given: dict[str, str]) -> Explained:
    say, lines = words()["match"], []
    for claim in question["claims"]:
        card, about = given.get(claim["id"]), {"item": claim["id"], "quote": claim["text"]}
        if not card:
            lines.append(_line("left_out", say["left"], **about))
        elif card == claim["right"]:
            lines.append(_line("right", claim.get("feedback") or say["right"], **about))
        else:
            lines.append(_line("wrong", claim.get("wrong", {}).get(card) or say["wrong"], **about))
    right = {claim["id"]: claim["right"] for claim in question["claims"]}
    return _result(scoring.score_match(given, right), lines)


def _of_number(question: Question, given: float) -> Explained:
    say, right = words()["number"], question["answer"]
    fraction = scoring.score_number(given, right, question.get("tolerance", 0))
    if fraction:
        return _result(fraction, [_line("right", _own(question, "right", say))])
    for wrong in question.get("wrong", []):
        if scoring.is_near(given, wrong["number"]):
            return _result(fraction, [_line("wrong", wrong["feedback"])])
    return _result(fraction, [_line("wrong", _own(question, "high" if given > right else "low", say))])


def _of_date(question: Question, given: dict[str, str]) -> Explained:
    """The time line and the clue count a half each; without clues the time line is all."""
    say, accept = words()["date"], question["accept"]
    place = {step["id"]: number for number, step in enumerate(question["steps"])}
    chosen = (
        (place[given["from"]], place[given["to"]]) if {given["from"], given["to"]} <= set(place) else None
    )
    span = (place[accept["from"]], place[accept["to"]])
    credit, verdict = scoring.score_interval(chosen, span, len(place), accept.get("slack", 0))
    outcome = {"right": "right", "none": "left_out"}.get(verdict, "wrong")
    lines = [_line(outcome, _own(question, verdict, say), item="line")]
    clues = question.get("clues", [])
    if not clues:
        return _result(credit, lines)
    clue = next((clue for clue in clues if clue["id"] == given["clue"]), None)
    if clue is None:
        lines.append(_line("left_out", say["no_clue"], item="clue"))
        return _result(credit / 2, lines)
    found = bool(clue.get("right"))
    lines.append(_line("right" if found else "wrong", clue["feedback"], item="clue", quote=clue["text"]))
    return _result((credit + found) / 2, lines)


def _of_evidence(question: Question, given: dict[str, Any]) -> Explained:
    say, needed = words()["evidence"], question.get("needed")
    summary = sure_in_words(question, given)
    if not needed:
        return {"fraction": None, "summary": summary, "lines": []}
    opened, sure = given.get("opened", []), given.get("sure_after")
    seen = opened if sure is None else opened[:sure]
    left = [card for card in question["cards"] if card["id"] in needed and card["id"] not in seen]
    lines = []
    if sure is not None:
        lines.append(
            _line("early", _own(question, "early", say))
            if left
            else _line("right", _own(question, "right", say))
        )
    elif not left:
        lines.append(_line("unsure", _own(question, "unsure", say)))
    for card in left:
        about = {"item": card["id"], "quote": card["title"]} if "title" in card else {"item": card["id"]}
        lines.append(_line("left_out", card.get("missed") or say["missed"], **about))
    return {"fraction": scoring.score_evidence(opened, sure, needed), "summary": summary, "lines": lines}


def _of_ratings(question: Question, given: dict[str, int]) -> Explained:
    """Ratings are opinions: nothing is scored, and an option may say what others think of it."""
    options = question["options"]
    lines = [
        _line("sample", option["feedback"], item=option["id"], quote=option_name(option))
        for option in options
        if option["id"] in given and "feedback" in option
    ]
    rated = sum(option["id"] in given for option in options)
    summary = fill(words()["ratings"]["count"], n=rated, all=len(options))
    return {"fraction": None, "summary": summary, "lines": lines}


EXPLAIN: dict[str, Callable[[Question, Any], Explained]] = {
    "choice": _of_choice,
    "order": _of_order,
    "match": _of_match,
    "number": _of_number,
    "date": _of_date,
    "evidence": _of_evidence,
    "ratings": _of_ratings,
}
"""The kinds that are answered in fields."""


def _result(fraction: float, lines: list[dict[str, Any]]) -> Explained:
    say = words()["check"]
    summary = say["right"] if fraction == 1 else say["partly"] if fraction > 0 else say["wrong"]
    return {"fraction": fraction, "summary": summary, "lines": lines}


def _own(question: Question, name: str, say: dict[str, Any]) -> str:
    """Return what the item says of the whole answer, or the general words for it."""
    return str(question.get("feedback", {}).get(name) or say[name])


def _texts(parts: list[dict[str, Any]]) -> dict[str, str]:
    return {part["id"]: part["text"] for part in parts}


def _line(outcome: str, text: str, **about: Any) -> dict[str, Any]:
    return {"outcome": outcome, "text": text, **about}
