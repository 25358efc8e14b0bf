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

LOADER = """
const urls = {};
const linked = name => sources[name].replace(
  /from '\\.\\/([\\w-]+\\.js)'/g, (_, other) => `from '${url(other)}'`);
const url = name => urls[name] ??= URL.createObjectURL(new Blob([linked(name)], { type: 'text/javascript' }));
export default { async render(context) { return (await import(url(entry))).render(context, words); } };
"""


@cache
def module() -> str:
    """Return the one ES module: the text of the entry and of all that it imports, the words, a loader."""
    sources: dict[str, str] = {}
    waiting = [ENTRY]
    while waiting:
        name = waiting.pop()
        if name not in sources:
            sources[name] = (STATIC / name).read_text("utf-8")
            waiting += IMPORT.findall(sources[name])
    data = {"sources": dict(sorted(sources.items())), "words": words(), "entry": ENTRY}
    return "".join(f"const {name} = {json.dumps(value)};\n" for name, value in data.items()) + LOADER


@cache
def style() -> str:
    """Return the style sheet that every view shares."""
    return (STATIC / "second-look.css").read_text("utf-8")
