"""What sixteen ratings of one student say. It is too little to judge a person by: only classes are reported.

Ratings are steps from 1 (surely poorly sourced) to 6 (surely well sourced). A step says two things: the side
(1 to 3 poor, 4 to 6 good), and how sure: 0.6, 0.8 or 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from statistics import fmean

from kit.gains.forms import GOOD, SOBER, Form

STEPS = range(1, 7)
LEAST = 0.75  # of each side of a form must be rated, or the sitting is left out


@dataclass(frozen=True)
class Sitting:
    """The four measures of one sitting.

    ``discernment``: how often a well sourced text is rated above a poorly sourced one, ties half: the area
    under the ROC curve, 0.5 at chance and 1 at best (Stanislaw and Todorov 1999, "Calculation of signal
    detection theory measures"; for ratings of news: Higham, Modirrousta-Galian and Seabrooke 2024). Who
    trusts more, or less, but tells no better does not change it.
    ``trust``: the bias beside it: the mean rating as a probability, less one half; above 0 trusts too much,
    for half of the texts deserve it.
    ``tone``: how often a sober text is rated above a loud one; 0.5 where tone plays no part.
    ``overconfidence``: how sure, less how often right; 0 is well calibrated.
    """

    discernment: float
    trust: float
    tone: float
    overconfidence: float


MEASURES = tuple(field.name for field in fields(Sitting))


def measure(form: Form, ratings: Mapping[str, int]) -> Sitting | None:
    """Measure the ratings of a form, by the ids of its texts; None where too few texts are rated.

    Ratings of other ids are not looked at. Raises ``ValueError`` for a rating that is no step.
    """
    sides: dict[tuple[str, str], list[int]] = {}
    right, sure = [], []
    for text in form.texts:
        step = ratings.get(text.id)
        if step is None:
            continue
        if step not in STEPS:
            raise ValueError(f"{text.id}: {step!r} is not one of the steps 1 to 6")
        for side in (("evidence", text.evidence), ("tone", text.tone)):
            sides.setdefault(side, []).append(step)
        right.append((step > 3) == (text.evidence == GOOD))
        sure.append(max(_chance(step), 1 - _chance(step)))
    texts = [("evidence", one.evidence) for one in form.texts] + [("tone", one.tone) for one in form.texts]
    if any(len(sides.get(side, ())) < LEAST * texts.count(side) for side in set(texts)):
        return None
    good, poor = _split(sides, "evidence", GOOD)
    sober, loud = _split(sides, "tone", SOBER)
    return Sitting(
        discernment=auc(good, poor),
        # Each side counts the same, also where one text was left out.
        trust=(fmean(map(_chance, good)) + fmean(map(_chance, poor))) / 2 - 0.5,
        tone=auc(sober, loud),
        overconfidence=fmean(sure) - fmean(right),
    )


def auc(high: Iterable[int], low: Iterable[int]) -> float:
    """Return how often a step of ``high`` is above one of ``low``, ties half.

    >>> auc([6, 6], [1, 1]), auc([3, 4], [3, 4]), auc([1], [6])
    (1.0, 0.5, 0.0)
    """
    above, below = list(high), list(low)
    won = sum((a > b) + 0.5 * (a == b) for a in above for b in below)
    return won / (len(above) * len(below))


def _chance(step: int) -> float:
    return (step - 1) / (len(STEPS) - 1)


def _split(sides: Mapping[tuple[str, str], list[int]], by: str, first: str) -> tuple[list[int], list[int]]:
    other = [step for (kind, side), steps in sides.items() if kind == by and side != first for step in steps]
    return sides.get((by, first), []), other
