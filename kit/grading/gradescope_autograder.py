#!/usr/bin/env python3
"""What runs on Gradescope: hand out the results that were made at home. It never opens a submission.

This file stands alone in the zip for Gradescope, as ``run_autograder``: it may use nothing but Python 3.8.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path


def key(email: str) -> str:
    """Return the name of a student's results, from which nobody can read the address at a glance."""
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()


def main(home: Path) -> int:
    """Copy the results of the students who hand in; return 1, and write none, where there are none."""
    about = json.loads((home / "submission_metadata.json").read_text("utf-8"))
    for user in about["users"]:
        made = home / "source" / "results" / (key(user["email"]) + ".json")
        if made.is_file():
            shutil.copyfile(made, home / "results" / "results.json")
            return 0
    print("There is no grade for this submission yet: a person must look at it first, or it is new.")
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "/autograder")))
