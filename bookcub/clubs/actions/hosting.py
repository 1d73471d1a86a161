"""Who hosts a club: one or several, and never nobody."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from bookcub.clubs import signals
from bookcub.clubs.models import Club, Membership, Role
from bookcub.clubs.policies import OF_TWO
from bookcub.people.models import User


def make_host(*, membership: Membership, by: Membership) -> None:
    """Let another member host too."""
    with transaction.atomic():
        _look_again(membership, by)
        if membership.is_host:
            return
        membership.take_role(Role.HOST)
        transaction.on_commit(
            partial(signals.host_made.send, Membership, membership=membership, by=by.user)
        )


def unmake_host(*, membership: Membership, by: Membership) -> None:
    """Let a host be a member again, oneself or another. ValidationError for the last one.

    Among friends who decide together, each only themselves: PermissionDenied.
    """
    with transaction.atomic():
        _look_again(membership, by)
        if not membership.is_host:
            return
        if membership.club.decides_together and membership.pk != by.pk:
            raise PermissionDenied(
                gettext("You decide together here, so nobody can end another’s hosting.")
            )
        hosts = Membership.objects.hosts().filter(club=membership.club_id)
        if not hosts.exclude(pk=membership.pk).exists():
            raise ValidationError(
                gettext(
                    "A club needs a host. Make somebody else a host first, or hand the club over."
                ),
                code="last_host",
            )
        membership.take_role(Role.MEMBER)


def hand_over(*, to: Membership, by: Membership) -> None:
    """Make another member host in one's own place."""
    with transaction.atomic():
        _look_again(to, by)
        if to.pk == by.pk:
            raise ValidationError(gettext("You already host this club."), code="hosts_already")
        to.take_role(Role.HOST)
        by.take_role(Role.MEMBER)
        announce_heir(to, by=by.user)


def let_two_host(club: Club) -> None:
    """Of friends who decide together let both host, where two are all there are: with names beside them hosts decide.

    Also in the trash. Wants the club locked.
    """
    there = Membership.objects.belonging().filter(club=club)
    names = Membership.objects.filter(club=club, is_by_name=True, left_at=None)
    if club.decides_together and there.count() == OF_TWO and not names.exists():
        there.update(role=Role.HOST)


def announce_heir(heir: Membership, *, by: User | None) -> None:
    transaction.on_commit(
        partial(signals.host_handed_over.send, Membership, club=heir.club, membership=heir, by=by)
    )


def _look_again(membership: Membership, by: Membership) -> None:
    """Hosts that press at once are heard one after the other; who is none by then is refused."""
    membership.club.lock()
    for each in (membership, by):
        each.refresh_from_db(fields=["role", "left_at", "user"])
    if not by.is_host:
        raise PermissionDenied(
            gettext(
                "You are no longer a host of this club. Ask another host if you think that is a mistake."
            )
        )
    if not membership.is_current:
        raise ValidationError(
            gettext("%(name)s is no longer a member of the club.") % {"name": membership.name},
            code="left",
        )


def see_to_hosts() -> int:
    """Make whoever is longest there a host too, where all hosts are switched off. How many clubs had none."""
    awake = Membership.objects.hosts().filter(club=OuterRef("pk"), user__is_active=True)
    there = Membership.objects.current().filter(club=OuterRef("pk"), user__is_active=True)
    clubs = list(Club.objects.filter(~Exists(awake), Exists(there)))
    for club in clubs:
        with transaction.atomic():
            club.lock()
            current = Membership.objects.current().filter(club=club, user__is_active=True)
            if current.filter(role=Role.HOST).exists():
                continue
            heir = current.select_related("club").order_by("joined_at", "pk").first()
            if heir is not None:
                heir.take_role(Role.HOST)
                announce_heir(heir, by=None)
    return len(clubs)
