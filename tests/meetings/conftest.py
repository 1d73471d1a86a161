"""A club over three zones: Cy hosts it from Berlin, Di belongs to it in New York, Bo in Tokyo."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest
from pytest_django import Settings

from bookcub.clubs.models import Club
from bookcub.people.models import User
from bookcub.reads.models import Read
from tests.making import make_club, make_read, make_work

Commits = Callable[[], AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def _letters_go_at_once(settings: Settings) -> None:
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    settings.LETTERS_URL = "https://stories.example"
    settings.DEFAULT_FROM_EMAIL = "Stories <house@stories.example>"


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Callable[..., Any]) -> Commits:
    """`with committing():` announcements are made and letters go at its end, as they do after a commit."""
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def club(cy: User, di: User, bo: User) -> Club:
    for person, zone in ((cy, "Europe/Berlin"), (di, "America/New_York"), (bo, "Asia/Tokyo")):
        person.preferences.time_zone = zone
        person.preferences.save()
    return make_club(cy, di, bo, time_zone="Europe/Berlin")


@pytest.fixture
def pair(cy: User, di: User) -> Club:
    return make_club(cy, di, name="The two of us")


@pytest.fixture
def read(club: Club, ada: User) -> Read:
    """Four chapters; nobody has read any of them."""
    return make_read(club, work=make_work(ada, chapters=4))
