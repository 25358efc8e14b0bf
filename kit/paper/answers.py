"""The teacher's answers to a sheet: what is right and why, what tempts, and what is fair either way."""

from __future__ import annotations

from typing import Any

from kit.feedback_fields import card_name, letter_of, scale_of
from kit.item_keys import NONE
from kit.paper.sheet import Sheet
from kit.words import fill, words

Rows = list[tuple[str, str]]
Answer = dict[str, Any]
"""What a question's answer says: ``right``, ``why``, and ``tables``, each with a ``name`` and ``rows``."""


def answers(sheet: Sheet) -> list[Answer]:
    """Return the answers in the order of the sheet's questions."""
    return [
        {
            "number": question["number"],
            "name": question["question"],
            "heading": question["heading"],
            "prompt": question["prompt"],
            "right": [],
            "why": [],
            "tables": [],
            "keyed": question["kind"] not in ("ratings", "text", "evidence"),
            **OF_KIND[question["kind"]](question),
        }
        for question in sheet.questions
    ]


def _table(name: str, rows: Rows) -> list[dict[str, Any]]:
    return [{"name": name, "rows": rows}] if rows else []


def _marks(question: dict[str, Any]) -> Answer:
    say = words()["handout"]["answers"]
    groups: dict[str, Rows] = {"firm": [], "trap": [], "borderline": []}
    for mark in sorted(question["key"], key=lambda mark: (mark["start"], mark["end"])):
        quote = question["text"][mark["start"] : mark["end"]].replace("**", "")
        groups[mark["status"]].append(
            (_place(question, mark) + f"“{quote}”" + _named(question, mark), mark["feedback"])
        )
    empty = [
        f"{_passage(question, n)}{say['empty']} {place['empty']}"
        for n, place in enumerate(question["passages"])
        if "empty" in place
    ]
    fair = f"{say['fair']}. {say['fair_say']}"
    tables = _table(say["to_find"], groups["firm"]) + _table(fair, groups["borderline"])
    return {"why": empty, "tables": tables + _table(f"{say['traps']}: {say['traps_say']}", groups["trap"])}


def _named(question: dict[str, Any], mark: dict[str, Any]) -> str:
    """Return a mark's label where there are several, and its kind where it is asked for."""
    label = next(one for one in question["labels"] if one["id"] == mark["label"])
    kinds = {kind["id"]: kind["name"] for kind in label.get("kinds", ())}
    parts = [label["name"]] if len(question["labels"]) > 1 else []
    parts += [kinds[mark["kind"]]] if mark.get("kind") in kinds else []
    return f" ({': '.join(parts)})" if parts else ""


def _place(question: dict[str, Any], mark: dict[str, Any]) -> str:
    places = enumerate(question["passages"])
    found = [n for n, place in places if place["start"] <= mark["start"] < place["end"]]
    return f"{letter_of(found[0])}: " if found and len(question["passages"]) > 1 else ""


def _passage(question: dict[str, Any], number: int) -> str:
    if len(question["passages"]) < 2:
        return ""
    return fill(words()["handout"]["answers"]["passage"], letter=letter_of(number)) + ". "


def _choice(question: dict[str, Any]) -> Answer:
    right = [option for option in question["options"] if option.get("right")]
    others = [(option["text"], option["feedback"]) for option in question["options"] if option not in right]
    return {
        "right": [option["text"] for option in right],
        "why": [option["feedback"] for option in right],
        "tables": _table(words()["handout"]["answers"]["others"], others),
    }


def _order(question: dict[str, Any]) -> Answer:
    texts = {option["id"]: option["text"] for option in question["options"]}
    turned = [(f"{texts[p['first']]} → {texts[p['then']]}", p["feedback"]) for p in question.get("pairs", ())]
    return {
        "right": [f"{n}. {texts[name]}" for n, name in enumerate(question["order"], 1)],
        "why": _own(question, "right"),
        "tables": _table(words()["handout"]["answers"]["others"], turned),
    }


def _match(question: dict[str, Any]) -> Answer:
    say = words()["handout"]["answers"]

    def card(name: str) -> str:
        number = f"{words()['handout']['match_none']}: " if name == NONE else ""
        return number + card_name(question, name)

    rights: Rows = [
        (f"{claim['text']} → {card(claim['right'])}", claim.get("feedback", ""))
        for claim in question["claims"]
    ]
    wrongs: Rows = [
        (f"{claim['text']} → {card(name)}", why)
        for claim in question["claims"]
        for name, why in claim.get("wrong", {}).items()
    ]
    return {"tables": _table(say["right"], rights) + _table(say["others"], wrongs)}


def _number(question: dict[str, Any]) -> Answer:
    wrong = [(_amount(question, one["number"]), one["feedback"]) for one in question.get("wrong", ())]
    return {
        "right": [_amount(question, question["answer"])],
        "why": _own(question, "right"),
        "tables": _table(words()["handout"]["answers"]["other_numbers"], wrong),
    }


def _amount(question: dict[str, Any], number: float) -> str:
    return f"{number:,g} {question.get('unit', '')}".strip()


def _date(question: dict[str, Any]) -> Answer:
    texts, accept = {step["id"]: step["text"] for step in question["steps"]}, question["accept"]
    clues = question.get("clues", ())
    span = fill(words()["handout"]["answers"]["span"], start=texts[accept["from"]], end=texts[accept["to"]])
    return {
        "right": [span, *(clue["text"] for clue in clues if clue.get("right"))],
        "why": [*_own(question, "right"), *(clue["feedback"] for clue in clues if clue.get("right"))],
        "tables": _table(
            words()["handout"]["answers"]["others"],
            [(clue["text"], clue["feedback"]) for clue in clues if not clue.get("right")],
        ),
    }


def _evidence(question: dict[str, Any]) -> Answer:
    say, needed = words()["handout"]["answers"], question.get("needed", ())
    missed = [
        (card_name(question, card["id"]), card["missed"]) for card in question["cards"] if "missed" in card
    ]
    return {
        "right": [f"{say['needed']} {'; '.join(card_name(question, name) for name in needed)}"]
        if needed
        else [],
        "why": [why for name in ("right", "early", "unsure") for why in _own(question, name)],
        "tables": _table(say["missed"], missed),
    }


def _ratings(question: dict[str, Any]) -> Answer:
    say = words()["handout"]["answers"]
    views = [(option["text"], option["feedback"]) for option in question["options"] if "feedback" in option]
    scale = f"1 {scale_of(question)[0]} … 6 {scale_of(question)[-1]}"
    return {"right": [say["no_key"]], "tables": _table(f"{say['view']} ({scale})", views)}


def _text(question: dict[str, Any]) -> Answer:
    say = words()["handout"]["answers"]
    sample = [f"{say['sample']} {question['sample']}"] if "sample" in question else []
    return {"right": [say["no_key"]], "why": sample}


def _own(question: dict[str, Any], name: str) -> list[str]:
    return [question["feedback"][name]] if name in question.get("feedback", {}) else []


OF_KIND = {
    "marks": _marks,
    "choice": _choice,
    "order": _order,
    "match": _match,
    "number": _number,
    "date": _date,
    "evidence": _evidence,
    "ratings": _ratings,
    "text": _text,
}
