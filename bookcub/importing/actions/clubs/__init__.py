"""Take a whole club in, as its file tells it."""

from bookcub.importing.actions.clubs.keeping import bring_club, keep_club

__all__ = ["bring_club", "keep_club"]
