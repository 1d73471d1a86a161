"""Who was there: ticked by a host, said by everybody of themselves, and known from the room."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from bookcub.clubs.models import Club, Membership
from bookcub.meetings.actions.attendances import say_of_oneself, tick
from bookcub.meetings.actions.meetings import cancel
from bookcub.meetings.models import Attendance, Meeting, Presence
from bookcub.people.models import User
from tests.browsing import Client
from tests.meetings.calling import called, membership
from tests.meetings.room import begins, made_of
from tests.refused import refused

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def ruth(club: Club) -> Membership:
    return Membership.objects.create(club=club, former_name="Ruth", is_by_name=True)


@pytest.fixture
def meeting(club: Club, cy: User) -> Meeting:
    """It has begun; Cy called it."""
    meeting = called(club, cy)
    begins(meeting, in_minutes=-5)
    return meeting


def there(person: User, meeting: Meeting) -> list[tuple[str, str]]:
    page = made_of(person, f"/meetings/{meeting.pk}", "page")
    return [(one.name, one.said_by) for one in page.there]


def ticks(client: Client, meeting: Meeting, *members: Membership, before: str = "") -> int:
    fields = {"there": [str(each.pk) for each in members], "ticked": before}
    return client.post(f"/meetings/{meeting.pk}/attendance", fields).status_code


def says(client: Client, person: User, meeting: Meeting, was_there: str) -> int:
    client.force_login(person)
    path = f"/meetings/{meeting.pk}/attendance/own"
    return client.post(path, {"was_there": was_there}).status_code


def test_a_host_ticks_off_the_sheet(
    client: Client, meeting: Meeting, club: Club, ruth: Membership, cy: User, di: User
) -> None:
    client.force_login(cy)

    assert ticks(client, meeting, ruth, membership(club, di), membership(club, cy)) == 302

    assert there(di, meeting) == [("Cy", ""), ("Di", "Cy"), ("Ruth", "Cy")]
    sheet = client.get(f"/meetings/{meeting.pk}/attendance").context["form"]
    assert len(sheet.initial["there"]) == 3


def test_whoever_ticks_off_the_sheet_from_the_room_comes_back_to_it(
    client: Client, meeting: Meeting, cy: User
) -> None:
    client.force_login(cy)
    room, sheet = f"/meetings/{meeting.pk}/room", f"/meetings/{meeting.pk}/attendance"
    (way,) = html.fromstring(client.get(room).content).xpath(
        f"//a[contains(@href, '{sheet}')]/@href"
    )
    assert f'href="{room}"' in client.get(way).content.decode()

    assert client.post(way, {"there": [], "ticked": ""}).headers["Location"] == room

    answer = client.post(f"{sheet}?next=//evil.example", {"there": [], "ticked": ""})
    assert answer.headers["Location"] == meeting.get_absolute_url()


def test_whoever_was_in_the_room_was_there_unless_somebody_says_otherwise(
    client: Client, meeting: Meeting, club: Club, cy: User, di: User
) -> None:
    Presence.objects.create(meeting=meeting, membership=membership(club, di))
    assert there(cy, meeting) == [("Di", "")]
    client.force_login(cy)

    ticks(client, meeting, before=str(membership(club, di).pk))

    assert there(cy, meeting) == []


def test_ones_own_word_counts_and_stays(
    client: Client, meeting: Meeting, club: Club, cy: User, di: User
) -> None:
    client.force_login(cy)
    ticks(client, meeting, membership(club, di))

    assert says(client, di, meeting, "no") == 302

    assert there(cy, meeting) == []
    client.force_login(cy)
    answer = client.get(f"/meetings/{meeting.pk}/attendance").context
    assert [one.name for one in answer["sheet"].own_words] == ["Di"]
    fields = {"there": [str(membership(club, di).pk)]}
    assert refused(client.post(f"/meetings/{meeting.pk}/attendance", fields)) == {
        "there invalid_choice"
    }
    says(client, di, meeting, "yes")
    assert there(cy, meeting) == [("Di", "")]
    assert says(client, di, meeting, "perhaps") == 422


def test_a_tick_that_comes_later_than_their_own_word_changes_nothing(
    meeting: Meeting, club: Club, cy: User, di: User
) -> None:
    say_of_oneself(meeting=meeting, by=membership(club, di), was_there=False)

    tick(meeting=meeting, by=membership(club, cy), came=[membership(club, di).pk], away=[])

    assert there(cy, meeting) == []


def test_two_hosts_tick_off_the_same_sheet(
    client: Client, meeting: Meeting, club: Club, ruth: Membership, cy: User, bo: User
) -> None:
    client.force_login(cy)
    ticks(client, meeting, ruth)

    # This page was opened before Ruth was ticked.
    ticks(client, meeting, membership(club, bo))

    assert there(cy, meeting) == [("Bo", "Cy"), ("Ruth", "Cy")]


def test_nobody_was_there_before_it_begins_or_when_it_is_cancelled(
    client: Client, meeting: Meeting, club: Club, ruth: Membership, cy: User, di: User
) -> None:
    begins(meeting, in_minutes=31)
    client.force_login(cy)
    assert ticks(client, meeting, ruth) == 403
    says(client, di, meeting, "yes")
    assert not Attendance.objects.exists()
    assert not made_of(cy, f"/meetings/{meeting.pk}", "page").has_begun
    begins(meeting, in_minutes=29)
    client.force_login(cy)
    assert ticks(client, meeting, ruth) == 302

    cancel(meeting=Meeting.objects.get(pk=meeting.pk), by=membership(club, cy), because="")

    assert ticks(client, meeting) == 403
    assert not made_of(cy, f"/meetings/{meeting.pk}", "page").has_begun


def test_only_whoever_runs_it_says_it_for_others(
    client: Client, meeting: Meeting, ruth: Membership, di: User
) -> None:
    client.force_login(di)

    assert ticks(client, meeting, ruth) == 403
    assert "attendance" not in client.get(f"/meetings/{meeting.pk}/agenda").content.decode()


def test_the_sheet_on_paper_leads_to_the_sheet(client: Client, meeting: Meeting, cy: User) -> None:
    client.force_login(cy)

    page = client.get(f"/meetings/{meeting.pk}/agenda").content.decode()

    assert f"/meetings/{meeting.pk}/attendance" in page


def test_long_afterwards_it_can_still_be_said(
    client: Client, meeting: Meeting, ruth: Membership, cy: User
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(days=400))
    client.force_login(cy)

    ticks(client, meeting, ruth)

    assert there(cy, meeting) == [("Ruth", "Cy")]
