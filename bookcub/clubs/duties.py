"""What comes back in clubs: deadlines, and plans whose author is late."""

from __future__ import annotations

from bookcub.clubs.actions.picking_due import close_what_is_due, remind_of_what_is_due
from bookcub.clubs.actions.plans import follow_book
from bookcub.clubs.models import Read
from bookcub.core.clock import now
from bookcub.core.schedule import every

MINUTE = 60
HOUR = 60 * MINUTE


@every(seconds=MINUTE)
def keep_the_deadlines_of_picks() -> None:
    """Close suggestions and votes whose time has come, and remind of those whose time is near."""
    close_what_is_due(at=now())
    remind_of_what_is_due(at=now())


@every(seconds=HOUR)
def let_plans_follow_their_books() -> int:
    """Move what is due and not written yet; also what a killed process has not heard of. How many plans moved."""
    reads = Read.objects.going_on().filter(work__isnull=False, milestones__isnull=False).distinct()
    return sum(follow_book(read=read) is not None for read in reads)
