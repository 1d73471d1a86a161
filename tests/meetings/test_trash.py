"""Meetings and minutes in the trash: what calendars are told, and what cannot be written meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from bookcub.clubs.actions.trash import discard_club, restore_club
from bookcub.clubs.models import Club
from bookcub.meetings.actions.minutes import publish, write_summary
from bookcub.meetings.actions.rooms import open_room
from bookcub.meetings.actions.trash import (
    delete_minutes,
    discard_meeting,
    discard_minutes,
    restore_meeting,
    restore_minutes,
)
from bookcub.meetings.models import Line, Meeting, MeetingStage, Minutes
from bookcub.meetings.queries.live import lines_after, members_in
from bookcub.meetings.tasks import mail_cancellation
from bookcub.people.models import User
from bookcub.reads.actions.trash import discard_read, restore_read
from bookcub.reads.models import Read
from tests.browsing import Client
from tests.meetings.calling import called, membership
from tests.meetings.conftest import Commits
from tests.meetings.test_invitations import Mail, calendar_of, to
from tests.refused import refuses

pytestmark = pytest.mark.both


def test_a_meeting_to_come_leaves_the_calendars_and_comes_back(
    club: Club, cy: User, di: User, mailoutbox: Mail, committing: Commits
) -> None:
    meeting = called(club, cy)
    with committing():
        discard_meeting(meeting=meeting, by=cy)

    gone = to(mailoutbox, di)
    assert calendar_of(gone).method == "CANCEL"
    assert f"/meetings/{meeting.pk}\n" not in gone.body, "there is no page to see"
    mailoutbox.clear()
    with committing():
        restore_meeting(meeting=meeting)

    back = calendar_of(to(mailoutbox, di))
    assert back.method == "REQUEST"
    assert (back.events[0].sequence or 0) > (calendar_of(gone).events[0].sequence or 0)


def test_undone_before_the_letters_go_nobody_hears_that_it_is_cancelled(
    club: Club, cy: User, di: User
) -> None:
    meeting, me = called(club, cy), membership(club, di)
    discard_meeting(meeting=meeting, by=cy)
    assert mail_cancellation.call(meeting.pk, me.pk)

    restore_meeting(meeting=meeting)

    assert not mail_cancellation.call(meeting.pk, me.pk)


def test_with_its_read_a_meeting_goes_and_comes(
    club: Club, read: Read, cy: User, di: User, mailoutbox: Mail, committing: Commits
) -> None:
    meeting = called(club, cy, read=read, upto=1)
    with committing():
        discard_read(read=read, by=cy)

    assert calendar_of(to(mailoutbox, di)).method == "CANCEL"
    assert not Meeting.objects.visible_to(di).exists()
    mailoutbox.clear()
    with committing():
        restore_read(read=read)

    assert calendar_of(to(mailoutbox, di)).method == "REQUEST"
    assert Meeting.objects.visible_to(di).get() == meeting


def test_with_its_club_a_meeting_goes_and_comes(
    club: Club, cy: User, di: User, mailoutbox: Mail, committing: Commits
) -> None:
    meeting = called(club, cy)
    with committing():
        discard_club(club=club, by=cy)

    gone = to(mailoutbox, di)
    assert calendar_of(gone).method == "CANCEL"
    assert f"/clubs/{club.pk}" not in gone.body, "there is no page to see"
    mailoutbox.clear()
    with committing():
        restore_club(club=club)

    back = calendar_of(to(mailoutbox, di))
    assert back.method == "REQUEST"
    assert (back.events[0].sequence or 0) > (calendar_of(gone).events[0].sequence or 0)
    assert Meeting.objects.visible_to(di).get() == meeting


def test_what_is_over_or_was_cancelled_writes_no_letters(
    club: Club, cy: User, mailoutbox: Mail, committing: Commits
) -> None:
    meeting = called(club, cy)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(days=1))

    with committing():
        discard_meeting(meeting=meeting, by=cy)
        restore_meeting(meeting=meeting)

    assert mailoutbox == []


def held(club: Club, by: User) -> Minutes:
    at = timezone.now() - timedelta(days=1)
    meeting = Meeting.objects.create(
        club=club, title="Tea", stage=MeetingStage.HELD, starts_at=at, closed_at=at, lines_said=1
    )
    said = membership(club, by)
    Line.objects.create(meeting=meeting, number=1, membership=said, html="<p>High water.</p>")
    minutes = Minutes.objects.create(meeting=meeting, published_at=at, html="<p>We met.</p>")
    minutes.revisions.create(number=1, html=minutes.html, by=said)
    return minutes


def test_nothing_is_written_into_minutes_in_the_trash(club: Club, cy: User) -> None:
    minutes = held(club, cy)
    meeting, me = minutes.meeting, membership(club, cy)
    discard_minutes(minutes=minutes, by=cy)

    with refuses("in_trash"):
        write_summary(meeting=meeting, by=me, html="<p>Again.</p>")
    with refuses("in_trash"):
        publish(meeting=meeting, by=me)
    with refuses("in_trash"):
        open_room(meeting=meeting, by=me)
    assert lines_after(meeting.pk, 0, 10) == []


def test_the_pages_say_so_and_lose_nothing(client: Client, club: Club, cy: User) -> None:
    minutes = held(club, cy)
    at = f"/meetings/{minutes.meeting_id}"
    client.force_login(cy)
    assert client.post(f"{at}/minutes/delete").headers["Location"] == at

    page = client.get(f"{at}/minutes").content.decode()
    assert f"/trash/minutes/{minutes.pk}" in page
    again = client.post(f"{at}/minutes/edit", {"text": "Typed for long.", "based_on": 0})
    assert (again.status_code, "Typed for long." in again.content.decode()) == (422, True)
    assert client.post(f"{at}/minutes/publication").status_code == 302
    assert client.post(f"{at}/room/opening").status_code == 302
    assert (
        client.post(f"/trash/minutes/{minutes.pk}/restoration").headers["Location"]
        == f"{at}/minutes"
    )
    assert "High water." in client.get(f"{at}/minutes").content.decode()


def test_deleted_for_good_the_lines_go_and_a_meeting_can_begin_anew(club: Club, cy: User) -> None:
    minutes = held(club, cy)
    meeting = minutes.meeting
    discard_minutes(minutes=minutes, by=cy)

    delete_minutes(minutes=minutes)

    assert not Line.objects.exists()
    assert open_room(meeting=meeting, by=membership(club, cy))


def test_a_stream_of_a_discarded_meeting_ends(club: Club, cy: User) -> None:
    meeting = called(club, cy)
    assert members_in(meeting.pk, [cy.pk]) == {cy.pk}

    discard_meeting(meeting=meeting, by=cy)

    assert members_in(meeting.pk, [cy.pk]) == set()


def test_minutes_come_back_unpublished_if_they_were(club: Club, cy: User, di: User) -> None:
    minutes = held(club, cy)
    Minutes.objects.update(published_at=None)
    discard_minutes(minutes=minutes, by=cy)

    restore_minutes(minutes=minutes)

    assert not Minutes.objects.visible_to(di).exists()
    assert Minutes.objects.visible_to(cy).get() == minutes
