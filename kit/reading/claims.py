"""Claims: statements that someone could check (spaCy component ``second_look_claims``).

A claim is a clause; its kind is the first that fits of the codebook's order, which adapts Konstantinovskiy
and others (2021): attribution, quantity, motive, prediction, causal, event. Verdicts ("the stakes are
high"), norms and scene-setting are no claims.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kit.reading.findings import Finding, read, reason, trimmed, write
from kit.reading.grammar import SUBJECTS, Range, is_finite, runs
from kit.reading.hedges import ABILITY
from kit.reading.lexicon import Finder, Hit, load
from kit.reading.statements import is_speaker, states

ORDER = ("quantity", "motive", "prediction", "causal")
SEPARATE = frozenset({"advcl", "conj", "ccomp", "parataxis"})
COUNTED = frozenset({"PERCENT", "MONEY", "QUANTITY"})
MODALS = frozenset({"may", "might", "will", "could", "would", "shall"})
TIMES = frozenset({"DATE", "TIME", "ORDINAL"})


class Claims:
    """Writes ``doc.spans["claim"]``; needs the cues of :mod:`kit.reading.sources`."""

    def __init__(self, nlp: Language) -> None:
        """Load the lexicon, cut into words as ``nlp`` cuts texts."""
        self._finder = Finder(load("claims"), nlp.make_doc)

    def __call__(self, doc: Doc) -> Doc:
        """Add the claims of ``doc`` to its spans."""
        attributions = list(_attributions(doc))
        cues = {i for cue in read(doc, "cue") for i in range(cue.start, cue.end)}
        hits = self._finder.find(doc)
        found = {(f.start, f.end): f for f in (*_quantities(doc), *_headline(doc))}
        for verb in doc:
            if verb.i not in cues and _heads_clause(verb) and not _is_question(verb.sent):
                finding = _clause_claim(doc, verb, hits)
                if finding is not None:
                    found.setdefault((finding.start, finding.end), finding)
        found.update({(f.start, f.end): f for f in attributions})
        write(doc, "claim", found.values())
        return doc


def _attributions(doc: Doc) -> Iterator[Finding]:
    """That somebody said it is a claim of its own, whatever they said."""
    groups: dict[str, list[Finding]] = {}
    sources: dict[str, Finding] = {source.group: source for source in read(doc, "source")}
    for label in ("source", "cue", "content"):
        for finding in read(doc, label):
            groups.setdefault(finding.group, []).append(finding)
    cues = {cue.group: cue for cue in read(doc, "cue")}
    for group, parts in groups.items():
        if group in sources and not is_speaker(doc[sources[group].start : sources[group].end]):
            source, cue = sources[group], cues[group]
            if _is_asked(doc[cue.start]):
                continue
            why = reason(
                "claim-attribution",
                source=doc[source.start : source.end].text,
                word=doc[cue.start : cue.end].text,
            )
            start, end = min(part.start for part in parts), max(part.end for part in parts)
            passive = [c.left_edge.i for c in doc[cue.start].children if c.dep_ == "nsubjpass"]
            yield Finding(min([start, *passive]), end, "attribution", "claim-attribution", why)


def _quantities(doc: Doc) -> Iterator[Finding]:
    """A number with the noun that it counts, a share, or a sum of money."""
    ranges = [(entity.start, entity.end) for entity in doc.ents if entity.label_ in COUNTED]
    for token in doc:
        counts = token.dep_ == "nummod" and token.pos_ == "NUM" and token.ent_type_ not in TIMES
        if (
            counts
            and token.head.pos_ in ("NOUN", "PROPN")
            and token.head.i > token.i
            and token.lower_ != "one"
        ):
            ranges.append((min(token.head.left_edge.i, token.left_edge.i), token.head.i + 1))
    for start, end in runs(i for piece in ranges for i in range(*piece)):
        yield Finding(
            start, end, "quantity", "claim-quantity", reason("claim-quantity", word=doc[start:end].text)
        )


def _headline(doc: Doc) -> Iterator[Finding]:
    """A headline states its news, even where its capitals hide the verb from the tagger."""
    head, newline, body = doc.text.lstrip().partition("\n")
    if not newline or not body.strip() or head.rstrip("* ").endswith((".", "?", "!", ":")):
        return
    end_of_line = doc.text.index(head) + len(head)
    line = list(takewhile(lambda token: token.idx < end_of_line, doc))
    colon = max((token.i + 1 for token in line[:6] if token.text == ":"), default=0)
    start, end = trimmed(doc, colon, len(line))
    if end - start >= 4:
        why = reason("claim-headline", word=doc[start:end].text)
        yield Finding(start, end, "event", "claim-headline", why)


def _heads_clause(verb: Token) -> bool:
    """Say whether the word is the verb of a statement: it shows tense, or is a participle that tells more."""
    if verb.pos_ not in ("VERB", "AUX") or verb.dep_ in ("aux", "auxpass"):
        return False
    if verb.dep_ == "advcl" and verb.tag_ in ("VBG", "VBN"):
        return not any(child.dep_ in ("mark", "prep") and child.i < verb.i for child in verb.children)
    has_subject = any(child.dep_ in SUBJECTS for child in verb.children) or verb.dep_ == "conj"
    return is_finite(verb) and has_subject


def _is_question(sentence: Span) -> bool:
    return sentence.text.rstrip('”"’ \n*').endswith("?")


def _is_asked(verb: Token) -> bool:
    """Say whether the verb of a question is asked for: "Did the mayor say so?" says nothing of the mayor."""
    turned = any(child.dep_ == "aux" and child.tag_ != "TO" for child in verb.lefts)
    return turned and verb.sent.text.rstrip().endswith("?") and verb.dep_ == "ROOT"


def _clause(verb: Token) -> Range:
    """Return the clause from its subject's first word, without the clauses that hang on it."""
    apart: set[int] = set()
    for child in verb.children:
        own_clause = child.dep_ in SEPARATE and not (child.dep_ == "advcl" and child.tag_ == "VB")
        if own_clause or child.dep_ in ("cc", "mark"):
            apart.update(token.i for token in child.subtree)
    kept = [token.i for token in verb.subtree if token.i not in apart]
    start, end = next(piece for piece in runs(kept) if piece[0] <= verb.i < piece[1])
    own = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
    if own is not None and start <= own.left_edge.i < verb.i:
        start = own.left_edge.i
    if verb.doc[start].tag_ in ("WDT", "WP"):
        start += 1
    while (
        end > start
        and (verb.doc[end - 1].is_punct or verb.doc[end - 1].is_space)
        and not verb.doc[end - 1].is_quote
    ):
        end -= 1
    return start, end


