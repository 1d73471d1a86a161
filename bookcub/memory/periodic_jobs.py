"""What comes back in memory: what recall has missed."""

from __future__ import annotations

from bookcub.core.schedule import every
from bookcub.memory.actions.recall_index import catch_up

MINUTE = 60


@every(seconds=5 * MINUTE)
def heal_recall() -> int:
    """Index what was said and is not found yet: whoever said it may have been cut off right after."""
    return catch_up()
