"""Members without an account: a host says their name, answers and votes for them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext, ngettext

from bookcub.clubs.actions.hosting import let_two_host
from bookcub.clubs.models import Club, LeftNotes, MemberCard, Membership
from bookcub.clubs.policies import MEMBERS_MAX, may_host
from bookcub.core.clock import now


@transaction.atomic
def add_name(*, club: Club, name: str, by: Membership) -> Membership:
    """Let somebody belong by name alone. ValidationError for a name that is there, or a club that is full."""
    club.lock()
    ensure_hosts(by)
    there = Membership.objects.taking_part().filter(club=club).select_related("pseud")
    if name.casefold() in {each.name.casefold() for each in there}:
        raise ValidationError(
            gettext(
                "Somebody here is called that already. Add a letter of the surname, so that you can tell them apart."
            ),
            code="taken",
        )
    if len(there) >= MEMBERS_MAX:
        raise ValidationError(
            ngettext(
                "A club can have %(most)d member.", "A club can have %(most)d members.", MEMBERS_MAX
            )
            % {"most": MEMBERS_MAX},
            code="full",
        )
    return Membership.objects.create(club=club, former_name=name, is_by_name=True, joined_at=now())


@transaction.atomic
def drop_name(*, membership: Membership, by: Membership) -> None:
    """They belong no longer, and a card for them is gone; what was said for them stays. Twice changes nothing."""
    membership.club.lock()
    ensure_hosts(by)
    membership.refresh_from_db(fields=["left_at"])
    if membership.left_at is None:
        membership.end(at=now(), notes=LeftNotes.KEEP)
        MemberCard.objects.filter(membership=membership).delete()
        let_two_host(membership.club)


def ensure_hosts(by: Membership) -> None:
    """Raise PermissionDenied to who hosts no longer since the page was asked for."""
    by.refresh_from_db(fields=["role", "left_at", "user"])
    if not may_host(by):
        raise PermissionDenied(gettext("Only hosts of this club can do that. Ask one of them."))
