"""What lies on a member's desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from bookcub.core.database.prepared import prepared
from bookcub.home.queries.continuing import Continuing, continuing
from bookcub.home.queries.waiting import DeskLine, waiting_for
from bookcub.notifications.queries.visible_lines import VisibleLines
from bookcub.people.models import User
from bookcub.reading.models import ListEntry, ShelfKind
from bookcub.reading.queries.blurbs import works_by_key
from bookcub.reads.queries.coming_due import YourClub, your_clubs
from bookcub.works.models import DraftReader, Work
from bookcub.works.queries.pages import Desk as Unpublished
from bookcub.works.queries.pages import desk as unpublished
from bookcub.works.queries.pages import drafts_shown_to

BEGUN = 6
WORKS = 5
LATER = 3
DRAFTS = 6
SHOWN = 6
PRESSING = 4  # lines of what waits that are not folded; more where more presses


@dataclass(frozen=True, slots=True)
class ForLater:
    """A work that was put by, as it was called then; `url` is empty where it is gone or closed, and nobody says its language."""

    title: str
    language: str
    byline: str
    url: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """`/desk`."""

    waiting: Sequence[DeskLine]
    continuing: Sequence[Continuing]
    unpublished: Unpublished
    shown: Sequence[DraftReader]  # drafts of others
    works: Sequence[Work]
    later: Sequence[ForLater]
    clubs: Sequence[YourClub]
    unread: int

    @property
    def pressing(self) -> Sequence[DeskLine]:
        """What stands open: all that presses, and not much more, so that on a phone one's books stand near below it."""
        open_lines = max(PRESSING, sum(line.presses for line in self.waiting))
        return self.waiting if len(self.waiting) <= open_lines + 1 else self.waiting[:open_lines]

    @property
    def asking(self) -> Sequence[DeskLine]:
        """Those of the open lines that ask for something: they stand before the others."""
        return [line for line in self.pressing if line.is_asking]

    @property
    def news(self) -> Sequence[DeskLine]:
        """Those that only tell something."""
        return [line for line in self.pressing if not line.is_asking]

    @property
    def further(self) -> Sequence[DeskLine]:
        return self.waiting[len(self.pressing) :]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing of this person's here yet."""
        return self.unpublished.is_empty and not (
            self.waiting or self.continuing or self.shown or self.works or self.later or self.clubs
        )


def desk_page(person: User) -> DeskPage:
    """Everything for one member; as many queries for a full desk as for an empty one."""
    lines = VisibleLines(person, only_unread=True)
    unread = lines.count()
    return DeskPage(
        waiting=waiting_for(person, lines, unread),
        continuing=continuing(person, limit=BEGUN),
        unpublished=unpublished(person, DRAFTS),
        shown=drafts_shown_to(person)[:SHOWN],
        works=_posted_works(person),
        later=_kept_for_later(person),
        clubs=your_clubs(person),
        unread=unread,
    )


@prepared
def _posted_works(person: User) -> QuerySet[Work]:
    works = Work.objects.by_person(person).posted().newest_first()
    return works.defer("notes", "end_notes")[:WORKS]


def _kept_for_later(person: User) -> list[ForLater]:
    """The newest. Two queries."""
    entries = _for_later(person)
    works = works_by_key(person, [entry.work_id for entry in entries if entry.work_id])
    return [_line(entry, works.get(entry.work_id or 0)) for entry in entries]


def _line(entry: ListEntry, work: Work | None) -> ForLater:
    language, url = (work.language, work.get_absolute_url()) if work else ("", "")
    return ForLater(entry.work_title, language, entry.work_byline, url)


@prepared
def _for_later(person: User) -> QuerySet[ListEntry]:
    shelved = ListEntry.objects.of_person(person).filter(reading_list__kind=ShelfKind.LATER)
    return shelved.order_by("-added_at", "-pk")[:LATER]
