"""What the tests of the reader share."""

from __future__ import annotations

from kit.marks import Mark
from kit.reading import read


def quotes(text: str, *labels: str) -> list[str]:
    """Return the words marked with one of the labels, in reading order."""
    return [mark.quote(text) for mark in read(text).of(*labels)]


def kinds(text: str, label: str) -> list[str | None]:
    """Return the kinds of the marks with this label, in reading order."""
    return [mark.kind for mark in read(text).of(label)]


def attributions(text: str) -> list[tuple[str | None, str, list[str]]]:
    """Return source, cue and contents of each attribution, in the order of their groups."""
    groups: dict[str, dict[str, list[Mark]]] = {}
    for mark in read(text).of("source", "cue", "content"):
        groups.setdefault(mark.group or "", {}).setdefault(mark.label, []).append(mark)
    return [
        (
            parts["source"][0].quote(text) if "source" in parts else None,
            parts["cue"][0].quote(text),
            [content.quote(text) for content in parts["content"]],
        )
        for _, parts in sorted(groups.items(), key=lambda item: int(item[0][1:]))
    ]
