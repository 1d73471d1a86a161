"""The words of letters about meetings, each with the date for the reader's calendar."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from bookcub.clubs.models import Membership
from bookcub.core.text import plain
from bookcub.formats.calendars import CalendarMethod, cancellation, invitation
from bookcub.meetings.models import Coming, Meeting, Rsvp
from bookcub.meetings.queries.events import attendee, meeting_event, whole
from bookcub.meetings.queries.wording import (
    day_words,
    place_words,
    span_words,
    time_words,
    zone_words,
)
from bookcub.people.mail import CalendarPart, Letter
from bookcub.people.models import User


def invited(meeting: Meeting, membership: Membership, *, is_change: bool) -> Letter:
    """A time is fixed, or has changed: calendars tell the two apart by the sequence."""
    user = _reader(membership)
    is_open = Meeting.objects.open_to(user).filter(pk=meeting.pk).exists()
    coming = _said(meeting, membership)
    event = meeting_event(meeting, is_open=is_open, attendee=attendee(membership, coming))
    first = (
        f"The meeting “{meeting.title}” of {meeting.club.name} has changed. It is now:"
        if is_change
        else f"{meeting.club.name} meets: {meeting.title}."
    )
    return Letter(
        subject=f"{'Changed: ' if is_change else ''}{meeting.title}, {_short(meeting, user)}",
        greeting=f"Hello {membership.name},",
        paragraphs=(first, *_facts(meeting, user, is_open=is_open)),
        action="See the meeting" if coming else "Say whether you come",
        url=whole(meeting.get_absolute_url()),
        reason=_because(membership),
        settings_url=_choose(membership),
        calendar=CalendarPart(invitation(event), CalendarMethod.REQUEST),
    )


def called_off(meeting: Meeting, membership: Membership) -> Letter:
    """To whoever had the meeting in their calendar, or was asked when they can."""
    user = _reader(membership)
    calendar, planned = None, ", for which a time was sought,"
    if meeting.starts_at is not None:
        event = meeting_event(meeting, is_open=False, attendee=attendee(membership))
        calendar = CalendarPart(cancellation(event), CalendarMethod.CANCEL)
        planned = f", planned for {_when(meeting, user)},"
    why = f"The reason: {meeting.cancelled_because}" if meeting.cancelled_because else ""
    first = f"“{meeting.title}” of {meeting.club.name}{planned} will not be."
    return Letter(
        subject=f"Cancelled: {meeting.title}, {_short(meeting, user)}",
        greeting=f"Hello {membership.name},",
        paragraphs=(first, why) if why else (first,),
        action="See the meeting",
        url=whole(meeting.get_absolute_url()),
        reason=_because(membership),
        settings_url=_choose(membership),
        calendar=calendar,
    )


def parted(meeting: Meeting, membership: Membership, *, sequence: int) -> Letter:
    """To somebody who left the club: its meeting leaves their calendar."""
    user = _reader(membership)
    event = meeting_event(meeting, is_open=False, attendee=attendee(membership), sequence=sequence)
    return Letter(
        subject=f"No longer in your calendar: {meeting.title}, {_short(meeting, user)}",
        greeting=f"Hello {membership.name},",
        paragraphs=(
            f"You have left {meeting.club.name}.",
            f"This letter takes its meeting “{meeting.title}” out of your calendar; you need not do anything.",
        ),
        reason=f"You get this because you belonged to {meeting.club.name}.",
        calendar=CalendarPart(cancellation(event), CalendarMethod.CANCEL),
    )


def reminder(meeting: Meeting, membership: Membership, *, before: str) -> Letter:
    """A day, or an hour, before the meeting begins."""
    user = _reader(membership)
    is_open = Meeting.objects.open_to(user).filter(pk=meeting.pk).exists()
    soon = "in an hour" if before == "hour" else "tomorrow"
    answer = _said(meeting, membership)
    ask = "" if answer else "If you like, say whether you come; the others will be glad to know."
    behind = ""
    if meeting.read and not is_open:
        behind = (
            f"The talk goes {place_words(meeting.read, meeting.upto)}. Come as far as you are: "
            "what was said waits for you on the meeting’s page."
        )
    return Letter(
        subject=f"{soon.capitalize()}: {meeting.title}, {_short(meeting, user)}",
        greeting=f"Hello {membership.name},",
        paragraphs=tuple(
            filter(
                None,
                (
                    f"{meeting.club.name} meets {soon}.",
                    *_facts(meeting, user, is_open=is_open),
                    behind,
                    ask,
                ),
            )
        ),
        action="See the meeting" if answer else "Say whether you come",
        url=whole(meeting.get_absolute_url()),
        reason=_because(membership),
        settings_url=_choose(membership),
    )


def answers_wanted(meeting: Meeting, membership: Membership) -> Letter:
    """When times are proposed, and once more a day before the deadline to whoever has said nothing."""
    user = _reader(membership)
    asked = f"{meeting.club.name} looks for a time for “{meeting.title}”, and would like to know when you can."
    answer = "“If need be” and “no” are answers too."
    if meeting.answers_until:
        answer = f"Answers are gathered until {_moment(meeting.answers_until, user)}. {answer}"
    return Letter(
        subject=f"When can you? {meeting.title}",
        greeting=f"Hello {membership.name},",
        paragraphs=(asked, answer, "You find the times on your own clock."),
        action="Say when you can",
        url=whole(meeting.get_absolute_url()),
        reason=_because(membership),
        settings_url=_choose(membership),
    )


def answers_are_in(meeting: Meeting, membership: Membership) -> Letter:
    """To whoever may fix the time, once the deadline is over."""
    return Letter(
        subject=f"Time to fix a time: {meeting.title}",
        greeting=f"Hello {membership.name},",
        paragraphs=(
            f"The time for answers to “{meeting.title}” is over.",
            "On the meeting’s page you see which times suit most, and fix one for everybody.",
        ),
        action="Choose a time",
        url=whole(meeting.get_absolute_url()),
        reason=_because(membership),
        settings_url=_choose(membership),
    )


def _facts(meeting: Meeting, user: User, *, is_open: bool) -> tuple[str, ...]:
    place = ", ".join(filter(None, (meeting.place, meeting.url)))
    talk = place_words(meeting.read, meeting.upto)
    facts = (
        f"When: {_when(meeting, user)}.",
        f"Where: {place}" if place else "",
        f"We talk about “{meeting.read.title}”, {talk}." if meeting.read else "",
        plain(meeting.word) if meeting.word and is_open else "",
    )
    return tuple(filter(None, facts))


def _reader(membership: Membership) -> User:
    if membership.user is None:
        raise ValueError("Nobody is left to be written to.")
    return membership.user


def _said(meeting: Meeting, membership: Membership) -> str:
    rsvp = Rsvp.objects.filter(meeting=meeting, membership=membership).first()
    return Coming(rsvp.coming) if rsvp else ""


def _when(meeting: Meeting, user: User) -> str:
    if meeting.starts_at is None:
        return "a time to be found"
    zone = user.preferences.zone
    words = span_words(meeting.starts_at, meeting.minutes_long, zone)
    return f"{words} ({zone_words(zone, meeting.starts_at)})"


def _short(meeting: Meeting, user: User) -> str:
    return _moment(meeting.starts_at, user) if meeting.starts_at else meeting.club.name


def _moment(at: datetime, user: User) -> str:
    zone = user.preferences.zone
    return f"{day_words(at, zone)}, {time_words(at, zone)}"


def _because(membership: Membership) -> str:
    return f"You get this because you belong to {membership.club.name}."


def _choose(membership: Membership) -> str:
    """Where a member says what they want to be told of."""
    return whole(reverse("clubs:membership_edit", args=[membership.club_id]))
