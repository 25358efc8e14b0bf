"""Tables for computing: the machine's marks beside a key, a key, and the student's own marks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import kit
from kit import articles, records, schemas
from kit.articles import Article
from kit.notebook import LessonError
from kit.reading import reader

DESK = Path(__file__).parent / "browser" / "desk"


def place(article: Article, quote: str, label: str, status: str = "firm", **more: Any) -> dict[str, Any]:
    start = article.text.index(quote)
    made = {"id": f"k{start}-{label}", "start": start, "end": start + len(quote), "quote": quote}
    return made | {"label": label, "status": status, "why": f"Why {quote}.", "feedback": "Yes."} | more


@pytest.fixture
def pond(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Article:
    """The article of the tests' desk, with a key of its own."""
    monkeypatch.chdir(DESK)
    kit.exercise("desk")
    article = kit.article()
    marks = [
        place(article, "Critics argue that the mud may stay", "claim"),
        place(article, "the mud may stay", "claim", "borderline", kind="prediction"),
        place(article, "Lindqvist’s home", "source", "trap"),
        place(article, "Critics", "source", kind="anonymous"),
        place(article, "Ada Lindqvist", "source", "borderline", kind="person"),
    ]
    key = {"v": 1, "article": article.reference, "annotators": ["a person"], "marks": marks}
    schemas.check("key", key)
    (tmp_path / "pond").mkdir()
    (tmp_path / "pond" / "key.json").write_text(json.dumps(key))
    monkeypatch.setattr(articles, "SHIPPED", tmp_path)
    return article


def test_a_key_is_a_table_without_its_traps(pond: Article) -> None:
    key = kit.key(pond)
    columns = ["id", "start", "end", "label", "kind", "quote", "sentence", "paragraph", "status", "why"]
    assert list(key.columns) == columns
    assert list(key.quote) == [
        "Ada Lindqvist",
        "Critics argue that the mud may stay",
        "Critics",
        "the mud may stay",
    ]
    assert all(pond.text[row.start : row.end] == row.quote for row in key.itertuples())
    assert list(key.paragraph) == [2, 2, 2, 2]
    assert list(key.status.value_counts()[["firm", "borderline"]]) == [2, 2]
    machine = kit.table(pond).set_index("quote").sentence
    assert key.set_index("quote").sentence["Critics"] == machine["Critics"].max(), (
        "numbered as the machine does"
    )


def test_what_has_no_key_or_a_strange_one_is_told(pond: Article, tmp_path: Path) -> None:
    other = Article("other", pond.text, {})
    with pytest.raises(LessonError, match="“other” has no key here"):
        kit.key(other)
    assert kit.table(other).in_key.isna().all()
    path = tmp_path / "pond" / "key.json"
    path.write_text(path.read_text().replace(pond.sha256, "0" * 64))
    for ask in (kit.key, kit.table):
        with pytest.raises(LessonError, match="another version of the text"):
            ask(pond)


def test_a_machines_mark_is_in_the_key_or_arguable_or_not(pond: Article) -> None:
    table = kit.table(pond)
    judged = {(row.label, row.quote): row.in_key for row in table.itertuples()}
    assert judged["source", "Critics"] == "yes"
    assert judged["source", "Mayor Ada Lindqvist"] == "arguable", "it touches a borderline mark"
    assert judged["source", "the council"] == "no"
    assert judged["hedge", "may"] == "no", "the codebook asks for hedges, and this key has none"
    cues = table[table.label == "cue"]
    assert len(cues)
    assert cues.in_key.isna().all(), "no reader is asked to mark cues"


def test_a_hedge_names_the_smallest_claim_around_it_and_who_is_credited(pond: Article) -> None:
    (hedge,) = kit.table(pond).query("label == 'hedge'").itertuples()
    assert (hedge.quote, hedge.claim, hedge.source) == ("may", "the mud may stay", "Critics")


