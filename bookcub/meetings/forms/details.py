"""What a meeting is: its name, its place, and how far in the book it goes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bookcub.core.text import clean_comment, html_from_typed, one_line
from bookcub.meetings.actions.meetings import Details
from bookcub.meetings.queries.wording import place_words
from bookcub.reads.models import Read, ReadQuerySet
from bookcub.web.forms.moments import MomentField

FURTHEST = 10_000  # chapters or pages
WORD_MAX = 5000


class ReadField(forms.ModelChoiceField[Read]):
    def label_from_instance(self, obj: Read) -> str:
        return obj.title


class DetailsForm(forms.Form):
    """A meeting apart from its time."""

    title = forms.CharField(
        label="Name",
        required=False,
        max_length=120,
        help_text="Everybody in the club sees it, however far they have read. Empty, it says how far you talk.",
    )
    read = ReadField(
        Read.objects.none(), label="About", required=False, empty_label="Nothing in particular"
    )
    upto = forms.IntegerField(
        label="Up to the end of chapter",
        required=False,
        min_value=0,
        max_value=FURTHEST,
        help_text="What is said in the meeting is open to those who have read so far.",
        widget=forms.NumberInput(attrs={"list": "milestones", "inputmode": "numeric"}),
    )
    place = forms.CharField(
        label="Place",
        required=False,
        max_length=300,
        help_text="A kitchen, a café, a park bench. Everybody in the club sees it.",
    )
    url = forms.URLField(
        label="Or a link to talk by",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Besides, every meeting has a room of its own here.",
    )
    word = forms.CharField(
        label="What it is for",
        required=False,
        max_length=WORD_MAX,
        help_text="HTML or Markdown. Read by those who have come as far as the meeting goes.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *given: Any, reads: ReadQuerySet, **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["read"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = reads
        if any(read.counts_pages for read in reads):
            self.fields["upto"].label = "Up to the end of chapter (or page)"

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
            unit = "pages" if read.counts_pages else "chapters"
            self.add_error("upto", f"“{read.title}” has {read.book.length} {unit}.")
        if upto and not read and "read" not in self.errors:
            self.add_error("read", "Choose the book that this chapter is of.")
        return cleaned

    @property
    def details(self) -> Details:
        cleaned = self.cleaned_data
        read, upto = cleaned["read"], cleaned["upto"] or 0
        return Details(
            title=cleaned["title"] or _name(read, upto if read else 0),
            word=cleaned["word"],
            place=cleaned["place"],
            url=cleaned["url"],
            read=read,
            upto=upto if read else 0,
        )


class AnswersUntilForm(forms.Form):
    """By when answers are hoped for."""

    answers_until = MomentField(
        label="Answers until",
        required=False,
        help_text="A day before, those who have said nothing are asked once more. Later answers still count.",
    )


def _name(read: Read | None, upto: int) -> str:
    if read is None:
        return "We meet"
    words = place_words(read, upto) if upto else "our first meeting"
    return f"{read.title[:80]}, {words}"


def whole_word(value: str) -> str:
    """Refuse what is only blanks."""
    words = one_line(value)
    if not words:
        raise ValidationError("Write something first.", code="empty")
    return words
