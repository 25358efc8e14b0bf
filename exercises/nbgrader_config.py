"""nbgrader for this course: nothing of a student's notebook ever runs.

`kit grade` is the way to grade. This file makes nbgrader's own buttons and commands (formgrader's Autograde,
`nbgrader autograde`) do the same: read the answers as data, score them, and rebuild the copy to mark.
"""

from kit.grading.book import COURSE
from kit.grading.preprocessors import SaveRecordScores

c = get_config()  # noqa: F821 - traitlets defines it while it reads this file

c.CourseDirectory.course_id = COURSE

# No Execute, and nothing that rewrites a notebook before its answers are read.
c.Autograde.sanitize_preprocessors = []
c.Autograde.autograde_preprocessors = [SaveRecordScores]
