"""What comes back in reads: late authors."""

from __future__ import annotations

from bookcub.core.schedule import every
from bookcub.reads.actions.plans import follow_book
from bookcub.reads.models import Read

HOUR = 60 * 60


@every(seconds=HOUR)
def let_plans_follow_their_books() -> int:
    """Move what is due and not written yet; also what a killed process has not heard of. How many plans moved."""
    reads = Read.objects.going_on().filter(work__isnull=False, milestones__isnull=False).distinct()
    return sum(follow_book(read=read) is not None for read in reads)
