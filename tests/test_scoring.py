from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit import scoring
from kit.marks import tokens
from tests import cases

QUESTION = cases.check_question()
TEXT, KEY = QUESTION["text"], QUESTION["key"]
FIRM = [mark for mark in KEY if mark["status"] == "firm"]


def score(marks: list[scoring.Place], **options: bool) -> float:
    return scoring.score_marks(TEXT, marks, KEY, **options).fraction


def test_the_key_itself_scores_everything() -> None:
    assert score(FIRM, kinds=True) == 1


def test_marking_every_word_or_every_sentence_scores_little() -> None:
    words = [{"start": start, "end": end, "label": "source"} for start, end in tokens(TEXT)]
    sentences = [passage | {"label": "source"} for passage in QUESTION["passages"]]
    assert score(words) < 0.5
    assert score(sentences) < 0.5


def test_nothing_firm_gives_full_points_for_no_false_alarm() -> None:
    traps = [mark for mark in KEY if mark["status"] != "firm"]
    assert scoring.score_marks(TEXT, [], traps).fraction == 1
    assert scoring.score_marks(TEXT, [traps[0]], traps).fraction == 1
    assert scoring.score_marks(TEXT, [traps[1]], traps).fraction == 0


PLACES = st.builds(
    lambda start, length, label: {"start": start, "end": min(start + length, len(TEXT)), "label": label},
    st.integers(0, len(TEXT) - 1),
    st.integers(1, 60),
    st.sampled_from(["source", "hedge"]),
)


@given(st.lists(PLACES, max_size=8), st.randoms())
def test_a_score_is_a_share_and_the_order_of_marks_does_not_matter(
    marks: list[scoring.Place], random: object
) -> None:
    shuffled = list(marks)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    first, second = score(marks), score(shuffled)
    assert 0 <= first <= 1
    assert first == pytest.approx(second)


@given(st.lists(PLACES, max_size=5), PLACES)
def test_one_more_false_alarm_never_helps(marks: list[scoring.Place], extra: scoring.Place) -> None:
    found = scoring.score_marks(TEXT, [extra], KEY).findings[0]
    if found.outcome in ("false_alarm", "trap"):
        assert score([*marks, extra]) <= score(marks) + 1e-9


@pytest.mark.parametrize(
    ("chosen", "right", "expected"),
    [
        (["a"], ["a"], 1),
        (["b"], ["a"], 0),
        ([], ["a"], 0),
        (["a", "b"], ["a"], 0),
        (["a", "a"], ["a"], 1),
        (["a", "b"], ["a", "b", "c"], 2 / 3),
        (["a", "x"], ["a", "b"], 0),
        ([], [], 1),
    ],
)
def test_choice(chosen: list[str], right: list[str], expected: float) -> None:
    assert scoring.score_choice(chosen, right) == pytest.approx(expected)
