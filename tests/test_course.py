"""The course as a whole: what each lesson promises its students, held over every lesson and both routes."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import textstat

from kit import articles, items, routes

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "notebooks"
ALL = items.lessons()
BASE = [name for name in ALL if not name.endswith(items.INVENTED)]
TAUGHT = [name for name in BASE if name[:2] in {f"0{n}" for n in range(1, 9)}]
LATER = [name for name in TAUGHT if name >= "03"]
MAIN_TEXT = "alliance"
CODEBOOK = ("claim", "source", "hedge", "weasel", "loaded")
QUOTED = re.compile(r"“([^”]+)”")
STOP = "Stop here"
OF_THE_ARTICLE = re.compile(
    r"Sheinbaum|Putin|Trump|Venezuel|Maduro|Mexic|Russia|Moscow|Lavrov|Caracas|Washington|U\.S\.|American"
)


@cache
def cells(name: str) -> list[dict[str, Any]]:
    path = NOTEBOOKS / f"{name.removesuffix(items.INVENTED)}.ipynb"
    route = routes.INVENTED if name.endswith(items.INVENTED) else routes.REAL
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["cells"]
    return [cell for cell in found if cell["metadata"].get(routes.ROUTE, route) == route]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def planned(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = items.plan(name)["items"]
    return found


def feedback(item: Any) -> list[str]:
    """Return every sentence that an item may say to a student, wherever it stands in the item."""
    said = []
    if isinstance(item, dict):
        for field, value in item.items():
            if isinstance(value, str) and field in ("feedback", "missed", "wide", "narrow", "empty"):
                said.append(value)
            elif field in ("feedback", "wrong_kinds", "wrong") and isinstance(value, dict):
                said += [text for text in value.values() if isinstance(text, str)]
            elif field not in ("problems", "passages") or field == "passages":
                said += feedback(value)
    elif isinstance(item, list):
        said = [text for part in item for text in feedback(part)]
    return said


def prose(name: str) -> str:
    """Return what a lesson says in words of its own: no quoted words, no tables' bars, no links' targets."""
    said = [source(cell) for cell in cells(name) if cell["cell_type"] == "markdown"]
    for item in planned(name):
        said += [item["prompt"], item.get("help", ""), *feedback(item)]
        said += [option["text"] for option in item.get("options", ())]
    text = "\n".join(said)
    text = re.sub(r"\|[-| ]+\|", " ", text).replace("|", ". ")
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^[#\-\d. ]+|[*`_]", "", text, flags=re.M)
    return QUOTED.sub("it", text)


@pytest.mark.parametrize("name", ALL)
def test_an_aim_minutes_and_a_part_for_every_item(name: str) -> None:
    plan = items.plan(name)
    assert len(re.findall(r"[.!?](?:\s|$)", plan["aim"])) == 1, "the aim is one sentence"
    assert plan["minutes"] <= (45 if name.startswith("one-lesson") else 25)
    assert all("part" in item for item in plan["items"])
    assert sum(item["part"] == "core" for item in plan["items"]) <= 8


@pytest.mark.parametrize("name", ALL)
def test_the_core_comes_first_then_stop_here_then_more(name: str) -> None:
    code: dict[str, int] = {}
    stops = []
    for at, cell in enumerate(cells(name)):
        if cell["cell_type"] == "code":
            for asked in re.findall(r'kit\.\w+\("([a-z0-9-]+)"', source(cell)):
                code.setdefault(asked, at)
        elif re.search(rf"^## {STOP}", source(cell), re.M):
            stops.append(at)
    assert len(stops) == 1, f"one cell headed “{STOP}”"
    for item in planned(name):
        assert (code[item["id"]] < stops[0]) == (item["part"] == "core"), item["id"]


@pytest.mark.parametrize("name", ALL)
def test_the_core_ends_with_a_question_that_asks_how_sure(name: str) -> None:
    core = [item for item in planned(name) if item["part"] == "core"]
    assert name.startswith("00") or core[-1].get("confidence")


@pytest.mark.parametrize("name", TAUGHT)
def test_one_item_is_for_two(name: str) -> None:
    assert sum(item.get("pair", False) for item in planned(name)) == 1


@pytest.mark.parametrize("name", LATER)
def test_earlier_items_come_back_and_half_of_the_practice_is_on_other_texts(name: str) -> None:
    practice = planned(name)
    back = [item["returns"] for item in practice if "returns" in item]
    assert back
    for place in back:
        lesson, item = place.split("/")
        assert lesson < name
        assert item in items.lesson(lesson).questions
    elsewhere = sum(item.get("article", items.plan(name).get("article")) != MAIN_TEXT for item in practice)
    assert 2 * elsewhere >= len(practice)


def test_each_of_the_first_four_lessons_comes_back() -> None:
    back = {item["returns"].split("/")[0] for name in LATER for item in planned(name) if "returns" in item}
    assert {name for name in BASE if name[:2] in ("01", "02", "03", "04")} <= back


@pytest.mark.parametrize("name", ALL)
def test_an_item_shows_at_most_sixty_words_of_a_text(name: str) -> None:
    for question in items.lesson(name).questions.values():
        shown = [question["text"][p["start"] : p["end"]] for p in question.get("passages", [])]
        assert len(" ".join(shown).split()) <= 60, question["question"]


def test_no_two_items_share_a_sentence_of_feedback() -> None:
    """The invented route shares whole items with the other; what it says itself is its own."""
    said: list[tuple[str, str]] = []
    for name in ALL:
        kept = planned(name.removesuffix(items.INVENTED)) if name.endswith(items.INVENTED) else []
        for item in planned(name):
            if item not in kept:
                said += [(text, f"{name}/{item['id']}") for text in feedback(item)]
    sentences = Counter(
        sentence.strip()
        for text, _ in said
        for sentence in re.split(r"(?<=[.?!])\s+", text)
        if len(sentence.split()) > 5 and sentence.strip() != "Fair call, no points either way."
    )
    twice = {sentence for sentence, times in sentences.items() if times > 1}
    assert not {(sentence, place) for text, place in said for sentence in twice if sentence in text}


def _of(name: str, item: dict[str, Any]) -> str:
    """Return every word that an item shows: its text, prompt, options, claims and cards."""
    question = items.lesson(name).questions[item["id"]]
    shown = json.dumps({**question, "key": None}, ensure_ascii=False).replace('\\"', '"').replace("**", "")
    main = item.get("article", items.plan(name).get("article"))
    whole = articles.load(main).text if main else ""
    return f"{shown} {whole}".casefold()


@pytest.mark.parametrize("name", ALL)
def test_what_is_said_of_a_wrong_answer_quotes_the_words_concerned(name: str) -> None:
    for item in planned(name):
        wrong = [option for option in item.get("options", ()) if item["kind"] == "choice"]
        said = [o["feedback"] for o in wrong if not o.get("right")]
        said += [mark["feedback"] for mark in item.get("key", ()) if mark["status"] == "trap"]
        shown = _of(name, item) if said else ""
        for text in said:
            quotes = [quote.strip(" .,?!…").casefold() for quote in QUOTED.findall(text)]
            assert any(quote in shown for quote in quotes), f"{item['id']}: no words of the item in: {text}"


@pytest.mark.parametrize("name", ALL)
def test_every_item_explains_right_wrong_tempting_and_missed(name: str) -> None:
    for question in items.lesson(name).questions.values():
        if question["kind"] != "marks":
            continue
        status = Counter(mark["status"] for mark in question["key"])
        assert status["trap"] >= 1, question["question"]
        for mark in question["key"]:
            assert len(mark["feedback"].split()) > 4
            assert mark["status"] != "firm" or mark.get("missed"), (question["question"], mark["quote"])


@pytest.mark.parametrize("name", [name for name in ALL if name[:2] != "00"])
def test_a_lesson_reads_at_grade_eight_or_lower(name: str) -> None:
    assert textstat.flesch_kincaid_grade(prose(name)) <= 8


@pytest.mark.parametrize("name", [name for name in ALL if name.endswith(items.INVENTED)])
def test_the_invented_route_never_mentions_the_article(name: str) -> None:
    shown = json.dumps(items.lesson(name).questions, ensure_ascii=False)
    shown += "\n".join(source(cell) for cell in cells(name))
    assert not OF_THE_ARTICLE.findall(shown)


@pytest.mark.parametrize("name", ALL)
def test_a_cell_is_short_and_its_links_lead_somewhere(name: str) -> None:
    for cell in cells(name):
        text = source(cell)
        if cell["cell_type"] == "markdown":
            assert len(re.sub(r"^\|.*$", "", text, flags=re.M).split()) <= 90, text[:60]
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
            there = (
                ROOT / "exercises" / "release" / target.removeprefix("exercises/")
                if target.startswith("exercises/")
                else NOTEBOOKS / target
            )
            assert there.exists(), target


@pytest.mark.parametrize("name", ALL)
def test_an_items_key_agrees_with_its_texts_key(name: str) -> None:
    """Where a text has a published key, an item judges no place of it otherwise."""
    for question in items.lesson(name).questions.values():
        where = question.get("article", {}).get("id")
        if question["kind"] != "marks" or not (articles.folder(where) / "key.json").is_file():
            continue
        asks_none = any(mark.get("kind") == "none" for mark in question["key"])
        known = {
            (mark["start"], mark["end"], mark["label"]): mark
            for mark in articles.key(where)["marks"]
            if mark["status"] != "trap" and (asks_none or mark.get("kind") != "none")
        }
        for inner in [m for m in known.values() if m.get("kind") == "quantity"]:
            around = [m for m in known.values() if m["label"] == "claim" and m is not inner]
            if any(m["start"] <= inner["start"] and inner["end"] <= m["end"] for m in around):
                known.pop((inner["start"], inner["end"], inner["label"]))  # it may be marked, or not (rule 4)
        asked = {label["id"] for label in question["labels"] if label.get("codebook")}
        own = {(mark["start"], mark["end"], mark["label"]): mark for mark in question["key"]}
        for place, mark in own.items():
            if mark["label"] not in asked:
                continue
            if mark["status"] == "trap":
                assert place not in known, (question["question"], mark["quote"], "a trap, but not in the key")
            elif place in known or mark["status"] == "firm":
                assert place in known, (question["question"], mark["quote"], "not in the text's key")
                assert known[place]["status"] == mark["status"], (question["question"], mark["quote"])
                if "kind" in mark:
                    assert known[place].get("kind") == mark["kind"], (question["question"], mark["quote"])
        for place, mark in known.items():
            if mark["label"] in asked and any(
                p["start"] <= place[0] and place[1] <= p["end"] for p in question["passages"]
            ):
                assert place in own, (question["question"], mark["quote"], "in the text's key alone")


@pytest.mark.parametrize(
    "path",
    sorted(path for folder in (".", "teach", "docs") for path in (ROOT / folder).glob("*.md")),
    ids=lambda path: path.name,
)
def test_the_links_of_a_page_lead_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("http"):
            continue
        file, _, place = target.partition("#")
        assert not file or (path.parent / file).exists(), target
        if place and not file:
            assert place in [re.sub(r"[^a-z0-9 -]", "", head.lower()).replace(" ", "-") for head in headings]


def test_every_lesson_has_a_teachers_page() -> None:
    pages = {path.stem for path in (ROOT / "teach").glob("*.md")}
    assert set(BASE) <= pages


def test_the_table_of_problems_names_every_item_that_tests_one() -> None:
    rows = re.findall(r"^\| (\d+) \|(.*)\|$", (ROOT / "teach" / "problems.md").read_text("utf-8"), re.M)
    named = {int(number): set(re.findall(r"`([a-z0-9-]+/[a-z0-9-]+)`", row)) for number, row in rows}
    tested: dict[int, set[str]] = {number: set() for number in range(1, 21)}
    for name in BASE:
        for item in planned(name):
            for number in item.get("problems", ()):
                tested[number].add(f"{name}/{item['id']}")
    assert named == tested
    assert all(tested.values()), "a problem that no item tests"
