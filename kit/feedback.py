"""Feedback: why an answer is right, wrong or arguable, in the words of the key and of ``words/``.

The browser says the same through ``kit/widgets/static/check.js`` (one table of cases runs against both).
Answers given in fields (choices, numbers, ...) are explained in ``kit/feedback_fields.py``.
"""

from __future__ import annotations

from typing import Any

from kit import feedback_fields, records, scoring
from kit.words import fill, words

HINTS = ("missed", "left_out")
"""Outcomes that tell what is still to find: a second look comes before them."""

Line = dict[str, Any]
"""One line of feedback: ``outcome``, ``text``, and the place or the option that it is about."""


def explain(question: dict[str, Any], record: records.Record) -> dict[str, Any]:
    """Explain an answer to a practice question: ``{"fraction", "summary", "lines"}``.

    ``question`` holds its key. ``fraction`` is 0 to 1, or None where nothing is scored. A graded question
    has no key: then the one line says only what is saved and what is missing.
    """
    if question["graded"]:
        return {"fraction": None, "summary": _saved(question, record), "lines": []}
    if question["kind"] == "marks":
        return _explain_marks(question, record)
    if not records.is_answered(record):
        return {"fraction": None, "summary": words()["check"]["unanswered"], "lines": []}
    if question["kind"] in feedback_fields.EXPLAIN:
        return feedback_fields.explain(question, record)
    lines = [_line("sample", question["sample"])] if "sample" in question else []
    return {"fraction": None, "summary": words()["text"]["sample"] if lines else "", "lines": lines}


def _explain_marks(question: dict[str, Any], record: records.Record) -> dict[str, Any]:
    say = words()["check"]
    marks = list(records.live_marks(record).values())
    score = scoring.score_marks(
        question["text"], marks, question["key"], kinds=question.get("ask_kind", False)
    )
    lines = [_line_of(finding, question) for finding in score.findings]
    if score.flood:
        lines.append(_line("flood", fill(say["flood"], n=score.flood)))
    lines += _left_alone(question, score)
    if score.firm:
        counts = {"hits": score.count("hit", "part"), "firm": score.firm}
        summary = fill(say["summary_marks"], **counts, false=score.count("trap", "false_alarm"))
    else:
        summary = say["summary_none"] if score.fraction == 1 else say["wrong"]
    return {"fraction": score.fraction, "summary": summary, "lines": lines}


def _line_of(finding: scoring.Finding, question: dict[str, Any]) -> Line:
    place = finding.mark or finding.key or {}
    key, say = finding.key or {}, words()["check"]
    quote = question["text"][place["start"] : place["end"]]
    outcome = finding.outcome
    if outcome in ("hit", "part"):
        outcome, text = _of_found(finding, question)
    elif outcome == "missed":
        text = key.get("missed", say["missed"])
    elif outcome in ("trap", "borderline"):
        text = key["feedback"]
    else:
        text = fill(say[outcome], quote=quote)
    line = _line(outcome, text, start=place["start"], end=place["end"], label=place["label"])
    line |= {"key": key["id"]} if key else {}
    return line if outcome == "missed" else {**line, "quote": quote}


def _of_found(finding: scoring.Finding, question: dict[str, Any]) -> tuple[str, str]:
    """Choose what to say of a mark that found something: kind first, then its borders, then why it counts."""
    mark, key, say = finding.mark or {}, finding.key or {}, words()["check"]
    if question.get("ask_kind") and key.get("kind") and mark.get("kind") != key["kind"]:
        if not mark.get("kind"):
            return "kind", say["missing_kind"]
        shown = words()["labels"][key["label"]]["kinds"].get(mark["kind"], mark["kind"])
        return "kind", key.get("wrong_kinds", {}).get(mark["kind"]) or fill(say["wrong_kind"], kind=shown)
    longer = mark["end"] - mark["start"] > key["end"] - key["start"]
    border = "wide" if longer else "narrow"
    if finding.outcome == "part":
        return "part", key.get(border, say[border])
    if longer and "wide" in key and _has_more_words(mark, key, question["text"]):
        return "hit", key["wide"]
    return "hit", key["feedback"]


def _has_more_words(mark: scoring.Place, key: scoring.Place, text: str) -> bool:
    before = text[mark["start"] : max(mark["start"], key["start"])]
    after = text[min(key["end"], mark["end"]) : mark["end"]]
    return any(character.isalnum() for character in before + after)


def _left_alone(question: dict[str, Any], score: scoring.Score) -> list[Line]:
    """Praise a passage in which nothing counts and nothing was marked wrongly."""
    lines: list[Line] = []
    if score.firm and not any(finding.mark for finding in score.findings):
        return lines  # nothing was tried yet: praise would give the answer away
    for passage in question["passages"]:
        firm = [key for key in question["key"] if key["status"] == "firm" and _inside(key, passage)]
        marked = [finding for finding in score.findings if finding.mark and _inside(finding.mark, passage)]
        if "empty" in passage and not firm and not marked:
            lines.append(_line("empty", passage["empty"]))
    return lines


def _inside(place: scoring.Place, passage: dict[str, Any]) -> bool:
    return bool(place["start"] < passage["end"] and place["end"] > passage["start"])


def _saved(question: dict[str, Any], record: records.Record) -> str:
    """Say what a graded question holds and what it lacks; never whether it is right."""
    say = words()["check"]
    line = records.line(record)
    if own := feedback_fields.in_words(question, record):
        line = fill(words()["line"]["value"], question=question["question"], value=own)
    said = [fill(say["graded"], line=line)]
    if question["kind"] == "marks" and question.get("ask_kind"):
        free = {label["id"] for label in question.get("labels", ()) if not label.get("kinds")}
        marks = records.live_marks(record).values()
        bare = sum("kind" not in mark and mark["label"] not in free for mark in marks)
        said += [fill(say["no_kinds"], n=bare)] if bare else []
    if question.get("confidence") and records.is_answered(record) and not record.get("confidence"):
        said.append(say["no_confidence"])
    return " ".join(said)


def _line(outcome: str, text: str, **place: Any) -> Line:
    return {"outcome": outcome, "text": text, **place}
