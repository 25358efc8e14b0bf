"""The class report for who teaches: a notebook that they can change, and the page that is made of it.

In a notebook beside the grades: ``from kit import classreport``, ``report = classreport.open()``, and then a
part a cell: ``report.scores()``, ``report.heat_map("q1")``, ...
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kit.classreport.views import Report


def open(folder: Path | str = ".") -> Report:
    """Open the class that was graded into a folder (default: where the notebook lies)."""
    from kit.classreport import settings

    return settings.report(Path(folder))
