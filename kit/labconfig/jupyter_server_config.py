"""A calm server: one folder, the first lesson, nothing that a student does not need.

`kit lab` and Binder put this folder on JUPYTER_CONFIG_PATH, and name the folder to serve in
SECOND_LOOK_FOLDER. It is never installed where it would change somebody's own JupyterLab.
"""

import os

c = get_config()  # noqa: F821 - traitlets defines it while it reads this file

if folder := os.environ.get("SECOND_LOOK_FOLDER"):
    c.ServerApp.root_dir = folder
c.ServerApp.terminals_enabled = False
c.LabApp.default_url = "/lab/tree/00-start.ipynb"
# Texts and items lie beside an exercise's notebook; the file list shows notebooks.
c.ContentsManager.hide_globs = ["__pycache__", "*.pyc", "*.toml", "article.md", ".ipynb_checkpoints"]
