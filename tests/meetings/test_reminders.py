"""Reminders: gentle, in time, once each, whatever happens in between."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives

from bookcub.clubs.models import Club
from bookcub.meetings import periodic_jobs, signals
from bookcub.meetings.actions import meetings
from bookcub.meetings.actions.answers import say_when, say_whether
from bookcub.meetings.actions.meetings import Details, cancel, revise
from bookcub.meetings.models import Availability, Coming, Meeting
from bookcub.people.models import User
from bookcub.reads.models import Read
from tests.meetings.calling import called, membership, proposed, soon, span
from tests.meetings.conftest import Commits

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Hands:
    """Turns the hands of the archive's clock, and does what is due then."""

    def __init__(self, patch: pytest.MonkeyPatch, committing: Commits) -> None:
        self.patch, self.committing = patch, committing

    @property
    def mail(self) -> list[EmailMessage | EmailMultiAlternatives]:
        return mail.outbox

    def at(self, moment: datetime) -> list[str]:
        """Who got a letter when the periodic jobs were done at this moment, twice as after a restart."""
        for module in (periodic_jobs, meetings):
            self.patch.setattr(module, "now", lambda: moment)
        self.mail.clear()
        with self.committing():
            periodic_jobs.remind_of_meetings()
            periodic_jobs.ask_for_answers()
        with self.committing():
            assert periodic_jobs.remind_of_meetings() == 0
            assert periodic_jobs.ask_for_answers() == 0
        return sorted(letter.to[0].split("@")[0] for letter in self.mail)


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch, committing: Commits) -> Hands:
    return Hands(monkeypatch, committing)


def test_a_day_and_an_hour_before_everybody_is_reminded_once(
    hands: Hands, club: Club, cy: User
) -> None:
    at = soon()
    called(club, cy, at=at)
    told: list[str] = []

    def hear(sender: object, *, meeting: Meeting, before: str, **_: object) -> None:
        told.append(before)

    signals.meeting_reminder_due.connect(hear)

    assert hands.at(at - DAY - HOUR) == []
    assert hands.at(at - DAY + timedelta(minutes=1)) == [
        "bo", "cy", "di",
    ]  # fmt: skip
    assert hands.at(at - 5 * HOUR) == []
    assert hands.at(at - HOUR) == ["bo", "cy", "di"]
    assert hands.at(at - HOUR / 2) == []
    assert hands.at(at + HOUR) == []
    assert told == ["day", "hour"]
    signals.meeting_reminder_due.disconnect(hear)


def test_an_archive_that_was_off_yesterday_reminds_of_the_hour_alone(
    hands: Hands, club: Club, cy: User
) -> None:
    at = soon()
    called(club, cy, at=at)

    assert hands.at(at - HOUR / 2) == ["bo", "cy", "di"]
    assert hands.at(at - HOUR / 3) == []


def test_who_cannot_come_is_left_alone(hands: Hands, club: Club, cy: User, di: User) -> None:
    at = soon()
    meeting = called(club, cy, at=at)
    say_whether(meeting=meeting, by=membership(club, di), coming=Coming.NO)

    assert hands.at(at - DAY) == ["bo", "cy"]


def test_whoever_is_invited_today_for_tonight_is_not_reminded_of_tomorrow(
    hands: Hands, club: Club, cy: User
) -> None:
    at = soon(days=0) + 5 * HOUR
    called(club, cy, at=at)

    assert hands.at(at - 4 * HOUR) == []
    assert len(hands.at(at - HOUR)) == 3


def test_a_meeting_that_moved_is_reminded_of_again(hands: Hands, club: Club, cy: User) -> None:
    at = soon()
    meeting = called(club, cy, at=at)
    assert len(hands.at(at - DAY)) == 3

    with hands.committing():
        later = span(at + 7 * DAY)
        revise(meeting=meeting, by=membership(club, cy), details=Details(title="Tea"), span=later)

    assert hands.at(at - HOUR) == []
    assert len(hands.at(at + 6 * DAY)) == 3
    assert len(hands.at(at + 7 * DAY - HOUR)) == 3


def test_nobody_is_reminded_of_what_was_cancelled(hands: Hands, club: Club, cy: User) -> None:
    at = soon()
    cancel(meeting=called(club, cy, at=at), by=membership(club, cy), because="")

    assert hands.at(at - DAY) == []


def test_a_reminder_is_gentle_to_those_who_are_behind(
    hands: Hands, club: Club, read: Read, cy: User, di: User
) -> None:
    at = soon()
    meeting = called(club, cy, at=at, read=read, upto=3, word="<p>The heron.</p>")
    say_whether(meeting=meeting, by=membership(club, cy), coming=Coming.YES)
    hands.at(at - DAY)

    letters = {letter.to[0]: str(letter.body) for letter in hands.mail}
    assert "/rsvp" not in letters[cy.email]
    assert letters[di.email] != letters[cy.email]
    assert "heron" not in "".join(letters.values())


def test_those_who_have_not_answered_are_asked_once_more_and_the_host_told_when_time_is_up(
    hands: Hands, club: Club, cy: User, di: User
) -> None:
    until = soon(5)
    meeting = proposed(club, cy, soon(10), until=until)
    (slot,) = meeting.slots.all()
    say_when(meeting=meeting, by=membership(club, di), answers={slot.pk: Availability.NO})

    assert hands.at(until - DAY - HOUR) == []
    assert hands.at(until - DAY) == [
        "bo", "cy",
    ]  # fmt: skip
    assert hands.at(until - HOUR) == []
    assert hands.at(until + HOUR) == ["cy"]
    assert hands.at(until + DAY) == []


def test_in_a_club_of_two_both_are_told_that_the_answers_are_in(
    hands: Hands, pair: Club, cy: User
) -> None:
    until = soon(5)
    proposed(pair, cy, soon(10), until=until)

    assert hands.at(until + HOUR) == ["cy", "di"]


def test_a_deadline_that_is_near_from_the_start_asks_nobody_twice(
    hands: Hands, club: Club, cy: User
) -> None:
    until = soon(0) + 5 * HOUR
    proposed(club, cy, soon(10), until=until)

    assert hands.at(until - 2 * HOUR) == []
