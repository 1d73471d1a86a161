"""A time zone, typed with the help of a list."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    # Only known to the stubs: a sentence, or one that is translated when it is shown.
    from django.utils.functional import _StrOrPromise as StrOrPromise

LIKE_MAX = 5


@cache
def known_zones() -> frozenset[str]:
    """All names of the IANA table that this machine has. They are files: to look for them costs more than a page may."""
    return frozenset(available_timezones())


@cache
def zones() -> list[str]:
    """The time zones to choose from, for the page's list `time-zones`."""
    return sorted(zone for zone in known_zones() if "/" in zone or zone == "UTC")


def zone_meant(typed: str) -> str:
    """The zone of this name or of the one city called so, whatever the case; "" where there is none, or several."""
    wanted = typed.strip().replace(" ", "_").lower()
    known = {zone.lower(): zone for zone in zones()}
    cities = [zone for zone in zones() if zone.rsplit("/", 1)[-1].lower() == wanted]
    return known.get(wanted) or (cities[0] if len(cities) == 1 else "")


def zones_like(typed: str) -> list[str]:
    """A few zones that have what was typed in their names."""
    wanted = typed.strip().replace(" ", "_").lower()
    return [zone for zone in zones() if wanted and wanted in zone.lower()][:LIKE_MAX]


class TimeZoneField(forms.CharField):
    """A zone of the IANA table, or its city; small letters and blanks are forgiven."""

    def __init__(self, *, help_text: StrOrPromise) -> None:
        super().__init__(
            max_length=60,
            label=gettext_lazy("Time zone"),
            help_text=help_text,
            widget=forms.TextInput(
                attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"}
            ),
        )

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        found = zone_meant(typed)
        if not found and (like := zones_like(typed)):
            raise ValidationError(
                gettext("There is no time zone “%(typed)s”. Is it one of these: %(zones)s?"),
                code="no_such_zone",
                params={"typed": typed, "zones": ", ".join(like)},
            )
        if not found:
            raise ValidationError(
                gettext(
                    "There is no such time zone. Choose one from the list, such as Europe/Lisbon."
                ),
                code="no_such_zone",
            )
        return found
