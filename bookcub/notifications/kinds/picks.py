"""Choosing the next read."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from bookcub.clubs.models import Involvement, Membership, MembershipQuerySet
from bookcub.core.text import html_from_line, plain
from bookcub.notifications.kinds.base import InboxItem, OfClubItself, Telling, hears
from bookcub.notifications.kinds.clubs import involved, people
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.picks import signals as picks
from bookcub.picks.models import Pick, Stage
from bookcub.picks.queries.reminders import members_to_remind


class PickMoved(OfClubItself[Pick]):
    """One line for each pick, whatever the stage it has come to."""

    name, label = "pick", gettext_lazy("choosing the next read")
    subject = Pick
    related = ("club", "winner__membership__pseud", "turn_of__pseud")

    @hears(
        picks.pick_opened, picks.turn_came, picks.vote_opened, picks.picked, picks.pick_cancelled
    )
    def moved(self, *, pick: Pick, by: object = None, **_: Any) -> Telling:
        """To all members but whoever did it."""
        member = by if isinstance(by, Membership) else None
        to = involved(pick.club_id).exclude(pk=member.pk if member else 0)
        return self._told(pick, to, by=member.user_id if member else None)

    @hears(picks.host_asked, picks.pick_reminder_due)
    def waits(self, *, pick: Pick, **_: Any) -> Telling:
        """To those whom the pick waits for."""
        return self._told(pick, members_to_remind(pick).exclude(involvement=Involvement.NOTHING))

    def _told(self, pick: Pick, to: MembershipQuerySet, by: int | None = None) -> Telling:
        return Telling(pick, to=people(to), by=by, club=pick.club_id, by_letter=True)

    def open_to(self, person: User) -> QuerySet[Any]:
        return Pick.objects.visible_to(person)

    def item(self, notice: Notice, thing: Pick) -> InboxItem:
        ends = {
            Stage.VOTING: thing.vote_closes_at,
            Stage.NOMINATING: thing.nominations_close_at,
        }
        is_mine = thing.turn_of is not None and thing.turn_of.user_id == notice.user_id
        at = ends.get(Stage(thing.stage))
        if thing.turn_of is not None and not is_mine and thing.stage == Stage.NOMINATING:
            at = None
        winner = thing.winner if thing.stage == Stage.PICKED else None
        return self.say(
            thing.get_absolute_url(),
            at=at,
            about=[winner] if winner else [],
            word=plain(html_from_line(winner.why)) if winner else "",
            pick=thing,
            winner=winner,
            is_mine=is_mine,
        )
