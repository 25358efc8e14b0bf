"""A record: one answer, as JSON that lives in the notebook file (CONTRIBUTING.md, "Where an answer lives").

Records merge; they do not race. The same rules stand in ``kit/widgets/static/record.js``, and one table of
cases (``tests/cases/merge.json``) runs against both.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from kit import schemas
from kit.words import fill, words

NAMESPACE = "second_look"
"""The key of our part of a cell's and of a notebook's metadata: ``{question: record}``."""

QUESTION_MIME = "application/vnd.second-look.question.v1+json"
"""``{"question": all that is needed to draw it, "answer": record}``, in the output of the cell that asks."""

READING_MIME = "application/vnd.second-look.reading.v1+json"
"""A machine reading with its article, drawn in the same way."""

Record = dict[str, Any]

LARGEST = 500_000
"""The most characters of JSON that one record may take."""

OTHER = ("value", "confidence", "revision", "saved_at")
"""What is kept of an answer that was made beside another one."""

EMPTY: dict[str, Any] = {
    "marks": {},
    "choice": [],
    "order": [],
    "match": {},
    "text": "",
    "date": {},
    "evidence": {},
    "ratings": {},
    "verdicts": {},
}
"""The value of a question that was not answered yet; null for the other kinds."""

MAPS = ("marks", "verdicts")
"""Kinds whose value is a map from an id to an entry that never changes, or to null where it was removed."""


def blank(exercise: str, question: str, kind: str, article: dict[str, str] | None = None) -> Record:
    """Return the record of a question that was not answered yet (revision 0)."""
    record: Record = {"v": schemas.VERSION, "exercise": exercise, "question": question, "kind": kind}
    if article is not None:
        record["article"] = article
    empty = EMPTY.get(kind)
    return {**record, "value": empty, "sheet": "", "revision": 0, "saved_at": ""}


def now() -> str:
    """Return the time as records write it: UTC, to the millisecond, so that text order is time order."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def changed(record: Record, value: Any) -> Record:
    """Return the record with a new value, one revision on and saved now."""
    kept = {name: old for name, old in record.items() if name not in ("others", "help")}
    return {**kept, "value": value, "revision": record["revision"] + 1, "saved_at": now()}


def check(record: Any) -> Record:
    """Return ``record`` if it is sound; raise ``schemas.InvalidDataError``, in one line, if it is not."""
    if not isinstance(record, dict):
        raise schemas.InvalidDataError(f"record: expected an object, not {type(record).__name__}")
    if record.get("revision") != 0:  # a record that was never answered has no value yet
        schemas.check("record", record)
    if len(json.dumps(record)) > LARGEST:
        raise schemas.InvalidDataError(f"record: larger than {LARGEST:,} characters")
    if record.get("kind") in MAPS:
        for mark in live_marks(record).values():
            if not type(mark["start"]) is type(mark["end"]) is int:  # JSON Schema takes 1.0 for an integer
                raise schemas.InvalidDataError("record: a mark's start and end must be whole numbers")
            if mark["start"] >= mark["end"]:
                raise schemas.InvalidDataError(
                    f"record: a mark from {mark['start']} to {mark['end']} is empty"
                )
    return record


def live_marks(record: Record) -> dict[str, dict[str, Any]]:
    """Return the marks (or the verdicts on marks) that were not removed, by their id."""
    return {name: mark for name, mark in (record.get("value") or {}).items() if mark is not None}


def verdicts(record: Record | None) -> dict[tuple[int, int, str], dict[str, Any]]:
    """Return what the student says of the machine's marks, by start, end (code points) and label.

    Each has ``agree`` and perhaps ``reason``. Where two tabs judged one mark, the later id counts.
    """
    entries = sorted(live_marks(record).items()) if record else []
    return {(entry["start"], entry["end"], entry["label"]): entry for _, entry in entries}


def reading_of(article: str, sha256: str) -> str:
    """Return the id under which a notebook keeps what a student says of the machine's marks of a text.

    >>> reading_of("bridge", "")
    'reading-bridge'
    """
    name = f"reading-{article}"
    return name if len(name) <= 40 else f"{name[:31]}-{sha256[:8]}"  # 40: the longest id that a record has


def is_answered(record: Record | None) -> bool:
    """Say whether there is anything to grade: a mark, a choice, a word."""
    if not record or record["revision"] == 0:
        return False
    if record["kind"] in MAPS:
        return bool(live_marks(record))
    value = record["value"]
    if record["kind"] == "date":
        return any(value.values())
    if record["kind"] == "evidence":
        return bool(value.get("opened")) or "sure_after" in value
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [], {})


