"""Fields that several forms of works share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext

from bookcub.tags.models import validate_tag_name
from bookcub.web.forms.comma_names import NamesField
from bookcub.web.forms.refusals import refusals
from bookcub.works.models import EARLIEST


class TagsField(NamesField):
    """Names of tags with commas between them, each as the archive takes it."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        errors: list[ValidationError] = []
        for name in value:
            with refusals() as refused:
                validate_tag_name(name)
            errors += refused.errors
        if errors:
            raise ValidationError(errors)


def check_day(day: date | None) -> date | None:
    """Raise ValidationError for a day before 1950 or still to come."""
    if day is not None and not EARLIEST <= day <= timezone.localdate():
        raise ValidationError(gettext("Choose a date from 1950 to today."), code="out_of_range")
    return day


def picked(choices: Iterable[tuple[Any, str]]) -> list[tuple[str, str]]:
    """Choices whose values are what browsers send."""
    return [(str(value), name) for value, name in choices]
