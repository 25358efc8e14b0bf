"""The browser scores, explains and merges as Python does: on the tables of cases, and on random answers."""

from __future__ import annotations

import random
from typing import Any

import pytest
from playwright.sync_api import Page

from kit import anchors, comparison, feedback, feedback_fields, records, schemas
from kit.marks import tokens
from kit.widgets import bundle
from kit.widgets.still import question_html
from kit.words import words
from tests import cases

QUESTION = cases.check_question()


def call(page: Page, module: str, name: str, *arguments: Any) -> Any:
    return page.evaluate(
        "async ([module, name, args]) => (await import('/' + module))[name](...args)",
        [module, name, list(arguments)],
    )


def explained(page: Page, question: Any, answers: list[Any]) -> list[Any]:
    found: list[Any] = page.evaluate(
        """async ([question, answers, words]) => {
          const { explain } = await import('/check.js');
          return answers.map(answer => explain(question, answer, words)); }""",
        [question, answers, words()],
    )
    return found


def random_answer(choose: random.Random) -> dict[str, Any]:
    spans = tokens(QUESTION["text"])
    marks = {}
    for number in range(choose.randrange(12)):
        first = choose.randrange(len(spans))
        last = min(len(spans) - 1, first + choose.choice([0, 0, 0, 1, 2, 6]))
        start, end = spans[first][0], spans[last][1]
        mark = {"start": start, "end": end, "label": choose.choice(["source", "source", "hedge"])}
        mark["quote"] = QUESTION["text"][start:end]
        kind = choose.choice([None, "person", "anonymous", "organisation", "modal"])
        marks[f"m{number}"] = mark | ({"kind": kind} if kind else {})
    return cases.record("marks", {"revision": 1, "saved_at": "2026-01-01T00:00:00.000Z", "value": marks})


def test_feedback_on_the_cases(page: Page) -> None:
    table = cases.load("check")["cases"]
    for case, found in zip(
        table, explained(page, QUESTION, [cases.check_record(c) for c in table]), strict=True
    ):
        assert found["fraction"] == pytest.approx(case["fraction"]), case["name"]
        for line, (outcome, text) in zip(found["lines"], case["lines"], strict=True):
            assert line["outcome"] == outcome, case["name"]
            assert line["text"].startswith(text), case["name"]


def test_a_comparison_of_random_answers_is_the_same_in_both(page: Page) -> None:
    choose = random.Random(11)
    pairs = []
    for _ in range(150):
        machine = list(random_answer(choose)["value"].values())
        for number, mark in enumerate(machine):
            mark |= {"id": f"m{number}", "reason": f"Reason {number}."}
        pairs.append([random_answer(choose), machine])
    found = page.evaluate(
        """async ([question, pairs, words]) => {
          const { compare, isReady } = await import('/comparison.js');
          return pairs.map(([a, m]) => [isReady(a), compare(question, a, m, words)]); }""",
        [QUESTION, pairs, words()],
    )
    for (answer, machine), (ready, rows) in zip(pairs, found, strict=True):
        assert ready == comparison.is_ready(answer)
        assert rows == comparison.rows(QUESTION, answer, machine)


DESK = cases.desk()
FIELDS = [name for name, question in DESK.items() if question["kind"] in feedback_fields.EXPLAIN]


def test_feedback_on_the_cases_of_fields(page: Page) -> None:
    for case in cases.load("fields")["cases"]:
        (found,) = explained(page, DESK[case["question"]], [cases.field_record(case)])
        assert found["fraction"] == pytest.approx(case["fraction"]), case["name"]
        assert [line["outcome"] for line in found["lines"]] == [outcome for outcome, _ in case["lines"]]


def random_value(question: dict[str, Any], choose: random.Random) -> Any:
    """What a student could answer: mostly sound, sometimes of an older version of the item."""

    def some(parts: str) -> list[str]:
        known = [part["id"] for part in question.get(parts, [])] + ["gone"]
        return choose.sample(known, choose.randrange(len(known) + 1))

    def one(parts: str) -> str:
        return choose.choice(["", *(part["id"] for part in question.get(parts, []))])

    kind = question["kind"]
    if kind == "choice":
        return some("options")
    if kind == "order":
        ids = [option["id"] for option in question["options"]]
        return choose.choice([some("options"), choose.sample(ids, len(ids))])
    if kind == "match":
        return {claim: choose.choice(["list", "plan", "none", "gone"]) for claim in some("claims")}
    if kind == "number":
        return choose.choice([None, 31, 4200, 4210.0, 4210.5, -3, 0.1 + 0.2, choose.uniform(0, 9999)])
    if kind == "date":
        return {"from": one("steps"), "to": one("steps"), "clue": one("clues")}
    if kind == "ratings":
        return {option: choose.randint(1, 6) for option in some("options")}
    opened = [card for card in some("cards") if card != "gone"]
    sure = {"sure_after": choose.randint(0, len(opened))} if choose.random() < 0.6 else {}
    return {"opened": opened} | sure


