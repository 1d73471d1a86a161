"""What somebody says of a book that is not in this archive."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy, ngettext

from bookcub.core.text import one_line
from bookcub.reads.actions.books import BookFields
from bookcub.reads.isbn import isbn13
from bookcub.reads.models import OutsideBook
from bookcub.reads.queries.chapters import MOST_CHAPTERS
from bookcub.web.forms.plain import PlainForm

CHAPTER_TITLE_MAX = 255
PAGES_MAX = 20_000
SHOWN = 30  # letters of what was typed for an ISBN
KnownBooks = Callable[[str], OutsideBook | None]  # by its thirteen digits


class BookForm(PlainForm):
    """A book that is not in this archive.

    No ISBN is what it fails for: what is none is left out, and `left_out` says so. Of a book that is `known` by its ISBN the
    title and the author stand in for what was not typed; whoever passes `known` answers for who may know of it.
    """

    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    author = forms.CharField(label=gettext_lazy("Author"), max_length=255, required=False)
    isbn = forms.CharField(
        label=gettext_lazy("ISBN"),
        required=False,
        help_text=gettext_lazy(
            "10 or 13 digits, if you know it. Title and author can stay empty if one of your clubs has had the book."
        ),
    )
    url = forms.URLField(
        label=gettext_lazy("Link"), max_length=500, required=False, assume_scheme="https"
    )
    chapters = forms.CharField(
        label=gettext_lazy("Chapters"),
        required=False,
        max_length=MOST_CHAPTERS * (CHAPTER_TITLE_MAX + 2),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "One title on each line. Then the plan can say “to the end of chapter 4”."
        ),
    )
    pages = forms.IntegerField(
        label=gettext_lazy("Or the number of pages"),
        required=False,
        min_value=1,
        max_value=PAGES_MAX,
    )

    def __init__(self, *given: Any, known: KnownBooks | None = None, **more: Any) -> None:
        super().__init__(*given, **more)
        self.left_out = ""
        if known is not None and isinstance(self.data, QueryDict):
            self.data = _filled_in(self.data, known)

    def clean_title(self) -> str:
        title = one_line(self.cleaned_data["title"])
        if not title:
            raise ValidationError(gettext("Enter the book’s title."), code="empty")
        return title

    def clean_author(self) -> str:
        return one_line(self.cleaned_data["author"])

    def clean_isbn(self) -> str:
        typed = one_line(self.cleaned_data["isbn"])
        number = _number_of(typed)
        if typed and not number:
            self.left_out = gettext(
                "“%(typed)s” does not add up as an ISBN, so the book is kept without one."
            ) % {"typed": typed[:SHOWN]}
        return number

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not url.startswith(("http://", "https://")):
            raise ValidationError(
                gettext("Enter an address that begins with https:// or http://."), code="invalid"
            )
        return url

    def clean_chapters(self) -> list[str]:
        return titles_in(self.cleaned_data["chapters"])

    @property
    def book(self) -> BookFields:
        given = self.cleaned_data
        return BookFields(
            title=given["title"],
            author=given["author"],
            isbn=given["isbn"],
            url=given["url"],
            chapter_titles=given["chapters"],
            page_count=given["pages"],
        )


def titles_in(typed: str) -> list[str]:
    """The titles of chapters, one a line; empty lines are none. Raises ValidationError."""
    lines = [one_line(line) for line in typed.splitlines()]
    titles = [line for line in lines if line]
    if len(titles) > MOST_CHAPTERS:
        raise ValidationError(
            gettext("That is too many chapters: %(count)d of at most %(most)d. Leave some out.")
            % {"most": MOST_CHAPTERS, "count": len(titles)},
            code="too_many",
        )
    if any(len(title) > CHAPTER_TITLE_MAX for title in titles):
        raise ValidationError(
            ngettext(
                "Shorten the longest titles: a chapter’s title can have %(most)d character at most.",
                "Shorten the longest titles: a chapter’s title can have %(most)d characters at most.",
                CHAPTER_TITLE_MAX,
            )
            % {"most": CHAPTER_TITLE_MAX},
            code="too_long",
        )
    return titles


def _filled_in(data: QueryDict, known: KnownBooks) -> QueryDict:
    empty = [name for name in ("title", "author") if not one_line(data.get(name, ""))]
    number = _number_of(data.get("isbn", "")) if empty else ""
    book = known(number) if number else None
    if book is None:
        return data
    filled = data.copy()
    for name in empty:
        filled[name] = getattr(book, name)
    return filled


def _number_of(typed: str) -> str:
    """The thirteen digits of what was typed; nothing where it is no ISBN."""
    try:
        return isbn13(typed)
    except ValueError:
        return ""
