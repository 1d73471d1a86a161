"""Whoever joins a club gets its coming meetings into their calendar; whoever leaves loses them there."""

from __future__ import annotations

from typing import Any

from bookcub.clubs import signals
from bookcub.clubs.models import Membership
from bookcub.meetings.actions.invitations import see_off, welcome


def connect() -> None:
    signals.member_joined.connect(invite_who_joined, dispatch_uid="meetings.invite_who_joined")
    signals.member_left.connect(see_off_who_left, dispatch_uid="meetings.see_off_who_left")


def invite_who_joined(sender: object, *, membership: Membership, **_: Any) -> None:
    welcome(membership=membership)


def see_off_who_left(sender: object, *, membership: Membership, **_: Any) -> None:
    see_off(membership=membership)
