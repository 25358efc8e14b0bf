"""Blocks: where headlines and paragraphs begin and end, before any grammar is read.

The parser was trained on clean sentences: without a boundary at line breaks and Markdown emphasis it runs a
headline into the first paragraph.
"""

from __future__ import annotations

import re
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

DATELINE = re.compile(r"^[A-Z][\w .,’'/-]{1,50}\([A-Z][\w .]{1,20}\)\s*(?:--?|—|–)\s*", re.MULTILINE)
"""The place and agency before a report: "BERLIN (AP) — "."""

ENDS = frozenset({".", "!", "?", "…", "...", ";"})
LONGEST = 250
"""A text without full stops is cut after so many tokens: nobody means such a sentence, and grammar over it
would take the square of its length."""


@Language.component("second_look_blocks", assigns=["token.is_sent_start"])
def blocks(doc: Doc) -> Doc:
    """Begin a sentence after each line break, dateline, and the asterisks that open a line."""
    datelines = {match.end() for match in DATELINE.finditer(doc.text)}
    opening = True  # only asterisks so far in this line
    since = 0  # tokens since the sentence could have ended
    for before, token in pairwise(doc):
        since = 0 if before.text in ENDS or "\n" in before.text else since + 1
        opening = "\n" in before.text or (opening and before.text == "*")
        if (opening and token.text != "*") or token.idx in datelines or since >= LONGEST:
            token.is_sent_start = True
            since = 0
    return doc
