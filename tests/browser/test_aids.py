"""Help with reading: the glossary where a word stands, one sentence at a time, and reading aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

import kit
from kit import items
from kit.words import words
from tests.browser import modules
from tests.browser.lab import DESK, Server, asking

SAY = words()["aids"]
AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
QUESTION = items.exercise(DESK).question("q1")
VOICES = """voices => {
  window.said = [];
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const engine = Object.assign(new EventTarget(), {
    getVoices: () => voices, speak: u => window.said.push(u), cancel: () => window.said.push(null) });
  Object.defineProperty(window, 'speechSynthesis', { value: engine, configurable: true }); }"""
ANNA = {"lang": "en-GB", "name": "Anna", "voiceURI": "anna", "localService": True, "default": True}
BOB = ANNA | {"lang": "en_US", "name": "Bob", "voiceURI": "bob", "default": False}
REMOTE = ANNA | {"name": "Far", "voiceURI": "far", "localService": False}
FRENCH = ANNA | {"lang": "fr-FR", "name": "Zoé", "voiceURI": "zoe"}
READ = """async ([view, words]) => {
  const { mountReading } = await import('/reader.js');
  window.view = mountReading(document.body, view, words); }"""


def glossary(text: str, **meanings: str) -> list[dict[str, Any]]:
    """Words of a text, each at every place where it stands."""
    found = []
    for word, means in meanings.items():
        starts = [at for at in range(len(text)) if text.startswith(word, at)]
        assert starts, word
        places = [{"start": at, "end": at + len(word)} for at in starts]
        found.append({"forms": [word], "means": means, "places": places})
    return found


MARKED = QUESTION | {
    "glossary": glossary(QUESTION["text"], volunteers="people who help for free", mud="wet earth")
}


class Aids:
    """A page with a text on it, and a person who reads it with help."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.card = page.locator('[data-part="meaning"]')
        self.place = page.locator('[data-part="sentence"]')
        self.problem = page.locator('[data-part="problem"]')

    def voices(self, *voices: dict[str, Any]) -> None:
        self.page.evaluate(VOICES, list(voices))

    def help(self) -> None:
        self.page.locator('[data-part="help"] summary').click()

    def alone(self) -> None:
        self.help()
        self.page.locator('[data-aid="one"]').check()

    def press(self, action: str) -> None:
        self.page.click(f'[data-action="{action}"]')

    def lit(self, name: str) -> list[str]:
        """The stretches that a highlight covers."""
        found: list[str] = self.page.evaluate(f"[...CSS.highlights.get('second-look-{name}')].map(String)")
        return found

    def live(self) -> str:
        return str(self.page.locator('p.sl-hidden[role="status"]').text_content())

    def said(self) -> list[str]:
        """What the voice was given to say."""
        found: list[str] = self.page.evaluate("said.filter(Boolean).map(u => u.text)")
        return found

    def heard(self) -> None:
        """The voice has said its sentence."""
        self.page.evaluate("said.filter(Boolean).at(-1).onend()")

    def term(self, word: str) -> Any:
        return self.page.locator(f'.sl-term[data-term="{word}"]')


Open = Callable[..., Aids]


@pytest.fixture
def show(browser: Browser) -> Iterator[Open]:
    """Show a question to mark, or with ``reading=True`` a text to read."""
    opened: list[Aids] = []

    def start(view: dict[str, Any] = MARKED, reading: bool = False, width: int = 800, **options: Any) -> Aids:
        page = modules.open_page(browser, viewport={"width": width, "height": 700}, **options)
        opened.append(Aids(page))
        if reading:
            page.evaluate(READ, [view, words()])
        else:
            modules.mount(page, view)
        return opened[-1]

    yield start
    for aids in opened:
        assert aids.errors == []


@pytest.fixture(scope="module")
def alliance() -> dict[str, Any]:
    return dict(kit.show(kit.article("alliance")).view)


# The glossary


def test_a_press_on_a_word_opens_its_meaning_beside_it_and_escape_closes_it(show: Open) -> None:
    aids = show()
    aids.term("mud").click()
    assert aids.card.inner_text() == "mud: wet earth"
    word, card = aids.term("mud").bounding_box(), aids.card.bounding_box()
    assert word
    assert card
    assert 0 <= card["y"] - word["y"] - word["height"] < 20
    aids.page.keyboard.press("Escape")
    assert aids.card.is_hidden()
    aids.term("mud").click()
    aids.page.locator(".sl-prompt").click()
    assert aids.card.is_hidden(), "a press elsewhere closes it, too"


