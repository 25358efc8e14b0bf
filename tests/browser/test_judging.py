"""A graded exercise on the machine's marks, from the release to the points."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser

from kit import records
from kit.grading import exercise, release
from kit.grading.grade import grade
from kit.words import words
from tests.browser.lab import Server, eventually
from tests.grading import conftest, judging


def test_verdicts_and_confidence_are_told_saved_and_graded(
    serve: Callable[..., Server], browser: Browser, tmp_path: Path
) -> None:
    course = Path(shutil.copytree(conftest.SMALL, tmp_path / "course"))
    judging.make(course)
    shipped = release.write(course, "judging")
    loaded = exercise.load(course, "judging")
    server = serve("lab")
    shutil.copytree(shipped, server.root, dirs_exist_ok=True)
    desk = server.open(browser, "judging.ipynb")
    desk.run_all()

    machine = loaded.questions["reading-bridge"].item["machine"]
    reading = desk.question("reading-bridge")
    shown = reading.locator('mark[data-label="source"]').evaluate_all("all => all.map(m => m.dataset.mark)")
    assert set(shown) == {f"{mark['start']}-{mark['end']}" for mark in machine}
    reading.locator("mark .sl-spot").first.click()
    reading.locator('[data-verdict="agree"]').check()

    choice = desk.question("q2")
    assert words()["confidence"]["ask_counts"] in choice.inner_text()
    choice.locator('[data-option="nordbau"]').check()
    choice.locator('[data-confidence="4"]').check()
    said = words()["confidence"]["steps"][3]
    assert said in choice.inner_text()

    def held() -> dict[str, records.Record]:
        metadata = server.read("judging.ipynb")["metadata"]
        found: dict[str, records.Record] = metadata.get(records.NAMESPACE, {})
        return found

    eventually(
        lambda: held().get("q2", {}).get("confidence") == 4 and "reading-bridge" in held(), what="it is saved"
    )
    handed_in = server.read("judging.ipynb")
    graded = {one.question.id: one for one in grade(loaded, handed_in, "ann").graded}
    assert graded["q2"].auto == 1.92
    assert graded["reading-bridge"].lines[0].outcome in ("right", "wrong", "borderline")
    assert not graded["reading-bridge"].problems
    assert desk.errors == []
