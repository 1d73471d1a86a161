"""The rooms of meetings, as the hub asks for them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.contrib.sessions.models import Session
from django.db import close_old_connections, connections
from django.utils import translation
from django.utils.crypto import constant_time_compare

from bookcub.clubs.models import Membership
from bookcub.config.live.hub import Hub
from bookcub.config.live.rooms import Pulse, RoomLine, RoomView, Ticket
from bookcub.core.clock import now
from bookcub.meetings.actions import rooms
from bookcub.meetings.models import Meeting
from bookcub.meetings.queries import live
from bookcub.meetings.signals import room_moved
from bookcub.people.models import User

P = ParamSpec("P")
T = TypeVar("T")


def _connected(function: Callable[P, T]) -> Callable[P, T]:
    """Do with its thread's connection what a request does: leave behind none that is broken."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()
        try:
            return function(*args, **kwargs)
        except BaseException:
            connections.close_all()
            raise

    return run


class MeetingRooms:
    """Rooms in the database. A room's number is its meeting's."""

    @_connected
    def pulses(self, rooms: Collection[int]) -> Mapping[int, Pulse]:
        """See `Rooms`."""
        return {room: Pulse(*pulse) for room, pulse in live.pulses(rooms).items()}

    @_connected
    def lines(self, view: RoomView, after: int, limit: int) -> list[RoomLine]:
        """See `Rooms`."""
        with translation.override(view.language):
            told = live.lines_after(view.room, after, limit, ears=view.ears)
        return [RoomLine(number, data) for number, data in told]

    @_connected
    def state(self, view: RoomView) -> str:
        """See `Rooms`."""
        with translation.override(view.language):
            return live.state_of(view.room, ears=view.ears)

    @_connected
    def still_welcome(self, room: int, tickets: Collection[Ticket]) -> Collection[Ticket]:
        """See `Rooms`. Who has logged out, or changed their password elsewhere, is not.

        Who belongs is asked for all at once, and of those whether they have still read so far. Who has since come to
        hear somebody no longer, or again, opens the room anew.
        """
        members = live.members_in(room, {ticket.person for ticket in tickets})
        welcome = live.welcome_in(room, members)
        deaf = live.who_hear_not_all(room, welcome)
        keys = {ticket.session for ticket in tickets}
        standing = Session.objects.filter(session_key__in=keys, expire_date__gt=now())
        sessions = set(standing.values_list("session_key", flat=True))
        people = User.objects.in_bulk(welcome)
        return [
            ticket
            for ticket in tickets
            if ticket.person in people
            and ticket.ears == (ticket.person if ticket.person in deaf else 0)
            and ticket.session in sessions
            and constant_time_compare(people[ticket.person].get_session_auth_hash(), ticket.proof)
        ]

    @_connected
    def seen(self, room: int, people: Collection[int]) -> None:
        """See `Rooms`."""
        rooms.see(meeting_id=room, memberships=_members(room, people))

    @_connected
    def left(self, room: int, people: Collection[int], *, after: float) -> None:
        """See `Rooms`."""
        before = now() - timedelta(seconds=after)
        rooms.leave(meeting_id=room, memberships=_members(room, people), before=before)

    def rest(self) -> None:
        """See `Rooms`."""
        connections.close_all()


def meeting_hub() -> Hub:
    """The hub of this process, which hears of what its own requests do in rooms."""
    hub = Hub(MeetingRooms())

    def wake(sender: object, *, meeting_id: int, **_: Any) -> None:
        hub.wake(meeting_id)

    room_moved.connect(wake, weak=False, dispatch_uid="live hub")
    return hub


def _members(room: int, people: Collection[int]) -> list[int]:
    current = Membership.objects.current().filter(user__in=people)
    club = Meeting.objects.filter(pk=room).values("club")
    return list(current.filter(club__in=club).values_list("pk", flat=True))
