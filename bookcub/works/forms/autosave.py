"""A form's content on its way into a copy."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

FORM_KEY = r"new-work-[0-9a-z]{10}|new-chapter-\d{1,18}(?:-[0-9a-z]{10})?|work-\d{1,18}|(?:chapter|draft)-\d{1,18}"
FIELD = re.compile(r"[a-z][a-z_]{0,39}")
OWN = frozenset({"form_key", "window", "version", "csrfmiddlewaretoken", "do"})
FIELDS_MAX = 60
VALUES_MAX = 200
SIZE_MAX = 4_000_000


class CopyForm(forms.Form):
    """Which form it is, which window, the version it knows; everything else is what was typed."""

    form_key = forms.RegexField(rf"\A(?:{FORM_KEY})\Z")
    window = forms.RegexField(r"\A[0-9a-z]{4,40}\Z")
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        typed = self.typed
        if len(typed) > FIELDS_MAX or any(not FIELD.fullmatch(name) for name in typed):
            raise ValidationError(
                gettext("That is not one of this archive’s forms."), code="unknown_form"
            )
        if any(len(values) > VALUES_MAX for values in typed.values()):
            raise ValidationError(
                gettext("That is not one of this archive’s forms."), code="unknown_form"
            )
        if sum(len(value) for values in typed.values() for value in values) > SIZE_MAX:
            raise ValidationError(gettext("This is too long to be saved."), code="too_long")
        return cleaned

    @property
    def typed(self) -> dict[str, list[str]]:
        """Field names with all their values, without what belongs to the sending."""
        return typed_in(self.data)


def typed_in(data: Any) -> dict[str, list[str]]:
    """What was posted, field by field, without what belongs to the sending."""
    return {
        name: [value.replace("\x00", "") for value in data.getlist(name)]
        for name in data
        if name not in OWN
    }
