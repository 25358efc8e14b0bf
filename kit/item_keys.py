"""The key inside an item: what a graded item must not hold, and what a practice item cannot do without.

Of marks the key is a list of places (``kit/items.py``). Of the other kinds it stands in fields of the item,
or of its options, claims, clues and cards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Item = dict[str, Any]

OF_ITEM = (
    "key",
    "whole_key",
    "verdicts",
    "sample",
    "order",
    "pairs",
    "answer",
    "tolerance",
    "wrong",
    "accept",
    "needed",
    "feedback",
)
"""The fields of an item that are its key."""

OF_PART = ("right", "feedback", "wrong", "missed")
"""The fields of an option, a claim, a clue or a card that are part of the key."""

PARTS = ("options", "claims", "clues", "cards")

NONE = "none"
"""The id that a claim is given where no card fits it (``none = true`` in the item)."""


def secrets(item: Item) -> Iterator[str]:
    """Yield the name of each field of the key that an item holds; a graded item may hold none."""
    yield from (field for field in OF_ITEM if field in item)
    for parts in PARTS:
        for part in item.get(parts, ()):
            yield from (f"{field} in its {parts}" for field in OF_PART if field in part)


def mistake(item: Item) -> str | None:
    """Say what keeps an item from being asked, or None: parts with one id, or a date's steps."""
    for parts in (*PARTS, "steps"):
        found = [part["id"] for part in item.get(parts, ())]
        if twice := {name for name in found if found.count(name) > 1}:
            return f"two of its {parts} have the id {min(twice)!r}"
    if item.get("none") and NONE in _ids(item, "cards"):
        return "a card has the id 'none', which means that no card fits; give the card another id"
    return None


def missing(item: Item) -> str | None:
    """Say what the key of a practice item lacks, or None where the item can explain every answer."""
    check = {
        "choice": _of_choice,
        "order": _of_order,
        "match": _of_match,
        "number": lambda item: None if "answer" in item else "answer, the right number, is missing",
        "date": _of_date,
        "evidence": lambda item: _unknown("needed", item.get("needed", ()), _ids(item, "cards")),
    }.get(item["kind"])
    return check(item) if check else None


def _of_choice(item: Item) -> str | None:
    right = [option["id"] for option in item["options"] if option.get("right")]
    if not right:
        return "no option is right"
    if len(right) > 1 and not item.get("many"):
        return "several options are right, but only one can be chosen (many = true lets them choose more)"
    bare = [option["id"] for option in item["options"] if "feedback" not in option]
    return f"the option {bare[0]!r} has no feedback" if bare else None


def _of_order(item: Item) -> str | None:
    known = _ids(item, "options")
    if sorted(item.get("order", ())) != sorted(known):
        return "order must name each option once, in the right order"
    for pair in item.get("pairs", ()):
        if pair["first"] not in known or pair["then"] not in known:
            return f"a pair names an option that is not there ({pair['first']!r}, {pair['then']!r})"
        if item["order"].index(pair["first"]) >= item["order"].index(pair["then"]):
            return f"order has {pair['then']!r} before {pair['first']!r}, and pairs the other way round"
    return None


def _of_match(item: Item) -> str | None:
    cards = [*_ids(item, "cards"), *([NONE] if item.get("none") else [])]
    for claim in item["claims"]:
        if claim.get("right") not in cards:
            return f"the claim {claim['id']!r} needs a card of the item as its right one"
        if unknown := _unknown(f"wrong of {claim['id']}", claim.get("wrong", ()), cards):
            return unknown
        if claim["right"] in claim.get("wrong", ()):
            return f"the right card of {claim['id']!r} stands among its wrong ones"
    return None


def _of_date(item: Item) -> str | None:
    if "accept" not in item:
        return "accept, the first and the last step that are possible, is missing"
    steps, (first, last) = _ids(item, "steps"), (item["accept"]["from"], item["accept"]["to"])
    if unknown := _unknown("accept", (first, last), steps):
        return unknown
    if steps.index(first) > steps.index(last):
        return "accept ends before it begins"
    if "clues" in item and not any(clue.get("right") for clue in item["clues"]):
        return "no clue is right"
    bare = [clue["id"] for clue in item.get("clues", ()) if "feedback" not in clue]
    return f"the clue {bare[0]!r} has no feedback" if bare else None


def _ids(item: Item, parts: str) -> list[str]:
    return [part["id"] for part in item.get(parts, ())]


def _unknown(field: str, named: Iterable[str], known: Iterable[str]) -> str | None:
    strange = sorted(set(named) - set(known))
    return f"{field} names {strange[0]!r}, which the item does not have" if strange else None


def joined(item: Item, key: Item) -> Item:
    """Return a graded item with its key put into it: the practice item that it would be.

    ``key`` holds fields of the item, and under options, claims, clues and cards what belongs to each, by id.
    Raises ``ValueError`` where the key does not fit the item.
    """
    whole = {**item, "graded": False}
    for field, value in key.items():
        if field not in PARTS:
            whole[field] = value
            continue
        if strange := _unknown(field, value, _ids(item, field)):
            raise ValueError(f"{item['question']}: the key's {strange}")
        whole[field] = [{**part, **value.get(part["id"], {})} for part in item.get(field, ())]
    if (why := missing(whole)) is not None:
        raise ValueError(f"{item['question']}: {why}")
    return whole
