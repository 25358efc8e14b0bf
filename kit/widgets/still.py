"""The static copy of a question or a reading, for places that run no script (GitHub, a print)."""

from __future__ import annotations

from html import escape
from typing import Any

from kit import records
from kit.items import words
from kit.marks import Mark, in_reading_order

View = dict[str, Any]


def question_html(question: View, record: records.Record) -> str:
    """Return a question and its answer as plain HTML; all of it is escaped text."""
    parts = [f"<p><strong>{escape(question['prompt'])}</strong></p>"]
    if question["kind"] == "marks":
        marks = [Mark.from_json(mark) for mark in records.live_marks(record).values()]
        parts += passages_html(question["text"], question["passages"], marks)
    elif question["kind"] == "choice":
        chosen = record["value"]
        items = [_option(option, option["id"] in chosen) for option in question["options"]]
        parts.append(f"<ul>{''.join(items)}</ul>")
    elif records.is_answered(record):
        parts.append(f"<p>{escape(str(record['value']))}</p>")
    parts.append(f"<p><em>{escape(records.line(record))} {escape(words()['line']['static'])}</em></p>")
    return f"<div>{''.join(parts)}</div>"


def reading_html(view: View) -> str:
    """Return a reading as plain HTML: the text with its marks."""
    marks = [Mark.from_json(mark) for mark in view["marks"]]
    passages = passages_html(view["text"], [{"start": 0, "end": len(view["text"])}], marks)
    return f"<div><p><strong>{escape(view['title'])}</strong></p>{''.join(passages)}</div>"


def reading_line(view: View) -> str:
    """Return a reading in one line of text."""
    labels = ", ".join(
        f"{sum(m['label'] == label for m in view['marks'])} {label}" for label in view["labels"]
    )
    return f"{view['title']}: {labels}" if labels else str(view["title"])


def passages_html(text: str, passages: list[View], marks: list[Mark]) -> list[str]:
    """Return passages of a text with its marks as ``<mark>`` elements; Markdown's asterisks are left out."""
    return [_passage(text, passage["start"], passage["end"], in_reading_order(marks)) for passage in passages]


def _passage(text: str, start: int, end: int, marks: list[Mark]) -> str:
    edges = {start, end} | {at for mark in marks for at in (mark.start, mark.end) if start < at < end}
    pieces = []
    for here, there in zip(ordered := sorted(edges), ordered[1:], strict=False):
        shown = escape(text[here:there].replace("**", "")).replace("\n", "<br>")
        for mark in reversed([m for m in marks if m.start <= here and m.end >= there]):
            shown = f'<mark title="{escape(mark.label)}">{shown}</mark>'
        pieces.append(shown)
    return f"<p>{''.join(pieces)}</p>"


def _option(option: View, chosen: bool) -> str:
    shown = escape(option["text"])
    return f"<li><strong>✓ {shown}</strong></li>" if chosen else f"<li>{shown}</li>"
