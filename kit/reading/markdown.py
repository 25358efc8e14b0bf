"""Markdown: addresses of links and the signs that open a line are hidden from the grammar, in their place.

The text given to the parser is as long as the one that was read, so every offset stays what it was.
"""

from __future__ import annotations

import re

LINK = re.compile(r"(?P<open>!?\[)(?P<words>[^\[\]\n]*)(?P<close>\]\([^()\s]*(?:[ \t]+\"[^\"\n]*\")?\))")
"""A link or a picture: ``[words](address "title")``."""

OPENERS = re.compile(r"^[ \t]*(?:(?:>|[-+]|#{1,6})[ \t]+)+", re.MULTILINE)
"""What opens a quotation, a list item or a heading; asterisks are left to :mod:`kit.reading.blocks`."""


def hidden(text: str) -> str:
    """Return ``text`` with blanks for the Markdown in it that no reader sees; its length is the same.

    >>> hidden("# A [map](https://example.org)")
    '  A  map                      '
    """
    text = OPENERS.sub(lambda found: " " * len(found[0]), text)
    if "](" not in text:
        return text
    return LINK.sub(lambda found: " " * len(found["open"]) + found["words"] + " " * len(found["close"]), text)
