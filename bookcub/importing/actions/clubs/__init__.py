"""Take a whole club in, as its file tells it."""

from bookcub.importing.actions.clubs.keeping import keep_club

__all__ = ["keep_club"]
