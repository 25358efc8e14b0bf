import math

import pytest

from kit.reading import pipeline, weights
from kit.reading.weights import FOLDER, Weights

NAMES = sorted(file.stem for file in FOLDER.glob("*.toml"))
RAIN = Weights("rain", -1.0, 0.5, "the sky", ("Cloud (2020). Rain",), {"wet": 2.0, "dry": -3.0, "grey": 0.5})


@pytest.mark.parametrize(
    ("signs", "total"), [({}, -1.0), ({"wet": 1.0}, 1.0), ({"wet": 1.0, "dry": 1.0, "new": 9.0}, -2.0)]
)
def test_a_score_is_the_logistic_of_the_sum(signs, total):
    assert RAIN.score(signs) == pytest.approx(1 / (1 + math.exp(-total)))


def test_the_heaviest_signs_are_those_that_spoke_for_it():
    assert RAIN.heaviest({"dry": 1.0, "grey": 1.0, "wet": 1.0}) == [("wet", 2.0), ("grey", 0.5)]


@pytest.mark.parametrize("name", NAMES)
def test_shipped_weights_say_where_they_come_from(name):
    shipped = weights.load(name)
    assert shipped.learned_from
    assert shipped.cite
    assert 0 < shipped.threshold < 1


@pytest.mark.parametrize("name", NAMES)
def test_no_weight_names_a_person_or_place_of_the_article(name):
    words = {part for sign in weights.load(name).weights for part in sign.replace("=", " ").lower().split()}
    named = {"sheinbaum", "putin", "maduro", "trump", "lavrov", "venezuela", "mexico", "russia", "washington"}
    assert not named & words


def test_weights_of_a_later_version_are_refused(tmp_path, monkeypatch):
    (tmp_path / "later.toml").write_text("v = 2\n", "utf-8")
    monkeypatch.setattr(weights, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="update Second Look"):
        weights.load("later")


def test_names_are_no_signs():
    from kit.reading.signs import words

    doc = pipeline.load()("Anna Meyer of Berlin cut costs by 40 percent.")
    assert set(words(doc[:])) >= {"word=cut", "word=cost"}
    assert not {"word=anna", "word=meyer", "word=berlin", "word=40"} & set(words(doc[:]))
