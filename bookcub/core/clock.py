"""The one place that says what time it is, so that tests can turn the hands."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return _set_to.get() or timezone.now()


@contextmanager
def set_to(moment: datetime) -> Iterator[None]:
    """Let `now` say this moment, in this thread alone: for telling over what happened long ago."""
    token = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(token)
