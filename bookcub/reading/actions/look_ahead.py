"""Choosing to see what lies ahead in a work, and taking it back."""

from __future__ import annotations

from bookcub.people.models import User
from bookcub.reading.models import LookAhead
from bookcub.works.models import Work


def look_ahead(*, user: User, work: Work) -> None:
    """Show this person everything that is said about a work. Twice changes nothing."""
    LookAhead.objects.get_or_create(user=user, work=work)


def look_no_further(*, user: User, work: Work) -> None:
    """Hide again what lies beyond their horizon."""
    LookAhead.objects.filter(user=user, work=work).delete()
