"""What the background worker does for people."""

from bookcub.core.schedule import every
from bookcub.people.hiding import forget_gone
from bookcub.people.trash import delete_expired


@every(seconds=3600)
def empty_trash() -> None:
    """Delete for good what has lain in the trash for thirty days, and why things were hidden that are gone."""
    delete_expired()
    forget_gone()
