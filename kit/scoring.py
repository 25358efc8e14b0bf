"""Scoring: a student's marks and choices against a key.

The rule in words stands in CODEBOOK.md, "Scoring". The browser does the same in
``kit/widgets/static/check.js``; one table of cases (``tests/cases/check.json``) runs against both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kit.marks import tokens

COST = 0.5
"""What a false alarm costs, in marks of the key, unless an exercise says otherwise."""

Place = dict[str, Any]
"""A mark as records and keys hold it: ``start`` and ``end`` in code points (end exclusive), ``label``, ..."""


@dataclass(frozen=True)
class Finding:
    """What became of one mark of the student, or of one mark of the key that nobody found.

    ``outcome`` is hit, part (found, but less than half of the words agree), missed, trap, false_alarm,
    borderline (neutral), or again (a second mark on what was found already). ``credit`` is 0 to 1.
    """

    outcome: str
    mark: Place | None
    key: Place | None
    credit: float = 0.0


@dataclass(frozen=True)
class Score:
    """The share of the points that was earned (0 to 1), and how it came about."""

    fraction: float
    findings: tuple[Finding, ...]
    firm: int

    @property
    def flood(self) -> int:
        """How many second marks there are beyond one for each thing to find; each costs a false alarm."""
        return max(0, self.count("again") - self.firm) if self.firm else 0

    def count(self, *outcomes: str) -> int:
        """Count the findings with one of these outcomes."""
        return sum(finding.outcome in outcomes for finding in self.findings)


def score_marks(
    text: str, marks: Sequence[Place], key: Sequence[Place], *, kinds: bool = False, cost: float = COST
) -> Score:
    """Score marks against a key over ``text``.

    Marks are paired one to one with firm key marks of the same label, most shared tokens first. A pair earns
    1 where its tokens agree by half or more (intersection over union), else that share; half of it where
    ``kinds`` were asked for and the kind is wrong. A mark that touches neither a firm nor a borderline key
    mark of its label is a false alarm and costs ``cost``. A second mark on what was found already is free, as
    often as there are things to find; then it costs the same (else one mark on every run of words would find
    most of them, with no alarm). Where nothing is firm, an answer without a false alarm earns everything.
    """
    spans = tokens(text)
    taken = [(place, _covered(spans, place)) for place in sorted(marks, key=_reading_order)]
    wanted = [(place, _covered(spans, place)) for place in key]
    pairs = _pair(taken, [(p, t) for p, t in wanted if p["status"] == "firm"])
    findings = [
        _of_pair(mark, covered, *pairs[index], kinds=kinds)
        if index in pairs
        else _of_other(mark, covered, wanted)
        for index, (mark, covered) in enumerate(taken)
    ]
    found = {id(place) for place, _ in pairs.values()}
    firm = [place for place in key if place["status"] == "firm"]
    findings += [Finding("missed", None, place) for place in firm if id(place) not in found]
    credit = sum(finding.credit for finding in findings)
    alarms = sum(finding.outcome in ("trap", "false_alarm") for finding in findings)
    cost *= alarms + Score(0, tuple(findings), len(firm)).flood
    fraction = max(0.0, (credit - cost) / len(firm)) if firm else float(alarms == 0)
    return Score(fraction, tuple(findings), len(firm))


def score_choice(chosen: Sequence[str], right: Sequence[str]) -> float:
    """Score a choice: right ones less wrong ones, over all right ones, and never below 0.

    >>> score_choice(["a", "b"], ["a", "c"])
    0.0
    >>> score_choice(["a"], ["a", "c"])
    0.5
    """
    hits = sum(option in right for option in set(chosen))
    return max(0.0, (hits - (len(set(chosen)) - hits)) / len(right)) if right else float(not chosen)


def _reading_order(place: Place) -> tuple[int, int, str]:
    return place["start"], place["end"], place["label"]


def _covered(spans: list[tuple[int, int]], place: Place) -> frozenset[int]:
    """Return which tokens of the text a place touches."""
    return frozenset(
        number for number, (start, end) in enumerate(spans) if start < place["end"] and end > place["start"]
    )


Covered = tuple[Place, frozenset[int]]


def _pair(marks: list[Covered], firm: list[Covered]) -> dict[int, Covered]:
    """Pair marks (by their index) with firm key marks of their label, most shared tokens first."""
    candidates = sorted(
        (-len(covered & wanted), len(covered ^ wanted), number, index)
        for index, (mark, covered) in enumerate(marks)
        for number, (place, wanted) in enumerate(firm)
        if mark["label"] == place["label"] and covered & wanted
    )
    pairs: dict[int, Covered] = {}
    used: set[int] = set()
    for _, _, number, index in candidates:
        if index not in pairs and number not in used:
            pairs[index] = firm[number]
            used.add(number)
    return pairs


def _of_pair(
    mark: Place, covered: frozenset[int], place: Place, wanted: frozenset[int], *, kinds: bool
) -> Finding:
    share = len(covered & wanted) / len(covered | wanted)
    credit = 1.0 if share >= 0.5 else share
    if kinds and place.get("kind") and mark.get("kind") != place["kind"]:
        credit /= 2
    return Finding("hit" if share >= 0.5 else "part", mark, place, credit)


def _of_other(mark: Place, covered: frozenset[int], wanted: list[Covered]) -> Finding:
    """Judge a mark that was paired with nothing: neutral if it touches the key, else a false alarm."""
    for status, outcome in (("firm", "again"), ("borderline", "borderline"), ("trap", "trap")):
        touched = [
            (-len(covered & tokens_of), number, place)
            for number, (place, tokens_of) in enumerate(wanted)
            if place["status"] == status and place["label"] == mark["label"] and covered & tokens_of
        ]
        if touched:
            return Finding(outcome, mark, min(touched, key=lambda found: found[:2])[2])
    return Finding("false_alarm", mark, None)
