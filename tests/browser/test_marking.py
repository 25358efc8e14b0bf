"""Every way to mark and to change a mark, on a plain page with no kernel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from kit import items, records
from tests.browser import modules
from tests.browser.lab import DESK

SHEET = items.exercise(DESK)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = modules.serve(browser.new_page(viewport={"width": 800, "height": 900}))
    yield page
    page.close()


@pytest.fixture
def small(browser: Browser) -> Iterator[Page]:
    """A narrow page with a touch screen."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, has_touch=True)
    yield modules.serve(context.new_page())
    context.close()


def marks(page: Page) -> list[dict[str, Any]]:
    found = records.live_marks(records.check(modules.answer(page)))
    return sorted(found.values(), key=lambda mark: (mark["start"], mark["end"]))


def quotes(page: Page) -> list[str]:
    return [mark["quote"] for mark in marks(page)]


def shown(page: Page) -> list[str]:
    return page.locator('[data-part="list"] q').all_inner_texts()


def test_a_third_way_needs_no_selection(page: Page) -> None:
    modules.mount(page, SHEET.question("q1"))
    while not page.evaluate("document.activeElement.matches('[data-part=pick] summary')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")  # the second sentence
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Ada
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # Lindqvist
    assert "Chosen: “Ada Lindqvist”" in page.locator('[data-part="pick"]').inner_text()
    page.locator('[data-pick="source"]').focus()
    page.keyboard.press("Enter")
    assert quotes(page) == shown(page) == ["Ada Lindqvist"]
    assert modules.spoken(page) == "“Ada Lindqvist” is marked as Source."


def test_a_third_way_to_whole_sentences(page: Page) -> None:
    modules.mount(page, SHEET.question("s1"))
    page.locator('[data-part="pick"] summary').click()
    page.locator('[data-part="sentences"]').select_option(index=2)
    page.locator('[data-pick="number"]').click()
    assert quotes(page) == ["Elmsworth, Lindqvist’s home, has 4,200 people."]


def test_a_finger_taps_a_word(small: Page) -> None:
    modules.mount(small, SHEET.question("q1"))
    at = small.evaluate(
        """() => { const n = [...document.querySelectorAll('[data-part="text"] p')][1].firstChild,
          r = document.createRange(), i = n.data.indexOf('Critics'); r.setStart(n, i); r.setEnd(n, i + 7);
          const b = r.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]; }"""
    )
    small.touchscreen.tap(*at)
    small.wait_for_timeout(400)
    small.locator('button[data-label="source"]').tap()
    assert quotes(small) == ["Critics"]
    assert small.evaluate("document.documentElement.scrollWidth") <= 320


def test_whole_words_can_be_turned_off(page: Page) -> None:
    modules.mount(page, SHEET.question("q1"))
    modules.mark(page, "ritic", "source")
    page.locator('[data-part="options"] summary').click()
    page.locator('[data-setting="words"]').uncheck()
    modules.mark(page, "unte", "hedge")
    assert quotes(page) == ["Critics", "unte"]
    page.reload()
    modules.mount(page, SHEET.question("q1"))
    assert not page.locator('[data-setting="words"]').is_checked(), "the setting stays"


def test_letter_keys_can_be_turned_off(page: Page) -> None:
    modules.mount(page, SHEET.question("q1"))
    modules.select(page, "Critics")
    page.keyboard.press("s")
    page.locator('[data-part="options"] summary').click()
    page.locator('[data-setting="letters"]').uncheck()
    modules.select(page, "Monday")
    page.keyboard.press("s")
    assert quotes(page) == ["Critics"]
    assert not page.locator("button[data-label] kbd").first.is_visible()


def change(page: Page, row: int = 0) -> Any:
    editor = page.locator(".sl-change").nth(row)
    if not editor.evaluate("d => d.open"):
        editor.locator("summary").click()
    return editor