def test_without_a_key_the_claims_are_the_machines() -> None:
    table = kit.table(articles.load("alliance"))
    hedges = table[table.label == "hedge"].set_index("start")
    assert hedges.claim[428] == "over 4,500 Marines"
    assert hedges.source.fillna("no source")[[428, 680, 1529]].tolist() == ["no source", "critics", "experts"]
    assert table[table.label == "claim"].claim.isna().all()


def test_who_only_stands_nearby_is_not_credited() -> None:
    claims = kit.table(articles.load("alliance")).query("label == 'claim'").set_index("start")
    assert claims.source[544] == "Washington"
    assert pd.isna(claims.source[1384]), "a guessed purpose, after a sentence part with a source"
    assert pd.isna(claims.source[1736]), "the sentence before has experts, who say something else"


def test_the_lines_that_lessons_use(pond: Article) -> None:
    table = kit.table(pond)
    sources = table[table.label == "source"]
    assert dict(sources.kind.value_counts()) == {"anonymous": 1, "organisation": 1, "person": 2}
    claims = table[table.label == "claim"]
    assert claims[claims.source.isna()].paragraph.value_counts(sort=False).sum() < len(claims)
    judged = table[table.in_key.isin(["yes", "no"])]
    precision = (judged.in_key == "yes").groupby(judged.label).mean()
    assert precision["source"] == pytest.approx(1 / 3)
    assert table.groupby("label").agree.mean().isna().all(), "nobody has judged anything yet"
    assert repr(table.groupby("label").agree.mean().plot.barh()).startswith("Bar chart: claim –")


def test_what_the_student_said_is_averaged_by_label(pond: Article) -> None:
    view = kit.show(pond, "hedge", "source")
    said = [
        {name: mark[name] for name in ("start", "end", "label")} | {"agree": mark["label"] == "hedge"}
        for mark in view.view["marks"]
    ]
    view.record = records.changed(dict(view.record), {f"v{n}": entry for n, entry in enumerate(said)})
    agreed = kit.table(pond).groupby("label").agree.mean()
    assert (agreed["hedge"], agreed["source"]) == (1.0, 0.0)
    assert pd.isna(agreed["claim"])


def test_my_marks_are_a_table_also_before_there_are_any(pond: Article) -> None:
    columns = ["start", "end", "label", "kind", "quote", "sentence", "paragraph"]
    with pytest.raises(LessonError, match="run the cell that shows q2"):
        kit.my_marks("q2")
    asked = kit.mark("q1")
    empty = kit.my_marks("q1")
    assert (list(empty.columns), len(empty)) == (columns, 0)
    assert repr(empty.label.value_counts().plot.barh()) == "There is nothing to draw yet."
    start = pond.text.index("Critics")
    mark = {"start": start, "end": start + 7, "label": "source", "kind": "anonymous", "quote": "Critics"}
    late = mark | {"start": pond.text.index("may"), "end": pond.text.index("may") + 3, "quote": "may"}
    late = late | {"label": "hedge", "kind": None}
    asked.record = records.changed(dict(asked.record), {"b": late, "a": mark, "c": None})
    table = kit.my_marks("q1")
    assert list(table.quote) == ["Critics", "may"]
    assert list(table.paragraph) == [2, 2]
    assert table.kind[0] == "anonymous"
    with pytest.raises(LessonError, match="question of kind choice"):
        kit.my_marks("c1")


def test_a_place_is_numbered_from_one() -> None:
    assert reader.place("One. Two.\nThree.", [0, 5, 10], 10) == {"sentence": 3, "paragraph": 2}
    assert reader.place("One.", [], 0) == {"sentence": 1, "paragraph": 1}


def test_evidence_cards_are_a_table_also_where_there_are_none() -> None:
    cards = kit.cards(kit.article("straits"))
    assert cards.verdict.value_counts()["supported"] == 3
    assert cards[cards.later].date.tolist() == ["3 June"]
    assert list(kit.cards(kit.article("start")).columns) == list(cards.columns)
