"""The parts about marks: where the class marked, what it got wrong, and how far it agrees."""

from __future__ import annotations

from markupsafe import Markup

from kit.classreport import heat, places
from kit.classreport.agreement import of_marked
from kit.classreport.data import Class
from kit.classreport.parts import Part, more, number, part, percent, table, words
from kit.grading.exercise import Question
from kit.words import fill

SHOWN = 25  # rows of a table before a reader opens the rest


def heat_map(of: Class, question: str | None) -> Part:
    """Return a text for each question on marks (or the one named) and label, shaded by how many marked it."""
    return _joined([_heat(of, one, label) for one in _marking(of, question) for label in _labels(one)])


def _heat(of: Class, question: Question, label: int) -> Part:
    say = words()["heat"]
    students = places.answered(of, question.id)
    if not students:
        return part(fill(say["none"], question=question.title))
    marks, name = of.marks[question.id], question.item["labels"][label]
    counts = places.counts(marks, label)
    drawn = heat.text(question, marks, name["id"], counts, students, say["hover"])
    rows = [
        (quote, _range(low, high), percent(high / students))
        for quote, low, high in heat.stretches(question, marks, counts, students)
    ]
    head, caption = (
        [say[name] for name in ("quote", "students", "share")],
        fill(say["table"], label=name["name"]),
    )
    rest = fill(say["whole"], n=len(rows))
    return part(
        f"{question.title}. " + fill(say["says"], n=students, all=int(of.read.sum()), label=name["name"]),
        _legend(),
        drawn,
        table(caption, head, rows[:SHOWN]),
        *([more(rest, table(rest, head, rows))] if len(rows) > SHOWN else []),
        means=say["means"],
    )


def mistakes(of: Class, question: str | None) -> Part:
    """Return the false alarms and the misses that came up most, with what the key says of them."""
    return _joined([_mistakes(of, one) for one in _marking(of, question)])


def _mistakes(of: Class, question: Question) -> Part:
    say = words()["mistakes"]
    students = places.answered(of, question.id)
    names = {label["id"]: label["name"] for label in question.item["labels"]}
    heads = [words()["heat"]["quote"], say["label"], words()["heat"]["students"], say["reason"]]
    tables = [
        table(
            say[title],
            heads,
            [
                (
                    one.quote,
                    names[one.label],
                    f"{one.students} ({percent(one.students / students)})",
                    one.reason or say["no_reason"],
                )
                for one in found(of, question.id)
            ]
            or [(say["none"], "", "", "")],
            words=[1, 3],
        )
        for title, found in (("alarms", places.alarms), ("misses", places.misses))
    ]
    if not students:
        return part(fill(words()["heat"]["none"], question=question.title))
    return part(f"{question.title}. {say['says']}", *tables, means=say["means"])


def agreement(of: Class, question: str | None) -> Part:
    """Return how far students agree on what to mark, for each label."""
    say, rows = words()["agreement"], []
    for one in _marking(of, question):
        students, marks = places.answered(of, one.id), of.marks[one.id]
        for label in _labels(one):
            found = of_marked(places.counts(marks, label), students)
            rows.append((f"{one.title}: {one.item['labels'][label]['name']}", number(found), students))
    shown = table(say["title"], (say["label"], say["alpha"], say["students"]), rows)
    few = [Markup("<p>{}</p>").format(say["few"])] if any(row[2] < 2 for row in rows) else []
    return part(say["says"], shown, *few, means=say["means"])


def _marking(of: Class, question: str | None) -> list[Question]:
    if question is None:
        return [one for one in of.questions if one.kind == "marks"]
    of.column(question)
    if question not in of.marks:
        known = ", ".join(of.marks) or "none"
        raise ValueError(f"{question} asks for no marks in a text; these do: {known}")
    return [of.exercise.questions[question]]


def _range(low: int, high: int) -> str:
    return str(low) if low == high else fill(words()["heat"]["to"], low=low, high=high)


def _labels(question: Question) -> range:
    return range(len(question.item["labels"]))


def _legend() -> Markup:
    say = words()["heat"]
    signs = [("shade-0", say["nobody"]), *((f"shade-{n}", name) for n, name in enumerate(say["shades"], 1))]
    signs += [
        ("key firm key-start key-end", say["firm"]),
        ("key borderline key-start key-end", say["borderline"]),
    ]
    rows = Markup("").join(Markup('<li><span class="{}">{}</span></li>').format(*sign) for sign in signs)
    return Markup('<ul class="legend" aria-label="{}">{}</ul>').format(say["legend"], rows)


def _joined(found: list[Part]) -> Part:
    """Join parts; what all of them mean is said once, at the end."""
    pieces = Markup("\n").join(one.shown for one in found)
    means = dict.fromkeys(one.means for one in found if one.means)
    return Part(pieces, " ".join(one.says for one in found), " ".join(means))
