"""Contents: what an attribution's cue credits its source with, as token ranges.

``take`` tries the parts that the lexicon allows for the cue: a clause, a quotation, an infinitive, an object
and so on. A content may be in two pieces, one on either side of "said Smith".
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

from kit.reading.grammar import Range, is_passive, runs
from kit.reading.quotations import Quotations

TAILS = frozenset({"prep", "xcomp", "advcl", "dative", "oprd"})


class Contents:
    """Finds the content of one cue."""

    def __init__(self, cue: Token, cue_range: Range, source: Range | None, quoted: Quotations) -> None:
        """Prepare to look around ``cue``; the words of ``source`` and ``cue_range`` are never content."""
        self._cue, self._doc, self._quoted = cue, cue.doc, quoted
        self._taken = set(range(*cue_range)) | (set(range(*source)) if source else set())
        self._front, self._back = min(self._taken), max(self._taken)
        self._back_of_cue = cue_range[1] - 1

    def take(self, parts: Iterable[str]) -> list[Range]:
        """Return the content by the first of ``parts`` that is there, or nothing."""
        finders = {
            "quote": self.quote,
            "clause": self.clause,
            "complement": self.complement,
            "as": self.as_phrase,
            "preposition": self.preposition,
            "infinitive": self.infinitive,
            "object": self.object,
        }
        return next((found for part in parts if (found := finders[part]())), [])

    def quote(self) -> list[Range]:
        """Find the quotations next to the cue, with the clause that they are part of."""
        quotes = self._quoted.near(self._cue, self._front, self._back)
        clause = self.clause() if quotes else []
        if clause and not any(_touches(piece, quotes) for piece in clause):
            return []  # "he announced that it rains. “We are glad.”": the clause is what he announced
        return merged(self._doc, quotes + [piece for piece in clause if _touches(piece, quotes)])

    def clause(self) -> list[Range]:
        """Find "that it rains" before or after the cue, or all around it ("this, he says, is new")."""
        child = self._child("ccomp")
        if child is not None:
            return self.subtree(child)
        if self._cue.dep_ == "parataxis" or self._is_as_clause():
            own = {token.i for token in self._cue.subtree}
            return self._ranges(token.i for token in self._cue.head.subtree if token.i not in own)
        return []

    def infinitive(self) -> list[Range]:
        """Find "to leave" or "the voters to leave"."""
        child = self._child("xcomp") or self._child("advcl")
        if child is None or child.tag_ != "VB" or child.i < self._cue.i:
            return []
        if child.dep_ == "advcl" and not any(c.dep_ == "mark" and c.lower_ == "for" for c in child.children):
            return []
        person = next((c for c in self._cue.children if c.dep_ == "dobj"), None)
        return self._whole([person, child] if person is not None and person.i < child.i else [child])

    def object(self) -> list[Range]:
        """Find the thing held, with what is held of it: "the plan as folly", "the minister of lying"."""
        if is_passive(self._cue):
            held = self._child("nsubjpass")
            return self.subtree(held) if held is not None and self._has_agent() else []
        held = self._child("dobj")
        if held is None:
            return []
        return self._whole([held, *self._tails(held)])

    def complement(self) -> list[Range]:
        """Find "the plan folly" after "called"."""
        parts = [c for c in self._cue.children if c.dep_ in ("oprd", "ccomp", "dobj") and c.i > self._cue.i]
        named = any(child.dep_ in ("oprd", "ccomp") for child in parts)
        return self._whole(parts) if named else []

    def as_phrase(self) -> list[Range]:
        """Find "as folly" after "is framed by Smith", without the "as"."""
        phrase = next((c for c in self._cue.children if c.dep_ == "prep" and c.lower_ == "as"), None)
        if phrase is None or not is_passive(self._cue) or not self._has_agent():
            return []
        return self._ranges(token.i for token in phrase.subtree if token.i != phrase.i)

    def preposition(self) -> list[Range]:
        """Find "calm" after "called for", "the voters to leave" after "called on"."""
        phrase = self._doc[self._back_of_cue]
        child = next((c for c in phrase.children if c.dep_ in ("pobj", "pcomp")), None)
        if child is None:
            return []
        return self._whole([child, *self._tails(phrase)])

    def rest_of_sentence(self, taken: set[int]) -> list[Range]:
        """Find what "according to Smith" goes with: its sentence without the phrase."""
        sentence = self._cue.sent
        ranges = self._ranges(i for i in range(sentence.start, sentence.end) if i not in taken)
        return [r for r in ranges if any(self._doc[i].is_alpha for i in range(*r))]

    def subtree(self, child: Token) -> list[Range]:
        """Return all words under ``child`` except the source and the cue."""
        return self._ranges(token.i for token in child.subtree)

    def _whole(self, parts: list[Token]) -> list[Range]:
        if not parts:
            return []
        indices = [token.i for part in parts for token in part.subtree]
        return self._ranges(range(min(indices), max(indices) + 1))

    def _child(self, dep: str) -> Token | None:
        return next((child for child in self._cue.children if child.dep_ == dep), None)

    def _tails(self, held: Token) -> list[Token]:
        """Return what follows the object without a break and belongs to it ("to cut taxes")."""
        tails: list[Token] = []
        for child in self._cue.rights:
            if child.i <= held.i:
                continue
            dated = any(token.ent_type_ in ("DATE", "TIME") for token in child.subtree)
            if child.dep_ not in TAILS or dated or self._doc[child.left_edge.i - 1].is_punct:
                break
            tails.append(child)
        return tails

    def _is_as_clause(self) -> bool:
        """Say whether the cue comments on a clause: "as this reporter revealed"."""
        opened = any(child.dep_ == "mark" and child.lower_ == "as" for child in self._cue.children)
        return opened and self._cue.dep_ == "advcl" and not any(c.dep_ == "dobj" for c in self._cue.children)

    def _has_agent(self) -> bool:
        return any(child.lower_ == "by" for child in self._cue.children)

    def _ranges(self, indices: Iterable[int]) -> list[Range]:
        kept = [i for i in indices if i not in self._taken]
        return merged(self._doc, [r for piece in runs(kept) if (r := tidy(self._doc, *piece))[0] < r[1]])


def _touches(piece: Range, others: list[Range]) -> bool:
    return any(piece[0] <= end + 1 and start <= piece[1] + 1 for start, end in others)


def tidy(doc: Doc, start: int, end: int) -> Range:
    """Return the range without "that" before it and without punctuation around it, quotation marks apart."""

    def droppable(i: int) -> bool:
        return doc[i].is_space or (doc[i].is_punct and not doc[i].is_quote)

    while start < end and (
        droppable(start) or (doc[start].lower_ in ("that", "for") and doc[start].dep_ == "mark")
    ):
        start += 1
    while start < end and droppable(end - 1) and doc[end - 1].text != "%":
        end -= 1
    return start, end


def merged(doc: Doc, ranges: list[Range]) -> list[Range]:
    """Join ranges that overlap or have only punctuation between; drop those without a letter or digit."""
    joined: list[Range] = []
    for start, end in sorted(ranges):
        if joined and all(doc[i].is_punct or doc[i].is_space for i in range(joined[-1][1], start)):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return [r for r in joined if any(c.isalnum() for c in doc[r[0] : r[1]].text)]
