"""Up to where something that is said goes, in a book from elsewhere or in any that a club reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from bookcub.comments.queries.talked_of import BookTalkedOf
from bookcub.web.forms.plain import PlainForm

WHOLE = gettext_lazy("The whole book: everybody hears it, wherever they are")


class PlaceOfTalkForm(PlainForm):
    """A chapter or a page of one book."""

    def __init__(self, *args: Any, book: BookTalkedOf, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upto"] = _by_page(book) if book.counts_pages else _by_chapter(book)

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
    upto = forms.IntegerField(
        label=gettext_lazy("Up to which chapter or page?"),
        required=False,
        min_value=0,
        help_text=gettext_lazy(
            "Those who have read as far hear it, and see that you have. 0 is the whole book: everybody hears it."
        ),
        error_messages={
            "invalid": gettext_lazy("Enter a number."),
            "min_value": gettext_lazy("Enter a number."),
        },
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
        self.order_fields(["read", "upto"])

    def clean(self) -> None:
        book = self.books.get(self.cleaned_data.get("read", ""))
        if book is None or "upto" in self.errors:
            return
        upto = self.cleaned_data.get("upto")
        if upto is None:
            self.add_error(
                "upto",
                forms.ValidationError(
                    gettext("Enter up to where it goes, or 0 for the whole book."), code="required"
                ),
            )
        elif upto and upto not in book.places:
            self.add_error("upto", forms.ValidationError(_not_there(book), code="not_there"))

    @property
    def book(self) -> BookTalkedOf | None:
        """The one that it is about, of a valid form."""
        return self.books.get(self.cleaned_data["read"])

    @property
    def place(self) -> int:
        return int(self.cleaned_data["upto"] or 0)


def _by_page(book: BookTalkedOf) -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext("Up to which page?"),
        min_value=0,
        max_value=book.last,
        initial=book.mine,
        help_text=gettext(
            "Those who have read as far hear it, and see that you have. 0 is the whole book: everybody hears it."
        ),
        error_messages={
            "required": gettext("Enter up to where it goes, or 0 for the whole book."),
            "invalid": gettext("Enter a number."),
            "min_value": gettext("Enter a number."),
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
    told = {"title": book.read.title, "last": book.last}
    if book.counts_pages:
        return gettext("“%(title)s” has %(last)s pages. Enter one of them, or 0.") % told
    return gettext("“%(title)s” has %(last)s chapters so far. Enter one of them, or 0.") % told
