"""With whom somebody reads a work: a line beside its title."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from bookcub.clubs.models import Club, Membership
from bookcub.clubs.policies import OF_TWO
from bookcub.people.models import User
from bookcub.reads.models import Read, Reader, ReadQuerySet
from bookcub.web.blurb import Link
from bookcub.works.models import Work

CLUBS = 3  # that are named


def is_read_in_company(person: User) -> Exists:
    """Of a work in a query: whether there is anybody to name."""
    return Exists(_read_along(person).filter(work=OuterRef("pk")))


def company_in(work: Work, person: User) -> list[Link]:
    """Their clubs that read it now, but where they sit it out; of two friends the other one. One query."""
    there = Membership.objects.taking_part().filter(club=OuterRef("club")).order_by()
    name = Coalesce("pseud__name", "former_name")
    found = (
        _read_along(person)
        .filter(work=work)
        .order_by("pk")
        .values_list(
            "club",
            "club__name",
            Subquery(there.values("club").annotate(size=Count("pk")).values("size")),
            Subquery(there.exclude(user=person).values(name=name)[:1]),
        )
    )
    return [
        Link((size == OF_TWO and other) or club_name, Club(pk=club).get_absolute_url())
        for club, club_name, size, other in found[:CLUBS]
    ]


def _read_along(person: User) -> ReadQuerySet:
    out = Reader.objects.filter(membership__user=person, membership__left_at=None, sits_out=True)
    return Read.objects.visible_to(person).going_on().exclude(pk__in=out.values("read"))
