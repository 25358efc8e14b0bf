"""Blocks: where headlines, paragraphs and quotations begin and end, before any grammar is read.

The parser was trained on clean sentences: without a boundary at line breaks and Markdown emphasis it runs a
headline into the first paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

QUOTATION = re.compile(r"“[^”\n]*(?:”|$)|\"[^\"\n]*(?:\"|$)", re.MULTILINE)
"""A quotation in one paragraph. One that is never closed runs to the end of its line: that is how newspapers
print speech of several paragraphs. Single quotation marks are left out: most of them are apostrophes."""


@Language.component("second_look_blocks", assigns=["token.is_sent_start"])
def blocks(doc: Doc) -> Doc:
    """Begin a sentence after each line break and after the asterisks around a headline."""
    for before, token in pairwise(doc):
        after_break = "\n" in before.text
        after_emphasis = (
            before.text == "*" and token.text != "*" and not before.whitespace_ and _opens(doc, before.i)
        )
        if after_break or after_emphasis:
            token.is_sent_start = True
    return doc


def _opens(doc: Doc, i: int) -> bool:
    """Say whether the asterisks that end at token ``i`` stand at the start of a line."""
    while i >= 0 and doc[i].text == "*":
        i -= 1
    return i < 0 or "\n" in doc[i].text


def quotations(text: str) -> list[tuple[int, int]]:
    """Return start and end (code points, end exclusive, marks included) of each quotation.

    >>> quotations('He said: "No."')
    [(9, 14)]
    """
    return [match.span() for match in QUOTATION.finditer(text)]


class Quotations:
    """The quotations of a doc, for fast look-up by token."""

    def __init__(self, doc: Doc) -> None:
        """Find the quotations of ``doc``."""
        self.spans = quotations(doc.text)
        self._starts = [start for start, _ in self.spans]

    def around(self, offset: int) -> tuple[int, int] | None:
        """Return the quotation that covers a character offset, or ``None``."""
        at = bisect_right(self._starts, offset) - 1
        if at >= 0 and offset < self.spans[at][1]:
            return self.spans[at]
        return None
