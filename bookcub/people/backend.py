"""Who is signed in."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from bookcub.core.database.prepared import prepared
from bookcub.people.models import User


class MemberBackend(ModelBackend):
    """Django's own, which loads preferences with the person, as every page asks for them.

    Log-in by name or e-mail address, slowed after failures, is `actions.sessions.find_account`.
    """

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session, preferences and all, in one query."""
        user = next(iter(_with_preferences(user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None


@prepared
def _with_preferences(user_id: int) -> QuerySet[User]:
    return User.objects.get_queryset().select_related("preferences").filter(pk=user_id)
