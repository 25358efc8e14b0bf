"""The class page: one HTML file for a teacher without Python, which reads notebooks in the browser.

``kit build`` writes it. It holds its style, its modules and the lessons' questions with their practice keys;
it asks nothing of the web, and its policy forbids it to. Keys of exercises are never in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape
from pathlib import Path
from typing import Any

from kit import items
from kit.widgets import bundle
from kit.words import words

STATIC = Path(__file__).parent / "static"
ENTRY = "class-page.js"
PLACE = Path("for-teachers", "class-page.html")
"""Where the page lies in the built folder."""

LOADER = f"""
const {{ sources, entry, known, words }} = JSON.parse(document.getElementById('data').textContent);
{bundle.LINKER}
(await import(url(entry))).start(document.querySelector('main'), known, words);
"""

PARTS = {
    "options": ("id", "text", "right"),
    "claims": ("id", "text", "right"),
    "cards": ("id", "title"),
    "clues": ("id", "text", "right"),
    "labels": ("id", "name", "letter", "codebook", "tone", "kinds"),
    "key": ("id", "start", "end", "label", "kind", "status", "feedback"),
}
"""What is needed of the parts of a question to count and show its answers."""

UNUSED = ("v", "exercise", "graded", "text", "sentences", "glossary", "feedback", "wrong", "pairs", "help")


def write(folder: Path) -> Path:
    """Write the page into a built folder; returns its path."""
    path = folder / PLACE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(), "utf-8")
    return path


def page() -> str:
    """Return the page. No text in it can end its script or its data: JSON holds no ``<`` here."""
    data = {
        "sources": bundle.sources(ENTRY, STATIC, bundle.STATIC),
        "entry": ENTRY,
        "known": known(),
        "words": words(),
    }
    embedded = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    style = (STATIC / "class-page.css").read_text("utf-8")
    say = words()["class_page"]
    return (
        f'<!doctype html>\n<html lang="{escape(words()["language"])}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_policy(LOADER, style))}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(say['title'])}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(say['title'])}</h1>\n<noscript><p>{escape(say['no_script'])}</p></noscript>\n</main>\n"
        f'<script type="application/json" id="data">{embedded}</script>\n'
        f'<script type="module">{LOADER}</script>\n</body>\n</html>\n'
    )


def known() -> dict[str, Any]:
    """Return every lesson of the kit with its questions, and the texts that they are about, by sha256."""
    lessons, texts = [], {}
    for name in items.lessons():
        sheet = items.lesson(name)
        for question in sheet.questions.values():
            if "text" in question:
                texts[question["article"]["sha256"]] = question["text"]
        questions = [_slim(question) for question in sheet.questions.values()]
        lessons.append({"name": name, "title": sheet.title, "questions": questions})
    return {"lessons": lessons, "texts": texts}


def _slim(question: dict[str, Any]) -> dict[str, Any]:
    slim = {field: value for field, value in question.items() if field not in UNUSED}
    for field, kept in PARTS.items():
        if field in slim:
            slim[field] = [{name: part[name] for name in kept if name in part} for part in slim[field]]
    return slim | {"keyed": True}


def _policy(script: str, style: str) -> str:
    """Return a policy under which the page can load and send nothing; only its own script and style count."""
    return (
        f"default-src 'none'; script-src {_hash(script)} blob:; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
