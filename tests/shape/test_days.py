"""A day is the day of somebody's clock: nobody takes the date of a moment without saying in which zone."""

import re

from tests.shape.sources import ROOT, text_of, tracked

# `timezone.localdate(at)` is the day of whoever looks; `at.astimezone(zone).date()` of the place that is meant.
NAMELESS = re.compile(
    r"^(?!.*(?:astimezone\(|\bEARLIEST\.)).*\.date\(\).*$|\bdate\.today\(\)", re.MULTILINE
)


def test_no_day_is_taken_from_a_moment_without_its_zone() -> None:
    nameless = [
        f"{path.relative_to(ROOT)}: {found[0].strip()}"
        for path in tracked()
        if path.suffix == ".py" and path.is_relative_to(ROOT / "bookcub")
        for found in NAMELESS.finditer(text_of(path))
    ]

    assert nameless == []
