"""Score a notebook's answers against the key, and explain every point."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from kit import feedback, feedback_fields, records, scoring
from kit.grading import answers as gathering
from kit.grading import values
from kit.grading.answers import Answers
from kit.grading.exercise import READING, Exercise, Question
from kit.grading.problems import Problem, clean
from kit.grading.reader import Notebook, scrubbed
from kit.grading.results import Graded, Line, Result
from kit.words import fill, words

MOST_MARKS = 2000
"""The most marks of one answer that are scored: texts have some hundreds of words."""

VERDICTS = {
    (True, True): ("right", "kept"),
    (False, False): ("right", "overruled"),
    (False, True): ("wrong", "wrongly_kept"),
    (True, False): ("wrong", "wrongly_overruled"),
    (True, None): ("left_out", "right_unjudged"),
    (False, None): ("left_out", "wrong_unjudged"),
}
"""By whether the machine is right, and whether the student agrees: an outcome, and its words."""


def grade(
    exercise: Exercise, notebook: Notebook, student: str, name: str = "", handed_in: datetime | None = None
) -> Result:
    """Grade a parsed notebook. No code of it runs, and nothing in it can stop the grading of the rest."""
    found = gathering.gather(notebook, exercise)
    graded = tuple(_graded(question, found) for question in exercise.questions.values())
    late = exercise.late.share(handed_in, exercise.late.due) if exercise.late else 0.0
    sheets = frozenset(record["sheet"] for record in found.records.values() if record["sheet"])
    own = [problem for problem in found.problems if not problem.question]
    if not any(records.is_answered(one.record) or one.written for one in graded):
        own.append(
            Problem(
                "It holds no answer.",
                "It was handed in untouched, or it is another notebook.",
                "Ask the student for the notebook that they worked in, if there is one.",
                person=False,
            )
        )
    return Result(student, scrubbed(name), graded, tuple(own), handed_in, late, sheets)


def unreadable(student: str, name: str, problem: Problem, handed_in: datetime | None = None) -> Result:
    """Return the result of a submission that could not be read."""
    return Result(student, scrubbed(name), (), (problem,), handed_in)


def _graded(question: Question, found: Answers) -> Graded:
    record = found.records.get(question.id)
    problems = [problem for problem in found.problems if problem.question == question.id]
    if question.kind == "text":
        text = found.written.get(question.id, "")
        summary = "A person reads this." if text else words()["check"]["unanswered"]
        return Graded(question, None if text else 0.0, summary, (), tuple(problems), record, text)
    if record is None or not records.is_answered(record):
        # What was not answered earns nothing, confidence included.
        summary = words()["check"]["unanswered"]
        lines = _of_marks(question, [])[2] if question.kind == "marks" else ()
        return Graded(question, 0.0, summary, lines, tuple(problems), record)
    if question.kind == "marks":
        marks, odd = _countable(question, record)
        auto, summary, lines = _of_marks(question, marks)
        return Graded(question, auto, summary, lines, (*problems, *odd), record)
    if question.kind == READING:
        odd = _strangers(question, record)
        return Graded(question, *_of_verdicts(question, record), (*problems, *odd), record)
    score = {"choice": _of_choice, "value": _of_value, "ratings": _of_ratings}.get(question.kind, _of_fields)
    auto, summary, lines = score(question, record)
    if question.sure:
        auto, line = _with_confidence(question, record, auto)
        lines = (*lines, line)
    return Graded(question, auto, summary, lines, tuple(problems), record)


def _with_confidence(question: Question, record: records.Record, earned: float) -> tuple[float, Line]:
    """Give a share of the points for knowing how sure one can be: 1 less the Brier score of "it is right".

    The rule is proper: what earns most on average is to say what one thinks. Half right is not right.
    """
    say, share = words()["confidence"], question.points * question.sure
    step = record.get("confidence")
    if step is None:
        bonus, text = 0.0, say["not_said"]
    else:
        right = earned >= question.points - 1e-9
        bonus = _rounded(share * (1 - scoring.brier(step, right=right)))
        text = fill(say["earned"], step=say["steps"][step - 1])
    return _rounded(earned * (1 - question.sure) + bonus), Line("sure", text, bonus)


def _of_verdicts(question: Question, record: records.Record) -> tuple[float, str, tuple[Line, ...]]:
    """Score what a student says of the machine's marks: the key of the text says which of them are right."""
    machine, text, say = question.item["machine"], question.item["text"], words()["check"]["verdicts"]
    said = records.verdicts(record)
    agree = [said.get((mark["start"], mark["end"], mark["label"]), {}).get("agree") for mark in machine]
    truth = scoring.rightness(text, machine, question.key)
    lines, judged = [], 0
    for mark, verdict, (right, key) in zip(machine, agree, truth, strict=True):
        outcome, name = VERDICTS[right, verdict] if right is not None else ("borderline", "arguable")
        judged += outcome == "right"
        reason = (key["why"] if right is not False else key["feedback"]) if key else ""
        place = (text[mark["start"] : mark["end"]], mark["start"], mark["end"], mark["label"])
        lines.append(Line(outcome, f"{say[name]} {reason}".strip(), None, *place))
    earned = question.points * scoring.score_verdicts([right for right, _ in truth], agree)
    decided = sum(right is not None for right, _ in truth)
    return _rounded(earned), fill(say["summary"], n=decided, right=judged), tuple(lines)


