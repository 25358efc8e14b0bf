"""Candidates: every verb with a holder and something held, and the signs that it is an attribution.

The lexicon of cues knows some hundred verbs; people attribute with thousands ("balked at", "campaigned on").
Each verb whose subject can hold a view is a candidate in each frame that it fills (a clause, an object, a
preposition and so on); weights learned from PolNeAR (Newell, Margolin, Ruths 2018) score it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kit.reading.contents import Contents
from kit.reading.grammar import NEUTER, Holders, Range, agent, is_passive, noun_phrase, subject
from kit.reading.quotations import Quotations

FRAMES = {
    "quote": frozenset[str](),
    "clause": frozenset({"ccomp", "parataxis", "advcl"}),
    "infinitive": frozenset({"xcomp", "advcl"}),
    "complement": frozenset({"oprd", "ccomp"}),
    "as": frozenset({"prep"}),
    "object": frozenset({"dobj", "nsubjpass"}),
}
"""The frames, each with the parts of a verb without which it is not worth looking for."""

LONG = 12
"""A content of more tokens is a long one."""


@dataclass(frozen=True)
class Attribution:
    """Token ranges of one attribution; ``source`` is ``None`` where nobody is credited ("it is believed").

    ``because`` names the signs that weighed most, where weights decided.
    """

    rule: str
    cue: Range
    contents: tuple[Range, ...]
    source: Range | None
    kind: str
    frame: str = ""
    because: tuple[str, ...] = ()


class Candidates:
    """Finds the candidates of verbs in one doc."""

    def __init__(self, doc: Doc, holders: Holders, known: frozenset[str], quoted: Quotations) -> None:
        """Prepare to look at the verbs of ``doc``."""
        self._doc, self._holders, self._known, self._quoted = doc, holders, known, quoted

    def of(self, verb: Token) -> Iterator[Attribution]:
        """Yield the candidates of a verb, one for each frame that is filled."""
        holder = agent(verb) if is_passive(verb) else subject(verb)
        if holder is None and not is_passive(verb):
            return
        source, kind = None, ""
        if holder is not None:
            held = self._holders.kind(holder, self._known)
            if holder.lower_ in NEUTER and holder.lower_ != "it":
                return
            source, kind = noun_phrase(holder), held or "anonymous"
            if source[0] <= verb.i < source[1]:
                return
        contents = Contents(verb, (verb.i, verb.i + 1), source, self._quoted)
        parts = {child.dep_ for child in verb.children} | {verb.dep_}
        for frame, needed in FRAMES.items():
            if (not needed or needed & parts) and (found := contents.take([frame])):
                yield Attribution("source-learned", (verb.i, verb.i + 1), tuple(found), source, kind, frame)
        for phrase in verb.rights:
            if phrase.dep_ == "prep" and verb.i < phrase.i <= verb.i + 2:
                cue = (verb.i, phrase.i + 1)
                found = Contents(verb, cue, source, self._quoted).preposition()
                if found:
                    yield Attribution("source-learned", cue, tuple(found), source, kind, "preposition")


def signs(doc: Doc, found: Attribution) -> dict[str, float]:
    """Return the signs of an attribution: its verb, its frame, its source and what is held."""
    verb = doc[found.cue[0]]
    last = doc[found.cue[1] - 1]
    word = verb.lemma_.lower() if last.i == verb.i else f"{verb.lemma_.lower()} {last.lower_}"
    first = doc[found.contents[0][0]]
    head = doc[found.contents[0][0] : found.contents[0][1]].root
    size = sum(end - start for start, end in found.contents)
    names = [
        f"word={word}",
        f"frame={found.frame}",
        f"use={word}+{found.frame}",
        f"form={verb.tag_}",
        f"form={verb.tag_}+{found.frame}",
        f"place={verb.dep_}",
        f"source={found.kind or 'none'}",
        f"content={head.pos_}+{found.frame}",
        f"size={'long' if size > LONG else 'one' if size == 1 else 'some'}",
        f"begins={first.tag_}",
    ]
    if head.pos_ == "NOUN" and found.frame in ("object", "preposition"):
        names.append(f"held={head.lemma_.lower()}")
    if head.ent_type_:
        names.append(f"held={head.ent_type_}+{found.frame}")
    names += [
        f"with={child.dep_}" for child in verb.children if child.dep_ in ("neg", "dobj", "prt", "dative")
    ]
    names += [
        f"with={child.lemma_.lower()}"
        for child in verb.children
        if child.dep_ == "aux" and child.tag_ != "TO"
    ]
    names += ["with=to" for child in verb.children if child.dep_ == "aux" and child.tag_ == "TO"]
    if is_passive(verb):
        names.append(f"with=passive+{found.frame}")
    if found.source is not None:
        holder = doc[found.source[0] : found.source[1]].root
        names.append(f"holder={holder.pos_}")
        names.append("holder=named" if holder.ent_type_ else "holder=plain")
        if holder.pos_ == "NOUN":
            names.append(f"holder={holder.lemma_.lower()}")
        if holder.pos_ == "PRON":
            names.append(f"holder={holder.lower_}")
    if any(doc[start].is_quote or doc[end - 1].is_quote for start, end in found.contents):
        names.append("content=quoted")
    return dict.fromkeys(names, 1.0)
