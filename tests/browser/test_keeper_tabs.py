"""Nothing is lost where two pages have the same notebook open."""

from __future__ import annotations

import contextlib
import time

from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

from tests.browser.keeping import answered, opened
from tests.browser.lab import Desk, Server, eventually


def test_two_tabs_in_turn(shared: Server, browser: Browser) -> None:
    one = answered(shared, browser, "Critics")
    two = Desk(shared, one.page.context.new_page(), "a.ipynb")
    two.go(".second-look:visible")
    for desk, words in ((two, "Monday"), (one, "mud"), (two, "stay"), (one, "home"), (two, "31 volunteers")):
        desk.page.bring_to_front()
        desk.mark("q1", words)
        time.sleep(1.2)
        assert desk.dialogs() == []
    shared.holds({"q1": "Critics, mud, stay, home, Monday, 31 volunteers"})


def test_two_browsers_at_once(shared_lab: Server, browser: Browser) -> None:
    one = answered(shared_lab, browser, "Critics")
    two = Desk(shared_lab, browser.new_context(viewport={"width": 1200, "height": 900}).new_page(), "a.ipynb")
    two.go(".second-look:visible")
    for first, second in (("Monday", "mud"), ("home", "stay")):
        one.mark_by_script(first)
        two.mark_by_script(second)
        time.sleep(4)
        for desk in (one, two):
            take_what_is_on_disk(desk)
    shared_lab.holds({"q1": "Critics, mud, stay, home, Monday"})


def take_what_is_on_disk(desk: Desk) -> None:
    """Answer what JupyterLab may ask about a file that somebody else wrote too: take that version."""
    for _ in range(8):
        if not desk.dialogs():
            return
        revert = desk.page.locator('.jp-Dialog button:has-text("Revert")')
        button = revert if revert.count() else desk.page.locator(".jp-Dialog button")
        with contextlib.suppress(PlaywrightError):  # it may have closed meanwhile
            button.last.click(timeout=2000)
        time.sleep(2)


def test_code_edited_in_both_tabs_is_told_and_left_to_the_student(shared: Server, browser: Browser) -> None:
    one = answered(shared, browser, "Critics")
    two = Desk(shared, one.page.context.new_page(), "a.ipynb")
    two.go(".second-look:visible")
    for desk, text in ((one, "# one"), (two, "# two")):
        desk.page.bring_to_front()
        desk.page.locator(".jp-Notebook .jp-Cell").nth(2).locator(".cm-content").click()
        desk.page.keyboard.press("Control+End")
        desk.page.keyboard.type(text)
    one.page.bring_to_front()
    one.save()
    two.page.bring_to_front()
    two.mark("q1", "Monday")
    eventually(lambda: "changed elsewhere" in two.status(), what="the page tells of the conflict")
    assert "# one" in "".join(shared.read()["cells"][2]["source"])
    assert two.marks() == ["Critics", "Monday"]


def second(desk: Desk, browser: Browser | None = None) -> Desk:
    """The same notebook in another tab, or in another browser."""
    desk.save()
    window = {"width": 1200, "height": 900}
    context = browser.new_context(viewport=window) if browser else desk.page.context
    other = Desk(desk.server, context.new_page(), desk.name)
    other.go(".second-look:visible")
    return other


def choose(desk: Desk, option: str) -> None:
    desk.page.bring_to_front()
    desk.question("c1").locator(f'[data-option="{option}"]').check()


def chosen(desk: Desk) -> list[str]:
    found: list[str] = (
        desk.question("c1")
        .locator("[data-option]:checked")
        .evaluate_all("inputs => inputs.map(i => i.dataset.option)")
    )
    return found


def write(desk: Desk, words: str) -> None:
    desk.page.bring_to_front()
    desk.part("text", "w1").click()
    desk.page.keyboard.type(words)


