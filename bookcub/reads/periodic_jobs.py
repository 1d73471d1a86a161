"""What comes back in reads: late authors, and what has waited."""

from __future__ import annotations

from django.db import transaction

from bookcub.clubs.models import Club, Membership
from bookcub.core.schedule import every
from bookcub.reads.actions.plans import follow_book
from bookcub.reads.actions.reads import begin_next
from bookcub.reads.models import Read

HOUR = 60 * 60


@every(seconds=HOUR)
def let_plans_follow_their_books() -> int:
    """Move what is due and not written yet; also what a killed process has not heard of. How many plans moved."""
    reads = Read.objects.going_on().filter(work__isnull=False, milestones__isnull=False).distinct()
    return sum(follow_book(read=read) is not None for read in reads)


@every(seconds=HOUR)
def begin_what_has_waited() -> int:
    """Where nothing is read any more and nobody has ended it: a club that came as a file, say. How many began."""
    waiting = Read.objects.waiting().order_by().values("club")
    reading = Read.objects.going_on().values("club")
    begun = 0
    # A club that is still being brought in has nobody yet, and perhaps not all of its reads.
    clubs = Club.objects.filter(pk__in=Membership.objects.current().values("club"))
    for club in clubs.filter(pk__in=waiting).exclude(pk__in=reading):
        with transaction.atomic():
            club.lock()
            begun += begin_next(club=club)
    return begun
