"""A comparison: a student's marks, the key's and the machine's of one practice question, place by place.

The browser does the same in ``kit/widgets/static/comparison.js``; a test runs random answers through both.
"""

from __future__ import annotations

from html import escape
from typing import Any

from kit import records, scoring
from kit.words import fill, words

MIME = "application/vnd.second-look.comparison.v1+json"
"""``{"v", "question", "machine": marks or null, "answer": record}``: all that is needed to draw it."""

GROUPS = ("agreed", "mine", "theirs", "arguable")

Row = dict[str, Any]
"""One place: ``start``, ``end``, ``label``, ``group``, ``text`` (why); ``mine``, ``key`` and ``machine`` are
"" for not marked, else the kind, or "yes" (the key also "arguable")."""

FOUND = ("hit", "part")


def machine_marks(question: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Return the machine's marks in a practice question's passages; None where it has none of its labels."""
    labels = {label["id"] for label in question["labels"]} & set(words()["labels"])
    if question["graded"] or not labels:
        return None
    from kit import reading

    return [
        mark.to_json()
        for mark in reading.read(question["text"]).of(*labels)
        if any(mark.start < place["end"] and mark.end > place["start"] for place in question["passages"])
    ]


def is_ready(record: records.Record) -> bool:
    """Say whether the student has marked or checked once: the answer is not shown before a first try."""
    return bool(record.get("value")) or "first" in record


def rows(question: dict[str, Any], record: records.Record, machine: list[dict[str, Any]]) -> list[Row]:
    """Return the places that anybody marked, by group and then in reading order.

    Marks are paired with the key as scoring pairs them. What the key has no place for is joined where it
    overlaps. ``machine`` holds marks with the question's labels.
    """
    text, key, kinds = question["text"], question["key"], question.get("ask_kind", False)
    own = scoring.score_marks(text, list(records.live_marks(record).values()), key).findings
    others = [f for f in scoring.score_marks(text, machine, key).findings if f.mark is not None]
    touched = {id(f.key): f.mark for f in reversed(others) if f.outcome in (*FOUND, "borderline")}
    loose = [f for f in others if f.outcome in ("false_alarm", "trap")]
    made, joined = [], set()
    for finding in own:
        mark, place = finding.mark, finding.key
        if mark is None:
            made.append(_row("theirs", place, None, place, touched.get(id(place)), _why(place)))
        elif finding.outcome == "again":
            again = fill(words()["check"]["again"], quote=text[mark["start"] : mark["end"]])
            made.append(_row("agreed", mark, mark, place, touched.get(id(place)), again))
        elif finding.outcome in (*FOUND, "borderline"):
            group = "agreed" if finding.outcome in FOUND else "arguable"
            why = _why_found(mark, place, kinds and group == "agreed")
            made.append(_row(group, mark, mark, place, touched.get(id(place)), why))
        else:
            same = [n for n, f in enumerate(loose) if _overlap(f.mark, mark)]
            joined.update(same)
            why = place["feedback"] if place else words()["compare"]["only_mine"]
            made.append(_row("mine", mark, mark, None, loose[same[0]].mark if same else None, why))
    seen = {id(f.key) for f in own if f.mark is not None}
    for place in key:
        if place["status"] == "borderline" and id(place) not in seen:
            made.append(_row("arguable", place, None, place, touched.get(id(place)), _why(place)))
    for number, finding in enumerate(loose):
        if number not in joined and finding.mark is not None:
            reason = fill(words()["compare"]["only_machine"], reason=finding.mark.get("reason", "")).strip()
            why = finding.key["feedback"] if finding.key else reason
            made.append(_row("theirs", finding.mark, None, None, finding.mark, why))
    made.sort(key=lambda row: (GROUPS.index(row["group"]), row["start"], row["end"], row["label"]))
    return [_marked(row, kinds) for row in made]


def counts(found: list[Row]) -> str:
    """Say in one sentence how many places each group has."""
    numbers = {group: sum(row["group"] == group for row in found) for group in GROUPS}
    return str(fill(words()["compare"]["counts"], **numbers))


def said(data: dict[str, Any], record: records.Record) -> str:
    """Return the comparison in one line of text."""
    name, say = data["question"]["question"], words()["compare"]
    if "key" not in data["question"]:
        return f"{name}: {say['graded']}"
    if not is_ready(record):
        return f"{name}: {say['wait']}"
    return f"{name}: {counts(rows(data['question'], record, data['machine'] or []))}"


def html(data: dict[str, Any], record: records.Record) -> str:
    """Return the comparison as plain HTML, for places that run no script; all of it is escaped text."""
    say, question = words()["compare"], data["question"]
    parts = [f"<p><strong>{escape(say['heading'])}</strong></p>", f"<p>{escape(said(data, record))}</p>"]
    if "key" in question and is_ready(record):
        heads = [say[name] for name in ("words", "you", "key", "machine", "why")]
        found = rows(question, record, data["machine"] or [])
        for group in GROUPS:
            lines = [_cells(question, row) for row in found if row["group"] == group]
            if lines:
                parts.append(f"<table><caption>{escape(say['groups'][group])}</caption>{_tr(heads, 'th')}")
                parts += [_tr(line, "td") for line in lines]
                parts.append("</table>")
        parts.append(f"<p><em>{escape(say['static'])}</em></p>")
    return f"<div>{''.join(parts)}</div>"


def _cells(question: dict[str, Any], row: Row) -> list[str]:
    quote = question["text"][row["start"] : row["end"]].replace("**", "")
    return [quote, *(_shown(row["label"], row[who]) for who in ("mine", "key", "machine")), row["text"]]


def _shown(label: str, marked: str) -> str:
    """Return how a cell says that somebody marked the place: the kind in words, yes, no or arguable."""
    say = words()["compare"]
    kinds = words()["labels"].get(label, {}).get("kinds", {})
    return str(say["no"] if not marked else say.get(marked) or kinds.get(marked, marked))


def _tr(cells: list[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"


def _row(group: str, at: Any, mine: Any, key: Any, machine: Any, why: str) -> Row:
    place = {"start": at["start"], "end": at["end"], "label": at["label"], "group": group}
    return {**place, "mine": mine, "key": key, "machine": machine, "text": why}


def _marked(row: Row, kinds: bool) -> Row:
    """Put words for the marks of a row: no mark, its kind where kinds are asked for, yes, or arguable."""

    def word(mark: Any) -> str:
        return "" if mark is None else str((kinds and mark.get("kind")) or "yes")

    arguable = row["key"] is not None and row["key"]["status"] == "borderline"
    key = "arguable" if arguable else word(row["key"])
    return {**row, "mine": word(row["mine"]), "key": key, "machine": word(row["machine"])}


def _why_found(mark: Any, place: Any, kinds: bool) -> str:
    """Say why a found place counts; where its kind is wrong, that first."""
    if not kinds or not place.get("kind") or mark.get("kind") in (None, place["kind"]):
        return _why(place)
    told = place.get("wrong_kinds", {}).get(mark["kind"])
    shown = words()["labels"].get(place["label"], {}).get("kinds", {}).get(mark["kind"], mark["kind"])
    return str(told or fill(words()["check"]["wrong_kind"], kind=shown))


def _why(place: Any) -> str:
    return str(place.get("why") or place["feedback"])


def _overlap(one: Any, two: Any) -> bool:
    return bool(one["label"] == two["label"] and one["start"] < two["end"] and one["end"] > two["start"])