def line(record: Record) -> str:
    """Return the answer in one line of text, for outputs that can show nothing else.

    >>> line(blank("00-start", "q1", "choice"))
    'q1: not answered yet'
    """
    question, say = record["question"], words()["line"]
    if not is_answered(record):
        return fill(say["unanswered"], question=question)
    if record["kind"] == "marks":
        return fill(say["marks"], question=question, n=len(live_marks(record)))
    if record["kind"] == "verdicts":
        said = [verdict["agree"] for verdict in verdicts(record).values()]
        return fill(say["verdicts"], question=question, agree=said.count(True), disagree=said.count(False))
    return fill(say["value"], question=question, value=_short(shown(record["kind"], record["value"])))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def shown(kind: str, value: Any) -> str:
    """Return a value in one line, in no language; the browser gives the very same."""
    if kind in ("choice", "order"):
        return ", ".join(value)
    if kind in ("match", "ratings"):
        return ", ".join(f"{name} = {value[name]}" for name in sorted(value))
    if kind == "date":
        clue = f" ({value['clue']})" if value["clue"] else ""
        return f"{value['from'] or '?'} – {value['to'] or '?'}{clue}"
    if kind == "evidence":
        sure = f" | {value['sure_after']}" if "sure_after" in value else ""
        return f"{', '.join(value['opened']) or '–'}{sure}"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)  # JSON does not tell 3 from 3.0
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def merge(one: Record | None, two: Record | None) -> Record | None:
    """Merge two versions of one answer; the order of the two does not matter.

    Marks and verdicts never change once made (a relabelled mark is a new one), so their union by id is safe,
    and a removed one (null) stays removed. Of other kinds the higher revision counts, then the later one; an
    answer that was made beside it, in another page, is a conflict and stays in ``others`` until the student
    has chosen. An answer to another text (article hash) is never mixed in: the first one given is returned.
    """
    if not one or not two:
        return one or two
    if not same_text(one, two):
        return one
    low, high = sorted((one, two), key=_order)
    merged = {**low, **high, "sheet": high["sheet"] or low["sheet"]}
    merged.pop("others", None)
    if "help" not in high:  # what was seen of the feedback belongs to one version of the answer
        merged.pop("help", None)
    if high["kind"] in MAPS:
        merged["value"] = _union(low["value"], high["value"])
    elif others := _conflicts(low, high):
        merged["others"] = others
    return merged


def same_text(one: Record, two: Record) -> bool:
    """Say whether both answer the same question about the very same text."""
    return all(one.get(field) == two.get(field) for field in ("article", "kind", "question"))


def _order(record: Record) -> tuple[int, str, str]:
    own = {name: value for name, value in record.items() if name != "others"}
    return record["revision"], record["saved_at"], json.dumps(own, sort_keys=True)


def _union(low: dict[str, Any], high: dict[str, Any]) -> dict[str, Any]:
    removed = {name: None for marks in (low, high) for name, mark in marks.items() if mark is None}
    return {**low, **high, **removed}


def _conflicts(low: Record, high: Record) -> list[dict[str, Any]]:
    """Return the answers that ``high`` does not follow from: nobody has chosen between it and them.

    An answer was made beside ``high`` if it has the same revision, or a lower one and was saved later. What
    ``high`` lists already stays; what ``low`` lists was decided by an answer that is higher and later.
    """
    is_same = all(low[field] == high[field] for field in ("revision", "saved_at", "value"))
    candidates = [*low.get("others", []), {field: low[field] for field in OTHER if field in low}]
    if not is_same:
        candidates = [
            other
            for other in candidates
            if other["saved_at"] > high["saved_at"] or other["revision"] == high["revision"]
        ]
    candidates = [
        other
        for other in [*high.get("others", []), *candidates]
        if other["value"] != high["value"]
        and (other["value"] not in (None, "", [], {}) or other["saved_at"] > high["saved_at"])
    ]
    # Of one value the newest: it comes last here and stays.
    unique = {json.dumps(other["value"], sort_keys=True): other for other in sorted(candidates, key=_newest)}
    return sorted(unique.values(), key=_newest, reverse=True)[:5]


def _newest(other: dict[str, Any]) -> tuple[str, int, str]:
    return other["saved_at"], other["revision"], json.dumps(other, sort_keys=True)
