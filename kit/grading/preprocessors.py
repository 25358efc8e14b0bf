"""nbgrader's own autograde, made harmless: it scores records, as ``kit grade`` does, and runs nothing.

``exercises/nbgrader_config.py`` puts this in the place of nbgrader's preprocessors, so that the Autograde
button of its formgrader gives the same points. A student's notebook goes in; the copy to mark comes out.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nbformat import from_dict
from nbgrader.api import Gradebook
from nbgrader.preprocessors import SaveAutoGrades

from kit.grading import book, copies, exercise, reader
from kit.grading.grade import grade
from kit.grading.submissions import parse_time


class SaveRecordScores(SaveAutoGrades):
    """Score the records of a notebook, save the scores, and give the notebook rebuilt from the release."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Grade ``nb`` for the student that nbgrader names in ``resources``."""
        names = resources["nbgrader"]
        loaded = exercise.load(Path.cwd(), names["assignment"])  # nbgrader converts in the course's folder
        student = names["student"]
        with Gradebook(names["db_url"], book.COURSE) as gradebook:
            submission = gradebook.find_submission(names["assignment"], student)
            stamp = submission.timestamp
            handed_in = parse_time(f"{stamp.isoformat()}+00:00") if stamp else None
            notebook = reader.parse(json.dumps(nb).encode()).notebook
            result = grade(loaded, notebook, student, handed_in=handed_in)
            # No fingerprints: what lies in autograded/ now is the student's own file, which could forge them.
            (known,) = book.write(gradebook, loaded, [result], lambda student: {})
            result = result.with_book(*known)
        self.log.info("Graded %s: %g points", student, result.score)
        return from_dict(copies.build(loaded, result)), resources
