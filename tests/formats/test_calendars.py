"""Calendars: octet by octet as RFC 5545 says, and as `ical`, which did not write them, understands them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.parsing.component import parse_content, unfolded_lines
from icalendar.enums import PARTSTAT, STATUS

from bookcub.formats.calendars import (
    LINE_BREAK,
    Alarm,
    CalendarUser,
    Event,
    calendar_feed,
    cancellation,
    invitation,
)
from tests.calendars import only_event, read_calendar

LONGEST = 75  # octets of a line, RFC 5545, 3.1
CHANGED = datetime(2026, 3, 1, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
CLUB = CalendarUser(email="clubs@weir.example", name="The Weir club")
DI = CalendarUser(email="di@example.org", name="Di")
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # by half an hour
    "Africa/Casablanca",  # around Ramadan
    "Europe/Dublin",  # winter is the exception there
    "Asia/Kathmandu",
    "Pacific/Apia",
    "America/Sao_Paulo",
)


def evening(**more: object) -> Event:
    fields: dict[str, object] = {
        "uid": "meeting-7@weir.example",
        "starts": datetime(2026, 3, 27, 19, 30, tzinfo=BERLIN),
        "ends": datetime(2026, 3, 27, 21, 30, tzinfo=BERLIN),
        "summary": "The club meets",
        "changed_at": CHANGED,
        "organizer": CLUB,
        "attendees": (DI,),
    }
    return Event(**(fields | more))  # type: ignore[arg-type]  # a test's own fields


def printable(words: str) -> str:
    """What of a text may stand in a calendar."""
    lines = "\n".join(LINE_BREAK.split(words))
    return "".join(c for c in lines if c in "\n\t" or not (ord(c) < 32 or 127 <= ord(c) < 160))


hostile = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from('\\,;:"^\n\r\t\x00\x0b\x85\u2028 nN=😀👩‍👩‍👧éBEGIN'),
    ),
    max_size=300,
)


@given(title=hostile, words=hostile, place=hostile)
def test_whatever_people_type_comes_out_as_they_typed_it_and_nothing_else(
    title: str, words: str, place: str
) -> None:
    event = only_event(invitation(evening(summary=title, description=words, location=place)))

    assert event.summary == printable(title)
    assert (event.description or "") == printable(words)
    assert (event.location or "") == printable(place)
    assert event.uid == "meeting-7@weir.example"
    assert event.status == "CONFIRMED"
    assert event.extras == []


@given(title=hostile, name=hostile)
def test_no_line_is_longer_than_75_octets_and_no_character_is_cut(title: str, name: str) -> None:
    calendar = invitation(
        evening(summary=title, attendees=(CalendarUser(email="di@example.org", name=name),))
    ).encode()

    *lines, rest = calendar.split(b"\r\n")
    assert rest == b"", "the last line ends as well"
    for line in lines:
        assert len(line) <= LONGEST
        line.decode()  # each piece by itself is good UTF-8
        assert b"\n" not in line
        assert b"\r" not in line


@given(name=hostile)
def test_a_name_stays_a_name(name: str) -> None:
    event = only_event(
        invitation(evening(attendees=(CalendarUser(email="di@example.org", name=name),)))
    )

    (guest,) = event.attendees
    assert guest.uri == "mailto:di@example.org"
    assert (guest.common_name or "") == " ".join(printable(name).split())
    assert guest.status == "NEEDS-ACTION"


def test_half_a_pair_of_utf_16_is_left_out() -> None:
    event = only_event(calendar_feed("Weir", [evening(summary="a\ud83db")]))

    assert event.summary == "ab"


@given(name=hostile, titles=st.lists(hostile, max_size=4))
def test_a_feed_is_read_as_it_was_meant(name: str, titles: list[str]) -> None:
    events = [evening(uid=f"m-{n}@x", summary=title) for n, title in enumerate(titles)]
    calendar = calendar_feed(name, events)

    read = read_calendar(calendar)

    assert read.name == [printable(name)]
    assert [event.summary for event in read.events] == [printable(t) for t in titles]
    assert calendar == calendar_feed(name, events), "nothing in it depends on when it is asked for"


def test_a_feed_has_a_name_and_asks_nothing_of_anybody() -> None:
    written = calendar_feed("Weir; the club", [evening()])
    calendar = read_calendar(written)

    assert "\r\nNAME:Weir\\; the club\r\n" in written
    assert "\r\nX-WR-CALNAME:Weir\\; the club\r\n" in written
    assert "\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in written
    assert calendar.method is None
    assert calendar.version == "2.0"
    assert "\r\nUID:" not in written.partition("BEGIN:VEVENT")[0], "another each time"


def test_a_moment_is_the_same_moment_everywhere_across_the_change_to_summer_time() -> None:
    # In Berlin the clocks go forward at 2 on 29 March.
    starts = datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN)
    event = only_event(
        invitation(evening(starts=starts, ends=starts.astimezone(UTC) + timedelta(hours=1)))
    )

    assert event.dtstart == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert event.end == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def offset(value: str) -> timedelta:
    sign = -1 if value[0] == "-" else 1
    return sign * timedelta(hours=int(value[1:3]), minutes=int(value[3:5]))


def tables(calendar: str) -> Iterator[tuple[str, list[tuple[datetime, timedelta]]]]:
    """Each zone's table as RFC 5545, 3.6.5, has it read: from which moments on which offset holds."""
    (whole,) = parse_content(calendar)
    for zone in whole.components:
        if zone.name != "vtimezone":
            continue
        (name,) = [each.value for each in zone.properties if each.name == "tzid"]
        found = []
        for observance in zone.components:
            properties = {each.name: each.value for each in observance.properties}
            assert {"dtstart", "tzoffsetfrom", "tzoffsetto"} <= set(properties), (
                "the three it must have"
            )
            clock = datetime.strptime(properties["dtstart"], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
            # The onset stands on the clock before it.
            found.append(
                (clock - offset(properties["tzoffsetfrom"]), offset(properties["tzoffsetto"]))
            )
        yield name, sorted(found)


@pytest.mark.parametrize("name", ZONES)
def test_a_zones_table_says_at_every_moment_what_its_clocks_say(name: str) -> None:
    zone = ZoneInfo(name)
    starts = datetime(2026, 3, 27, 19, tzinfo=zone)
    late = evening(uid="late", starts=starts.replace(year=2027), ends=starts.replace(year=2027))

    ((told, table),) = tables(calendar_feed("x", [evening(starts=starts, ends=starts), late]))

    assert told == name
    moment = datetime(2025, 12, 1, tzinfo=UTC)
    while moment < datetime(2028, 2, 1, tzinfo=UTC):
        holds = [to for onset, to in table if onset <= moment][-1]
        assert holds == moment.astimezone(zone).utcoffset(), moment
        moment += timedelta(minutes=30)


def test_new_york_changes_its_clocks_as_the_rfc_writes_it() -> None:
    """The example of RFC 5545, 3.6.5, and its times of 2007."""
    at = datetime(2007, 6, 1, 9, tzinfo=ZoneInfo("America/New_York"))

    written = calendar_feed("x", [evening(starts=at, ends=at)])

    for onset, name, came_from, to in (
        ("20070311T020000", "EDT", "-0500", "-0400"),
        ("20071104T020000", "EST", "-0400", "-0500"),
    ):
        assert (
            f"DTSTART:{onset}\r\nTZNAME:{name}\r\nTZOFFSETFROM:{came_from}\r\nTZOFFSETTO:{to}\r\n"
        ) in written


def test_friday_evenings_stay_friday_evenings_when_the_clocks_change() -> None:
    weeks = [
        datetime(2026, 3, 13, 19, 30, tzinfo=BERLIN) + timedelta(weeks=week) for week in range(40)
    ]
    written = calendar_feed(
        "x", [evening(uid=f"{at:%j}", starts=at, ends=at + timedelta(hours=2)) for at in weeks]
    )

    found = read_calendar(written).events

    assert [event.dtstart for event in found] == weeks
    assert [event.start_datetime.astimezone(UTC).hour for event in found] == [
        (at - (at.utcoffset() or timedelta(0))).hour for at in weeks
    ]
    assert {line[-7:] for line in unfolded_lines(written) if "DTSTART;TZID" in line} == {"T193000"}


def test_of_an_hour_that_comes_twice_the_second_is_told_in_utc() -> None:
    # In Berlin half past two comes twice on 25 October.
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1)

    written = calendar_feed("x", [evening(starts=first, ends=second)])

    assert "\r\nDTSTART;TZID=Europe/Berlin:20261025T023000\r\n" in written
    assert "\r\nDTEND:20261025T013000Z\r\n" in written


