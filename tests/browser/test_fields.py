"""Questions answered in fields, on a plain page that loads the widgets' modules: by keyboard alone, on a
narrow page, in a light and a dark theme. At the end all of them in a real JupyterLab.
"""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from kit import feedback, records
from kit.words import words
from tests import cases
from tests.browser.lab import Server, eventually, notebook

DESK = cases.desk()
FIELDS = ["c1", "o1", "t1", "n1", "w1", "d1", "e1", "r1"]
THEMES = {
    # What JupyterLab's own two themes set, of what our styles use.
    "light": "--jp-ui-font-color0:#000;--jp-ui-font-color1:rgba(0,0,0,.87);--jp-layout-color1:#fff;"
    "--jp-layout-color2:#eee;--jp-border-color1:#bdbdbd;--jp-brand-color1:#1976d2",
    "dark": "--jp-ui-font-color0:#fff;--jp-ui-font-color1:rgba(255,255,255,.87);--jp-layout-color1:#212121;"
    "--jp-layout-color2:#424242;--jp-border-color1:#616161;--jp-brand-color1:#1976d2",
}


class Sheet:
    """Questions mounted on a plain page; what they tell the keeper is kept here."""

    def __init__(self, page: Page, *names: str, theme: str = "light", answers: Any = None) -> None:
        self.page = page
        light = theme == "light"
        page.evaluate(
            """async ([questions, answers, words, style, light]) => {
              document.documentElement.lang = 'en';
              document.body.dataset.jpThemeLight = String(light);
              document.body.style.cssText = style + ';margin:0;background:var(--jp-layout-color1)';
              if (!document.querySelector('link'))
                await new Promise(done => { const link = document.createElement('link');
                  Object.assign(link, { rel: 'stylesheet', href: '/second-look.css', onload: done });
                  document.head.append(link); });
              document.body.replaceChildren(document.createElement('main'));
              const { mount } = await import('/question.js');
              window.heard = []; window.views = {};
              document.addEventListener('second-look:answer', e => { e.preventDefault();
                window.heard.push(JSON.parse(JSON.stringify(e.detail.answer))); });
              for (const question of questions) {
                const host = document.createElement('div');
                document.querySelector('main').append(host);
                const name = question.question;
                window.views[name] = mount(host, question, answers[name], words); } }""",
            [[DESK[name] for name in names], answers or {}, words(), THEMES[theme], light],
        )

    def answer(self, name: str) -> dict[str, Any]:
        """The answer that the page holds, after whatever waits for a pause has come."""
        self.page.wait_for_timeout(50)
        found: dict[str, Any] = self.page.evaluate("name => window.views[name].get()", name)
        return found

    def value(self, name: str) -> Any:
        return self.answer(name)["value"]

    def part(self, name: str, selector: str) -> Any:
        return self.page.locator(f'[data-question="{name}"] {selector}')

    def spoken(self, name: str) -> str:
        return str(self.part(name, ".sl-spoken").inner_text())

    def check(self, name: str) -> str:
        """Press Check, and take the hint that is offered for what is still missing."""
        self.part(name, '[data-action="check"]').press("Enter")
        hint = self.part(name, '[data-action="hint"]:visible')
        if hint.count():
            hint.press("Enter")
        return str(self.part(name, '[data-part="feedback"]').inner_text())


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_choice_and_how_sure_by_keyboard(page: Page) -> None:
    sheet = Sheet(page, "c1")
    sheet.part("c1", 'input[data-option="a"]').focus()
    press(page, "Space")
    sheet.part("c1", 'input[data-confidence="1"]').focus()
    press(page, "ArrowRight", "ArrowRight")
    found = sheet.answer("c1")
    assert (found["value"], found["confidence"]) == (["a"], 3)
    assert isinstance(found["seed"], int)


def test_options_follow_the_seed_of_the_record_also_when_it_comes_later(page: Page) -> None:
    def shown() -> list[str]:
        found: list[str] = page.locator("[data-option]").evaluate_all("all => all.map(i => i.value)")
        return found

    orders = {}
    for seed in range(1, 7):
        answer = cases.field_record({"question": "c1", "value": ["b"]}) | {"seed": seed}
        Sheet(page, "c1", answers={"c1": answer})
        orders[seed] = shown()
    assert len({tuple(order) for order in orders.values()}) > 1
    for seed, order in orders.items():
        Sheet(page, "c1")
        answer = cases.field_record({"question": "c1", "value": ["b"]}) | {"seed": seed}
        page.evaluate("answer => window.views.c1.take(answer)", answer)
        assert shown() == order