def test_only_the_first_place_in_each_passage_is_underlined(show: Open) -> None:
    text = "A duck came. The duck left.\nOne duck stayed, a duck of ours."
    passages = [{"start": 0, "end": 27}, {"start": 28, "end": len(text)}]
    view = MARKED | {"text": text, "passages": passages, "glossary": glossary(text, duck="a bird"), "key": []}
    aids = show(view)
    assert aids.term("duck").evaluate_all("all => all.map(e => e.dataset.at)") == ["2", "32"]
    assert aids.page.locator("[data-word]").all_inner_texts() == ["duck"]


def test_every_word_has_a_button_that_opens_the_card_at_the_word_and_says_it(show: Open) -> None:
    aids = show()
    page = aids.page
    assert page.locator("[data-word]").all_inner_texts() == ["mud", "volunteers"]
    page.locator('[data-word="mud"]').focus()
    page.keyboard.press("Enter")
    assert aids.card.inner_text() == "mud: wet earth"
    assert aids.live() == "mud: wet earth."
    word, card = aids.term("mud").bounding_box(), aids.card.bounding_box()
    assert word
    assert card
    assert 0 <= card["y"] - word["y"] - word["height"] < 20
    assert page.locator('[data-word="mud"]').get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.activeElement.dataset.word") == "mud", "the focus stays"
    page.keyboard.press("Escape")
    assert aids.card.is_hidden()
    assert page.locator('[data-word="mud"]').get_attribute("aria-expanded") == "false"


def test_a_word_of_the_glossary_is_marked_as_any_other_and_its_mark_wins_the_press(show: Open) -> None:
    aids = show()
    page = aids.page
    aids.term("mud").dblclick()
    assert aids.card.is_hidden(), "who selects does not ask"
    page.click('button[data-label="hedge"]')
    (mark,) = modules.answer(page)["value"].values()
    assert MARKED["text"][mark["start"] : mark["end"]] == mark["quote"] == "mud"
    page.locator("mark .sl-term").click()
    assert aids.card.is_hidden()
    dots = "e => getComputedStyle(e).backgroundImage"
    assert page.locator("mark .sl-term").evaluate(dots) == "none", "a mark's line is not mixed with dots"
    assert "gradient" in aids.term("volunteers").evaluate(dots)
    page.locator('[data-word="mud"]').click()
    assert aids.card.inner_text() == "mud: wet earth", "its button still opens it"
    modules.mark(page, "31 volunteers", "source")
    assert {m["quote"] for m in modules.answer(page)["value"].values()} == {"mud", "31 volunteers"}


def test_a_tap_opens_a_word_and_a_label_still_takes_it(show: Open) -> None:
    aids = show(width=390, has_touch=True)
    aids.term("mud").tap()
    aids.card.wait_for(state="visible")
    aids.page.locator('button[data-label="hedge"]').tap()
    (mark,) = modules.answer(aids.page)["value"].values()
    assert mark["quote"] == "mud"
    assert aids.card.is_hidden()


def test_the_dots_are_like_the_line_of_no_label(show: Open) -> None:
    aids = show()
    style = "e => { const s = getComputedStyle(e); return [s.textDecorationLine, s.backgroundColor]; }"
    assert aids.term("mud").evaluate(style) == ["none", "rgba(0, 0, 0, 0)"]
    modules.mark(aids.page, "Critics", "source")
    line, ground = aids.page.locator("mark").first.evaluate(style)
    assert (line, ground == "rgba(0, 0, 0, 0)") == ("underline", False)


def test_many_words_wait_behind_a_summary(show: Open, alliance: dict[str, Any]) -> None:
    aids = show(alliance, reading=True)
    count = len(alliance["glossary"])
    assert not aids.page.locator("[data-word]").first.is_visible()
    aids.page.locator(f'summary:has-text("{count} hard words")').click()
    assert aids.page.locator("[data-word]:visible").count() == count
    aids.page.locator('[data-word="hegemony"]').click()
    assert "others have to follow" in aids.card.inner_text()


def test_on_paper_the_words_are_a_list(show: Open) -> None:
    aids = show()
    aids.alone()
    assert not aids.page.locator(".sl-paper").is_visible()
    aids.page.emulate_media(media="print")
    assert aids.page.locator(".sl-paper li").all_inner_texts() == [
        "mud: wet earth",
        "volunteers: people who help for free",
    ]
    for part in ('[data-part="help"]', ".sl-sentences", "[data-word]"):
        assert not aids.page.locator(part).first.is_visible(), part


