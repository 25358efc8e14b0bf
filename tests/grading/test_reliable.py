"""A run may be stopped at any moment, started twice, or stand beside another: the grades are the same."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import grading as benchmark
from kit.grading import book, command, exercise, files, keeper, run, store, work
from kit.grading.exercise import Exercise

pytest.importorskip("nbgrader", reason="the gradebook is nbgrader's; pip install second-look[instructor]")

STUDENTS = 23
ROOT = Path(__file__).parents[2]


@pytest.fixture
def own(tmp_path: Path) -> Exercise:
    """The exercise `sources`, in a course of its own, with submissions beside it."""
    for part in ("release", "keys"):
        source = ROOT / "exercises" / part / benchmark.NAME
        subprocess.run(["cp", "-r", "--", source, _made(tmp_path / "course" / part)], check=True)
    loaded = exercise.load(tmp_path / "course", benchmark.NAME)
    benchmark.hand_in(loaded, tmp_path / "in", STUDENTS)
    (tmp_path / "in" / "s000004" / "sources.ipynb").write_text("{")
    return loaded


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def places(own: Exercise, out: str = "out") -> run.Places:
    course = own.course
    return run.Places(course.parent / "in", course.parent / out, book.address(course))


def written(own: Exercise, out: str = "out") -> dict[str, bytes]:
    """Every file that a run leaves for people, and what nbgrader's book says, by its name."""
    folders = [own.course.parent / out, own.course / "autograded", own.course / "submitted"]
    found = {
        f"{folder.name}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and path.name != store.NAME
    }
    return {**found, "book": in_book(own)}


def in_book(own: Exercise) -> bytes:
    from nbgrader.api import Gradebook

    with Gradebook(book.address(own.course), book.COURSE) as opened:
        rows = [
            (one.student.id, grade.cell.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade)
            for one in opened.assignment_submissions(own.name)
            for grade in one.notebooks[0].grades
        ]
    return repr(sorted(rows, key=str)).encode()


STOPPED = """
import os, signal, sys
from kit.grading import files, keeper, store
store.BATCH = 5
left = int(sys.argv[1])

def counted(real):
    def call(*args, **more):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **more)
    return call

# Each is one step to the disk: a page, a copy, a batch of results, a batch of the book.
files.write = counted(files.write)
store.Store.save = counted(store.Store.save)
store.Store.write = counted(store.Store.write)
keeper.Keeper.write = counted(keeper.Keeper.write)
from kit.cli import main
sys.exit(main(sys.argv[2:]))
"""


def call(own: Exercise, out: str = "out") -> list[str]:
    place = own.course.parent
    return ["grade", "sources", str(place / "in"), "--course", str(own.course), "--out", str(place / out)]


@pytest.mark.slow
def test_killed_at_any_step_it_goes_on_and_ends_with_the_same_grades(own: Exercise, tmp_path: Path) -> None:
    stops = 0
    for step in (1, 3, 14, 24, 25, 28, 31, 33, 36, 41, 57, 70, 90):
        done = subprocess.run(
            [sys.executable, "-c", STOPPED, str(step), *call(own)], cwd=ROOT, capture_output=True
        )
        if done.returncode in (0, 1):  # what was left took fewer steps
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        stops += 1
    assert stops >= 8
    run.run(own, places(own))
    after = written(own)
    assert not [name for name in after if name.endswith(".part")]
    for leftover in ("out", "course/autograded", "course/submitted", "course/gradebook.db"):
        (tmp_path / leftover).rename(
            tmp_path / leftover.replace("/", "-") if "/" in leftover else tmp_path / "old"
        )
    run.run(own, places(own))
    assert written(own) == after


def test_a_second_run_changes_nothing(own: Exercise) -> None:
    run.run(own, places(own))
    before, times = written(own), changed(own)
    run.run(own, places(own))
    assert written(own) == before
    assert changed(own) == times


