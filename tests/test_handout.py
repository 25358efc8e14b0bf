"""Handouts: every question is on paper, nothing of the key is on the student's sheet, and all of it on the
teacher's."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kit import articles, cli, items, routes
from kit.paper import cells, printer, prose, render
from kit.paper.answers import answers
from kit.paper.command import notebooks
from kit.paper.passages import lines, pieces
from kit.paper.sheet import Sheet, sheet
from kit.plots import Bars
from kit.words import words

ROOT = Path(__file__).parent.parent
LESSONS = [path.stem for path in notebooks(ROOT)]
BOTH = [
    (name, route)
    for name in LESSONS
    for route in (routes.REAL, routes.INVENTED)
    if route == routes.REAL or cells.name_on(route, name) != name
]
OUR_FEEDBACK = ("feedback", "missed", "empty", "wide", "narrow", "sample", "wrong")


@cache
def made(name: str, route: str) -> Sheet:
    return sheet(ROOT / "notebooks" / f"{name}.ipynb", route)


@cache
def students(name: str, route: str) -> str:
    return render.students(made(name, route))


@cache
def teachers(name: str, route: str) -> str:
    return render.teachers(made(name, route))


class Words(HTMLParser):
    """The text of a page, its spaces made one; styles are no text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.quiet = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.quiet = tag in ("style", "title", "sup") or ("class", "n") in attrs

    def handle_endtag(self, tag: str) -> None:
        self.quiet = False

    def handle_data(self, data: str) -> None:
        self.parts += [] if self.quiet else [data]

    def __str__(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.parts))


def text(page: str) -> str:
    return str(Words(page))


def one_line(said: str) -> str:
    return re.sub(r"\s+", " ", said.replace("**", "")).strip()


