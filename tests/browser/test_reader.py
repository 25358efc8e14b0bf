"""The reader: marks that explain themselves, that may be overruled, and that everyone can reach."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

import kit
from kit import records
from kit.notebook import LABELS
from kit.words import words
from tests.browser import modules
from tests.browser.lab import Server, eventually, notebook

SAY = words()["reader"]
MOUNT = """async ([view, words]) => {
  const { mount } = await import('/question.js');
  const host = document.body;
  window.saved = [];
  window.drafts = [];
  host.addEventListener('second-look:draft', e => window.drafts.push(e.detail.answer));
  host.addEventListener('second-look:answer', e => {
    e.preventDefault();
    window.saved.push(e.detail.answer);
    host.dispatchEvent(new CustomEvent('second-look:status', { detail: { state: 'saved', isTwice: true } }));
  });
  window.view = mount(host, view, null, words); }"""


class Reader:
    """A reading on a page of its own, and what a person does with it."""

    def __init__(self, page: Page, view: dict[str, Any]) -> None:
        self.page, self.view = page, view
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.evaluate(MOUNT, [view, words()])
        self.detail = page.locator('[data-part="detail"]')
        self.text = page.locator('[data-part="text"]')

    def place(self, words: str, label: str) -> str:
        """The start and end of a mark, as its elements carry them."""
        for mark in self.view["marks"]:
            if self.view["text"][mark["start"] : mark["end"]] == words and mark["label"] == label:
                return f"{mark['start']}-{mark['end']}"
        raise AssertionError(f"no {label} on {words!r}")

    def mark(self, words: str, label: str) -> Locator:
        place = self.place(words, label)
        return self.page.locator(f'mark[data-mark="{place}"][data-label="{label}"]').first

    def spot(self, words: str, label: str) -> Locator:
        return self.mark(words, label).locator("> .sl-spot")

    def toggle(self, label: str) -> Locator:
        return self.page.locator(f'button[data-label="{label}"]')

    def shown(self) -> tuple[str, str]:
        """The label and the words of the detail that is open."""
        tag, quote = self.detail.locator(".sl-tag").first, self.detail.locator("q").first
        return tag.inner_text(), quote.inner_text().strip("“”")

    def focused(self) -> str:
        found: str = self.page.evaluate("document.activeElement.ariaLabel ?? document.activeElement.tagName")
        return found

    def lit(self) -> set[str]:
        return set(self.page.locator("mark.sl-lit").evaluate_all("all => all.map(m => m.dataset.label)"))

    def press(self, action: str) -> None:
        self.page.locator(f'[data-action="{action}"]:visible').first.click()

    def record(self) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate("saved.at(-1)")
        return found

    def said(self) -> list[tuple[bool, str | None]]:
        return [(v["agree"], v.get("reason")) for v in records.verdicts(self.record()).values()]


@pytest.fixture(scope="module")
def alliance() -> dict[str, Any]:
    return dict(kit.show(kit.article("alliance"), *LABELS).view)


@pytest.fixture(scope="module")
def long(alliance: dict[str, Any]) -> dict[str, Any]:
    """A text of about 4,000 words: the article, fourteen times."""
    times, step = 14, len(alliance["text"]) + 2
    marks = [
        mark
        | {"id": f"m{turn}-{mark['id']}", "group": f"{mark.get('group', '')}-{turn}"}
        | {"start": mark["start"] + turn * step, "end": mark["end"] + turn * step}
        for turn in range(times)
        for mark in alliance["marks"]
    ]
    return alliance | {"text": "\n\n".join([alliance["text"]] * times), "marks": marks, "groups": {}}


@pytest.fixture
def read(browser: Browser) -> Iterator[Callable[..., Reader]]:
    opened: list[Reader] = []

    def show(view: dict[str, Any], width: int = 1280, **options: Any) -> Reader:
        size = {"width": width, "height": 900}
        opened.append(Reader(modules.open_page(browser, viewport=size, **options), view))
        return opened[-1]

    yield show
    for reader in opened:
        assert reader.errors == []


Read = Callable[..., Reader]


# What is shown


def test_a_label_says_how_many_marks_it_has_and_how_many_of_ten_are_right(
    read: Read, alliance: dict[str, Any]
) -> None:
    precision = {label: share for label, share in alliance["precision"].items() if label != "claim"}
    reader = read(alliance | {"precision": precision})
    hedges = [mark for mark in alliance["marks"] if mark["label"] == "hedge"]
    share = alliance["precision"]["hedge"]
    toggle = reader.toggle("hedge")
    assert toggle.locator(".sl-count").inner_text() == str(len(hedges))
    assert f"about {round(share * 10)} of 10 are right" in toggle.inner_text()
    assert f"about {round(share * 100)} too" in str(toggle.get_attribute("title"))
    assert alliance["measured_on"]["hedge"] in str(toggle.get_attribute("title"))
    assert SAY["right_unknown"] in reader.toggle("claim").inner_text()


def test_a_label_is_switched_off_and_on_in_the_text_and_in_the_strip(
    read: Read, alliance: dict[str, Any]
) -> None:
    reader = read(alliance)
    claims, lane = reader.page.locator('mark[data-label="claim"]'), reader.page.locator(".sl-lane:visible")
    assert (claims.count() > 0, lane.count()) == (True, 7)
    reader.toggle("claim").click()
    assert reader.toggle("claim").get_attribute("aria-pressed") == "false"
    assert (claims.count(), lane.count()) == (0, 6)
    reader.toggle("claim").click()
    assert (claims.count() > 0, lane.count()) == (True, 7)


def test_no_two_labels_look_alike_without_colour(read: Read, alliance: dict[str, Any]) -> None:
    reader = read(alliance)
    lines = reader.page.locator("button[data-label] .sl-name").evaluate_all(
        "all => all.map(getComputedStyle).map(s => s.textDecorationStyle + s.textDecorationThickness)"
    )
    letters = reader.page.locator("button[data-label] kbd").all_inner_texts()
    assert len(lines) == len(set(lines)) == len(set(letters)) == 7


def test_forced_colours_keep_lines_letters_and_what_is_lit(read: Read, alliance: dict[str, Any]) -> None:
    reader = read(alliance, forced_colors="active")
    hedge, plain = reader.mark("potential", "hedge"), reader.mark("signals", "hedge")
    reader.spot("potential", "hedge").focus()
    style = "m => { const s = getComputedStyle(m); return [s.textDecorationStyle, s.backgroundColor]; }"
    (line, lit), (same, background) = hedge.evaluate(style), plain.evaluate(style)
    assert line == same == "dashed"
    assert lit != background


def test_overlapping_lines_stand_apart(read: Read, alliance: dict[str, Any]) -> None:
    reader = read(alliance)
    levels: dict[str, int] = {}
    for mark in reader.page.locator("mark").all():
        levels[f"{mark.get_attribute('data-mark')}"] = int(
            mark.evaluate("m => m.style.getPropertyValue('--sl-level')")
        )
    places = [tuple(int(n) for n in place.split("-")) for place in levels]
    for a, level in zip(places, levels.values(), strict=True):
        for b, other in zip(places, levels.values(), strict=True):
            assert a == b or a[1] <= b[0] or b[1] <= a[0] or level != other, (a, b)


def test_kinds_can_be_hidden_and_the_count_says_so(read: Read, alliance: dict[str, Any]) -> None:
    reader = read(alliance)
    modal = [m for m in alliance["marks"] if (m["label"], m.get("kind")) == ("hedge", "modal")]
    hedges = [m for m in alliance["marks"] if m["label"] == "hedge"]
    reader.page.locator('[data-part="kinds"] summary').click()
    reader.page.locator('fieldset[data-label="hedge"] [data-kind="modal"]').uncheck()
    count = reader.toggle("hedge").locator(".sl-count").inner_text()
    assert count == f"{len(hedges) - len(modal)} of {len(hedges)}"
    assert reader.page.locator('fieldset[data-label="cue"]').count() == 0, "cues have no kinds"


# One mark


def test_pointing_shows_why_and_leaving_hides_it(read: Read, alliance: dict[str, Any]) -> None:
    reader = read(alliance)
    reader.mark("signals", "hedge").hover()
    assert reader.shown() == ("Hedge", "signals")
    detail = reader.detail.inner_text()
    mark = next(m for m in alliance["marks"] if m["rule"] == "hedge-verb")
    for part in (mark["reason"], "hedge-verb", alliance["works"]["hedge-verb"][0], "suggest, seem"):
        assert part in detail
    reader.page.locator(".sl-prompt").hover()
    eventually(reader.detail.is_hidden, 5, "the detail goes when nobody points at its mark")


def test_a_finger_opens_the_smallest_mark_and_a_button_walks_outwards(
    read: Read, alliance: dict[str, Any]
) -> None:
    reader = read(alliance, width=390, has_touch=True)
    reader.spot("signals", "hedge").tap()
    found = [reader.shown()]
    for _ in range(4):
        reader.page.locator('[data-action="wider"]').tap()
        found.append(reader.shown())
    assert [label for label, _ in found] == ["Hedge", "Claim", "What was said", "Claim", "Hedge"]
    lengths = [len(words) for _, words in found]
    assert lengths[:4] == sorted(lengths[:4])
    assert found[4] == found[0]


def test_by_keyboard_alone(read: Read, alliance: dict[str, Any]) -> None:
    reader = read(alliance)
    page = reader.page
    page.locator('[data-action="next"]').first.focus()
    for _ in range(9):  # seven lanes of the strip, and then the text is one stop
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('sl-spot')"):
            break
    assert reader.focused().startswith("Claim: ")
    first = reader.shown()
    page.keyboard.press("n")
    assert reader.shown() == ("Loaded word", "Historic")
    described = page.evaluate(
        "document.getElementById(document.activeElement.getAttribute('aria-describedby'))?.innerText"
    )
    assert described == reader.detail.locator('[data-part="reason"]').inner_text()
    page.keyboard.press("w")
    assert reader.shown() == first, "the headline's claim is around its loaded word"
    page.keyboard.press("p")
    assert reader.shown() == first
    assert reader.page.locator(".sl-spoken").inner_text() == SAY["first"]
    page.keyboard.press("End")
    assert reader.shown() == ("Loaded word", "looming")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.part") == "detail"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert reader.said() == [(True, None)]
    page.keyboard.press("Escape")
    assert reader.detail.is_hidden()
    assert reader.focused() == "Loaded word: looming"


def test_a_part_of_an_attribution_lights_all_three(read: Read, alliance: dict[str, Any]) -> None:
    reader = read(alliance)
    reader.toggle("claim").click()
    reader.spot("argue", "cue").focus()
    assert reader.lit() == {"source", "cue", "content"}
    parts = reader.detail.locator('[data-part="attribution"]')
    assert parts.locator("dt").all_inner_texts() == ["Source", "Saying words", "What was said"]
    assert parts.locator("dd").all_inner_texts() == ["critics", "argue", "it signals a potential invasion"]


def test_parts_that_are_not_shown_are_lit_and_named_too(read: Read) -> None:
    reader = read(dict(kit.show(kit.article("alliance"), "source").view))
    reader.spot("critics", "source").focus()
    assert "it signals a potential invasion" in reader.detail.inner_text()
    ranges = "[...CSS.highlights.get('second-look-attribution')].map(String)"
    assert reader.page.evaluate(ranges) == ["argue", "it signals a potential invasion"]
    reader.page.keyboard.press("Escape")
    assert reader.page.evaluate(ranges) == []


# Where labels fall


def test_the_strip_leads_to_a_mark_by_mouse_and_by_keyboard(read: Read, alliance: dict[str, Any]) -> None:
    reader = read(alliance)
    lane = reader.page.locator('.sl-lane[data-label="hedge"]')
    box = lane.locator(".sl-ticks").bounding_box()
    assert box
    lane.locator(".sl-ticks").click(position={"x": box["width"] / 2, "y": box["height"] - 2}, force=True)
    assert reader.shown() == ("Hedge", "potential")
    slider = lane.locator("input")
    slider.focus()
    reader.page.keyboard.press("ArrowUp")
    assert reader.shown() == ("Hedge", "could")
    assert slider.get_attribute("aria-valuetext") == "5 of 6: could"
    assert slider.evaluate("s => s === document.activeElement"), "the focus stays in the lane"
    reader.page.keyboard.press("Enter")
    assert reader.focused() == "Hedge: could"


def test_the_strip_in_words_counts_what_the_marks_count(read: Read, alliance: dict[str, Any]) -> None:
    reader = read(alliance)
    reader.page.locator('[data-part="map"] summary').click()
    line = reader.page.locator('[data-part="map"] li:has-text("Hedge")').inner_text()
    table = kit.table(kit.article("alliance"))
    counts = table[table["label"] == "hedge"].groupby("paragraph").size()
    for paragraph, count in counts.items():
        assert f"{count} in paragraph {paragraph}" in line


# A long text


def test_a_long_text_comes_in_parts_and_the_next_mark_crosses_them(read: Read, long: dict[str, Any]) -> None:
    reader = read(long)
    where = reader.page.locator('[data-part="where"]').first
    words = len(long["text"].split())
    assert where.inner_text() == f"Part 1 of {-(-words // 1500)}"
    assert reader.page.locator("mark").count() < len(long["marks"])
    assert reader.toggle("hedge").locator(".sl-count").inner_text() == "84", "counts are of the whole text"
    shown = reader.text.inner_text().rstrip()
    assert shown[-1] in ".”", "a part ends where a paragraph ends"
    reader.text.locator(".sl-spot").last.focus()
    before = reader.focused()
    reader.page.keyboard.press("n")
    assert where.inner_text().startswith("Part 2")
    assert reader.detail.is_visible()
    reader.page.keyboard.press("p")
    assert (where.inner_text()[:6], reader.focused()) == ("Part 1", before)
    reader.press("part-next")
    assert reader.page.locator(".sl-here").is_visible()


def test_parts_leave_no_character_out(read: Read, alliance: dict[str, Any]) -> None:
    reader = read(alliance)
    for text in ("", "one", "word " * 5000, "🦆 quack\n" * 4000, ("word " * 900 + "\n") * 4):
        parts = reader.page.evaluate(
            """async text => { const [{ cut }, { Offsets }] =
              [await import('/reader-parts.js'), await import('/text.js')];
              return cut(text, new Offsets(text)); }""",
            text,
        )
        edges = [0, *(part["end"] for part in parts)]
        assert [part["start"] for part in parts] == edges[:-1]
        assert edges[-1] == len(text)
        assert all(len(text[p["start"] : p["end"]].split()) <= 2100 for p in parts)


def alone(browser: Browser, article: dict[str, Any]) -> Page:
    """An article that asks nothing, as ``kit.show(article)`` has it."""
    page = modules.open_page(browser, viewport={"width": 390, "height": 900})
    page.evaluate(
        """async ([article, words]) => (await import('/reader.js'))
          .mountReading(document.body, article, words)""",
        [article, words()],
    )
    return page


def test_an_article_alone_has_parts_and_nothing_to_press_but_them(browser: Browser) -> None:
    text = "".join(f"🦆 {number} " + "word " * 148 + "\n" for number in range(40))
    article = {"article": {"id": "ducks", "sha256": "0" * 64}, "title": "Ducks", "text": text}
    page = alone(browser, article | {"labels": [], "marks": [], "precision": {}})
    assert page.locator("button:visible").all_inner_texts() == ["Previous part", "Next part"] * 2
    seen = []
    for _ in range(4):
        seen += page.locator('[data-part="text"] p').all_inner_texts()
        page.locator('[data-action="part-next"]').last.click(force=True)
    assert [line.split()[1] for line in seen] == [str(number) for number in range(40)]
    check(page, "an article alone")


def test_a_reading_of_an_earlier_version_is_drawn_without_a_question(
    browser: Browser, alliance: dict[str, Any]
) -> None:
    earlier = ("article", "title", "text", "labels", "marks", "precision", "works")
    page = alone(browser, {name: alliance[name] for name in earlier})
    page.locator('mark[data-label="cue"]').first.click()
    parts = page.locator('[data-part="attribution"] dd').all_inner_texts()
    assert parts == ["framed", "Washington", "a necessary measure against drug trafficking"]
    assert page.locator('[data-part="verdict"]').count() == 0


# What the student says


def test_a_student_disagrees_says_why_and_takes_it_back(read: Read, alliance: dict[str, Any]) -> None:
    reader = read(alliance)
    page, status = reader.page, reader.page.locator('[data-part="status"]')
    assert (status.inner_text(), page.locator('[data-action="check"]').count()) == ("", 0)
    reader.mark("signals", "hedge").click()
    page.locator('[data-verdict="disagree"]').check()
    assert reader.said() == [(False, None)], "kept at once, before there is a reason"
    page.locator('[data-part="your-reason"]').fill("Here it means a sign.")
    assert records.verdicts(page.evaluate("drafts.at(-1)")), "what is typed is in the browser's backup"
    page.keyboard.press("Tab")
    assert reader.said() == [(False, "Here it means a sign.")]
    records.check(reader.record())
    row = page.locator('[data-part="list"] li')
    assert [part in row.inner_text() for part in ("Hedge", "signals", "Here it means a sign.")] == [True] * 3
    mark = reader.mark("signals", "hedge")
    assert "sl-overruled" in str(mark.get_attribute("class"))
    reader.press("close")
    struck = mark.locator("> .sl-spot").evaluate("b => getComputedStyle(b).textDecorationLine")
    assert struck == "line-through"
    assert reader.focused() == "Hedge, you disagree: signals"
    assert status.inner_text() == words()["status"]["saved"]
    assert not page.locator('[data-part="warning"]').count(), "two readings of a text share a record"
    row.locator('[data-action="take-back"]').click()
    assert reader.said() == []
    assert set(reader.record()["value"].values()) == {None}
    assert "sl-overruled" not in str(mark.get_attribute("class"))


def test_a_verdict_from_another_tab_comes_in_and_of_two_the_later_counts(
    read: Read, alliance: dict[str, Any]
) -> None:
    reader = read(alliance)
    start, end = (int(n) for n in reader.place("signals", "hedge").split("-"))
    verdict = {"start": start, "end": end, "label": "hedge"}
    value = {"zz1": verdict | {"agree": False, "reason": "No."}, "zz2": verdict | {"agree": True}}
    other = {"v": 1, "exercise": "x", "question": alliance["question"], "kind": "verdicts", "sheet": "s"}
    other |= {"article": alliance["article"], "value": value, "revision": 3, "saved_at": records.now()}
    send = """r => document.body
      .dispatchEvent(new CustomEvent('second-look:restore', { detail: r }))"""
    reader.page.evaluate(send, other)
    assert "sl-overruled" not in str(reader.mark("signals", "hedge").get_attribute("class"))
    reader.page.evaluate(send, other | {"value": {"zz2": None}, "revision": 4})
    assert "sl-overruled" in str(reader.mark("signals", "hedge").get_attribute("class"))
    assert "No." in reader.page.locator('[data-part="list"]').inner_text()


def test_leaving_the_page_keeps_a_reason_that_was_being_typed(read: Read, alliance: dict[str, Any]) -> None:
    reader = read(alliance)
    reader.mark("signals", "hedge").click()
    reader.page.locator('[data-verdict="disagree"]').check()
    reader.page.locator('[data-part="your-reason"]').fill("A sign")
    reader.page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert reader.said() == [(False, "A sign")]


def test_the_still_copy_lists_the_marks_that_were_overruled(read: Read, alliance: dict[str, Any]) -> None:
    from kit.widgets.still import question_html

    reader = read(alliance)
    reader.mark("signals", "hedge").click()
    reader.page.locator('[data-verdict="disagree"]').check()
    reader.page.locator('[data-part="your-reason"]').fill("<i>Sure</i>")
    reader.press("reason-save")
    html = reader.page.evaluate(
        "async ([q, r, words]) => (await import('/still.js')).still(q, r, words)",
        [alliance, reader.record(), words()],
    )
    line = "<li><s>Hedge</s>: signals: &lt;i&gt;Sure&lt;/i&gt;</li>"
    assert line in html
    assert line in question_html(alliance, reader.record())


# Everyone


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_letter_has_contrast_whatever_lies_over_what(
    read: Read, alliance: dict[str, Any], scheme: str
) -> None:
    reader = read(alliance, color_scheme=scheme)
    reader.page.evaluate("s => { document.documentElement.style.colorScheme = s; }", scheme)
    reader.spot("signals", "hedge").focus()
    colours = reader.page.locator(".sl-spot").evaluate_all(
        "all => all.map(b => [getComputedStyle(b).color, getComputedStyle(b).backgroundColor])"
    )
    for letter, ground in colours:
        assert ground.startswith("rgb("), "opaque, so that no colour of a mark shines through"
        assert contrast(letter, ground) >= 4.5


def contrast(one: str, two: str) -> float:
    """The contrast of two colours, such as rgb(0, 0, 0), as WCAG 2.2 defines it."""

    def luminance(colour: str) -> float:
        shares = [int(value) / 255 for value in re.findall(r"\d+", colour)]
        linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
        return sum(weight * s for weight, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((luminance(one), luminance(two)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_axe_finds_nothing_in_any_state(
    read: Read, alliance: dict[str, Any], scheme: str, width: int
) -> None:
    reader = read(alliance, width=width, color_scheme=scheme)
    page = reader.page
    page.evaluate("s => { document.documentElement.style.colorScheme = s; }", scheme)
    check(page, "closed")
    reader.spot("argue", "cue").focus()
    check(page, "open")
    page.locator('[data-verdict="disagree"]').check()
    check(page, "disagreeing")
    page.keyboard.press("Escape")
    check(page, "overruled")
    page.locator('[data-part="kinds"] summary').click()
    page.locator('[data-kind="modal"]').uncheck()
    reader.toggle("claim").click()
    page.locator('[data-part="map"] summary').click()
    check(page, "filtered")


def test_axe_finds_nothing_in_a_text_with_parts(read: Read, long: dict[str, Any]) -> None:
    reader = read(long)
    reader.press("part-next")
    check(reader.page, "part 2")


def check(page: Page, state: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=".second-look").response["violations"]
    assert [violation["id"] for violation in found] == [], state
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{state}: the page is {wide} pixels too wide"


# In the notebook

CELLS = (
    'import kit\nkit.exercise("desk")\npond = kit.article("pond")',
    'kit.show(pond, "hedge")',
    'kit.show(pond, "claim", "hedge")',
    'table = kit.table(pond)\nprint(table[table["agree"] == False]["your_reason"].tolist())',
)


def test_a_verdict_is_in_the_file_and_in_the_table_and_comes_back(lab: Server, browser: Browser) -> None:
    lab.write("a.ipynb", notebook(*CELLS))
    desk = lab.open(browser)
    desk.run_all()
    shown = desk.question("reading-pond")
    shown.locator('mark[data-label="hedge"]').first.click()
    shown.locator('[data-verdict="disagree"]').check()
    shown.locator('[data-part="your-reason"]').fill("Mud does stay.")
    shown.locator('[data-action="reason-save"]').click()

    def held() -> list[Any]:
        content, found = lab.read(), []
        for owner in (content, *content["cells"]):
            found.append(owner["metadata"].get(records.NAMESPACE, {}).get("reading-pond"))
        for code in content["cells"]:
            for output in code["outputs"]:
                found.append(output.get("data", {}).get(records.QUESTION_MIME, {}).get("answer"))
        return [records.verdicts(r) for r in found if r]

    expected = {"agree": False, "reason": "Mud does stay."}
    eventually(
        lambda: (
            len(held()) == 5
            and all([v["agree"], v.get("reason")] == [*expected.values()] for r in held() for v in r.values())
        ),
        what="the verdict is in both cells, in both outputs and in the notebook",
    )
    second = desk.question("reading-pond", 1)
    eventually(
        lambda: "Mud does stay." in second.locator('[data-part="list"]').inner_text(),
        what="the other view of the text shows it, too",
    )
    assert not desk.page.locator('[data-question="reading-pond"] [data-part="warning"]').count()
    desk.restart_and_run_all()
    eventually(lambda: desk.page.locator('pre:has-text("Mud does stay.")').count(), 40, "the table has run")
    desk.reload()
    assert "Mud does stay." in desk.question("reading-pond").locator('[data-part="list"]').inner_text()
    content = lab.read()
    html = content["cells"][1]["outputs"][0]["data"]["text/html"]
    assert "Mud does stay." in "".join(html)
    desk.question("reading-pond").locator('[data-action="take-back"]').click()
    eventually(lambda: held() == [{}] * 5, what="it is taken back everywhere")
    assert desk.errors == []
