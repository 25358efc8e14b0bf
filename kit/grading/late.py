"""What lateness costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Late:
    """What lateness costs: a share of the earned points for each day begun after the due date.

    ``due`` may be None: then the date counts that a person sets in nbgrader's formgrader.
    """

    per_day: float
    due: datetime | None = None
    at_most: float = 1.0
    grace: timedelta = timedelta()

    def share(self, handed_in: datetime | None, due: datetime | None) -> float:
        """Return the share of the points that is lost; none where one of the times is not known."""
        if handed_in is None or due is None or handed_in <= due + self.grace:
            return 0.0
        days = -((due - handed_in) // timedelta(days=1))
        return min(self.at_most, self.per_day * days)

    @classmethod
    def read(cls, data: dict[str, Any]) -> Late:
        """Read ``late`` of ``exercise.toml``; raises ``ValueError`` for a due date without a zone."""
        due = data.get("due")
        if due is not None and not (isinstance(due, datetime) and due.tzinfo):
            raise ValueError(
                "late.due must be a time with its zone, and without quotes: 2026-12-01T12:00:00Z"
            )
        grace = timedelta(minutes=data.get("grace_minutes", 0))
        return cls(data["per_day"], due, data.get("at_most", 1.0), grace)
