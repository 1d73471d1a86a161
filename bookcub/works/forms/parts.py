"""Fields that several forms of works share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils import timezone

from bookcub.tags.models import validate_tag_name
from bookcub.works.models import EARLIEST

COMMAS = re.compile(r"[,，、\n]")
NAMES_MAX = 200  # each is looked up


class NamesField(forms.CharField):
    """Names with commas between them; gives a tuple of them, each once, in their order."""

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value) or ""
        # Here and not as a validator: those see the names only, as a tuple.
        ProhibitNullCharactersValidator()(typed)
        names = [" ".join(part.split()) for part in COMMAS.split(typed)]
        return tuple(dict.fromkeys(name for name in names if name))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > NAMES_MAX:
            raise ValidationError(f"At most {NAMES_MAX} names; these are {len(value)}.")

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else ", ".join(value)


class TagsField(NamesField):
    """Names of tags with commas between them, each as the archive takes it."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        refusals: list[str] = []
        for name in value:
            try:
                validate_tag_name(name)
            except ValidationError as refusal:
                refusals.extend(refusal.messages)
        if refusals:
            raise ValidationError(refusals)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HourInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class RefusableForm(forms.Form):
    """A form that can say what a verb refused, beside the fields concerned."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: ValidationError) -> None:
        """Add a verb's ValidationError; what belongs to no field stands above the form."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(None, refusal)
            return
        for name, messages in refusal.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)


def moment_of(day: date | None, *, before: datetime | None = None) -> datetime | None:
    """The moment that stands for a publication day in the author's zone.

    Today is now; a day that is shown already stays the moment it was; others are their noon.
    """
    if day is None:
        return None
    if before is not None and timezone.localdate(before) == day:
        return before
    if day == timezone.localdate():
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(12)))


def check_day(day: date | None) -> date | None:
    """Raise ValidationError for a day before 1950 or still to come."""
    if day is not None and not EARLIEST.date() <= day <= timezone.localdate():
        raise ValidationError("Give a date from 1950 to today.")
    return day


def picked(choices: Iterable[tuple[Any, str]]) -> list[tuple[str, str]]:
    """Choices whose values are what browsers send."""
    return [(str(value), name) for value, name in choices]