# One sentence at a time


def sentence(number: int) -> str:
    place = MARKED["sentences"][number - 1]
    return str(MARKED["text"][place["start"] : place["end"]])


def test_all_sentences_but_the_current_one_are_dimmed(show: Open) -> None:
    aids = show()
    page, count = aids.page, len(MARKED["sentences"])
    assert not page.locator('[data-action="aloud"]').is_visible(), "calm at first"
    aids.alone()
    assert aids.place.inner_text() == f"Sentence 1 of {count}"
    aids.press("sentence-next")
    assert aids.place.inner_text() == f"Sentence 2 of {count}"
    assert aids.live() == f"Sentence 2 of {count}: {sentence(2)}"
    before, after = aids.lit("dimmed")
    assert sentence(1) in before
    assert sentence(3) in after
    assert sentence(2) not in before + after
    for _ in range(count):
        aids.press("sentence-next")
    assert aids.live() == SAY["last"]
    assert aids.place.inner_text() == f"Sentence {count} of {count}"
    aids.press("sentence-previous")
    page.locator('[data-aid="one"]').uncheck()
    assert aids.lit("dimmed") == []


def test_a_dimmed_sentence_can_be_marked_and_a_mark_leaves_the_rest_dimmed(show: Open) -> None:
    aids = show()
    aids.alone()
    modules.mark(aids.page, "Critics", "source")
    assert len(aids.lit("dimmed")) == 2
    assert sentence(2)[:20] in aids.lit("dimmed")[1]
    assert "sl-faint" in str(aids.page.locator("mark").first.get_attribute("class"))
    assert aids.page.locator('[data-part="list"] q').all_inner_texts() == ["Critics"]


def test_a_click_goes_to_its_sentence(show: Open) -> None:
    aids = show()
    aids.alone()
    aids.term("mud").click()
    here = next(n for n in range(1, 9) if " mud" in sentence(n))
    assert aids.place.inner_text().startswith(f"Sentence {here} ")


def test_the_setting_stays_and_holds_for_all(show: Open) -> None:
    aids = show()
    aids.alone()
    aids.page.locator('[data-aid="slow"]').check()
    aids.page.reload()
    modules.mount(aids.page, MARKED)
    assert not aids.page.locator('[data-aid="one"]').is_visible(), "the help is closed"
    assert aids.page.locator('[data-action="sentence-next"]').is_visible(), "the buttons are there"
    assert len(aids.lit("dimmed")) == 2
    assert aids.page.locator('[data-aid="slow"]').is_checked()


def test_the_next_sentence_of_a_long_text_is_scrolled_to_and_crosses_parts(
    show: Open, alliance: dict[str, Any]
) -> None:
    times, step = 10, len(alliance["text"]) + 2
    sentences = [
        {"start": s["start"] + turn * step, "end": s["end"] + turn * step}
        for turn in range(times)
        for s in alliance["sentences"]
    ]
    text = "\n\n".join([alliance["text"]] * times)
    aids = show(alliance | {"text": text, "sentences": sentences}, reading=True, width=390)
    page = aids.page
    aids.alone()
    where = page.locator('[data-part="where"]').first
    assert where.inner_text().startswith("Part 1")
    for _ in range(7):
        aids.press("sentence-next")
    line = page.evaluate(
        """() => { const [before] = CSS.highlights.get('second-look-dimmed');
          const r = new Range(); r.setStart(before.endContainer, before.endOffset);
          r.setEnd(before.endContainer, before.endOffset + 20);
          return r.getBoundingClientRect().top; }"""
    )
    bar = page.locator(".sl-sentences").bounding_box()
    assert bar
    assert bar["y"] >= -1, "the buttons stay in view"
    assert bar["y"] + bar["height"] <= line < 700
    while where.inner_text().startswith("Part 1"):
        aids.press("sentence-next")
    n = int(aids.place.inner_text().split()[1])
    place = sentences[n - 1]
    assert text[place["start"] : place["end"]] in aids.live()
    aids.press("sentence-previous")
    assert where.inner_text().startswith("Part 1")
    page.locator('[data-action="part-next"]').first.click()
    assert aids.place.inner_text().startswith(f"Sentence {n} "), "a part begins with its own first sentence"


def test_two_copies_of_the_modules_share_the_pages_highlights(show: Open) -> None:
    """As in JupyterLab, where the keeper draws and a widget brings its own copy."""
    aids = show()
    aids.alone()
    count = "CSS.highlights.get('second-look-dimmed').size"
    assert aids.page.evaluate(count) == 2
    aids.page.evaluate(
        """async () => {
          const source = await (await fetch('/highlight.js')).text(),
            url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
          (await import(url)).pageHighlight('second-look-dimmed'); }"""
    )
    assert aids.page.evaluate(count) == 2


