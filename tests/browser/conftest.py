"""Servers and browsers for the browser tests; each test has a server and a folder of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytest.register_assert_rewrite("tests.browser.lab")

from tests.browser import modules  # noqa: E402 - as below
from tests.browser.lab import CHROMIUM, Server, chromium  # noqa: E402 - its asserts are to be rewritten


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def _browser_is_there() -> None:
    assert CHROMIUM, (
        "the browser tests need Chromium: install Debian's package (apt-get install chromium), "
        "or set CHROMIUM to a browser's path"
    )


@pytest.fixture
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that has the widgets' and the keeper's modules at hand, and no Jupyter."""
    page = modules.open_page(browser)
    yield page
    page.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def start(app: str = "lab", **options: dict[str, str]) -> Server:
        server = Server(app, tmp_path / f"{app}{len(servers)}", **options)
        servers.append(server)
        return server.start()

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Server]]:
    """One server of each kind for a whole file of tests, for those that do not stop or configure it."""
    servers: dict[str, Server] = {}

    def fresh(app: str) -> Server:
        if app not in servers:
            servers[app] = Server(app, tmp_path_factory.mktemp(app)).start()
        return servers[app].fresh()

    yield fresh
    for server in servers.values():
        server.stop()


@pytest.fixture
def shared_lab(served: Callable[[str], Server]) -> Server:
    return served("lab")


@pytest.fixture(params=["lab", "notebook"])
def shared(served: Callable[[str], Server], request: pytest.FixtureRequest) -> Server:
    return served(request.param)


@pytest.fixture
def lab(serve: Callable[..., Server]) -> Server:
    return serve("lab")


@pytest.fixture(params=["lab", "notebook"])
def jupyter(serve: Callable[..., Server], request: pytest.FixtureRequest) -> Server:
    return serve(request.param)
