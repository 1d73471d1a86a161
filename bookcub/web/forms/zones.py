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


@cache
def known_zones() -> frozenset[str]:
    """All names of the IANA table that this machine has. They are files: to look for them costs more than a page may."""
    return frozenset(available_timezones())


@cache
def zones() -> list[str]:
    """The time zones to choose from, for the page's list `time-zones`."""
    return sorted(zone for zone in known_zones() if "/" in zone or zone == "UTC")


class TimeZoneField(forms.CharField):
    """A zone of the IANA table; small letters and blanks are forgiven."""

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
        known = {zone.lower(): zone for zone in known_zones()}
        found = known.get(typed.strip().replace(" ", "_").lower())
        if found is None:
            raise ValidationError(
                gettext(
                    "There is no such time zone. Choose one from the list, such as Europe/Lisbon."
                ),
                code="no_such_zone",
            )
        return found
