"""What comes back in clubs: questions put off until a day, clubs that have no host."""

from __future__ import annotations

from bookcub.clubs.actions.hosting import see_to_hosts
from bookcub.clubs.actions.joining import bring_back
from bookcub.clubs.models import MemberCard
from bookcub.core.clock import now
from bookcub.core.schedule import every

MINUTE = 60
HOUR = 60 * MINUTE


@every(seconds=HOUR)
def bring_back_what_waits() -> None:
    """Tell of each "not yet" whose day has come, once."""
    bring_back(at=now())


@every(seconds=24 * HOUR)
def give_every_club_a_host() -> int:
    """See to clubs whose hosts' accounts are all switched off. How many there were."""
    return see_to_hosts()


@every(seconds=24 * HOUR)
def throw_old_cards_away() -> int:
    """Forget cards that are too old to be used. How many there were."""
    return MemberCard.objects.filter(expires_at__lte=now()).delete()[0]
