"""What this package keeps of people: told to `people.data_inventory`."""

from __future__ import annotations

from bookcub.comments.models import (
    ClubVisit,
    Comment,
    CommentClaim,
    CommentVisit,
    Kudos,
    Passage,
    SuggestedWords,
)
from bookcub.people.inventory.entries import Erasure, PersonalData, Seer, declare


def register() -> None:
    """Let the inventory know what is kept of those who speak."""
    declare(
        "comments",
        PersonalData(
            model=Comment,
            what="Your comments and notes, their language, and the passages they are about; of guests their name and address, and for a day "
            "a hash of where they wrote from",
            kept="until you delete them; a day later the words are gone for good, 30 days later where a club’s host did",
            seen_by=(Seer.READERS, Seer.MEMBERS, Seer.SELF),
            sight="Each only those to whom you said it, and once they have read so far; a guest’s address only the program",
            erasure=Erasure.CHOSEN,
            erased="Notes to yourself are deleted.",
            paths=("pseud__user",),
            mentions=("deleted_by", "discarded_by"),
            parts=(Passage,),
            questions=("comments", "notes_to_self"),
            export="comments",
            fields=(
                "id",
                "pseud__name",
                "work_id",
                "chapter_id",
                "block_id",
                "hearers",
                "club_id",
                "parent_id",
                "html",
                "language",
                "passage__exact",
                "passage__colour",
                "written_at",
                "edited_at",
                "deleted_at",
            ),
        ),
        PersonalData(
            model=SuggestedWords,
            what="Other words that you suggested for a passage of a draft, and the answer",
            kept="as long as the note",
            seen_by=(Seer.SELF, Seer.CREATORS),
            erasure=Erasure.CHOSEN,
            erased="It goes or stays with the note.",
            paths=("comment__pseud__user",),
            mentions=("answered_by",),
            questions=("comments",),
            export="suggestions",
            fields=("comment_id", "words", "answered_at", "is_accepted"),
        ),
        PersonalData(
            model=CommentClaim,
            what="That you said an imported comment is yours, and the answer",
            kept="as long as the comment",
            seen_by=(Seer.SELF, Seer.CREATORS, Seer.KEEPERS),
            erasure=Erasure.DELETED,
            paths=("pseud__user",),
            mentions=("answered_by",),
            export="comment_claims",
            fields=("comment_id", "pseud__name", "made_at", "answered_at", "is_believed"),
        ),
        PersonalData(
            model=Kudos,
            what="Your kudos; of guests a hash of where they came from, so that they count once",
            kept="until you take them back",
            seen_by=(Seer.READERS,),
            erasure=Erasure.ANONYMISED,
            erased="The thanks stay in the count, without your name.",
            paths=("user",),
            export="kudos",
            fields=("work_id", "given_at"),
        ),
        PersonalData(
            model=CommentVisit,
            what="When you last looked at the comments of a work, so that new ones stand out",
            kept="as long as the work",
            seen_by=(Seer.SELF,),
            erasure=Erasure.DELETED,
            paths=("user",),
            export="comment_visits",
            fields=("work_id", "seen_at", "new_since"),
        ),
        PersonalData(
            model=ClubVisit,
            what="When you last looked at the page of a club, so that what is new stands on top",
            kept="as long as the club",
            seen_by=(Seer.SELF,),
            erasure=Erasure.DELETED,
            paths=("user",),
            export="club_visits",
            fields=("club_id", "seen_at", "new_since"),
        ),
    )
