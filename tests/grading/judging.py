"""An exercise in which students judge the machine's marks, and how sure they are earns points."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

ITEMS = """
v = 1
lesson = "judging"
title = "Is the machine right?"
article = "bridge"
graded = true

[[items]]
id = "q2"
kind = "choice"
prompt = "Who wants the order?"
confidence = true
confidence_counts = true

[[items.options]]
id = "nordbau"
text = "Nordbau"

[[items.options]]
id = "nobody"
text = "Nobody"
"""

RULES = """
v = 1
exercise = "judging"

[questions.reading-bridge]
kind = "verdicts"
points = 4
labels = ["source"]

[questions.q2]
kind = "choice"
points = 2
sure = 0.25
"""


def cell(kind: str, name: str, source: str, **more: Any) -> dict[str, Any]:
    flags = {"grade": False, "locked": True, "solution": False, "task": False, "schema_version": 3}
    made = {"cell_type": kind, "id": name, "source": source}
    made["metadata"] = {"nbgrader": {"grade_id": name, **flags, **more}}
    return {**made, "outputs": [], "execution_count": None} if kind == "code" else made


def make(course: Path) -> None:
    """Add the exercise to a course that has the small one; its text and its key are the same."""
    source, keys = course / "source" / "judging", course / "keys" / "judging"
    shutil.copytree(course / "source" / "sources" / "bridge", source / "bridge")
    keys.mkdir()
    (source / "items.toml").write_text(ITEMS)
    (keys / "exercise.toml").write_text(RULES)
    key = json.loads((course / "keys" / "sources" / "key.json").read_text("utf-8"))
    key["choices"] = {"q2": {"right": ["nordbau"], "feedback": {"nobody": "It says that Nordbau wants it."}}}
    key.pop("values", None)
    (keys / "key.json").write_text(json.dumps(key))
    cells = [
        cell("code", "setup", 'import kit\n\nkit.exercise("judging")\narticle = kit.article()'),
        cell("markdown", "reading-bridge", "## Is it right?", task=True, points=4),
        cell("code", "reading", 'kit.show(article, "source")'),
        cell("markdown", "q2", "## Who wants it?", task=True, points=2),
        cell("code", "q2-widget", 'kit.choose("q2")'),
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    made = {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (source / "judging.ipynb").write_text(json.dumps(made))
