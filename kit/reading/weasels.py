"""Weasels: views that are nobody's. By our codebook an unnamed holder with its verb ("experts warn") or a
view in the passive ("it is believed"); by the corpora's wider definition every vague amount, view or praise
(Ganter and Strube 2009; Vincze 2013), and the hedges with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from spacy.language import Language
from spacy.tokens import Doc, Token

from kit.reading.findings import Finding, read, reason
from kit.reading.grammar import is_passive
from kit.reading.lexicon import Finder, Hit, forms, load


def _determiner(token: Token) -> bool:
    """It stands before the noun that it counts ("certain people", "most schools"); not "the most"."""
    superlative = token.i > 0 and (token.nbor(-1).lower_ == "the" or token.nbor(-1).tag_ == "POS")
    return token.dep_ in ("amod", "det", "nsubj", "advmod") and token.head.pos_ == "NOUN" and not superlative


def _impersonal(token: Token) -> bool:
    """A view in the passive whose holder is not named ("is considered", "widely known as")."""
    return token.pos_ == "VERB" and is_passive(token) and not any(c.dep_ == "agent" for c in token.children)


WHEN: dict[str, Callable[[Token], bool]] = {"determiner": _determiner, "impersonal": _impersonal}
"""The tests that ``when`` in ``lexicons/weasels.toml`` names."""


DOUBTS = frozenset(
    {"hedge-modal", "hedge-verb", "hedge-adjective", "hedge-adverb", "hedge-noun", "hedge-whether"}
)
"""The hedges that the corpora's wider definition counts as weasels too."""


class Weasels:
    """Finds the weasels of a doc whose sources and hedges are known."""

    def __init__(self, nlp: Language, *, codebook: bool) -> None:
        """Load the lexicons, cut into words as ``nlp`` cuts texts."""
        self._codebook = codebook
        self._finder = Finder(load("weasels").within(codebook=codebook), nlp.make_doc)
        self._unnamed = load("holders").words("holder-unnamed")

    def find(self, doc: Doc) -> list[Finding]:
        """Return the weasels, each place once."""
        spans = dict[tuple[int, int], tuple[str, str]]()
        for start, end, rule in self._holders(doc):
            spans[start, end] = (rule, rule.removeprefix("weasel-"))
        if not self._codebook:
            for hit in self._finder.find(doc, _fits):
                spans.setdefault((hit.start, hit.end), (hit.group.rule, hit.group.kind))
            for hedge in filter(partial(_is_doubt, doc), read(doc, "hedge")):
                spans.setdefault((hedge.start, hedge.end), ("weasel-hedge", "hedge"))
        return [
            Finding(start, end, kind, rule, reason(rule, quote=doc[start:end].text))
            for (start, end), (rule, kind) in spans.items()
        ]

    def _holders(self, doc: Doc) -> Iterator[tuple[int, int, str]]:
        cues = {cue.group: cue for cue in read(doc, "cue")}
        for source in read(doc, "source"):
            cue = cues[source.group]
            if source.kind == "anonymous" and self._is_unnamed(doc, source):
                start, end = min(source.start, cue.start), max(source.end, cue.end)
                if end - start <= (source.end - source.start) + (cue.end - cue.start) + 2:
                    yield start, end, "weasel-holder"
        for cue in cues.values():
            if cue.rule == "cue-nobody":
                yield cue.start, cue.end, "weasel-passive"

    def _is_unnamed(self, doc: Doc, source: Finding) -> bool:
        return any(form in self._unnamed for form in forms(doc[source.start : source.end].root))


def _is_doubt(doc: Doc, hedge: Finding) -> bool:
    """Say whether the hedge is the writer's own doubt. "May" often permits; "may have" is always a guess."""
    word = doc[hedge.start]
    guess = word.lower_ != "may" or any(child.lower_ == "have" for child in word.head.lefts)
    return hedge.rule in DOUBTS and guess


def _fits(doc: Doc, hit: Hit) -> bool:
    return hit.group.when is None or WHEN[hit.group.when](doc[hit.start])
