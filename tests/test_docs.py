"""The page for instructors: its commands run, its options and messages are there, its words are plain."""

from __future__ import annotations

import csv
import os
import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import textstat

from kit import cli
from kit.grading import command, exercise

from .grading import students
from .grading.conftest import OWN, released_anew
from .test_cli import commands

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "grade.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S)
LINES = [line for block in BLOCKS for line in block.splitlines()]
ELSEWHERE = ("--dask", "--gradebook")  # these need a server; their own tests are in tests/grading
NOTEBOOK = "sources.ipynb"
CLASS = {"11": "Ada Lovelace", "12": "Ömer Öztürk"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project's folder with one exercise, and a small invented class as each platform hands it out."""
    root = tmp_path_factory.mktemp("project")
    made = released_anew("sources", root / "exercises")
    (root / "exercises" / "nbgrader_config.py").write_bytes((OWN / "nbgrader_config.py").read_bytes())
    files = {
        number: students.data(students.answered(made, without_text(made), f"sheet{number}"))
        for number in CLASS
    }
    moodle, canvas, gradescope, metadata = {}, {}, {}, ""
    for number, name in CLASS.items():
        moodle[f"{name}_{number}_assignsubmission_file_/{NOTEBOOK}"] = files[number]
        canvas[f"{''.join(reversed(name.lower().split()))}_{number}_9{number}_{NOTEBOOK}"] = files[number]
        gradescope[f"assignment_9_export/submission_{number}0/{NOTEBOOK}"] = files[number]
        metadata += f"submission_{number}0:\n  :submitters:\n  - :name: {name}\n    :sid: '{number}'\n"
        folder = root / "handed-in" / number
        folder.mkdir(parents=True)
        (folder / NOTEBOOK).write_bytes(files[number])
    gradescope["assignment_9_export/submission_metadata.yml"] = metadata.encode()
    for name, entries in (("moodle", moodle), ("canvas", canvas), ("gradescope", gradescope)):
        with zipfile.ZipFile(root / f"{name}.zip", "w") as archive:
            for entry, data in entries.items():
                archive.writestr(entry, data)
    head = ["Identifier", "Full name", "Grade", "Maximum Grade", "Grade can be changed"]
    head += ["Last modified (grade)", "Feedback comments"]
    write(
        root / "worksheet.csv",
        [head, *([f"Participant {n}", name, "", "100.00", "Yes", "-", ""] for n, name in CLASS.items())],
    )
    head = ["Student", "ID", "SIS Login ID", "Section", "Essay (4710)", "Who says so? (4711)"]
    write(
        root / "gradebook.csv",
        [
            head,
            ["    Points Possible", "", "", "", "10.00", "22.00"],
            *([name, n, f"login{n}", "9b", "", ""] for n, name in CLASS.items()),
        ],
    )
    head = ["First Name", "Last Name", "SID", "Email"]
    write(
        root / "roster.csv",
        [head, *([*name.split(), n, f"{n}@school.example"] for n, name in CLASS.items())],
    )
    write(root / "class.csv", [["id", "name"], *map(list, CLASS.items())])
    return root


def without_text(made: exercise.Exercise) -> dict[str, object]:
    """Return right answers, but no written one: nobody reads it here, and grades must be final."""
    kinds = made.questions
    return {name: value for name, value in students.right(made).items() if kinds[name].kind != "text"}


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    env = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize("line", dict.fromkeys(LINES))
def test_every_command_of_the_page_runs(line: str, project: Path) -> None:
    first, *rest = shlex.split(line)
    if first == "make":
        assert re.search(rf"^{rest[0]}:", (ROOT / "Makefile").read_text("utf-8"), re.M)
    elif first == "source":
        made = re.findall(r"^VENV \?= (\S+)", (ROOT / "Makefile").read_text("utf-8"), re.M)
        assert rest == [f"{made[0]}/bin/activate"]
    elif first == "pip":
        extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        assert re.findall(r"\[(\w+)\]", rest[-1])[0] in extras["optional-dependencies"]
    elif "jupyter lab" in line:
        done = run(f"{line} --version", project)
        assert done.returncode == 0, done.stderr
    elif any(option in line for option in ELSEWHERE):
        assert cli.parser().parse_args(shlex.split(line)[1:])
    else:
        if "class-report" in line:  # the report is of a graded class
            assert run("kit grade sources moodle.zip --no-gradebook", project).returncode == 0
        done = run(line, project)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "files", "grades"),
    [
        ("moodle.zip --roster worksheet.csv", ["moodle-feedback.zip", "moodle.csv"], "77.27"),
        ("canvas.zip --roster gradebook.csv", ["canvas.csv"], "17.00"),
        ("gradescope.zip --roster roster.csv", ["gradescope.zip"], ""),
        ("handed-in --roster class.csv", [], ""),
    ],
)
def test_the_page_leads_to_the_files_that_it_names(
    line: str, files: list[str], grades: str, project: Path
) -> None:
    assert f"kit grade sources {line}" in LINES
    done = run(f"kit grade sources {line} --no-gradebook", project)
    out = project / "build" / "grades" / "sources"
    assert sorted(path.name for path in out.glob("upload-to-*")) == [f"upload-to-{name}" for name in files]
    assert all(f"upload-to-{name}" in PAGE and f"upload-to-{name}" in done.stdout for name in files)
    for path in out.glob("*.csv"):
        text = path.read_text("utf-8-sig")
        assert path.name == "grades.csv" or text.count(grades) == len(CLASS), text


def test_the_page_tells_of_each_option_and_of_no_other() -> None:
    help_text = commands()["grade"].format_help()
    options = set(re.findall(r"--[a-z][a-z-]*", help_text)) - {"--help"}
    assert options == set(re.findall(r"--[a-z][a-z-]*", PAGE))


def test_every_example_of_the_help_is_a_command() -> None:
    examples = re.findall(r"^  (kit grade .+?)(?:  |$)", command.GRADE_EPILOG, re.M)
    assert len(examples) >= 4
    for example in examples:
        assert cli.parser().parse_args(shlex.split(example)[1:])


def test_every_message_of_the_page_is_one_that_the_kit_says() -> None:
    folder = ROOT / "kit" / "grading"
    code = "".join(path.read_text("utf-8") for path in (*folder.glob("*.py"), *folder.glob("*.toml")))
    said = re.findall(r"^\| `([^`]+)` \| ", PAGE[PAGE.index("## When something goes wrong") :], re.M)
    assert len(said) >= 10
    for message in said:
        assert message in code, message


def test_the_page_is_in_plain_words() -> None:
    text = re.sub(r"^```.*?^```$", "", PAGE, flags=re.M | re.S)
    text = re.sub(r"^\|[-| ]+\|$", "", text, flags=re.M)
    text = re.sub(r"^\|(.*)\|$", lambda row: row[1].replace("|", ". ") + ".", text, flags=re.M)
    text = re.sub(r"`[^`]+`", "it", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text))
    assert textstat.flesch_kincaid_grade(re.sub(r"^[#\-\d. ]+|[*_]", "", text, flags=re.M)) <= 8
