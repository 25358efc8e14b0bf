import pytest

from .helpers import kinds, quotes


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("The plan may fail.", ["may"]),
        ("It might rain tomorrow.", ["might"]),
        ("Prices could rise next year.", ["could"]),
        ("The vote was reportedly delayed.", ["reportedly"]),
        ("The results suggest that the drug works.", ["suggest"]),
        ("He seems to like the plan.", ["seems"]),
        ("It was the likely cause of the fire.", ["likely"]),
        ("There is a possibility of rain.", ["possibility"]),
        ("About 300 people came.", ["About"]),
        ("Over 4,500 soldiers arrived.", ["Over"]),
        ("Repairs will cost about $3 million.", ["about"]),
    ],
)
def test_hedges(text, hedges):
    assert quotes(text, "hedge") == hedges


@pytest.mark.parametrize(
    "text",
    [
        "The talks ended in May.",
        "May 5 was a holiday.",
        "The country showed its military might.",
        "The plane flew over the sea.",
        "They walked around the lake.",
        "She can swim.",
        "At five he could swim across the river.",
        "However, the vote went ahead.",
        "We talked about the weather.",
        "She appeared in court on Monday.",
        "The traffic signals were broken.",
        "If it rains, the game will stop.",
    ],
)
def test_look_alikes_are_no_hedges(text):
    assert quotes(text, "hedge") == []


def test_kinds_follow_the_codebook():
    text = "Perhaps about 40 potential buyers may come, which suggests a possibility of success."
    assert kinds(text, "hedge") == ["adverb", "approximator", "adjective", "modal", "verb", "noun"]


@pytest.mark.parametrize(
    ("text", "weasels"),
    [
        ("Experts say that the bridge is unsafe.", ["Experts say"]),
        ("Some critics argue that the law goes too far.", ["Some critics argue"]),
        ("It is believed that the king fled.", ["believed"]),
        ("Anna Meyer, a critic, says that the law is bad.", []),
        ("The critics went home.", []),
    ],
)
def test_weasels(text, weasels):
    assert quotes(text, "weasel") == weasels
