from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bookcub.core.zones import moment_on, zone_named

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_zone_is_found_by_its_name() -> None:
    assert zone_named("Europe/Berlin").key == "Europe/Berlin"


@pytest.mark.parametrize(
    "name", ["", "Europe", "Atlantis/Poseidonis", "../etc/passwd", "\x00", "a" * 300]
)
def test_a_page_does_not_fail_over_a_zone_that_is_no_more(name: str) -> None:
    assert zone_named(name).key == "UTC"


def test_a_time_that_no_clock_shows_is_no_moment() -> None:
    assert moment_on(datetime(2026, 3, 29, 2, 30), BERLIN) is None  # noqa: DTZ001  # a time on a wall


def test_a_time_that_clocks_show_twice_means_the_first() -> None:
    twice = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001  # as above

    assert moment_on(twice, BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
