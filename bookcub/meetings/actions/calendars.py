"""Secret addresses of calendars: made, and renewed so that the old one is dead at once."""

from __future__ import annotations

from bookcub.clubs.models import Membership, new_key
from bookcub.core.clock import now
from bookcub.meetings.models import PersonalCalendar
from bookcub.people.models import User


def renew_of_club(*, membership: Membership) -> str:
    """Give a membership's calendar another address, and return its key."""
    key = new_key()
    Membership.objects.filter(pk=membership.pk).update(calendar_key=key)
    return key


def renew_of_person(*, user: User) -> str:
    """Give the calendar of all of a person's clubs an address, or another one, and return its key."""
    key = new_key()
    PersonalCalendar.objects.update_or_create(user=user, defaults={"key": key, "renewed_at": now()})
    return key
