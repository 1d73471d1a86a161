"""An archive that nobody has set up, and one full of the demo stories, filled once for a file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker, Settings

from bookcub.home.demo.loading import fill


@pytest.fixture
def waiting(settings: Settings) -> None:
    """The middleware that other tests do without: pages wait until the archive is set up."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "bookcub.home.middleware.being_set_up"]


@pytest.fixture(scope="module")
def _filled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    # Never committed: each test works in a savepoint of this transaction, and all of it goes at the end.
    with django_db_blocker.unblock(), transaction.atomic():
        for _ in fill():
            pass
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


@pytest.fixture
def filled(_filled: None, db: None) -> None:
    """The demo stories are in the archive."""
