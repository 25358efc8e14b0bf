"""A feedback page: one HTML file a student, without a script, that opens anywhere and needs nothing else."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from pathlib import Path

from kit.grading.exercise import READING, Exercise
from kit.grading.results import Graded, Line, Result
from kit.grading.words import of
from kit.words import fill, words

STYLE = (Path(__file__).parent / "page.css").read_text("utf-8")

OUTCOMES = words()["check"]["outcomes"]
"""The words for each outcome, the same as in the notebooks."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A second wall behind the escaping: a browser runs and loads nothing for this page."""

TONES = {
    "good": ("hit", "right", "empty"),
    "half": ("part", "kind", "borderline", "again", "sample", "unsure", "sure"),
    "bad": ("trap", "false_alarm", "wrong", "flood", "early"),
    "gone": ("missed", "left_out"),
}
"""Outcomes that look alike. Colour never speaks alone: each has its own kind of line, and its name."""

TONE_OF = {outcome: tone for tone, outcomes in TONES.items() for outcome in outcomes}


def page(exercise: Exercise, result: Result) -> str:
    """Return the page of one student. Every text in it is escaped; nothing is loaded from anywhere."""
    say = of("page")
    title = fill(say["title"], exercise=exercise.title)
    body = [
        f"<h1>{escape(exercise.title)}</h1>",
        f"<p>{escape(say['for'])} <strong>{escape(result.name or result.student)}</strong></p>",
        _total(exercise, result),
        _notes(say["submission"], [p.for_student for p in result.problems if not p.private], "h2"),
        *[_question(one) for one in result.graded],
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in body if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _total(exercise: Exercise, result: Result) -> str:
    say = of("page")
    if not result.readable:
        return f'<p class="total">{escape(say["unreadable"])}</p>'
    waiting = sum(one.question.points for one in result.graded if one.auto is None and one.waits)
    name = {(True, True): "so_far_late", (True, False): "so_far", (False, True): "late"}.get(
        (bool(waiting), bool(result.penalty)), "total"
    )
    points = fill(say["points"], n=f"{result.score:g}", all=f"{exercise.points:g}")
    text = fill(say[name], points=points, waiting=f"{waiting:g}", penalty=f"{result.penalty:g}")
    return f'<p class="total">{escape(text)}</p>'


def _question(graded: Graded) -> str:
    question, say = graded.question, of("page")
    by_person = graded.manual.score is None and graded.auto is None
    points = fill(
        say["by_person" if by_person else "points"], n=f"{graded.score:g}", all=f"{question.points:g}"
    )
    parts = [
        f'<section aria-labelledby="{question.id}">',
        f'<h2 id="{question.id}">{escape(question.title)} <span class="points">{points}</span></h2>',
        f"<p>{escape(question.item['prompt'])}</p>" if question.item["prompt"] else "",
        f'<p class="summary">{escape(_summary(graded))}</p>',
    ]
    if question.kind in ("marks", READING):
        parts += [_legend(graded.lines), _marked(graded)]
    if graded.written:
        parts.append(f"<h3>{escape(say['written'])}</h3>\n<blockquote>{escape(graded.written)}</blockquote>")
    parts += [_lines(graded), _rubric(graded)]
    if graded.manual.comment:
        parts.append(
            f"<h3>{escape(say['teacher'])}</h3>\n<blockquote>{escape(graded.manual.comment)}</blockquote>"
        )
    parts.append(_notes(say["answer"], [f"{p.what} {p.why}" for p in graded.problems]))
    return "\n".join(part for part in [*parts, "</section>"] if part)


def _summary(graded: Graded) -> str:
    """Return what became of an answer; of a written one, whether it was read by now."""
    is_read = graded.written and graded.auto is None and not graded.waits
    return of("page")["read"] if is_read else graded.summary


def _lines(graded: Graded) -> str:
    rows = []
    for number, line in enumerate(graded.lines, 1):
        points = "" if line.points is None else f' <span class="points">{line.points:+g}</span>'
        label = _label(line)
        quoted = _words(line.quote) if line.start >= 0 else escape(line.quote)
        quote = f"<q>{quoted}</q> " if quoted else ""
        rows.append(
            f'<li id="{graded.question.id}-{number}"><strong class="{_tone(line)}">{_name(line)}</strong>'
            f"{points} {quote}{label}<span>{escape(line.text)}</span></li>"
        )
    return f"<ol>\n{chr(10).join(rows)}\n</ol>" if rows else ""


def _label(line: Line) -> str:
    if not line.label:
        return ""
    known = words()["labels"].get(line.label, {})
    kind = known.get("kinds", {}).get(line.kind, line.kind)
    shown = ": ".join(part for part in (known.get("name", line.label), kind) if part)
    return f'<span class="label">{escape(shown)}</span> '


def _name(line: Line) -> str:
    return escape(OUTCOMES[line.outcome])


def _tone(line: Line) -> str:
    return TONE_OF[line.outcome]


def _legend(lines: tuple[Line, ...]) -> str:
    shown = dict.fromkeys(line.outcome for line in lines if line.start >= 0)
    items = [f'<li><span class="{TONE_OF[name]}">{escape(OUTCOMES[name])}</span></li>' for name in shown]
    if not items:
        return ""
    return f'<ul class="legend" aria-label="{escape(of("page")["signs"])}">{"".join(items)}</ul>'


def _marked(graded: Graded) -> str:
    """Return the passages with each mark shown in its place, and its number, which leads to the reason."""
    item = graded.question.item
    lines = [(number, line) for number, line in enumerate(graded.lines, 1) if line.start >= 0]
    shown = [_passage(item["text"], place, lines, graded.question.id) for place in item["passages"]]
    return "\n".join(f'<div class="text">{text}</div>' for text in shown)


def _passage(text: str, place: dict[str, int], lines: list[tuple[int, Line]], question: str) -> str:
    start, end = place["start"], place["end"]
    cuts = {start, end, *(cut for _, line in lines for cut in (line.start, line.end) if start < cut < end)}
    parts = []
    borders = sorted(cuts)
    for low, high in pairwise(borders):
        here = [(number, line) for number, line in lines if line.start < high and line.end > low]
        piece = _words(text[low:high])
        # The shortest mark that lies here decides how it looks; each gives its number where it ends.
        tone = _tone(min(here, key=lambda found: found[1].end - found[1].start)[1]) if here else ""
        parts.append(f'<span class="{tone}">{piece}</span>' if tone else piece)
        parts += [
            f'<sup><a href="#{question}-{number}" aria-label="{number}, {_name(line)}">{number}</a></sup>'
            for number, line in here
            if min(line.end, end) == high
        ]
    return "".join(parts)


def _words(text: str) -> str:
    """Return a part of the text, safe for a page, without the headline's asterisks: they are not words."""
    return escape(text).replace("**", "")


def _rubric(graded: Graded) -> str:
    if not graded.question.rubric:
        return ""
    rows = "".join(
        f"<li><strong>{level.points:g}</strong> {escape(level.describes)}</li>"
        for level in graded.question.rubric
    )
    return f"<h3>{escape(of('page')['looked_for'])}</h3>\n<ul>{rows}</ul>"


def _notes(title: str, lines: list[str], heading: str = "h3") -> str:
    if not lines:
        return ""
    rows = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="notes"><{heading}>{escape(title)}</{heading}><ul>{rows}</ul></div>'
