"""The search's own chores."""

from bookcub.core.schedule import every
from bookcub.search.following import forget_changes


@every(seconds=3600)
def forget_what_every_copy_has() -> None:
    """Let go of the changes that the index of each machine knows."""
    forget_changes()
