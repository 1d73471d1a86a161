"""An archive that nobody has set up, and one full of the demo stories, filled once for a file of tests."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from bookcub.home.demo.loading import fill
from tests.lasting import lasting


@pytest.fixture
def waiting(settings: Settings) -> None:
    """The middleware that other tests do without: pages wait until the archive is set up."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "bookcub.home.middleware.being_set_up"]


_filled = lasting(lambda: list(fill()))


@pytest.fixture
def filled(_filled: object, db: None) -> None:
    """The demo stories are in the archive."""
