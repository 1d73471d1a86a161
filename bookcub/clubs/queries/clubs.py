"""What the list of clubs and the doors of a club show, each with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from bookcub.clubs.models import (
    AdmissionAnswer,
    Club,
    ClubInvitation,
    ClubQuerySet,
    JoinRequest,
    Membership,
    Role,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


def findable(person: User | AnonymousUser, search: str) -> QuerySet[Club]:
    """Clubs that this person may know of and does not belong to, by name."""
    found: ClubQuerySet = Club.objects.visible_to(person)
    if person.is_authenticated:
        found = found.exclude(pk__in=Club.objects.of(person))
    if search:
        found = found.filter(name__folded__contains=search)
    return with_member_count(found).order_by("name", "pk")


def with_member_count(clubs: QuerySet[Club]) -> QuerySet[Club]:
    """The clubs with `member_count`, who belong to them now."""
    current = (
        Membership.objects.current()
        .filter(club=OuterRef("pk"))
        .order_by()
        .values("club")
        .annotate(many=Count("pk"))
        .values("many")
    )
    return clubs.annotate(member_count=Coalesce(Subquery(current), Value(0)))


@dataclass(frozen=True, slots=True)
class ClubFront:
    """What a listed or public club tells those who do not belong to it."""

    club: Club
    hosts: Sequence[Membership]
    members: int
    asked: JoinRequest | None  # by this person, as far as they were told
    invitation: ClubInvitation | None  # that waits for this person


def club_front(club: Club, person: User | AnonymousUser) -> ClubFront:
    """Four queries."""
    there = Membership.objects.current().filter(club=club)
    hosts = list(there.filter(role=Role.HOST).select_related("pseud__user"))
    asked = invitation = None
    if person.is_authenticated:
        asked = JoinRequest.objects.by(person).telling_words_to(person).filter(club=club).first()
        invitation = ClubInvitation.objects.to(person).waiting().filter(club=club).first()
        if asked is not None and asked.as_told == AdmissionAnswer.ACCEPTED:
            asked = None
    return ClubFront(club, hosts, there.count(), asked, invitation)
