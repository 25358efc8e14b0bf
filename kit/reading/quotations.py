"""Quotations: where the words of others begin and end, and which of them stand next to a cue."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from spacy.tokens import Doc, Token

from kit.reading.grammar import SPEAKERS, SUBJECTS

QUOTATION = re.compile(
    r"“[^”\n]*(?:”|$)"
    r"|\"[^\"\n]*(?:\"|$)"
    r"|(?<!\w)‘(?:[^‘’\n]|(?<=\w)’(?=\w)){10,}?[,.?!]’(?!\w)"
    r"|(?<![\w\"])'(?:[^'\n]|(?<=\w)'(?=\w)){10,}?[,.?!]'(?!\w)",
    re.MULTILINE,
)
"""A quotation in one paragraph. One that is never closed runs to the end of its line: that is how newspapers
print speech of several paragraphs. Single quotation marks count where they close after punctuation, as
British newspapers print speech; most of the others are apostrophes."""

REACH = 12
"""At most so many tokens stand between a quotation and its cue ("said Smith, the agency's head, “...”")."""

SHORTEST = 4
"""A quotation of fewer tokens, its marks counted, is a quoted word, not speech."""

Range = tuple[int, int]


def quotations(text: str) -> list[Range]:
    """Return start and end (code points, end exclusive, marks included) of each quotation.

    >>> quotations('He said: "No."')
    [(9, 14)]
    """
    return [match.span() for match in QUOTATION.finditer(text)]


class Quotations:
    """The quotations of a doc, as token ranges with their marks."""

    def __init__(self, doc: Doc) -> None:
        """Find the quotations of ``doc``."""
        self._doc = doc
        begins = [token.idx for token in doc]
        # Doc.char_span would do this too, but it builds the whole text anew at each call
        self._ranges: list[Range] = [
            (bisect_right(begins, start) - 1, bisect_left(begins, end)) for start, end in quotations(doc.text)
        ]
        self._ranges = [self._forgotten(one) for one in self._ranges]
        self._starts = [start for start, _ in self._ranges]

    def cover(self, i: int) -> bool:
        """Say whether token ``i`` is quoted."""
        at = bisect_right(self._starts, i) - 1
        return at >= 0 and i < self._ranges[at][1]

    def _forgotten(self, quotation: Range) -> Range:
        """Return where speech ends whose closing mark was forgotten: “It rained, the mayor said.

        It ends before who said it; speech that the next paragraph opens again goes to the end of its line.
        """
        start, end = quotation
        opening = self._doc[start].text
        closed = end - start > 1 and self._doc[end - 1].is_quote
        if closed or self._doc[end : end + 3].text.lstrip().startswith(opening):
            return quotation
        for verb in self._doc[start:end]:
            speaker = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
            if speaker is None or speaker.lower_ in SPEAKERS or verb.pos_ != "VERB":
                continue
            if any(child.dep_ == "ccomp" and child.i < min(verb.i, speaker.i) for child in verb.children):
                return start, min(verb.i, speaker.left_edge.i)
        return quotation

    def near(self, cue: Token, front: int, back: int) -> list[Range]:
        """Return the speech that stands next to a cue.

        ``front`` and ``back`` are the first and last token of the cue and its source. Speech counts in the
        cue's sentence, right before it, in the line after a colon, and where it goes on after "said Smith.".
        """
        sentence, chosen = cue.sent, list[Range]()
        first = bisect_left(self._starts, sentence.start)
        for start, end in self._ranges[max(0, first - 1) :]:
            if start > sentence.end + 3 and not (chosen and chosen[-1][1] <= start <= chosen[-1][1] + 3):
                break
            if end - start < SHORTEST or start <= cue.i < end:
                continue
            here = sentence.start <= end and start < sentence.end and self._is_speech(start, front, back)
            close = min(abs(end - front), abs(start - back)) <= REACH
            if (
                (here and close)
                or self._introduced(cue, start)
                or (chosen and (self._goes_on(cue, chosen[-1], start) or self._unclosed(chosen[-1], start)))
            ):
                chosen.append((start, end))
        return self._from_its_beginning(chosen)

    def _from_its_beginning(self, chosen: list[Range]) -> list[Range]:
        """Add the paragraphs before in which this speech was opened and never closed."""
        at = self._ranges.index(chosen[0]) if chosen else 0
        while at and self._unclosed(self._ranges[at - 1], self._ranges[at][0]):
            at -= 1
            chosen = [self._ranges[at], *chosen]
        return chosen

    def _is_speech(self, start: int, front: int, back: int) -> bool:
        """Say whether the quotation stands alone; a few quoted words of a clause do not."""
        if start == 0 or front <= start - 1 <= back:
            return True
        before = self._doc[start - 1]
        return before.is_punct or before.is_space or before.lower_ == "that" or before.pos_ == "VERB"

    def _introduced(self, cue: Token, start: int) -> bool:
        """Say whether the cue's sentence ends in a colon and the quotation begins the next line."""
        end = cue.sent.end
        tail = self._doc[max(0, end - 3) : end].text.strip()
        return start >= end and tail.endswith(":") and not self._doc[end:start].text.strip()

    def _unclosed(self, last: Range, start: int) -> bool:
        """Say whether speech goes on in the next paragraph: the last one was opened and never closed."""
        open_still = not self._doc[last[1] - 1].is_quote or last[1] - last[0] == 1
        between = self._doc[last[1] : start].text
        return open_still and not between.strip()

    def _goes_on(self, cue: Token, last: Range, start: int) -> bool:
        """Say whether only the rest of the cue's sentence ("said Smith.") stands between two quotations."""
        if "\n" in self._doc[last[1] : start].text:
            return False
        end = max(last[1], cue.sent.end)
        return start >= end and not self._doc[end:start].text.strip()
