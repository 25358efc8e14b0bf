"""A page as PDF, through the print of a real browser: Chromium, Chrome or Edge, whichever is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from kit.words import fill, words

VARIABLE = "BROWSER_FOR_PDF"
"""The path of a browser to use before all others."""

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
"""What such a browser is called where programs are looked for."""

PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
    "C:/Program Files/Microsoft/Edge/Application/msedge.exe",
)
"""Where macOS and Windows keep them."""

SECONDS = 120


def browser() -> str | None:
    """Return the path of a browser that prints without a window, or None where there is none."""
    if own := os.environ.get(VARIABLE):
        return shutil.which(own)
    found = (shutil.which(name) for name in (*NAMES, *PLACES))
    return next((path for path in found if path), None)


def pdf(page: str, out: Path, instead: Path) -> None:
    """Print a page (HTML) to the file ``out``; ``instead`` is the file that can be printed by hand.

    Raises ``FileNotFoundError`` where no browser is there, and ``ValueError`` where it makes no PDF.
    """
    say, found = words()["handout"], browser()
    if found is None:
        names = os.environ.get(VARIABLE) or ", ".join(NAMES)
        raise FileNotFoundError(fill(say["no_browser"], names=names, file=instead))
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, "utf-8")
        call = [found, "--headless", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={made}"]
        call += [f"--user-data-dir={Path(folder, 'profile')}"]  # never the user's own, which may be open
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            call.append("--no-sandbox")  # containers run as root, and Chromium refuses that with a sandbox
        try:
            done = subprocess.run(
                [*call, source.as_uri()], capture_output=True, text=True, timeout=SECONDS, check=False
            )
            said = done.stderr.strip()[-300:]
        except subprocess.TimeoutExpired:
            said = f"{SECONDS} s"
        if not made.is_file() or not made.read_bytes().startswith(b"%PDF"):
            raise ValueError(fill(say["pdf_failed"], browser=found, file=instead, said=said))
        out.write_bytes(made.read_bytes())
