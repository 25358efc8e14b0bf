"""The widgets' modules as one, for places that have no keeper to serve them.

anywidget takes one ES module as text. Ours import each other, so the one module holds the text of all of them
and turns each into an address that the browser can import: no build step, and the files stay as they are.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from kit.words import words

STATIC = Path(__file__).parent / "static"
ENTRY = "widget.js"
IMPORT = re.compile(r"from '\./([\w-]+\.js)'")

LINKER = """
const urls = {};
const linked = name => sources[name].replace(
  /from '\\.\\/([\\w-]+\\.js)'/g, (_, other) => `from '${url(other)}'`);
const url = name => urls[name] ??= URL.createObjectURL(new Blob([linked(name)], { type: 'text/javascript' }));
"""
"""JavaScript that makes an address for each module of ``sources``; the addresses of what it imports first."""

RENDER = """
export default { async render(context) { return (await import(url(entry))).render(context, words); } };
"""


def sources(entry: str, *folders: Path) -> dict[str, str]:
    """Return the texts of a module and of all that it imports, by name; each lies in one of the folders."""
    found: dict[str, str] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in found:
            path = next(folder / name for folder in folders if (folder / name).is_file())
            found[name] = path.read_text("utf-8")
            waiting += IMPORT.findall(found[name])
    return dict(sorted(found.items()))


@cache
def module() -> str:
    """Return the one ES module: the text of the entry and of all that it imports, the words, a loader."""
    data = {"sources": sources(ENTRY, STATIC), "words": words(), "entry": ENTRY}
    named = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in data.items())
    return named + LINKER + RENDER


@cache
def style() -> str:
    """Return the style sheet that every view shares."""
    return (STATIC / "second-look.css").read_text("utf-8")