@pytest.mark.parametrize("graded", [False, True])
@pytest.mark.parametrize("name", FIELDS)
def test_feedback_on_a_hundred_random_answers_in_fields(page: Page, name: str, graded: bool) -> None:
    choose = random.Random(7)
    question = DESK[name] | {"graded": graded}
    values = [random_value(question, choose) for _ in range(100)]
    answers = [cases.field_record({"question": name, "value": value}) for value in values]
    for answer, found in zip(answers, explained(page, question, answers), strict=True):
        expected = feedback.explain(question, answer)
        assert found["fraction"] == pytest.approx(expected["fraction"]), answer["value"]
        assert found | {"fraction": 0} == expected | {"fraction": 0}, answer["value"]


@pytest.mark.parametrize("name", FIELDS)
def test_line_soundness_and_the_static_copy_of_fields_are_the_same_in_both(page: Page, name: str) -> None:
    choose = random.Random(9)
    question = DESK[name]
    answers = [
        cases.field_record({"question": name, "value": random_value(question, choose)}) for _ in range(40)
    ]
    answers.append(records.blank("desk", name, question["kind"]))
    found = page.evaluate(
        """async ([question, answers, words]) => {
          const { isAnswered, line, sound } = await import('/record.js');
          const { still } = await import('/still.js');
          const text = html => { const at = document.createElement('div'); at.innerHTML = html;
            return [at.innerText.replace(/\\s+/g, ' ').trim(), at.querySelectorAll('li').length]; };
          const all = a => [line(a, words), isAnswered(a), sound(a), text(still(question, a, words))];
          return answers.map(all); }""",
        [question, answers, words()],
    )
    copies = page.evaluate(
        """htmls => htmls.map(html => { const at = document.createElement('div'); at.innerHTML = html;
          return [at.innerText.replace(/\\s+/g, ' ').trim(), at.querySelectorAll('li').length]; })""",
        [question_html(question, answer) for answer in answers],
    )
    for answer, copy, one in zip(answers, copies, found, strict=True):
        assert one == [records.line(answer), records.is_answered(answer), True, copy], answer["value"]


def test_a_damaged_value_is_no_sound_record(page: Page) -> None:
    damaged = [
        ("order", "a"),
        ("order", [1]),
        ("match", {"a": 1}),
        ("match", ["a"]),
        ("number", "3"),
        ("date", {"from": "a", "to": "b"}),
        ("date", "a"),
        ("evidence", {"opened": "a"}),
        ("evidence", {"opened": [], "sure_after": -1}),
        ("ratings", {"a": 7}),
        ("ratings", {"a": 1.5}),
    ]
    for kind, value in damaged:
        answer = cases.record(kind, {"revision": 1, "saved_at": "2026-01-01T00:00:00.000Z", "value": value})
        assert call(page, "record.js", "sound", answer) is False, (kind, value)
        with pytest.raises(schemas.InvalidDataError):
            records.check(answer)


def test_a_record_with_names_and_times_that_are_no_data_is_judged_without_an_error(page: Page) -> None:
    framed = cases.record("choice", {"revision": 1, "saved_at": "", "value": []})
    for kind in ("constructor", "__proto__", "toString"):
        assert call(page, "record.js", "sound", framed | {"kind": kind}) in (True, False)
    for time in ({"toString": 1}, ["2026-01-01T00:00:00.000Z"], None):
        assert call(page, "record.js", "sound", framed | {"saved_at": time}) is False


