"""Sources: who is credited with saying, thinking or holding what (spaCy component ``second_look_sources``).

Each attribution is a source, a cue and a content (Pareti 2016; Newell, Margolin, Ruths 2018), joined by a
group. A cue of the lexicon ``cues`` counts only with a content, and a name without a cue is never a source.
Intentions that the writer imputes ("seeks to") are motive claims, not sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from kit.reading import weights
from kit.reading.candidates import Attribution, Candidates, signs
from kit.reading.contents import Contents
from kit.reading.findings import Finding, reason, told, write
from kit.reading.grammar import NEUTER, Holders, agent, is_passive, noun_phrase, subject
from kit.reading.lexicon import Finder, Hit, load
from kit.reading.names import Names
from kit.reading.quotations import Quotations

UNLIKELY = -0.7
"""A verb whose own weight is lower ("go", "become") is no candidate: looking at it would only cost time."""

NO_ONE = frozenset({"nobody", "none"})
"""What nobody said is nobody's statement."""

MODIFIERS = frozenset({"compound", "nmod", "amod"})


class Sources:
    """Writes ``doc.spans["source"]``, ``["cue"]`` and ``["content"]``."""

    def __init__(self, nlp: Language, *, codebook: bool = True) -> None:
        """Load the lexicon, cut into words as ``nlp`` cuts texts.

        ``codebook`` keeps our departures from PolNeAR: intentions that the writer imputes are no sources.
        """
        self._finder = Finder(load("cues").within(codebook=codebook), nlp.make_doc)
        self._holders = Holders()
        self._codebook = codebook

    def __call__(self, doc: Doc) -> Doc:
        """Add the attributions of ``doc`` to its spans."""
        names, quoted = Names(doc), Quotations(doc)
        findings: dict[str, list[Finding]] = {"source": [], "cue": [], "content": []}
        for number, found in enumerate(self._attributions(doc, names.surnames, quoted), 1):
            for label, finding in _explained(doc, found, names):
                findings[label].append(replace(finding, group=f"a{number}"))
        for label, found_here in findings.items():
            write(doc, label, found_here)
        return doc

    def _attributions(self, doc: Doc, known: frozenset[str], quoted: Quotations) -> list[Attribution]:
        """Return the attributions in order of their cues, without those inside the content of another."""
        candidates = None if self._codebook else Candidates(doc, self._holders, known, quoted)
        found: list[Attribution] = []
        for token in doc:
            if candidates is not None and token.pos_ in ("VERB", "AUX"):
                learned = self._learned(token, candidates, quoted)
                found += [learned] if learned is not None else []
                continue
            if not self._finder.begins(token):
                continue
            for hit in self._finder.at(doc, token.i):
                attribution = self._read(doc, hit, known, quoted)
                if attribution is not None:
                    found.append(attribution)
                    break
        return _nearest(_outermost(found))

    @staticmethod
    def _learned(verb: Token, candidates: Candidates, quoted: Quotations) -> Attribution | None:
        """Return the likeliest attribution by this verb, where its score is high enough."""
        model = weights.load("sources")
        unlikely = model.weights.get(f"word={verb.lemma_.lower()}", 0.0) < UNLIKELY
        if verb.dep_ in ("aux", "auxpass") or unlikely or quoted.cover(verb.i):
            return None
        scored = [(signs(verb.doc, one), one) for one in candidates.of(verb)]
        if not scored:
            return None
        found, best = max(scored, key=lambda pair: model.score(pair[0]))
        if model.score(found) < model.threshold:
            return None
        return replace(best, because=tuple(sign for sign, _ in model.heaviest(found, number=20)))

    def _read(self, doc: Doc, hit: Hit, known: frozenset[str], quoted: Quotations) -> Attribution | None:
        cue = doc[hit.start]
        if quoted.cover(cue.i):
            return None
        if hit.group.kind == "verb" and cue.pos_ in ("VERB", "AUX"):
            return self._of_verb(doc, hit, known, quoted)
        if hit.group.kind == "preposition":
            return self._of_preposition(doc, hit, known, quoted)
        if hit.group.kind == "noun" and cue.pos_ == "NOUN":
            return self._of_noun(hit, cue, known, quoted)
        return None

    def _of_verb(self, doc: Doc, hit: Hit, known: frozenset[str], quoted: Quotations) -> Attribution | None:
        verb = doc[hit.start]
        holder = agent(verb) if is_passive(verb) else subject(verb)
        source, kind = None, ""
        if holder is not None:
            held = self._holders.kind(holder, known)
            if holder.lower_ in NO_ONE or _denied_after(verb):
                return None
            if held is None and (hit.group.animate or holder.lower_ in NEUTER):
                return None
            source, kind = noun_phrase(holder), held or "anonymous"
        elif not is_passive(verb) or not {"clause", "infinitive"} & set(hit.group.takes):
            return None
        contents = Contents(verb, (hit.start, hit.end), source, quoted).take(hit.group.takes)
        if not contents:
            return None
        return Attribution(hit.group.rule, (hit.start, hit.end), tuple(contents), source, kind)

    def _of_preposition(
        self, doc: Doc, hit: Hit, known: frozenset[str], quoted: Quotations
    ) -> Attribution | None:
        last = doc[hit.end - 1]
        holder = next((child for child in last.children if child.dep_ in ("pobj", "pcomp")), None)
        if holder is None:
            return None
        source, phrase = noun_phrase(holder), doc[hit.start]
        taken = {token.i for token in phrase.subtree} | set(range(hit.start, source[1]))
        contents = Contents(phrase, (hit.start, hit.end), source, quoted).rest_of_sentence(taken)
        if not contents:
            return None
        kind = self._holders.kind(holder, known) or "anonymous"
        return Attribution(hit.group.rule, (hit.start, hit.end), tuple(contents), source, kind)

    def _of_noun(
        self, hit: Hit, noun: Token, known: frozenset[str], quoted: Quotations
    ) -> Attribution | None:
        """Read "U.S. accusations linking him to it", "a warning by Smith that it rains", "her call"."""
        holder, giver = _holder_of(noun)
        kind = self._holders.kind(holder, known) if holder is not None else None
        held = _held_by(noun, giver)
        if holder is None or held is None or kind is None:
            return None
        source = noun_phrase(holder) if giver is not None else (holder.left_edge.i, holder.i + 1)
        contents = Contents(noun, (hit.start, hit.end), source, quoted).subtree(held)
        return Attribution(hit.group.rule, (hit.start, hit.end), tuple(contents), source, kind)


