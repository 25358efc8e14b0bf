"""Who handed in what, as Gradescope's export of submissions says it.

The export is a folder with ``submission_metadata.yml`` and a folder for each submission, ``submission_123``.
The file has an entry a folder: ``:submitters:`` (each with ``:name:``, ``:sid:`` and ``:email:``; several
where a group handed in) and ``:created_at:``. So it is read by public programs that were looked at; a live
export was not at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from kit.grading.archives import File
from kit.grading.problems import Problem, clean
from kit.grading.reader import UnreadableError

NAME = "submission_metadata.yml"
LARGEST = 200_000_000  # bytes: results of all earlier tries are in it


@dataclass(frozen=True)
class HandedIn:
    """One submission: who handed it in (id and name of each), and when."""

    students: tuple[tuple[str, str], ...]
    time: datetime | None


@dataclass(frozen=True)
class Export:
    """An export; ``root`` is its folder, ``submissions`` are by the names of their folders."""

    root: PurePosixPath
    submissions: Mapping[str, HandedIn]

    def of(self, place: PurePosixPath) -> HandedIn | None:
        """Return the submission that a file belongs to; None for one outside of the export."""
        parts, root = place.parts, self.root.parts
        if len(parts) < len(root) + 2 or parts[: len(root)] != root:
            return None
        return self.submissions.get(parts[len(root)])


def find(files: Iterable[File]) -> tuple[Export | None, list[Problem]]:
    """Find the file in which Gradescope says whose is what; None where there is none that can be used.

    Only the one nearest to the top counts, for students may put a file of that name into their folders.
    """
    found = sorted(
        (file for file in files if file.path.name == NAME and file.outside is None),
        key=lambda file: len(file.path.parts),
    )
    if not found:
        return None, []
    try:
        return Export(found[0].path.parent, _read(found[0].read(LARGEST + 1))), []
    except (UnreadableError, ValueError) as error:
        why = f"It is not as Gradescope writes it ({clean(str(error), 80)})."
        todo = "Export the submissions again, and give that zip as it is."
        return None, [Problem(f"{clean(str(found[0].path))} cannot be read.", why, todo)]


def _read(data: bytes) -> dict[str, HandedIn]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    if len(data) > LARGEST:
        raise ValueError(f"it is larger than {LARGEST:,} bytes")
    try:
        entries = yaml.load(data, loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ValueError(str(error).splitlines()[0]) from error
    if not isinstance(entries, dict):
        raise ValueError("no entries")
    return {str(name): _handed_in(entry) for name, entry in entries.items() if isinstance(entry, dict)}


def _handed_in(entry: dict[Any, Any]) -> HandedIn:
    submitters = entry.get(":submitters")
    found = [one for one in submitters if isinstance(one, dict)] if isinstance(submitters, list) else []
    students = tuple(student for one in found if (student := _student(one))[0])
    time = entry.get(":created_at")
    if isinstance(time, str):
        try:
            time = datetime.fromisoformat(time)
        except ValueError:
            time = None
    if not isinstance(time, datetime):
        return HandedIn(students, None)
    return HandedIn(students, time if time.tzinfo else time.replace(tzinfo=UTC))


def _student(submitter: dict[Any, Any]) -> tuple[str, str]:
    """Return the id and the name: the first of student id, address and name that there is."""
    sid, email, name = (
        " ".join(str(submitter.get(field) or "").split()) for field in (":sid", ":email", ":name")
    )
    return sid or email or name, name