def _clause_claim(doc: Doc, verb: Token, hits: list[Hit]) -> Finding | None:
    start, end = _clause(verb)
    inside = [hit for hit in hits if start <= hit.start < end or doc[hit.start].head == verb]
    if end - start < 3 or not states(verb, inside):
        return None
    kind, word = "event", verb.text
    for candidate in ORDER:
        if (deciding := _deciding(doc, candidate, (start, end), inside)) is not None:
            kind, word = candidate, deciding
            break
    if verb.dep_ == "relcl" and kind == "event":
        return None  # it only says which one is meant ("a government that poses a challenge")
    return Finding(start, end, kind, f"claim-{kind}", reason(f"claim-{kind}", word=word))


def _deciding(doc: Doc, kind: str, clause: Range, hits: list[Hit]) -> str | None:
    """Return the word that makes the clause a claim of this kind, or ``None``."""
    if kind == "quantity":
        for token in doc[clause[0] : clause[1]]:
            counted = token.pos_ == "NUM" and token.ent_type_ not in TIMES and token.lower_ != "one"
            if counted or token.tag_ in ("JJS", "RBS"):
                return token.text
    return next((doc[h.start : h.end].text for h in hits if h.group.kind == kind and _is_meant(doc, h)), None)


def _is_meant(doc: Doc, hit: Hit) -> bool:
    """Say whether "may", "might" or "could" speaks of what may come, not of a month, a power or a skill."""
    word = doc[hit.start]
    if hit.end - hit.start > 1 or word.lower_ not in MODALS:
        return True
    return word.tag_ == "MD" and not (word.lower_ == "could" and word.head.lemma_ in ABILITY)


@Language.factory(
    "second_look_claims", assigns=["doc.spans"], requires=["doc.spans", "token.dep", "token.tag"]
)
def make_claims(nlp: Language, name: str) -> Claims:
    """Make the component for a pipeline."""
    return Claims(nlp)
