"""Marking by mouse and by keyboard alone, and what Check says."""

from __future__ import annotations

from tests.browser.lab import Server, asking, eventually, records


def test_mark_with_the_mouse_is_in_the_file_with_no_save(jupyter: Server, browser) -> None:
    jupyter.write("a.ipynb", asking("q1"))
    desk = jupyter.open(browser)
    desk.run_all()
    desk.mark("q1", "Ada Lindqvist")
    jupyter.holds({"q1": "Ada Lindqvist"})
    eventually(lambda: desk.status() == "Saved in this notebook.", what="the page says so")
    assert desk.errors == []


def test_mark_with_the_keyboard_alone(lab: Server, browser) -> None:
    lab.write("a.ipynb", asking("q1"))
    desk = lab.open(browser)
    desk.run_all()
    text = desk.question().locator('[data-part="text"]')
    text.focus()
    desk.page.keyboard.press("Control+Home")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Home")
    desk.page.keyboard.press("Control+ArrowRight")
    desk.page.keyboard.press("Control+Shift+ArrowRight")
    desk.page.keyboard.press("Control+Shift+ArrowRight")
    desk.page.keyboard.press("s")
    lab.holds({"q1": "Ada Lindqvist"})
    desk.page.keyboard.press("Control+z")
    lab.holds({"q1": ""})
    desk.page.keyboard.press("Control+y")
    lab.holds({"q1": "Ada Lindqvist"})
    desk.page.keyboard.press("Backspace")
    lab.holds({"q1": ""})


def test_no_key_reaches_jupyterlab(lab: Server, browser) -> None:
    lab.write("a.ipynb", asking("q1"))
    desk = lab.open(browser)
    desk.run_all()
    desk.question().locator('[data-part="text"]').click()
    for key in ("b", "m", "d", "d", "x", "Shift+Enter", "Enter", "a"):
        desk.page.keyboard.press(key)
    desk.press("q1", "check")
    for key in ("b", "m", "d", "d"):
        desk.page.keyboard.press(key)
    desk.save()
    assert [cell["cell_type"] for cell in lab.read()["cells"]] == ["code", "code"]
    assert "Pond to Reopen" in desk.question().inner_text()


def test_offsets_count_code_points_behind_an_emoji(lab: Server, browser) -> None:
    lab.write("a.ipynb", asking("q1"))
    desk = lab.open(browser)
    desk.run_all()
    desk.mark("q1", "31 volunteers", "hedge")
    lab.holds({"q1": "31 volunteers"})
    (mark,) = records.live_marks(lab.read()["metadata"]["second_look"]["q1"]).values()
    text = (lab.root / "pond" / "article.md").read_text()
    assert text[mark["start"] : mark["end"]] == "31 volunteers"


def test_marks_overlap_and_can_be_removed_one_by_one(lab: Server, browser) -> None:
    lab.write("a.ipynb", asking("q1"))
    desk = lab.open(browser)
    desk.run_all()
    desk.mark("q1", "Critics argue that the mud may stay", "source")
    desk.mark("q1", "may", "hedge")
    desk.mark("q1", "Critics argue", "hedge")
    assert desk.marks() == ["Critics argue", "Critics argue that the mud may stay", "may"]
    desk.press("q1", "remove")
    lab.holds({"q1": "Critics argue that the mud may stay, may"})
    desk.press("q1", "undo")
    lab.holds({"q1": "Critics argue, Critics argue that the mud may stay, may"})


def test_after_undo_and_remove_nothing_is_selected_by_accident(lab: Server, browser) -> None:
    lab.write("a.ipynb", asking("q1"))
    desk = lab.open(browser)
    desk.run_all()
    for action in ("remove", "undo"):
        desk.mark("q1", "Critics")
        # the caret leaves the text, the selection stays behind
        desk.question().locator(".sl-marks select").first.focus()
        desk.press("q1", action)
        desk.question().locator('button[data-label="hedge"]').click()
        assert desk.question().locator(".sl-spoken").inner_text() == "Select some words first."
        assert desk.marks() == []


def test_a_half_selected_word_is_taken_whole_and_a_tap_takes_the_word(lab: Server, browser) -> None:
    lab.write("a.ipynb", asking("q1"))
    desk = lab.open(browser)
    desk.run_all()
    desk.mark("q1", "ritic")
    at = desk.box("q1", "mud")
    desk.page.mouse.click((at["x1"] + at["x2"]) / 2, at["y1"])
    desk.question().locator('button[data-label="hedge"]').click()
    lab.holds({"q1": "Critics, mud"})


def test_check_explains_hits_misses_and_false_alarms(lab: Server, browser) -> None:
    lab.write("a.ipynb", asking("q1"))
    desk = lab.open(browser)
    desk.run_all()
    desk.mark("q1", "Critics")
    desk.question().locator(".sl-marks select").select_option("anonymous")
    desk.mark("q1", "Elmsworth, ")
    desk.mark("q1", "Monday")
    desk.press("q1", "check")
    said = desk.feedback()
    for words in ("Yes (1): they argue", "A place (1) says nothing", "“Monday” doesn't"):
        assert words in said
    assert "1 of 3 found, 2 wrong." in said
    assert "Who said the pond" not in said, "a second look comes before the hint"
    desk.press("q1", "hint")
    assert "Who said the pond" in desk.feedback()
    desk.reload()
    assert "Who said the pond" in desk.feedback(), "what was seen is there after the page was loaded again"


def test_whole_sentences_are_marked_where_the_question_says_so(lab: Server, browser) -> None:
    lab.write("a.ipynb", asking("s1"))
    desk = lab.open(browser)
    desk.run_all()
    at = desk.box("s1", "has 4,200")
    desk.page.mouse.click(at["x1"], at["y1"])
    desk.page.keyboard.press("n")
    lab.holds({"s1": "Elmsworth, Lindqvist’s home, has 4,200 people."})
    desk.press("s1", "check")
    assert "Yes: 4,200." in desk.feedback("s1")
