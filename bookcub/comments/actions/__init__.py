"""Everything that happens to what is said; keyword-only, and one transaction each."""

from bookcub.comments.actions.claiming import answer_claim, claim
from bookcub.comments.actions.kudos import give_kudos, take_kudos_back
from bookcub.comments.actions.moderating import approve, approve_all, freeze, reject_all, thaw
from bookcub.comments.actions.placing import place_thread
from bookcub.comments.actions.saying import (
    AlreadySaidError,
    Guest,
    TooManyError,
    delete,
    edit,
    restore,
    say,
)
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
