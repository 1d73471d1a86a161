"""What a meeting is: its name, its place, and how far in the book it goes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext_lazy

from bookcub.core.text import clean_comment, html_from_typed, one_line
from bookcub.meetings.actions.meetings import Details
from bookcub.meetings.models import Meeting
from bookcub.meetings.own_names import own_name
from bookcub.reads.forms.place_fields import (
    PlaceInput,
    ensure_same_measure,
    enter_words,
    say_measures,
)
from bookcub.reads.models import Read, ReadQuerySet
from bookcub.reads.planning import BookMeasure, Unit
from bookcub.reads.queries.measures import Measures, number_words
from bookcub.web.forms.moments import MomentField

FURTHEST = 10_000  # chapters or pages
WORD_MAX = 5000


class ReadField(forms.ModelChoiceField[Read]):
    def label_from_instance(self, obj: Read) -> str:
        return obj.title


class DetailsForm(forms.Form):
    """A meeting apart from its time.

    Of one that goes further than its reader has read (`beyond`), what it is for stays hidden, and how far it goes stays as it is.
    """

    title = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=120,
        help_text=gettext_lazy(
            "Everybody in the club sees it, however far they have read. If empty, it says how far you will talk."
        ),
    )
    read = ReadField(
        Read.objects.none(),
        label=pgettext_lazy("which read", "About"),
        required=False,
        empty_label=gettext_lazy("Nothing in particular"),
    )
    upto = forms.CharField(
        label=gettext_lazy("Last chapter you will talk about"),
        required=False,
        max_length=20,
        help_text=gettext_lazy(
            "What is said in the meeting is shown to those who have read that far."
        ),
        widget=PlaceInput(attrs={"list": "milestones", "autocomplete": "off"}),
    )
    place = forms.CharField(
        label=pgettext_lazy("where people meet", "Place"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("A kitchen, a café, a park bench. Everybody in the club sees it."),
    )
    url = forms.URLField(
        label=gettext_lazy("Link (optional)"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("For a call elsewhere. Every meeting also has its own room here."),
    )
    word = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        max_length=WORD_MAX,
        help_text=gettext_lazy(
            "HTML or Markdown. Shown to those who have read as far as the meeting goes."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *given: Any,
        reads: ReadQuerySet,
        measures: Measures,
        shown: tuple[Read | None, int],
        beyond: Meeting | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.beyond = beyond
        self.measures = measures
        self.shown = shown
        if beyond is not None:
            for name in ("read", "upto", "word"):
                del self.fields[name]
            return
        field = self.fields["read"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = reads
        field, measured = self.fields["upto"], {read.pk: measures.of(read) for read in reads}
        say_measures(field, measured)
        if any(measure.unit is Unit.SHARE for measure in measured.values()):
            field.label = gettext(
                "How far you will talk: a chapter, a page, percent or hours:minutes"
            )
        elif any(measure.unit is Unit.PAGE for measure in measured.values()):
            field.label = gettext("Last chapter (or page) you will talk about")
        self.initial["upto"] = self._as_shown()

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def clean_place(self) -> str:
        return one_line(self.cleaned_data["place"])

    def clean_word(self) -> str:
        """Return sanitised HTML."""
        return clean_comment(html_from_typed(self.cleaned_data["word"]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.beyond is None and "upto" not in self.errors:
            read, typed = cleaned.get("read"), cleaned.get("upto") or ""
            if typed not in {"", "0"} and not read and "read" not in self.errors:
                self.add_error("read", gettext("Choose the book this chapter belongs to."))
            try:
                cleaned["upto"] = self._upto(read, typed)
            except ValidationError as error:
                self.add_error("upto", error)
        return cleaned

    def _as_shown(self) -> str:
        read, upto = self.shown
        if read is None or not upto:
            return ""
        measure = self.measures.of(read)
        return measure.as_typed(measure.number(upto))

    def _upto(self, read: Read | None, typed: str) -> int:
        """The place that somebody means in their own edition; sent as it was shown, the place that it was shown for."""
        if not typed:
            return 0
        if read:
            ensure_same_measure(self["upto"].data, read.pk, self.measures.of(read))
        if read == self.shown[0] and typed == self._as_shown():
            return self.shown[1]
        measure = self.measures.of(read) if read else BookMeasure.of_chapters()
        try:
            number = measure.from_typed(typed)
        except ValueError:
            raise ValidationError(enter_words(measure), code="invalid") from None
        if read and number > (measure.length or FURTHEST):
            raise ValidationError(_too_far(read, measure), code="max_value")
        return measure.upto(number)

    @property
    def details(self) -> Details:
        cleaned, beyond = self.cleaned_data, self.beyond
        read = beyond.read if beyond else cleaned["read"]
        upto = beyond.upto if beyond else cleaned["upto"] or 0
        return Details(
            title=cleaned["title"] or own_name(read, upto if read else 0),
            word=beyond.word if beyond else cleaned["word"],
            place=cleaned["place"],
            url=cleaned["url"],
            read=read,
            upto=upto if read else 0,
        )


class AnswersUntilForm(forms.Form):
    """By when answers are hoped for."""

    answers_until = MomentField(
        label=gettext_lazy("Answers until"),
        required=False,
        help_text=gettext_lazy(
            "A day before, whoever has not answered is reminded. Later answers still count."
        ),
    )


def _too_far(read: Read, measure: BookMeasure) -> str:
    length = measure.length or FURTHEST
    if measure.unit is Unit.SHARE:
        end = number_words(measure, length)
        return gettext("“%(title)s” ends at %(end)s.") % {"title": read.title, "end": end}
    if measure.unit is Unit.PAGE:
        words = ngettext("“%(title)s” has %(n)s page.", "“%(title)s” has %(n)s pages.", length)
    else:
        words = ngettext(
            "“%(title)s” has %(n)s chapter.", "“%(title)s” has %(n)s chapters.", length
        )
    return words % {"title": read.title, "n": length}


def whole_word(value: str) -> str:
    """Refuse what is only blanks."""
    words = one_line(value)
    if not words:
        raise ValidationError(gettext("Write something first."), code="empty")
    return words
