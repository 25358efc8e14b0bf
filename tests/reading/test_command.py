import argparse
import io
import json

import pytest

from kit.reading import command


def run(*arguments):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return command.run(parser.parse_args([str(argument) for argument in arguments]))


@pytest.fixture
def lines(tmp_path):
    file = tmp_path / "texts.jsonl"
    file.write_text(
        '{"id": "b", "text": "It may rain."}\n{broken\n{"id": "a", "text": "It rained."}\n', "utf-8"
    )
    return file


def test_json_lines_keep_their_order_and_go_on_after_a_broken_line(lines, capsys):
    assert run("--jsonl", lines) == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["b", "a"]
    assert "line 2" in err


def test_a_json_line_has_spans_sentences_and_decisions(lines, capsys):
    run("--jsonl", lines)
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first["spans"][-1]["label"] == "hedge"
    assert {"id", "spans", "sentences", "label", "score", "factual"} == set(first)
    assert "id" not in first["spans"][-1]


@pytest.mark.parametrize("line", ['["a"]', '{"id": "a"}', '{"id": "a", "text": 3}', '{"text": "x"}'])
def test_a_line_without_id_and_text_is_reported(line, tmp_path, capsys):
    (tmp_path / "texts.jsonl").write_text(line, "utf-8")
    assert run("--jsonl", tmp_path / "texts.jsonl") == 1
    assert "line 1" in capsys.readouterr().err


def test_standard_input(monkeypatch, capsys):
    data = io.TextIOWrapper(io.BytesIO(b'{"id": "a", "text": "It may rain."}'))
    monkeypatch.setattr("sys.stdin", data)
    assert run("--jsonl", "-") == 0
    assert json.loads(capsys.readouterr().out)["id"] == "a"


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path, capsys):
    for name in ("b.txt", "a.md"):
        (tmp_path / name).write_text("It may rain.", "utf-8")
    assert run("--jsonl", tmp_path) == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["a", "b"]


def test_the_table_shows_words_and_reasons(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("It may rain.", "utf-8")
    assert run(tmp_path / "a.txt") == 0
    out = capsys.readouterr().out
    assert "hedge" in out
    assert "“may” says that something is possible" in " ".join(out.split())


def test_a_missing_file_is_an_error_that_names_it(tmp_path, capsys):
    assert run(tmp_path / "none.txt") == 1
    assert "none.txt" in capsys.readouterr().err


def test_a_file_in_another_encoding_is_reported(tmp_path, capsys):
    (tmp_path / "a.txt").write_bytes(b"caf\xe9")
    assert run(tmp_path / "a.txt") == 1
    assert "UTF-8" in capsys.readouterr().err


def test_the_page_escapes_the_text(tmp_path):
    (tmp_path / "a.txt").write_text("<script>alert(1)</script> It may <b>rain</b>.", "utf-8")
    assert run(tmp_path / "a.txt", "--html", tmp_path / "a.html") == 0
    html = (tmp_path / "a.html").read_text("utf-8")
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html


def test_an_unreadable_file_does_not_stop_the_others(tmp_path, capsys):
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "b.txt").write_text("It may rain.", "utf-8")
    assert run("--jsonl", tmp_path) == 1
    assert json.loads(capsys.readouterr().out)["id"] == "b"


def test_no_progress_bar_outside_a_terminal(tmp_path, capsys):
    (tmp_path / "texts.jsonl").write_text('{"id": "a", "text": "It rained."}\n' * 10, "utf-8")
    run("--jsonl", tmp_path / "texts.jsonl")
    assert capsys.readouterr().err == ""
