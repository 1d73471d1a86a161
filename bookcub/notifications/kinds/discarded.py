"""What one of some friends who decide together has deleted of their club: the others can bring it back."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from bookcub.clubs import signals as clubs
from bookcub.clubs.models import Club
from bookcub.core.page_urls import reverse
from bookcub.meetings.models import Meeting, Minutes
from bookcub.notifications.kinds.base import InboxItem, OfClubItself, Telling, hears
from bookcub.notifications.kinds.clubs import hosts, people
from bookcub.notifications.kinds.meetings import MeetingMoved, MinutesPublished
from bookcub.notifications.kinds.picks import PickMoved
from bookcub.notifications.kinds.reads import OfRead
from bookcub.notifications.models import Notice
from bookcub.people.models import Discardable, User
from bookcub.people.trash import TRASH
from bookcub.picks.models import Pick


class OfDiscarded(OfClubItself[Any]):
    """To the others who host, while it lies in the trash that they share."""

    folder = "discarded/"
    of: ClassVar[str]  # the trash's name of its kind

    @hears(clubs.discarded_together)
    def discarded(self, *, thing: Discardable, club: Club, by: User, **_: Any) -> Telling | None:
        if type(thing) is not self.subject:
            return None
        to = people(hosts(club.pk).exclude(user=by))
        return Telling(thing, to=to, by=by.pk, club=club.pk)

    def open_to(self, person: User) -> QuerySet[Any]:
        return TRASH[self.of].of_person(person)

    def item(self, notice: Notice, thing: Any) -> InboxItem:
        url = reverse("people:trash_detail", args=[self.of, thing.pk])
        club = TRASH[self.of].belongs_to(thing)
        return self.say(url, title=self.title(thing), club=club)

    def title(self, thing: Any) -> str:
        return TRASH[self.of].title(thing)


class ReadDiscarded(OfDiscarded, OfRead):
    name, label = "gone_read", gettext_lazy("a read was deleted")
    of = "read"


class PickDiscarded(OfDiscarded):
    name, label = "gone_pick", gettext_lazy("a choosing was deleted")
    subject, related = Pick, PickMoved.related
    of = "pick"


class MeetingDiscarded(OfDiscarded):
    name, label = "gone_meeting", gettext_lazy("a meeting was deleted")
    subject, related = Meeting, MeetingMoved.related
    of = "meeting"


class MinutesDiscarded(OfDiscarded):
    name, label = "gone_minutes", gettext_lazy("minutes were deleted")
    subject, related = Minutes, MinutesPublished.related
    of = "minutes"

    def title(self, thing: Minutes) -> str:
        return thing.meeting.name
