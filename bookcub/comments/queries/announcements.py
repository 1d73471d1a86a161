"""What hosts announce to a club, as long as it stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from bookcub.clubs.models import Club, Membership
from bookcub.comments.models import Announcement, AnnouncementQuerySet
from bookcub.comments.policies import Visitor, may_take_down
from bookcub.comments.queries.cards import GONE, words_of
from bookcub.core.clock import now
from bookcub.people.models import User
from bookcub.reading.queries.reached import prepared_within_reach
from bookcub.web.covers import plain_under_cover

ON_TOP = 3
FOLDED = 7  # older ones; what is older still is in the talk
WHOLE = 1200  # characters that stand on top; a longer one is cut
IN_A_LINE = 120
IN_THREE_LINES = 260


@dataclass(frozen=True, slots=True)
class AnnouncementLine:
    """One announcement as it stands on top of a page."""

    announcement: Announcement
    name: str  # as the club knows them
    at: datetime | None
    words: SafeString
    cut: str  # instead of the words, where they are long
    last_day: date
    may_take_down: bool = False
    is_own: bool = False  # who wrote it has seen it

    @property
    def beginning(self) -> str:
        """What is shown of it before it is opened: most are whole so."""
        return line_of(self, most=IN_THREE_LINES)

    @property
    def pk(self) -> int:
        """Of the comment, by which addresses name it."""
        return self.announcement.comment_id

    @property
    def anchor(self) -> str:
        return self.announcement.comment.anchor

    @property
    def url(self) -> str:
        return self.announcement.comment.get_absolute_url()

    @property
    def language(self) -> str:
        return self.announcement.comment.language


@dataclass(frozen=True, slots=True)
class OnTop:
    """What stands on top of a club's page for one member, the newest first."""

    shown: Sequence[AnnouncementLine] = ()
    folded: Sequence[AnnouncementLine] = ()

    @property
    def comments(self) -> list[int]:
        return [line.pk for line in (*self.shown, *self.folded)]


def announced_to(me: Membership, person: User) -> OnTop:
    """What a member has not put away yet. Two queries, one where there is nothing."""
    rows = _unseen(person, me.club_id, now())
    visitor = Visitor.of(person, None)
    lines = [_line(row, visitor) for row in rows]
    return OnTop(lines[:ON_TOP], lines[ON_TOP:])


def announced_on_paper(club: Club, person: User) -> list[AnnouncementLine]:
    """What stands, for the printer: who has put it away for themselves prints it for the others. One query.

    The newest first, more than the `ON_TOP` that there is room for: not all are for every sheet.
    """
    return [_line(row) for row in _of(club, person)[: ON_TOP + FOLDED]]


def announced_in(clubs: Collection[int], person: User, most: int) -> list[AnnouncementLine]:
    """The newest that somebody has not put away, in all of these clubs. One query."""
    return [_line(row) for row in _unseen_in(person, clubs, now())[:most]]


@prepared_within_reach
def _unseen(person: User, club: int, at: datetime) -> QuerySet[Announcement]:
    standing = Announcement.objects.visible_to(person).standing(at).filter(club=club)
    return _in_order(standing.unseen_by(person))[: ON_TOP + FOLDED]


@prepared_within_reach
def _unseen_in(person: User, clubs: Collection[int], at: datetime) -> QuerySet[Announcement]:
    standing = Announcement.objects.visible_to(person).standing(at).filter(club__in=clubs)
    return _in_order(standing.unseen_by(person))[: ON_TOP + FOLDED]


def line_of(announcement: AnnouncementLine, *, most: int = IN_A_LINE) -> str:
    """Its beginning, where there is room for a line."""
    words = plain_under_cover(announcement.announcement.comment.html)
    return Truncator(" ".join(words.split())).chars(most, truncate=" …")


def _of(club: Club, person: User) -> AnnouncementQuerySet:
    return _in_order(Announcement.objects.visible_to(person).standing().filter(club=club))


def _in_order(rows: AnnouncementQuerySet) -> AnnouncementQuerySet:
    people = rows.select_related("club", "comment__pseud__user")
    return people.order_by("-comment__posted_at", "-pk")


def _line(announcement: Announcement, visitor: Visitor | None = None) -> AnnouncementLine:
    comment = announcement.comment
    plain = plain_under_cover(comment.html)
    name = comment.pseud.name if comment.pseud else comment.guest_name or str(GONE)
    return AnnouncementLine(
        announcement=announcement,
        name=name,
        at=comment.written_at,
        words=words_of(comment),
        cut=Truncator(plain).chars(WHOLE, truncate=" …") if len(plain) > WHOLE else "",
        last_day=announcement.last_day,
        may_take_down=visitor is not None and may_take_down(visitor, announcement),
        is_own=visitor is not None and visitor.wrote(comment),
    )
