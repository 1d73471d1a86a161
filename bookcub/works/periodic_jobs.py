"""What the background worker does for works."""

from bookcub.core.schedule import every
from bookcub.works.actions import post_due_chapters


@every(seconds=30)
def post_scheduled_chapters() -> None:
    """Post the chapters whose hour has come."""
    post_due_chapters()