def _denied_after(verb: Token) -> bool:
    """Say whether a sentence only adds that somebody did not speak: "It rained; the mayor did not answer"."""
    denied = any(child.dep_ == "neg" for child in verb.children)
    return denied and any(child.dep_ == "ccomp" and child.i < verb.i for child in verb.children)


def _holder_of(noun: Token) -> tuple[Token | None, Token | None]:
    """Return whose a statement is, and the preposition that says so: "Smith's claim", "a claim by Smith"."""
    for child in noun.children:
        if child.dep_ == "poss" or (child.dep_ in MODIFIERS and child.ent_type_):
            return child, None
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("from", "by"):
            return next((one for one in child.children if one.dep_ == "pobj"), None), child
    return None, None


def _held_by(noun: Token, giver: Token | None) -> Token | None:
    """Return what was stated: a clause, or the object of "for", "of" or "against".

    After "from Smith" the clause may hang on Smith; only one that begins with "that" is told apart from hers.
    """
    for child in noun.rights:
        if child.dep_ in ("acl", "ccomp", "relcl") and child.tag_ != "VBN":
            return child
    if giver is not None:
        inside = (token for token in giver.subtree if token.dep_ in ("acl", "ccomp", "relcl", "pcomp"))
        return next((one for one in inside if _opens_with_that(one)), None)
    for phrase in noun.rights:
        if phrase.dep_ == "prep" and phrase.lower_ in ("for", "of", "against"):
            return next((child for child in phrase.children if child.dep_ in ("pobj", "pcomp")), None)
    return None


def _opens_with_that(clause: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.children)


def _outermost(found: list[Attribution]) -> list[Attribution]:
    """Return the attributions whose cue is not inside the content of another: none is nested."""
    covered = {i for one in found for start, end in one.contents for i in range(start, end)}
    return [one for one in found if one.cue[0] not in covered]


def _nearest(found: list[Attribution]) -> list[Attribution]:
    """Return the attributions, of those that share a content only the one whose cue stands nearest to it."""
    kept: list[Attribution] = []
    taken: set[int] = set()
    for one in sorted(found, key=_gap):
        content = {i for start, end in one.contents for i in range(start, end)}
        if len(content & taken) * 2 <= len(content):
            kept.append(one)
            taken |= content
    return sorted(kept, key=lambda one: one.cue)


def _gap(one: Attribution) -> int:
    return min(min(abs(start - one.cue[1]), abs(one.cue[0] - end)) for start, end in one.contents)


def _explained(doc: Doc, found: Attribution, names: Names) -> Iterator[tuple[str, Finding]]:
    """Yield the findings of one attribution with their labels."""
    words = {"cue": doc[found.cue[0] : found.cue[1]].text, "signs": told(found.because)}
    if found.source is not None:
        source = doc[found.source[0] : found.source[1]]
        words["source"] = source.text
        why = reason(found.rule, **words)
        if (meant := names.meant(source.root)) is not None and meant not in source.text:
            guess = "name-pronoun" if source.root.pos_ == "PRON" else "name-surname"
            why = f"{why} {reason(guess, source=source.text, name=meant)}"
        yield "source", Finding(*found.source, found.kind, found.rule, why)
    rule = "{}-nobody" if found.source is None else "{}-of"
    cue_rule, content_rule = rule.format("cue"), rule.format("content")
    why = reason(cue_rule, quote=words["cue"], **words)
    yield "cue", Finding(*found.cue, "", cue_rule, why)
    for content in found.contents:
        yield "content", Finding(*content, "", content_rule, reason(content_rule, **words))


@Language.factory(
    "second_look_sources",
    assigns=["doc.spans"],
    requires=["token.dep", "token.tag", "doc.ents"],
    default_config={"codebook": True},
)
def make_sources(nlp: Language, name: str, codebook: bool) -> Sources:
    """Make the component for a pipeline."""
    return Sources(nlp, codebook=codebook)
