"""Signs of a sentence: its words and a few countable features, from which learned weights make a score.

Words of the lexicon ``signs`` are counted, and grammar is asked simple questions (is there a number, who is
the subject, is it a question). Names are never signs: no weight can remember who an article was about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise

from spacy.tokens import Span, Token

from kit.reading.grammar import SUBJECTS
from kit.reading.lexicon import forms, load

MOST = 3
"""A sign counts at most so often: the tenth number says no more than the third."""

ENTITIES = frozenset({"PERSON", "ORG", "GPE", "NORP", "DATE", "MONEY", "PERCENT", "CARDINAL"})
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "LAW", "EVENT", "WORK_OF_ART", "PRODUCT"})
IMPERSONAL = frozenset({"it", "this", "that", "there", "which", "what"})
VERBAL = frozenset({"VBD", "VBZ", "VBP", "VB", "VBN", "VBG", "MD"})
CLAUSES = frozenset({"advcl", "relcl", "ccomp", "agent", "auxpass", "neg", "nummod"})
COUNTED = {"NOUN": "nouns", "PROPN": "names", "ADJ": "describing", "ADV": "describing"}
SCALE = {"nouns": 3, "names": 3, "prepositions": 3, "modifiers": 2, "describing": 2, "abstract": 2}
SCALE |= {"definite": 2, "length": 15}
"""What is frequent counts in parts: nine nouns are as many as three numbers."""

HALF = 0.5
"""What a word or a pair counts among the signs of a factual sentence: there are many of them."""

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


def pairs(span: Span) -> dict[str, float]:
    """Return the pairs of neighbours in a sentence as signs ("pair=it be"), in their base form.

    Names, numbers and dates stand as their part of speech: no weight can remember them. The sentence begins
    with ``<``.
    """
    found = ["<"]
    for token in span:
        if token.is_space:
            continue
        hidden = token.pos_ in ("PROPN", "NUM") or token.ent_type_
        found.append(token.pos_ if hidden else token.lemma_.lower())
    return {f"pair={one} {other}": HALF for one, other in pairwise(found)}


def features(span: Span) -> dict[str, float]:
    """Return the countable signs of a sentence that are there, each from 0 to 3."""
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    rules = _rules()
    for token in span:
        for rule in {rule for form in forms(token) for rule in rules.get(form, ())}:
            counts[rule] += 1
        _count(token, counts)
        seen.update(_seen(token))
    signs = {name: count / SCALE.get(name, 1) for name, count in counts.items()}
    if {"i", "tag=VBD"} <= seen | counts.keys():
        seen.add("past_of_mine")
    if not any(f"tag={tag}" in counts for tag in VERBAL):
        seen.add("no_verb")
    signs |= dict.fromkeys(chain(seen - {"i"}, _of_whole(span), _of_root(span.root)), 1.0)
    return {name: min(float(MOST), value) for name, value in signs.items()}


@cache
def _rules() -> dict[str, tuple[str, ...]]:
    rules: dict[str, tuple[str, ...]] = {}
    for group in load("signs").groups:
        for word in group.words:
            rules[word] = (*rules.get(word, ()), group.rule)
    return rules


def _count(token: Token, counts: Counter[str]) -> None:
    """Count what the token is: a number, a comparison, a modifier and the like."""
    tag, part = token.tag_, token.pos_
    if tag in VERBAL:
        counts[f"tag={tag}"] += 1
    elif tag in ("JJR", "JJS", "RBR", "RBS"):
        counts["comparison"] += 1
    elif tag == "RB" and token.lower_.endswith("ly"):
        counts["adverbs"] += 1
    if part in COUNTED:
        counts[COUNTED[part]] += 1
        if part == "NOUN" and token.lemma_.lower().endswith(ABSTRACT):
            counts["abstract"] += 1
    if token.dep_ in ("amod", "prep"):
        counts["modifiers" if token.dep_ == "amod" else "prepositions"] += 1
    if token.ent_iob_ == "B" and token.ent_type_ in ENTITIES:
        counts[f"name={token.ent_type_}"] += 1
    if token.like_num and token.lower_ not in ("one", "first", "second"):
        counts["numbers"] += 1
    if token.lower_ == "the":
        counts["definite"] += 1
    if token.is_alpha or token.like_num:
        counts["length"] += 1


def _seen(token: Token) -> Iterator[str]:
    """Yield what the token shows to be there: a kind of clause, a short form, a quotation."""
    dep, lower = token.dep_, token.lower_
    if dep in CLAUSES:
        yield dep
    if lower in SHORT_FORMS:
        yield "short_form"
    elif lower == "i":
        yield "i"
    elif lower in ("is", "are", "'s", "’s") and token.pos_ == "AUX":
        yield "is_or_are"
    if dep == "aux" and token.lemma_ == "have":
        yield "perfect"
    if token.is_quote:
        yield "quotation"


def _of_whole(span: Span) -> Iterator[str]:
    """Yield how the sentence begins and ends, how long it is, and its punctuation."""
    text, first = span.text, span[0].tag_
    yield from (name for name, marks in MARKS.items() if any(mark in text for mark in marks))
    if "?" in text[-3:]:
        yield "question"
    if "!" in text[-3:]:
        yield "exclamation"
    if first in ("CC", "WP", "WRB", "WDT"):
        yield "opens_with_link" if first == "CC" else "opens_with_question_word"
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