def changed(own: Exercise) -> dict[str, int]:
    folders = [own.course.parent / "out" / "feedback", own.course / "autograded", own.course / "submitted"]
    return {
        str(path): path.stat().st_mtime_ns
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_only_what_changed_is_graded_again(own: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    run.run(own, places(own))
    seen: list[str] = []
    real = work.graded

    def counted(one: Exercise, task: work.Task) -> work.Done:
        seen.append(task.student)
        return real(one, task)

    monkeypatch.setattr(work, "graded", counted)
    path = own.course.parent / "in" / "s000007" / "sources.ipynb"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    (own.course.parent / "in" / "s000009" / "sources.ipynb").unlink()
    done = run.run(own, places(own))
    assert seen == ["s000007"]
    assert done.students == STUDENTS - 1
    assert not (own.course.parent / "out" / "feedback" / "s000009.html").exists()


def test_two_runs_in_one_folder_are_refused(own: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    from kit import cli

    with store.opened(own.course.parent / "out"):
        assert cli.main(call(own)) == 2
    assert "another run is at work in this folder" in capsys.readouterr().err
    assert cli.main(call(own)) == 1  # one file cannot be read


@pytest.mark.slow
def test_two_instructors_at_once_leave_one_sound_book(own: Exercise) -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "kit.cli", *call(own, out)], cwd=ROOT, stdout=subprocess.DEVNULL
        )
        for out in ("mine", "yours")
    ]
    assert [one.wait(timeout=120) for one in runs] == [1, 1]
    both = in_book(own)
    (own.course / "gradebook.db").unlink()
    run.run(own, places(own, "third"))
    assert in_book(own) == both
    mine, yours, third = (
        {
            name.partition("/")[2]: data
            for name, data in written(own, out).items()
            if name.startswith(f"{out}/")
        }
        for out in ("mine", "yours", "third")
    )
    assert mine == yours == third


def test_several_processes_give_the_same_bytes(own: Exercise) -> None:
    run.run(own, places(own))
    alone = written(own)
    (own.course.parent / "out" / store.NAME).unlink()
    run.run(own, places(own), worker=lambda one: work.processes(one, 2))
    assert written(own) == alone


def tasks(own: Exercise) -> Iterator[work.Task]:
    for path in sorted((own.course.parent / "in").glob("*/*.ipynb")):
        yield work.Task(path.parent.name, "", path.read_bytes(), path.parent.name)


def test_a_worker_that_dies_costs_nobody_a_grade(own: Exercise) -> None:
    def killing() -> Iterator[work.Task]:
        for number, task in enumerate(tasks(own)):
            if number == 2 * work.GROUP + 4:  # two groups are at work
                children = multiprocessing.active_children()
                assert len(children) == 2
                os.kill(children[0].pid or 0, signal.SIGKILL)
            yield task

    with work.here(own) as runner:
        alone = {digest: store.dumped(result) for digest, result in runner(tasks(own))}
    with work.processes(own, 2) as runner:
        found = {digest: store.dumped(result) for digest, result in runner(killing())}
    assert found == alone


