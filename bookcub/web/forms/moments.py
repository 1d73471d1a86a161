"""Days and times as people type them: on the clock of their own wall."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from bookcub.core.zones import current_zone, moment_on

FORMAT = "%Y-%m-%dT%H:%M"
YEARS = range(2000, 2101)


class MomentInput(forms.TextInput):
    input_type = "datetime-local"


class MomentField(forms.Field):
    """A day and a time in the person's zone; gives the absolute moment."""

    widget = MomentInput

    def to_python(self, value: Any) -> datetime | None:
        typed = str(value or "").strip()
        if not typed:
            return None
        try:
            wall = datetime.fromisoformat(typed)
        except ValueError:
            wall = None
        if wall is None or wall.tzinfo is not None or wall.year not in YEARS:
            raise ValidationError(
                gettext("Enter a day and a time, such as 2026-03-27 19:30."), code="invalid"
            )
        moment = moment_on(wall.replace(second=0, microsecond=0), current_zone())
        if moment is None:
            raise ValidationError(
                gettext("The clocks go forward that night and skip this time. Choose another."),
                code="no_such_time",
            )
        return moment

    def prepare_value(self, value: Any) -> Any:
        """Show a moment on the person's clock again; what was typed wrong stays as it was typed."""
        if isinstance(value, datetime):
            return value.astimezone(current_zone()).strftime(FORMAT)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "")
