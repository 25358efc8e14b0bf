"""Pairs of submissions that share more wrong answers than chance allows.

Right answers say nothing: who knows the text finds the same marks. A wrong answer that two students share
says the more the fewer gave it, so each weighs as the logarithm of how rare it is. How much a pair shares by
chance depends on how many wrong answers each of the two gave, of each sort (whole sentences marked, single
words, choices, ...), and on how many gave each answer. Both are kept: given them, the chance of a student for
an answer has odds that are a factor of the student times one of the answer. Two students are taken to answer
apart, so that their shared answers are independent draws with unequal chances; the chance of their weight or
more has Chernoff's bound. The bound is never below that chance, and it is multiplied by the number of all
pairs (Bonferroni), so that a whole class of honest students hardly ever shows one pair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from kit.classreport.data import Numbers, Wrong

LEAST = 20
"""Students below which a class is too small to say what is rare."""

COMMON = 0.5
"""An answer that more than this share of the class gave is no evidence."""

WORK = 100_000_000
"""The most pairs of students who share an answer, over all answers. In classes of many thousand the answers
that most gave are left out until it holds, rare ones last: they weigh least. All pairs are still compared."""

LEVEL = 0.05
BLOCK = 500  # students that are compared with all others at once
TILTS = np.concatenate([[0.0], np.geomspace(0.05, 3.0, 24)])


@dataclass(frozen=True)
class Pair:
    """Two students, and the wrong answers that both gave, the rarest first, with how many gave each.

    ``chance`` bounds the chance that any pair of an honest class of this size is so much alike.
    """

    one: int
    two: int
    chance: float
    shared: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Alike:
    """The pairs, and what they were found among: ``used`` of ``given`` answers are shared and rare enough."""

    pairs: tuple[Pair, ...]
    students: int
    compared: int
    used: int
    given: int


def find(wrong: Wrong, students: int, level: float = LEVEL) -> Alike:
    """Return the pairs among ``students`` that are more alike than chance allows, the most striking first.

    In at most a share ``level`` of honest classes there is any. Below ``LEAST`` students there is never one.
    """
    table = _table(wrong, students)
    number = np.asarray(table.sum(axis=0)).ravel()
    used = _used(number, students)
    compared = students * (students - 1) // 2
    if students < LEAST or not used.any():
        return Alike((), students, compared if students >= LEAST else 0, int(used.sum()), len(number))
    sorts = _Sorts(table, number, wrong.kind, used, students)
    held, number = table[:, used], number[used]
    weight = np.log(students / number)
    names = [said for said, taken in zip(wrong.said, used, strict=True) if taken]
    pairs = []
    least = np.log(compared / level) / TILTS[-1]  # no bound is below exp(-tilt x weight)
    for first, second, weights in _sharing(held, weight):
        heavy = weights >= least
        one, two, shared = first[heavy], second[heavy], weights[heavy]
        chance = np.exp(sorts.bound(one, two, shared) + np.log(compared))
        for at in np.flatnonzero(chance < level):
            both = held[one[at]].multiply(held[two[at]]).indices
            told = sorted(((names[k], int(number[k])) for k in both), key=lambda entry: entry[1])
            pairs.append(Pair(int(one[at]), int(two[at]), float(chance[at]), tuple(told)))
    return Alike(
        tuple(sorted(pairs, key=lambda pair: pair.chance)), students, compared, len(number), table.shape[1]
    )


def _table(wrong: Wrong, students: int) -> Any:
    """Return who gave what: a sparse table of ones, a row a student, a column an answer."""
    from scipy.sparse import csr_array  # instructors have it, students do not

    shape = (students, len(wrong.said))
    table = csr_array((np.ones(len(wrong.student)), (wrong.student, wrong.answer)), shape=shape)
    table.data[:] = 1.0  # who gave an answer twice gave it
    return table


def _used(number: Numbers, students: int) -> Numbers:
    """Say which answers are evidence: shared, rare, and as many of them as there is time for."""
    shared = (number > 1) & (number <= COMMON * students)
    order = np.argsort(number, kind="stable")
    work = np.empty(len(number))
    work[order] = np.cumsum(np.where(shared, number**2, 0.0)[order])
    used: Numbers = shared & (work <= WORK)
    return used


def _sharing(held: Any, weight: Numbers) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
    """Yield the pairs that share anything, as first, second and the weight of what they share."""
    from scipy.sparse import diags_array

    weighed = (held @ diags_array(weight)).tocsr()
    turned = held.T.tocsc()
    for begin in range(0, held.shape[0], BLOCK):
        block = (weighed[begin : begin + BLOCK] @ turned).tocoo()
        one, two = block.row + begin, block.col
        once = one < two
        yield one[once], two[once], block.data[once]


class _Sorts:
    """The model of chance. For each sort of answer students with as many wrong ones are alike."""

    def __init__(self, table: Any, number: Numbers, kind: Numbers, used: Numbers, students: int) -> None:
        self._parts: list[tuple[Numbers, Numbers]] = []
        # What only one student gave is no evidence, but it tells how many wrong answers there can be.
        counted = used | (number == 1)
        for sort in np.unique(kind[used]):
            of_sort = counted & (kind == sort)
            given = np.asarray(table[:, of_sort].sum(axis=1)).ravel()
            rows, row, people = np.unique(given, return_inverse=True, return_counts=True)
            columns, answers = np.unique(number[of_sort], return_counts=True)
            chance = fitted(rows, people, columns, answers)
            several = columns > 1
            growth = _growth(chance[:, several], answers[several], np.log(students / columns[several]))
            self._parts.append((row.reshape(-1), growth))

    def bound(self, one: Numbers, two: Numbers, weight: Numbers) -> Numbers:
        """Return the logarithm of a bound on the chance that each pair shares so much weight or more."""
        best = np.zeros(len(one))
        for at, tilt in enumerate(TILTS):
            value = -tilt * weight
            for row, growth in self._parts:
                value += growth[at][row[one], row[two]]
            np.minimum(best, value, out=best)
        return best


def _growth(chance: Numbers, answers: Numbers, weight: Numbers) -> Numbers:
    """Return the logarithm of the mean of exp(tilt x weight), by tilt and the groups of both students."""
    made = np.zeros((len(TILTS), len(chance), len(chance)))
    for column, times in enumerate(answers):
        both = np.outer(chance[:, column], chance[:, column])
        for at, tilt in enumerate(TILTS):
            made[at] += times * np.log1p(both * np.expm1(tilt * weight[column]))
    return made


def fitted(rows: Numbers, people: Numbers, columns: Numbers, answers: Numbers, rounds: int = 500) -> Numbers:
    """Fit the chance of each group of students for each group of answers, so that all sums are kept.

    ``rows`` are how many answers a student of a group gave, ``people`` how many students are in it;
    ``columns`` are how many gave an answer of a group, ``answers`` how many answers are in it.
    """
    factor = rows / max(np.sqrt(rows @ people), 1.0)
    odds = columns / max(np.sqrt(columns @ answers), 1.0)
    for _ in range(rounds):
        old = factor
        factor = rows / np.maximum((answers * odds / (1 + np.outer(factor, odds))).sum(axis=1), 1e-12)
        factor = np.minimum(factor, 1e9)  # who gave every answer of a sort has no odds
        odds = columns / np.maximum(
            (people[:, None] * factor[:, None] / (1 + np.outer(factor, odds))).sum(axis=0), 1e-12
        )
        if np.allclose(old, factor, rtol=1e-6):
            break
    product = np.outer(factor, odds)
    chance: Numbers = product / (1 + product)
    return chance
