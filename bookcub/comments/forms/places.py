"""Up to where something that is said goes, in a book from elsewhere or in any that a club reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from bookcub.comments.queries.talked_of import BookTalkedOf
from bookcub.reads.forms.place_fields import (
    PlaceField,
    PlaceInput,
    ensure_same_measure,
    enter_words,
    say_measures,
)
from bookcub.reads.planning import Unit
from bookcub.reads.queries.measures import number_words
from bookcub.web.forms.plain import PlainForm

WHOLE = gettext_lazy("The whole book: everybody hears it, wherever they are")


class PlaceOfTalkForm(PlainForm):
    """A chapter or a page of one book."""

    def __init__(self, *args: Any, book: BookTalkedOf, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upto"] = _by_share(book) if book.measure.is_by_share else _by_chapter(book)

    @property
    def place(self) -> int:
        """Of a valid form."""
        return int(self.cleaned_data["upto"])


class BookOfTalkForm(PlainForm):
    """No book, or one of those that a club reads and up to where: that is never guessed, it decides who hears it."""

    read = forms.ChoiceField(
        label=gettext_lazy("Is it about a book?"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("The club does not read that book now. Choose again.")
        },
    )
    upto = forms.CharField(
        label=gettext_lazy("Up to which chapter or page?"),
        required=False,
        max_length=20,
        help_text=gettext_lazy(
            "Those who have read as far hear it, and see that you have. 0 is the whole book: everybody hears it."
        ),
        widget=PlaceInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, books: Sequence[BookTalkedOf], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.books = {str(book.read.pk): book for book in books}
        choices = [(key, book.read.title) for key, book in self.books.items()]
        none = gettext("No book: everybody hears it now")
        self.fields["read"] = forms.ChoiceField(
            label=self.fields["read"].label,
            required=False,
            choices=[("", none), *choices],
            error_messages=self.fields["read"].error_messages,
        )
        say_measures(self.fields["upto"], {book.read.pk: book.measure for book in books})
        units = {book.measure.unit for book in books}
        if Unit.SHARE in units:
            self.fields["upto"].label = gettext(
                "Up to where? A chapter, a page, percent or hours:minutes"
            )
        self.order_fields(["read", "upto"])

    def clean(self) -> None:
        book = self.books.get(self.cleaned_data.get("read", ""))
        if book is None or "upto" in self.errors:
            return
        typed = self.cleaned_data.get("upto", "")
        if not typed:
            self.add_error(
                "upto",
                forms.ValidationError(
                    gettext("Enter up to where it goes, or 0 for the whole book."), code="required"
                ),
            )
            return
        try:
            self.cleaned_data["upto"] = _upto(book, self["upto"].data)
        except forms.ValidationError as error:
            self.add_error("upto", error)

    @property
    def book(self) -> BookTalkedOf | None:
        """The one that it is about, of a valid form."""
        return self.books.get(self.cleaned_data["read"])

    @property
    def place(self) -> int:
        return int(self.cleaned_data["upto"] or 0)


def _upto(book: BookTalkedOf, typed: str) -> int:
    ensure_same_measure(typed, book.read.pk, book.measure)
    try:
        upto = book.measure.upto(book.measure.from_typed(typed))
    except ValueError:
        raise forms.ValidationError(enter_words(book.measure), code="invalid") from None
    if upto and upto not in book.places:
        raise forms.ValidationError(_not_there(book), code="not_there")
    return upto


def _by_share(book: BookTalkedOf) -> PlaceField:
    return PlaceField(
        label=gettext("Up to which page?")
        if book.measure.unit is Unit.PAGE
        else gettext("Up to where?"),
        measure=book.measure,
        shown=book.mine,
        is_own=True,
        help_text=gettext(
            "Those who have read as far hear it, and see that you have. 0 is the whole book: everybody hears it."
        ),
        error_messages={
            "required": gettext("Enter up to where it goes, or 0 for the whole book."),
            "max_value": _not_there(book),
        },
    )


def _by_chapter(book: BookTalkedOf) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=gettext("What it is about"),
        coerce=int,
        choices=[(0, WHOLE), *book.named_places],
        initial=book.mine,
        help_text=gettext(
            "What you say about a chapter is shown to those who have read it to the end. It also tells them that you have."
        ),
        error_messages={
            "required": gettext("Choose what it is about."),
            "invalid_choice": gettext("There is no such chapter in this book. Choose again."),
        },
    )


def _not_there(book: BookTalkedOf) -> str:
    measure = book.measure
    last = number_words(
        measure, measure.length if measure.is_by_share else measure.number(book.last)
    )
    told = {"title": book.read.title, "last": last}
    if measure.unit is Unit.SHARE:
        return gettext("“%(title)s” ends at %(last)s. Enter a place in it, or 0.") % told
    if measure.unit is Unit.PAGE:
        return gettext("“%(title)s” has %(last)s pages. Enter one of them, or 0.") % told
    return gettext("“%(title)s” has %(last)s chapters so far. Enter one of them, or 0.") % told