def test_an_order_by_its_buttons_keeps_the_focus_and_says_each_move(page: Page) -> None:
    sheet = Sheet(page, "o1")
    start = sheet.part("o1", "li").evaluate_all("rows => rows.map(r => r.dataset.option)")
    assert sheet.value("o1") == [], "a shuffled order is nobody's answer"
    last = start[-1]
    sheet.part("o1", f'li[data-option="{last}"] [data-action="up"]').focus()
    press(page, "Enter", "Enter", "Enter", "Enter")
    assert sheet.value("o1") == [last, *start[:-1]]
    text = next(option["text"] for option in DESK["o1"]["options"] if option["id"] == last)
    assert sheet.spoken("o1") == f"“{text}” is now number 1 of 4."
    focused = page.evaluate("[document.activeElement.dataset.action, document.activeElement.ariaLabel]")
    assert focused == ["up", f"Up: {text}"], "at the end of the list the focus stays where it was"
    press(page, "Tab", "Enter")
    assert sheet.value("o1").index(last) == 1
    sheet.part("o1", f'li[data-option="{last}"] select').focus()
    press(page, "4")
    assert sheet.value("o1") == start


def test_an_order_that_is_right_as_it_was_shuffled_can_be_kept(page: Page) -> None:
    sheet = Sheet(page, "o1")
    start = sheet.part("o1", "li").evaluate_all("rows => rows.map(r => r.dataset.option)")
    sheet.part("o1", '[data-action="keep"]').press("Enter")
    found = sheet.answer("o1")
    assert found["value"] == start
    again = Sheet(page, "o1", answers={"o1": found | {"value": [], "revision": 1}})
    assert again.part("o1", "li").evaluate_all("rows => rows.map(r => r.dataset.option)") == start


def test_claims_are_matched_by_keyboard_and_each_list_is_named_by_its_claim(page: Page) -> None:
    sheet = Sheet(page, "t1")
    people = page.get_by_role("combobox", name="Card for this line 31 volunteers cleaned the banks.")
    people.focus()
    press(page, "ArrowDown")
    page.get_by_role("combobox", name="Card for this line The fish were sold.").focus()
    press(page, "N")
    assert sheet.value("t1") == {"people": "list", "fish": "none"}
    said = sheet.check("t1")
    assert "Partly right." in said
    assert "Missed The pond reopens in May. You have chosen no card yet." in said
    people.select_option("")
    assert sheet.value("t1") == {"fish": "none"}


NUMBERS = [
    ("4500", 4500),
    ("4,500", 4500),
    ("4 500", 4500),
    ("4'500", 4500),
    ("4.500,5", 4500.5),
    ("4,500.5", 4500.5),
    ("1,234,567", 1234567),
    ("1.234.567", 1234567),
    ("12,5", 12.5),
    ("0,125", 0.125),
    ("0.5", 0.5),
    (".5", 0.5),
    ("3.142", 3.142),
    ("4500.", 4500),
    ("-3", -3),
    ("−3", -3),
    ("+7", 7),
    ("4,200 people", 4200),
    ("", None),
    ("many", None),
    ("4,50,0", None),
    ("1.2.3", None),
    ("1,23.4,5", None),
    ("--3", None),
    ("3 apples", None),
    (",", None),
    ("1e5", None),
    ("9" * 30, None),
]


@pytest.mark.parametrize("decimal", [".", ","])
def test_numbers_are_read_as_people_write_them(page: Page, decimal: str) -> None:
    turn = str.maketrans(".,", ",.") if decimal == "," else {}
    typed = [text.translate(turn) for text, _ in NUMBERS]
    found = page.evaluate(
        """async ([typed, decimal]) => { const { readNumber } = await import('/number.js');
          return typed.map(text => readNumber(text, decimal, 'people')?.value ?? null); }""",
        [typed, decimal],
    )
    expected = [value for _, value in NUMBERS]
    # A mark that stands alone before three digits is the one thing that depends on the language.
    assert dict(zip(typed, found, strict=True)) == dict(zip(typed, expected, strict=True))


