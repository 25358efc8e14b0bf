"""The class page in a real browser, opened as a file: thirty notebooks, and what it says of them."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from kit import build, classpage, items, records, scoring
from kit.words import fill, words
from tests import cases, classroom
from tests.browser.lab import chromium, eventually

ROOT = Path(__file__).parents[2]
LESSON = "03-sources"
SAY = words()["class_page"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    assert all(one.outcome == "made" for one in build.build(ROOT, folder, [LESSON, "02-claims"]))
    classpage.write(folder)
    return folder


@pytest.fixture(scope="module")
def thirty(built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    own, other = (json.loads((built / f"{name}.ipynb").read_text("utf-8")) for name in (LESSON, "02-claims"))
    files = classroom.thirty(tmp_path_factory.mktemp("thirty"), own, other)
    assert len(files) == 30
    return files


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all of this file: each test has a page of its own, or shares one that it only reads."""
    with chromium() as opened:
        yield opened


class Desk:
    """The page as a teacher has it: opened from a file, with an eye on everything that it asks for."""

    def __init__(self, browser: Browser, built: Path, **options: Any) -> None:
        self.page = browser.new_context(**options).new_page()
        self.errors: list[str] = []
        self.asked: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.address = (built / classpage.PLACE).as_uri()
        self.page.goto(self.address)

    def take(self, files: list[Path]) -> Desk:
        self.page.locator("input[accept]").set_input_files(files)
        self.page.locator('[data-part="progress"]', has_text=re.compile(r"\d files? read")).wait_for()
        return self

    def part(self, name: str, question: str = "") -> Any:
        inside = f'[data-question="{question}"] ' if question else ""
        return self.page.locator(f'{inside}[data-part="{name}"]')

    def rows(self, part: str, question: str = "", nth: int = 0) -> list[list[str]]:
        """The cells of a table's rows, as they are read."""
        found = self.part(part, question)
        if found.count() <= nth or found.nth(nth).evaluate("at => at.tagName") != "TABLE":
            return []
        rows = found.nth(nth).locator("tbody tr").all()
        return [[cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in rows]

    def counts(self, part: str, question: str) -> dict[str, int]:
        return {words.strip("“”"): int(n) for words, n, *_ in self.rows(part, question)}

    def asked_nothing(self) -> bool:
        return [url for url in self.asked if not url.startswith("blob:")] == [self.address]


@pytest.fixture
def desk(browser: Browser, built: Path) -> Iterator[Desk]:
    desk = Desk(browser, built)
    yield desk
    assert desk.errors == []
    assert desk.asked_nothing()
    desk.page.context.close()


@pytest.fixture(scope="module")
def full(browser: Browser, built: Path, thirty: list[Path]) -> Iterator[Desk]:
    """A page that has read all thirty, for tests that leave it as it is."""
    desk = Desk(browser, built).take(thirty)
    yield desk
    assert desk.errors == []
    assert desk.asked_nothing()


def handed_in() -> list[dict[str, Any]]:
    """The answers of those whose marks all count: the students of known habits, and the twin."""
    questions = items.lesson(LESSON).questions
    habits = [*classroom.students().values(), "perfect"]
    return [
        {name: classroom.value_of(question, habit, "s") for name, question in questions.items()}
        for habit in habits
        if habit != "empty"
    ]


def expected(question: dict[str, Any], *outcomes: str) -> dict[str, int]:
    """How many students had one of these outcomes at each place, as kit.scoring says."""
    counts: Counter[str] = Counter()
    for answers in handed_in():
        marks = list(answers[question["question"]].values())
        found = scoring.score_marks(question["text"], marks, question["key"]).findings
        at = {
            ((one.key or one.mark or {})["start"], (one.key or one.mark or {})["end"])
            for one in found
            if one.outcome in outcomes
        }
        counts.update(question["text"][start:end] for start, end in at)
    return dict(counts)


def test_who_handed_in(full: Desk) -> None:
    assert full.part("progress").inner_text() == fill(SAY["read_some"], n=30, broken=1)
    rows = {name: rest for name, *rest in full.rows("handed-in")}
    students = classroom.students()
    assert set(rows) == {*students, "Zoe Twin", "Otto Other", f"Yan {classroom.HOSTILE.replace('/', '|')}"}
    for name, habit in students.items():
        lesson, answered, saved, _ = rows[name]
        assert (lesson, answered) == ("Who says so?", "0 of 15" if habit == "empty" else "15 of 15")
        assert (saved == "–") == (habit == "empty")
    first, second = list(students)[:2]
    assert f"Not counted: {first} 03-sources (1).ipynb" in rows[first][3]
    assert "handed in twice?" in rows["Zoe Twin"][3]
    assert second in rows["Zoe Twin"][3]
    assert "Zoe Twin" in rows[second][3]
    assert rows["Otto Other"][0] == "Claims"
    assert rows["Otto Other"][3] == SAY["notes"]["other_lesson"]
    ((wreck, why),) = full.rows("unread")
    assert wreck == "Wanda Wreck 03-sources.ipynb"
    assert why == SAY["problems"]["no_json"]


def test_a_class_list_shows_who_is_missing(desk: Desk, thirty: list[Path]) -> None:
    desk.take(thirty)
    desk.page.get_by_text(SAY["list"]).click()
    desk.part("list").fill("Ada Brill\nbrill, bda\n\nMissing Person\nOtto Other\n")
    missing = desk.part("missing")
    assert missing.inner_text() == fill(SAY["missing"], n=2, all=4, names="Missing Person, Otto Other")
    desk.part("list").fill("Ada Brill")
    assert missing.inner_text() == fill(SAY["all_there"], n=1)


@pytest.mark.parametrize("name", ["q1", "q2", "q4", "q7", "q9"])
def test_mistakes_misses_and_arguable_places_are_those_of_the_scoring(full: Desk, name: str) -> None:
    question = items.lesson(LESSON).question(name, "marks")
    traps = expected(question, "trap")
    alarms = expected(question, "false_alarm")
    shown = full.counts("mistakes", name)
    assert {words: n for words, n in shown.items() if words in traps} == traps
    assert len(shown) == min(12, len(full.rows("mistakes", name)))
    assert all(n in alarms.values() for words, n in shown.items() if words not in traps)
    assert list(shown.values()) == sorted(shown.values(), reverse=True)
    assert full.counts("missed", name) == expected(question, "missed")
    assert full.counts("arguable", name) == expected(question, "borderline")


def test_the_heat_map_counts_every_word(full: Desk) -> None:
    question = items.lesson(LESSON).question("q1")
    marked = [answers["q1"].values() for answers in handed_in()]

    def students(words: str) -> int:
        start = question["text"].index(words)
        place = range(start, start + len(words))
        return sum(any(m["start"] < place.stop and m["end"] > place.start for m in own) for own in marked)

    shown = full.part("text", "q1").locator("mark[data-count]")
    counts = {run.inner_text(): int(run.get_attribute("data-count") or 0) for run in shown.all()}
    assert counts["the Kettery Line"] == students("Kettery") == 24
    assert counts["Mira Fendall"] == students("Mira Fendall") == 16
    assert counts["From March"] == students("March") == 3
    for word in ("announced", "goalkeeper", "team", "hugged"):
        (run,) = [run for run in counts if word in run]
        assert counts[run] == students(word) == 8
    at = full.part("text", "q1").locator("mark", has_text="the Kettery Line")
    assert at.get_attribute("data-level") == "5"
    at.hover()
    said = fill(SAY["heat_of"], quote="the Kettery Line", n=24, all=24, labels="Source: 24")
    assert full.part("detail", "q1").inner_text() == said


def test_the_heat_map_is_read_by_keyboard(full: Desk) -> None:
    stops = full.part("text", "q1").locator("mark[tabindex='0']")
    assert stops.count() == 1
    stops.focus()
    assert "From March" in full.part("detail", "q1").inner_text()
    full.page.keyboard.press("ArrowRight")
    full.page.keyboard.press("ArrowRight")
    assert "the Kettery Line" in full.part("detail", "q1").inner_text()
    full.page.keyboard.press("ArrowLeft")
    assert "the last ferry" in full.part("detail", "q1").inner_text()


def test_answers_in_fields_are_bars_with_the_right_one_named(full: Desk) -> None:
    for name, question in items.lesson(LESSON).questions.items():
        if question["kind"] != "choice":
            continue
        counts = Counter(answers[name][0] for answers in handed_in())
        bars = full.rows("bars", name)
        for option, (text, n) in zip(question["options"], bars, strict=True):
            assert text == option["text"] + (f" {SAY['right']}" if option.get("right") else "")
            assert int(n) == counts[option["id"]], (name, option["id"])
    number = {text: int(n) for text, n in full.rows("bars", "q11")}
    right = items.lesson(LESSON).question("q11")["answer"]
    assert number == {f"{right} {SAY['right']}": 16, str(right + 1): 8}
    match = items.lesson(LESSON).question("q5", "match")
    for nth, claim in enumerate(match["claims"]):
        counts = Counter(answers["q5"][claim["id"]] for answers in handed_in())
        bars = full.rows("bars", "q5", nth)
        assert [int(n) for _, n in bars][: len(match["cards"])] == [counts[c["id"]] for c in match["cards"]]


def test_confidence_says_how_many_were_sure_and_wrong(full: Desk) -> None:
    assert full.part("sure", "q8").inner_text() == fill(SAY["sure_and_wrong"], n=8, all=24)
    assert full.rows("sureness", "q8")[-1] == [words()["confidence"]["steps"][5], "16", "8"]


def test_names_are_shown_only_where_they_are_asked_for(full: Desk) -> None:
    results = full.part("results")
    assert "Brill" not in full.part("texts", "q10").inner_text().replace("Brill would", "")
    assert "Bda Brill" not in results.inner_text()
    full.part("names").check()
    assert full.part("names").evaluate("at => at === document.activeElement")
    assert "Bda Brill: s1 would ask who says so." in full.part("texts", "q10").inner_text()
    full.part("names").uncheck()
    assert "Bda Brill" not in results.inner_text()
    assert "s1 would ask who says so." in full.part("texts", "q10").inner_text()


def test_hostile_texts_are_text(full: Desk) -> None:
    assert full.page.locator("main script, main img, iframe, object").count() == 0
    assert full.page.evaluate("window.ran") is None
    assert classroom.HOSTILE in full.part("texts", "q10").inner_text()
    assert full.part("elsewhere", "q2").inner_text() == fill(SAY["elsewhere"], n=1)
    assert full.part("misfits", "q1").inner_text() == fill(SAY["misfits"], n=1)
    assert full.part("answered", "q1").inner_text() == fill(SAY["answered_by"], n=24, all=27)
    (yan,) = [row for row in full.rows("handed-in") if row[0].startswith("Yan")]
    assert yan[4] == fill(SAY["notes"]["damaged"], n=1)


def test_another_lesson_can_be_looked_at(desk: Desk, thirty: list[Path]) -> None:
    desk.take(thirty)
    desk.part("lesson").select_option("02-claims")
    assert desk.page.locator("[data-lesson]").get_attribute("data-lesson") == "02-claims"
    assert desk.part("answered", "q1").inner_text() == fill(SAY["answered_by"], n=1, all=1)
    assert desk.rows("handed-in")[0][0] == "Otto Other"


def test_forget_everything_forgets(desk: Desk, thirty: list[Path]) -> None:
    desk.take(thirty)
    desk.page.get_by_text(SAY["list"]).click()
    desk.part("list").fill("Ada Brill")
    desk.page.get_by_role("button", name=SAY["forget"]).click()
    assert "Brill" not in desk.page.locator("main").evaluate("at => at.textContent + at.innerHTML")
    assert desk.part("list").input_value() == ""
    desk.take(thirty[:3])
    assert len(desk.rows("handed-in")) == 2


def test_a_zip_of_a_platform_and_a_drop(desk: Desk, thirty: list[Path], tmp_path: Path) -> None:
    zipped = tmp_path / "class.zip"
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        for n, file in enumerate(thirty[:4]):
            archive.write(file, f"Jürg Ölm-{n}_12{n}_assignsubmission_file_/{LESSON}.ipynb")
        archive.write(thirty[5], f"doejane_LATE_77_88_{LESSON}.ipynb", compress_type=zipfile.ZIP_STORED)
        archive.writestr("__MACOSX/._x.ipynb", b"\x00")
        archive.writestr("note.txt", "not of interest")
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04" + bytes(100))
    (tmp_path / "big.ipynb").write_bytes(b" " * 20_000_001)
    (tmp_path / "essay.docx").write_bytes(b"?")
    desk.take([zipped, tmp_path / "no.zip", tmp_path / "big.ipynb", tmp_path / "essay.docx"])
    names = [name for name, *_ in desk.rows("handed-in")]
    assert sorted(names) == ["Jürg Ölm-0", "Jürg Ölm-1", "Jürg Ölm-2", "Jürg Ölm-3", "doejane"]
    problems = dict(desk.rows("unread"))
    assert problems["no.zip"] == SAY["problems"]["no_zip"]
    assert problems["big.ipynb"] == fill(SAY["problems"]["too_large"], size=21, most=20)
    assert problems["essay.docx"] == SAY["problems"]["no_notebook"]
    desk.page.get_by_role("button", name=SAY["forget"]).click()
    text = thirty[6].read_text("utf-8")
    data = desk.page.evaluate_handle(
        """([name, text]) => { const data = new DataTransfer();
          data.items.add(new File([text], name)); return data; }""",
        [thirty[6].name, text],
    )
    desk.part("zone").dispatch_event("drop", {"dataTransfer": data})
    eventually(lambda: len(desk.rows("handed-in")) == 1, what="the dropped notebook is read")


def test_a_chosen_folder_is_the_class_and_no_student(desk: Desk, thirty: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "Class 8b"
    for n, name in enumerate(["Ada/03-sources", "03-sources (1)", "03-sources (2)"]):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.ipynb").write_bytes(thirty[n].read_bytes())
    desk.page.locator("input[webkitdirectory]").set_input_files(folder)
    eventually(lambda: len(desk.rows("handed-in")) == 3, what="each file is a row of its own")
    names = {name for name, *_ in desk.rows("handed-in")}
    assert names == {"Ada", "Class 8b/03-sources (1).ipynb", "Class 8b/03-sources (2).ipynb"}


MARKED = [
    path
    for path in sorted((ROOT / "exercises" / "release").glob("*/*.ipynb"))
    if any(one["kind"] == "marks" for one in items.exercise(path.parent).questions.values())
]


@pytest.mark.parametrize("path", MARKED, ids=lambda p: p.stem)
def test_an_exercise_is_shown_without_a_key(desk: Desk, tmp_path: Path, path: Path) -> None:
    """Of a lesson that the page does not hold it draws what the notebook's own outputs ask."""
    sheet = items.exercise(path.parent)
    cells = [json.loads(json.dumps(cell)) for cell in json.loads(path.read_text("utf-8"))["cells"]]
    marks = next(q for q in sheet.questions.values() if q["kind"] == "marks")
    view = {records.QUESTION_MIME: {"question": marks | {"key": [{"id": "forged"}]}, "answer": {}}}
    output = {"output_type": "display_data", "data": view, "metadata": {}}
    cells.append({"cell_type": "code", "metadata": {}, "source": "", "outputs": [output]})
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    start = marks["passages"][0]["start"]
    label = marks["labels"][0]["id"]
    mark = {"start": start, "end": start + 12, "label": label, "quote": marks["text"][start : start + 12]}
    classroom.put(notebook, classroom.record(sheet.name, marks, {"m": mark}, "sheet1"))
    written = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution")]
    for cell in written:
        cell["source"] = f"I would ring {cell['metadata']['nbgrader']['grade_id']}."
    (tmp_path / "Ada.ipynb").write_text(json.dumps(notebook), "utf-8")
    desk.take([tmp_path / "Ada.ipynb"])
    for cell in written:
        name = cell["metadata"]["nbgrader"]["grade_id"]
        assert desk.part("texts", name).inner_text() == f"I would ring {name}."
    question = marks["question"]
    assert desk.part("answered", question).inner_text() == fill(SAY["answered_by"], n=1, all=1)
    assert desk.part("text", question).locator("mark").count() >= 1
    assert desk.part("mistakes").count() == desk.part("missed").count() == 0
    assert desk.page.get_by_text(SAY["no_key"]).is_visible()


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 1280), ("dark", 390), ("light", 320)]
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, built: Path, thirty: list[Path], scheme: str, width: int
) -> None:
    desk = Desk(
        browser, built, color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )  # axe brings a script of its own
    for files in ([], thirty):
        if files:
            desk.take(files)
            desk.page.get_by_text(SAY["list"]).click()
            desk.part("names").check()
        found = Axe().run(desk.page, options={"rules": {"target-size": {"enabled": True}}})
        seen = [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in found.response["violations"]]
        assert seen == []
        assert desk.page.evaluate("document.documentElement.scrollWidth") == width


