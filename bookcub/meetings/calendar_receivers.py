"""Who gets a club's coming meetings into their calendar, and who loses them there.

Whoever joins, and whoever leaves; and everybody where their read or their club is put into the trash.
"""

from __future__ import annotations

from typing import Any

from bookcub.clubs import signals
from bookcub.clubs.models import Club, Membership
from bookcub.meetings.actions.invitations import see_off, welcome
from bookcub.meetings.actions.trash import call_off_all, invite_again
from bookcub.meetings.models import Meeting
from bookcub.reads import signals as reads
from bookcub.reads.models import Read


def connect() -> None:
    signals.member_joined.connect(invite_who_joined, dispatch_uid="meetings.invite_who_joined")
    signals.member_left.connect(see_off_who_left, dispatch_uid="meetings.see_off_who_left")
    reads.read_discarded.connect(call_off_with_read, dispatch_uid="meetings.call_off_with_read")
    reads.read_restored.connect(invite_with_read, dispatch_uid="meetings.invite_with_read")
    signals.club_discarded.connect(call_off_with_club, dispatch_uid="meetings.call_off_with_club")
    signals.club_restored.connect(invite_with_club, dispatch_uid="meetings.invite_with_club")


def invite_who_joined(sender: object, *, membership: Membership, **_: Any) -> None:
    welcome(membership=membership)


def see_off_who_left(sender: object, *, membership: Membership, **_: Any) -> None:
    see_off(membership=membership)


def call_off_with_read(sender: object, *, read: Read, **_: Any) -> None:
    call_off_all(Meeting.objects.filter(read=read, discarded_at=None))


def invite_with_read(sender: object, *, read: Read, **_: Any) -> None:
    invite_again(Meeting.objects.filter(read=read, discarded_at=None))


def call_off_with_club(sender: object, *, club: Club, **_: Any) -> None:
    call_off_all(Meeting.objects.filter(club=club, discarded_at=None, read__discarded_at=None))


def invite_with_club(sender: object, *, club: Club, **_: Any) -> None:
    invite_again(Meeting.objects.standing().filter(club=club))
