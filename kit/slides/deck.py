"""A deck of slides: its file read, and one HTML page made of it, which needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt
from markupsafe import Markup

from kit import routes
from kit.words import words

HERE = Path(__file__).parent
SOURCE = Path("teach", "slides")
"""Where the decks lie in the repository; their names are those of the lessons."""

FOLDER = "slides"
"""Where the whole build puts them, below its folder for teachers."""

BREAK = re.compile(r"^---\s*$", re.MULTILINE)
ROUTE = re.compile(r"\ARoute:\s*(\S+)\s*$\n?", re.MULTILINE)
NOTES = re.compile(r"^Notes:\s*$\n?", re.MULTILINE)


class DeckError(ValueError):
    """A deck that cannot be shown; the message names the file, the slide and what to mend."""


@dataclass(frozen=True)
class Slide:
    """What the class sees, and what the teacher reads: both in Markdown. ``route`` is "" for both routes."""

    shown: str
    notes: str
    route: str = ""

    @property
    def title(self) -> str:
        """The heading."""
        return next(line.lstrip("# ") for line in self.shown.splitlines() if line.startswith("#"))


@dataclass(frozen=True)
class Deck:
    """The slides of one lesson, in order."""

    name: str
    slides: tuple[Slide, ...]

    def on(self, route: str) -> tuple[Slide, ...]:
        """Return the slides of one route."""
        return tuple(slide for slide in self.slides if slide.route in ("", route))

    @property
    def has_routes(self) -> bool:
        """Whether the two routes differ."""
        return any(slide.route for slide in self.slides)


def read(path: Path) -> Deck:
    """Read a deck; raises ``DeckError`` for a slide without a heading or with an unknown route."""
    slides = []
    for number, part in enumerate(BREAK.split(path.read_text("utf-8")), 1):
        text = part.strip()
        route = ROUTE.match(text)
        if route and route[1] not in (routes.REAL, routes.INVENTED):
            raise DeckError(
                f"{path.name}, slide {number}: there is no route {route[1]!r}; "
                f"write {routes.REAL} or {routes.INVENTED}, or leave the line out"
            )
        shown, notes = _halves(text[route.end() :] if route else text)
        if not shown.startswith("#"):
            raise DeckError(f"{path.name}, slide {number}: begin it with a heading (# or ##)")
        slides.append(Slide(shown, notes, route[1] if route else ""))
    return Deck(path.stem, tuple(slides))


def render(deck: Deck, route: str = routes.REAL) -> str:
    """Return a deck as one HTML page: its style and its script are inside, and no other script may run."""
    markdown = _markdown()
    script = (HERE / "slides.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    slides = deck.on(route)
    return (
        Environment(loader=FileSystemLoader(HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
        .get_template("slides.html")
        .render(
            language=words()["language"],
            say=words()["slides"],
            title=slides[0].title,
            slides=[
                {
                    "title": slide.title,
                    "shown": Markup(markdown.render(_second(slide.shown))),  # raw HTML in it is escaped
                    "notes": Markup(markdown.render(slide.notes)),
                }
                for slide in slides
            ],
            style=Markup((HERE / "slides.css").read_text("utf-8")),  # ours, as the script is
            script=Markup(script),
            policy=f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'",
        )
    )


def write_all(root: Path, target: Path) -> Iterator[Path]:
    """Write every deck below ``root`` into ``target``; one with two routes becomes two files."""
    from kit.items import INVENTED

    for path in sorted((root / SOURCE).glob("*.md")):
        deck = read(path)
        for route, end in ((routes.REAL, ""), (routes.INVENTED, INVENTED)):
            if route == routes.REAL or deck.has_routes:
                file = target / FOLDER / f"{deck.name}{end}.html"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(render(deck, route), "utf-8")
                yield file


def _second(shown: str) -> str:
    """Return a slide with its heading below the page's own, which every slide needs above it."""
    return f"#{shown}" if shown.startswith("# ") else shown


def _halves(text: str) -> tuple[str, str]:
    found = NOTES.search(text)
    cut, after = (found.start(), found.end()) if found else (len(text), len(text))
    return text[:cut].strip(), text[after:].strip()


def _markdown() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    return made.disable(["image", "link", "autolink"])
