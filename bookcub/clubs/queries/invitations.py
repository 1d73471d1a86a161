"""What somebody is shown who is asked into a club, by name or by link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bookcub.clubs.current_books import CurrentBook, current_books
from bookcub.clubs.models import Club, ClubInvitation, InvitationLink, Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


class _Asked:
    """A page that asks somebody into a club."""

    __slots__ = ()
    books: Sequence[CurrentBook]

    @property
    def is_to_be_begun(self) -> bool:
        """Whether the club reads a story that one may open."""
        return any(book.url for book in self.books)


@dataclass(frozen=True, slots=True)
class InvitationPage(_Asked):
    """`/clubs/invitations/<id>`."""

    invitation: ClubInvitation
    club: Club
    by: str  # the name of who asks, among those inside
    members: int
    books: Sequence[CurrentBook]


@dataclass(frozen=True, slots=True)
class LinkPage(_Asked):
    """`/clubs/links/<key>`."""

    link: InvitationLink
    club: Club
    by: str
    members: int
    books: Sequence[CurrentBook]
    is_member: bool


def invitation_page(invitation: ClubInvitation) -> InvitationPage:
    """Three queries."""
    club = invitation.club
    by = invitation.by.name if invitation.by else ""
    there = Membership.objects.current().filter(club=club).count()
    return InvitationPage(invitation, club, by, there, current_books(club, invitation.user))


def link_page(link: InvitationLink, person: User | AnonymousUser) -> LinkPage:
    """Three queries."""
    club = link.club
    there = list(Membership.objects.current().filter(club=club).select_related("pseud"))
    there.sort(key=lambda one: (one.user_id != link.made_by_id, not one.is_host))
    maker = there[0] if there else None  # who made it, or a host when they have left
    inside = any(one.user_id == person.pk for one in there) if person.is_authenticated else False
    return LinkPage(
        link, club, maker.name if maker else "", len(there), current_books(club, person), inside
    )