def test_in_forced_colours_every_word_is_read_and_every_bar_seen(full: Desk) -> None:
    full.page.emulate_media(forced_colors="active", color_scheme="dark")
    try:
        ink, *found = full.page.evaluate(
            """() => {
              const of = (at, what) => getComputedStyle(document.querySelector(at))[what];
              return [of('body', 'color'), of('.heat mark', 'color'), of('.legend mark', 'color'),
                of('.bar > span', 'backgroundColor')]; }"""
        )
        assert found == [ink] * 3
        assert full.page.evaluate("getComputedStyle(document.body).backgroundColor") != ink
    finally:
        full.page.emulate_media(forced_colors="none", color_scheme="light")


def class_question() -> dict[str, Any]:
    table = cases.load("class")
    text = table["text"]

    def place(quote: str) -> dict[str, Any]:
        return {"start": text.index(quote), "end": text.index(quote) + len(quote), "quote": quote}

    passages = [{"start": text.index(a), "end": text.index(b) + len(b)} for a, b in table["passages"]]
    labels = [{"id": label, "name": label} for label in table["labels"]]
    key = [mark | place(mark["quote"]) for mark in table["key"]]
    return {"kind": "marks", "text": text, "passages": passages, "labels": labels, "key": key}


@pytest.mark.parametrize("case", cases.load("class")["cases"], ids=lambda case: case["name"][:40])
def test_the_table_of_counts(page: Page, case: dict[str, Any]) -> None:
    question = class_question()
    text = question["text"]
    answers = []
    for own in case["students"]:
        marks = {
            f"m{n}": {"start": text.index(quote), "end": text.index(quote) + len(quote)}
            | {"label": label, "quote": quote}
            for n, (quote, label) in enumerate(own)
        }
        fields = {"revision": 1, "saved_at": "2026-01-01T00:00:00.000Z", "value": {}}
        answers.append({"name": "", "record": cases.record("marks", fields) | {"value": marks}})
    runs, found = page.evaluate(
        """async ([question, answers, label]) => {
          const { heat, findings } = await import('/tally.js');
          return [heat(question, answers, label), findings(question, answers)]; }""",
        [question, answers, case.get("label")],
    )
    assert [[text[run["start"] : run["end"]], run["who"]] for run in runs] == case["heat"]
    for part in ("mistakes", "missed", "arguable"):
        assert [[one["quote"], one["who"]] for one in found[part]] == case[part], part