def test_each_zone_has_one_table_before_the_events_and_utc_has_none() -> None:
    events = [
        evening(uid=f"{number}", starts=at, ends=at)
        for number, at in enumerate(
            datetime(2026, 5, 1, 12, tzinfo=zone)
            for zone in (ZoneInfo("Asia/Tokyo"), BERLIN, BERLIN, UTC, ZoneInfo("UTC"))
        )
    ]

    written = calendar_feed("x", events)

    assert re.findall("^(?:TZID:|DTSTART;TZID=)([^:\r]*)", written, re.MULTILINE) == [
        "Asia/Tokyo",
        "Europe/Berlin",
        "Asia/Tokyo",
        "Europe/Berlin",
        "Europe/Berlin",
    ]
    assert written.count("DTSTART:20260501T120000Z") == 2
    for distant in (datetime(9999, 12, 30, tzinfo=BERLIN), datetime(2, 1, 1, tzinfo=BERLIN)):
        event = only_event(calendar_feed("x", [evening(starts=distant, ends=distant)]))
        assert event.dtstart == distant


def test_a_day_is_a_day_and_keeps_nobody_busy() -> None:
    event = only_event(
        calendar_feed("Weir", [evening(starts=date(2026, 3, 29), ends=None, attendees=())])
    )

    assert event.dtstart == date(2026, 3, 29)
    assert event.transparency == "TRANSPARENT"
    assert event.dtend is None


