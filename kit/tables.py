"""Tables for computing with an article: the machine's marks, the key's, the student's own.

Each function returns rows (a dict a row); ``kit/notebook.py`` makes them DataFrames. Offsets are code points,
end exclusive; sentences and paragraphs are numbered from 1.
"""

from __future__ import annotations

import json
from typing import Any

from kit import articles, reading, records, schemas, scoring
from kit.articles import Article

Row = dict[str, Any]

PLACE = ("start", "end", "label", "kind", "quote", "sentence", "paragraph")
"""The columns that every table of marks has."""

OF_KEY = ("id", *PLACE, "status", "why")

OF_MACHINE = (*PLACE, "rule", "reason", "agree", "your_reason", "claim", "source", "in_key")

ONLY_MACHINE = ("cue", "content", "weasel")
"""Labels that a key need not have: the codebook asks no reader to mark them."""

IN_KEY = {"hit": "yes", "part": "yes", "again": "yes", "borderline": "arguable"}
"""What each outcome of scoring means for a machine's mark; whatever else it is, it is not in the key."""


def key_of(article: Article) -> list[Row] | None:
    """Return the marks of the key that comes with an article (``key.json``), None where none does.

    Raises ``ValueError`` for a key that is broken, or that is for another version of the text.
    """
    path = articles.SHIPPED / article.id / "key.json"
    if not path.is_file():
        return None
    key: dict[str, Any] = json.loads(path.read_text("utf-8"))
    schemas.check("key", key)
    if key["article"] != article.reference:
        raise ValueError(f"the key of {article.id!r} is for another version of the text (its sha256 differs)")
    marks: list[Row] = key["marks"]
    return marks


def of_key(article: Article, key: list[Row]) -> list[Row]:
    """Return what the key has in the text, in reading order; a trap is not in the text, so it is left out."""
    marks = sorted(
        (mark for mark in key if mark["status"] != "trap"), key=lambda mark: (mark["start"], -mark["end"])
    )
    return [{name: row.get(name) for name in OF_KEY} for row in _placed(marks, article.text)]


def of_student(text: str, record: records.Record) -> list[Row]:
    """Return the marks of a record, in reading order."""
    marks = sorted(
        records.live_marks(record).values(), key=lambda mark: (mark["start"], -mark["end"], mark["label"])
    )
    return [{name: row.get(name) for name in PLACE} for row in _placed(marks, text)]


def of_machine(article: Article) -> list[Row]:
    """Return the machine's marks, with ``claim``, ``source`` and ``in_key`` (see :func:`kit.table`)."""
    found, key = reading.read(article), key_of(article)
    rows = reading.to_rows(article)
    for row, mark in zip(rows, found.marks, strict=True):
        row["group"] = mark.group
    known = [row for row in key or [] if row["status"] != "trap" and row["label"] == "claim"]
    claims = known or [row for row in rows if row["label"] == "claim"]
    judged = _in_key(article.text, rows, key)
    for row, verdict in zip(rows, judged, strict=True):
        row["claim"] = _claim_around(row, claims) if row["label"] != "claim" else None
        row["source"] = _who_says(row, rows) if row["label"] in ("claim", "hedge") else None
        row["in_key"] = verdict
    return [{name: value for name, value in row.items() if name != "group"} for row in rows]


def _placed(marks: list[Row], text: str) -> list[Row]:
    """Number the sentence and the paragraph of each mark, as the machine's are numbered."""
    starts = [sentence.start for sentence in reading.read(text).sentences] if marks else []
    return [mark | reading.place(text, starts, mark["start"]) for mark in marks]


def _claim_around(row: Row, claims: list[Row]) -> str | None:
    """Return the words of the smallest claim that holds a mark."""
    around = [claim for claim in claims if claim["start"] <= row["start"] and row["end"] <= claim["end"]]
    smallest = min(around, key=lambda claim: claim["end"] - claim["start"], default=None)
    return smallest["quote"] if smallest else None


def _who_says(row: Row, rows: list[Row]) -> str | None:
    """Return the source that is credited with what a mark says; one that only stands nearby is not.

    Of several, the one with the fewest words to its credit.
    """
    contents = [
        other
        for other in rows
        if other["label"] == "content" and other["start"] < row["end"] and row["start"] < other["end"]
    ]
    for content in sorted(contents, key=lambda other: other["end"] - other["start"]):
        for other in rows:
            if other["label"] == "source" and other["group"] == content["group"]:
                return str(other["quote"])
    return None


def _in_key(text: str, rows: list[Row], key: list[Row] | None) -> list[str | None]:
    """Say of each mark whether the key has it (yes, arguable, no), paired as scoring pairs them.

    None where there is no key, and for labels that only the machine marks.
    """
    if key is None:
        return [None] * len(rows)
    judged = {mark["label"] for mark in key} | ({row["label"] for row in rows} - set(ONLY_MACHINE))
    outcomes = {
        id(finding.mark): IN_KEY.get(finding.outcome, "no")
        for finding in scoring.score_marks(text, rows, key).findings
        if finding.mark is not None
    }
    return [outcomes[id(row)] if row["label"] in judged else None for row in rows]
