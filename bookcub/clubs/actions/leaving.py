"""Leaving a club, being removed from one, and what becomes of the club then."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext

from bookcub.clubs import signals
from bookcub.clubs.actions.hosting import announce_heir, let_two_host
from bookcub.clubs.actions.trash import discard_club
from bookcub.clubs.hooks import run_leaving_hooks
from bookcub.clubs.models import Club, InvitationLink, LeftNotes, MemberCard, Membership, Role
from bookcub.core.clock import now
from bookcub.people.models import User


def leave(
    *,
    membership: Membership,
    notes: LeftNotes,
    heir: Membership | None = None,
    goes: bool = True,
) -> None:
    """Go, and do with one's notes as chosen. The last one puts the club into the trash.

    Of friends who decide together the others keep what was said to them, with the name.
    Leaving twice changes nothing. ValidationError for `heir` if the last host names none, and for
    the last one who has not said that the club `goes`.
    """
    club = membership.club
    with transaction.atomic():
        club.lock()
        membership.refresh_from_db()
        if not membership.is_current:
            return
        others = list(Membership.objects.belonging().filter(club=club).exclude(pk=membership.pk))
        if not others and not goes:
            raise ValidationError(
                gettext(
                    "The others have left in the meantime. You are the last one here, so leaving deletes the club."
                ),
                code="last_one",
            )
        _hand_on(membership, others, heir)
        if others and club.decides_together:
            notes = LeftNotes.KEEP
        run_leaving_hooks(membership=membership, choice=notes)
        moment = now()
        membership.end(at=moment, notes=notes)
        let_two_host(club)
        if others:
            _announce(membership, by=None)
        else:
            discard_club(club=club, by=membership.user, at=moment)


def remove(*, membership: Membership, by: Membership) -> None:
    """Take a member out; what they said stays. PermissionDenied to who hosts no more."""
    with transaction.atomic():
        membership.club.lock()
        for each in (membership, by):
            each.refresh_from_db(fields=["role", "left_at", "user"])
        if not by.is_host or membership.is_host:
            raise PermissionDenied(
                gettext("Only hosts can remove members. To remove a host, end their hosting first.")
            )
        if not membership.is_current:
            return
        run_leaving_hooks(membership=membership, choice=LeftNotes.KEEP)
        membership.end(at=now(), notes=LeftNotes.KEEP, was_removed=True)
        let_two_host(membership.club)
        # A link or a card of theirs would be a back door, for themselves or for others.
        InvitationLink.objects.filter(club=membership.club, made_by=membership.user).delete()
        MemberCard.objects.filter(club=membership.club, made_by=membership.user).delete()
        _announce(membership, by=by.user)


def delete_club(club: Club) -> None:
    """Delete a club with all that is in it, for good."""
    picture = club.picture.name
    storage = club.picture.storage
    with transaction.atomic():
        club.delete()
        if picture:
            transaction.on_commit(partial(storage.delete, picture))


@transaction.atomic
def hand_on_or_delete(membership: Membership, *, former_name: str, notes: LeftNotes) -> None:
    """End a membership whose account goes: hosts are handed on, a club of one goes too.

    One in the trash stays there for the others who belong to it.
    """
    club = membership.club
    club.lock()
    membership.refresh_from_db()
    if membership.is_current:
        others = list(Membership.objects.belonging().filter(club=club).exclude(pk=membership.pk))
        if not others:
            delete_club(club)
            return
        _hand_on(membership, others, min(others, key=lambda one: (one.joined_at, one.pk)))
        membership.end(at=now(), notes=notes)
        let_two_host(club)
        _announce(membership, by=None)
    membership.former_name = former_name
    if notes == LeftNotes.UNNAME:
        membership.left_notes = notes
    membership.save(update_fields=["former_name", "left_notes"])


def _hand_on(membership: Membership, others: list[Membership], heir: Membership | None) -> None:
    """See to it that those who stay have a host. Of two, the other one becomes it."""
    if not others or not membership.is_host or any(other.is_host for other in others):
        return
    named = next((other for other in others if heir is not None and other.pk == heir.pk), None)
    chosen = others[0] if len(others) == 1 else named
    if chosen is None:
        raise ValidationError(
            {
                "heir": ValidationError(
                    gettext("Choose who will host the club from now on."), code="required"
                )
            }
        )
    chosen.take_role(Role.HOST)
    announce_heir(chosen, by=membership.user)


def _announce(membership: Membership, *, by: User | None) -> None:
    transaction.on_commit(
        partial(signals.member_left.send, Membership, membership=membership, by=by)
    )
