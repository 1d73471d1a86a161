"""What somebody is shown who is asked into a club, by name or by link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookcub.clubs.models import Club, ClubInvitation, InvitationLink, Membership, Read
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

READS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What the club reads; a work's title only for those who may open the work."""

    title: str
    byline: str
    url: str


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """`/clubs/invitations/<id>`."""

    invitation: ClubInvitation
    club: Club
    by: str  # the name of who asks, among those inside
    members: int
    reads: Sequence[Reading]


@dataclass(frozen=True, slots=True)
class LinkPage:
    """`/clubs/links/<key>`."""

    link: InvitationLink
    club: Club
    by: str
    members: int
    reads: Sequence[Reading]
    is_member: bool


def invitation_page(invitation: ClubInvitation) -> InvitationPage:
    """Three queries."""
    club = invitation.club
    by = invitation.by.name if invitation.by else ""
    there = Membership.objects.current().filter(club=club).count()
    return InvitationPage(invitation, club, by, there, _reads(club, invitation.user))


def link_page(link: InvitationLink, person: User | AnonymousUser) -> LinkPage:
    """Three queries."""
    club = link.club
    there = list(Membership.objects.current().filter(club=club).select_related("pseud"))
    there.sort(key=lambda one: (one.user_id != link.made_by_id, not one.is_host))
    maker = there[0] if there else None  # who made it, or a host when they have left
    inside = any(one.user_id == person.pk for one in there) if person.is_authenticated else False
    return LinkPage(
        link, club, maker.name if maker else "", len(there), _reads(club, person), inside
    )


def _reads(club: Club, person: User | AnonymousUser) -> list[Reading]:
    going_on = list(Read.objects.going_on().filter(club=club)[:READS])
    works = Work.objects.visible_to(person).filter(pk__in=[read.work_id for read in going_on])
    open_to_them = {work.pk: work for work in works}
    found = []
    for read in going_on:
        if read.work_id is None:
            found.append(Reading(read.title, read.byline, ""))
        elif read.work_id in open_to_them:
            url = open_to_them[read.work_id].get_absolute_url()
            found.append(Reading(read.title, read.byline, url))
    return found
