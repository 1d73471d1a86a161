"""What a club has chosen and does not read yet."""

from __future__ import annotations

from bookcub.clubs.models import Club
from bookcub.reads.models import Read


def reads_something(club: Club) -> bool:
    """Whether the club reads something, or will from a day on: what is chosen now comes after it."""
    return Read.objects.going_on().filter(club=club).exists()


def following(read: Read) -> Read | None:
    """What begins when this read ends. Two queries."""
    others = Read.objects.going_on().filter(club=read.club_id).exclude(pk=read.pk)
    if not read.is_going_on or others.exists():
        return None
    return Read.objects.waiting().filter(club=read.club_id).first()
