"""Take a whole club in, as its file tells it."""

from bookcub.importing.actions.clubs.in_background import BROKEN, keep_in_background, keep_soon
from bookcub.importing.actions.clubs.save_club import (
    begin_keeping,
    bring_club,
    give_up,
    keep_club,
)

__all__ = [
    "BROKEN",
    "begin_keeping",
    "bring_club",
    "give_up",
    "keep_club",
    "keep_in_background",
    "keep_soon",
]
