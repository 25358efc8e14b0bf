"""Loaded language: wording that judges or alarms beyond the facts (spaCy component ``second_look_loaded``).

The substitution test of the codebook is what a student does; the machine can only look words up (lexicon
``loaded``, after Recasens and others 2013 and Da San Martino and others 2020).
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kit.reading.findings import Finding, reason, write
from kit.reading.lexicon import Finder, load
from kit.reading.quotations import Quotations


class Loaded:
    """Writes ``doc.spans["loaded"]``; words inside a quotation belong to their speaker and are left out."""

    def __init__(self, nlp: Language) -> None:
        """Load the lexicon, cut into words as ``nlp`` cuts texts."""
        self._finder = Finder(load("loaded"), nlp.make_doc)

    def __call__(self, doc: Doc) -> Doc:
        """Add the loaded words of ``doc`` to its spans."""
        quoted = Quotations(doc)
        findings = []
        for hit in self._finder.find(doc):
            span = doc[hit.start : hit.end]
            if not quoted.cover(hit.start) and not _is_name(doc, hit.start, hit.end):
                why = reason(hit.group.rule, quote=span.text)
                findings.append(Finding(hit.start, hit.end, hit.group.kind, hit.group.rule, why))
        write(doc, "loaded", findings)
        return doc


def _is_name(doc: Doc, start: int, end: int) -> bool:
    """Say whether the words are part of a name ("the Grim Reapers"): a capital inside a sentence."""
    first = doc[start]
    return first.is_title and not first.is_sent_start and bool(first.ent_type_) and doc[end - 1].is_title


@Language.factory("second_look_loaded", assigns=["doc.spans"])
def make_loaded(nlp: Language, name: str) -> Loaded:
    """Make the component for a pipeline."""
    return Loaded(nlp)
