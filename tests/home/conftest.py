"""An archive that nobody has set up, and one full of the demo stories, filled once for a file of tests."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from bookcub.home.demo.loading import fill
from bookcub.home.demo.texts import demo_works
from tests.lasting import lasting


@pytest.fixture
def waiting(settings: Settings) -> None:
    """The middleware that other tests do without: pages wait until the archive is set up."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "bookcub.home.middleware.being_set_up"]


_filled = lasting(lambda: list(fill()))


@pytest.fixture
def filled(_filled: object, db: None) -> None:
    """The demo stories are in the archive."""


@pytest.fixture
def short_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo of two stories, for tests that are about how it is called: filling takes seconds."""
    two = demo_works()[:2]
    monkeypatch.setattr("bookcub.home.demo.loading.demo_works", lambda: two)
    monkeypatch.setattr("bookcub.home.demo.loading.demo_clubs", list)
    monkeypatch.setattr("bookcub.home.demo.loading._keep_what_readers_keep", lambda *_: None)
