from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kit.grading import exercise, release, secrets
from kit.grading.exercise import ExerciseError

from . import students
from .conftest import OWN, SMALL

RELEASED = [
    (course, path.parent.name)
    for course in (SMALL, OWN)
    for path in sorted(course.glob("keys/*/exercise.toml"))
    if (course / "release" / path.parent.name).is_dir()
]


@pytest.mark.parametrize(("course", "name"), RELEASED)
def test_what_is_committed_is_what_release_makes(course: Path, name: str) -> None:
    folder = course / "release" / name
    committed = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    assert committed == release.make(course, name)


def test_no_release_tells_an_answer(each: exercise.Exercise) -> None:
    """Neither a text of the key, plain or encoded, nor a field that could hold one."""
    key = json.loads((each.course / "keys" / each.name / "key.json").read_text("utf-8"))
    rules = (each.course / "keys" / each.name / "exercise.toml").read_text("utf-8")
    texts = list(secrets.sentences_of(key))
    samples = re.findall(r'^(?:sample|describes) = "(.+)"$', rules, re.MULTILINE)
    assert len(texts) > 10
    assert samples
    made = release.make(each.course, each.name)
    for inside, data in made.items():
        for text in [*texts, *samples]:
            for form in secrets.disguises(text):
                assert form.lower() not in data.lower(), (inside, text)
        for field in ("right", "feedback", "missed", "key", "status", "trap", "firm", "borderline", "sample"):
            assert not re.search(rf'^\s*"?{field}"?\s*[:=]'.encode(), data, re.MULTILINE), (inside, field)
    for mark in key["marks"]:
        place = f"{mark['start']},{mark['end']}"
        for inside, data in made.items():
            assert place not in re.sub(rb"\s", b"", data).decode(), inside


def planted(path: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(course: Path) -> None:
        target = course / "source/sources" / path
        target.write_text(target.read_text("utf-8").replace(old, new, 1), "utf-8")

    return edit


SECRET = "Yes: the mayor is credited with the first sentence."
NEVER_TOLD = "The number has no base, and nobody is credited with it."
OPTION = 'id = "reyes-bakery",'


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (planted("items.toml", OPTION, OPTION + " right = true,"), "holds no right in its options"),
        (planted("items.toml", OPTION, OPTION + ' feedback = "Right.",'), "holds no feedback in its options"),
        (planted("items.toml", 'kind = "text"', 'kind = "text"\nsample = "Nordbau."'), "no sample"),
        (
            planted(
                "items.toml",
                "at_most = 12",
                'at_most = 12\npassages = [{ from = "The old", to = "March.", empty = "Nothing here." }]',
            ),
            "tells that nothing counts there",
        ),
        (planted("sources.ipynb", "# Who says so?", f"# {SECRET}"), "give away the key"),
        (planted("sources.ipynb", "# Who says so?", SECRET.encode().hex()), "give away the key"),
        (
            planted("sources.ipynb", "# Who", base64.b64encode(b"a" + SECRET.encode()).decode()),
            "give away the key",
        ),
        (lambda course: (course / "source/sources/key.json").write_text("{}"), "nothing else"),
        (lambda course: (course / "source/sources/other.ipynb").write_text("{}"), "nothing else"),
        (planted("sources.ipynb", '"id": "top",', ""), "has no id"),
    ],
)
def test_a_secret_in_the_source_is_refused(course: Path, plant: Callable[[Path], Any], said: str) -> None:
    plant(course)
    with pytest.raises(ExerciseError, match=said):
        release.write(course, "sources")


def test_a_release_tells_nothing_of_what_a_form_is_built_to_be(course: Path) -> None:
    form = f'texts = [{{ why = "{NEVER_TOLD}", deciding = ["# Who says so?"] }}]'
    (course / "keys/sources/form.toml").write_text(form)
    release.write(course, "sources")  # the deciding words are quoted from what students read
    planted("sources.ipynb", "# Who says so?", f"# {NEVER_TOLD}")(course)
    with pytest.raises(ExerciseError, match="give away the key"):
        release.write(course, "sources")


def test_outputs_answers_comments_and_solutions_stay_behind(course: Path) -> None:
    path = course / "source/sources/sources.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    loaded = exercise.load(course, "sources")
    students.put(notebook, students.record(loaded.questions["q2"], ["reyes-bakery"]))
    notebook["metadata"]["author"] = "somebody"
    path.write_text(json.dumps(notebook), "utf-8")
    release.write(course, "sources")
    text = b"".join(release.make(course, "sources").values()).decode()
    for gone in ("reyes-bakery", "display_data", "somebody", "A model answer", "A note for colleagues"):
        assert gone not in text.replace('id = "reyes-bakery"', "")
    assert "YOUR ANSWER HERE" in text


def test_files_of_an_older_release_are_removed(course: Path) -> None:
    old = course / "release/sources/old/article.md"
    old.parent.mkdir()
    old.write_text("old")
    release.write(course, "sources")
    assert not old.parent.exists()


def test_a_release_that_was_answered_is_not_overwritten(course: Path, small: exercise.Exercise) -> None:
    path = course / "release/sources/sources.ipynb"
    path.write_bytes(students.data(students.perfect(small)))
    with pytest.raises(ExerciseError, match="holds answers"):
        release.write(course, "sources")


def test_an_unknown_exercise_is_told_with_the_known_ones(course: Path) -> None:
    with pytest.raises(ExerciseError, match="there are: sources"):
        release.make(course, "claims")