def test_a_mark_gets_another_label_a_kind_a_reason_and_a_confidence(page: Page) -> None:
    modules.mount(page, SHEET.question("q1"))
    modules.mark(page, "Critics", "source")
    page.locator(".sl-marks select").first.select_option("anonymous")
    assert modules.spoken(page) == "“Critics”: Unnamed people."
    editor = change(page)
    editor.locator("input").fill("nobody is named")
    editor.locator("input").blur()
    editor.locator('select[data-for$="-sure"]').select_option("5")
    (mark,) = marks(page)
    assert (mark["kind"], mark["reason"], mark["confidence"]) == ("anonymous", "nobody is named", 5)
    change(page).locator('select[data-for$="-label"]').select_option("hedge")
    (mark,) = marks(page)
    assert (mark["label"], mark.get("kind"), mark["reason"]) == ("hedge", None, "nobody is named")
    assert "nobody is named · very sure" in page.locator(".sl-marks").inner_text()


def test_undo_goes_over_the_whole_history_and_a_new_page(page: Page) -> None:
    record = records.blank("desk", "q1", "marks", SHEET.question("q1")["article"]) | {"sheet": "s1"}
    modules.mount(page, SHEET.question("q1"), record)
    for words in ("Critics", "Monday", "mud"):
        modules.mark(page, words, "source")
    page.locator(".sl-marks select").first.select_option("anonymous")
    page.locator('[data-action="remove"]').nth(1).click()  # mud
    kept = modules.answer(page)
    page.reload()
    modules.mount(page, SHEET.question("q1"), kept)
    assert shown(page) == ["Critics", "Monday"]
    seen = []
    while page.locator('[data-action="undo"]').is_enabled():
        page.locator('[data-action="undo"]').click()
        seen.append(quotes(page))
    assert seen == [
        ["Critics", "mud", "Monday"],
        ["Critics", "mud", "Monday"],
        ["Critics", "Monday"],
        ["Critics"],
        [],
    ]
    while page.locator('[data-action="redo"]').is_enabled():
        page.locator('[data-action="redo"]').click()
    assert quotes(page) == ["Critics", "Monday"]
    assert marks(page)[0]["kind"] == "anonymous"


def test_undo_leaves_what_another_tab_made(page: Page) -> None:
    question = SHEET.question("q1")
    modules.mount(page, question)
    modules.mark(page, "Critics", "source")
    other = records.blank("desk", "q1", "marks", question["article"])
    start = question["text"].index("Monday")
    mark = {"start": start, "end": start + 6, "label": "source", "quote": "Monday"}
    page.evaluate("other => view.take(other)", records.changed(other, {"other1": mark}) | {"sheet": "s1"})
    page.locator('[data-action="undo"]').click()
    assert quotes(page) == ["Monday"]


def test_a_limit_is_said_before_it_bites(page: Page) -> None:
    modules.mount(page, SHEET.question("m1"))
    limit = page.locator('[data-part="limit"]')
    assert limit.inner_text() == "You can make up to 2 marks. You have made 0."
    modules.mark(page, "4,200", "number")
    modules.mark(page, "31", "number")
    assert "all 2 marks" in limit.inner_text()
    modules.mark(page, "Critics", "name")
    assert "Remove one first" in modules.spoken(page)
    assert quotes(page) == ["4,200", "31"]


def test_a_second_look_comes_before_the_answer(page: Page) -> None:
    modules.mount(page, SHEET.question("m1"))
    modules.mark(page, "4,200", "number")
    page.click('[data-action="check"]')
    feedback = page.locator('[data-part="feedback"]')
    assert "1 of 2 found, 0 wrong." in feedback.inner_text()
    assert "How many came" not in feedback.inner_text()
    assert not page.locator('[data-action="shown"]').count(), "first a second look"
    page.click('[data-action="hint"]')
    assert "How many came to clean?" in feedback.inner_text()
    page.click('[data-action="shown"]')
    assert "Yes: volunteers are counted." in feedback.inner_text()
    assert page.locator('mark[data-look="shown"]').inner_text() == "31"
    record = records.check(modules.answer(page))
    assert record["help"] == 3
    assert [mark["quote"] for mark in record["first"]["value"].values()] == ["4,200"]
    modules.mark(page, "31", "number")
    assert not feedback.is_visible(), "a changed answer is another answer"
    page.click('[data-action="check"]')
    assert "2 of 2 found, 0 wrong." in feedback.inner_text()
    assert not page.locator('[data-action="hint"], [data-action="shown"]').count()
    record = records.check(modules.answer(page))
    assert [mark["quote"] for mark in record["first"]["value"].values()] == ["4,200"], "what was first stays"


