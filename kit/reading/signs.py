"""Signs of a sentence: its words and a few countable features, from which learned weights make a score.

Words of the lexicon ``signs`` are counted, and grammar is asked simple questions (is there a number, who is
the subject, is it a question). Names are never signs: no weight can remember who an article was about.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Span, Token

from kit.reading.grammar import SUBJECTS
from kit.reading.lexicon import forms, load

MOST = 3
"""A sign counts at most so often: the tenth number says no more than the third."""

ENTITIES = ("PERSON", "ORG", "GPE", "NORP", "DATE", "MONEY", "PERCENT", "CARDINAL")
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "LAW", "EVENT", "WORK_OF_ART", "PRODUCT"})
IMPERSONAL = frozenset({"it", "this", "that", "there", "which", "what"})
VERBAL = ("VBD", "VBZ", "VBP", "VB", "VBN", "VBG", "MD")
ABSTRACT = ("ism", "ness", "ity", "tion", "cy")
SHORT_FORMS = frozenset({"n't", "n’t", "'re", "’re", "'ve", "’ve", "'m", "’m", "'d", "’d", "'ll", "’ll"})
MARKS = {"dash": "—–", "bracket": "(", "colon": ":", "semicolon": ";", "ellipsis": "…"}


def words(span: Span) -> dict[str, float]:
    """Return the words of a sentence in their base form as signs ("word=cut"), without names and numbers."""
    return {
        f"word={token.lemma_.lower()}": 1.0
        for token in span
        if token.is_alpha and token.pos_ != "PROPN" and token.ent_type_ not in NAMED
    }


def features(span: Span) -> dict[str, float]:
    """Return the countable signs of a sentence that are there, each from 0 to 3."""
    signs = dict.fromkeys(_lexical(span), 0.0)
    for rule in _lexical(span):
        signs[rule] += 1.0
    for tag in VERBAL:
        signs[f"tag={tag}"] = float(sum(token.tag_ == tag for token in span))
    for kind in ENTITIES:
        signs[f"name={kind}"] = float(sum(t.ent_iob_ == "B" and t.ent_type_ == kind for t in span))
    signs.update(_counted(span))
    signs.update(dict.fromkeys(_seen(span), 1.0))
    for name in _of_root(span.root):
        signs[name] = 1.0
    return {name: min(float(MOST), value) for name, value in signs.items() if value}


@cache
def _rules() -> dict[str, tuple[str, ...]]:
    rules: dict[str, tuple[str, ...]] = {}
    for group in load("signs").groups:
        for word in group.words:
            rules[word] = (*rules.get(word, ()), group.rule)
    return rules


def _lexical(span: Span) -> Iterator[str]:
    rules = _rules()
    for token in span:
        yield from {rule for form in forms(token) for rule in rules.get(form, ())}


def _counted(span: Span) -> dict[str, float]:
    """Count numbers, comparisons, modifiers and the like, scaled so that 3 is a lot."""
    tags = [token.tag_ for token in span]
    parts = [token.pos_ for token in span]
    deps = [token.dep_ for token in span]
    length = sum(token.is_alpha or token.like_num for token in span)
    return {
        "numbers": sum(t.like_num and t.lower_ not in ("one", "first", "second") for t in span),
        "comparison": sum(tag in ("JJR", "JJS", "RBR", "RBS") for tag in tags),
        "adverbs": sum(t.tag_ == "RB" and t.lower_.endswith("ly") for t in span),
        "modifiers": deps.count("amod") / 2,
        "describing": sum(part in ("ADJ", "ADV") for part in parts) / 2,
        "nouns": parts.count("NOUN") / 3,
        "names": parts.count("PROPN") / 3,
        "prepositions": deps.count("prep") / 3,
        "abstract": sum(t.pos_ == "NOUN" and t.lemma_.lower().endswith(ABSTRACT) for t in span) / 2,
        "definite": sum(token.lower_ == "the" for token in span) / 2,
        "length": length / 15,
    }


def _seen(span: Span) -> Iterator[str]:
    """Yield what is there or not: kinds of clauses, punctuation, short forms."""
    deps = {token.dep_ for token in span}
    text, tail, first = span.text, span.text[-3:], span[0]
    yield from (
        dep for dep in ("advcl", "relcl", "ccomp", "agent", "auxpass", "neg", "nummod") if dep in deps
    )
    yield from (name for name, marks in MARKS.items() if any(mark in text for mark in marks))
    if any(token.is_quote for token in span):
        yield "quotation"
    if any(token.lower_ in SHORT_FORMS for token in span):
        yield "short_form"
    if any(token.lemma_ == "have" and token.dep_ == "aux" for token in span):
        yield "perfect"
    if any(token.tag_ == "VBD" for token in span) and any(token.lower_ == "i" for token in span):
        yield "past_of_mine"
    if any(token.lower_ in ("is", "are", "'s", "’s") and token.pos_ == "AUX" for token in span):
        yield "is_or_are"
    if not any(token.pos_ in ("VERB", "AUX") for token in span):
        yield "no_verb"
    if "?" in tail:
        yield "question"
    if "!" in tail:
        yield "exclamation"
    if first.tag_ in ("CC", "WP", "WRB", "WDT"):
        yield "opens_with_link" if first.tag_ == "CC" else "opens_with_question_word"
    if len(span) < 8 or len(span) > 30:
        yield "short" if len(span) < 8 else "long"


def _of_root(root: Token) -> Iterator[str]:
    """Yield what the main verb and its subject are like."""
    yield f"main={root.tag_}"
    subject = next((child for child in root.children if child.dep_ in SUBJECTS), None)
    if any(child.dep_ == "neg" for child in root.children):
        yield "main_denied"
    if root.lemma_ == "be" and any(child.dep_ in ("acomp", "attr") for child in root.children):
        yield "verdict"
    if subject is None:
        yield "imperative" if root.tag_ == "VB" else "no_subject"
    elif subject.pos_ == "PRON":
        yield "subject=it" if subject.lower_ in IMPERSONAL else "subject=pronoun"
    else:
        yield f"subject={subject.pos_}"
        if subject.ent_type_:
            yield "subject_named"