def said_of_answers(value: Any, field: str = "") -> Iterator[str]:
    """Every sentence of a question that an answer is explained with."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from said_of_answers(inner, name if name in OUR_FEEDBACK else field)
    elif isinstance(value, list):
        for inner in value:
            yield from said_of_answers(inner, field)
    elif field and isinstance(value, str):
        yield value


@pytest.mark.parametrize(("name", "route"), BOTH)
def test_every_question_of_the_lesson_is_on_paper(name: str, route: str) -> None:
    asked = items.lesson(cells.name_on(route, name)).questions
    assert {question["question"] for question in made(name, route).questions} == set(asked)
    shown = text(students(name, route))
    for question in asked.values():
        said = prose.question(name, question)
        assert one_line(said["prompt"]) in shown
        for option in [*said.get("options", ()), *said.get("claims", ()), *said.get("clues", ())]:
            assert one_line(option["text"]) in shown
        for card in said.get("cards", ()):
            assert one_line(card["text"]) in shown, "cards to cut out, or in a table"
        for starter in said.get("starters", ()):
            assert one_line(starter) in shown
        for place in question.get("passages", ()):
            for line in question["text"][place["start"] : place["end"]].split("\n"):
                assert one_line(line) in shown
        for label in question.get("labels", ()):
            assert f"{label['name']}: draw " in shown


@pytest.mark.parametrize(("name", "route"), BOTH)
def test_the_students_sheet_has_no_feedback_and_nothing_of_the_key(name: str, route: str) -> None:
    page = students(name, route)
    shown = text(page)
    sentences = [s for q in made(name, route).questions for s in said_of_answers(q)]
    assert len(sentences) > 3
    own = {one_line(cell.source) for cell in _prose(name)}
    leaked = [
        s
        for s in sentences
        if len(s) > 25 and one_line(s) in shown and not any(one_line(s) in o for o in own)
    ]
    assert leaked == []
    drawn = json.dumps([block.get("asked") for block in made(name, route).blocks if "asked" in block])
    for field in ("feedback", "right", "key", "missed", "accept", "needed", "sample", "answer", "order"):
        assert f'"{field}":' not in drawn


def _prose(name: str) -> list[Any]:
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == "markdown"]


@pytest.mark.parametrize(("name", "route"), BOTH)
def test_the_answers_name_every_right_answer_and_what_to_say(name: str, route: str) -> None:
    shown = text(teachers(name, route))
    for question in made(name, route).questions:
        for mark in question.get("key", ()):
            assert one_line(mark["quote"]) in shown
            assert one_line(mark["feedback"]) in shown
        for option in question.get("options", ()):
            if question["kind"] == "choice":
                assert one_line(option["text"]) in shown
                assert one_line(option["feedback"]) in shown
        if question["kind"] == "number":
            assert f"{question['answer']:,g}" in shown
        for claim in question.get("claims", ()):
            card = next((c for c in question["cards"] if c["id"] == claim["right"]), None)
            named = card.get("title", "") if card else words()["match"]["none"]
            assert one_line(claim["text"]) in shown
            assert one_line(named) in shown
        if "accept" in question:
            steps = {step["id"]: step["text"] for step in question["steps"]}
            assert f"from {steps[question['accept']['from']]} to {steps[question['accept']['to']]}" in shown
        for name_of in question.get("needed", ()):
            assert next(c for c in question["cards"] if c["id"] == name_of)["title"] in shown
        if "sample" in question:
            assert one_line(question["sample"]) in shown


def test_borderline_marks_are_fair_either_way() -> None:
    found = answers(made("03-sources", routes.REAL))
    four = next(one for one in found if one["name"] == "q4")
    fair = next(table for table in four["tables"] if table["name"].startswith("Fair either way"))
    assert [quote for quote, _ in fair["rows"]] == [
        "A: “This unprecedented military buildup” (No source given)",
        "B: “Sheinbaum” (A person)",
        "B: “Putin” (A person)",
        "B: “their coalition is prepared to counteract American aggression” (No source given)",
    ]


def test_letters_of_cards_are_the_same_on_both_sheets() -> None:
    sheet_of = made("03-sources", routes.REAL)
    five = next(q for q in sheet_of.questions if q["question"] == "q5")
    names = {card["id"]: f"Card {'ABCD'[n]}: {card['title']}" for n, card in enumerate(five["cards"])}
    rows = next(a for a in answers(sheet_of) if a["name"] == "q5")["tables"][0]["rows"]
    for claim, (shown, _) in zip(five["claims"], rows, strict=True):
        assert shown == f"{claim['text']} → {names.get(claim['right'], '0: None of these cards')}"
    for letter, title in (("A", five["cards"][0]["title"]), ("D", five["cards"][3]["title"])):
        assert f"{letter}: {title}" in text(students("03-sources", routes.REAL))


def test_the_keys_own_table_is_not_on_paper() -> None:
    tables = [block for block in made("08-machine", routes.REAL).blocks if block["type"] == "table"]
    shown = {cell for block in tables for row in block["rows"] for cell in row}
    assert "Washington" in shown, "the machine's own marks are"
    firm = {mark["quote"] for mark in articles.key("alliance")["marks"] if mark["label"] == "loaded"}
    assert not firm & shown


SCREEN = re.compile(
    r"\b(press(es)?|clicks?|tap|undo|scroll\w*|screens?|python|binder|notebooks?|save themselves|run all|"
    r"menu|browser|keyboard|kit\.\w+|cell|(?-i:Check))\b",
    re.I,
)


@pytest.mark.parametrize(("name", "route"), BOTH)
def test_paper_never_speaks_of_a_screen(name: str, route: str) -> None:
    """The lesson's own voice; a text or a card may tell of a screen."""
    blocks = made(name, route).blocks
    said = [text(block["html"]) for block in blocks if block["type"] == "prose"]
    asked = [block["asked"] for block in blocks if block["type"] == "question"]
    said += [f"{one['prompt']} {one.get('help', '')} {one.get('ask_clue', '')}" for one in asked]
    assert [line for line in said if SCREEN.search(line)] == []


@pytest.mark.parametrize("name", LESSONS)
def test_what_paper_says_differently_has_its_place(name: str) -> None:
    own, plan = prose.of_lesson(name), items.lesson(name)
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    ids = {cell.id for cell in notebook.cells}
    assert set(own.get("cells", ())) <= ids
    assert set(own.get("questions", ())) <= set(plan.questions)
    assert set(own.get("article_before", ())) <= ids | set(plan.questions)
    assert set(own.get("without", ())) <= ids


