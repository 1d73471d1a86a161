"""What somebody wants of all their lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, QuerySet, Subquery

from bookcub.core.database.prepared import prepared
from bookcub.finding.models import SavedSearch
from bookcub.people.models import User
from bookcub.works.policies import has_mutes

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class OwnWishes(NamedTuple):
    """Whether anything is muted, and the saved search whose conditions hold everywhere."""

    mutes_anything: bool = False
    name: str | None = None
    query: str | None = None


def own_wishes(person: User | AnonymousUser) -> OwnWishes:
    """One query; none for guests."""
    if not person.is_authenticated:
        return OwnWishes()
    [row] = _wishes(person)
    return OwnWishes(*row)


@prepared
def _wishes(person: User) -> QuerySet[User, tuple[bool, str | None, str | None]]:
    default = SavedSearch.objects.filter(user=person, is_default=True)
    return User.objects.filter(pk=person.pk).values_list(
        ExpressionWrapper(has_mutes(person), output_field=BooleanField()),
        Subquery(default.values("name")[:1]),
        Subquery(default.values("query")[:1]),
    )
