"""Simulated classes: does the test before and after a course tell skill from suspicion, trust and tone?

    python -m benchmarks.classes            # the tables that teach/gains.md quotes

Each student rates by a latent sum: skill for the evidence, weight for the tone, a leaning, the text's own
pull (fixed: the same for every class, as texts are), and chance. ``kit.gains`` itself tells what is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import floor
from random import Random
from statistics import fmean

from kit.gains import report, sitting
from kit.gains.forms import Form, Text
from kit.gains.gather import Class, Pair
from kit.gains.report import Report

CELLS = tuple(product(("loud", "sober"), ("good", "poor")))
FORMS = tuple(
    Form(
        name,
        pair,
        tuple(
            Text(f"t{4 * number + cell:02d}", f"q{number + 1}", tone, evidence)
            for number in range(4)
            for cell, (tone, evidence) in enumerate(CELLS)
        ),
    )
    for name, pair in (("form-a", "form-b"), ("form-b", "form-a"))
)
EASIER = 0.3  # how much easier the second form's texts are told apart, in units of chance
SPREAD = 0.4  # between students, of skill, tone and leaning


@dataclass(frozen=True)
class Kind:
    """What the students of a class have in common: in units of the chance in each rating."""

    skill: float = 0.0
    tone: float = 0.0
    leaning: float = 0.0


KINDS = {
    "guessing": Kind(),
    "suspicious": Kind(leaning=-1.0),
    "trusting": Kind(leaning=1.0),
    "tone-reading": Kind(tone=1.5),
    "skilled": Kind(skill=1.0),
}
PATTERNS: dict[str, set[str]] = {
    "guessing": set(),
    "suspicious": {"trust.below"},
    "trusting": {"trust.above"},
    "tone-reading": {"tone.above"},
    "skilled": {"discernment.above"},
}
"""What the report must see in a class of each kind after the course, and nothing else."""


def pulls(seed: int = 1) -> dict[tuple[str, str], float]:
    """Return each text's own pull towards trust; one draw for good, as forms are written once."""
    draw = Random(seed)
    return {(form.name, text.id): draw.gauss(0, 0.3) for form in FORMS for text in form.texts}


PULLS = pulls()


def rate(form: Form, student: Kind, draw: Random) -> dict[str, int]:
    """Return one student's ratings of a form."""
    easier = EASIER if form is FORMS[1] else 0.0
    ratings = {}
    for text in form.texts:
        good, sober = (0.5 if text.evidence == "good" else -0.5), (0.5 if text.tone == "sober" else -0.5)
        skill = student.skill * (1 + easier)
        pull = PULLS[form.name, text.id]
        seen = skill * good + student.tone * sober + student.leaning + pull + draw.gauss(0, 1)
        ratings[text.id] = min(max(floor(seen / 0.7) + 4, 1), 6)
    return ratings


def student(kind: Kind, draw: Random) -> Kind:
    """Return one student of a kind."""
    return Kind(
        kind.skill + draw.gauss(0, SPREAD),
        kind.tone + draw.gauss(0, SPREAD),
        kind.leaning + draw.gauss(0, SPREAD),
    )


def taught(before: Kind, after: Kind, students: int, draw: Random) -> Class:
    """Return a class that was of one kind before the course and is of another after it."""
    done = Class()
    for number in range(students):
        first, second = FORMS if number % 2 else FORMS[::-1]
        early = student(before, draw)
        late = Kind(
            early.skill + after.skill - before.skill,
            early.tone + after.tone - before.tone,
            early.leaning + after.leaning - before.leaning,
        )
        sat = [sitting.measure(form, rate(form, who, draw)) for form, who in ((first, early), (second, late))]
        done.pairs.append(Pair(first.name, *filter(None, sat)))
    return done


def reported(before: Kind, after: Kind, students: int, draw: Random) -> Report:
    """Return the report on a simulated class."""
    return report.report(FORMS, taught(before, after, students, draw))


def seen(made: Report) -> set[str]:
    """Return what a report says of where a class stands after the course: what sets the kinds apart."""
    known = {f"{name}.{side}" for name in ("discernment", "trust", "tone") for side in ("above", "below")}
    return known & set(made.said)


def told_apart(students: int, classes: int, seed: int = 7) -> dict[str, dict[str, float]]:
    """Return for each kind how often a class of it shows each pattern of the kinds, and none of others."""
    draw = Random(seed)
    table = {}
    for name, kind in KINDS.items():
        shown = [seen(reported(Kind(), kind, students, draw)) for _ in range(classes)]
        table[name] = {other: fmean(one == pattern for one in shown) for other, pattern in PATTERNS.items()}
    return table


def gained(students: int, classes: int, seed: int = 11) -> dict[str, dict[str, float]]:
    """Return how often a class that guessed, and then is of a kind, is said to have changed, by sentence."""
    draw = Random(seed)
    said = ("discernment.more", "discernment.less", "trust.more", "trust.less", "tone.more", "tone.less")
    table = {}
    for name, kind in KINDS.items():
        told = [reported(Kind(), kind, students, draw).said for _ in range(classes)]
        table[name] = {one: fmean(one in sentences for sentences in told) for one in said}
    return table


def truth(before: Kind, after: Kind, seed: int = 13, students: int = 40_000) -> float:
    """Return the true gain in discernment of a kind of class, on these texts: that of a very large one."""
    return reported(before, after, students, Random(seed)).row("discernment").gain.mean


def coverage(students: int, classes: int, seed: int = 17) -> tuple[float, float]:
    """Return how often the 95 % interval of the gain holds the true gain, and the mean half of its width."""
    before, after = Kind(skill=0.4), Kind(skill=0.9)
    true, draw = truth(before, after), Random(seed)
    gains = [reported(before, after, students, draw).row("discernment").gain for _ in range(classes)]
    return fmean(one.low <= true <= one.high for one in gains), fmean(
        (one.high - one.low) / 2 for one in gains
    )


def power(students: int, classes: int, gain: float, seed: int = 19) -> tuple[float, float]:
    """Return the true gain that a rise in skill makes, and how often a class of this size shows it."""
    before, after = Kind(skill=0.4), Kind(skill=0.4 + gain)
    draw = Random(seed)
    shown = ["discernment.more" in reported(before, after, students, draw).said for _ in range(classes)]
    return truth(before, after), fmean(shown)


def main() -> None:
    """Print the tables."""
    print("What 400 classes of 30 show after the course (share of classes; rows: what they are)")
    for name, shares in told_apart(30, 400).items():
        print(f"  {name:13}", "  ".join(f"{other} {share:.2f}" for other, share in shares.items()))
    print("What is said of 400 classes of 30 that guessed before the course")
    for name, shares in gained(30, 400).items():
        print(f"  {name:13}", "  ".join(f"{said} {share:.2f}" for said, share in shares.items()))
    for students in (10, 25, 30, 100):
        covered, half = coverage(students, 2000)
        print(f"{students} students: {covered:.3f} of 2,000 intervals hold the true gain; ±{half:.3f}")
    for students, gain in ((30, 0.25), (30, 0.4), (30, 0.6), (100, 0.25), (100, 0.4)):
        true, share = power(students, 400, gain)
        print(f"{students} students: a true gain of {true:.3f} is seen in {share:.2f} of 400 classes")


if __name__ == "__main__":
    main()
