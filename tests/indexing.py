"""An index of its own for a test, which follows the database when it is asked to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from bookcub.search.copies import forget_readers
from bookcub.search.following import Follower


@pytest.fixture
def follower(tmp_path: Path, settings: Settings) -> Iterator[Follower]:
    settings.BOOKCUB_SEARCH = tmp_path / "search"
    forget_readers()
    yield Follower()
    forget_readers()
