"""Who was at a meeting: as was said, and else as the room saw it."""

from __future__ import annotations

from dataclasses import dataclass

from bookcub.clubs.models import Membership
from bookcub.meetings.models import Attendance, Meeting
from bookcub.people.models import User
from bookcub.people.policies import hears_of


@dataclass(frozen=True, slots=True)
class Attendee:
    """One member, whether they were there, and who said so for them."""

    member: Membership
    was_there: bool
    said_by: str  # somebody else
    is_their_own_word: bool

    @property
    def name(self) -> str:
        return self.member.name


def attendees_of(meeting: Meeting, person: User) -> list[Attendee]:
    """All of whom something is known to this person, by name. Two queries."""
    heard = hears_of(person, "membership__user")
    seen = meeting.presences.filter(heard).select_related("membership__pseud")
    said = meeting.attendances.filter(heard).select_related("membership__pseud", "said_by__pseud")
    known = {each.membership_id: _in_the_room(each.membership) for each in seen}
    known |= {each.membership_id: _as_said(each) for each in said}
    return sorted(known.values(), key=lambda one: one.name.casefold())


def were_there(meeting: Meeting, person: User) -> list[Attendee]:
    return [one for one in attendees_of(meeting, person) if one.was_there]


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """Who may be ticked by whoever runs the meeting, who is, and who has spoken for themselves."""

    members: tuple[Membership, ...]
    ticked: tuple[int, ...]
    own_words: tuple[Attendee, ...]


def sheet_of(meeting: Meeting, own: Membership, person: User) -> SignInSheet:
    """Three queries. Of whom they do not hear they can say nothing either."""
    there = Membership.objects.taking_part().heard_by(person).filter(club=meeting.club_id)
    there = there.select_related("pseud")
    known = {one.member.pk: one for one in attendees_of(meeting, person)}
    own_words = [one for one in known.values() if one.is_their_own_word and one.member.pk != own.pk]
    spoken = {one.member.pk for one in own_words}
    members = sorted(
        (each for each in there if each.pk not in spoken), key=lambda each: each.name.casefold()
    )
    return SignInSheet(
        members=tuple(members),
        ticked=tuple(each.pk for each in members if each.pk in known and known[each.pk].was_there),
        own_words=tuple(own_words),
    )


def _in_the_room(member: Membership) -> Attendee:
    return Attendee(member, was_there=True, said_by="", is_their_own_word=False)


def _as_said(said: Attendance) -> Attendee:
    return Attendee(
        said.membership,
        was_there=said.was_there,
        said_by=said.said_by.name if said.said_by else "",
        is_their_own_word=said.is_their_own_word,
    )
