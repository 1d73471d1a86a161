"""Rules become times on the clock, and answers become an order."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookcub.meetings.availability import (
    Can,
    SlotRule,
    Span,
    Tally,
    ranked,
    slots_of,
    tally,
)

BERLIN, NEW_YORK, TOKYO, LORD_HOWE = map(
    ZoneInfo, ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe")
)
FRIDAY, SUNDAY = 4, 6
TWO_HOURS = timedelta(hours=2)


def rule(**more: object) -> SlotRule:
    fields: dict[str, object] = {
        "weekdays": frozenset({FRIDAY}),
        "since": date(2026, 3, 1),
        "until": date(2026, 3, 31),
        "earliest": time(18),
        "latest": time(22),
        "length": TWO_HOURS,
    }
    return SlotRule(**(fields | more))  # type: ignore[arg-type]  # a test's own fields


def walls(found: list[Span], zone: ZoneInfo) -> list[str]:
    return [f"{slot.starts.astimezone(zone):%d %H:%M}" for slot in found]


def test_any_friday_evening_this_month() -> None:
    found = list(slots_of(rule(), BERLIN))

    fridays = ["06", "13", "20", "27"]
    assert walls(found, BERLIN) == [
        f"{day} {hour}:00" for day in fridays for hour in ("18", "19", "20")
    ]
    assert {slot.ends - slot.starts for slot in found} == {TWO_HOURS}


def test_an_evening_stays_the_same_evening_on_the_wall_when_clocks_change() -> None:
    # New York goes forward on 8 March, Berlin on the 29th, Tokyo never.
    at_eight = {"earliest": time(20), "latest": time(22)}
    for zone, hours in ((NEW_YORK, {0, 1}), (BERLIN, {18, 19}), (TOKYO, {11})):
        found = list(slots_of(rule(until=date(2026, 4, 30), **at_eight), zone))
        assert {slot.starts.astimezone(zone).hour for slot in found} == {20}
        assert {slot.starts.hour for slot in found} == hours


def test_a_time_that_no_clock_shows_gives_no_slot() -> None:
    night = rule(
        weekdays=frozenset({SUNDAY}),
        since=date(2026, 3, 29),
        until=date(2026, 3, 29),
        earliest=time(1),
        latest=time(6),
        length=timedelta(hours=1),
    )

    assert walls(list(slots_of(night, BERLIN)), BERLIN) == [
        "29 01:00",
        "29 03:00",
        "29 04:00",
        "29 05:00",
    ]


def test_hours_may_go_on_past_midnight() -> None:
    late = rule(earliest=time(22), latest=time(1), since=date(2026, 3, 6), until=date(2026, 3, 6))

    assert walls(list(slots_of(late, TOKYO)), TOKYO) == ["06 22:00", "06 23:00"]


def test_what_has_begun_is_no_slot_any_more() -> None:
    at = datetime(2026, 3, 20, 19, tzinfo=BERLIN)

    assert walls(list(slots_of(rule(), BERLIN, after=at)), BERLIN)[0] == "20 20:00"


def test_a_meeting_longer_than_the_evening_finds_no_slot() -> None:
    assert list(slots_of(rule(length=timedelta(hours=5)), BERLIN)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"until": date(2026, 2, 1)},
        {"until": date(2027, 4, 1)},
        {"length": timedelta(0)},
        {"step": timedelta(0)},
    ],
)
def test_rules_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"day|days|time"):
        rule(**wrong)


@given(
    zone=st.sampled_from([BERLIN, NEW_YORK, TOKYO, LORD_HOWE]),
    weekdays=st.frozensets(st.integers(0, 6)),
    since=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    days=st.integers(0, 60),
    earliest=st.times(),
    latest=st.times(),
    length=st.integers(1, 600),
    step=st.sampled_from([15, 30, 60, 90]),
)
def test_every_slot_keeps_its_rule(  # noqa: PLR0913, PLR0917  # one argument for each part of a rule
    zone: ZoneInfo,
    weekdays: frozenset[int],
    since: date,
    days: int,
    earliest: time,
    latest: time,
    length: int,
    step: int,
) -> None:
    asked = SlotRule(
        weekdays=weekdays,
        since=since,
        until=since + timedelta(days=days),
        earliest=earliest.replace(second=0, microsecond=0),
        latest=latest.replace(second=0, microsecond=0),
        length=timedelta(minutes=length),
        step=timedelta(minutes=step),
    )

    found = list(slots_of(asked, zone))

    assert len({slot.starts for slot in found}) == len(found)
    for slot in found:
        assert slot.ends - slot.starts == asked.length
        shown = slot.starts.astimezone(zone)
        past_midnight = asked.latest <= asked.earliest and shown.time() < asked.earliest
        day = shown.date() - timedelta(days=1 if past_midnight else 0)
        assert day.weekday() in asked.weekdays
        assert asked.since <= day <= asked.until


def at(hour: int) -> Span:
    starts = datetime(2026, 3, 27, hour, tzinfo=UTC)
    return Span(starts, starts + TWO_HOURS)


def answered(hour: int, *answers: Can, asked: int = 3) -> Tally:
    return tally(at(hour), answers, asked=asked)


Y, I, N = Can.YES, Can.IF_NEED_BE, Can.NO  # noqa: E741  # as short as a row of a table


def test_most_who_can_come_count_first_then_gladness_then_refusals_then_the_earliest() -> None:
    all_if_need_be = answered(20, I, I, I)
    two_gladly = answered(18, Y, Y, N)
    one_gladly = answered(17, Y, I, N)
    two_and_silence = answered(19, Y, Y)
    same_but_later = answered(21, Y, Y)

    order = ranked([same_but_later, one_gladly, two_gladly, two_and_silence, all_if_need_be])

    assert order == [all_if_need_be, two_and_silence, same_but_later, two_gladly, one_gladly]


def test_a_time_suits_everybody_only_when_everybody_has_said_so() -> None:
    assert answered(18, Y, I, I).suits_everybody
    assert not answered(18, Y, Y).suits_everybody
    assert not answered(18, Y, Y, N).suits_everybody
    assert not answered(18, asked=0).suits_everybody


def test_somebody_who_left_is_not_counted_as_silent() -> None:
    assert answered(18, Y, Y, asked=1).silent == 0


@given(
    st.lists(st.tuples(st.integers(0, 21), st.lists(st.sampled_from(Can), max_size=5)), max_size=8)
)
def test_one_more_yes_never_makes_a_time_worse(rows: list[tuple[int, list[Can]]]) -> None:
    tallies = [answered(hour, *answers, asked=6) for hour, answers in rows]
    tallies.append(answered(12, Y, asked=6))
    before = ranked(tallies).index(tallies[-1])

    tallies[-1] = answered(12, Y, Y, asked=6)

    assert ranked(tallies).index(tallies[-1]) <= before