def _strangers(question: Question, record: records.Record) -> list[Problem]:
    """Return a problem where verdicts name marks that the machine did not make: no button gives those."""
    made = {(mark["start"], mark["end"]) for mark in question.item["machine"]}
    labels = {mark["label"] for mark in question.item["machine"]}
    strange = [place for place in records.verdicts(record) if place[2] in labels and place[:2] not in made]
    if not strange:
        return []
    what = f"It judges {len(strange)} marks that the machine did not make."
    why = "The record was edited, or made with another version of the exercise."
    return [Problem(what, why, "They are not counted. Ask the student how it came about.", question.id)]


def _countable(question: Question, record: records.Record) -> tuple[list[scoring.Place], list[Problem]]:
    """Return the marks that count, and a problem for each that does not belong to this text or question."""
    text, labels = question.item["text"], {label["id"] for label in question.item["labels"]}
    kept, problems = [], []
    marks = records.live_marks(record).values()
    if len(marks) > MOST_MARKS:
        what = f"It has {len(marks):,} marks. None of them is counted."
        why = f"Nobody makes more than {MOST_MARKS:,} by hand: a program wrote them."
        return [], [Problem(what, why, "Ask the student how it came about.", question.id)]
    for mark in marks:
        stands = text[mark["start"] : mark["end"]]
        if stands != mark["quote"]:
            what = f"A mark on “{clean(mark['quote'], 40)}” is not counted."
            why = f"The text has “{clean(stands, 40)}” there: the record was edited, or made on another text."
        elif mark["label"] not in labels:
            what = f"A mark on “{clean(stands, 40)}” is not counted."
            why = f"The question does not ask for {mark['label']!r}, so no button made it."
        else:
            kept.append(mark)
            continue
        problems.append(Problem(what, why, "Ask the student how it came about.", question.id))
    most = question.item.get("at_most")
    if most is not None and len(kept) > most:
        what = f"It has {len(kept)} marks, and no more than {most} can be made."
        why = "The record was edited, or two copies of the notebook were joined."
        problems.append(Problem(what, why, "All of them were scored. Look at them.", question.id))
    return kept, list(gathering.few(problems))