def test_each_swap_is_needed() -> None:
    found = [cell.source for name in LESSONS for cell in _prose(name)]
    found += [json.dumps(items.plan(name), ensure_ascii=False) for name in items.lessons()]
    whole = "\n".join(found)
    assert [swap["from"] for swap in prose.differences()["swaps"] if swap["from"] not in whole] == []
    assert set(prose.differences()["lessons"]) <= set(LESSONS)


@pytest.mark.parametrize(("name", "route"), BOTH)
def test_a_text_stands_before_its_questions_and_more_after_stop(name: str, route: str) -> None:
    blocks = made(name, route).blocks
    parts = [block["part"] for block in blocks if block["type"] == "question"]
    assert parts == sorted(parts), "core, then more"
    stops = [n for n, block in enumerate(blocks) if block.get("stop")]
    assert len(stops) == 1
    assert "<h2>Stop here</h2>" in blocks[stops[0]]["html"]
    assert all(block["part"] == "core" for block in blocks[: stops[0]] if block["type"] == "question")
    assert all(block["part"] == "more" for block in blocks[stops[0] :] if block["type"] == "question")
    assert "more" not in parts or blocks[stops[0] + 1]["more"]


def test_the_licence_stands_on_sheets_with_the_real_article_alone() -> None:
    real, invented = students("02-claims", routes.REAL), students("02-claims", routes.INVENTED)
    licence = words()["handout"]["licence_real"]
    assert html.escape(licence, quote=True).replace("&#x27;", "&#39;") in real
    assert "unknown licence" not in invented
    assert "unknown\\2d" not in invented
    alliance = articles.load("alliance").text
    for name in LESSONS:
        if routes.has_invented([name]):
            assert not any(
                one_line(line) in text(students(name, routes.INVENTED))
                for line in alliance.split("\n")
                if len(line) > 40
            )


HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)> & "quoted" </style> {{ 7*7 }}'


def test_hostile_text_is_shown_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    (folder / "00-start.toml").write_text(
        f'v = 1\nlesson = "00-start"\ntitle = {json.dumps(HOSTILE)}\naim = {json.dumps(HOSTILE)}\n'
        f'[[items]]\nid = "q1"\nkind = "choice"\nprompt = {json.dumps(HOSTILE)}\n'
        f'[[items.options]]\nid = "a"\ntext = {json.dumps(HOSTILE)}\nright = true\n'
        f"feedback = {json.dumps(HOSTILE)}\n"
        f'[[items.options]]\nid = "b"\ntext = "b"\nfeedback = "b"\n',
        "utf-8",
    )
    monkeypatch.setattr(items, "LESSONS", folder)
    notebook = nbformat.v4.new_notebook()
    notebook.cells = [
        nbformat.v4.new_markdown_cell(
            f"# {HOSTILE}\n\n[go](javascript:alert(1)) ![x](https://example.org/x.png) <https://example.org>"
        ),
        nbformat.v4.new_code_cell('import kit\nkit.lesson("00-start")'),
        nbformat.v4.new_code_cell('kit.choose("q1")'),
        nbformat.v4.new_code_cell(f"import pandas as pd\npd.DataFrame({{'a': [{HOSTILE!r}]}})"),
    ]
    (tmp_path / "00-start.ipynb").write_text(nbformat.writes(notebook), "utf-8")
    found = sheet(tmp_path / "00-start.ipynb")
    for page in (render.students(found), render.teachers(found)):
        tags = re.sub(r"<style>.*?</style>", "", page, flags=re.S)
        assert "<script" not in page
        assert "<img" not in page
        assert not re.search(r"""\b(href|src|onerror)\s*=\s*["']""", tags)
        assert "&lt;script&gt;" in page
        assert "49" not in tags.replace("&#34;", "")
        assert page.count("</style>") == 1


