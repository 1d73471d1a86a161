"""Worlds that are built once for a file of tests, and of which nothing stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

T = TypeVar("T")


def lasting(build: Callable[[], T]) -> Any:
    """A fixture for a module: `_built = lasting(build_world)`.

    Never committed: each test works in a savepoint of this transaction, and all of it goes at the end.
    """

    @pytest.fixture(scope="module")
    def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[T]:
        with django_db_blocker.unblock(), transaction.atomic():
            world = build()
            with django_db_blocker.block():
                yield world
            transaction.set_rollback(True)

    return built
