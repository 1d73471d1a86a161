"""Meetings that repeat: on the same weekday and at the same hour where the club meets, moved and cancelled singly."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from bookcub.clubs.models import Club, Membership, Role
from bookcub.meetings.actions.meetings import Details, appoint, call_next, cancel, revise
from bookcub.meetings.actions.trash import discard_meeting
from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.meetings.periodic_jobs import call_what_repeats
from bookcub.meetings.queries.events import meeting_event
from bookcub.meetings.rhythm import Rhythm, next_in_rhythm, nth_in_month, rhythm_from
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.reads.models import Read
from tests.browsing import Client
from tests.meetings.calling import called, membership, soon, span
from tests.meetings.conftest import Commits
from tests.refused import refused

pytestmark = pytest.mark.both

BERLIN = ZoneInfo("Europe/Berlin")
LAST_WEEK = timedelta(days=7)


def berlin(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("rhythm", "planned", "then"),
    [
        (Rhythm.WEEKLY, (2026, 10, 20, 18, 30), (2026, 10, 27, 18, 30)),  # clocks go back between
        (Rhythm.FORTNIGHTLY, (2026, 12, 29, 18), (2027, 1, 12, 18)),
        (Rhythm.MONTHLY, (2026, 12, 1, 18), (2027, 1, 5, 18)),  # the first Tuesday
        (
            Rhythm.MONTHLY,
            (2026, 3, 24, 18),
            (2026, 4, 28, 18),
        ),  # the fourth, though it is the last, too
        (Rhythm.LAST, (2026, 12, 29, 18), (2027, 1, 26, 18)),
        (Rhythm.LAST, (2027, 1, 26, 18), (2027, 2, 23, 18)),
        (Rhythm.WEEKLY, (2027, 3, 21, 2, 30), (2027, 3, 28, 3, 30)),  # half past two is skipped
    ],
)
def test_the_next_is_at_the_same_hour_of_the_same_weekday(
    rhythm: Rhythm, planned: tuple[int, ...], then: tuple[int, ...]
) -> None:
    at = berlin(*planned)

    assert next_in_rhythm(rhythm, at, BERLIN, after=at).astimezone(BERLIN) == berlin(*then)


@given(
    st.sampled_from(Rhythm),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(0, 1000),
)
def test_a_rhythm_keeps_to_itself_however_long_nobody_looked(
    rhythm: Rhythm, first: date, days: int
) -> None:
    rhythm = Rhythm(rhythm_from(rhythm, first))
    planned = datetime(first.year, first.month, first.day, 18, tzinfo=BERLIN)
    after = planned + timedelta(days=days)

    step_by_step = planned
    while step_by_step <= after:
        step_by_step = next_in_rhythm(rhythm, step_by_step, BERLIN, after=step_by_step)
    at_once = next_in_rhythm(rhythm, planned, BERLIN, after=after)

    there = at_once.astimezone(BERLIN)
    assert at_once == step_by_step
    assert (there.weekday(), there.hour) == (planned.weekday(), 18)
    if rhythm == Rhythm.MONTHLY:
        assert nth_in_month(there.date()) == nth_in_month(first)
    if rhythm == Rhythm.LAST:
        assert (there + LAST_WEEK).month != there.month


def over(meeting: Meeting) -> Meeting:
    """As if all that was settled had been settled a month before."""
    for each in Meeting.objects.filter(club=meeting.club_id):
        for name in ("starts_at", "planned_at"):
            if moment := getattr(each, name):
                setattr(each, name, moment - timedelta(days=28))
        each.save()
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def weekly(club: Club, read: Read, cy: User) -> Meeting:
    return appoint(
        club=club,
        by=membership(club, cy),
        details=Details(
            title="Tea", word="<p>Bring cups.</p>", place="The kitchen", read=read, upto=2
        ),
        span=span(soon(7)),
        repeats=Rhythm.WEEKLY,
    )


def test_when_one_is_over_everybody_is_invited_to_the_next(
    weekly: Meeting, committing: Commits, cy: User, di: User
) -> None:
    assert call_what_repeats() == 0
    over(weekly)
    planned = weekly.planned_at

    with committing():
        assert (call_what_repeats(), call_what_repeats()) == (1, 0)

    weekly.refresh_from_db()
    following = Meeting.objects.exclude(pk=weekly.pk).get()
    assert planned is not None
    assert following.starts_at is not None
    assert (following.starts_at - planned) % LAST_WEEK == timedelta(0)
    assert timezone.now() < following.starts_at <= timezone.now() + LAST_WEEK
    assert (following.stage, following.title, following.place) == (
        MeetingStage.FIXED,
        "Tea",
        "The kitchen",
    )
    assert following.word == ""
    assert (weekly.repeats, following.repeats) == ("", Rhythm.WEEKLY)
    assert following.uid != weekly.uid
    assert meeting_event(following, is_open=True).starts == following.starts_at
    # Whoever called the first hears of the next like everybody.
    told = Notice.objects.filter(kind="meeting", subject=following.pk).values_list(
        "user", flat=True
    )
    assert set(told) >= {cy.pk, di.pk}


def test_one_that_is_moved_or_cancelled_moves_no_other(
    weekly: Meeting, club: Club, cy: User
) -> None:
    by, planned = membership(club, cy), weekly.planned_at
    details = Details(title="Tea", read=weekly.read, upto=2)
    assert planned is not None
    revise(meeting=weekly, by=by, details=details, span=span(soon(9)), repeats=Rhythm.WEEKLY)
    second = call_next(meeting=weekly)
    assert second is not None

    cancel(meeting=second, by=by, because="")
    third = call_next(meeting=second)

    assert third is not None
    assert (second.starts_at, third.starts_at) == (planned + LAST_WEEK, planned + 2 * LAST_WEEK)


def test_a_rhythm_ends_when_somebody_ends_it(
    client: Client, weekly: Meeting, club: Club, cy: User
) -> None:
    client.force_login(cy)
    path = f"/meetings/{weekly.pk}"
    assert client.get(path).context["face"].rhythm

    client.post(f"{path}/cancellation", {"because": "", "for_good": "on"})

    assert call_what_repeats() == 0
    over(weekly)
    assert call_what_repeats() == 0
    assert not client.get(path).context["face"].rhythm


def test_what_lies_in_the_trash_and_what_nobody_hosts_repeats_nothing(
    weekly: Meeting, club: Club, cy: User
) -> None:
    over(weekly)
    discard_meeting(meeting=weekly, by=cy)
    assert call_what_repeats() == 0
    Meeting.objects.update(discarded_at=None)
    Membership.objects.filter(club=club, role=Role.HOST).update(left_at=timezone.now())

    assert call_what_repeats() == 0
    weekly.refresh_from_db()
    assert weekly.repeats == ""


def test_the_form_makes_one_repeat_and_stop(client: Client, club: Club, cy: User) -> None:
    client.force_login(cy)
    at = datetime(2030, 1, 29, 18, tzinfo=UTC)  # the fifth Tuesday
    typed = {
        "way": "appoint",
        "appoint-starts_at": "2030-01-29T19:00",
        "appoint-minutes_long": "60",
    }

    client.post(f"/clubs/{club.pk}/meetings/new", typed | {"appoint-repeats": "monthly"})

    meeting = Meeting.objects.get()
    assert (meeting.starts_at, meeting.planned_at, meeting.repeats) == (at, at, Rhythm.LAST)
    nonsense = client.post(f"/clubs/{club.pk}/meetings/new", typed | {"appoint-repeats": "never"})
    assert refused(nonsense) == {"repeats invalid_choice"}
    edited = {"title": "Tea", "starts_at": "2030-01-30T19:00", "minutes_long": "60"}
    client.post(f"/meetings/{meeting.pk}/edit", edited | {"repeats": "last"})
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.planned_at) == (at + timedelta(days=1), at)
    client.post(f"/meetings/{meeting.pk}/edit", edited | {"repeats": ""})
    meeting.refresh_from_db()
    assert (meeting.repeats, meeting.planned_at) == ("", None)


def test_what_does_not_repeat_is_called_once(club: Club, cy: User) -> None:
    over(called(club, cy))

    assert call_what_repeats() == 0
    assert Meeting.objects.count() == 1


def test_the_next_one_stands_in_the_lists_and_the_calendar(
    client: Client, club: Club, cy: User
) -> None:
    starts = soon(3)
    meeting = appoint(
        club=club,
        by=membership(club, cy),
        details=Details(title="Tea"),
        span=span(starts),
        repeats=Rhythm.WEEKLY,
    )
    client.force_login(cy)

    face = client.get(f"/clubs/{club.pk}/meetings").context["coming"][0]
    assert face.rhythm.startswith("Every week, next on")
    assert face.rhythm in client.get(f"/clubs/{club.pk}/meetings").content.decode()
    days = client.get(f"/clubs/{club.pk}/calendar").context["days"]
    lines = [line.summary for day in days for line in day.lines]
    assert len(lines) == 2
    assert "invitations follow" in lines[1]
    # Of the meeting itself the head of its handout tells.
    handout = client.get(f"/meetings/{meeting.pk}/agenda").context["handout"]
    assert handout.days == tuple(days[1:])
