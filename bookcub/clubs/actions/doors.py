"""Doors that nobody has to open: the club's link, and a club that is open to all."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from bookcub.clubs.actions.entering import enter
from bookcub.clubs.models import Club, InvitationLink, Joining, Membership, new_key
from bookcub.core.clock import now
from bookcub.people.models import Pseud, User


def renew_link(*, club: Club, by: User, lasts: timedelta | None) -> InvitationLink:
    """Give the club a new link; an old one is dead at once. It lasts for ever without a time."""
    moment = now()
    with transaction.atomic():
        club.lock()
        link, _ = InvitationLink.objects.update_or_create(
            club=club,
            defaults={
                "key": new_key(),
                "made_by": by,
                "made_at": moment,
                "expires_at": moment + lasts if lasts is not None else None,
            },
        )
    return link


def switch_off_link(*, club: Club) -> None:
    """Let the link lead nowhere any more."""
    InvitationLink.objects.filter(club=club).delete()


def enter_by_link(*, link: InvitationLink, pseud: Pseud) -> Membership:
    """Come in by a link. ValidationError if it is dead by now, or a host has removed this person."""
    with transaction.atomic():
        link.club.lock()
        # Renewed while the page was open? The old key is dead at once.
        present = InvitationLink.objects.filter(pk=link.pk, key=link.key).first()
        if present is None or not present.is_alive(now()):
            raise ValidationError(
                gettext("This link no longer works. Ask whoever sent it for a new one."),
                code="ended",
            )
        ensure_welcome(link.club, pseud)
        return enter(club=link.club, pseud=pseud)


def enter_openly(*, club: Club, pseud: Pseud) -> Membership:
    """Come in to a club that is open to all. ValidationError if it no longer is."""
    with transaction.atomic():
        club.lock()
        club.refresh_from_db(fields=["joining"])
        if club.joining != Joining.OPEN:
            raise ValidationError(
                gettext("This club is no longer open to everybody. Ask a host to invite you."),
                code="not_open",
            )
        ensure_welcome(club, pseud)
        return enter(club=club, pseud=pseud)


def ensure_welcome(club: Club, pseud: Pseud) -> None:
    """Raise ValidationError for somebody whom a host has removed."""
    removed = Membership.objects.filter(club=club, user=pseud.user_id, was_removed=True)
    if removed.exists():
        raise ValidationError(
            gettext(
                "A host has removed you from this club. If you would like to come back, ask a host to invite you."
            ),
            code="removed",
        )
