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
from bookcub.reads.models import Read, ReadQuerySet
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
    upto = forms.IntegerField(
        label=gettext_lazy("Last chapter you will talk about"),
        required=False,
        min_value=0,
        max_value=FURTHEST,
        help_text=gettext_lazy(
            "What is said in the meeting is shown to those who have read that far."
        ),
        widget=forms.NumberInput(attrs={"list": "milestones", "inputmode": "numeric"}),
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
        self, *given: Any, reads: ReadQuerySet, beyond: Meeting | None = None, **more: Any
    ) -> None:
        super().__init__(*given, **more)
        self.beyond = beyond
        if beyond is not None:
            for name in ("read", "upto", "word"):
                del self.fields[name]
            return
        field = self.fields["read"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = reads
        if any(read.counts_pages for read in reads):
            self.fields["upto"].label = gettext("Last chapter (or page) you will talk about")

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def clean_place(self) -> str:
        return one_line(self.cleaned_data["place"])

    def clean_word(self) -> str:
        """Return sanitised HTML."""
        return clean_comment(html_from_typed(self.cleaned_data["word"]))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        read, upto = cleaned.get("read"), cleaned.get("upto") or 0
        if read and read.book and upto > read.book.length:
            self.add_error("upto", _too_far(read, read.book.length))
        if upto and not read and "read" not in self.errors:
            self.add_error("read", gettext("Choose the book this chapter belongs to."))
        return cleaned

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


def _too_far(read: Read, length: int) -> str:
    if read.counts_pages:
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