def test_feedback_stands_beside_the_words(page: Page) -> None:
    modules.mount(page, SHEET.question("q1"))
    modules.mark(page, "Monday", "source")
    modules.mark(page, "Critics", "source")
    page.locator(".sl-marks select").first.select_option("anonymous")
    page.click('[data-action="check"]')
    assert page.locator('mark[data-look="hit"]').inner_text() == "Critics"
    assert page.locator('mark[data-look="false_alarm"]').inner_text() == "Monday"
    note = page.locator('[data-part="note"]')
    page.locator('mark[data-look="hit"]').hover()
    note.wait_for()
    assert "Yes (1): they argue, unnamed." in note.inner_text()
    words, beside = page.locator('mark[data-look="hit"]').bounding_box(), note.bounding_box()
    assert words
    assert beside
    assert 0 <= beside["y"] - words["y"] - words["height"] < 20
    page.keyboard.press("Escape")
    page.mouse.move(0, 0)
    page.locator('mark[data-look="false_alarm"]').click()  # a tap, or the caret
    assert "“Monday” doesn't count here" in note.inner_text()


def test_the_list_shows_where_a_mark_stands(page: Page) -> None:
    modules.mount(page, SHEET.question("q1"))
    modules.mark(page, "Critics argue", "source")
    modules.mark(page, "argue", "hedge")
    page.locator("mark[data-label='hedge']").click()
    here = page.locator(".sl-here q")
    here.wait_for()
    assert here.inner_text() == "argue", "of marks that overlap the smallest comes first"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_screen_reader_finds_nothing_wrong_in_any_state(browser: Browser, scheme: str) -> None:
    page = modules.serve(browser.new_page(color_scheme=scheme, viewport={"width": 420, "height": 900}))
    for name in ("q1", "s1", "m1"):
        page.evaluate("document.body.replaceChildren()")
        modules.mount(page, SHEET.question(name))
        states = [lambda: None]
        states.append(
            lambda: page.locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
        )
        states.append(lambda: page.locator('[data-part="sentences"]').select_option(index=1))
        states.append(lambda: page.keyboard.press("Escape"))
        label = SHEET.question(name)["labels"][0]["id"]
        states.append(lambda label=label: modules.mark(page, "Critics", label))
        states.append(lambda: page.locator(".sl-change").first.evaluate("d => { d.open = true; }"))
        states += [
            lambda step=step: page.click(f'[data-action="{step}"]') for step in ("check", "hint", "shown")
        ]
        for number, step in enumerate(states):
            step()
            page.wait_for_timeout(60)
            found = Axe().run(page, context=".second-look").response["violations"]
            assert [(v["id"], v["nodes"][0]["html"]) for v in found] == [], (name, number)


def test_the_keys_of_a_page_around_are_left_alone(page: Page) -> None:
    """Nothing but saving leaves a widget; what is pressed outside of it is none of its business."""
    modules.mount(page, SHEET.question("q1"))
    page.evaluate("() => { window.heard = []; addEventListener('keydown', e => heard.push(e.key)); }")
    page.locator('[data-part="text"]').focus()
    for key in ("b", "Enter", "Control+z", "Control+s"):
        page.keyboard.press(key)
    page.locator('[data-action="check"]').focus()
    page.keyboard.press("m")
    page.locator("body").evaluate("b => document.activeElement.blur()")
    page.keyboard.press("Control+z")
    heard = page.evaluate("heard.filter(k => k !== 'Control')")
    assert heard == ["s", "z"]


def test_offsets_are_right_behind_an_emoji(page: Page) -> None:
    modules.mount(page, SHEET.question("q1"))
    modules.mark(page, "31 volunteers", "hedge")
    (mark,) = marks(page)
    text = (Path(DESK) / "pond" / "article.md").read_text()
    assert text[mark["start"] : mark["end"]] == "31 volunteers"
