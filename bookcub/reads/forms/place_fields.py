"""A place in a book as people type it: a page of their own edition, percent, hours and minutes, or a chapter.

With a number goes what the page counted in on which it was typed. Somebody who has said another edition meanwhile, in
another window, meant another place by it: that is asked again, never taken for what the number means now.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from bookcub.reads.planning import BookMeasure, MeasureKind

FURTHEST = 1_000_000  # chapters, of a story of which nobody knows how long it will be
COUNTED_IN = "_counted_in"


class TypedPlace(str):
    """A number as it was typed, and the token of what the page counted in."""

    __slots__ = ("counted_in",)
    counted_in: str

    def __new__(cls, typed: str, counted_in: str = "") -> TypedPlace:
        made = super().__new__(cls, typed)
        made.counted_in = counted_in
        return made


class PlaceInput(forms.TextInput):
    """A line for a place. Beside it stands, hidden, what is counted in now: also where what was sent was another."""

    counted_in = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        typed = super().value_from_datadict(data, files, name)
        return typed and TypedPlace(typed, data.get(name + COUNTED_IN, ""))

    def render(self, name: str, value: Any, *more: Any, **named: Any) -> SafeString:
        line = super().render(name, value, *more, **named)
        if not self.counted_in:
            return line
        hidden = '{}<input type="hidden" name="{}" value="{}">'
        return format_html(hidden, line, name + COUNTED_IN, self.counted_in)


class PlaceField(forms.Field):
    """Typed and shown in a measure; its value is the place, as `upto`.

    `shown` is the place that stands in it at first. Sent as it was shown it is that place still, also where no page of
    this edition ends there. `is_own` is somebody's own place: it is shown as what they have read to its end.
    `page_counts` is what their page counts in, where they say another edition with the place.
    """

    def __init__(
        self,
        *,
        measure: BookMeasure,
        shown: int | None = None,
        is_own: bool = False,
        first: int = 0,
        page_counts: BookMeasure | None = None,
        **more: Any,
    ) -> None:
        is_time = measure.kind is MeasureKind.MINUTES
        number = {"type": "number", "inputmode": "numeric", "min": first}
        widget = PlaceInput(attrs=None if is_time else number)
        widget.counted_in = (page_counts or measure).token
        super().__init__(**{"initial": shown, **more, "widget": widget})
        self.counted_in = widget.counted_in
        self.measure = measure
        self.shown = shown
        self.is_own = is_own
        self.first = first

    def clean(self, value: Any) -> int | None:
        if value not in self.empty_values:
            ensure_counted_in(self.counted_in, value)
        place: int | None = super().clean(value)
        return place

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
            too_early = self.error_messages.get("min_value", enter_words(self.measure))
            raise ValidationError(too_early, code="min_value")
        if number > (self.measure.length or FURTHEST):
            too_far = gettext("The book does not go that far. Enter a smaller number.")
            raise ValidationError(self.error_messages.get("max_value", too_far), code="max_value")
        if self.shown is not None and self.prepare_value(self.shown) == self.measure.as_typed(
            number
        ):
            return self.shown
        return self.measure.upto(number)


def say_measures(field: forms.Field, measures: Mapping[int, BookMeasure]) -> None:
    """Let a line of which nobody knows yet for which read it is say how each of them is counted, by its key."""
    tokens = {key: measure.token for key, measure in measures.items()}
    if isinstance(field.widget, PlaceInput):
        field.widget.counted_in = " ".join(
            f"{key}={token}" for key, token in tokens.items() if token
        )


def ensure_same_measure(typed: Any, read: int, measure: BookMeasure) -> None:
    """Refuse what was typed in such a line when this read was counted otherwise. Raises ValidationError."""
    sent = str(getattr(typed, "counted_in", "")).split()
    found = [token for key, _, token in (each.partition("=") for each in sent) if key == str(read)]
    ensure_counted_in(measure.token, TypedPlace(str(typed), "".join(found)))


def ensure_counted_in(token: str, typed: Any) -> None:
    """Refuse what was typed on a page that counted in something else. Raises ValidationError."""
    counted_in = getattr(typed, "counted_in", "")
    if counted_in == token:
        return
    sentence = gettext(
        "Your edition has changed since you opened this page. Check how far, and send it again."
    )
    if ":" not in counted_in + token:  # chapters both times
        sentence = gettext(
            "The chapters of this story have changed since you opened this page. Check how far, and send it again."
        )
    raise ValidationError(sentence, code="other_measure")


def enter_words(measure: BookMeasure) -> str:
    """What can be typed."""
    if measure.kind is MeasureKind.MINUTES:
        return gettext("Enter hours and minutes, like 3:20.")
    return gettext("Enter a number.")