def test_lines_hold_the_whole_text_and_are_short() -> None:
    article = articles.load("alliance")
    found = lines(article.text)
    assert (
        " ".join("".join(piece.text for piece in line.pieces) for line in found).split()
        == one_line(article.text).split()
    )
    assert [line.number for line in found] == list(range(1, len(found) + 1))
    assert max(sum(len(piece.text) for piece in line.pieces) for line in found) <= 66
    assert found[0].head
    assert not found[5].head


def test_marks_that_overlap_are_cut_into_pieces() -> None:
    marks = [{"start": 0, "end": 5, "tone": 0}, {"start": 2, "end": 8, "tone": 4}]
    found = pieces("abcdefghij", 0, 10, marks)
    assert [(piece.text, piece.tones, piece.numbers) for piece in found] == [
        ("ab", (0,), ()),
        ("cde", (4, 0), (1,)),
        ("fgh", (4,), (2,)),
        ("ij", (), ()),
    ]


def test_bars_and_tables_are_printed_and_single_numbers_are_not(tmp_path: Path) -> None:
    parts = list(cells.shown(ROOT / "notebooks" / "09-transfer.ipynb"))
    assert any(isinstance(part, cells.Chart) and isinstance(part.bars, Bars) for part in parts)
    shown = text(students("09-transfer", routes.REAL))
    assert "Bar chart:" in shown
    assert "'reservoir':" not in shown
    assert not any("nunique" in str(block) for block in made("06-evidence", routes.REAL).blocks)


def test_the_machines_marks_are_numbered_with_their_reasons() -> None:
    block = next(b for b in made("08-machine", routes.REAL).blocks if b["type"] == "text" and b["machine"])
    numbers = [n for line in block["lines"] for piece in line.pieces for n in piece.numbers]
    assert sorted(numbers) == list(range(1, len(block["marks"]) + 1))
    assert all(mark["why"] and mark["label"] for mark in block["marks"])
    assert len({one["tone"] for one in block["legend"]}) == 2
    assert all("of 10 are right" in one["right"] for one in block["legend"])


def test_lines_of_labels_differ_in_kind() -> None:
    style = (Path(render.__file__).parent / "page.css").read_text("utf-8")
    shown = [re.search(rf"^\.t{n} {{(.*)}}", style, re.M) for n in range(len(words()["labels"]))]
    rules = [
        re.sub(r"[\d.]+mm", "", match[1]) if n != 3 else match[1] for n, match in enumerate(shown) if match
    ]
    assert len(set(rules)) == len(words()["labels"]) == len(words()["handout"]["lines"])
    for label, entry in words()["labels"].items():
        letters = words()["handout"]["kinds"].get(label, {})
        assert set(letters) == set(entry.get("kinds", {}))
        assert len(set(letters.values())) == len(letters)


def test_the_command_writes_both_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["handout", "00-start", "--answers", "--out", str(tmp_path), "--root", str(ROOT)]
    assert cli.main(call) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"00-start.html", "00-start-answers.html"}
    assert capsys.readouterr().out.count("made") == 2


def test_an_unknown_lesson_is_named_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["handout", "99-nothing", "--root", str(ROOT)]) == 2
    said = capsys.readouterr().err
    assert "99-nothing" in said
    assert "03-sources" in said


def test_without_a_browser_the_error_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "NAMES", ("no-such-browser",))
    monkeypatch.setattr(printer, "PLACES", ())
    monkeypatch.delenv(printer.VARIABLE, raising=False)
    assert cli.main(["handout", "00-start", "--pdf", "--out", str(tmp_path), "--root", str(ROOT)]) == 2
    said = capsys.readouterr().err
    assert "no-such-browser" in said
    assert str(tmp_path / "00-start.html") in said
    assert (tmp_path / "00-start.html").is_file(), "the page to open and print is there"


def test_a_browser_that_makes_no_pdf_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(printer.VARIABLE, "true")
    with pytest.raises(ValueError, match="made no PDF"):
        printer.pdf("<p>x</p>", tmp_path / "a.pdf", tmp_path / "a.html")
