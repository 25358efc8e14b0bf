"""What is damaged is said plainly; the rest works, and nothing is thrown away."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import kit
from kit import items, records
from tests.browser.keeping import answered, asks
from tests.browser.lab import DESK, Server, eventually

MARK = {"start": 107, "end": 114, "label": "source", "quote": "Critics"}
DAMAGE: dict[str, Any] = {
    "a number": 7,
    "a text": "x",
    "a list": [],
    "nothing in it": {},
    "true": True,
    "another version": {"v": 9},
    "no version": {"v": None},
    "no revision": {"revision": None},
    "a revision in words": {"revision": "x"},
    "half a revision": {"revision": 1.5},
    "a revision below zero": {"revision": -1},
    "a revision without end": {"revision": 1e300},
    "no time": {"saved_at": None},
    "a time in words": {"saved_at": "yesterday"},
    "another question": {"question": "q2"},
    "a question that is a list": {"question": ["q1"]},
    "a sheet that is a number": {"sheet": 5},
    "an article without its sum": {"article": {"id": "pond"}},
    "an article that is a text": {"article": "pond"},
    "a first answer that is a number": {"first": 3},
    "other answers that are none": {"others": 5},
    "other answers of nothing": {"others": [None]},
    "a value that is a list": {"value": [1]},
    "a value that is nothing": {"value": None},
    "a value that is a text": {"value": "Critics"},
    "a mark that is a number": {"value": {"m": 5}},
    "a mark that is a text": {"value": {"m": "Critics"}},
    "a mark without words": {"value": {"m": {"start": 1, "end": 2, "label": "source"}}},
    "a mark that ends first": {"value": {"m": MARK | {"end": 3}}},
    "a mark below zero": {"value": {"m": MARK | {"start": -5}}},
    "a mark with places in words": {"value": {"m": MARK | {"start": "107"}}},
    "a mark with no label": {"value": {"m": MARK | {"label": None}}},
}
"""Kinds of damage: instead of a whole record, or of some of its fields."""


@pytest.fixture
def question(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.chdir(DESK)
    kit.exercise("desk")
    return dict(kit.mark("q1").view)


def damaged(question: dict[str, Any], name: str) -> Any:
    sound = records.blank("desk", "q1", "marks", question["article"])
    sound |= {"revision": 3, "saved_at": "2026-01-01T00:00:00.000Z", "value": {"m": MARK}}
    damage = DAMAGE[name]
    return sound | damage if damage and isinstance(damage, dict) else damage


def test_every_damage_is_seen_kept_aside_and_drawn_around(page: Page, question: dict[str, Any]) -> None:
    for name in DAMAGE:
        bad = damaged(question, name)
        found = page.evaluate(
            """async ([question, bad, words]) => {
              const { mount } = await import('/question.js');
              const { blank, changed } = await import('/record.js');
              const homes = await import('/homes.js');
              let data = { q1: bad };
              const home = { getMetadata: () => structuredClone(data), setMetadata: (_, v) => { data = v; } };
              const host = document.createElement('div');
              document.body.append(host);
              const view = mount(host, question, bad, words);
              const shown = host.textContent.includes(question.prompt);
              view.take(bad);
              view.dispose();
              const isSeen = homes.isDamaged(data, 'q1'), used = homes.recordsIn(data, 'q1').length;
              homes.put(home, changed(blank(question), { value: {} }));
              const aside = data['q1~damaged'] ?? null, stays = homes.isDamaged(data, 'q1');
              return { isSeen, used, shown, aside, stays };
            }""",
            [question, bad, items.words()],
        )
        assert found == {"isSeen": True, "used": 0, "shown": True, "aside": bad, "stays": True}, name


@pytest.mark.parametrize("whole", [7, "x", [1]])
def test_a_whole_table_that_is_none_is_kept_aside(page: Page, whole: Any) -> None:
    found = page.evaluate(
        """async whole => { const { held, isDamaged } = await import('/homes.js');
          const table = held({ getMetadata: () => whole });
          return [table, isDamaged(table, 'q1')]; }""",
        whole,
    )
    assert found == [{"~damaged": whole}, True]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "null",
        "7",
        "[1]",
        '"x"',
        '{"q1"',
        '{"q1": 5}',
        '{"q1": null}',
        '{"q1": {"record": {"v": 1}}}',
    ],
)
def test_a_damaged_draft_is_no_draft(page: Page, text: str) -> None:
    found = page.evaluate(
        """async text => { const { Drafts } = await import('/drafts.js');
          const drafts = new Drafts('site/', () => 'a.ipynb');
          localStorage.setItem(drafts.key('s'), text);
          drafts.add('s', 'cell', { v: 1 });
          localStorage.setItem(drafts.key('s'), text);
          return [drafts.read('s'), drafts.sheets()]; }""",
        text,
    )
    assert found == [{}, []]


def test_in_a_notebook_it_is_said_and_the_rest_works(shared: Server, browser: Browser) -> None:
    desk = answered(shared, browser, "Critics")
    desk.page.close()
    content = shared.read()
    whole = content["metadata"]["second_look"]["q1"]
    about = {"article": {"id": "lake", "sha256": "1" * 64}}
    more = asks('kit.mark("q2")', 'kit.choose("c1")', 'kit.mark("q3")', 'kit.mark("q4")')["cells"][1:]
    content["cells"] += [cell | {"id": f"more-{number}"} for number, cell in enumerate(more)]
    content["cells"][1]["metadata"]["second_look"] = {"q1": whole | {"value": [1], "revision": "x"}}
    content["cells"][4]["metadata"]["second_look"] = 7
    bad = {"c1": {"v": 1, "value": {"a": 1}}, "q2": None, "q3": whole | about | {"question": "q3"}}
    content["metadata"]["second_look"] |= bad
    shared.write("a.ipynb", content)
    store = f"localStorage.setItem('second_look {shared.url}/a.ipynb {whole['sheet']}', '{{\"q1\": [7')"
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.add_init_script(store)
    desk = shared.open(context)
    desk.run_all()
    assert desk.marks("q1") == ["Critics"], "the other copies have it"
    for name, part in (("q1", "damaged"), ("c1", "damaged"), ("q3", "elsewhere")):
        eventually(desk.part(part, name).is_visible, what=f"{name} says so")
    assert desk.page.locator('[data-part="damaged"]').count() == 2
    desk.mark("q1", "Monday")
    desk.mark("q2", "Monday")
    desk.mark("q3", "Monday")
    desk.question("c1").locator('[data-option="a"]').check()
    shared.holds({"q1": "Critics, Monday", "q2": "Monday", "q3": "Monday", "c1": '["a"]'})
    kept = shared.read()
    assert kept["metadata"]["second_look"]["c1~damaged"] == bad["c1"]
    assert kept["metadata"]["second_look"]["q3~11111111"] == bad["q3"]
    assert kept["cells"][1]["metadata"]["second_look"]["q1~damaged"]["value"] == [1]
    assert json.dumps(kept["cells"][4]["metadata"]["second_look"]).count("7")
    assert desk.errors == []
