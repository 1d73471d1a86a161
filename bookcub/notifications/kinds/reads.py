"""What a club reads, and its plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy

from bookcub.clubs.models import Membership
from bookcub.notifications.kinds.base import InboxItem, OfClubItself, Telling, hears
from bookcub.notifications.kinds.clubs import involved, people
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.picks.models import Pick
from bookcub.reads import signals as reads
from bookcub.reads.models import PlanChange, Read, Reader
from bookcub.reads.queries.books import today_of
from bookcub.reads.queries.wording import change_words

TOLD = ("facts", "why", "moved")  # of a change of a plan
HELD = ("edition", "edition_length")  # of whoever is told: what they count in


class OfRead(OfClubItself[Read]):
    subject = Read
    related = ("club", "work", "book")

    def open_to(self, person: User) -> QuerySet[Any]:
        return Read.objects.visible_to(person)

    def load(self, person: User, ids: Sequence[int]) -> Mapping[int, Read]:
        """With what the plan of each has moved by last, and how the person counts."""
        last = PlanChange.objects.filter(read=OuterRef("pk"))
        told = {f"last_{name}": Subquery(last.values(name)[:1]) for name in TOLD}
        own = Reader.objects.filter(read=OuterRef("pk"), membership__user=person)
        held = {name: Subquery(own.values(name)[:1]) for name in HELD}
        return Read.objects.select_related(*self.related).annotate(**told, **held).in_bulk(ids)


class ReadMoved(OfRead):
    """To the members: a read begins, ends, or goes on after all."""

    name, label = "read", gettext_lazy("a read begins or ends")

    @hears(reads.read_begun)
    def begun(
        self, *, read: Read, by: Membership | None, has_waited: bool = False, **_: Any
    ) -> Telling | None:
        """What was picked and begins at once has been told as that."""
        if not has_waited and Pick.objects.filter(read=read).exists():
            return None
        return self._told(read, by=by, by_letter=True)

    @hears(reads.read_ended, reads.read_reopened)
    def changed(self, *, read: Read, by: Membership | None, **_: Any) -> Telling:
        return self._told(read, by=by, by_letter=False)

    def _told(self, read: Read, *, by: Membership | None, by_letter: bool) -> Telling:
        to = people(involved(read.club_id).exclude(pk=by.pk if by else 0))
        account, club = (by.user_id if by else None), read.club_id
        return Telling(read, to=to, by=account, club=club, work=read.work_id, by_letter=by_letter)

    def item(self, notice: Notice, thing: Read) -> InboxItem:
        word = thing.abandoned_word if thing.abandoned_at else ""
        return self.say(thing.get_absolute_url(), word=word, about=[thing], read=thing)


class PlanMoved(OfRead):
    """To the members, with why."""

    name, label = "plan", gettext_lazy("a plan has changed")

    @hears(reads.plan_changed)
    def changed(self, *, change: PlanChange, **_: Any) -> Telling:
        read, by = change.read, change.by
        to = people(involved(read.club_id).exclude(pk=change.by_id or 0))
        account = by.user_id if by else None
        return Telling(read, to=to, by=account, club=read.club_id, work=read.work_id)

    def item(self, notice: Notice, thing: Read) -> InboxItem:
        told = {name: getattr(thing, f"last_{name}", None) or "" for name in TOLD}
        reader = Reader(**{name: getattr(thing, name, None) or None for name in HELD})
        measure = reader.measures(thing.book) if thing.book else None
        change = PlanChange(**told)
        words = change_words(change, today_of(thing.club), book=thing.book, measure=measure)
        return self.say(thing.get_absolute_url(), word=" ".join(words), about=[thing], read=thing)
