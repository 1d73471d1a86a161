"""Secret calendars: all that one's clubs plan, nothing that anybody said ahead, and dead when renewed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from ical.event import Event
from pytest_django import DjangoAssertNumQueries

from bookcub.clubs.models import Club, Membership
from bookcub.meetings.actions.answers import say_whether
from bookcub.meetings.actions.meetings import Details, cancel, revise
from bookcub.meetings.models import Coming, Meeting, PersonalCalendar
from bookcub.meetings.queries.feeds import dates_of
from bookcub.people.models import User
from bookcub.reads.actions.reads import finish_read
from bookcub.reads.models import OutsideBook, Read, Reader
from tests.browsing import Client
from tests.calendars import read_calendar
from tests.making import add_chapter, make_read, make_work
from tests.meetings.calling import called, membership, proposed, soon, span
from tests.memory.remembering import has_read


def address(club: Club, person: User) -> str:
    return f"/calendars/{membership(club, person).calendar_key}.ics"


def fetch(path: str, **headers: str) -> Any:
    """As a calendar program: no cookies."""
    return Client().get(path, headers=headers)


def events(path: str) -> dict[str, Event]:
    answer = fetch(path)
    assert answer.status_code == 200
    return {event.summary or "": event for event in read_calendar(answer.content).events}


@pytest.fixture
def plan(read: Read) -> Read:
    in_a_week = timezone.now().date() + timedelta(days=7)
    read.milestones.create(
        upto=2, due_on=in_a_week, uid="milestone-one", label="Until the heron dies"
    )
    read.milestones.create(upto=4, due_on=in_a_week + timedelta(days=7))
    read.milestones.create(upto=9)
    return read


def test_a_feed_holds_the_plan_and_the_meetings_of_its_club(
    club: Club, pair: Club, plan: Read, cy: User, di: User
) -> None:
    called(club, cy, title="Tea")
    called(pair, cy, title="Just us")
    proposed(club, cy, title="Some day")

    found = events(address(club, di))

    due = timezone.now().date() + timedelta(days=7)
    assert len(found) == 3
    assert "Tea · Weir Readers" in found
    first, _ = (event for name, event in found.items() if "The Weir" in name)
    assert (first.dtstart, first.dtend) == (due, due + timedelta(days=1))
    assert first.uid == "milestone-one"
    assert events(address(pair, di)).keys() == {"Just us · The two of us"}


def test_one_calendar_of_all_my_clubs(
    client: Client, club: Club, pair: Club, plan: Read, cy: User, di: User
) -> None:
    called(club, cy, title="Tea")
    called(pair, cy, title="Just us")
    client.force_login(di)
    assert 'action="/calendar/address"' in client.get("/calendar").content.decode()
    assert not PersonalCalendar.objects.exists(), "looking makes none"
    client.post("/calendar/address")
    key = PersonalCalendar.objects.get(user=di).key
    assert f"/calendars/{key}.ics" in client.get("/calendar").content.decode()

    assert {"Tea · Weir Readers", "Just us · The two of us"} < set(events(f"/calendars/{key}.ics"))
    assert len(events(f"/calendars/{key}.ics")) == 4


def test_the_address_is_long_and_renewed_at_a_press(
    client: Client, club: Club, cy: User, di: User
) -> None:
    old, others = address(club, di), address(club, cy)
    # 22 characters of URL-safe base 64 are 132 bits.
    assert len(membership(club, di).calendar_key) >= 22
    client.force_login(di)
    assert old in client.get(f"/clubs/{club.pk}/calendar").content.decode()

    assert client.post(f"/clubs/{club.pk}/calendar/address").status_code == 302

    assert fetch(old).status_code == 404
    assert fetch(address(club, di)).status_code == 200
    assert fetch(others).status_code == 200
    client.post("/calendar/address")
    mine = PersonalCalendar.objects.get(user=di).key
    client.post("/calendar/address")
    assert fetch(f"/calendars/{mine}.ics").status_code == 404


@pytest.mark.parametrize("what", ["left", "gone", "off"])
def test_whoever_is_gone_has_no_calendar(club: Club, di: User, what: str) -> None:
    path = address(club, di)
    PersonalCalendar.objects.create(user=di, key="k" * 27)
    if what == "left":
        Membership.objects.filter(user=di).update(left_at=timezone.now())
        assert events(f"/calendars/{'k' * 27}.ics") == {}
    elif what == "gone":
        di.delete()
    else:
        di.is_active = False
        di.save()
        assert fetch(f"/calendars/{'k' * 27}.ics").status_code == 404

    assert fetch(path).status_code == 404


@pytest.mark.parametrize("key", ["x", "", "0" * 27, "a/b", "é", "k" * 500])
def test_an_unknown_address_is_not_found(db: None, key: str) -> None:
    assert fetch(f"/calendars/{key}.ics").status_code == 404


def test_a_feed_tells_programs_when_nothing_has_changed(club: Club, cy: User, di: User) -> None:
    meeting = called(club, cy)
    first: HttpResponse = fetch(address(club, di))

    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["X-Robots-Tag"] == "noindex, nofollow"
    assert "private" in first["Cache-Control"]
    assert first["Last-Modified"]
    same = fetch(address(club, di), if_none_match=first["ETag"])
    assert (same.status_code, same.content) == (304, b"")
    # What was taken away leaves no later date, so a date alone never says "unchanged".
    assert fetch(address(club, di), if_modified_since=first["Last-Modified"]).status_code == 200

    revise(
        meeting=meeting, by=membership(club, cy), details=Details(title="Cake"), span=span(soon(12))
    )
    changed = fetch(address(club, di), if_none_match=first["ETag"])
    assert changed.status_code == 200
    event = read_calendar(changed.content).events[0]
    assert event.sequence == 1
    assert event.uid == meeting.uid
    cancel(meeting=meeting, by=membership(club, cy), because="")
    assert events(address(club, di)) == {}
    assert Client().head(address(club, di)).status_code == 200
    assert Client().post(address(club, di)).status_code == 405


def test_what_i_said_no_to_and_do_not_read_along_is_left_out(
    club: Club, plan: Read, cy: User, di: User
) -> None:
    meeting = called(club, cy, title="Tea")
    say_whether(meeting=meeting, by=membership(club, di), coming=Coming.NO)
    Reader.objects.create(read=plan, membership=membership(club, di), sits_out=True)

    assert events(address(club, di)) == {}
    assert len(events(address(club, cy))) == 3


def test_an_abandoned_plan_is_in_nobodys_calendar(club: Club, plan: Read, di: User) -> None:
    plan.abandoned_at = timezone.now()
    plan.save()

    assert events(address(club, di)) == {}


def test_nothing_said_or_told_ahead_stands_in_a_calendar(
    client: Client, club: Club, plan: Read, cy: User, di: User
) -> None:
    assert plan.work is not None
    add_chapter(plan.work, position=5, title="In which the heron dies")
    called(club, cy, title="Tea", read=plan, upto=2, word="<p>About the heron.</p>")
    ahead = fetch(address(club, di)).content.decode()
    assert "heron" not in ahead.replace("\r\n ", "")

    has_read(di, *plan.work.chapters.filter(position__lte=2))
    reached = fetch(address(club, di)).content.decode().replace("\r\n ", "")
    assert "About the heron." in reached
    assert "dies" not in reached
    assert "About the heron." not in fetch(address(club, cy)).content.decode()
    client.force_login(di)
    assert "dies" not in client.get(f"/clubs/{club.pk}/calendar").content.decode()


def test_the_page_shows_what_lies_ahead_on_ones_own_clock(
    client: Client, club: Club, plan: Read, cy: User, bo: User
) -> None:
    at = soon()
    meeting = called(club, cy, at=at, title="Tea")
    old = called(club, cy, title="Long ago")
    Meeting.objects.filter(pk=old.pk).update(starts_at=soon(-30))
    client.force_login(bo)

    html = client.get(f"/clubs/{club.pk}/calendar").content.decode()

    assert "Tokyo" in html
    assert f'href="{meeting.get_absolute_url()}"' in html
    assert at.astimezone(bo.preferences.zone).strftime("%H:%M") in html
    assert plan.get_absolute_url() in html
    assert "Long ago" not in html


def test_pages_of_books_are_counted_in_pages(club: Club, cy: User) -> None:
    book = OutsideBook.objects.create(title="Dubliners", page_count=200)
    read = Read.objects.create(club=club, book=book, title=book.title)
    read.milestones.create(upto=read.measure.upto(80), due_on=timezone.now().date())

    (name,) = events(address(club, cy))
    assert "Dubliners" in name
    assert "80" in name


def test_a_calendar_of_many_clubs_asks_the_database_no_more(
    club: Club,
    pair: Club,
    ada: User,
    cy: User,
    di: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for each in (club, pair):
        for _ in range(4):
            called(each, cy)
            read = make_read(each, work=make_work(ada, chapters=3))
            read.milestones.create(upto=1, due_on=timezone.now().date())
    PersonalCalendar.objects.create(user=di, key="k" * 27)

    with django_assert_max_num_queries(7):
        assert len(read_calendar(fetch(f"/calendars/{'k' * 27}.ics").content).events) == 16


@pytest.mark.both
def test_calendars_and_the_list_of_meetings_ask_no_more_of_many_books_that_are_over(
    club: Club,
    ada: User,
    cy: User,
    di: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    me = [membership(club, di).pk]
    asked = []
    client = Client()
    client.force_login(di)
    for more in (2, 6):
        for _ in range(more):
            over_with_a_meeting(club, ada, cy)
        with django_assert_max_num_queries(5):
            assert dates_of(di, me)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/clubs/{club.pk}/meetings").status_code == 200
        asked.append(len(captured))

    assert asked[1] <= asked[0]


def over_with_a_meeting(club: Club, ada: User, cy: User) -> None:
    read = make_read(club, work=make_work(ada, chapters=3))
    read.milestones.create(upto=1, due_on=timezone.now().date())
    meeting = called(club, cy, title="Tea")
    Meeting.objects.filter(pk=meeting.pk).update(read=read, upto=2)
    finish_read(read=read, by=membership(club, cy))
