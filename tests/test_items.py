from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from kit import articles, items

LESSONS = items.lessons()
EXERCISES = sorted(Path("exercises/source").glob("*/items.toml"))


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_loads_and_its_key_stands_on_the_words_it_names(name: str) -> None:
    sheet = items.lesson(name)
    assert sheet.name == name
    for question in sheet.questions.values():
        for mark in question.get("key", []):
            assert question["text"][mark["start"] : mark["end"]] == mark["quote"]


@pytest.mark.parametrize("name", LESSONS)
def test_no_two_items_share_a_feedback_sentence_and_none_is_bare(name: str) -> None:
    said = [text for question in items.lesson(name).questions.values() for text in feedback_of(question)]
    assert len(said) == len(set(said))
    assert all(len(text.split()) > 3 for text in said)


@pytest.mark.parametrize("name", LESSONS)
def test_every_wrong_option_and_every_trap_says_why(name: str) -> None:
    for question in items.lesson(name).questions.values():
        assert all(option.get("feedback") for option in question.get("options", []))
        if question["kind"] == "choice":
            assert any(option.get("right") for option in question["options"])


def feedback_of(question: dict[str, Any]) -> list[str]:
    places = [*question.get("options", []), *question.get("key", [])]
    fields = ("feedback", "missed", "wide", "narrow")
    return [place[field] for place in places for field in fields if field in place]


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.parent.name)
def test_a_graded_exercise_loads_and_its_questions_hold_no_key(path: Path) -> None:
    sheet = items.exercise(path.parent)
    assert sheet.graded
    for question in sheet.questions.values():
        assert not {"key", "sample"} & set(question)
        assert all(set(option) - {"headline"} == {"id", "text"} for option in question.get("options", []))


def write(folder: Path, item: str, head: str = "") -> Path:
    (folder / "items.toml").write_text(
        f'v = 1\nlesson = "x"\ntitle = "X"\n{head}\n[[items]]\nid = "q1"\n{item}'
    )
    return folder


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ('kind = "marks"\nprompt = "p"\nlabels = ["source"]', "marks need an article"),
        (
            'kind = "marks"\narticle = "alliance"\nprompt = "p"\nlabels = ["source"]\n'
            '[[items.key]]\nquote = "Nowhere"\nlabel = "source"\nstatus = "firm"\nfeedback = "f"',
            "stands 0 times",
        ),
        (
            'kind = "marks"\narticle = "alliance"\nprompt = "p"\nlabels = ["source"]\n'
            '[[items.key]]\nquote = "Maduro"\nlabel = "source"\nstatus = "firm"\nfeedback = "f"',
            "say which with nth",
        ),
        (
            'kind = "marks"\narticle = "alliance"\nprompt = "p"\nlabels = ["source"]\n'
            '[[items.passages]]\nfrom = "Never there"\nto = "x"',
            "does not hold",
        ),
        ('kind = "riddle"\nprompt = "p"', "riddle"),
        ('kind = "text"\nprompt = "p"\nsolution = "a"', "solution"),
    ],
)
def test_a_mistake_in_an_item_is_named(tmp_path: Path, item: str, says: str) -> None:
    with pytest.raises(items.ItemError, match=re.escape(says)):
        items.exercise(write(tmp_path, item))


def test_a_key_in_a_graded_item_is_refused(tmp_path: Path) -> None:
    options = '[[items.options]]\nid = "a"\ntext = "A"\nright = true\n[[items.options]]\nid = "b"\ntext = "B"'
    folder = write(tmp_path, f'kind = "choice"\nprompt = "p"\n{options}', head="graded = true")
    with pytest.raises(items.ItemError, match="graded item holds no"):
        items.exercise(folder)


def options(*ids: str, more: str = "") -> str:
    return "".join(f'\n[[items.options]]\nid = "{name}"\ntext = "T {name}"\n{more}' for name in ids)