def test_another_tab_shows_a_choice_and_a_text_at_once(shared: Server, browser: Browser) -> None:
    one = opened(shared, browser, 'kit.choose("c1")', 'kit.write("w1")')
    two = second(one)
    choose(one, "a")
    write(one, "From one.")
    eventually(lambda: chosen(two) == ["a"], what="the other tab shows the choice")
    eventually(lambda: two.part("text", "w1").input_value() == "From one.", what="and the text")
    shared.holds({"c1": '["a"]', "w1": "From one."})
    choose(two, "b")  # it follows from what was seen: no conflict
    write(two, " From two.")
    shared.holds({"c1": '["b"]', "w1": "From one. From two."})
    shown = lambda: (chosen(one), one.part("text", "w1").input_value())  # noqa: E731
    eventually(lambda: shown() == (["b"], "From one. From two."), what="the first tab shows it too")
    write(one, " And one again.")
    shared.holds({"c1": '["b"]', "w1": "From one. From two. And one again."})
    for desk in (one, two):
        assert desk.part("conflict", "w1").count() + desk.part("conflict", "c1").count() == 2
        assert not desk.part("conflict", "w1").is_visible()
        assert not desk.part("conflict", "c1").is_visible()
        assert desk.dialogs() == []
        assert desk.errors == []


def test_answers_changed_in_two_browsers_are_the_students_choice(shared: Server, browser: Browser) -> None:
    one = opened(shared, browser, 'kit.choose("c1")', 'kit.write("w1")')
    two = second(one, browser)
    choose(one, "a")
    write(one, "What one wrote, in several goes.")
    one.page.keyboard.type(" And more.", delay=90)
    shared.holds({"c1": '["a"]', "w1": "What one wrote, in several goes. And more."})
    two.page.context.set_offline(True)  # it knows nothing of that
    choose(two, "c")
    write(two, "What two wrote.")
    two.part("text", "w1").blur()
    time.sleep(1)
    two.page.context.set_offline(False)
    for question in ("c1", "w1"):
        eventually(two.part("conflict", question).is_visible, 40, f"{question} says that there are two")
    take_what_is_on_disk(two)
    said = two.part("conflict", "c1").inner_text()
    assert "Volunteers" in said, "options are told by their text"
    assert "Nobody" in said
    said = two.part("conflict", "w1").inner_text()
    assert "What one wrote, in several goes. And more." in said
    assert "What two wrote." in said
    before = chosen(two)
    two.press("c1", "take-other")
    assert chosen(two) == [{"a": "c", "c": "a"}[before[0]]]
    mine = two.part("text", "w1").input_value()
    two.press("w1", "keep-mine")
    shared.holds({"c1": f'["{chosen(two)[0]}"]', "w1": mine}, seconds=40)
    for question in ("c1", "w1"):
        assert not two.part("conflict", question).is_visible()
        record = lambda q=question: shared.read()["metadata"]["second_look"][q]  # noqa: E731
        eventually(lambda record=record: "others" not in record(), what="the file has the choice")
    two.reload()
    assert not two.part("conflict", "c1").is_visible()
    assert two.errors == []


def test_a_conflict_waits_in_the_file_and_stays_while_the_student_goes_on(
    shared_lab: Server, browser: Browser
) -> None:
    desk = opened(shared_lab, browser, 'kit.write("w1")')
    write(desk, "Mine.")
    shared_lab.holds({"w1": "Mine."})
    desk.page.close()
    content = shared_lab.read()
    record = content["metadata"]["second_look"]["w1"]
    other = {"value": "Theirs, é “quoted”.", "revision": 1, "saved_at": "2026-01-01T00:00:00.000Z"}
    record["others"] = [other, other | {"value": "A third."}]
    shared_lab.write("a.ipynb", content)
    desk = shared_lab.open(browser, wait=".second-look:visible")
    part = desk.part("conflict", "w1")
    eventually(part.is_visible, what="it asks")
    write(desk, " And more.")
    shared_lab.holds({"w1": "Mine. And more."})
    assert "Theirs, é “quoted”." in part.inner_text()
    assert "Mine. And more." in part.inner_text()
    desk.press("w1", "take-other")
    shared_lab.holds({"w1": "Theirs, é “quoted”."})
    assert "A third." in part.inner_text(), "one choice after the other"
    desk.press("w1", "keep-mine")
    eventually(lambda: "others" not in shared_lab.read()["metadata"]["second_look"]["w1"], what="decided")
    shared_lab.holds({"w1": "Theirs, é “quoted”."})
