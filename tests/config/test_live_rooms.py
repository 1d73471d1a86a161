"""The rooms of meetings, as streams ask for them."""

import json
from typing import Any

import pytest
from django.utils import timezone

from bookcub.clubs.models import Club, Membership
from bookcub.config.live import meeting_rooms
from bookcub.config.live.meeting_rooms import MeetingRooms
from bookcub.config.live.rooms import RoomView, Ticket
from bookcub.meetings.actions import lines
from bookcub.meetings.models import Meeting, SpoilerConsent
from bookcub.people.actions.blocks import block
from bookcub.people.models import User
from bookcub.works.models import Work
from tests.browsing import Client
from tests.conftest import person
from tests.making import make_club, make_read, make_work
from tests.meetings.room import make_meeting, member, reads_to


@pytest.fixture(autouse=True)
def _connections_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    # The test's own connection holds its transaction; in a thread of the hub there is none to lose.
    monkeypatch.setattr(meeting_rooms, "close_old_connections", lambda: None)


@pytest.fixture
def work(ada: User) -> Work:
    return make_work(ada, chapters=2)


@pytest.fixture
def meeting(cy: User, di: User, work: Work) -> Meeting:
    club = make_club(cy, di)
    for reader in (cy, di):
        reads_to(reader, work, 2)
    return make_meeting(make_read(club, work=work), club, upto=2)


def ticket(who: User, meeting: Meeting) -> Ticket:
    """What a view gives to somebody who is logged in."""
    client = Client()
    client.force_login(who)
    behind: dict[str, Any] = {"asgi.scope": {}}
    answer = client.get(f"/meetings/{meeting.pk}/room/stream", **behind)
    return Ticket(**json.loads(answer.headers["X-Bookcub-Stream"]))


def test_a_pulse_grows_with_each_line_and_each_other_change(meeting: Meeting, cy: User) -> None:
    rooms = MeetingRooms()
    before = rooms.pulses([meeting.pk, 404])
    lines.say(meeting=meeting, by=member(cy, meeting.club), html="<p>x</p>")
    lines.take_back(line=meeting.lines.get())

    after = rooms.pulses([meeting.pk, 404])
    assert after.keys() == before.keys() == {meeting.pk}
    assert after[meeting.pk] == (before[meeting.pk].lines + 1, before[meeting.pk].changes + 1)


def test_lines_come_in_order_and_no_more_than_asked_for(meeting: Meeting, cy: User) -> None:
    for number in range(5):
        lines.say(meeting=meeting, by=member(cy, meeting.club), html=f"<p>say {number}</p>")

    told = MeetingRooms().lines(RoomView(meeting.pk, "en"), 1, 3)
    assert [line.number for line in told] == [2, 3, 4]
    assert "say 1" in json.loads(told[0].data)["html"]


def test_who_logs_out_hears_no_more(meeting: Meeting, cy: User, di: User) -> None:
    tickets = {ticket(cy, meeting), ticket(di, meeting)}
    rooms = MeetingRooms()

    assert set(rooms.still_welcome(meeting.pk, tickets)) == tickets
    client = Client()
    client.cookies["bookcub_session"] = next(t.session for t in tickets if t.person == cy.pk)
    client.session.flush()
    assert {t.person for t in rooms.still_welcome(meeting.pk, tickets)} == {di.pk}


def test_who_changes_their_password_elsewhere_hears_no_more(meeting: Meeting, cy: User) -> None:
    tickets = {ticket(cy, meeting)}
    cy.set_password("another long walk")
    cy.save()

    assert list(MeetingRooms().still_welcome(meeting.pk, tickets)) == []


@pytest.mark.parametrize("how", ["left", "switched off", "minds again", "has not read it"])
def test_who_may_not_hear_any_more_does_not(
    meeting: Meeting, cy: User, di: User, work: Work, how: str
) -> None:
    own = member(di, meeting.club)
    if how == "minds again":
        di.chapter_progress.all().delete()
        SpoilerConsent.objects.create(meeting=meeting, membership=own)
    tickets = {ticket(cy, meeting), ticket(di, meeting)}
    assert len(MeetingRooms().still_welcome(meeting.pk, tickets)) == 2

    if how == "left":
        Membership.objects.filter(pk=own.pk).update(left_at=timezone.now())
    elif how == "switched off":
        User.objects.filter(pk=di.pk).update(is_active=False)
    elif how == "minds again":
        SpoilerConsent.objects.all().delete()
    else:
        di.chapter_progress.all().delete()
    assert {t.person for t in MeetingRooms().still_welcome(meeting.pk, tickets)} == {cy.pk}


@pytest.mark.both
def test_in_a_large_club_everybody_is_asked_in_each_round(ada: User, cy: User) -> None:
    people = [cy, *(person(f"Reader{number}") for number in range(8))]
    work = make_work(ada, chapters=1)
    club: Club = make_club(*people)
    for reader in people:
        reads_to(reader, work, 1)
    meeting = make_meeting(make_read(club, work=work), club, upto=1)
    tickets = {ticket(reader, meeting) for reader in people}
    for reader in people:
        reader.chapter_progress.all().delete()

    assert MeetingRooms().still_welcome(meeting.pk, tickets) == []


def test_who_listens_is_shown_and_who_is_gone_is_not(meeting: Meeting, cy: User, bo: User) -> None:
    rooms = MeetingRooms()
    rooms.seen(meeting.pk, {cy.pk, bo.pk})  # Bo does not belong

    here = json.loads(rooms.state(RoomView(meeting.pk, "en")))["here"]
    assert "Cy" in here
    assert "Bo" not in here
    rooms.left(meeting.pk, {cy.pk}, after=0)
    assert "Cy" not in json.loads(rooms.state(RoomView(meeting.pk, "en")))["here"]


def test_who_keeps_away_from_somebody_hears_the_room_without_them(
    meeting: Meeting, cy: User, di: User, bo: User
) -> None:
    rooms = MeetingRooms()
    Membership.objects.create(club=meeting.club, user=bo, pseud=bo.default_pseud)
    before = ticket(di, meeting)
    assert (before.ears, before.view) == (0, RoomView(meeting.pk, "en"))
    block(by=bo, other=di)
    lines.say(meeting=meeting, by=member(bo, meeting.club), html="<p>Bo says</p>")
    lines.say(meeting=meeting, by=member(cy, meeting.club), html="<p>Cy says</p>")
    rooms.seen(meeting.pk, {cy.pk, bo.pk})

    # A stream that began before ends, and opens anew.
    other = ticket(cy, meeting)
    assert rooms.still_welcome(meeting.pk, {before, other}) == [other]
    after = ticket(di, meeting)
    assert rooms.still_welcome(meeting.pk, {after}) == [after]
    told = [json.loads(line.data)["html"] for line in rooms.lines(after.view, 0, 9)]
    assert [bool(html) for html in told] == [False, True]
    here = json.loads(rooms.state(after.view))["here"]
    assert "Cy" in here
    assert "Bo" not in here
    assert "Bo" in json.loads(rooms.state(before.view))["here"]
