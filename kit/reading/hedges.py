"""Hedges and weasels: words that limit the writer's commitment (spaCy component ``second_look_hedges``).

Hedges come from the lexicon ``hedges`` (after Hyland 1998 and Farkas and others 2010), each kept only where
its grammar fits: the month May, military might and "over the sea" are no hedges. A weasel (Vincze 2013) is
an unnamed holder with its verb ("experts warn"), or a view in the passive that is nobody's ("it is
believed").
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Token

from kit.reading.findings import Finding, reason, write
from kit.reading.lexicon import Finder, Hit, load
from kit.reading.weasels import Weasels

ABILITY = load("hedges").words("not-ability")
"""After "could", these verbs most often tell of an ability (a root modal), not of a possibility."""


AS_VERBS = frozenset({"see", "view", "regard"})
"""Verbs that hedge only in the passive with "as" ("is seen as")."""


def _modal(token: Token) -> bool:
    return token.tag_ == "MD"


def _possible_modal(token: Token) -> bool:
    denied = any(child.dep_ == "neg" for child in token.head.children)
    return _modal(token) and not denied and token.head.lemma_ not in ABILITY


def _verb(token: Token) -> bool:
    return token.pos_ == "VERB"


def _signals(token: Token) -> bool:
    return _verb(token) and any(child.dep_ in ("dobj", "ccomp") for child in token.children)


def _seeming(token: Token) -> bool:
    """It seems so ("seems to sleep", "it appears that"); not "she appeared in court"."""
    return (
        _verb(token)
        and any(child.dep_ in ("xcomp", "ccomp", "oprd", "acomp", "prep") for child in token.children)
        and not any(
            child.dep_ == "prep" and child.lower_ in ("in", "on", "at", "before", "for", "with")
            for child in token.children
        )
    )


def _belief(token: Token) -> bool:
    """A belief that somebody holds: it takes a clause ("believe that", "is thought to be", "seen as")."""
    if token.pos_ != "VERB":
        return False
    passive = token.tag_ == "VBN" and (
        token.dep_ == "acl" or any(c.dep_ == "auxpass" for c in token.children)
    )
    if token.lemma_ in AS_VERBS:
        return passive and any(child.lower_ == "as" for child in token.children)
    held = {"ccomp", "xcomp", "oprd"} if passive or token.lemma_ in ("expect", "fear") else {"ccomp"}
    return any(child.dep_ in held for child in token.children) or (passive and token.dep_ == "acl")


def _adjective(token: Token) -> bool:
    """Before a noun, or after a form of "be" ("likely to rise"); not "as soon as possible"."""
    grammatical = token.pos_ in ("ADJ", "ADV") or (token.pos_ == "VERB" and token.dep_ == "amod")
    before = token.nbor(-1).lower_ if token.i else ""
    return grammatical and before not in ("as", "if", "where", "whenever", "best", "every")


def _noun(token: Token) -> bool:
    return token.pos_ == "NOUN" and token.dep_ != "compound"


def _open_question(token: Token) -> bool:
    return token.dep_ == "mark"


def _approximates(token: Token) -> bool:
    """The word changes a number ("over 4,500"); it is no preposition ("over three years")."""
    if token.i + 1 >= len(token.doc) or token.dep_ not in ("quantmod", "advmod", "det"):
        return False
    number = token.nbor()
    if number.is_currency and number.i + 1 < len(token.doc):
        number = number.nbor()
    is_year = number.is_digit and len(number) == 4 and number.text[:2] in ("19", "20")
    return number.like_num and not is_year


def _opens_condition(token: Token) -> bool:
    """It begins a condition ("if it rains", "should it rain"); not a choice ("asked if it rains")."""
    if token.lower_ == "should":
        return token.is_sent_start or token.nbor(-1).text == ","
    return token.dep_ == "mark" and token.head.dep_ != "ccomp"


def _under_condition(token: Token) -> bool:
    """What would come of a condition: its verb has a clause with "if" ("it will close if it rains")."""
    return token.tag_ == "MD" and any(
        child.dep_ == "advcl" and any(mark.lower_ in ("if", "unless", "until") for mark in child.children)
        for child in token.head.children
    )


WHEN: dict[str, Callable[[Token], bool]] = {
    "modal": _modal,
    "possible-modal": _possible_modal,
    "verb": _verb,
    "signals-something": _signals,
    "seeming": _seeming,
    "belief": _belief,
    "adjective": _adjective,
    "noun": _noun,
    "open-question": _open_question,
    "approximates": _approximates,
    "opens-condition": _opens_condition,
    "under-condition": _under_condition,
}
"""The tests that ``when`` in ``lexicons/hedges.toml`` names."""


def _fits(doc: Doc, hit: Hit) -> bool:
    if hit.group.rule.startswith("not-"):
        return False
    return hit.group.when is None or WHEN[hit.group.when](doc[hit.start])


class Hedges:
    """Writes ``doc.spans["hedge"]`` and ``doc.spans["weasel"]``; weasels need the sources first."""

    def __init__(self, nlp: Language, *, codebook: bool = True) -> None:
        """Load the lexicons, cut into words as ``nlp`` cuts texts.

        ``codebook`` keeps our departures from the corpora: rough numbers count as hedges, stated conditions
        do not, and a weasel is an unnamed holder with its verb.
        """
        self._finder = Finder(load("hedges").within(codebook=codebook), nlp.make_doc)
        self._weasels = Weasels(nlp, codebook=codebook)

    def __call__(self, doc: Doc) -> Doc:
        """Add the hedges and weasels of ``doc`` to its spans."""
        hedges = []
        for hit in self._finder.find(doc, _fits):
            why = reason(hit.group.rule, quote=doc[hit.start : hit.end].text)
            hedges.append(Finding(hit.start, hit.end, hit.group.kind, hit.group.rule, why))
        write(doc, "hedge", hedges)
        write(doc, "weasel", self._weasels.find(doc))
        return doc


@Language.factory(
    "second_look_hedges",
    assigns=["doc.spans"],
    requires=["doc.spans", "token.dep", "token.tag"],
    default_config={"codebook": True},
)
def make_hedges(nlp: Language, name: str, codebook: bool) -> Hedges:
    """Make the component for a pipeline."""
    return Hedges(nlp, codebook=codebook)
