"""Routes through a lesson: on the real article, and on texts whose places and people are all invented.

One notebook serves both. A cell that speaks of one route's text alone says so in its metadata
(``"second_look_route": "real"`` or ``"invented"``); the items differ in ``kit/lessons/invented``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kit import items

ROUTE = "second_look_route"
REAL, INVENTED = "real", "invented"

FOLDER = "invented-places"
"""Where the notebooks of the invented route are built, beside the others."""


def has_invented(lessons: Iterable[str]) -> bool:
    """Say whether any of these lessons has an invented counterpart, so that there is such a route."""
    return any(f"{lesson}{items.INVENTED}" in items.lessons() for lesson in lessons)


def take(notebook: Any, lesson: str, route: str) -> None:
    """Leave in a notebook only what belongs to a route, in place; ``lesson`` is the notebook's name.

    On the invented route the notebook is the lesson's invented counterpart, where there is one, and its
    links to exercises lead one folder up.
    """
    notebook.cells = [cell for cell in notebook.cells if cell.metadata.pop(ROUTE, route) == route]
    if route == REAL:
        return
    own = f"{lesson}{items.INVENTED}"
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = cell.source.replace("](exercises/", "](../exercises/")
        elif own in items.lessons():
            cell.source = cell.source.replace(f'kit.lesson("{lesson}")', f'kit.lesson("{own}")')
