"""The cast: Ada writes, Bo is a stranger, Cy hosts a club, Di belongs to it, Mo moderates (a keeper)."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from bookcub.people.context import forget_archive
from bookcub.people.models import User
from tests.chromium import ARGUMENTS, find_chromium

PASSWORD = "a long walk by the weir"  # noqa: S105  # the cast's, not a secret


def person(name: str, **more: object) -> User:
    return User.objects.create_user(name, f"{name.lower()}@example.org", PASSWORD, **more)


@pytest.fixture(autouse=True)
def _fresh_archive() -> None:
    # The archive's row is kept for seconds in each process; the next test has another archive.
    forget_archive()


@pytest.fixture
def ada(db: None) -> User:
    return person("Ada")


@pytest.fixture
def bo(db: None) -> User:
    return person("Bo")


@pytest.fixture
def cy(db: None) -> User:
    return person("Cy")


@pytest.fixture
def di(db: None) -> User:
    return person("Di")


@pytest.fixture
def mo(db: None) -> User:
    return person("Mo", is_staff=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all that need it: a process can hold a single Playwright."""
    path = find_chromium()
    # Playwright keeps an event loop in this thread; Django would take its own queries for unsafe ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
