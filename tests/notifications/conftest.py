from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest
from pytest_django import Settings

from bookcub.people.models import User
from bookcub.works.choices import MayComment
from bookcub.works.models import Work
from tests.making import make_work

Commits = Callable[[], AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def _letters_go_at_once(settings: Settings) -> None:
    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    settings.LETTERS_URL = "https://stories.example"


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Callable[..., Any]) -> Commits:
    """`with committing():` announcements are made at its end, as they are after a commit."""
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, may_comment=MayComment.EVERYONE)
