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


@Language.component("second_look_blocks", assigns=["token.is_sent_start"])
def blocks(doc: Doc) -> Doc:
    """Begin a sentence after each line break, dateline, and the asterisks that open a line."""
    datelines = {match.end() for match in DATELINE.finditer(doc.text)}
    opening = True  # only asterisks so far in this line
    for before, token in pairwise(doc):
        opening = "\n" in before.text or (opening and before.text == "*")
        if (opening and token.text != "*") or token.idx in datelines:
            token.is_sent_start = True
    return doc
