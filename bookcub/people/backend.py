"""Who is signed in."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.db.models import FilteredRelation, QuerySet

from bookcub.core.database.prepared import attach, prepared
from bookcub.people.models import User


class MemberBackend(ModelBackend):
    """Django's own, which loads preferences and roles with the person, as every page asks for them.

    Log-in by name or e-mail address, slowed after failures, is `actions.sessions.find_account`.
    """

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session, preferences, roles and all, in one query."""
        rows = _with_belongings(user_id)
        user = rows[0] if rows else None
        if user is None or not self.user_can_authenticate(user):
            return None
        attach("roles", [row.role for row in rows if hasattr(row, "role")], to=[user])
        return user


@prepared
def _with_belongings(user_id: int) -> QuerySet[User]:
    """The person once for each of their roles; once, where they have none."""
    people = User.objects.annotate(role=FilteredRelation("roles"))
    found = people.select_related("preferences", "role")  # type: ignore[misc]  # its stubs know no FilteredRelation
    return found.filter(pk=user_id)
