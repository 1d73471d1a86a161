"""The one way in: whoever comes, by whatever door, becomes a member here."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext, ngettext

from bookcub.clubs import signals
from bookcub.clubs.models import OPEN_AS_TOLD, AdmissionAnswer, Club, Membership, Role
from bookcub.clubs.policies import CLUBS_EACH, MEMBERS_MAX, OF_TWO, size_of
from bookcub.core.clock import now
from bookcub.core.database.locks import hold
from bookcub.people.models import Pseud

TOO_MANY = "too_many"  # the code of a refusal that is nobody's business but the person's


def enter(*, club: Club, pseud: Pseud) -> Membership:
    """Make the pseud's person a member; one who comes back gets their old membership again.

    The second of two friends who decide together hosts like the first.
    Two doors at once open into one membership. The caller holds a transaction and has checked the door.
    ValidationError if the club is deleted or full, or the person is in too many.
    """
    club.lock()
    if Club.objects.filter(pk=club.pk, discarded_at__isnull=False).exists():
        raise ValidationError(
            gettext(
                "This club was deleted, so nobody can join it. If somebody invited you, ask them what happened."
            ),
            code="deleted",
        )
    known = Membership.objects.filter(club=club, user=pseud.user_id).select_related("pseud").first()
    if known is not None and known.is_current:
        return known
    _ensure_room(size_of(club.pk), pseud)
    turn = _last_turn(club)
    if known is not None:
        known.begin_again(pseud=pseud, turn=turn)
    membership = known or Membership.objects.create(
        club=club, user=pseud.user, pseud=pseud, turn=turn, joined_at=now()
    )
    _host_like_a_friend(membership)
    accept_what_waits(club, pseud)
    transaction.on_commit(
        partial(
            signals.member_joined.send,
            Membership,
            membership=membership,
            is_back=known is not None,
        )
    )
    return membership


def settle(membership: Membership) -> None:
    """Give somebody who has just got an account their place among the others, as whoever comes in has it."""
    membership.turn = _last_turn(membership.club)
    membership.save(update_fields=["turn"])
    _host_like_a_friend(membership)


def _last_turn(club: Club) -> int:
    there = Membership.objects.current().filter(club=club)
    last = there.aggregate(last=Max("turn"))["last"]
    return 0 if last is None else last + 1


def _host_like_a_friend(membership: Membership) -> None:
    together = Club.objects.filter(pk=membership.club_id, decides_together=True)
    if size_of(membership.club_id) <= OF_TWO and together.exists():
        membership.take_role(Role.HOST)


def _ensure_room(members: int, pseud: Pseud) -> None:
    if members >= MEMBERS_MAX:
        raise ValidationError(
            ngettext(
                "This club is full: it has %(most)d member already. Ask a host whether a place may come free.",
                "This club is full: it has %(most)d members already. Ask a host whether a place may come free.",
                MEMBERS_MAX,
            )
            % {"most": MEMBERS_MAX},
            code="full",
        )
    ensure_may_belong(pseud)


def ensure_may_belong(pseud: Pseud) -> None:
    """Raise ValidationError where its person is in as many clubs as one can be. Wants a transaction."""
    hold(f"clubs:{pseud.user_id}")
    if Membership.objects.current().filter(user=pseud.user_id).count() >= CLUBS_EACH:
        raise ValidationError(
            ngettext(
                "You already belong to %(most)d club, and nobody can belong to more. Leave one before you join another.",
                "You already belong to %(most)d clubs, and nobody can belong to more. Leave one before you join another.",
                CLUBS_EACH,
            )
            % {"most": CLUBS_EACH},
            code=TOO_MANY,
        )


def accept_what_waits(club: Club, pseud: Pseud) -> None:
    """Whoever is in has answered every question about coming in."""
    accepted = {
        "answer": AdmissionAnswer.ACCEPTED,
        "answered_at": now(),
        "tells": True,
        "for_good": False,
    }
    club.invitations.filter(OPEN_AS_TOLD, user=pseud.user_id).update(**accepted)
    club.requests.filter(OPEN_AS_TOLD, pseud__user=pseud.user_id).update(**accepted)
