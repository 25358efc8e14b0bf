"""The benchmark measures what it says: our marker is mounted and marked in it, and goals can be missed."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from benchmarks import widgets


def test_our_marker_is_measured(browser: Browser, tmp_path: Path) -> None:
    with widgets.opened(browser, tmp_path) as page:
        found = list(widgets.measure(page, widgets.OURS, 5_000, 1))
        assert [what for what, _ in found] == ["first paint", "mark, button", "mark, key"]
        assert all(0 < took < 20_000 for _, took in found)
        assert page.locator('[data-part="list"] li[data-mark]').count() == widgets.MARKS + 2


def test_the_made_text_has_its_marks() -> None:
    text, taken, free = widgets.made_text(5_000)
    assert len(text.split()) == 5_000
    assert len(taken) == widgets.MARKS
    for mark in (*taken, *free):
        assert text[mark["start"] : mark["end"]] == mark["quote"]
    inside = [(mark["start"], mark["end"]) for mark in taken]
    assert not [
        place for place in free for start, end in inside if place["start"] < end and place["end"] > start
    ]


def test_a_goal_is_met_or_missed() -> None:
    assert "met" in widgets.goal(5_000, "first paint", 199)
    assert "MISSED" in widgets.goal(5_000, "mark, key", 34)
    assert "MISSED" in widgets.goal(50_000, "mark, button", 101)
