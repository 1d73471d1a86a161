"""Days and moments in words, by the clock of whoever reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from bookcub.core import clock
from bookcub.people.models import User
from bookcub.web import dates
from tests.brackets import bracketed

NOW = datetime(2026, 11, 28, 20, 30, tzinfo=UTC)  # a Saturday; in Auckland it is Sunday morning
AUCKLAND = ZoneInfo("Pacific/Auckland")


@pytest.fixture(autouse=True)
def _at_this_moment() -> Iterator[None]:
    with clock.set_to(NOW):
        yield


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(seconds=-20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=20, minutes=29), "20 hours ago"),
        (timedelta(hours=20, minutes=31), "yesterday"),
        (timedelta(hours=44), "yesterday"),
        (timedelta(hours=45), "2 days ago"),
        (timedelta(days=6), "6 days ago"),
        (timedelta(days=7), "21 November"),
        (timedelta(days=400), "24 October 2025"),
        (timedelta(minutes=-5), "in 5 minutes"),
        (timedelta(hours=-2), "in 2 hours"),
        (timedelta(hours=-4), "tomorrow"),
        (timedelta(days=-3), "in 3 days"),
        (timedelta(days=-8), "6 December"),
        (timedelta(days=-40), "7 January 2027"),
    ],
)
def test_a_moment_is_told_as_one_would_say_it(ago: timedelta, said: str) -> None:
    assert dates.as_ago(NOW - ago) == said


def test_yesterday_is_the_day_before_on_the_reader_s_calendar() -> None:
    before_midnight = NOW - timedelta(hours=10)
    assert dates.as_ago(before_midnight) == "10 hours ago"

    with timezone.override(AUCKLAND):
        assert dates.as_ago(before_midnight) == "yesterday"
        assert dates.as_ago(NOW - timedelta(hours=9)) == "9 hours ago"


def test_each_form_is_said_once_and_translators_order_it() -> None:
    day = date(2026, 3, 27)
    evening = datetime(2027, 3, 27, 19, 5, 59, tzinfo=UTC)

    assert dates.as_day(day) == "27 March 2026"
    assert dates.as_near_day(day) == "27 March"
    assert dates.as_near_day(evening) == "27 March 2027"
    assert dates.as_weekday(day) == "Friday 27 March"
    assert dates.as_weekday(evening) == "Saturday 27 March 2027"
    assert dates.as_hour(evening) == "19:05"
    assert dates.as_hour(evening, AUCKLAND) == "08:05"
    assert dates.as_moment(evening) == "27 March 2027, 19:05"
    assert dates.as_appointment(evening) == "Saturday 27 March 2027, 19:05"
    assert dates.as_exact_moment(evening) == "Saturday 27 March 2027, 19:05 UTC"
    berlin = ZoneInfo("Europe/Berlin")
    assert dates.as_exact_moment(evening, berlin) == "Saturday 27 March 2027, 20:05 CET"
    with translation.override("de"):
        assert dates.as_exact_moment(evening, berlin) == "Samstag, 27. März 2027, 20:05 MEZ"
        assert dates.as_zone(evening, berlin) == "MEZ"
    assert dates.as_day(None) == ""
    with bracketed():
        assert dates.as_day(day) == "⟦27 ⟦March⟧ 2026⟧"


def test_the_hour_that_clocks_tell_twice_is_told_with_its_own_zone_name() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    summer = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    assert dates.as_zoned_moment(summer, berlin) == "25 Oct 2026, 02:30 CEST"
    assert dates.as_zoned_moment(summer + timedelta(hours=1), berlin) == "25 Oct 2026, 02:30 CET"


def rendered(person: User | None, kind: str) -> str:
    request = RequestFactory().get("/")
    request.user = person or AnonymousUser()
    page = Template("{% load ui %}{% moment at=at kind=kind %}")
    context = RequestContext(request, {"at": NOW - timedelta(hours=3), "kind": kind})
    return page.render(context)


def test_its_title_tells_the_exact_moment_in_the_reader_s_zone(ada: User) -> None:
    with timezone.override(AUCKLAND):
        page = rendered(ada, "ago")

    assert ">3 hours ago</time>" in page
    assert 'datetime="2026-11-28T17:30:00Z"' in page
    assert 'title="Sunday 29 November 2026, 06:30 NZDT"' in page


def test_a_page_that_is_kept_for_guests_tells_no_time_that_will_be_wrong(db: None) -> None:
    page = rendered(None, "ago")

    assert ">28 Nov 2026</time>" in page
    # The hour is for whoever wants exact times.
    assert "moment--near" in page
    assert "17:30 UTC" in page