@pytest.mark.parametrize("height", [640, 900])
def test_on_a_phone_the_sentence_is_seen_between_the_bars(show: Open, height: int) -> None:
    aids = show(items.lesson("01-first-read").question("q3"), width=390)
    page = aids.page
    page.set_viewport_size({"width": 390, "height": height})
    aids.alone()
    aids.press("sentence-next")
    line = "r => [r.top, r.bottom]"
    top, _ = page.locator(".sl-passage").nth(1).locator("p").evaluate(f"p => ({line})(p.getClientRects()[0])")
    above, below = page.locator(".sl-sentences").bounding_box(), page.locator(".sl-tools").bounding_box()
    assert above
    assert below
    assert above["y"] + above["height"] <= top < below["y"] - 20


# Reading aloud


def test_it_reads_on_from_the_current_sentence_to_the_end(show: Open) -> None:
    aids = show()
    aids.voices(REMOTE, FRENCH, ANNA)
    aids.help()
    aids.term("mud").click()  # the caret says from where
    here = next(n for n in range(1, 9) if " mud" in sentence(n))
    aids.press("aloud")
    assert aids.said() == [sentence(here)]
    assert aids.page.evaluate("(u => [u.voice.name, u.rate])(said.find(Boolean))") == ["Anna", 1]
    assert aids.lit("spoken") == [sentence(here)]
    assert aids.page.locator('[data-action="aloud"]').inner_text() == SAY["stop"]
    for number in range(here + 1, len(MARKED["sentences"]) + 1):
        aids.heard()
        assert aids.said()[-1] == sentence(number)
    aids.heard()
    assert aids.lit("spoken") == []
    assert aids.page.locator('[data-action="aloud"]').inner_text() == SAY["aloud"]


def test_one_at_a_time_it_reads_one_and_slowly_if_asked(show: Open) -> None:
    aids = show()
    aids.voices(BOB, ANNA)
    aids.alone()
    aids.page.locator('[data-aid="slow"]').check()
    aids.page.locator('[data-aid="voice"]').select_option("bob")
    aids.press("sentence-next")
    aids.press("aloud")
    assert aids.page.evaluate("(u => [u.voice.name, u.rate < 1])(said.find(Boolean))") == ["Bob", True]
    aids.heard()
    assert aids.said() == [sentence(2)]
    assert aids.page.locator('[data-action="aloud"]').inner_text() == SAY["aloud"]


def test_stop_stops_and_another_text_takes_the_voice_over(show: Open) -> None:
    aids = show()
    aids.voices(ANNA)
    aids.help()
    aids.press("aloud")
    aids.press("aloud")
    assert aids.page.evaluate("said.at(-1)") is None, "the voice was told to stop"
    aids.press("aloud")
    aids.page.evaluate("said.at(-1).onerror({ error: 'interrupted' })")
    assert aids.problem.is_hidden(), "whoever is interrupted is not broken"
    assert aids.lit("spoken") == []
    aids.press("aloud")
    modules.mount(aids.page, MARKED | {"question": "q2"})
    second = aids.page.locator('[data-question="q2"]')
    second.locator('[data-part="help"] summary').click()
    second.locator('[data-action="aloud"]').click()
    assert aids.page.locator('[data-action="aloud"]').all_inner_texts() == [SAY["aloud"], SAY["stop"]]
    assert len(aids.lit("spoken")) == 1


def test_the_voice_stops_when_the_question_leaves_the_page(show: Open) -> None:
    aids = show()
    aids.voices(ANNA)
    aids.help()
    aids.press("aloud")
    aids.page.evaluate("view.dispose()")
    assert aids.page.evaluate("said.at(-1)") is None
    assert aids.lit("spoken") == aids.lit("dimmed") == []


@pytest.mark.parametrize("voices", [(), (REMOTE, FRENCH)])
def test_where_the_computer_has_no_voice_it_says_what_to_do(show: Open, voices: tuple[Any, ...]) -> None:
    aids = show()
    aids.voices(*voices)
    aids.help()
    aids.press("aloud")
    aids.problem.wait_for(state="visible")
    assert "no voice for this language (English)" in aids.problem.inner_text()
    assert aids.said() == []


