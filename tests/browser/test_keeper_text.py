"""The article's text was changed since it was marked: marks are found again by their words."""

from __future__ import annotations

from playwright.sync_api import Browser

from kit import records
from tests.browser.keeping import answered, run_cell
from tests.browser.lab import Desk, Server, eventually

BEFORE = "Critics argue that the mud may stay."
AFTER = "Nothing is sure: “Some” 🦆 Critics argue that the mud may well stay."


def edit_the_text(server: Server) -> None:
    path = server.root / "pond" / "article.md"
    text = path.read_text()
    assert BEFORE in text
    path.write_text(text.replace(BEFORE, AFTER).replace("The council met on Monday", "The council has met"))
    items = server.root / "items.toml"  # a key quotes the words that stand there now
    items.write_text(items.read_text().replace("the mud may stay", "the mud may well stay"))


def test_marks_follow_their_words_and_the_others_are_listed(shared: Server, browser: Browser) -> None:
    desk = answered(shared, browser, "Critics", "mud may stay", "Monday", "31 volunteers")
    desk.question().locator(".sl-marks select").first.select_option("anonymous")
    eventually(lambda: "anonymous" in str(shared.read()["metadata"]), what="the kind is saved too")
    shared.holds({"q1": "Critics, mud may stay, Monday, 31 volunteers"})
    old = shared.read()["metadata"]["second_look"]["q1"]
    desk.page.close()
    shared.forget_kernels()
    edit_the_text(shared)
    desk = shared.open(browser, wait=".second-look:visible")
    assert desk.marks() == ["Critics", "mud may stay", "Monday", "31 volunteers"], "as it was run"
    desk.run_all()
    eventually(lambda: desk.marks() == ["Critics", "31 volunteers"], what="marks stand at their words")
    assert listed(desk) == ["mud may stay", "Monday"]
    shared.holds({"q1": "Critics, 31 volunteers"})
    held = shared.read()["metadata"]["second_look"]
    assert held[f"q1~{old['article']['sha256'][:8]}"] == old, "what was marked before is untouched"
    text = (shared.root / "pond" / "article.md").read_text()
    for name, mark in records.live_marks(held["q1"]).items():
        assert text[mark["start"] : mark["end"]] == old["value"][name]["quote"]
        assert mark.get("kind") == old["value"][name].get("kind")
    run_cell(desk, 2)
    desk.save()
    assert "Yes (1): they argue, unnamed." in shared.streams()[-1], "Python sees them too"
    desk.mark("q1", "mud")
    shared.holds({"q1": "Critics, mud, 31 volunteers"})
    desk.press("q1", "lost-drop")
    eventually(lambda: not desk.part("lost").count(), what="the list is gone once the keeper has the answer")
    desk.reload()
    assert desk.marks() == ["Critics", "mud", "31 volunteers"]
    assert not desk.part("lost").count()
    assert shared.read()["metadata"]["second_look"][f"q1~{old['article']['sha256'][:8]}"] == old
    assert desk.errors == []


def test_two_pages_find_the_same_marks_again_and_merge(shared_lab: Server, browser: Browser) -> None:
    one = answered(shared_lab, browser, "Critics", "31 volunteers")
    two = Desk(shared_lab, one.page.context.new_page(), "a.ipynb")
    two.go(".second-look:visible")
    edit_the_text(shared_lab)
    for desk in (one, two):
        desk.page.bring_to_front()
        desk.restart_and_run_all()
        eventually(lambda desk=desk: "“Some”" in desk.part("text").inner_text(), what="the new text")
    one.page.bring_to_front()
    one.mark("q1", "mud")
    shared_lab.holds({"q1": "Critics, mud, 31 volunteers"})
    two.page.bring_to_front()
    two.mark("q1", "stay")
    shared_lab.holds({"q1": "Critics, mud, stay, 31 volunteers"})
    assert len(records.live_marks(shared_lab.read()["metadata"]["second_look"]["q1"])) == 4


def listed(desk: Desk) -> list[str]:
    found: list[str] = desk.part("lost").locator("q").all_inner_texts()
    return found
