"""Chores of what is read."""

from __future__ import annotations

from bookcub.core.schedule import every
from bookcub.reading.actions.advances import forget_old_visits

HOUR = 60 * 60


@every(seconds=HOUR)
def forget_visits() -> None:
    """Let go of which visit moved whose horizon: for a day it is known, and for an hour it can be taken back."""
    forget_old_visits()