def test_a_browser_that_cannot_speak_or_breaks_off_says_so(show: Open) -> None:
    aids = show()
    aids.voices(ANNA)
    aids.help()
    aids.press("aloud")
    aids.page.evaluate("said.at(-1).onerror({ error: 'synthesis-failed' })")
    assert aids.problem.inner_text() == SAY["broken"]
    assert aids.lit("spoken") == []
    aids.page.evaluate("Object.defineProperty(window, 'speechSynthesis', { value: undefined })")
    aids.press("aloud")
    assert aids.problem.inner_text() == SAY["no_speech"]


def test_voices_are_local_and_the_best_comes_first(page: Page) -> None:
    def names(home: str, *voices: dict[str, Any]) -> list[str]:
        found: list[str] = page.evaluate(
            """async ([voices, home]) => (await import('/aloud.js')).localVoices(voices, 'en', home)
              .map(v => v.name)""",
            [list(voices), home],
        )
        return found

    assert names("en-US", REMOTE, FRENCH, ANNA, BOB) == ["Anna", "Bob"]
    other = ANNA | {"default": False, "lang": "en-AU", "name": "Cy"}
    assert names("en-US", other, BOB) == ["Bob", "Cy"]
    assert names("en-AU", BOB, other) == ["Cy", "Bob"]


# For everyone


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("reading", [False, True])
def test_nothing_stands_in_anyones_way(
    show: Open, alliance: dict[str, Any], scheme: str, reading: bool
) -> None:
    aids = show(alliance if reading else MARKED, reading=reading, width=320, color_scheme=scheme)
    aids.voices(ANNA, BOB)
    for summary in aids.page.locator("summary:visible").all():
        summary.click()
    aids.page.locator('[data-aid="one"]').check()
    aids.press("sentence-next")
    aids.press("aloud")
    aids.page.locator("[data-word]").first.click()
    found = Axe().run(aids.page, context=".second-look", options=AA).response["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []
    assert aids.page.evaluate("document.documentElement.scrollWidth") <= 320
    small = aids.page.locator(".sl-sentences button, [data-word]").evaluate_all(
        "all => all.filter(b => b.getBoundingClientRect().height < 24).map(b => b.innerText)"
    )
    assert small == []


def test_by_keyboard_alone(show: Open) -> None:
    aids = show()
    page = aids.page
    aids.voices(ANNA)

    def tab_to(selector: str) -> None:
        for _ in range(40):
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key never comes to {selector}")

    tab_to('[data-part="help"] summary')
    page.keyboard.press("Enter")
    tab_to('[data-aid="one"]')
    page.keyboard.press("Space")
    tab_to('[data-action="sentence-next"]')
    page.keyboard.press("Enter")
    assert aids.live() == f"Sentence 2 of {len(MARKED['sentences'])}: {sentence(2)}"
    tab_to('[data-action="aloud"]')
    page.keyboard.press("Enter")
    assert aids.said() == [sentence(2)]
    page.keyboard.press("Enter")
    assert aids.page.evaluate("said.at(-1)") is None
    tab_to('[data-word="mud"]')
    page.keyboard.press("Space")
    assert aids.card.inner_text() == "mud: wet earth"


def test_in_jupyterlab_what_is_dimmed_and_what_is_chosen_is_seen(lab: Server, browser: Browser) -> None:
    lab.write("a.ipynb", asking("q1"))
    desk = lab.open(browser)
    desk.run_all()
    count = "name => CSS.highlights.get(`second-look-${name}`).size"
    desk.select("q1", "Critics")
    assert desk.page.evaluate(count, "selection") == 1
    desk.question().locator('[data-part="help"] summary').click()
    desk.question().locator('[data-aid="one"]').check()
    desk.press("q1", "sentence-next")
    assert desk.page.evaluate(count, "dimmed") == 2
    assert desk.errors == []


# Starters


def test_a_starter_goes_in_at_the_cursor_and_nothing_is_lost(page: Page) -> None:
    question = items.exercise(DESK).question("w1") | {"starters": ["It shows …"]}
    modules.mount(page, question)
    box, press = page.locator("textarea"), page.locator(".sl-starters button")
    box.press_sequentially("First. Last.")
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    press.click()
    page.keyboard.type("mud.")
    assert box.input_value() == "First. It shows mud. Last."
    box.select_text()
    press.click()
    assert box.input_value() == "First. It shows mud. Last. It shows "
    page.keyboard.press("Control+z")
    assert box.input_value() == "First. It shows mud. Last.", "it can be undone"
    page.evaluate("view.dispose()")
    assert modules.answer(page)["value"] == "First. It shows mud. Last."
