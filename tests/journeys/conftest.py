"""Journeys run against a real archive in processes of its own, in a real Chromium, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.house import PASSWORD, SESSION, House
from tests.ready import made_once

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


@pytest.fixture(scope="session")
def inhabited(
    shared_folder: Path, migrated: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The data folder of an archive set up by its keeper Mona, where Ada and Bodil have accounts."""

    def make(folder: Path) -> None:
        house = House(tmp_path_factory.mktemp("made"), like=migrated)
        house.init()
        house.welcome("Ada", "Bodil")
        house.data.rename(folder)

    return made_once(shared_folder / "inhabited", make)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, inhabited: Path) -> Iterator[House]:
    """An archive of Mona, Ada and Bodil, served for all journeys of a worker: each brings its own works and clubs."""
    house = House(tmp_path_factory.mktemp("house"), like=inhabited)
    house.start()
    yield house
    house.stop()


@pytest.fixture(autouse=True)
def _served_again(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    # A journey that fails while its server is down shall fail alone.
    if (
        "house" in request.fixturenames
        and not (house := request.getfixturevalue("house")).is_running
    ):
        house.start()


# A breach of the policy is told by a script of ours too: the browser's own words for it change.
POLICY = """addEventListener("securitypolicyviolation", (breach) =>
  console.error(`breaks the policy: ${breach.violatedDirective} ${breach.blockedURI} ${breach.sourceFile}`))"""

Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open a browser at an archive: `visit(house, as_="Ada", phone=True, javascript=False, language="de-DE")`.

    Nobody fills in the form to log in: tests about logging in do it themselves.
    A breach of the content security policy or an error in a script fails the test, in whichever tab;
    `despite` names those that a test makes on purpose.
    """
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(text: str, despite: tuple[str, ...]) -> None:
        if not any(known in text for known in (*EXPECTED, *despite)):
            complaints.append(text)

    def visit(  # noqa: PLR0913  # a browser is all of these
        house: House,
        *,
        as_: str = "",
        phone: bool = False,
        javascript: bool = True,
        language: str = "en-US",
        keeps_offline_page: bool = False,
        despite: tuple[str, ...] = (),
    ) -> Page:
        context = browser.new_context(
            base_url=house.url,
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]  # its typed dict
            java_script_enabled=javascript,
            locale=language,
            # Its worker would stand between a journey and what it lets the network do.
            service_workers="allow" if keeps_offline_page else "block",
            reduced_motion="reduce",
        )
        opened.append(context)
        context.add_init_script(POLICY)
        context.on("weberror", lambda error: hear(str(error.error), despite))
        context.on(
            "console", lambda line: hear(line.text, despite) if line.type == "error" else None
        )
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        if as_:
            session = house.person(as_).session
            context.add_cookies([{"name": SESSION, "value": session, "url": house.url}])
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
