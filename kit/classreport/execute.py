"""Run a notebook in this process, with IPython's shell: no kernel is started and no socket opened.

A kernel process talks over sockets, and takes seconds to start; an in-process kernel of ipykernel takes a
quarter of a second, a pair of sockets for its event loop, and hands on messages that nobody waits for. The
shell alone, which both are built on, starts in a tenth of a second, and ``display`` and magics work in it.
What runs is the instructor's own notebook, and never anything that a student handed in.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

Bundle = dict[str, Any]
"""One output by its types, as Jupyter has it: ``{"text/html": ..., "text/plain": ...}``."""


@dataclass
class Ran:
    """A cell that ran: what it showed, in order, and why it failed (empty: it did not)."""

    outputs: list[Bundle] = field(default_factory=list)
    error: str = ""


def run(sources: list[str], folder: Path) -> Iterator[Ran]:
    """Run cells one after the other in a folder. A cell that fails does not stop those after it."""
    with _shell(folder) as (shell, shown):
        for source in sources:
            shown.clear()
            printed = StringIO()
            with redirect_stdout(printed):
                done = shell.run_cell(source, store_history=False)
            error = done.error_before_exec or done.error_in_exec
            outputs: list[Bundle] = list(shown)
            if not error and printed.getvalue():
                outputs.insert(0, {"text/plain": printed.getvalue()})
            yield Ran(outputs, f"{type(error).__name__}: {error}" if error else "")


@contextmanager
def _shell(folder: Path) -> Iterator[tuple[Any, list[Bundle]]]:
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    shown: list[Bundle] = []

    class Publisher(DisplayPublisher):
        def publish(self, data: Bundle, *args: Any, **more: Any) -> None:
            shown.append(data)

    class Hook(DisplayHook):
        def write_output_prompt(self) -> None:
            pass

        def write_format_data(self, format_dict: Bundle, md_dict: Any = None) -> None:
            shown.append(format_dict)

        def finish_displayhook(self) -> None:
            pass

    class Shell(InteractiveShell):
        displayhook_class = Hook
        display_pub_class = Publisher

        def _showtraceback(self, *about: Any) -> None:
            pass  # the page says what failed

    before, main, own = Path.cwd(), sys.modules["__main__"], os.environ.get("IPYTHONDIR")
    with tempfile.TemporaryDirectory() as profile:  # nothing of a person's own set-up, and nothing left there
        os.environ["IPYTHONDIR"] = profile
        try:
            os.chdir(folder)
            config = Config({"HistoryManager": {"enabled": False}})
            shell = Shell.instance(config=config)
            yield shell, shown
        finally:
            Shell.clear_instance()
            os.chdir(before)
            sys.modules["__main__"] = main
            os.environ.pop("IPYTHONDIR")
            if own is not None:
                os.environ["IPYTHONDIR"] = own
