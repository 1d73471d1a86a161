from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from bookcub.people.models import User
from bookcub.works.choices import MayComment
from bookcub.works.models import Chapter, Work
from tests.making import make_work


@pytest.fixture(autouse=True)
def _known_people(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cast has been here for long; newcomers are made where they are the point."""
    monkeypatch.setattr("bookcub.comments.actions.limits.KNOWN_AFTER", 0)
    settings.NEW_ACCOUNT_DAYS = 0


@pytest.fixture
def work(ada: User) -> Work:
    """Ada's work of one chapter, open to guests."""
    return make_work(ada, may_comment=MayComment.EVERYONE)


@pytest.fixture
def chapter(work: Work) -> Chapter:
    return work.chapters.get()


@pytest.fixture
def serial(ada: User) -> Work:
    """Ada's work of three chapters."""
    at = timezone.now() - timedelta(days=3)
    return make_work(ada, title="Low Water", chapters=3, may_comment=MayComment.EVERYONE, at=at)


Commits = Callable[[], AbstractContextManager[object]]


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Callable[..., Any]) -> Commits:
    """`with committing():` announcements are made at its end, as they are after a commit."""
    return partial(django_capture_on_commit_callbacks, execute=True)
