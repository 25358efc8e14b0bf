"""Whatever is changed in a notebook: it is graded or told, and no text of it becomes markup."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kit.grading import copies, exercise, pages, store, work

from . import conftest, students
from .test_pages import TAGS, read

SMALL = exercise.load(conftest.SMALL, "sources")
PERFECT = students.perfect(SMALL)
TEXTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><script>",
    "=1+1",
    "\ud800",
    "\x00",
)
MARKUP = st.sampled_from((*TEXTS, ""))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | MARKUP,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | MARKUP, inner, max_size=3)
    ),
    max_leaves=8,
)
Path = tuple[str | int, ...]


def places(data: Any, at: Path = ()) -> Iterator[Path]:
    """Every place in some JSON, the deepest included."""
    yield at
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from places(value, (*at, key))


PLACES = list(places(PERFECT))
ANSWERS = [place for place in PLACES if "second_look" in place or "answer" in place]


def put(data: Any, place: Path, value: Any) -> Any:
    """Return the data with a value in a place of it; where another change took the place away, as it is."""
    if not place:
        return value
    parent = data
    try:
        for key in place[:-1]:
            parent = parent[key]
        parent[place[-1]] = value
    except (KeyError, IndexError, TypeError):
        pass
    return data


CHANGES = st.lists(
    st.tuples(st.sampled_from(PLACES) | st.sampled_from(ANSWERS), VALUES), min_size=1, max_size=4
)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(CHANGES)
@example([((), [])])
@example([(("cells",), None)])
@example([(("metadata", "second_look"), {"q1": float("nan")})])
def test_a_changed_notebook_is_graded_or_told(changes: list[tuple[Path, Any]]) -> None:
    notebook = copy.deepcopy(PERFECT)
    for place, value in changes:
        notebook = put(notebook, place, value)
    data = json.dumps(notebook).encode("utf-8", "replace")
    _, result = work.graded(SMALL, work.Task("ann", "Ann", data, "hash"))
    assert not any("The grader failed" in problem.why for problem in result.problems), result.problems
    assert 0 <= result.score <= SMALL.points
    for one in result.graded:
        assert one.auto is None or 0 <= one.auto <= one.question.points
    kept = store.loaded(store.dumped(result), SMALL)
    shown = pages.page(SMALL, kept)
    shown.encode()
    tags = read(shown)
    assert tags.tags <= TAGS
    assert not any(name.startswith("on") for name in tags.attributes)
    copies.data(SMALL, kept)


def test_there_are_places_to_change() -> None:
    assert len(PLACES) > 400
    assert len(ANSWERS) > 100
