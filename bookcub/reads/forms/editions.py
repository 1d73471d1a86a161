"""The edition that a reader holds, and where they are in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from bookcub.reads.forms.place_fields import COUNTED_IN, PlaceField, enter_words
from bookcub.reads.models import EditionKind
from bookcub.reads.planning import FEWEST, MOST, BookMeasure, MeasureKind
from bookcub.web.forms.plain import PlainForm


class ReachedForm(forms.Form):
    """A place in a read, and of one's edition how long it is, where that is said anew."""

    of = forms.CharField(required=False, max_length=20)

    def __init__(self, *given: Any, measure: BookMeasure, at: int, **more: Any) -> None:
        super().__init__(*given, **more)
        self.measure = measure
        self.fields["upto"] = PlaceField(measure=measure, shown=at, is_own=True)

    def clean_of(self) -> BookMeasure:
        """The edition, with its length as it is now."""
        typed = self.cleaned_data["of"]
        if not typed or not self.measure.kind.has_length or self.is_of_other_edition:
            return self.measure
        length = length_of(self.measure.kind, typed)
        said = (
            self.measure if length == self.measure.length else _edition(self.measure.kind, length)
        )
        if said != self.measure:
            self.fields["upto"] = PlaceField(measure=said, is_own=True, page_counts=self.measure)
        return said

    @property
    def is_of_other_edition(self) -> bool:
        """Whether it was sent from a page that counted in something else: then nothing of it can be used."""
        counted_in = self.data.get(self.add_prefix("upto") + COUNTED_IN, "")
        return bool(counted_in != self.measure.token)

    @property
    def edition(self) -> BookMeasure | None:
        """A new one, of a valid form."""
        said: BookMeasure = self.cleaned_data["of"]
        return said if said != self.measure else None


class EditionForm(PlainForm):
    """What somebody counts in, and how much of it there is. Their place stays the same share of the book.

    How long it is they say with their place, where they count in that already: see `ReachedForm`.
    """

    kind = forms.ChoiceField(
        label=gettext_lazy("I count in"), choices=EditionKind, widget=forms.RadioSelect
    )
    length = forms.CharField(
        label=gettext_lazy("How long it is"),
        required=False,
        max_length=20,
        help_text=gettext_lazy(
            "Only if you choose another: the last page, or hours and minutes like 10:15. For percent nothing."
        ),
    )

    def __init__(self, *given: Any, mine: BookMeasure, **more: Any) -> None:
        super().__init__(*given, initial={"kind": mine.kind.value}, **more)
        self.mine = mine

    def clean(self) -> None:
        kind, typed = self.cleaned_data.get("kind"), self.cleaned_data.get("length", "")
        if kind is None or "length" in self.errors:
            return
        try:
            is_as_it_was = kind == self.mine.kind.value and not typed and self.mine.kind.has_length
            self.edition = None if is_as_it_was else _edition_of(MeasureKind(kind), typed)
        except ValidationError as error:
            self.add_error("length", error)

    edition: BookMeasure | None  # None: as it was


def _edition_of(kind: MeasureKind, typed: str) -> BookMeasure:
    if kind is MeasureKind.PERCENT:
        return BookMeasure.of_percent()
    if not typed:
        raise ValidationError(gettext("Enter how long your edition is."), code="required")
    return _edition(kind, length_of(kind, typed))


def length_of(kind: MeasureKind, typed: str) -> int:
    """Pages or minutes as somebody typed them. Raises ValidationError."""
    measure = BookMeasure(kind, MOST)
    try:
        return measure.from_typed(typed)
    except ValueError:
        raise ValidationError(enter_words(measure), code="invalid") from None


def _edition(kind: MeasureKind, length: int) -> BookMeasure:
    if not FEWEST <= length <= MOST:
        sentence = (
            gettext("Enter a length from %(fewest)s to %(most)s hours.")
            if kind is MeasureKind.MINUTES
            else gettext("Enter a length from %(fewest)s to %(most)s pages.")
        )
        measure = BookMeasure(kind, MOST)
        told = {"fewest": measure.as_typed(FEWEST), "most": measure.as_typed(MOST)}
        raise ValidationError(sentence % told, code="out_of_range")
    return BookMeasure(kind, length)
