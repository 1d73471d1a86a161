"""Who may do what in a club."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookcub.clubs.models import Club, Joining, Membership

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

MEMBERS_MAX = 200
CLUBS_EACH = 100  # that one person belongs to at a time
OF_TWO = 2  # members: friends who need no host


def size_of(club_id: int) -> int:
    """How many belong, those by name alone too: only where nobody else is there do two decide without a host. One query."""
    return Membership.objects.taking_part().filter(club=club_id).count()


def may_take_part(membership: Membership) -> bool:
    """Whatever members do."""
    return membership.is_current


def may_host(membership: Membership) -> bool:
    """Settings, members, and whatever else is for hosts."""
    return membership.is_host


def keeps_order(membership: Membership) -> bool:
    """Take away, freeze and hide what others have said: hosts, except among friends who decide together."""
    return membership.is_host and not membership.club.decides_together


def may_invite(membership: Membership) -> bool:
    """Ask people in, and see and renew the link: hosts, and members where the hosts allow it."""
    return membership.is_host or (membership.is_current and membership.club.members_invite)


def may_take_back(membership: Membership, *, invited_by: int | None) -> bool:
    """A host any invitation; others those that one of their own pseuds signed."""
    return membership.is_host or (invited_by is not None and invited_by == membership.pseud_id)


def may_enter_openly(person: User | AnonymousUser, club: Club) -> bool:
    return person.is_authenticated and club.joining == Joining.OPEN


def may_ask_to_join(person: User | AnonymousUser, club: Club) -> bool:
    return person.is_authenticated and club.joining == Joining.REQUEST
