"""A real Jupyter server, and what a person does in its pages: open, run, select, mark, reload, close."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from kit import records

DESK = Path(__file__).parent / "desk"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def eventually(true: Callable[[], Any], seconds: float = 20, what: str = "") -> Any:
    """Wait until ``true()`` is; fail with the last value where it never is."""
    end = time.monotonic() + seconds
    while True:
        value = true()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"never came true in {seconds} s: {what} (last: {value!r})")
        time.sleep(0.1)


PORTS = count(20_000 + 2_000 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:]))


def free_port() -> int:
    """Return a port that is free, from a range that no other test process draws from."""
    for port in PORTS:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("unreachable")


def cell(source: str, number: int, kind: str = "code") -> dict[str, Any]:
    made: dict[str, Any] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": source}
    return made | {"outputs": [], "execution_count": None} if kind == "code" else made


def notebook(*sources: str) -> dict[str, Any]:
    cells = [cell(source, number) for number, source in enumerate(sources)]
    return {"cells": cells, "metadata": {"kernelspec": KERNEL}, "nbformat": 4, "nbformat_minor": 5}


def asking(*questions: str, first: str = 'import kit\nkit.exercise("desk")') -> dict[str, Any]:
    return notebook(first, *(f'kit.mark("{question}")' for question in questions))


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        with contextlib.suppress(Exception):  # a test may have killed it
            browser.close()


class Server:
    """A Jupyter server over a folder of its own; ``app`` is lab or notebook."""

    def __init__(
        self,
        app: str,
        folder: Path,
        environment: dict[str, str] | None = None,
        python: str | Path = sys.executable,
    ) -> None:
        self.app, self.folder, self.python = app, folder, str(python)
        self.root = folder / "root"
        shutil.copytree(DESK, self.root, dirs_exist_ok=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        own = {
            "HOME": "home",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        }
        own |= {"IPYTHONDIR": "ipython", "JUPYTER_RUNTIME_DIR": "runtime", "JUPYTER_DATA_DIR": "data"}
        own |= {"JUPYTER_CONFIG_DIR": "config"}
        self.environment = os.environ | {name: str(folder / place) for name, place in own.items()}
        self.environment |= environment or {}
        self.process: subprocess.Popen[bytes] | None = None

    def setting(self, plugin: str, values: dict[str, Any]) -> None:
        path = self.folder / "settings" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))

    def start(self) -> Server:
        module = "jupyterlab" if self.app == "lab" else "notebook"
        call = [self.python, "-m", module, "--no-browser", f"--port={self.port}", "--ip=127.0.0.1"]
        call += ["--ServerApp.port_retries=0", "--IdentityProvider.token=", "--allow-root"]
        call += [f"--ServerApp.root_dir={self.root}", "--ServerApp.disable_check_xsrf=True"]
        call += ["--expose-app-in-browser"] if self.app == "lab" else []
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                call, env=self.environment, cwd=self.folder, stdout=log, stderr=log
            )
        eventually(self._answers, 60, "the server answers")
        return self

    def _answers(self) -> bool:
        assert self.process
        assert self.process.poll() is None, (self.folder / "server.log").read_text()[-2000:]
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{self.url}/api").read()
            return True
        return False

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self.process:
            self.process.send_signal(how)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def fresh(self) -> Server:
        """Forget what the last test left: kernels and files."""
        self.forget_kernels()
        for path in self.root.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(DESK, self.root, dirs_exist_ok=True)
        return self

    def api(self, path: str, method: str = "GET", body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/api/{path}", data, method=method)
        answer = urllib.request.urlopen(request).read()
        return json.loads(answer) if answer else None

    def forget_kernels(self) -> None:
        for session in self.api("sessions"):
            with contextlib.suppress(urllib.error.HTTPError):
                self.api(f"sessions/{session['id']}", "DELETE")

    # files
    def write(self, name: str, content: dict[str, Any]) -> None:
        (self.root / name).write_text(json.dumps(content))

    def read(self, name: str = "a.ipynb") -> dict[str, Any]:
        for _ in range(40):
            try:
                found: dict[str, Any] = json.loads((self.root / name).read_text())
                return found
            except ValueError:
                time.sleep(0.05)  # the server writes in place: a reader can meet half a file
        raise AssertionError(f"{name} is no JSON")

    def answers(self, name: str = "a.ipynb") -> dict[str, set[str]]:
        """What the file holds of each question, by each of the three places; they must agree.

        A set of one is what a test wants: a quote list, a choice, a text, as one string.
        """
        content = self.read(name)
        found: dict[str, set[str]] = {}
        for owner in (content, *content["cells"]):
            held = owner["metadata"].get(records.NAMESPACE)
            for question, record in held.items() if isinstance(held, dict) else ():
                if isinstance(record, dict) and isinstance(record.get("revision"), int):
                    found.setdefault(question, set()).add(said(record))
        for code in content["cells"]:
            for output in code.get("outputs", []):
                data = output.get("data", {}).get(records.QUESTION_MIME, {})
                for item in [data, *data.get("more", [])] if data else []:
                    found.setdefault(item["question"]["question"], set()).add(said(item["answer"]))
        return found

    def holds(self, expected: dict[str, str], name: str = "a.ipynb", seconds: float = 20) -> None:
        """Wait until the file holds these answers, the same in each place that has the question."""
        wanted = {question: {value} for question, value in expected.items()}

        def there() -> bool:
            found = self.answers(name)
            return all(found.get(question) == value for question, value in wanted.items())

        with contextlib.suppress(AssertionError):
            eventually(there, seconds)
        found = self.answers(name)
        assert {question: found.get(question) for question in wanted} == wanted

    def streams(self, name: str = "a.ipynb") -> list[str]:
        """The text that each cell printed or returned, of those that did."""
        found = []
        for code in self.read(name)["cells"]:
            for output in code.get("outputs", []):
                text = output.get("text") or output.get("data", {}).get("text/plain", "")
                if records.QUESTION_MIME not in output.get("data", {}):
                    found.append("".join(text))
        return found

    def open(self, browser: Any, name: str = "a.ipynb", wait: str = ".jp-Notebook .jp-Cell") -> Desk:
        window = {"width": 1200, "height": 900}
        context = browser.new_context(viewport=window) if hasattr(browser, "new_context") else browser
        page = context.new_page()
        desk = Desk(self, page, name)
        desk.go(wait)
        return desk


def said(record: dict[str, Any]) -> str:
    """A record's value as one string: the marked words in reading order, or the value."""
    if record["kind"] == "marks":
        marks = sorted(records.live_marks(record).values(), key=lambda mark: (mark["start"], mark["label"]))
        return ", ".join(mark["quote"] for mark in marks)
    return record["value"] if isinstance(record["value"], str) else json.dumps(record["value"])


