"""The words of letters about meetings, each with the date for the reader's calendar."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext

from bookcub.clubs.models import Membership
from bookcub.core.page_urls import reverse
from bookcub.core.text import plain
from bookcub.formats.calendars import CalendarMethod, cancellation, invitation
from bookcub.meetings.models import Coming, Meeting, MeetingStage, Rsvp
from bookcub.meetings.queries.events import attendee, meeting_event, whole
from bookcub.meetings.queries.wording import (
    span_words,
    talk_of,
    zone_words,
)
from bookcub.people.mail import CalendarPart, Letter
from bookcub.people.models import User
from bookcub.reads.queries.measures import Measures
from bookcub.web.dates import as_appointment


def invited(meeting: Meeting, membership: Membership, *, is_change: bool) -> Letter:
    """A time is fixed, or has changed: calendars tell the two apart by the sequence."""
    user = _reader(membership)
    is_open = Meeting.objects.open_to(user).filter(pk=meeting.pk).exists()
    coming = _said(meeting, membership)
    event = meeting_event(
        meeting,
        is_open=is_open,
        attendee=attendee(membership, coming),
        measures=Measures(user),
    )
    names = {"title": meeting.name, "club": meeting.club.name, "when": _short(meeting, user)}
    if is_change:
        subject = gettext("Changed: %(title)s, %(when)s")
        first = gettext("The meeting “%(title)s” of %(club)s has changed. The new details:")
    else:
        subject = gettext("%(title)s, %(when)s")
        first = gettext("You are invited to “%(title)s”, a meeting of %(club)s.")
    return Letter(
        subject=subject % names,
        greeting=_greeting(membership),
        paragraphs=(first % names, *_facts(meeting, user, is_open=is_open)),
        action=_to_see() if coming else _to_answer(),
        url=whole(meeting.get_absolute_url()),
        reason=_because(membership),
        settings_url=_choose(membership),
        calendar=CalendarPart(invitation(event), CalendarMethod.REQUEST),
    )


def called_off(meeting: Meeting, membership: Membership) -> Letter:
    """To whoever had the meeting in their calendar, or was asked when they can."""
    user = _reader(membership)
    names = {"title": meeting.name, "club": meeting.club.name, "when": _short(meeting, user)}
    calendar = None
    first = gettext(
        "“%(title)s”, a meeting of %(club)s, is cancelled. No time had been chosen yet."
    )
    if meeting.starts_at is not None:
        event = meeting_event(meeting, is_open=False, attendee=attendee(membership))
        calendar = CalendarPart(cancellation(event), CalendarMethod.CANCEL)
        first = gettext(
            "“%(title)s”, a meeting of %(club)s, is cancelled. It was planned for %(planned)s."
        )
        names["planned"] = _when(meeting, user)
    is_gone = meeting.stage != MeetingStage.CANCELLED
    because = meeting.cancelled_because
    why = gettext("The reason: %(reason)s") % {"reason": because} if because else ""
    return Letter(
        subject=gettext("Cancelled: %(title)s, %(when)s") % names,
        greeting=_greeting(membership),
        paragraphs=tuple(filter(None, (first % names, why))),
        # One in the trash has no page.
        action="" if is_gone else _to_see(),
        url="" if is_gone else whole(meeting.get_absolute_url()),
        reason=_because(membership),
        settings_url="" if membership.club.is_discarded else _choose(membership),
        calendar=calendar,
    )


def parted(meeting: Meeting, membership: Membership, *, sequence: int) -> Letter:
    """To somebody who left the club: its meeting leaves their calendar."""
    user = _reader(membership)
    event = meeting_event(meeting, is_open=False, attendee=attendee(membership), sequence=sequence)
    names = {"title": meeting.name, "club": meeting.club.name, "when": _short(meeting, user)}
    return Letter(
        subject=gettext("Removed from your calendar: %(title)s, %(when)s") % names,
        greeting=_greeting(membership),
        paragraphs=(
            gettext("You have left %(club)s.") % names,
            gettext(
                "This letter removes its meeting “%(title)s” from your calendar. You don’t need to do anything."
            )
            % names,
        ),
        reason=gettext("You get this because you were a member of %(club)s.") % names,
        calendar=CalendarPart(cancellation(event), CalendarMethod.CANCEL),
    )


def reminder(meeting: Meeting, membership: Membership, *, before: str) -> Letter:
    """A day, or an hour, before the meeting begins."""
    user = _reader(membership)
    is_open = Meeting.objects.open_to(user).filter(pk=meeting.pk).exists()
    names = {"title": meeting.name, "club": meeting.club.name, "when": _short(meeting, user)}
    if before == "hour":
        subject = gettext("In an hour: %(title)s, %(when)s")
        first = gettext("The meeting of %(club)s begins in an hour.")
    else:
        subject = gettext("Tomorrow: %(title)s, %(when)s")
        first = gettext("The meeting of %(club)s is tomorrow.")
    answer = _said(meeting, membership)
    ask = "" if answer else gettext("Are you coming? The others would be glad to know.")
    behind = ""
    if meeting.read and not is_open:
        behind = gettext(
            "The meeting talks about the book: %(place)s. If you have not read that far, you can still come; what is "
            "said also waits for you on the meeting’s page."
        ) % {"place": talk_of(meeting, Measures(user))}
    return Letter(
        subject=subject % names,
        greeting=_greeting(membership),
        paragraphs=tuple(
            filter(
                None,
                (
                    first % names,
                    *_facts(meeting, user, is_open=is_open),
                    behind,
                    ask,
                ),
            )
        ),
        action=_to_see() if answer else _to_answer(),
        url=whole(meeting.get_absolute_url()),
        reason=_because(membership),
        settings_url=_choose(membership),
    )


def answers_wanted(meeting: Meeting, membership: Membership) -> Letter:
    """When times are proposed, and once more a day before the deadline to whoever has said nothing."""
    user = _reader(membership)
    names = {"title": meeting.name, "club": meeting.club.name}
    until = meeting.answers_until
    paragraphs = (
        gettext("“%(title)s”, a meeting of %(club)s, needs a time. When can you come?") % names,
        gettext("Answer by %(when)s if you can.") % {"when": _moment(until, user)} if until else "",
        gettext("“If need be” and “no” are answers too."),
        gettext("The times are shown in your own time zone."),
    )
    return Letter(
        subject=gettext("When can you come? %(title)s") % names,
        greeting=_greeting(membership),
        paragraphs=tuple(filter(None, paragraphs)),
        action=gettext("Say when you can come"),
        url=whole(meeting.get_absolute_url()),
        reason=_because(membership),
        settings_url=_choose(membership),
    )


def answers_are_in(meeting: Meeting, membership: Membership) -> Letter:
    """To whoever may fix the time, once the deadline is over."""
    return Letter(
        subject=gettext("Choose a time: %(title)s") % {"title": meeting.name},
        greeting=_greeting(membership),
        paragraphs=(
            gettext("Answers about “%(title)s” were due by now.") % {"title": meeting.name},
            gettext(
                "The meeting’s page shows which times suit the most people. Choose one for everybody."
            ),
        ),
        action=gettext("Choose a time"),
        url=whole(meeting.get_absolute_url()),
        reason=_because(membership),
        settings_url=_choose(membership),
    )


def _facts(meeting: Meeting, user: User, *, is_open: bool) -> tuple[str, ...]:
    place = ", ".join(filter(None, (meeting.place, meeting.url)))
    talk = ""
    if meeting.read:
        talk = gettext("We’ll talk about “%(title)s”, %(place)s.") % {
            "title": meeting.read.title,
            "place": talk_of(meeting, Measures(user)),
        }
    facts = (
        gettext("When: %(when)s.") % {"when": _when(meeting, user)},
        gettext("Where: %(place)s") % {"place": place} if place else "",
        talk,
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
        return gettext("a time still to be chosen")
    zone = user.preferences.zone
    words = span_words(meeting.starts_at, meeting.minutes_long, zone)
    return gettext("%(when)s (%(zone)s)") % {
        "when": words,
        "zone": zone_words(zone, meeting.starts_at),
    }


def _short(meeting: Meeting, user: User) -> str:
    return _moment(meeting.starts_at, user) if meeting.starts_at else meeting.club.name


def _moment(at: datetime, user: User) -> str:
    zone = user.preferences.zone
    return as_appointment(at, zone)


def _greeting(membership: Membership) -> str:
    return gettext("Hello %(name)s,") % {"name": membership.name}


def _to_see() -> str:
    return gettext("See the meeting")


def _to_answer() -> str:
    return gettext("Say whether you’re coming")


def _because(membership: Membership) -> str:
    return gettext("You get this because you are a member of %(club)s.") % {
        "club": membership.club.name
    }


def _choose(membership: Membership) -> str:
    """Where a member says what they want to be told of."""
    return whole(reverse("clubs:membership_edit", args=[membership.club_id]))
