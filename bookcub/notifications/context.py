"""The number in the masthead."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bookcub.notifications.models import Notice
from bookcub.people.models import User


def unread(request: HttpRequest) -> dict[str, object]:
    """Give templates `unread_count`, made only when a page shows it: what lies ahead is not counted."""
    return {"unread_count": SimpleLazyObject(lambda: _count(request))}


def _count(request: HttpRequest) -> int:
    person = getattr(request, "user", None)
    if not isinstance(person, User):
        return 0
    # Most inboxes are read: one look at an index then.
    kinds = Notice.objects.unread().kinds_of(person)
    return Notice.objects.visible_to(person, kinds=kinds).unread().count() if kinds else 0
