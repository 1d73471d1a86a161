"""A place in a book as people type it: a page of their own edition, percent, hours and minutes, or a chapter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from bookcub.reads.planning import BookMeasure, MeasureKind

FURTHEST = 1_000_000  # chapters, of a story of which nobody knows how long it will be


class PlaceField(forms.Field):
    """Typed and shown in a measure; its value is the place, as `upto`.

    `shown` is the place that stands in it at first. Sent as it was shown it is that place still, also where no page of
    this edition ends there. `is_own` is somebody's own place: it is shown as what they have read to its end.
    """

    def __init__(
        self,
        *,
        measure: BookMeasure,
        shown: int | None = None,
        is_own: bool = False,
        first: int = 0,
        **more: Any,
    ) -> None:
        is_time = measure.kind is MeasureKind.MINUTES
        number = forms.NumberInput(attrs={"inputmode": "numeric", "min": first})
        more.setdefault("widget", forms.TextInput() if is_time else number)
        more.setdefault("initial", shown)
        super().__init__(**more)
        self.measure = measure
        self.shown = shown
        self.is_own = is_own
        self.first = first

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        number = self.measure.read(value) if self.is_own else self.measure.number(value)
        return self.measure.as_typed(number)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            number = self.measure.from_typed(str(value))
        except ValueError:
            raise ValidationError(enter_words(self.measure), code="invalid") from None
        if number < self.first:
            raise ValidationError(enter_words(self.measure), code="min_value")
        if number > (self.measure.length or FURTHEST):
            too_far = gettext("The book does not go that far. Enter a smaller number.")
            raise ValidationError(self.error_messages.get("max_value", too_far), code="max_value")
        if self.shown is not None and self.prepare_value(self.shown) == self.measure.as_typed(
            number
        ):
            return self.shown
        return self.measure.upto(number)


def enter_words(measure: BookMeasure) -> str:
    """What can be typed."""
    if measure.kind is MeasureKind.MINUTES:
        return gettext("Enter hours and minutes, like 3:20.")
    return gettext("Enter a number.")
