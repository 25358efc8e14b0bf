"""Many texts: nothing is read ahead without bound, and nothing waits for the end."""

import itertools
import json
import subprocess
import sys

import pytest

from kit.reading import read_all, reader

from .test_command import run


def test_importing_the_kit_costs_no_spacy():
    code = "import sys, kit, kit.cli, kit.reading; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_an_endless_stream_gives_its_first_readings(workers):
    texts = (f"The plan number {number} may fail." for number in itertools.count())
    readings = read_all(texts, workers=workers)
    assert len(list(itertools.islice(readings, 3))) == 3
    readings.close()


def test_batches_are_bounded_in_texts_and_in_characters():
    batches = list(reader._batches(["x" * 10] * 100 + ["y" * reader.BATCH_LENGTH] * 2))
    assert all(len(batch) <= reader.BATCH for batch in batches)
    assert all(len(batch) == 1 or sum(map(len, batch)) <= reader.BATCH_LENGTH for batch in batches)
    assert sum(map(len, batches)) == 102


def test_broken_lines_keep_their_place_among_many(tmp_path, capsys):
    lines = [json.dumps({"id": str(i), "text": "It rained."}) for i in range(150)]
    lines[0] = lines[70] = lines[149] = "{broken"
    (tmp_path / "texts.jsonl").write_text("\n".join(lines), "utf-8")
    assert run("--jsonl", tmp_path / "texts.jsonl") == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["id"] for line in out.splitlines()] == [
        str(i) for i in range(150) if i not in (0, 70, 149)
    ]
    assert [f"line {n}:" in err for n in (1, 71, 150)] == [True] * 3


def test_several_processes_from_the_command(tmp_path, capsys):
    (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "a", "text": "It may rain."}), "utf-8")
    assert run("--jsonl", "--workers", "2", tmp_path / "texts.jsonl") == 0
    assert json.loads(capsys.readouterr().out)["id"] == "a"


@pytest.mark.parametrize(
    ("options", "told"), [(["--workers", "0"], "--workers"), (["--model", "none_such"], "none_such")]
)
def test_an_option_that_cannot_be_is_an_error(options, told, tmp_path, capsys):
    (tmp_path / "a.txt").write_text("It may rain.", "utf-8")
    assert run(*options, tmp_path / "a.txt") == 1
    assert told in capsys.readouterr().err


def test_json_lines_follow_the_corpora_and_the_table_the_codebook(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("If it rains, many people will come.", "utf-8")
    run(tmp_path / "a.txt")
    assert "hedge-condition" not in capsys.readouterr().out
    run("--jsonl", tmp_path / "a.txt")
    assert "hedge-condition" in capsys.readouterr().out
    run("--jsonl", "--definitions", "codebook", tmp_path / "a.txt")
    assert "hedge-condition" not in capsys.readouterr().out
