"""Scoring: a student's answer against a key.

The rule for marks stands in words in CODEBOOK.md, "Scoring". The browser does the same in
``kit/widgets/static/check.js`` and ``check-fields.js``; tables of cases (``tests/cases/check.json`` and
``fields.json``) run against both.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import itemgetter
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


def rightness(
    text: str, machine: Sequence[Place], key: Sequence[Place]
) -> list[tuple[bool | None, Place | None]]:
    """Say of each mark of a machine whether it is right by a key, and which mark of the key says so.

    Right is a mark on a firm one of the key by the rule of :func:`score_marks`, wrong a false alarm. On a
    borderline one the key is neutral: None.
    """
    findings = [finding for finding in score_marks(text, machine, key).findings if finding.mark]
    of = {id(finding.mark): finding for finding in findings}
    outcomes = {"hit": True, "part": True, "again": True, "trap": False, "false_alarm": False}
    return [(outcomes.get(of[id(mark)].outcome), of[id(mark)].key) for mark in machine]


def score_verdicts(right: Sequence[bool | None], agree: Sequence[bool | None]) -> float:
    """Score what was said of a machine's marks: ``right`` as the key has it, ``agree`` as the student.

    None is what the key does not decide, or what the student said nothing of. The score is the share of the
    right marks that were kept and the share of the wrong ones that were overruled, less 1 and never below 0
    (Youden's index): who agrees with everything, or with nothing, earns nothing. Where the
    machine's marks are all right or all wrong, the share of true verdicts, less that of false ones.

    >>> score_verdicts([True, True, False], [True, True, True])
    0.0
    >>> score_verdicts([True, True, False, None], [True, None, False, True])
    0.5
    """
    said = list(zip(right, agree, strict=True))
    shares = []
    for kind in (True, False):
        own = [verdict is kind for truth, verdict in said if truth is kind]
        if own:
            shares.append(sum(own) / len(own))
    if not shares:
        return 1.0
    if len(shares) == 2:
        return max(0.0, sum(shares) - 1)
    kind = next(truth for truth in right if truth is not None)
    wrong = sum(truth is kind and verdict is (not kind) for truth, verdict in said)
    return max(0.0, shares[0] - wrong / sum(truth is kind for truth in right))


def brier(confidence: int, *, right: bool) -> float:
    """Return the Brier score of one answer: 0 is best, 1 worst.

    ``confidence`` is a step from 1 to 6, which stands for a chance of 0, .2, ... 1 of being right. (Brier,
    1950: Verification of forecasts expressed in terms of probability. Monthly Weather Review 78(1), 1-3.)

    >>> brier(6, right=True), brier(6, right=False), round(brier(2, right=False), 2)
    (0.0, 1.0, 0.04)
    """
    return float(((confidence - 1) / 5 - right) ** 2)


def score_choice(chosen: Sequence[str], right: Sequence[str]) -> float:
    """Score a choice: right ones less wrong ones, over all right ones, and never below 0.

    >>> score_choice(["a", "b"], ["a", "c"])
    0.0
    >>> score_choice(["a"], ["a", "c"])
    0.5
    """
    hits = sum(option in right for option in set(chosen))
    return max(0.0, (hits - (len(set(chosen)) - hits)) / len(right)) if right else float(not chosen)


def score_order(given: Sequence[str], right: Sequence[str]) -> float:
    """Score an order: pairs the right way round less pairs the wrong way round, over all pairs.

    Never below 0, so that a shuffled order earns nothing on average. What is missing from ``given`` makes no
    pair.

    >>> score_order(["a", "c", "b"], ["a", "b", "c"])
    0.3333333333333333
    >>> score_order(["c", "b", "a"], ["a", "b", "c"])
    0.0
    """
    place = {name: number for number, name in enumerate(dict.fromkeys(given)) if name in right}
    pairs = list(combinations(right, 2))
    both = [(place[one], place[two]) for one, two in pairs if one in place and two in place]
    good = sum(one < two for one, two in both)
    return max(0.0, (2 * good - len(both)) / len(pairs)) if pairs else 1.0


def score_match(given: Mapping[str, str], right: Mapping[str, str]) -> float:
    """Score claims matched to cards: the share of the claims that have their card.

    >>> score_match({"c1": "x", "c2": "x"}, {"c1": "x", "c2": "y"})
    0.5
    """
    return sum(given.get(claim) == card for claim, card in right.items()) / len(right) if right else 1.0


def is_near(number: float, right: float, tolerance: float = 0.0) -> bool:
    """Say whether a number is the right one, or off by no more than ``tolerance``.

    >>> is_near(0.1 + 0.2, 0.3), is_near(4490, 4500, 10), is_near(4489, 4500, 10)
    (True, True, False)
    """
    return abs(number - right) <= tolerance + 1e-9 * max(1.0, abs(right))


def score_number(given: float | None, right: float, tolerance: float = 0.0) -> float:
    """Score a number: 1 where it is the right one or off by no more than ``tolerance``, else 0."""
    return float(given is not None and is_near(given, right, tolerance))


def score_interval(
    given: tuple[int, int] | None, accept: tuple[int, int], steps: int, slack: int = 0
) -> tuple[float, str]:
    """Score a stretch of a time line, and say what is wrong with it; places count steps, both ends included.

    Where each end is off by no more than ``slack`` steps the credit is 1 ("right"). Else it is the share of
    the steps that both stretches have among those that at least one has, counted from what the whole line
    would have: to choose every step earns nothing. The stretch is then "early" (it begins too soon), "late"
    (it ends too late), "wide" (both) or "narrow" (it leaves out what is possible).

    >>> score_interval((2, 5), (3, 5), steps=10, slack=1)
    (1.0, 'right')
    >>> score_interval((4, 7), (6, 7), steps=8)
    (0.3333333333333333, 'early')
    >>> score_interval((0, 9), (2, 5), steps=10)
    (0.0, 'wide')
    """
    if given is None:
        return 0.0, "none"
    (start, end), (first, last) = given, accept
    if abs(start - first) <= slack and abs(end - last) <= slack:
        return 1.0, "right"
    both = max(0, min(end, last) - max(start, first) + 1)
    share = both / (max(end, last) - min(start, first) + 1)
    free = (last - first + 1) / steps
    credit = max(0.0, (share - free) / (1 - free)) if free < 1 else share
    soon, after = start < first - slack, end > last + slack
    return credit, "wide" if soon and after else "early" if soon else "late" if after else "narrow"


def score_evidence(opened: Sequence[str], sure_after: int | None, needed: Sequence[str]) -> float:
    """Score a search: the share of the needed cards that were open when the student felt sure.

    Where the student never felt sure (``sure_after`` is None) all opened cards count.

    >>> score_evidence(["a", "b", "c"], 1, ["a", "c"])
    0.5
    """
    seen = opened if sure_after is None else opened[:sure_after]
    return sum(card in seen for card in needed) / len(needed) if needed else 1.0


def _reading_order(place: Place) -> tuple[int, int, str]:
    return place["start"], place["end"], place["label"]


def _covered(spans: list[tuple[int, int]], place: Place) -> frozenset[int]:
    """Return which tokens of the text a place touches."""
    first = bisect_right(spans, place["start"], key=itemgetter(1))
    return frozenset(range(first, bisect_left(spans, place["end"], key=itemgetter(0))))


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