def _of_marks(question: Question, marks: list[scoring.Place]) -> tuple[float, str, tuple[Line, ...]]:
    item = {**question.item, "graded": False, "key": question.key, "ask_kind": question.kinds}
    score = scoring.score_marks(item["text"], marks, question.key, kinds=question.kinds, cost=question.cost)
    # feedback.explain() works on the same marks in the same order: its first lines are these findings'.
    record = {"kind": "marks", "revision": 1, "value": {str(n): mark for n, mark in enumerate(marks)}}
    explained = feedback.explain(item, record)
    each = question.points / max(score.firm, 1)
    lines = [
        _line_of(finding, line, each, question)
        for finding, line in zip(score.findings, explained["lines"], strict=False)
    ]
    costs = {"flood": -_rounded(each * question.cost * score.flood)}
    rest = explained["lines"][len(lines) :]
    lines += [Line(line["outcome"], line["text"], costs.get(line["outcome"])) for line in rest]
    earned = question.points * score.fraction
    return _rounded(earned), explained["summary"] if marks else words()["check"]["unanswered"], tuple(lines)


def _line_of(finding: scoring.Finding, said: dict[str, Any], each: float, question: Question) -> Line:
    place = finding.mark or finding.key or {}
    key, text = finding.key or {}, said["text"]
    if said["outcome"] == "missed":
        # The exercise is over: say what it was, with its reason, and not only the hint that practice gives.
        text = key["why"]
    elif said["outcome"] == "kind" and key.get("kind"):
        text = f"{text} {key['why']}"
    points = None
    if finding.outcome in ("hit", "part"):
        points = _rounded(each * finding.credit)
    elif finding.outcome in ("trap", "false_alarm"):
        points = -_rounded(each * question.cost)
    quote = question.item["text"][place["start"] : place["end"]]
    return Line(
        said["outcome"],
        text,
        points,
        quote,
        place["start"],
        place["end"],
        place["label"],
        place.get("kind", ""),
    )


def _of_choice(question: Question, record: records.Record) -> tuple[float, str, tuple[Line, ...]]:
    right, chosen, say = question.key["right"], record["value"], words()["check"]
    fraction = scoring.score_choice(chosen, right)
    if question.rule == "all":
        fraction = float(fraction == 1)
    texts = {option["id"]: option["text"] for option in question.item["options"]}
    told = question.key["feedback"]
    lines = [
        Line("right" if option in right else "wrong", told.get(option, ""), quote=texts[option])
        for option in texts
        if option in chosen
    ]
    lines += [
        Line("left_out", told.get(option, say["left_out"]), quote=texts[option])
        for option in right
        if option not in chosen
    ]
    summary = say["right"] if fraction == 1 else say["partly"] if fraction > 0 else say["wrong"]
    return _rounded(question.points * fraction), summary, tuple(lines)


def _of_value(question: Question, record: records.Record) -> tuple[float, str, tuple[Line, ...]]:
    key, value = question.key, record["value"]
    right = values.same(value, key["value"], question.tolerance, any_order=question.rule == "any-order")
    outcome = "right" if right else "wrong"
    earned = _rounded(question.points if right else 0.0)
    shown = clean(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    line = Line(outcome, key["feedback"][outcome], earned, shown)
    return earned, words()["check"][outcome], (line,)


def _of_fields(question: Question, record: records.Record) -> tuple[float, str, tuple[Line, ...]]:
    """Score and explain as practice does: the key is the question with its key in it."""
    explained = feedback_fields.explain(question.key, record)
    fraction = float(explained["fraction"] == 1) if question.rule == "all" else explained["fraction"]
    lines = [Line(line["outcome"], line["text"], quote=line.get("quote", "")) for line in explained["lines"]]
    return _rounded(question.points * fraction), explained["summary"], tuple(lines)


def _of_ratings(question: Question, record: records.Record) -> tuple[float, str, tuple[Line, ...]]:
    """Ratings are opinions: the points are for rating everything."""
    options = question.item["options"]
    rated = sum(option["id"] in record["value"] for option in options)
    summary = words()["ratings"]["count"].format(n=rated, all=len(options))
    return _rounded(question.points * rated / len(options)), summary, ()


def _rounded(points: float) -> float:
    return round(points, 2) + 0.0  # no -0.0
