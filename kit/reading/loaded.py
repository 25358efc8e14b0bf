"""Loaded language: wording that judges or alarms beyond the facts (spaCy component ``second_look_loaded``).

The substitution test of the codebook is what a student does; the machine can only look words up (lexicon
``loaded``, after Recasens and others 2013 and Da San Martino and others 2020). By the corpora's wider
definition more words count, some of them only in a sentence that gives an opinion.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kit.reading.checkworthy import factual_score, signs
from kit.reading.findings import Finding, reason, write
from kit.reading.lexicon import Finder, Hit, load
from kit.reading.quotations import Quotations

FACTUAL_BELOW = {"unless-report": 0.99, "in-opinion": 0.5}
"""How factual, at the most, a sentence is in which the words of a group count, by the group's ``when``."""


class Loaded:
    """Writes ``doc.spans["loaded"]``; words inside a quotation belong to their speaker and are left out."""

    def __init__(self, nlp: Language, *, codebook: bool = True) -> None:
        """Load the lexicon, cut into words as ``nlp`` cuts texts; ``codebook`` keeps to the strong ones."""
        self._finder = Finder(load("loaded").within(codebook=codebook), nlp.make_doc)

    def __call__(self, doc: Doc) -> Doc:
        """Add the loaded words of ``doc`` to its spans."""
        quoted = Quotations(doc)
        hits = [
            hit
            for hit in self._finder.find(doc)
            if not quoted.cover(hit.start) and not _is_name(doc, hit.start, hit.end)
        ]
        factual = _Factual(doc, hits)
        findings = []
        for hit in hits:
            if hit.group.when is None or factual.of(hit) < FACTUAL_BELOW[hit.group.when]:
                why = reason(hit.group.rule, quote=doc[hit.start : hit.end].text)
                findings.append(Finding(hit.start, hit.end, hit.group.kind, hit.group.rule, why))
        write(doc, "loaded", findings)
        return doc


class _Factual:
    """How factual the sentences of a doc are, by their signs and the words that are loaded anywhere."""

    def __init__(self, doc: Doc, hits: list[Hit]) -> None:
        self._doc = doc
        self._sure = [hit for hit in hits if hit.group.when is None]
        self._scores: dict[int, float] = {}

    def of(self, hit: Hit) -> float:
        """Return the score, 0 to 1, of the sentence in which a word stands."""
        sentence = self._doc[hit.start].sent
        if sentence.start not in self._scores:
            sure = (h for h in self._sure if sentence.start <= h.start < sentence.end)
            found = signs(sentence, sum(h.end - h.start for h in sure))
            self._scores[sentence.start] = factual_score(found)
        return self._scores[sentence.start]


def _is_name(doc: Doc, start: int, end: int) -> bool:
    """Say whether the words are part of a name ("the Grim Reapers"): a capital inside a sentence."""
    first = doc[start]
    return first.is_title and not first.is_sent_start and bool(first.ent_type_) and doc[end - 1].is_title


@Language.factory("second_look_loaded", assigns=["doc.spans"], default_config={"codebook": True})
def make_loaded(nlp: Language, name: str, codebook: bool) -> Loaded:
    """Make the component for a pipeline."""
    return Loaded(nlp, codebook=codebook)
