"""What formgrader sees: checked through nbgrader's own Gradebook and commands."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kit.grading import book, copies, exercise, run
from kit.grading.exercise import Exercise
from kit.grading.results import Result

from . import students

pytest.importorskip("nbgrader", reason="the gradebook is nbgrader's; pip install second-look[instructor]")

Make = Callable[..., Path]
CONFIG = Path(__file__).parents[2] / "exercises" / "nbgrader_config.py"


def graded(course: Path, place: Path) -> list[Result]:
    loaded, results = exercise.load(course, "sources"), []
    places = run.Places(place, course / "out", book.address(course))
    run.run(loaded, places, each=results.append)
    return results


@contextmanager
def opened(course: Path) -> Iterator[Any]:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", book.COURSE) as gradebook:
        yield gradebook


def give(course: Path, question: str, score: float, comment: str) -> None:
    """Give points as formgrader does."""
    with opened(course) as gradebook:
        grade = gradebook.find_grade(question, "sources", "sources", "ann")
        grade.manual_score, grade.needs_manual_grade = score, False
        gradebook.find_comment(question, "sources", "sources", "ann").manual_comment = comment
        gradebook.db.commit()


def needs(course: Path) -> dict[str, bool]:
    with opened(course) as gradebook:
        (notebook,) = gradebook.find_submission("sources", "ann").notebooks
        return {grade.name: grade.needs_manual_grade for grade in notebook.grades}


def test_the_book_has_the_same_scores(course: Path, small: Exercise, handed_in: Make) -> None:
    half = students.answered(small, {"q2": ["reyes-bakery"], "q3": ["could"]}, "b")
    done = graded(
        course, handed_in(ann=students.perfect(small, "a"), ben=half, cem=students.blank(small), eve=b"{")
    )
    with opened(course) as gradebook:
        for result in done:
            submission = gradebook.find_submission("sources", result.student)
            assert submission.score == result.score
            assert submission.max_score == 13
            assert submission.needs_manual_grade is (result.student in ("ann", "eve"))
        comment = gradebook.find_comment("q1", "sources", "sources", "ann").comment
        assert "Yes: unnamed critics are credited with the verdict." in comment
        assert gradebook.find_assignment("sources").max_score == 13
    for student in ("ann", "ben", "cem", "eve"):
        assert copies.place(small, student).name == "sources.ipynb"
        assert (course / "autograded" / student / "sources/sources.ipynb").is_file()
        assert (course / "submitted" / student / "sources/sources.ipynb").is_file()


def test_a_regrade_keeps_what_a_person_gave(course: Path, small: Exercise, handed_in: Make) -> None:
    place = handed_in(ann=students.perfect(small))
    assert graded(course, place)[0].score == 9
    assert needs(course)["w1"]
    give(course, "w1", 3.5, "Well put.")
    give(course, "q2", 0.0, "")
    (result,) = graded(course, place)
    assert result.score == 5 + 0 + 2 + 1 + 3.5
    assert not any(needs(course).values())
    assert "Well put." in (course / "out/feedback/ann.html").read_text("utf-8")


def test_a_person_is_asked_again_only_where_the_answer_changed(
    course: Path, small: Exercise, handed_in: Make
) -> None:
    graded(course, handed_in(ann=students.perfect(small)))
    give(course, "w1", 3.5, "Well put.")
    give(course, "q2", 0.5, "")
    again = students.perfect(small)
    students.cell_of(again, "w1")["source"] = "Something else."
    (result,) = graded(course, handed_in(ann=again))
    assert {name for name, wanted in needs(course).items() if wanted} == {"w1"}
    assert {one.question.id for one in result.graded if one.waits} == {"w1"}
    graded(course, handed_in(ann=again))
    assert needs(course)["w1"], "until the person has looked"


def test_the_courses_own_files_are_never_written_over(course: Path, small: Exercise) -> None:
    folder = course / "submitted/ann/sources"
    folder.mkdir(parents=True)
    (folder / "sources.ipynb").write_bytes(b"an older file")
    os.utime(folder / "sources.ipynb", (1e9, 1e9))
    (folder / "sources-1.ipynb").write_bytes(students.data(students.perfect(small)))
    assert graded(course, course / "submitted")[0].score == 9
    assert (folder / "sources.ipynb").read_bytes() == b"an older file"


def test_a_book_of_another_version_of_the_exercise_is_refused(
    course: Path, small: Exercise, handed_in: Make
) -> None:
    place = handed_in(ann=students.perfect(small))
    graded(course, place)
    path = course / "release/sources/sources.ipynb"
    path.write_text(path.read_text("utf-8").replace('"w1-prompt"', '"w2-prompt"'), "utf-8")
    with pytest.raises(exercise.ExerciseError, match="other cells than when it was graded first"):
        graded(course, place)


def test_a_locked_book_is_told(course: Path, small: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    (course / "gradebook.db").write_bytes(b"this is no database, but it is long enough to look at" * 50)
    with pytest.raises(book.BookError, match="cannot be written"), book.opened(book.address(course)):
        pass


@pytest.mark.parametrize(
    "url",
    ["nosuch://grader:opensesame@db.example/course", "nosuch://grader:opensesame@db.example:port/course"],
)
def test_an_error_does_not_show_the_password_of_the_gradebook(url: str) -> None:
    with pytest.raises(book.BookError, match="cannot be written") as told, book.opened(url):
        pass
    assert "opensesame" not in str(told.value)


def test_the_due_date_of_formgrader_and_an_extension_count(
    course: Path, small: Exercise, handed_in: Make
) -> None:
    rules = course / "keys/sources/exercise.toml"
    rules.write_text(rules.read_text("utf-8").replace("due = 2026-12-01T12:00:00Z\n", ""), "utf-8")
    place = handed_in(ann=students.perfect(small))
    nested = place / "ann/sources"
    nested.mkdir()
    shutil.move(place / "ann/sources.ipynb", nested)
    (nested / "timestamp.txt").write_text("2026-12-03 11:00:00 UTC")
    assert graded(course, place)[0].penalty == 0
    with opened(course) as gradebook:
        gradebook.find_assignment("sources").duedate = datetime(2026, 12, 1, 12)
        gradebook.db.commit()
    assert graded(course, place)[0].penalty == 1.8
    with opened(course) as gradebook:
        gradebook.find_submission("sources", "ann").extension = timedelta(days=1)
        gradebook.db.commit()
    (result,) = graded(course, place)
    assert result.penalty == 0.9
    assert result.handed_in == datetime(2026, 12, 3, 11, tzinfo=UTC)


def test_nbgraders_own_autograde_runs_nothing_and_gives_the_same(
    course: Path, small: Exercise, handed_in: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What formgrader's Autograde button does, with the configuration that this repository ships."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config, PyFileConfigLoader

    shutil.copy(CONFIG, course)
    trace = course / "ran"
    notebook = students.perfect(small)
    code = f"open({str(trace)!r}, 'w').write('x')"
    evil = {"cell_type": "code", "metadata": {}, "source": code, "outputs": [], "execution_count": None}
    notebook["cells"] = [{**evil, "id": "evil"}, *notebook["cells"]]
    students.widget_of(notebook, "q2")["source"] = code
    twin = json.loads(json.dumps(students.cell_of(notebook, "q1")))
    notebook["cells"].append({**twin, "id": "twin"})
    done = graded(course, handed_in(ann=notebook))
    shutil.rmtree(course / "autograded")
    config = PyFileConfigLoader("nbgrader_config.py", str(course)).load_config()
    config.merge(Config({"CourseDirectory": {"root": str(course)}}))
    monkeypatch.chdir(course)
    answer = NbGraderAPI(config=config).autograde("sources", "ann")
    assert answer["success"], answer.get("error") or answer.get("log")
    assert not trace.exists()
    with opened(course) as gradebook:
        assert gradebook.find_submission("sources", "ann").score == done[0].score == 9
    copied = json.loads((course / "autograded/ann/sources/sources.ipynb").read_text("utf-8"))
    assert str(trace) not in json.dumps(copied)


def test_the_shipped_configuration_has_nothing_that_executes() -> None:
    from traitlets.config import PyFileConfigLoader

    config = PyFileConfigLoader(CONFIG.name, str(CONFIG.parent)).load_config()
    names = [one.__name__ for one in config.Autograde.autograde_preprocessors]
    assert names == ["SaveRecordScores"]
    assert config.Autograde.sanitize_preprocessors == []
