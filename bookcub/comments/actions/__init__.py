"""Everything that happens to what is said; keyword-only, and one transaction each."""

from bookcub.comments.actions.claims import answer_claim, claim
from bookcub.comments.actions.comments import (
    AlreadySaidError,
    Guest,
    TooManyError,
    delete,
    edit,
    restore,
    say,
)
from bookcub.comments.actions.kudos import give_kudos, take_kudos_back
from bookcub.comments.actions.moderation import approve, approve_all, freeze, reject_all, thaw
from bookcub.comments.actions.places import place_thread
from bookcub.comments.actions.sources import SourceComment, keep_imported

__all__ = [
    "AlreadySaidError",
    "Guest",
    "SourceComment",
    "TooManyError",
    "answer_claim",
    "approve",
    "approve_all",
    "claim",
    "delete",
    "edit",
    "freeze",
    "give_kudos",
    "keep_imported",
    "place_thread",
    "reject_all",
    "restore",
    "say",
    "take_kudos_back",
    "thaw",
]