CARDS = '\n[[items.cards]]\nid = "x"\ntext = "X"\n[[items.cards]]\nid = "y"\ntext = "Y"'
STEPS = '\nsteps = [{id = "s1", text = "one"}, {id = "s2", text = "two"}, {id = "s3", text = "three"}]'


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ('kind = "choice"' + options("a", "b", more='feedback = "f"'), "no option is right"),
        ('kind = "choice"' + options("a", "a"), "two of its options have the id 'a'"),
        ('kind = "choice"' + options("a", "b", more="right = true"), "only one can be chosen"),
        ('kind = "order"\norder = ["a"]' + options("a", "b"), "at items/0/order"),
        ('kind = "order"\norder = ["a", "c"]' + options("a", "b"), "name each option once"),
        ('kind = "order"' + options("a", "b"), "name each option once"),
        (
            'kind = "order"\norder = ["a", "b"]\npairs = [{first = "b", then = "a", feedback = "f"}]'
            + options("a", "b"),
            "pairs the other way round",
        ),
        ('kind = "match"' + CARDS + '\n[[items.claims]]\nid = "c"\ntext = "C"', "needs a card"),
        (
            'kind = "match"' + CARDS + '\n[[items.claims]]\nid = "c"\ntext = "C"\nright = "x"'
            '\nwrong = {z = "f"}',
            "names 'z'",
        ),
        (
            'kind = "match"' + CARDS + '\n[[items.claims]]\nid = "c"\ntext = "C"\nright = "none"',
            "needs a card",
        ),
        ('kind = "number"\nunit = "m"', "answer, the right number, is missing"),
        ('kind = "date"' + STEPS, "accept"),
        ('kind = "date"\naccept = {from = "s3", to = "s1"}' + STEPS, "ends before it begins"),
        ('kind = "date"\naccept = {from = "s3", to = "s9"}' + STEPS, "names 's9'"),
        ('kind = "evidence"\nneeded = ["z"]' + CARDS, "needed names 'z'"),
        ('kind = "ratings"\nscale = ["a", "b"]' + options("a", "b"), "at items/0/scale"),
        ('kind = "text"' + STEPS, "at items/0/steps: it belongs to another kind"),
        (
            'kind = "order"\norder = ["a", "b"]'
            + options("a", "b").replace("text", 'headline = "H"\ntext', 1),
            "at items/0/options/0/headline: it belongs to another kind",
        ),
    ],
)
def test_a_practice_item_that_could_not_explain_every_answer_is_refused(
    tmp_path: Path, item: str, says: str
) -> None:
    with pytest.raises(items.ItemError, match=re.escape(says)):
        items.exercise(write(tmp_path, f'prompt = "p"\n{item}'))


@pytest.mark.parametrize(
    ("item", "secret"),
    [
        ('kind = "order"\norder = ["a", "b"]' + options("a", "b"), "order"),
        ('kind = "order"' + options("a", "b", more='feedback = "f"'), "feedback in its options"),
        ('kind = "number"\nanswer = 3', "answer"),
        ('kind = "number"\ntolerance = 3', "tolerance"),
        ('kind = "number"\nfeedback = {high = "f"}', "feedback"),
        ('kind = "date"\naccept = {from = "s1", to = "s2"}' + STEPS, "accept"),
        ('kind = "evidence"\nneeded = ["x"]' + CARDS, "needed"),
        ('kind = "evidence"' + CARDS + '\nmissed = "f"', "missed in its cards"),
        (
            'kind = "match"' + CARDS + '\n[[items.claims]]\nid = "c"\ntext = "C"\nright = "x"',
            "right in its claims",
        ),
    ],
)
def test_every_part_of_a_key_is_refused_in_a_graded_item(tmp_path: Path, item: str, secret: str) -> None:
    with pytest.raises(items.ItemError, match=f"graded item holds no {secret};"):
        items.exercise(write(tmp_path, f'prompt = "p"\n{item}', head="graded = true"))


def test_an_order_is_always_shuffled_for_as_it_stands_it_may_be_the_answer(tmp_path: Path) -> None:
    folder = write(tmp_path, 'kind = "order"\nprompt = "p"' + options("a", "b"), head="graded = true")
    assert items.exercise(folder).question("q1")["shuffle"] is True


def test_two_items_with_one_id_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, 'kind = "text"\nprompt = "p"\n[[items]]\nid = "q1"\nkind = "text"\nprompt = "p"')
    with pytest.raises(items.ItemError, match="same id"):
        items.exercise(folder)


def test_an_unknown_lesson_names_those_that_there_are() -> None:
    with pytest.raises(items.ItemError, match="01-first-read"):
        items.lesson("02-nowhere")


def test_sentences_end_where_a_reader_ends_them() -> None:
    text = "**Big News**\nThe U.S. Senate met. “Why?” Mr. Ade asked. He paid 3.50 to J. Doe! Done"
    found = items.sentences(text, {"start": 0, "end": len(text)})
    assert [text[s["start"] : s["end"]] for s in found][:2] == ["Big News", "The U.S. Senate met."]