def test_a_number_says_what_it_understood_and_keeps_it_while_it_is_typed(page: Page) -> None:
    sheet = Sheet(page, "n1")
    page.get_by_label("Your number").focus()
    said = sheet.part("n1", ".sl-said")
    page.keyboard.type("4,200")
    eventually(lambda: sheet.value("n1") == 4200)
    assert said.inner_text() == "Understood as 4200 people."
    press(page, "Control+a")
    page.keyboard.type("4.200")
    eventually(lambda: sheet.value("n1") == 4.2)
    assert "If you mean 4200, write it without a point or comma." in said.inner_text()
    press(page, "Control+a")
    page.keyboard.type("about four")
    eventually(lambda: "That can't be read" in said.inner_text())
    assert "Your answer is still 4.2 people." in said.inner_text()
    assert sheet.value("n1") == 4.2
    press(page, "Control+a", "Delete", "Tab")
    eventually(lambda: sheet.answer("n1")["value"] is None)
    assert "Not answered yet." in sheet.check("n1")
    for answer in page.evaluate("window.heard"):
        records.check(answer)


def test_a_number_that_was_just_typed_is_checked_with_no_pause(page: Page) -> None:
    sheet = Sheet(page, "n1")
    page.get_by_label("Your number").focus()
    page.keyboard.type("31")
    assert "31 is the number of volunteers" in sheet.check("n1")


def test_an_emptied_text_stays_empty(page: Page) -> None:
    answer = cases.field_record({"question": "w1", "value": "What did they see?"})
    sheet = Sheet(page, "w1", answers={"w1": answer})
    box = sheet.part("w1", "textarea")
    box.focus()
    press(page, "Control+a", "Delete")
    page.evaluate("answer => window.views.w1.take(answer)", answer | {"revision": 2})
    assert box.input_value() == ""
    eventually(lambda: sheet.value("w1") == "")


def test_a_date_by_keyboard_and_an_end_before_the_start_moves_it(page: Page) -> None:
    sheet = Sheet(page, "d1")
    page.get_by_label("From", exact=True).focus()
    page.keyboard.type("second week of M")
    assert sheet.value("d1") == {"from": "mar-2", "to": "", "clue": ""}
    assert sheet.part("d1", '[data-part="text"]').inner_text().startswith("One end is chosen")
    page.get_by_label("To", exact=True).focus()
    page.keyboard.type("third week of F")
    assert sheet.value("d1") == {"from": "feb-3", "to": "feb-3", "clue": ""}
    assert sheet.spoken("d1") == "The start came after the end. It moved to third week of February."
    page.get_by_label("To", exact=True).select_option("apr-1")
    page.get_by_label("From", exact=True).select_option("mar-2")
    assert sheet.part("d1", ".sl-in").count() == 4
    said = sheet.part("d1", '[data-part="text"]').inner_text()
    assert said == "From second week of March to first week of April: 4 of 8 steps."
    sheet.part("d1", 'input[data-option="people"]').focus()
    press(page, "ArrowUp")
    assert sheet.value("d1")["clue"] == "volunteers"
    assert "Yes: before the list" in sheet.check("d1")


def test_evidence_is_opened_one_card_at_a_time_and_the_moment_of_being_sure_is_kept(page: Page) -> None:
    sheet = Sheet(page, "e1")
    for card in ("shop", "plan"):
        sheet.part("e1", f'[data-card="{card}"] summary').focus()
        press(page, "Enter")
        eventually(lambda card=card: sheet.value("e1").get("opened", [None])[-1] == card)
    assert sheet.part("e1", "details[open]").count() == 1
    sheet.part("e1", '[data-action="sure"]').press("Enter")
    assert page.evaluate("document.activeElement.dataset.action") == "unsure"
    sheet.part("e1", '[data-card="shop"] summary').press("Enter")
    sheet.part("e1", '[data-card="water"] summary').press("Enter")
    eventually(lambda: len(sheet.value("e1")["opened"]) == 3)
    assert sheet.value("e1") == {"opened": ["shop", "plan", "water"], "sure_after": 2}
    said = sheet.check("e1")
    assert "You felt sure too soon" in said
    assert "The water test is newer" in said
    sheet.part("e1", '[data-action="unsure"]').press("Enter")
    assert sheet.value("e1") == {"opened": ["shop", "plan", "water"]}


