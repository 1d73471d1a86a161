"""Up to where something that is said goes, in a book from elsewhere or in any that a club reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from bookcub.comments.queries.club_talk import WHOLE
from bookcub.comments.queries.talked_of import BESIDE, BookTalkedOf
from bookcub.reads.forms.place_fields import (
    COUNTED_IN,
    PlaceField,
    PlaceInput,
    ensure_same_measure,
    enter_words,
    say_measures,
)
from bookcub.reads.planning import Unit
from bookcub.reads.queries.measures import number_words
from bookcub.web.forms.plain import PlainForm, with_value

WHOLE_BOOK = gettext_lazy("The whole book: everybody hears it, wherever they are")
READ_AS_FAR = gettext_lazy("Those who have read as far hear it, and see that you have.")
UP_TO_WHERE = gettext_lazy("Enter up to where it goes, or tick “The whole book”.")


UNCHOSEN = "?"  # instead of a book: it still has to be said


class PlaceOfTalkForm(PlainForm):
    """A chapter or a page of one book, or all of it: that is ticked, for a place nobody has given is no 0."""

    def __init__(
        self, data: QueryDict | None = None, *args: Any, book: BookTalkedOf, **kwargs: Any
    ) -> None:
        super().__init__(_ticked(data), *args, **kwargs)
        if book.measure.is_by_share:
            self.fields["upto"] = _by_share(book)
            self.fields["whole"] = forms.BooleanField(label=WHOLE_BOOK, required=False)
        else:
            self.fields["upto"] = _by_chapter(book)

    def clean(self) -> None:
        if self.cleaned_data.get("whole"):
            self.errors.pop("upto", None)
            self.cleaned_data["upto"] = 0
        elif "upto" not in self.errors and self.cleaned_data["upto"] is None:
            self.add_error("upto", forms.ValidationError(UP_TO_WHERE, code="required"))

    @property
    def place(self) -> int:
        """Of a valid form."""
        return int(self.cleaned_data["upto"])


def _ticked(data: QueryDict | None) -> QueryDict | None:
    """A box of two choices sends the whole book as its place."""
    if data is None or data.get("upto") != WHOLE:
        return data
    ticked = data.copy()
    ticked["upto"], ticked["whole"] = "", "on"
    return ticked


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
        help_text=READ_AS_FAR,
        widget=PlaceInput(attrs={"autocomplete": "off"}),
    )
    whole = forms.BooleanField(label=WHOLE_BOOK, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        books: Sequence[BookTalkedOf],
        is_asked: bool = True,
        **kwargs: Any,
    ) -> None:
        """What is sent may also have both in one value, see `_in_two_fields`; neither is refused where the book `is_asked`."""
        sent = _in_two_fields(data) if data and "about_asked" in data else data
        super().__init__(sent, **kwargs)
        self.books = {str(book.read.pk): book for book in books}
        choices = [(key, book.read.title) for key, book in self.books.items()]
        silent = UNCHOSEN if books and is_asked else ""
        sent_read = sent.get("read", silent) if sent is not None else ""
        is_unchosen = bool(sent_read) and sent_read not in self.books
        if is_unchosen:
            self.data = with_value(self.data, "read", UNCHOSEN)
        none = gettext("No book: everybody hears it now")
        self.fields["read"] = forms.ChoiceField(
            label=self.fields["read"].label,
            required=False,
            choices=[
                *([(UNCHOSEN, gettext("Choose"))] if is_unchosen else []),
                ("", none),
                *choices,
            ],
            error_messages=self.fields["read"].error_messages,
        )
        say_measures(self.fields["upto"], {book.read.pk: book.measure for book in books})
        units = {book.measure.unit for book in books}
        if Unit.SHARE in units:
            self.fields["upto"].label = gettext(
                "Up to where? A chapter, a page, percent or hours:minutes"
            )
        self.order_fields(["read", "upto", "whole"])

    def clean_read(self) -> str:
        read = str(self.cleaned_data["read"])
        if read == UNCHOSEN:
            raise forms.ValidationError(
                gettext("Choose which book it is about, or none of them."), code="unchosen"
            )
        return read

    def clean(self) -> None:
        book = self.books.get(self.cleaned_data.get("read", ""))
        if book is None:
            self.cleaned_data["upto"] = 0  # whatever was typed: it is about no book
            return
        if self.cleaned_data.get("whole"):
            self.errors.pop("upto", None)
            self.cleaned_data["upto"] = 0
            return
        typed = self.cleaned_data.get("upto", "")
        if not typed:
            if "upto" not in self.errors:
                self.add_error("upto", forms.ValidationError(UP_TO_WHERE, code="required"))
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


def _in_two_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """What one choice of the short box says, as the fields that one fills in by hand."""
    about = str(data.get("about", UNCHOSEN))
    if about == BESIDE:
        return {"read": ""}
    read, _, place = about.partition(" ")
    typed, _, token = place.partition(" ")
    return {"read": read, "upto": typed, f"upto{COUNTED_IN}": f"{read}={token}" if token else ""}


def _upto(book: BookTalkedOf, typed: str) -> int:
    ensure_same_measure(typed, book.read.pk, book.measure)
    try:
        upto = book.measure.upto(book.measure.from_typed(typed))
    except ValueError:
        raise forms.ValidationError(enter_words(book.measure), code="invalid") from None
    if not upto:
        raise forms.ValidationError(UP_TO_WHERE, code="min_value")
    if upto not in book.places:
        raise forms.ValidationError(_not_there(book), code="not_there")
    return upto


def _by_share(book: BookTalkedOf) -> PlaceField:
    return PlaceField(
        label=gettext("Up to which page?")
        if book.measure.unit is Unit.PAGE
        else gettext("Up to where?"),
        measure=book.measure,
        shown=book.mine if book.mine_read else None,
        is_own=True,
        first=1,
        required=False,
        help_text=READ_AS_FAR,
        error_messages={
            "min_value": UP_TO_WHERE,
            "max_value": _not_there(book),
        },
    )


def _by_chapter(book: BookTalkedOf) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=gettext("Up to where it goes"),
        coerce=int,
        choices=[(0, WHOLE_BOOK), *book.named_places],
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
        return gettext("“%(title)s” ends at %(last)s. Enter a place in it.") % told
    if measure.unit is Unit.PAGE:
        return gettext("“%(title)s” has %(last)s pages. Enter one of them.") % told
    return gettext("“%(title)s” has %(last)s chapters so far. Enter one of them.") % told
