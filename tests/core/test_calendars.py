"""Calendars, read back by somebody else's reader, and looked at octet by octet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookcub.core.calendars import (
    Alarm,
    Answer,
    Event,
    Someone,
    Status,
    calendar_feed,
    cancellation,
    invitation,
)
from bookcub.core.content_lines import LINE_BREAK, LONGEST
from tests.calendars import only_event, read_calendar

CHANGED = datetime(2026, 3, 1, 12, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
CLUB = Someone(email="clubs@weir.example", name="The Weir club")
DI = Someone(email="di@example.org", name="Di")


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

    assert str(event["SUMMARY"]) == printable(title)
    assert str(event.get("DESCRIPTION", "")) == printable(words)
    assert str(event.get("LOCATION", "")) == printable(place)
    assert str(event["UID"]) == "meeting-7@weir.example"
    assert event["STATUS"] == "CONFIRMED"


@given(title=hostile, name=hostile)
def test_no_line_is_longer_than_75_octets_and_no_character_is_cut(title: str, name: str) -> None:
    calendar = invitation(
        evening(summary=title, attendees=(Someone(email="di@example.org", name=name),))
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
    event = only_event(invitation(evening(attendees=(Someone(email="di@example.org", name=name),))))

    guest = event["ATTENDEE"]
    assert str(guest) == "mailto:di@example.org"
    shown = " ".join(printable(LINE_BREAK.sub(" ", name)).split())
    assert guest.params.get("CN", "") == shown
    assert guest.params["PARTSTAT"] == "NEEDS-ACTION"


def test_half_a_pair_of_utf_16_is_left_out() -> None:
    event = only_event(calendar_feed("Weir", [evening(summary="a\ud83db")]))

    assert str(event["SUMMARY"]) == "ab"


@given(name=hostile, titles=st.lists(hostile, max_size=4))
def test_a_feed_survives_a_round_trip(name: str, titles: list[str]) -> None:
    events = [evening(uid=f"m-{n}@x", summary=title) for n, title in enumerate(titles)]
    calendar = calendar_feed(name, events)

    again = read_calendar(read_calendar(calendar).to_ical())

    assert [str(event["SUMMARY"]) for event in again.events] == [printable(t) for t in titles]
    assert calendar == calendar_feed(name, events), "nothing in it depends on when it is asked for"


def test_a_feed_has_a_name_and_asks_nothing_of_anybody() -> None:
    written = calendar_feed("Weir; the club", [evening()])
    calendar = read_calendar(written)

    assert "\r\nNAME:Weir\\; the club\r\n" in written
    assert "\r\nX-WR-CALNAME:Weir\\; the club\r\n" in written
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert "METHOD" not in calendar
    assert calendar["VERSION"] == "2.0"


def test_a_moment_is_the_same_moment_everywhere_across_the_change_to_summer_time() -> None:
    # In Berlin the clocks go forward at 2 on 29 March.
    starts = datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN)
    event = only_event(
        invitation(evening(starts=starts, ends=starts.astimezone(UTC) + timedelta(hours=1)))
    )

    assert event["DTSTART"].dt == datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert event["DTEND"].dt.astimezone(BERLIN).hour == 3
    assert event["DTSTART"].params == {}, "UTC needs no table of zones"


def test_a_day_is_a_day_and_keeps_nobody_busy() -> None:
    event = only_event(
        calendar_feed("Weir", [evening(starts=date(2026, 3, 29), ends=None, attendees=())])
    )

    assert event["DTSTART"].dt == date(2026, 3, 29)
    assert event["TRANSP"] == "TRANSPARENT"
    assert "DTEND" not in event


def test_an_invitation_is_moved_by_the_same_uid_and_a_greater_sequence() -> None:
    first = read_calendar(invitation(evening()))
    moved = read_calendar(invitation(evening(sequence=1, location="The other café")))

    assert first["METHOD"] == moved["METHOD"] == "REQUEST"
    before, after = first.events[0], moved.events[0]
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert str(before["ORGANIZER"]) == "mailto:clubs@weir.example"
    assert before["DTSTAMP"].dt == CHANGED


def test_a_cancellation_takes_the_event_out_and_rings_no_more() -> None:
    alarm = Alarm(before=timedelta(hours=1), words="Soon")
    calendar = read_calendar(cancellation(evening(sequence=3, alarms=(alarm,))))

    (event,) = calendar.events
    assert calendar["METHOD"] == "CANCEL"
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 3
    assert event.alarms.times == []


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

    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == -before


def test_what_was_answered_and_whether_it_will_be_are_told() -> None:
    coming = Someone(email="di@example.org", name="Di", answer=Answer.YES)
    event = only_event(
        calendar_feed("Weir", [evening(attendees=(coming,), status=Status.TENTATIVE)])
    )

    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert event["STATUS"] == "TENTATIVE"
    assert event["CLASS"] == "PRIVATE"


def test_an_address_is_not_escaped_and_breaks_nothing() -> None:
    event = only_event(
        calendar_feed("Weir", [evening(url="https://weir.example/a,b;c\r\nATTACH:x")])
    )

    assert event["URL"] == "https://weir.example/a,b;cATTACH:x"
    assert "ATTACH" not in event


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