def test_what_a_graded_question_says_is_the_same(page: Page) -> None:
    options = [{"id": name, "text": name.upper()} for name in "abc"]
    asked = {"question": "q1", "kind": "choice", "graded": True, "options": options, "confidence": True}
    answers = [
        cases.record("choice", {"revision": revision, "saved_at": "", "value": value})
        for revision, value in ((0, []), (1, ["b"]), (2, ["c", "a"]))
    ]
    assert explained(page, asked, answers) == [feedback.explain(asked, answer) for answer in answers]
    labels = [{"id": "source", "kinds": [{"id": "person", "name": "A person"}]}, {"id": "hedge"}]
    marked = cases.check_record({"marks": [["Critics", "source", None], ["may", "hedge", None]]})
    asked = QUESTION | {"graded": True, "labels": labels}
    assert explained(page, asked, [marked]) == [feedback.explain(asked, marked)]


def test_feedback_on_five_hundred_random_answers(page: Page) -> None:
    choose = random.Random(7)
    answers = [random_answer(choose) for _ in range(500)]
    for answer, found in zip(answers, explained(page, QUESTION, answers), strict=True):
        expected = feedback.explain(QUESTION, answer)
        assert found["fraction"] == pytest.approx(expected["fraction"])
        assert found | {"fraction": 0} == expected | {"fraction": 0}


@pytest.mark.parametrize("turned", [False, True])
def test_merge_on_the_cases(page: Page, turned: bool) -> None:
    for case in cases.load("merge"):
        pair = [cases.record(case["kind"], case[side]) for side in "ab"]
        pair = pair[::-1] if turned else pair
        assert call(page, "record.js", "merge", *pair) == records.merge(*pair), case["name"]


def test_anchors_on_the_cases(page: Page) -> None:
    for case in cases.load("anchors"):
        value, passages, expected = cases.anchors(case)
        assert call(page, "anchors.js", "anchored", value, case["text"], passages) == expected, case["name"]


def test_anchors_of_two_hundred_random_answers_to_an_edited_text(page: Page) -> None:
    choose = random.Random(7)
    for _ in range(200):
        old = random_answer(choose)
        text, spans = QUESTION["text"], tokens(QUESTION["text"])
        for start, end in sorted(choose.sample(spans, 3), reverse=True):
            text = text[:start] + choose.choice(["", "🦆 ", text[start:end] * 2, "“new” words"]) + text[end:]
        question = {"article": {"id": "cases", "sha256": "1" * 64}, "text": text}
        question["passages"] = [
            {"start": 0, "end": len(text) // 2},
            {"start": len(text) // 2, "end": len(text)},
        ]
        now = anchors.carried(old, question)
        assert now is not None
        assert call(page, "anchors.js", "carried", old, question) == now
        assert [mark for _, mark in call(page, "anchors.js", "lost", old, now)] == anchors.lost(old, now)


def test_line_is_the_same_in_both(page: Page) -> None:
    verdict = {"start": 0, "end": 1, "label": "hedge", "agree": False}
    judged = {"m1": verdict, "m2": verdict | {"agree": True}, "m3": verdict | {"end": 9}, "m4": None}
    values = {"marks": {}, "choice": ["a", "b"], "text": "x" * 99, "value": 3.5, "verdicts": judged}
    for kind, value in values.items():
        answer = cases.record(kind, {"revision": 1, "saved_at": "", "value": value})
        assert call(page, "record.js", "line", answer, words()) == records.line(answer)


def test_offsets_and_tokens_are_the_same_in_both(page: Page) -> None:
    text = "“Café” 🦆👩‍👩‍👧 𝒳-ray rock’n’roll, 4,500 U.S. — naïve 日本"
    units = page.evaluate(
        """async text => { const { tokens, Offsets } = await import('/text.js');
          const o = new Offsets(text);
          return tokens(text).map(([s, e]) => [o.toPoints(s), o.toPoints(e)]); }""",
        text,
    )
    assert [tuple(pair) for pair in units] == tokens(text)


def test_a_shuffle_follows_its_seed_and_loses_nothing(page: Page) -> None:
    orders = page.evaluate(
        """async () => { const { shuffled } = await import('/shuffle.js');
          return [1, 1, 2, 3].map(seed => shuffled(['a', 'b', 'c', 'd', 'e'], seed)); }"""
    )
    assert orders[0] == orders[1]
    assert all(sorted(order) == ["a", "b", "c", "d", "e"] for order in orders)
    assert len({tuple(order) for order in orders}) > 1


def test_the_one_module_of_the_widget_loads(page: Page) -> None:
    kind = page.evaluate(
        """async text => { const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
          return typeof (await import(url)).default.render; }""",
        bundle.module(),
    )
    assert kind == "function"
