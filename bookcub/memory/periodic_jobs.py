"""What comes back in memory: guesses whose place is reached, and what recall has missed."""

from __future__ import annotations

from bookcub.core.schedule import every
from bookcub.memory.actions.predictions import open_reached
from bookcub.memory.actions.recall_index import catch_up
from bookcub.reads.models import Read

MINUTE = 60


@every(seconds=MINUTE)
def open_predictions() -> int:
    """Open the guesses whose place everybody has reached meanwhile; returns how many."""
    sealed = {"predictions__isnull": False, "predictions__opened_at": None}
    reads = Read.objects.standing().filter(**sealed).distinct()
    return sum(open_reached(read) for read in reads)


@every(seconds=5 * MINUTE)
def heal_recall() -> int:
    """Index what was said and is not found yet: whoever said it may have been cut off right after."""
    return catch_up()
