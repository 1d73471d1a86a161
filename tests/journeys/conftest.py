"""Journeys run against a real archive in processes of its own, in a real Chromium, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.house import PASSWORD, House

PHONE = {"width": 375, "height": 720}
DESK = {"width": 1280, "height": 900}
# What the browser says when a journey takes the server away on purpose.
EXPECTED = (
    "ERR_CONNECTION_REFUSED",
    "ERR_CONNECTION_RESET",
    "ERR_EMPTY_RESPONSE",
    "ERR_INCOMPLETE_CHUNKED_ENCODING",
    "Failed to load",
)

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/journeys" in str(item.path):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="module")
def empty_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An archive that nobody has set up."""
    house = House(tmp_path_factory.mktemp("empty-house"))
    house.start()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An archive set up by its keeper Mona, where Ada and Bodil have accounts."""
    house = House(tmp_path_factory.mktemp("house"))
    house.init()
    for name in ("Ada", "Bodil"):
        done = house.bookcub("user", "add", name, "--email", f"{name.lower()}@example.org")
        assert done.returncode == 0, done.stdout + done.stderr
    house.start()
    yield house
    house.stop()


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open a browser at an archive: `visit(house, as_="Ada", phone=True, javascript=False)`.

    A breach of the content security policy or an error in a script fails the test.
    """
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(text: str) -> None:
        if not any(known in text for known in EXPECTED):
            complaints.append(text)

    def visit(house: House, *, as_: str = "", phone: bool = False, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=house.url,
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]  # its typed dict
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        opened.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: hear(str(error)))
        page.on("console", lambda said: hear(said.text) if said.type == "error" else None)
        page.on("dialog", lambda dialog: dialog.accept())
        if as_:
            log_in(page, as_)
        return page

    yield visit
    for context in opened:
        context.close()
    assert complaints == []


def log_in(page: Page, name: str) -> None:
    page.goto("/users/login")
    page.locator("main input[name=name]").fill(name)
    page.locator("main input[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/users/login" not in url)


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    return tmp_path