def test_an_invitation_is_moved_by_the_same_uid_and_a_greater_sequence() -> None:
    first = read_calendar(invitation(evening()))
    moved = read_calendar(invitation(evening(sequence=1, location="The other café")))

    assert first.method == moved.method == "REQUEST"
    before, after = first.events[0], moved.events[0]
    assert before.uid == after.uid
    assert (before.sequence, after.sequence) == (0, 1)
    assert before.organizer
    assert before.organizer.uri == "mailto:clubs@weir.example"
    assert before.dtstamp == CHANGED


def test_a_cancellation_takes_the_event_out_and_rings_no_more() -> None:
    alarm = Alarm(before=timedelta(hours=1), words="Soon")
    calendar = read_calendar(cancellation(evening(sequence=3, alarms=(alarm,))))

    (event,) = calendar.events
    assert calendar.method == "CANCEL"
    assert event.status == "CANCELLED"
    assert event.sequence == 3
    assert event.alarm == []


@pytest.mark.parametrize(
    "before",
    [
        timedelta(days=1),
        timedelta(hours=1),
        timedelta(days=1, hours=1, minutes=3),
        timedelta(seconds=90),
        timedelta(0),
    ],
)
def test_an_alarm_rings_so_long_before(before: timedelta) -> None:
    event = only_event(calendar_feed("Weir", [evening(alarms=(Alarm(before=before, words="x"),))]))

    (alarm,) = event.alarm
    assert (alarm.action, alarm.trigger) == ("DISPLAY", -before)


def test_what_was_answered_and_whether_it_will_be_are_told() -> None:
    coming = CalendarUser(email="di@example.org", name="Di", answer=PARTSTAT.ACCEPTED)
    event = only_event(
        calendar_feed("Weir", [evening(attendees=(coming,), status=STATUS.TENTATIVE)])
    )

    assert [guest.status for guest in event.attendees] == ["ACCEPTED"]
    assert event.status == "TENTATIVE"
    assert event.classification == "PRIVATE"


def test_an_address_is_not_escaped_and_breaks_nothing() -> None:
    event = only_event(
        calendar_feed("Weir", [evening(url="https://weir.example/a,b;c\r\nATTACH:x")])
    )

    assert event.url == "https://weir.example/a,b;cATTACH:x"
    assert event.attach == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"starts": datetime(2026, 3, 27, 19)},  # noqa: DTZ001  # naive on purpose
        {"ends": date(2026, 3, 28)},
        {"ends": datetime(2026, 3, 27, 10, tzinfo=UTC)},
    ],
)
def test_times_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"moment|end"):
        evening(**wrong)


def test_nobody_is_invited_by_nobody() -> None:
    with pytest.raises(ValueError, match="invited"):
        invitation(evening(attendees=()))
    with pytest.raises(ValueError, match="invites"):
        cancellation(evening(organizer=None))
