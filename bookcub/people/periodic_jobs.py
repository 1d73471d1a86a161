"""What the background worker does for people."""

from bookcub.core.schedule import every
from bookcub.people.trash import delete_expired


@every(seconds=3600)
def empty_trash() -> None:
    """Delete for good what has lain in the trash for thirty days."""
    delete_expired()