def test_ratings_by_keyboard(page: Page) -> None:
    sheet = Sheet(page, "r1")
    page.get_by_role("group", name="The mayor").get_by_label("not at all").focus()
    press(page, "Space", "ArrowRight")
    page.get_by_role("group", name="The county laboratory").get_by_label("fully").focus()
    press(page, "Space")
    assert sheet.value("r1") == {"mayor": 2, "lab": 6}
    assert "2 of 2 rated." in sheet.check("r1")


def test_a_headline_names_what_is_rated_and_its_text_belongs_to_it(page: Page) -> None:
    Sheet(page, "r1")
    rated = page.get_by_role("group", name="The county laboratory", exact=True)
    expect(rated).to_have_accessible_description(
        "It tested the water of the pond in May, and wrote down what it found."
    )
    headline, text = rated.locator("legend"), rated.locator("p")
    assert headline.bounding_box()["y"] < text.bounding_box()["y"]
    assert [one.evaluate("at => getComputedStyle(at).fontWeight") for one in (headline, text)] == [
        "600",
        "400",
    ]
    assert page.get_by_role("group", name="The mayor").locator("p").count() == 0


ANSWERS = {
    "c1": ["b"],
    "o1": ["clean", "drain", "fill", "open"],
    "t1": {"people": "plan", "date": "list"},
    "n1": 31,
    "w1": "I would ask how they know.",
    "d1": {"from": "feb-4", "to": "apr-1", "clue": "people"},
    "e1": {"opened": ["plan", "shop"], "sure_after": 1},
    "r1": {"mayor": 3},
}


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways_at_320_pixels(page: Page, theme: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    answers = {name: cases.field_record({"question": name, "value": ANSWERS[name]}) for name in FIELDS}
    for held in ({}, answers):
        sheet = Sheet(page, *FIELDS, theme=theme, answers=held)
        for name in FIELDS if held else []:
            sheet.check(name)
        if held:
            sheet.part("e1", '[data-card="plan"] summary').click()
            page.get_by_label("Your number").fill("what?")
            eventually(lambda sheet=sheet: "can't be read" in sheet.part("n1", ".sl-said").inner_text())
        found = Axe().run(page, context=".second-look", options={"rules": {"target-size": {"enabled": True}}})
        seen = [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in found.response["violations"]]
        assert seen == []
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_no_key_of_a_field_reaches_jupyterlab(page: Page) -> None:
    Sheet(page, *FIELDS)
    page.evaluate("document.addEventListener('keydown', e => (window.leaked ??= []).push(e.key))")
    controls = page.locator(".second-look :is(input, select, summary, button, textarea):visible")
    for number in range(controls.count()):
        controls.nth(number).focus()
        press(page, "b", "m")
    assert page.evaluate("window.leaked ?? []") == []


# A comparison


def compared(page: Page, answer: dict[str, Any], theme: str = "light") -> Any:
    """Mount a comparison of q1 and return its element; the machine marked two places."""
    Sheet(page, theme=theme)
    text = DESK["q1"]["text"]
    machine = []
    for number, (quote, label) in enumerate((("Critics", "source"), ("the council", "source"))):
        start = text.index(quote)
        mark = {"id": f"m{number}", "start": start, "end": start + len(quote), "label": label}
        machine.append(mark | {"kind": "anonymous", "reason": f"Reason {number}."})
    page.evaluate(
        """async ([question, machine, answer, words]) => {
          const { mountComparison } = await import('/compare.js');
          window.host = document.querySelector('main');
          mountComparison(window.host, { question, machine }, answer, words); }""",
        [DESK["q1"], machine, answer, words()],
    )
    return page.locator('[data-compare="q1"]')


def of_q1(revision: int, *quotes: str, **fields: Any) -> dict[str, Any]:
    """An answer to q1 with these words marked as sources."""
    question, value = DESK["q1"], {}
    for quote in quotes:
        start = question["text"].index(quote)
        value[quote.lower()] = {"start": start, "end": start + len(quote), "label": "source", "quote": quote}
    made = {"v": 1, "exercise": "desk", "question": "q1", "kind": "marks", "article": question["article"]}
    made |= {"value": value, "sheet": "s", "revision": revision}
    return made | {"saved_at": f"2026-01-01T00:00:0{revision}.000Z"} | fields


def test_a_comparison_waits_for_a_first_try_and_then_follows_the_answer(page: Page) -> None:
    view = compared(page, of_q1(0))
    assert "Try the question first" in view.inner_text()
    assert "she said it" not in view.inner_text()

    def told(answer: dict[str, Any]) -> None:
        page.evaluate(
            "answer => host.dispatchEvent(new CustomEvent('second-look:restore', { detail: answer }))", answer
        )

    told(of_q1(1, "Critics"))
    assert "1 agreed, 0 only you, 3 only they, 0 arguable." in view.inner_text()
    told(of_q1(2, "Critics", "Monday"))
    row = view.locator('tr[data-group="mine"]')
    assert row.locator("td").all_inner_texts()[0].split("\n")[-1].endswith("Monday")
    told(of_q1(3, "volunteers") | {"article": {"id": "pond", "sha256": "0" * 64}})
    assert view.locator('tr[data-group="mine"]').count() == 1, "an answer to another text is not taken in"
    told({"v": 1, "question": "q1"})
    assert "1 agreed" in view.inner_text()


def test_a_comparison_opens_after_check_alone(page: Page) -> None:
    view = compared(page, of_q1(1, first={"value": {}}))
    assert "0 agreed" in view.inner_text()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [320, 900])
