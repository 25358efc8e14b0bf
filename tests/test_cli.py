from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kit import cli

ROOT = Path(__file__).parent.parent


def commands() -> dict[str, argparse.ArgumentParser]:
    (group,) = (a for a in cli.parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(group.choices)


@pytest.mark.parametrize("name", commands())
def test_every_command_has_help_and_stands_in_the_readme(name: str) -> None:
    command = commands()[name]
    assert command.description
    assert f"kit {name}" in (ROOT / "README.md").read_text("utf-8")
    for action in command._actions:
        assert action.help or action.option_strings, action


def test_importing_kit_imports_nothing_heavy() -> None:
    heavy = "('spacy', 'pandas', 'anywidget', 'nbgrader', 'jsonschema', 'nbformat')"
    code = f"import sys, kit, kit.cli; kit.cli.parser(); print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_error_is_one_line_and_exit_code_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert cli.main(["build", "--root", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("kit build: ")
    assert said.count("\n") == 1


def test_read_json_lines_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = '{"id": "a", "text": "Critics argue it may rain."}\nbroken\n{"id": "b", "text": "It rained."}\n'
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines.encode()), "utf-8"))
    assert cli.main(["read", "--jsonl", "-"]) == 1
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert [line["id"] for line in found] == ["a", "b"]
    assert {"hedge", "weasel"} <= {span["label"] for span in found[0]["spans"]}
    assert "2" in err


@pytest.mark.parametrize("full", [False, True])
def test_lab_opens_the_calm_screen_or_all_of_jupyterlab(
    full: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(os, "environ", {"PATH": os.environ["PATH"]})
    monkeypatch.setattr(os, "execv", lambda _, call: called.append(call))
    cli.main(["lab", "--folder", str(tmp_path), "--language", "fr", *(["--full"] if full else [])])
    assert ("labconfig" in os.environ.get("JUPYTER_CONFIG_PATH", "")) is not full
    assert (f"--ServerApp.root_dir={tmp_path}" in called[0]) is full
    assert os.environ["SECOND_LOOK_FOLDER"] == str(tmp_path)
    assert os.environ["SECOND_LOOK_LANGUAGE"] == "fr"


def test_lab_can_build_what_is_missing_while_it_opens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(os, "environ", {"PATH": os.environ["PATH"]})
    monkeypatch.setattr(os, "execv", lambda _, call: None)
    monkeypatch.setattr(cli.subprocess, "Popen", lambda call, **_: started.append(call))
    cli.main(["lab", "--folder", str(tmp_path), "--build"])
    assert started == [[sys.executable, "-m", "kit.cli", "build", "--out", str(tmp_path)]]
