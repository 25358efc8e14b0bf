"""The same grades on a PostgreSQL server, and on a Dask cluster that loses a worker. Both are real."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kit.grading import book, run, store, work
from kit.grading.exercise import Exercise

from .test_reliable import own, places, tasks, written

__all__ = ["own"]  # the fixture: a course with submissions

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """Start a server from Debian's package `postgresql`, on a port of its own; return a book's address."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert found, "PostgreSQL is missing: apt-get install postgresql"
    # The server refuses to run as root, so root starts it as the user that the package made.
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="books-"))
    if user:
        shutil.chown(folder, user)
    port = free_port()

    def call(name: str, *more: str) -> None:
        subprocess.run([f"{found[-1]}/{name}", *more], user=user, check=True, capture_output=True, cwd=folder)

    data = str(folder / "data")
    call("initdb", "-D", data, "-A", "trust", "-U", "grader", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    call("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        call("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "grader", "books")
        yield f"postgresql+psycopg://grader@127.0.0.1:{port}/books"
    finally:
        call("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder)


def test_both_books_have_the_same_grades(own: Exercise, postgres: str) -> None:
    run.run(own, places(own))
    light = grades(book.address(own.course))
    assert len(light) > 100
    heavy = run.Places(own.course.parent / "in", own.course.parent / "heavy", postgres)
    run.run(own, heavy)
    assert grades(postgres) == light
    by_person(postgres, 2.5)
    run.run(own, heavy)  # a second run keeps what a person gave, there too
    assert (2.5, "well argued") in {(manual, comment) for *_, manual, comment in grades(postgres)}
    page = own.course.parent / "heavy" / "feedback" / "s000000.html"
    assert "well argued" in page.read_text("utf-8")


def grades(url: str) -> list[Any]:
    from nbgrader.api import Gradebook

    with Gradebook(url, book.COURSE) as opened:
        return sorted(
            (
                (
                    one.student.id,
                    grade.cell.name,
                    grade.auto_score,
                    grade.max_score,
                    grade.needs_manual_grade,
                    comment.auto_comment,
                    grade.manual_score,
                    comment.manual_comment,
                )
                for one in opened.assignment_submissions("sources")
                for grade in one.notebooks[0].grades
                for comment in one.notebooks[0].comments
                if comment.cell.name == grade.cell.name
            ),
            key=str,
        )


def by_person(url: str, score: float) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(url, book.COURSE) as opened:
        grade = opened.find_grade("w1", "sources", "sources", "s000000")
        grade.manual_score, grade.needs_manual_grade = score, False
        opened.find_comment("w1", "sources", "sources", "s000000").manual_comment = "well argued"
        opened.db.commit()


def test_a_cluster_that_loses_a_worker_gives_the_same_grades(own: Exercise) -> None:
    from distributed import LocalCluster

    with work.here(own) as runner:
        alone = {digest: store.dumped(result) for digest, result in runner(tasks(own))}
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        victim = next(iter(cluster.workers.values())).process.pid

        def killing() -> Iterator[work.Task]:
            for number, task in enumerate(tasks(own)):
                if number == 10:
                    os.kill(victim, signal.SIGKILL)
                yield task

        with work.dask(own, cluster.scheduler_address) as runner:
            found = {digest: store.dumped(result) for digest, result in runner(killing())}
        assert found == alone
        run.run(own, places(own), worker=lambda one: work.dask(one, cluster.scheduler_address))
    by_dask = written(own)
    (own.course.parent / "out" / store.NAME).unlink()
    run.run(own, places(own))
    assert written(own) == by_dask


def test_where_no_scheduler_answers_it_is_said_plainly(own: Exercise) -> None:
    start = time.monotonic()
    with (
        pytest.raises(work.WorkError, match="no Dask scheduler answers"),
        work.dask(own, f"tcp://127.0.0.1:{free_port()}"),
    ):
        raise AssertionError("nobody is there")
    assert time.monotonic() - start < 60