def test_a_dry_run_writes_nothing(own: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    from kit import cli

    before = sorted(own.course.parent.rglob("*"))
    assert cli.main([*call(own), "--dry-run"]) == 1
    assert sorted(own.course.parent.rglob("*")) == before
    said = capsys.readouterr().out
    assert "22 of 23 submissions graded." in said
    assert "Nothing was written" in said
    assert "Formgrader" not in said, "there is nothing in it to mark"


NO_SOCKET = """
import sys

def refuse(event, arguments):
    if event in ("socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo"):
        raise AssertionError(f"a socket was opened: {event} {arguments}")

sys.addaudithook(refuse)
"""


@pytest.mark.parametrize("more", [[], ["--workers", "2"]])
def test_no_step_opens_a_socket(own: Exercise, tmp_path: Path, more: list[str]) -> None:
    """In no process: Python imports this module first, in those of the workers and of the book as well."""
    hook = tmp_path / "hook"
    (_made(hook) / "sitecustomize.py").write_text(NO_SOCKET)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(hook), str(ROOT)])}
    tried = subprocess.run(
        [sys.executable, "-c", "import socket; socket.socket()"], env=environment, capture_output=True
    )
    assert b"a socket was opened" in tried.stderr
    done = subprocess.run(
        [sys.executable, "-m", "kit.cli", *call(own), *more], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1, done.stderr
    assert "22 of 23 submissions graded." in done.stdout
    assert (own.course / "gradebook.db").stat().st_size


def test_the_process_that_keeps_the_book_may_die(own: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BATCH", 5)
    real, batches = keeper.Keeper.write, []

    def killing(self: keeper.Keeper, results: list[Any]) -> keeper.Written:
        batches.append(results)
        if len(batches) == 3:
            (child,) = multiprocessing.active_children()
            os.kill(child.pid or 0, signal.SIGKILL)
        return real(self, results)

    with monkeypatch.context() as patched:
        patched.setattr(keeper.Keeper, "write", killing)
        with pytest.raises(book.BookError, match="the process that writes the gradebook died"):
            run.run(own, places(own))
    assert run.run(own, places(own)).students == STUDENTS
    after = written(own)
    for name in ("out", "course/autograded", "course/submitted", "course/gradebook.db"):
        (own.course.parent / name).rename(own.course.parent / f"{name}-before")
    run.run(own, places(own))
    assert written(own) == after


ORPHANS = """
import os, sys
from kit.grading import pools

if __name__ == "__main__":
    with pools.fresh(2) as pool:
        print(*{one.result() for one in [pool.submit(os.getpid) for _ in range(8)]}, flush=True)
        sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_processes_end_with_the_run_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "orphans.py"
    script.write_text(ORPHANS)
    with subprocess.Popen(
        [sys.executable, str(script)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as parent:  # fmt: skip
        assert parent.stdout
        children = parent.stdout.readline().split()
        assert children
        parent.kill()
    end = time.monotonic() + 20
    while left := [one for one in children if Path("/proc", one).exists()]:
        assert time.monotonic() < end, left
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "The disk is full: make room"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "may not write"),
        (errno.ENOENT, "Nothing can be written there"),
        (errno.EEXIST, "a file and no folder"),
        (errno.ENOTDIR, "a file and no folder"),
    ],
)
def test_a_folder_that_takes_nothing_is_said_plainly(
    own: Exercise,
    number: int,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from kit import cli

    def fails(path: Path, data: bytes) -> None:
        raise OSError(number, os.strerror(number), str(path))

    with monkeypatch.context() as patched:
        patched.setattr(files, "write", fails)
        assert cli.main([*call(own), "--no-gradebook"]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert "what was graded is kept" in said
    assert cli.main([*call(own), "--no-gradebook"]) == 1


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("database is locked", "another run is at work"),
        ("database or disk is full", "make room"),
        ("attempt to write a readonly database", "read-only"),
        ("file is not a database", "remove it, and run the same again"),
    ],
)
def test_what_is_wrong_with_the_store_is_said_plainly(tmp_path: Path, error: str, says: str) -> None:
    with pytest.raises(store.StoreError, match=says), store.opened(tmp_path):
        raise sqlite3.OperationalError(error)


def test_a_damaged_store_is_said_plainly(own: Exercise, capsys: pytest.CaptureFixture[str]) -> None:
    from kit import cli

    (own.course.parent / "out").mkdir()
    (own.course.parent / "out" / store.NAME).write_bytes(b"no database at all" * 100)
    assert cli.main(call(own)) == 2
    assert "is damaged" in capsys.readouterr().err


def test_no_workers_at_all_is_refused() -> None:
    import argparse

    with pytest.raises(argparse.ArgumentTypeError, match="0 workers can do nothing"):
        command._count("0")
