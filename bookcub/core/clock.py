"""The one place that says what time it is, so that tests can turn the hands."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return timezone.now()
