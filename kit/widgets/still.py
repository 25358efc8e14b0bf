"""The static copy of a question or a reading, for places that run no script (an export, GitHub, a print).

Its styles are inline, because nothing else travels with an output; labels differ by letter and line as well
as by colour. ``static/still.js`` draws the same copy in the browser, and one test compares the two.
"""

from __future__ import annotations

import json
from html import escape
from typing import Any

from kit import records
from kit.widgets import still_fields
from kit.words import fill, words

View = dict[str, Any]

TONES = (
    ("#e1edf9", "2px solid #0b6bcb"),
    ("#e3f0e6", "4px double #1a7f37"),
    ("#f6ebe0", "2px dashed #b35900"),
    ("#f6e5e4", "3px dotted #b3261e"),
    ("#efe8f9", "5px solid #7a3fc9"),
    ("#ebedee", "5px ridge #5f6b76"),
    ("#f6e3ec", "5px dotted #a3195b"),
)
"""Ground and line below of each label, in order. Borders: JupyterLab lets no other line style through."""

ROOM = "line-height:1.9"
LINES = "white-space:pre-wrap"
BARE = "list-style:none;padding-left:0"


def question_html(question: View, record: records.Record) -> str:
    """Return a question and its answer as plain HTML; all of it is escaped text."""
    say = words()
    parts = [_tag("p", _tag("strong", escape(question["prompt"])), LINES)]
    parts += BODIES.get(question["kind"], _plain)(question, record)
    if record.get("confidence"):
        step = say["confidence"]["steps"][record["confidence"] - 1]
        parts.append(_tag("p", escape(fill(say["still"]["sure"], step=step))))
    for line in (
        records.line(record),
        say["line"]["static_reading" if question["kind"] == "verdicts" else "static"],
    ):
        parts.append(_tag("p", _tag("em", escape(line))))
    return f"<div>{''.join(parts)}</div>"


def reading_html(view: View) -> str:
    """Return a reading as plain HTML: the labels with their counts, then the text with its marks."""
    return f"<div>{''.join([_tag('p', _tag('strong', escape(view['title']))), *_reading(view)])}</div>"


def reading_line(view: View) -> str:
    """Return a reading in one line of text."""
    labels = ", ".join(
        f"{words()['labels'].get(label, {}).get('name', label)} "
        f"({sum(mark['label'] == label for mark in view['marks'])})"
        for label in view["labels"]
    )
    return f"{view['title']}: {labels}" if labels else str(view["title"])


def _marks(question: View, record: records.Record) -> list[str]:
    labels = question["labels"]
    marks = sorted(
        records.live_marks(record).values(), key=lambda mark: (mark["start"], mark["end"], mark["label"])
    )
    parts = _legend(labels) + _passages(question["text"], question["passages"], marks, labels)
    parts += _glossary(question)
    if marks:
        parts.append(_tag("p", escape(words()["marks"]["list"])))
        parts.append(_tag("ul", "".join(_row(mark, labels) for mark in marks), BARE))
    return parts


def _reading(view: View) -> list[str]:
    known = [{"id": label, **words()["labels"].get(label, {})} for label in view["labels"]]
    tones = {label: tone for tone, label in enumerate(words()["labels"])}
    labels = [
        {"name": label["id"], "letter": label["id"][0], "tone": tones.get(label["id"], 0), **label}
        for label in known
    ]
    counts = {label: sum(mark["label"] == label for mark in view["marks"]) for label in view["labels"]}
    shown = [{**label, "name": f"{label['name']} ({counts[label['id']]})"} for label in labels]
    whole = [{"start": 0, "end": len(view["text"])}]
    return [*_legend(shown), *_passages(view["text"], whole, view["marks"], labels), *_glossary(view)]


def _glossary(view: View) -> list[str]:
    """List the words of the glossary that stand in the text, with their meanings."""
    items = [
        _tag("li", _tag("strong", escape(word["forms"][0])) + escape(f": {word['means']}"))
        for word in view.get("glossary", ())
    ]
    return [_tag("p", escape(words()["aids"]["words"])), _tag("ul", "".join(items))] if items else []


def _verdicts(question: View, record: records.Record) -> list[str]:
    return [*_reading(question), *_overruled(question, record)]


