"""What a lesson's cells call, outside of a notebook (there, cells carry no answers)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import kit
from kit import comparison, items, records
from kit.articles import Article
from kit.notebook import LABELS, LessonError

DESK = Path(__file__).parent / "browser" / "desk"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DESK)
    kit.exercise("desk")


def carried(monkeypatch: pytest.MonkeyPatch, held: Any) -> None:
    """Let the cell that runs carry this in its metadata, as JupyterLab sends it."""

    class Kernel:
        def get_parent(self) -> dict[str, Any]:
            return {"metadata": {records.NAMESPACE: held}}

    class Shell:
        kernel = Kernel()

    monkeypatch.setattr("kit.widgets.question.get_ipython", Shell)


def bundle(widget: Any) -> dict[str, Any]:
    data, _ = widget._repr_mimebundle_()
    return dict(data)


def test_a_question_carries_all_that_is_needed_to_draw_it(desk: None) -> None:
    data = bundle(kit.mark("q1"))
    drawn = data[records.QUESTION_MIME]
    assert drawn["question"]["text"].startswith("**Pond")
    assert drawn["answer"]["revision"] == 0
    assert data["text/plain"] == "q1: not answered yet"
    assert "application/vnd.jupyter.widget-view+json" in data
    json.dumps(drawn)


def test_the_answer_comes_back_from_the_cell_that_runs(desk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = kit.mark("q1")
    mark = {"start": 107, "end": 114, "label": "source", "kind": "anonymous", "quote": "Critics"}
    answer = dict(fresh.record) | {"revision": 3, "value": {"m1": mark}, "sheet": "s"}
    answer["saved_at"] = "2026-01-01T00:00:00.000Z"
    carried(monkeypatch, {"q1": answer})
    assert repr(kit.mark("q1")) == "q1: 1 mark"
    other = answer | {"article": {"id": "lake", "sha256": "0" * 64}}
    carried(monkeypatch, {"q1": other, "q1~abc": answer})
    assert repr(kit.mark("q1")) == "q1: 1 mark", "an answer that was kept aside for this very text"
    for damaged in (other, {"revision": 2}, 7, None):
        carried(monkeypatch, {"q1": damaged})
        assert repr(kit.mark("q1")) == "q1: not answered yet"


def test_marks_in_an_earlier_version_of_the_text_are_carried_over_and_checked(
    desk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = kit.mark("q1")
    start = fresh.view["text"].index("Critics")
    mark = {"start": start - 40, "end": start - 33, "label": "source", "kind": "anonymous"}
    value = {"m1": mark | {"quote": "Critics"}, "m2": mark | {"quote": "words that are gone"}, "m3": None}
    answer = dict(fresh.record) | {"revision": 3, "value": value, "sheet": "s"}
    answer |= {"saved_at": "2026-01-01T00:00:00.000Z", "article": {"id": "pond", "sha256": "0" * 64}}
    for held in ({"q1": answer}, {"q1~00000000": answer}):
        carried(monkeypatch, held)
        record = kit.mark("q1").record
        found = {"m1": {**mark, "quote": "Critics", "start": start, "end": start + 7}, "m3": None}
        assert record["value"] == found
        assert record["article"] == fresh.record["article"]
        assert "Yes (1): they argue, unnamed." in repr(kit.check("q1"))
    now = dict(record) | {"revision": 4, "value": {"m4": mark | {"quote": "may"}}}
    carried(monkeypatch, {"q1": now, "q1~00000000": answer})
    assert set(kit.mark("q1").record["value"]) == {"m1", "m3", "m4"}, "both versions' marks are merged"


def test_static_copies_hold_no_markup_from_data(desk: None) -> None:
    widget = kit.mark("q1")
    widget.view = widget.view | {"prompt": "<script>x</script>"}
    assert "<script" not in bundle(widget)["text/html"]


def test_check_explains_what_was_asked_and_names_what_was_not(desk: None) -> None:
    kit.choose("c1")
    kit.mark("q2")
    said = repr(kit.check("q2", "c1"))
    assert "Who said the pond" not in said, "a second look comes first"
    assert 'kit.check("q2", hint=True)' in said
    assert "Missed: Who said the pond will reopen?" in repr(kit.check("q2", hint=True))
    assert "c1: Not answered yet." in said
    with pytest.raises(LessonError, match="run the cell that shows q3"):
        kit.check("q3")


@pytest.mark.parametrize(
    ("value", "kept"),
    [(31, 31), (3.5, 3.5), ("x", "x"), ([1, 2], [1, 2]), ((1, 2), [1, 2]), (True, True)],
)
def test_answer_hands_in_plain_values(desk: None, value: Any, kept: Any) -> None:
    record = kit.answer("v1", value).record
    assert (record["value"], record["revision"]) == (kept, 1)


@pytest.mark.parametrize(
    ("ask", "question"),
    [
        (kit.order, "o1"),
        (kit.match, "t1"),
        (kit.number, "n1"),
        (kit.date, "d1"),
        (kit.evidence, "e1"),
        (kit.rate, "r1"),
    ],
)
def test_every_kind_is_asked_blank_and_says_so(desk: None, ask: Any, question: str) -> None:
    widget = ask(question)
    assert repr(widget) == f"{question}: not answered yet"
    assert "Not answered yet." in repr(kit.check(question))
    json.dumps(bundle(widget)[records.QUESTION_MIME])
    with pytest.raises(LessonError, match="question of kind"):
        ask("c1")


def test_a_comparison_follows_the_answer_and_is_no_question(desk: None) -> None:
    widget = kit.mark("q1")
    compared = kit.compare("q1")
    assert "Try the question first" in repr(compared)
    mark = {"start": 112, "end": 119, "label": "source", "kind": "anonymous", "quote": "Critics"}
    widget.record = records.changed(dict(widget.record), {"m1": mark})
    assert "1 agreed, 0 only you" in repr(compared)
    data = bundle(compared)
    assert records.QUESTION_MIME not in data
    assert data[comparison.MIME]["answer"]["revision"] == 1
    assert "they argue, unnamed" in data["text/html"]


def test_answer_hands_in_what_pandas_gives(desk: None) -> None:
    import pandas as pd

    frame = pd.DataFrame({"who": ["a", "b"], "n": [1, 2]})
    assert kit.answer("v1", frame["n"].sum()).record["value"] == 3
    assert kit.answer("v1", frame["n"]).record["value"] == [1, 2]
    assert kit.answer("v1", frame).record["value"] == [{"who": "a", "n": 1}, {"who": "b", "n": 2}]


def test_three_dots_are_no_answer_yet_and_what_is_too_much_is_refused(desk: None) -> None:
    assert kit.answer("v1", ...).record["revision"] == 0
    for value in (float("inf"), ["x" * 3000], list(range(1001))):
        with pytest.raises(LessonError, match="cannot be saved"):
            kit.answer("v1", value)


def test_a_number_is_typed_or_computed_for_the_same_credit(desk: None) -> None:
    import numpy as np

    assert repr(kit.answer("n1", ...)) == "n1: not answered yet"
    widget = kit.answer("n1", np.int64(4200))
    assert widget.view == kit.number("n1").view, "the very field that is typed in"
    for value in (4200, np.int64(4200), 4200.0):
        computed = kit.answer("n1", value)
        computed_says = repr(kit.check("n1"))
        typed = kit.number("n1")
        typed.record = records.changed(dict(typed.record), 4200)
        assert (computed.record["kind"], computed.record["value"]) == ("number", 4200)
        assert computed_says == repr(kit.check("n1"))
        assert "Yes: the article says 4,200." in computed_says
    kit.answer("n1", 31)
    assert "31 is the number of volunteers" in repr(kit.check("n1"))


def test_an_answer_that_was_typed_stays_until_another_one_is_computed(
    desk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = records.changed(dict(kit.number("n1").record), 31) | {"sheet": "s"}
    carried(monkeypatch, {"n1": typed})
    assert kit.answer("n1", ...).record == typed
    assert kit.answer("n1", 31).record == typed, "the same number is no new answer"
    found = kit.answer("n1", 4200).record
    assert (found["value"], found["revision"]) == (4200, 2)


@pytest.mark.parametrize("value", ["31", [31], True, None, float("nan")])
def test_what_is_no_number_is_refused_where_one_is_asked_for(desk: None, value: Any) -> None:
    with pytest.raises(LessonError, match="n1 asks for one number"):
        kit.answer("n1", value)
    with pytest.raises(LessonError, match="question of kind choice, not value"):
        kit.answer("c1", value)


def test_an_article_without_a_name_is_the_notebooks_own(
    desk: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert kit.article().id == "pond"
    kit.lesson("01-first-read")
    assert kit.article() == kit.article("alliance")
    lesson = (items.LESSONS / "00-start.toml").read_text().splitlines()
    bare = [line.replace("00-start", "bare") for line in lesson if not line.startswith("article = ")]
    item = bare.index("[[items]]")
    rest = '[[items]]\nid = "q1"\nkind = "text"\nprompt = "Write."'
    (tmp_path / "bare.toml").write_text("\n".join(bare[:item]) + "\n" + rest)
    monkeypatch.setattr(items, "LESSONS", tmp_path)
    kit.lesson("bare")
    with pytest.raises(LessonError, match=r"“bare” has no article of its own.*alliance, .*start"):
        kit.article()
    monkeypatch.setattr("kit.notebook._desk.sheet", None)
    with pytest.raises(LessonError, match="first cell"):
        kit.article()


def test_show_paints_only_the_labels_that_were_asked_for(desk: None) -> None:
    view = kit.show(kit.article("pond"), "hedge").view
    assert {mark["label"] for mark in view["marks"]} == {"hedge"}
    assert "may" in {view["text"][mark["start"] : mark["end"]] for mark in view["marks"]}
    with pytest.raises(LessonError, match="labels are: claim"):
        kit.show(kit.article("pond"), "hedges")


def test_every_mark_on_the_page_has_its_rule_reason_and_the_work_that_it_follows() -> None:
    view = kit.show(kit.article("alliance"), *LABELS).view
    assert {mark["label"] for mark in view["marks"]} == set(LABELS)
    for mark in view["marks"]:
        assert mark["reason"]
        assert view["works"][mark["rule"]], mark["rule"]


def test_a_shown_mark_names_all_parts_of_its_attribution() -> None:
    view = kit.show(kit.article("alliance"), "source").view
    assert {mark["label"] for mark in view["marks"]} == {"source"}
    for mark in view["marks"]:
        assert {part["label"] for part in view["groups"][mark["group"]]} == {"source", "cue", "content"}


def test_an_article_alone_asks_nothing(desk: None) -> None:
    data = bundle(kit.show(kit.article("pond")))
    assert records.QUESTION_MIME not in data
    assert data[records.READING_MIME]["marks"] == []


def judged(view: Any, mark: dict[str, Any], **verdict: Any) -> dict[str, Any]:
    place = {name: mark[name] for name in ("start", "end", "label")}
    fields = {"revision": 2, "saved_at": "2026-01-01T00:00:00.000Z", "value": {"v1": place | verdict}}
    return dict(view.record) | fields


def test_verdicts_on_marks_are_one_record_an_article(desk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    pond = kit.article("pond")
    view = kit.show(pond, "hedge")
    assert (view.record["question"], view.record["exercise"]) == ("reading-pond", "desk")
    assert (view.record["kind"], view.record["article"]) == ("verdicts", pond.reference)
    assert repr(view).endswith(": Hedge (1)")
    mark = view.view["marks"][0]
    carried(monkeypatch, {"reading-pond": judged(view, mark, agree=False, reason="It is <b>certain</b>.")})
    again = kit.show(pond, "claim", "hedge")
    data = bundle(again)
    assert data["text/plain"] == "reading-pond: you agree with 0, disagree with 1"
    assert "<s>Hedge</s>: may: It is &lt;b&gt;certain&lt;/b&gt;." in data["text/html"]
    assert "It is" not in bundle(kit.show(pond, "claim"))["text/html"]


def test_a_verdict_belongs_to_this_very_text(desk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    view = kit.show(kit.article("pond"), "hedge")
    record = judged(view, view.view["marks"][0], agree=False)
    carried(monkeypatch, {"reading-pond": record | {"article": {"id": "pond", "sha256": "0" * 64}}})
    assert not records.is_answered(kit.show(kit.article("pond"), "hedge").record)


def test_the_id_of_a_record_fits_also_where_the_articles_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kit.notebook._desk.sheet", None)
    names = set()
    for text in ("It may be.", "It could be."):
        record = kit.show(Article("a" * 40, text, {}), "hedge").record
        assert record["exercise"] == "notebook"
        records.check(dict(record) | {"revision": 1, "saved_at": records.now()})
        names.add(record["question"])
    assert len(names) == 2


def test_table_has_the_columns_that_lessons_count_on(desk: None) -> None:
    table = kit.table(kit.article("pond"))
    columns = ["start", "end", "label", "kind", "quote", "sentence", "paragraph", "rule", "reason"]
    assert list(table.columns) == [*columns, "agree", "your_reason", "claim", "source", "in_key"]
    assert len(table)


def test_table_shows_what_the_student_says_of_each_mark(desk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    pond = kit.article("pond")
    view = kit.show(pond, *LABELS)
    assert kit.table(pond)["agree"].isna().all()
    (hedge,) = (mark for mark in view.view["marks"] if mark["label"] == "hedge")
    carried(monkeypatch, {"reading-pond": judged(view, hedge, agree=False, reason="No.")})
    kit.show(pond, *LABELS)
    table = kit.table(pond)
    said = table[table["agree"].notna()]
    assert [(row.label, row.quote, row.agree, row.your_reason) for row in said.itertuples()] == [
        ("hedge", "may", False, "No.")
    ]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: kit.lesson("99"), "no lesson '99'"),
        (lambda: kit.exercise("nowhere"), "not beside this notebook"),
        (lambda: kit.article("nowhere"), "the articles here are"),
        (lambda: kit.mark("c1"), "question of kind choice"),
        (lambda: kit.mark("q99"), "its questions are"),
    ],
)
def test_a_mistake_is_told_in_one_line_without_a_traceback(desk: None, call: Any, says: str) -> None:
    with pytest.raises(LessonError, match=says) as caught:
        call()
    (line,) = caught.value._render_traceback_()
    assert "\n" not in line
