"""Findings: what a component writes into ``doc.spans``, and how it is read back as marks.

A finding is a span whose ``label_`` is the kind, ``id_`` the rule and ``kb_id_`` the attribution's group;
its reason stands at the same place in the group's ``attrs["reasons"]``. All four survive ``Doc.to_bytes``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Span, SpanGroup, Token

from kit.marks import Mark, in_reading_order

LABELS = ("claim", "source", "cue", "content", "hedge", "weasel", "loaded")


@dataclass(frozen=True)
class Finding:
    """Tokens ``start`` to ``end`` (exclusive) of a doc, with what a mark will say about them."""

    start: int
    end: int
    kind: str
    rule: str
    reason: str
    group: str = ""


def write(doc: Doc, label: str, findings: Iterable[Finding]) -> None:
    """Write findings to ``doc.spans[label]``, in order, without Markdown or space at their edges."""
    kept = []
    for finding in findings:
        start, end = trimmed(doc, finding.start, finding.end)
        if start < end:
            kept.append(replace(finding, start=start, end=end))
    kept.sort(key=lambda finding: (finding.start, -finding.end))
    spans = [Span(doc, f.start, f.end, label=f.kind, kb_id=f.group, span_id=f.rule) for f in kept]
    doc.spans[label] = SpanGroup(doc, name=label, spans=spans, attrs={"reasons": [f.reason for f in kept]})


def read(doc: Doc, label: str) -> Iterator[Finding]:
    """Yield the findings of ``doc.spans[label]``; none where no component wrote that label."""
    if label not in doc.spans:
        return
    group = doc.spans[label]
    for span, reason in zip(group, group.attrs["reasons"], strict=True):
        yield Finding(span.start, span.end, span.label_, span.id_, reason, span.kb_id_)


def marks(doc: Doc) -> list[Mark]:
    """Return every finding as a mark, in reading order, with ids m1, m2, ..."""
    found = [
        Mark(
            start=doc[finding.start].idx,
            end=doc[finding.end - 1].idx + len(doc[finding.end - 1]),
            label=label,
            kind=finding.kind or None,
            rule=finding.rule,
            reason=finding.reason,
            group=finding.group or None,
        )
        for label in LABELS
        for finding in read(doc, label)
    ]
    return [replace(mark, id=f"m{number}") for number, mark in enumerate(in_reading_order(found), 1)]


def trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Return the token range without space, Markdown emphasis and commas at its edges."""
    while start < end and skippable(doc[start]):
        start += 1
    while start < end and skippable(doc[end - 1]):
        end -= 1
    return start, end


def skippable(token: Token) -> bool:
    """Say whether a token never begins or ends a mark."""
    return token.is_space or not token.text.strip("*_,;:#")


@cache
def _templates(table: str = "reason") -> dict[str, str]:
    data = tomllib.loads((Path(__file__).parent / "reasons.toml").read_text("utf-8"))
    return dict(data[table])


def told(signs: Iterable[str], number: int = 2) -> str:
    """Return the first signs that can be told in words, joined: "the words “balk at”, and a name before it".

    A sign is told by the template of its whole name ("frame=quote") or of what stands before "=" ("word").
    """
    templates = _templates("sign")
    known = ((templates.get(sign) or templates.get(sign.partition("=")[0]), sign) for sign in signs)
    parts = [form.format(value=sign.partition("=")[2].partition("+")[0]) for form, sign in known if form]
    return ", and ".join(list(dict.fromkeys(parts))[:number]) or templates["else"]


def reason(rule: str, **words: str) -> str:
    """Return the sentence of ``reasons.toml`` for a rule, with the words concerned filled in.

    Raises ``KeyError`` for a rule without a sentence: a mark that cannot explain itself is not made.
    """
    return _templates()[rule].format(**{name: " ".join(word.split()) for name, word in words.items()})