@pytest.mark.parametrize(
    ("path", "id_", "name"),
    [
        ("Ada Brill_1234_assignsubmission_file_/03-sources.ipynb", "moodle 1234", "Ada Brill"),
        ("Ada Brill_1234_assignsubmission_file_my work.ipynb", "moodle 1234", "Ada Brill"),
        ("brillada_LATE_55_66_03-sources.ipynb", "canvas 55", "brillada"),
        ("brillada_55_67_03-sources-1.ipynb", "canvas 55", "brillada"),
        ("class/Ada Brill/03-sources.ipynb", "name ada brill", "Ada Brill"),
        ("Brill_Ada-03-sources (2).ipynb", "name ada brill", "Brill Ada"),
        ("03-sources Ada BRILL-Copy1.ipynb", "name ada brill", "Ada BRILL"),
        ("Zoë.ipynb", "name zoe", "Zoë"),
        ("ada/03-sources/03-sources.ipynb", "name ada", "ada"),
        ("03-sources (3).ipynb", "path 03-sources (3).ipynb", ""),
    ],
)
def test_whose_file_it_is(page: Page, path: str, id_: str, name: str) -> None:
    found = page.evaluate(
        "async path => (await import('/names.js')).person(path, '03-sources-invented')", path
    )
    assert found == {"id": id_, "name": name}
