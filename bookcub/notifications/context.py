"""The number in the masthead."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from bookcub.notifications.queries.visible_lines import unread_of
from bookcub.people.models import User


def unread(request: HttpRequest) -> dict[str, object]:
    """Give templates `unread_count`, made only when a page shows it: what lies ahead is not counted."""
    return {"unread_count": SimpleLazyObject(lambda: _count(request))}


def _count(request: HttpRequest) -> int:
    person = getattr(request, "user", None)
    return unread_of(person) if isinstance(person, User) else 0