def test_a_comparison_is_a_table_that_axe_likes_at_any_width(page: Page, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    view = compared(page, of_q1(2, "Critics", "Monday"), theme)
    assert page.get_by_role("table", name="Only you").get_by_role("row").count() == 2
    assert view.get_by_role("cell", name="Reason 1.").count() == 1
    found = Axe().run(page, context=".second-look")
    assert [violation["id"] for violation in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


# In a real JupyterLab

ASKED = {
    "c1": 'kit.choose("c1")',
    "o1": 'kit.order("o1")',
    "t1": 'kit.match("t1")',
    "n1": 'kit.number("n1")',
    "w1": 'kit.write("w1")',
    "d1": 'kit.date("d1")',
    "e1": 'kit.evidence("e1")',
    "r1": 'kit.rate("r1")',
}
FIRST = 'import kit\nkit.exercise("desk")'


def test_one_of_each_kind_by_keyboard_is_in_the_file_and_python_sees_the_same(
    lab: Server, browser: Browser
) -> None:
    check = f"kit.check({', '.join(map(repr, ASKED))})"
    lab.write("a.ipynb", notebook(FIRST, *ASKED.values(), check))
    desk = lab.open(browser)
    desk.run_all()
    page = desk.page

    def go(question: str, selector: str, *keys: str) -> None:
        target = desk.question(question).locator(selector)
        target.scroll_into_view_if_needed()
        target.focus()
        press(page, *keys)

    go("c1", 'input[data-option="b"]', "Space")
    go("c1", 'input[data-confidence="2"]', "Space")
    wanted = ["drain", "clean", "fill", "open"]
    for place, option in enumerate(wanted, 1):
        go("o1", f'li[data-option="{option}"] select', str(place))
    if desk.question("o1").locator('[data-action="keep"]:visible').count():
        go("o1", '[data-action="keep"]', "Enter")  # it was shuffled into the right order
    go("t1", 'select[data-claim="people"]', "ArrowDown", "ArrowDown")
    go("t1", 'select[data-claim="fish"]', "End")
    go("n1", "input", "4", ",", "2", "0", "0", "Tab")
    go("w1", "textarea", "W", "h", "o", "?")
    go("d1", 'select[data-end="from"]', "ArrowDown", "ArrowDown")
    go("d1", 'select[data-end="to"]', "End")
    go("d1", 'input[data-option="volunteers"]', "Space")
    go("e1", '[data-card="shop"] summary', "Enter")
    go("e1", '[data-card="plan"] summary', "Enter")
    eventually(lambda: "2 of 3 cards opened." in desk.question("e1").inner_text())
    go("e1", '[data-action="sure"]', "Enter")
    go("r1", 'input[data-option="mayor"][data-step="2"]', "Space")
    expected = {
        "c1": ["b"],
        "o1": wanted,
        "t1": {"people": "plan", "fish": "none"},
        "n1": 4200,
        "w1": "Who?",
        "d1": {"from": "feb-4", "to": "apr-2", "clue": "volunteers"},
        "e1": {"opened": ["shop", "plan"], "sure_after": 2},
        "r1": {"mayor": 2},
    }
    shown = {  # Jupyter writes a file with its names sorted
        name: value if isinstance(value, str) else json.dumps(value, sort_keys=True)
        for name, value in expected.items()
    }
    lab.holds(shown)
    kept = lab.read()["metadata"]["second_look"]
    for name, value in expected.items():
        assert records.check(kept[name])["value"] == value
    assert kept["c1"]["confidence"] == 2
    assert isinstance(kept["o1"]["seed"], int)

    desk.reload()
    lab.holds(shown)
    assert desk.question("n1").locator("input").input_value() == "4200"
    order = desk.question("o1").locator("li").evaluate_all("rows => rows.map(r => r.dataset.option)")
    assert order == wanted
    desk.restart_and_run_all()
    eventually(lambda: page.locator('pre:has-text("r1:")').count(), 40, "the check has run")
    desk.save()
    lab.holds(shown)
    assert kept == {**lab.read()["metadata"]["second_look"]}
    (said,) = lab.streams()
    for name, value in expected.items():
        record = cases.field_record({"question": name, "value": value})
        explained = feedback.explain(DESK[name], record)
        assert f"{name}: {explained['summary']}".rstrip(": ") in said
        for line in explained["lines"]:
            assert (line["text"] in said) is (line["outcome"] not in feedback.HINTS), (
                "a hint is asked for first"
            )
    desk.press("e1", "check")
    desk.press("e1", "hint")
    assert "The water test is newer than the plan" in desk.feedback("e1")
    assert desk.errors == []


def test_a_comparison_in_a_notebook_follows_its_question_with_no_kernel_and_is_not_a_second_one(
    lab: Server, browser: Browser
) -> None:
    lab.write("a.ipynb", notebook(FIRST, 'kit.mark("q1")', 'kit.compare("q1")'))
    desk = lab.open(browser)
    desk.run_all()
    view = desk.page.locator('[data-compare="q1"]:visible')
    assert "Try the question first" in view.inner_text()
    lab.forget_kernels()
    time.sleep(1)  # until JupyterLab has its dialog about the kernel up
    desk.dismiss()
    desk.mark("q1", "Critics")
    eventually(lambda: "1 agreed, 0 only you" in view.inner_text(), what="it follows")
    desk.mark("q1", "Monday")
    eventually(lambda: "1 agreed, 1 only you" in view.inner_text(), what="it follows again")
    assert words()["status"]["twice"] not in desk.question("q1").inner_text()
    lab.holds({"q1": "Critics, Monday"})
    desk.page.close()
    lab.forget_kernels()
    desk = lab.open(browser, wait=".second-look:visible")
    view = desk.page.locator('[data-compare="q1"]:visible')
    eventually(lambda: "1 agreed, 1 only you" in view.inner_text(), what="drawn from the file")
    assert desk.errors == []


def test_an_exploration_works_by_keyboard(lab: Server, browser: Browser) -> None:
    lab.write("a.ipynb", notebook(FIRST, 'kit.mark("k1")', 'kit.explore("k1")'))
    desk = lab.open(browser)
    desk.run_all()
    told = desk.page.locator(".widget-html-content").last
    desk.page.wait_for_selector(".widget-hslider .noUi-handle")
    before = told.inner_text()
    desk.page.locator(".widget-hslider .noUi-handle").focus()
    press(desk.page, "Home")
    eventually(lambda: "picks 6 of 6 sentences" in told.inner_text(), what="the slider's lowest value")
    assert told.inner_text() != before
    press(desk.page, "End")
    eventually(lambda: "picks 0 of 6 sentences" in told.inner_text(), what="the slider's highest value")