class Desk:
    """One page with one notebook, and a person at it."""

    def __init__(self, server: Server, page: Page, name: str) -> None:
        self.server, self.page, self.name = server, page, name
        self.errors: list[str] = []
        page.on("pageerror", self._note)

    def _note(self, error: Any) -> None:
        if "second-look" in (error.stack or ""):  # other extensions' errors are not ours to fail on
            self.errors.append(error.stack[:800])

    @property
    def url(self) -> str:
        if self.server.app == "lab":
            return f"{self.server.url}/lab/tree/{self.name}?reset"
        return f"{self.server.url}/notebooks/{self.name}"

    def go(self, wait: str = ".jp-Notebook .jp-Cell") -> None:
        self.page.goto(self.url)
        self.page.wait_for_selector(wait, timeout=90_000)
        self.idle()

    def reload(self) -> None:
        self.page.reload()
        self.page.wait_for_selector(".second-look:visible", timeout=90_000)
        self.idle()

    def idle(self) -> None:
        """Wait until a kernel is there and has nothing to do, or for a while where there is none."""
        end = time.monotonic() + 25
        while time.monotonic() < end:
            states = [s["kernel"] for s in self.server.api("sessions") if s["path"] == self.name]
            if states and states[0]["execution_state"] == "idle":
                break
            time.sleep(0.2)
        time.sleep(0.8)  # what the page does with the last message

    def question(self, name: str = "q1", nth: int = 0) -> Any:
        return self.page.locator(f'.second-look[data-question="{name}"]:visible').nth(nth)

    def menu(self, *items: str) -> None:
        self.page.click(f'.lm-MenuBar-itemLabel:text-is("{items[0]}")')
        for item in items[1:]:
            self.page.click(f'.lm-Menu-itemLabel:text-is("{item}")')

    def run_all(self, seconds: float = 40) -> None:
        first = self.page.locator(".jp-CodeCell .jp-InputPrompt").first
        for _ in range(4):  # a page that is not connected yet forgets what it was told to run
            self.menu("Run", "Run All Cells")
            with contextlib.suppress(AssertionError):
                eventually(lambda: any(digit in first.inner_text() for digit in "123456789"), 10)
                break
        self.idle()
        self.page.wait_for_selector(".second-look:visible", timeout=seconds * 1000)

    def restart_and_run_all(self) -> None:
        self.menu("Kernel", "Restart Kernel and Run All Cells…")
        self.page.click('.jp-Dialog button:has-text("Restart")')
        time.sleep(2)
        self.idle()

    def save(self) -> None:
        self.page.keyboard.press("Control+s")
        time.sleep(1.2)

    def box(self, question: str, words: str, nth: int = 0) -> dict[str, float]:
        """Where words stand on the page: x1, y1 just inside their start, x2, y2 just inside their end."""
        text = self.question(question, nth).locator('[data-part="text"]')
        text.scroll_into_view_if_needed()
        found: dict[str, float] = text.evaluate(
            """(root, words) => {
              const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), nodes = [];
              let all = '';
              for (let n = walker.nextNode(); n; n = walker.nextNode()) {
                if (n.parentElement.closest('.sl-letter')) continue;
                nodes.push([n, all.length]); all += n.data; }
              const at = all.indexOf(words), point = i => {
                const [n, s] = nodes.filter(([, s]) => s <= i).pop(); return [n, i - s]; };
              if (at < 0) throw new Error('not on the page: ' + words);
              const rect = i => { const r = document.createRange(); r.setStart(...point(i));
                const [n, o] = point(i); r.setEnd(n, o + 1); return r.getBoundingClientRect(); };
              const a = rect(at), b = rect(at + words.length - 1);
              const y = r => r.top + r.height / 2;
              return { x1: a.left + 1, y1: y(a), x2: b.right - 1, y2: y(b) }; }""",
            words,
        )
        return found

    def select(self, question: str, words: str, nth: int = 0) -> None:
        at = self.box(question, words, nth)
        self.page.mouse.move(at["x1"], at["y1"])
        self.page.mouse.down()
        self.page.mouse.move(at["x2"], at["y2"], steps=4)
        self.page.mouse.up()

    def mark(self, question: str = "q1", words: str = "Critics", label: str = "source", nth: int = 0) -> None:
        """Select words with the mouse and press the label's button."""
        self.select(question, words, nth)
        self.question(question, nth).locator(f'button[data-label="{label}"]').click()

    def mark_by_script(self, words: str, question: str = "q1", label: str = "source") -> None:
        """Mark as above, at once and also where a dialog covers the page."""
        self.question(question).evaluate(
            """(root, [words, label]) => {
              const text = root.querySelector('[data-part="text"]');
              const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT), nodes = [];
              let all = '';
              for (let n = walker.nextNode(); n; n = walker.nextNode()) {
                if (n.parentElement.closest('.sl-letter')) continue;
                nodes.push([n, all.length]); all += n.data; }
              const at = all.indexOf(words), point = i => {
                const [n, s] = nodes.filter(([, s]) => s <= i).pop(); return [n, i - s]; };
              if (at < 0) throw new Error('not on the page: ' + words);
              const [last, offset] = point(at + words.length - 1);
              text.focus();
              document.getSelection().setBaseAndExtent(...point(at), last, offset + 1);
              root.querySelector(`button[data-label="${label}"]`).click(); }""",
            [words, label],
        )

    def count_writes(self) -> list[str]:
        """Return a list that grows by one address whenever this page writes a file."""
        writes: list[str] = []

        def note(request: Any) -> None:
            if request.method == "PUT" and "/api/contents/" in request.url:
                writes.append(request.url)

        self.page.on("request", note)
        return writes

    def part(self, name: str, question: str = "q1", nth: int = 0) -> Any:
        return self.question(question, nth).locator(f'[data-part="{name}"]')

    def press(self, question: str, action: str, nth: int = 0) -> None:
        self.question(question, nth).locator(f'[data-action="{action}"]').first.click()

    def marks(self, question: str = "q1", nth: int = 0) -> list[str]:
        """The quotes in the question's list of marks."""
        found: list[str] = self.question(question, nth).locator('[data-part="list"] q').all_inner_texts()
        return found

    def status(self, question: str = "q1", nth: int = 0) -> str:
        return str(self.question(question, nth).locator('[data-part="status"]').inner_text())

    def feedback(self, question: str = "q1") -> str:
        return str(self.question(question).locator('[data-part="feedback"]').inner_text())

    def dialogs(self) -> list[str]:
        found: list[str] = self.page.locator(".jp-Dialog").all_inner_texts()
        return found

    def dismiss(self) -> None:
        for _ in range(6):
            if not self.page.locator(".jp-Dialog").count():
                return
            with contextlib.suppress(Exception):
                self.page.locator(".jp-Dialog button").last.click(timeout=1500)
            time.sleep(0.3)