CARD = (
    'v = 1\n[[cards]]\nid = "ships"\nclaim = "three ships"\ntitle = "Ships sent"\npublisher = "A paper"\n'
    'date = "3 May"\ntext = "Two ships left."\nverdict = "distorted"\nwhy = "Two are not three."\n'
)
POND = "**Ships Sail**\nThe mayor said that three ships might leave."


@pytest.fixture
def with_text(tmp_path: Path) -> Path:
    folder = tmp_path / "pond"
    folder.mkdir()
    (folder / "article.md").write_text(POND)
    (folder / "cards.toml").write_text(CARD)
    return tmp_path


def test_a_card_with_no_text_is_the_articles_and_shows_no_verdict_unless_it_is_asked_for(
    with_text: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.articles.SHIPPED", with_text)
    articles.cards.cache_clear()
    head = 'article = "pond"'
    body = 'kind = "evidence"\nprompt = "p"\n{}\n[[items.cards]]\nid = "ships"\nmissed = "Look."'
    plain = items.exercise(write(with_text, body.format(""), head)).question("q1")
    assert plain["cards"] == [
        {
            "id": "ships",
            "title": "Ships sent",
            "publisher": "A paper",
            "date": "3 May",
            "text": "Two ships left.",
            "missed": "Look.",
        }
    ]
    judged = items.exercise(write(with_text, body.format("verdicts = true"), head)).question("q1")
    assert (judged["cards"][0]["verdict"], judged["cards"][0]["why"]) == ("distorted", "Two are not three.")
    with pytest.raises(items.ItemError, match=r"no such card; its cards are: ships"):
        items.exercise(write(with_text, 'kind = "evidence"\nprompt = "p"\ncards = [{id = "x"}]', head))
    articles.cards.cache_clear()


def test_a_whole_key_is_the_texts_own_and_the_items_marks_go_before_it(
    with_text: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kit.articles.SHIPPED", with_text)
    for cached in (articles.load, articles.key):
        cached.cache_clear()
    text = articles.load("pond")
    marks = [
        {
            "id": name,
            "start": POND.index(quote),
            "end": POND.index(quote) + len(quote),
            "quote": quote,
            "label": label,
            "status": "firm",
            "why": "w",
            "feedback": f"Of the text: {quote}.",
        }
        for name, quote, label in (
            ("k1", "Ships Sail", "claim"),
            ("k2", "The mayor", "source"),
            ("k3", "might", "hedge"),
        )
    ]
    key = {"v": 1, "article": text.reference, "annotators": ["two"], "marks": marks}
    (with_text / "pond" / "key.json").write_text(json.dumps(key))
    body = (
        'kind = "marks"\nprompt = "p"\nlabels = ["hedge", "source"]\nwhole_key = true\n'
        '[[items.passages]]\nfrom = "The mayor"\nto = "leave."\n'
        '[[items.key]]\nquote = "might"\nlabel = "hedge"\nstatus = "borderline"\nfeedback = "Of the item."'
    )
    found = items.exercise(write(with_text, body, 'article = "pond"')).question("q1")["key"]
    assert [(mark["quote"], mark["status"], mark["feedback"]) for mark in found] == [
        ("might", "borderline", "Of the item."),
        ("The mayor", "firm", "Of the text: The mayor."),
    ]
    for cached in (articles.load, articles.key):
        cached.cache_clear()


def test_the_invented_route_takes_the_place_of_single_items(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "LESSONS", tmp_path)
    (tmp_path / "invented").mkdir()
    two = '[[items]]\nid = "{}"\nkind = "text"\nprompt = "{}"\n'
    head = 'v = 1\nlesson = "{}"\ntitle = "T"\narticle = "{}"\n'
    (tmp_path / "01-a.toml").write_text(
        head.format("01-a", "alliance") + two.format("q1", "real") + two.format("q2", "both")
    )
    (tmp_path / "invented" / "01-a.toml").write_text(
        head.format("01-a-invented", "start") + two.format("q1", "invented")
    )
    assert items.lessons() == ["01-a", "01-a-invented"]
    route = items.lesson("01-a-invented")
    assert (route.name, route.article) == ("01-a-invented", "start")
    assert [question["prompt"] for question in route.questions.values()] == ["invented", "both"]
    (tmp_path / "invented" / "01-a.toml").write_text(
        head.format("01-a-invented", "start") + two.format("q9", "stray")
    )
    with pytest.raises(items.ItemError, match="no item 'q9'"):
        items.lesson("01-a-invented")
