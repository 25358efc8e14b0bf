"""The machine's threshold against a key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kit
from kit import articles, exploration
from kit.exploration import Judged
from kit.notebook import LessonError
from kit.reading.checkworthy import threshold

DESK = Path(__file__).parent / "browser" / "desk"
JUDGED = [Judged(0.9, "claim"), Judged(0.5, "none"), Judged(0.36, "claim"), Judged(0.2, "arguable")]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DESK)
    kit.exercise("desk")


@pytest.mark.parametrize(
    ("value", "picked"),
    [
        (0.0, {"claim": 2, "arguable": 1, "none": 1}),
        (0.36, {"claim": 2, "arguable": 0, "none": 1}),
        (0.37, {"claim": 1, "arguable": 0, "none": 1}),
        (1.0, {"claim": 0, "arguable": 0, "none": 0}),
    ],
)
def test_a_sentence_is_picked_from_the_threshold_up(value: float, picked: dict[str, int]) -> None:
    counts = exploration.count(JUDGED, value)
    assert counts["picked"] == picked
    assert {name: picked[name] + counts["left"][name] for name in picked} == {
        "claim": 2,
        "arguable": 1,
        "none": 1,
    }


def test_moving_the_slider_recounts(desk: None) -> None:
    box: Any = kit.explore("k1")
    _, slider, told = box.children
    assert slider.value == pytest.approx(threshold())
    slider.value = 0
    assert "picks 6 of 6 sentences. It finds 2 of the 2 with a claim" in told.value
    slider.value = 1
    assert "picks 0 of 6 sentences. It finds 0 of the 2" in told.value


def test_what_cannot_be_explored_is_told(desk: None) -> None:
    with pytest.raises(LessonError, match="no firm mark with the label 'claim' \\(it has: hedge, source\\)"):
        kit.explore("q1")
    with pytest.raises(LessonError, match="question of kind choice"):
        kit.explore("c1")
    with pytest.raises(LessonError, match="has no key"):
        kit.explore(kit.article("pond"))


def test_an_article_with_a_key_is_explored(
    desk: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    pond = kit.article("pond")
    start = pond.text.index("31 volunteers")
    mark = {"id": "k1", "start": start, "end": start + 13, "quote": "31 volunteers", "label": "claim"}
    mark |= {"status": "firm", "why": "A number.", "feedback": "A number."}
    key = {"v": 1, "article": pond.reference, "annotators": ["a person"], "marks": [mark]}
    (tmp_path / "pond").mkdir()
    (tmp_path / "pond" / "key.json").write_text(json.dumps(key))
    monkeypatch.setattr(articles, "SHIPPED", tmp_path)
    box: Any = kit.explore(pond)
    box.children[1].value = 0
    assert "finds 1 of the 1 with a claim" in box.children[2].value
    key["article"] = {"id": "pond", "sha256": "0" * 64}
    (tmp_path / "pond" / "key.json").write_text(json.dumps(key))
    with pytest.raises(LessonError, match="another version of the text"):
        kit.explore(pond)
