"""The browser scores, explains and merges as Python does: on the tables of cases, and on random answers."""

from __future__ import annotations

import random
from typing import Any

import pytest
from playwright.sync_api import Page

from kit import anchors, feedback, records
from kit.marks import tokens
from kit.widgets import bundle
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


def test_what_a_graded_question_says_is_the_same(page: Page) -> None:
    options = [{"id": name, "text": name.upper()} for name in "abc"]
    asked = {"question": "q1", "kind": "choice", "graded": True, "options": options, "confidence": True}
    answers = [
        cases.record("choice", {"revision": revision, "saved_at": "", "value": value})
        for revision, value in ((0, []), (1, ["b"]), (2, ["c", "a"]))
    ]
    assert explained(page, asked, answers) == [feedback.explain(asked, answer) for answer in answers]


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
        """async () => { const { shuffled } = await import('/fields.js');
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
