from bookcub.comments.models.announcement import (
    Announcement,
    AnnouncementQuerySet,
    SeenAnnouncement,
)
from bookcub.comments.models.claim import CommentClaim, CommentClaimQuerySet
from bookcub.comments.models.comment import MAY_UNDO_FOR, Comment, CommentQuerySet
from bookcub.comments.models.hearers import Hearers
from bookcub.comments.models.kudos import Kudos, guest_key
from bookcub.comments.models.passage import Anchoring, Colour, Passage
from bookcub.comments.models.suggested_words import SuggestedWords, SuggestedWordsQuerySet
from bookcub.comments.models.visit import ClubVisit, CommentVisit, Looks, club_looks, looks

__all__ = [
    "MAY_UNDO_FOR",
    "Anchoring",
    "Announcement",
    "AnnouncementQuerySet",
    "ClubVisit",
    "Colour",
    "Comment",
    "CommentClaim",
    "CommentClaimQuerySet",
    "CommentQuerySet",
    "CommentVisit",
    "Hearers",
    "Kudos",
    "Looks",
    "Passage",
    "SeenAnnouncement",
    "SuggestedWords",
    "SuggestedWordsQuerySet",
    "club_looks",
    "guest_key",
    "looks",
]
