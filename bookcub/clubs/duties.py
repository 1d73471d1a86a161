"""What comes back in clubs: deadlines, late authors, questions put off until a day, clubs that closed."""

from __future__ import annotations

from bookcub.clubs.actions.hosting import see_to_hosts
from bookcub.clubs.actions.joining import bring_back
from bookcub.clubs.actions.leaving import delete_club_if_closed
from bookcub.clubs.actions.picking_due import close_what_is_due, remind_of_what_is_due
from bookcub.clubs.actions.plans import follow_book
from bookcub.clubs.models import Club, Read
from bookcub.clubs.policies import CLOSED_FOR
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


@every(seconds=HOUR)
def delete_closed_clubs() -> None:
    """Delete what was closed a day ago with all that is in it."""
    for club in Club.objects.filter(closed_at__lt=now() - CLOSED_FOR):
        delete_club_if_closed(club)


@every(seconds=HOUR)
def bring_back_what_waits() -> None:
    """Tell of each "not yet" whose day has come, once."""
    bring_back(on=now().date())


@every(seconds=24 * HOUR)
def give_every_club_a_host() -> int:
    """See to clubs whose hosts' accounts are all switched off. How many there were."""
    return see_to_hosts()
