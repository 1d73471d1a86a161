"""A clock to turn, and posts whose letters arrive."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.browsing import Client

Post = Callable[..., Any]
Capture = Callable[..., AbstractContextManager[list[Callable[[], Any]]]]


class Clock:
    """Stands in for Django's clock and moves only when told to."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", clock)
    return clock


@pytest.fixture
def post(client: Client, django_capture_on_commit_callbacks: Capture) -> Post:
    """`client.post`, with everything done that waits for the database to hold it."""

    def post(path: str, fields: dict[str, Any] | None = None, **more: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(path, fields or {}, **more)

    return post
