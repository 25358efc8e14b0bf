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

FACTUAL_BELOW = {None: 1.01, "unless-report": 0.93, "in-opinion": 0.5}
"""How factual, at the most, a sentence is in which the words of a group count, by the group's ``when``."""


class Loaded:
    """Writes ``doc.spans["loaded"]``; words inside a quotation belong to their speaker and are left out."""

    def __init__(self, nlp: Language, *, codebook: bool = True) -> None:
        """Load the lexicon, cut into words as ``nlp`` cuts texts; ``codebook`` keeps to its stronger words."""
        self._finder = Finder(load("loaded").within(codebook=codebook), nlp.make_doc)

    def __call__(self, doc: Doc) -> Doc:
        """Add the loaded words of ``doc`` to its spans."""
        quoted = Quotations(doc)
        hits = [
            hit
            for hit in self._finder.find(doc)
            if not quoted.cover(hit.start) and not _is_name(doc, hit.start, hit.end)
        ]
        findings = []
        for hit in hits:
            if _counts(doc, hit, hits):
                why = reason(hit.group.rule, quote=doc[hit.start : hit.end].text)
                findings.append(Finding(hit.start, hit.end, hit.group.kind, hit.group.rule, why))
        write(doc, "loaded", findings)
        return doc


def _counts(doc: Doc, hit: Hit, hits: list[Hit]) -> bool:
    """Say whether the sentence is opinion enough for the word, by its signs and the words loaded anywhere."""
    if hit.group.when is None:
        return True
    sentence = doc[hit.start].sent
    sure = [h for h in hits if h.group.when is None and sentence.start <= h.start < sentence.end]
    found = signs(sentence, sum(h.end - h.start for h in sure))
    return factual_score(found) < FACTUAL_BELOW[hit.group.when]


def _is_name(doc: Doc, start: int, end: int) -> bool:
    """Say whether the words are part of a name ("the Grim Reapers"): a capital inside a sentence."""
    first = doc[start]
    return first.is_title and not first.is_sent_start and bool(first.ent_type_) and doc[end - 1].is_title


@Language.factory("second_look_loaded", assigns=["doc.spans"], default_config={"codebook": True})
def make_loaded(nlp: Language, name: str, codebook: bool) -> Loaded:
    """Make the component for a pipeline."""
    return Loaded(nlp, codebook=codebook)
