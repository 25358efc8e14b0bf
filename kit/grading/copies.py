"""The notebook that a person marks: the release, with what the student answered; nothing else of theirs.

A student's outputs never reach an instructor's browser, and their text is shown as text.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

from kit import records
from kit.grading.exercise import Exercise, nbgrader_of
from kit.grading.reader import source_of
from kit.grading.results import Graded, Result

GRADING = "second_look_grading"
"""Our part of a copy's metadata: the hash of each answer, so that a regrade knows what changed."""

ASKS = re.compile(r"""kit\.\w+\(\s*["']([a-z0-9-]+)["']""")
"""The code of a release's cell that asks a question: ``kit.mark("q1")``."""

PLAIN = {ord(sign): f"&#{ord(sign)};" for sign in "<>&`*_[]!#|~@"}
"""The signs that Markdown or HTML would make something of, and how to write them as themselves."""

# MathJax looks for formulas in what a page shows, where an escaped sign is a sign again; but it never looks
# across an element. (Its \\href can run a script.)
PLAIN |= {ord(sign): f"<span>&#{ord(sign)};</span>" for sign in "$\\"}


def place(exercise: Exercise, student: str) -> Path:
    """Return where the notebook lies that a person marks."""
    return exercise.course / "autograded" / student / exercise.name / f"{exercise.name}.ipynb"


def build(exercise: Exercise, result: Result) -> dict[str, Any]:
    """Return the notebook to mark: also for a submission that could not be read, which would else be lost."""
    notebook = exercise.notebook
    cells = [{**cell} for cell in notebook["cells"]]
    graded = {one.question.id: one for one in result.graded}
    for cell in cells:
        data = nbgrader_of(cell)
        name = str(data.get("grade_id", ""))
        if data.get("solution") and name in graded:
            cell["source"] = as_text(graded[name].written)
        elif name.endswith("-prompt") and name.removesuffix("-prompt") in graded:
            cell["source"] = source_of(cell) + _rubric(graded[name.removesuffix("-prompt")])
        elif cell["cell_type"] == "code":
            asks = ASKS.search(source_of(cell))
            cell["outputs"] = [_output(graded[asks[1]])] if asks and asks[1] in graded else []
    problems = [problem for problem in result.problems if not problem.private]
    if problems:
        told = "\n".join(f"- {as_line(str(problem))}" for problem in problems)
        cells.insert(0, _note(f"**About this submission**\n\n{told}"))
    known = {GRADING: {one.question.id: one.fingerprint for one in result.graded}}
    return {**notebook, "cells": cells, "metadata": {**notebook["metadata"], **known}}


def data(exercise: Exercise, result: Result) -> bytes:
    """Return the bytes of the notebook to mark."""
    return (json.dumps(build(exercise, result), ensure_ascii=False) + "\n").encode()


def fingerprints(path: Path) -> dict[str, str]:
    """Return the hash of each answer that a copy was built from; empty where there is no such copy."""
    try:
        found = json.loads(path.read_text("utf-8"))["metadata"][GRADING]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def as_text(text: str) -> str:
    """Return a student's text as Markdown that shows it letter by letter.

    nbgrader renders Markdown without removing HTML, so `<`, `>` and `&` are escaped, and so are the signs
    that make links, images and formulas; line breaks stay.
    """
    return text.translate(PLAIN).replace("://", ":&#47;/").replace("www.", "www&#46;").replace("\n", "  \n")


def as_comment(text: str) -> str:
    """Return a text for a gradebook's comment, which is read plain in a form and as Markdown in a page."""
    # nbgrader's pages make formulas of a comment, and a command of TeX can hide a link that runs a script.
    # An address with a space of no width in it is no link.
    text = html.escape(text, quote=False).replace("](", "] (").replace("://", ":\u200b//")
    return text.replace("\\", "∖")


def as_line(text: str) -> str:
    """Return a text as one line of Markdown that shows it letter by letter."""
    return as_text(" ".join(text.split()))


def _output(graded: Graded) -> dict[str, Any]:
    """Show an answer as plain text: who grades sees what counted, and can look it up in the feedback page."""
    earned = "" if graded.auto is None else f"{graded.auto:g} of {graded.question.points:g} points. "
    lines = [earned + graded.summary]
    if graded.record:
        lines.append(records.line(graded.record))
    lines += [f"[{line.outcome}] {line.quote}: {line.text}" for line in graded.lines]
    lines += [f"[look] {problem}" for problem in graded.problems]
    return {"output_type": "stream", "name": "stdout", "text": "\n".join(lines) + "\n"}


def _rubric(graded: Graded) -> str:
    points = [
        f"- **{level.points:g}** {level.describes}" + (f" *{level.sample}*" if level.sample else "")
        for level in graded.question.rubric
    ]
    problems = [f"- Look: {as_line(str(problem))}" for problem in graded.problems]
    return "".join(
        f"\n\n**{title}**\n\n" + "\n".join(lines)
        for title, lines in (("For who grades", points), ("Problems", problems))
        if lines
    )


def _note(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": "about-submission", "metadata": {}, "source": source}
