"""Sizes of files in words, which templates call as a filter (`{% load ui %}`)."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy, ngettext

STEP = 1024
UNITS = (  # from a kilobyte on
    gettext_lazy("%(number)s KB"),
    gettext_lazy("%(number)s MB"),
    gettext_lazy("%(number)s GB"),
)


def as_size(size: float) -> str:
    """Say "500 KB", "1.5 MB", "100 MB": one decimal where it says something."""
    power = 0
    while round(size, 1) >= STEP and power < len(UNITS):
        size, power = size / STEP, power + 1
    tenths = round(size, 1)
    number = number_format(tenths, 0 if tenths == int(tenths) else 1, force_grouping=True)
    # Half a byte comes of an average: only a whole one is singular.
    of_bytes = ngettext("%(number)s byte", "%(number)s bytes", 1 if tenths == 1 else 2)
    unit = str(UNITS[power - 1]) if power else of_bytes
    return (unit % {"number": number}).replace(" ", "\N{NO-BREAK SPACE}")
