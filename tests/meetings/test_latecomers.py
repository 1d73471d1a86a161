"""Somebody joins when the club is under way: what was called before them is theirs as well."""

from __future__ import annotations

from datetime import timedelta

from bookcub.clubs.models import Club
from bookcub.meetings.models import Availability, Coming
from bookcub.people.models import User
from tests.browsing import Client
from tests.making import join_late
from tests.meetings.calling import called, proposed, soon
from tests.meetings.test_feeds import address, events
from tests.meetings.test_reminders import DAY, Hands, hands  # noqa: F401  # a fixture


def test_a_latecomer_says_when_they_can_and_is_counted(
    client: Client, club: Club, cy: User, mo: User
) -> None:
    meeting = proposed(club, cy)
    slot = meeting.slots.all()[0]
    join_late(club, mo)
    client.force_login(mo)

    response = client.post(f"/meetings/{meeting.pk}/availability", {f"slot-{slot.pk}": "yes"})

    assert response.status_code == 302
    assert slot.answers.get(membership__user=mo).answer == Availability.YES


def test_a_latecomer_says_whether_they_come_and_finds_it_in_their_calendar(
    client: Client, club: Club, cy: User, mo: User
) -> None:
    meeting = called(club, cy, title="Tea")
    join_late(club, mo)
    client.force_login(mo)

    assert client.get(meeting.get_absolute_url()).status_code == 200
    response = client.post(f"/meetings/{meeting.pk}/rsvp", {"coming": "yes"})

    assert response.status_code == 302
    assert meeting.rsvps.get().coming == Coming.YES
    assert any("Tea" in name for name in events(address(club, mo)))


def test_a_latecomer_is_reminded_like_everybody(
    hands: Hands,  # noqa: F811
    club: Club,
    cy: User,
    mo: User,
) -> None:
    at = soon()
    called(club, cy, at=at)
    join_late(club, mo)

    assert "mo" in hands.at(at - DAY + timedelta(minutes=1))


def test_a_latecomer_is_asked_when_they_can_before_the_answers_end(
    hands: Hands,  # noqa: F811
    club: Club,
    cy: User,
    mo: User,
) -> None:
    until = soon(5)
    proposed(club, cy, until=until)
    join_late(club, mo)

    assert "mo" in hands.at(until - DAY + timedelta(minutes=1))
