"""Take a whole club in, as its file tells it."""

from bookcub.importing.actions.clubs.save_club import bring_club, keep_club

__all__ = ["bring_club", "keep_club"]
