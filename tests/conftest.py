"""The cast: Ada writes, Bo is a stranger, Cy hosts a club, Di belongs to it, Mo moderates (a keeper)."""

from __future__ import annotations

import pytest

from bookcub.people.context import forget_archive
from bookcub.people.models import User

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
