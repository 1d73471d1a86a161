from __future__ import annotations

import pytest

from bookcub.core.zones import zone_named


def test_a_zone_is_found_by_its_name() -> None:
    assert zone_named("Europe/Berlin").key == "Europe/Berlin"


@pytest.mark.parametrize(
    "name", ["", "Europe", "Atlantis/Poseidonis", "../etc/passwd", "\x00", "a" * 300]
)
def test_a_page_does_not_fail_over_a_zone_that_is_no_more(name: str) -> None:
    assert zone_named(name).key == "UTC"
