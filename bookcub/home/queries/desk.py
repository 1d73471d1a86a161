"""What lies on a member's desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bookcub.home.queries.continuing import Continuing, continuing
from bookcub.people.models import User
from bookcub.reading.models import ListEntry, ShelfKind
from bookcub.reading.queries.lists import Listed, listed
from bookcub.reads.queries.coming_due import YourClub, your_clubs
from bookcub.works.models import RelatedWork, Work
from bookcub.works.queries.pages import Desk as Unpublished
from bookcub.works.queries.pages import InvitationRow, invitations
from bookcub.works.queries.pages import desk as unpublished

BEGUN = 6
WORKS = 5
LATER = 3
DRAFTS = 6


@dataclass(frozen=True, slots=True)
class DeskPage:
    """`/desk`."""

    continuing: Sequence[Continuing]
    unpublished: Unpublished
    works: Sequence[Work]
    later: Sequence[Listed]
    invitations: Sequence[InvitationRow]
    clubs: Sequence[YourClub]
    unanswered: int  # works by others that name one of this person's as their source

    @property
    def writes(self) -> bool:
        """Whether this person has written anything here yet."""
        return bool(self.works) or not self.unpublished.is_empty


def desk_page(person: User) -> DeskPage:
    """Everything for one member; as many queries for a full desk as for an empty one."""
    later = ListEntry.objects.filter(
        reading_list__user=person, reading_list__kind=ShelfKind.LATER
    ).order_by("-added_at", "-pk")
    works = Work.objects.by_person(person).posted().newest_first().defer("notes", "end_notes")
    debts = RelatedWork.objects.to_works_of(person).filter(approved_at=None)
    return DeskPage(
        continuing=continuing(person, limit=BEGUN),
        unpublished=unpublished(person),
        works=list(works[:WORKS]),
        later=listed(later[:LATER], person),
        invitations=invitations(person),
        clubs=your_clubs(person),
        unanswered=debts.count(),
    )
