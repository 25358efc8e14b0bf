import tomllib

import pytest

from kit.reading import findings
from kit.reading.hedges import WHEN
from kit.reading.lexicon import FOLDER, load, parse

NAMES = sorted(file.stem for file in FOLDER.glob("*.toml"))
GROUP = {"rule": "hedge-modal", "kind": "modal", "words": ["may"]}


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_lexicon_cites_its_sources(name):
    for group in load(name).groups:
        assert group.words
        assert all(work.author and work.title and 1900 < work.year < 2100 for work in group.cite)


@pytest.mark.parametrize("group", [GROUP, {**GROUP, "cite": []}, {**GROUP, "cite": ["nobody1999"]}])
def test_an_uncited_lexicon_is_an_error(group):
    with pytest.raises(ValueError, match="cites"):
        parse("test", {"v": 1, "group": [group]})


def test_a_later_version_is_refused():
    with pytest.raises(ValueError, match="update Second Look"):
        parse("test", {"v": 2, "group": []})


def test_no_word_stands_twice_in_the_loaded_lexicon():
    words = [word for group in load("loaded").groups for word in group.words if not group.pos]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("name", ["hedges", "loaded"])
def test_every_rule_has_a_sentence(name):
    for group in load(name).groups:
        if group.rule.startswith("not-"):
            continue
        assert "word" in findings.reason(group.rule, quote="word")


def test_every_test_that_the_hedges_name_exists():
    assert {group.when for group in load("hedges").groups} - {None} <= set(WHEN)


@pytest.mark.parametrize("name", NAMES)
def test_no_lexicon_names_a_person_or_place_of_the_article(name):
    text = (FOLDER / f"{name}.toml").read_text("utf-8")
    words = {part for group in tomllib.loads(text)["group"] for w in group["words"] for part in w.split()}
    named = {"sheinbaum", "putin", "maduro", "trump", "lavrov", "venezuela", "mexico", "russia", "washington"}
    assert not named & {word.lower() for word in words}
