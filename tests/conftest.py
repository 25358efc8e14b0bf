"""What all tests share: an option that turns a skipped test into a failure, for CI."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kit import notebook


@pytest.fixture(autouse=True)
def cleared_desk() -> Iterator[None]:
    """Let no test see the lesson, or the answers, that another one opened in this process."""
    yield
    notebook._desk.sheet, notebook._desk.folder = None, None
    notebook._desk.asked.clear()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fail-on-skip", action="store_true", help="a skipped test fails the run")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    skipped = len(terminalreporter.stats.get("skipped", []))
    if skipped and config.getoption("--fail-on-skip"):
        terminalreporter.write_line(f"{skipped} skipped, and none may be (--fail-on-skip)", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if session.config.getoption("--fail-on-skip") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
