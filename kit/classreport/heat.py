"""A text, shaded by how many of a class marked each of its words, with what the key has outlined."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import ceil

from markupsafe import Markup

from kit.classreport.data import Marks, Numbers
from kit.classreport.parts import percent
from kit.grading.exercise import Question
from kit.words import fill

SHADES = 5


def shade(number: int, students: int) -> int:
    """Return the shade, 0 (nobody) to 5 (more than four in five).

    >>> [shade(number, 10) for number in (0, 1, 2, 3, 10)]
    [0, 1, 1, 2, 5]
    """
    return ceil(SHADES * number / students) if number else 0


def text(question: Question, marks: Marks, label: str, counts: Numbers, students: int, hover: str) -> Markup:
    """Return the passages of a question; every piece of the text is escaped."""
    whole, keys = question.item["text"], [key for key in question.key if key["label"] == label]
    # Between two words stands what both have.
    of_char = [0] * len(whole)
    before_end, before = 0, 0
    for (start, end), number in zip(marks.spans, counts.tolist(), strict=True):
        of_char[before_end:start] = [min(before, number)] * (start - before_end)
        of_char[start:end] = [number] * (end - start)
        before_end, before = end, number
    shown = []
    for place in question.item["passages"]:
        cuts = {place["start"], place["end"]}
        cuts |= {cut for key in keys for cut in (key["start"], key["end"])}
        cuts |= {at for at in range(1, len(whole)) if of_char[at] != of_char[at - 1]}
        borders = sorted(cut for cut in cuts if place["start"] <= cut <= place["end"])
        pieces = _pieces(whole, borders, of_char, keys, students, hover)
        shown.append(Markup('<div class="text">{}</div>').format(Markup("").join(pieces)))
    return Markup("\n").join(shown)


def _pieces(
    whole: str,
    borders: list[int],
    of_char: list[int],
    keys: list[dict[str, object]],
    students: int,
    hover: str,
) -> Iterator[Markup]:
    for low, high in pairwise(borders):
        number, names = of_char[low], [f"shade-{shade(of_char[low], students)}"]
        for key in keys:
            if key["start"] <= low and high <= key["end"] and key["status"] in ("firm", "borderline"):  # type: ignore[operator]
                names.append(f"key {key['status']}")
                names += ["key-start"] if key["start"] == low else []
                names += ["key-end"] if key["end"] == high else []
                break
        piece = whole[low:high].replace("**", "")  # the headline's asterisks are not words
        if names == ["shade-0"]:
            yield Markup("{}").format(piece)
            continue
        said = fill(hover, n=number, all=students, share=percent(number / students if students else 0.0))
        yield Markup('<span class="{}" title="{}">{}</span>').format(" ".join(names), said, piece)


def stretches(question: Question, marks: Marks, counts: Numbers, students: int) -> list[tuple[str, int, int]]:
    """Return the runs of words of one shade, the most marked first: quote, fewest and most who marked."""
    whole, numbers = question.item["text"], counts.tolist()
    found, begin = [], 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or shade(numbers[at], students) != shade(numbers[begin], students):
            if numbers[begin]:
                quote = whole[marks.spans[begin][0] : marks.spans[at - 1][1]].replace("**", "")
                found.append((quote, min(numbers[begin:at]), max(numbers[begin:at])))
            begin = at
    return sorted(found, key=lambda entry: -entry[2])