def _overruled(question: View, record: records.Record) -> list[str]:
    """List the machine's marks that the student disagrees with."""
    labels = words()["labels"]
    items = [
        _tag("li", _tag("s", escape(labels[label]["name"])) + escape(f": {question['text'][start:end]}{why}"))
        for (start, end, label), verdict in sorted(records.verdicts(record).items())
        for why in [f": {verdict['reason']}" if verdict.get("reason") else ""]
        if not verdict["agree"] and label in question["labels"]
    ]
    return [_tag("p", escape(words()["reader"]["overruled"])), _tag("ul", "".join(items))] if items else []


def _choice(question: View, record: records.Record) -> list[str]:
    chosen = record["value"]
    rows = [
        _tag("li", _tag("strong", f"☑ {shown}") if option["id"] in chosen else f"☐ {shown}")
        for option in question["options"]
        for shown in [escape(option["text"])]
    ]
    return [_tag("ul", "".join(rows), BARE)]


def _plain(question: View, record: records.Record) -> list[str]:
    if not records.is_answered(record):
        return []
    value = record["value"]
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return [_tag("p", escape(shown), LINES)]


BODIES = {"marks": _marks, "choice": _choice, "verdicts": _verdicts, **still_fields.PARTS}
"""How the answer of each kind of question is shown; other kinds show their value as it is."""


def _legend(labels: list[View]) -> list[str]:
    shown = [
        _mark(label.get("tone", number), _letter(label) + escape(label["name"]))
        for number, label in enumerate(labels)
    ]
    return [_tag("p", f"{escape(words()['still']['legend'])} {' · '.join(shown)}", ROOM)] if shown else []


def _row(mark: View, labels: list[View]) -> str:
    number, label = _label(mark, labels)
    kinds = {kind["id"]: kind["name"] for kind in label.get("kinds", ())}
    kind = mark.get("kind")
    name = f"{label['name']} ({kinds.get(kind, kind)})" if kind else label["name"]
    return _tag("li", f"{_mark(number, _letter(label) + escape(name))} “{escape(mark['quote'])}”")


def _passages(text: str, passages: list[View], marks: list[View], labels: list[View]) -> list[str]:
    """Return one paragraph a passage; Markdown's asterisks are left out, and still counted."""
    longest = sorted(marks, key=lambda mark: (mark["start"] - mark["end"], mark["start"], mark["label"]))
    parts = []
    for number, passage in enumerate(passages):
        name = _tag("strong", chr(ord("A") + number)) + " " if len(passages) > 1 else ""
        inner = _painted(text, passage["start"], passage["end"], longest, labels)
        parts.append(_tag("p", name + inner, ROOM))
    return parts


def _painted(text: str, start: int, end: int, marks: list[View], labels: list[View]) -> str:
    """Return a stretch of text with its marks, the longer outside; each has its letter where it begins."""
    edges = {start, end} | {at for mark in marks for at in (mark["start"], mark["end"]) if start < at < end}
    pieces, lettered = [], set()
    for here, there in zip(ordered := sorted(edges), ordered[1:], strict=False):
        shown = escape(text[here:there].replace("**", "")).replace("\n", "<br>")
        if not shown:
            continue
        around = [n for n, mark in enumerate(marks) if mark["start"] <= here and mark["end"] >= there]
        for depth, index in enumerate(reversed(around)):
            number, label = _label(marks[index], labels)
            letter = "" if index in lettered else _letter(label)
            lettered.add(index)
            shown = _mark(number, letter + shown, depth)
        pieces.append(shown)
    return "".join(pieces)


def _label(mark: View, labels: list[View]) -> tuple[int, View]:
    """Return a mark's label with its number; a label that the question does not know names itself."""
    found = [
        (label.get("tone", number), label)
        for number, label in enumerate(labels)
        if label["id"] == mark["label"]
    ]
    unknown = {"id": mark["label"], "name": mark["label"], "letter": mark["label"][:1]}
    return found[0] if found else (len(labels), unknown)


def _letter(label: View) -> str:
    return _tag("sup", escape(label["letter"])) + " "


def _mark(number: int, inner: str, depth: int = 0) -> str:
    """Mark words; the line of a mark around other marks lies ``depth`` lines lower."""
    ground, line = TONES[number % len(TONES)]
    style = f"background-color:{ground};color:#111;border-bottom:{line};padding-bottom:{5 * depth}px"
    return _tag("mark", inner, style)


def _tag(name: str, inner: str, style: str = "") -> str:
    return f'<{name} style="{style}">{inner}</{name}>' if style else f"<{name}>{inner}</{name}>"
