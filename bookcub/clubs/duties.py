"""What comes back in clubs: deadlines."""

from __future__ import annotations

from bookcub.clubs.actions.picking_due import close_what_is_due, remind_of_what_is_due
from bookcub.core.clock import now
from bookcub.core.schedule import every

MINUTE = 60


@every(seconds=MINUTE)
def keep_the_deadlines_of_picks() -> None:
    """Close suggestions and votes whose time has come, and remind of those whose time is near."""
    close_what_is_due(at=now())
    remind_of_what_is_due(at=now())
