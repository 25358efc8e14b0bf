"""Where a class marked: how many on each token, the false alarms that come up most, and what most missed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kit.classreport.data import FALSE, OUTCOMES, Class, Marks, Numbers
from kit.grading.exercise import Question

SAME = 0.5
"""Marks whose tokens agree by so much (intersection over union) are one false alarm, as in scoring."""


def answered(of: Class, question: str) -> int:
    """Return how many students marked anything."""
    return int(of.answered[:, of.column(question)].sum())


def counts(marks: Marks, label: int) -> Numbers:
    """Return for each token how many students marked it with a label. Who marks it twice counts once."""
    tokens, chosen = len(marks.spans), marks.label == label
    student, first, last = (one[chosen].astype(np.int64) for one in (marks.student, marks.first, marks.last))
    # Each student gets a stretch of one long line; there a mark begins where the one before it has ended.
    at = student * (tokens + 1)
    order = np.lexsort((first, student))
    start, end = (at + first)[order], (at + last)[order]
    before = np.concatenate([[0], np.maximum.accumulate(end)[:-1]]) if len(end) else end
    start = np.maximum(start, before)
    new = start < end
    ends = np.zeros(tokens + 1, dtype=np.int64)
    np.add.at(ends, (start - at[order])[new], 1)
    np.add.at(ends, (end - at[order])[new], -1)
    return np.cumsum(ends)[:tokens]


@dataclass(frozen=True)
class Common:
    """A false alarm or a miss that comes up often: its words, how many students, and what the key says.

    ``again`` is how many other stretches of text were counted with it, since most of their words agree.
    """

    label: str
    quote: str
    students: int
    reason: str
    again: int = 0


def misses(of: Class, question: str, most: int = 10) -> list[Common]:
    """Return what is firm in the key and was missed most, by those who marked anything."""
    keys = {key["id"]: key for key in of.exercise.questions[question].key}
    missed = sorted(of.marks[question].missed.items(), key=lambda entry: (-entry[1], keys[entry[0]]["start"]))
    return [
        Common(keys[name]["label"], keys[name]["quote"], number, keys[name]["why"])
        for name, number in missed[:most]
        if number
    ]


def alarms(of: Class, question: str, most: int = 10) -> list[Common]:
    """Return the wrong marks that came up most. Marks that mostly agree are taken together."""
    marks, asked = of.marks[question], of.exercise.questions[question]
    wrong = np.isin(marks.outcome, [OUTCOMES.index(name) for name in FALSE]) & (marks.first < marks.last)
    place = np.stack([marks.label, marks.first, marks.last], axis=1)[wrong]
    student = marks.student[wrong]
    places, which, number = np.unique(place, axis=0, return_inverse=True, return_counts=True)
    which, left = which.reshape(-1), number.copy()
    found: list[Common] = []
    while len(found) < most and left.any():
        top = int(left.argmax())
        taken = (left > 0) & (_overlap(places, places[top]) >= SAME)
        taken[top] = True
        left[taken] = 0
        who = len(np.unique(student[taken[which]]))
        found.append(_common(marks, asked, places[top], who, int(taken.sum()) - 1))
    return sorted(found, key=lambda one: -one.students)


def _overlap(places: Numbers, other: Numbers) -> Numbers:
    """Return how far each place agrees with another one, in tokens; 0 where the label differs."""
    both = np.minimum(places[:, 2], other[2]) - np.maximum(places[:, 1], other[1])
    either = np.maximum(places[:, 2], other[2]) - np.minimum(places[:, 1], other[1])
    shared: Numbers = np.where(places[:, 0] == other[0], np.maximum(both, 0) / either, 0.0)
    return shared


def _common(marks: Marks, asked: Question, place: Numbers, students: int, again: int) -> Common:
    label, first, last = (int(number) for number in place)
    start, end = marks.spans[first][0], marks.spans[last - 1][1]
    name = asked.item["labels"][label]["id"]
    traps = [
        key
        for key in asked.key
        if key["status"] == "trap" and key["label"] == name and key["start"] < end and key["end"] > start
    ]
    # Of several traps the one that shares most of the text says why.
    near = max(traps, key=lambda key: min(key["end"], end) - max(key["start"], start), default=None)
    quote = asked.item["text"][start:end].replace("**", "")  # the headline's asterisks are not words
    return Common(name, quote, students, near["why"] if near else "", again)
