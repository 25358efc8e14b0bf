"""Slides for teachers: each deck is one Markdown file in ``teach/slides``, and becomes one HTML file.

Slides stand between lines of ``---``. A first line ``Route: real`` (or ``invented``) keeps a slide for one
route; what follows a line ``Notes:`` is for the teacher.
"""

from kit.slides.deck import Deck, DeckError, Slide, read, render, write_all

__all__ = ["Deck", "DeckError", "Slide", "read", "render", "write_all"]
