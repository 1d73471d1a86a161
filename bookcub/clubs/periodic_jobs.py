"""What comes back in clubs: questions put off until a day, clubs that closed or have no host."""

from __future__ import annotations

from bookcub.clubs.actions.hosting import see_to_hosts
from bookcub.clubs.actions.joining import bring_back
from bookcub.clubs.actions.leaving import delete_club_if_closed
from bookcub.clubs.models import Club
from bookcub.clubs.policies import CLOSED_FOR
from bookcub.core.clock import now
from bookcub.core.schedule import every

MINUTE = 60
HOUR = 60 * MINUTE


@every(seconds=HOUR)
def delete_closed_clubs() -> None:
    """Delete what was closed a day ago with all that is in it."""
    for club in Club.objects.filter(closed_at__lt=now() - CLOSED_FOR):
        delete_club_if_closed(club)


@every(seconds=HOUR)
def bring_back_what_waits() -> None:
    """Tell of each "not yet" whose day has come, once."""
    bring_back(at=now())


@every(seconds=24 * HOUR)
def give_every_club_a_host() -> int:
    """See to clubs whose hosts' accounts are all switched off. How many there were."""
    return see_to_hosts()
