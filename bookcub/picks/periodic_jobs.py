"""What comes back in choosing: deadlines."""

from __future__ import annotations

from bookcub.core.clock import now
from bookcub.core.schedule import every
from bookcub.picks.actions.deadlines import close_what_is_due, remind_of_what_is_due

MINUTE = 60


@every(seconds=MINUTE)
def keep_the_deadlines_of_picks() -> None:
    """Close suggestions and votes whose time has come, and remind of those whose time is near."""
    close_what_is_due(at=now())
    remind_of_what_is_due(at=now())
