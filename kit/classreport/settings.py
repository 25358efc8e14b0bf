"""What a report is of: a small file beside the grades, so that a notebook there needs no argument."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from kit.classreport import collect, data
from kit.classreport.views import Report
from kit.gains import forms, gather, orders
from kit.gains import report as gains
from kit.grading import exercise, files, roster

NAME = ".class-report.json"


@dataclass(frozen=True)
class Settings:
    """The exercise and the places; all but ``course`` may be None. Paths are as seen from the folder."""

    exercise: str
    course: str
    roster: str | None = None
    orders: str | None = None
    pre: str | None = None
    post: str | None = None


def save(folder: Path, name: str, **places: Path | None) -> None:
    """Keep what a report is of, with paths that stay good where the whole place is moved."""
    found = {key: None if path is None else _seen_from(folder, path) for key, path in places.items()}
    made = Settings(name, **found)  # type: ignore[arg-type]  # the course is always given
    files.write(folder / NAME, (json.dumps(asdict(made), indent=1) + "\n").encode())


def _seen_from(folder: Path, path: Path) -> str:
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return str(path.resolve())


def report(folder: Path) -> Report:
    """Read the class that lies in a folder; raises ``DataError`` where nothing says what it is."""
    path = folder / NAME
    try:
        settings = Settings(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise data.DataError(
            f"{path} cannot be read ({error}). Run `kit class-report EXERCISE --out {folder}` once; it says "
            "there which exercise these grades are of."
        ) from error
    course = folder / settings.course
    of = collect.load(exercise.load(course, settings.exercise), folder)
    students = roster.load(folder / settings.roster) if settings.roster else None
    if not (settings.orders and settings.pre and settings.post):
        return Report(of, students)
    places = [folder / place for place in (settings.orders, settings.pre, settings.post)]
    return Report(of, students, *_gains(course, *places))


def _gains(course: Path, listed: Path, pre: Path, post: Path) -> tuple[gains.Report | str, int]:
    pair = forms.both(course)
    found = gather.gather(
        [(form, exercise.load(course, form.name)) for form in pair], orders.load(listed), pre, post
    )
    try:
        return gains.report(pair, found), len(found.problems)
    except gains.TooFewError as error:
        return str(error), len(found.problems)
