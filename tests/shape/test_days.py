"""A day is the day of somebody's clock: nobody takes the date of a moment without saying in which zone.

And it is told in the forms of `web.dates`, which translators order, and in no others.
"""

import re

from tests.shape.sources import ROOT, text_of, tracked

# `timezone.localdate(at)` is the day of whoever looks; `at.astimezone(zone).date()` of the place that is meant.
NAMELESS = re.compile(
    r"^(?!.*(?:astimezone\(|\bEARLIEST\.)).*\.date\(\).*$|\bdate\.today\(\)", re.MULTILINE
)

# A form of a date in a template, but for what machines read; and in Python.
FORM = re.compile(r"\|(?:date|time)\b(?!:[\"'](?:c|Y-m-d|Uu)[\"']).*")
FORM_IN_PYTHON = re.compile(r"\b(?:date|time)_format\b|\bdateformat import\b")


def test_no_day_is_taken_from_a_moment_without_its_zone() -> None:
    nameless = [
        f"{path.relative_to(ROOT)}: {found[0].strip()}"
        for path in tracked()
        if path.suffix == ".py" and path.is_relative_to(ROOT / "bookcub")
        for found in NAMELESS.finditer(text_of(path))
    ]

    assert nameless == []


def test_no_page_tells_a_day_in_a_form_of_its_own() -> None:
    strays = [
        f"{path.relative_to(ROOT)}: {found[0].strip()}"
        for path in tracked()
        if path.is_relative_to(ROOT / "bookcub") and path.suffix in {".html", ".txt", ".py"}
        for found in (FORM_IN_PYTHON if path.suffix == ".py" else FORM).finditer(text_of(path))
        if path.name != "dates.py"
    ]

    assert strays == []
