"""What somebody says of a book that is not in this archive."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy, ngettext

from bookcub.core.text import one_line
from bookcub.reads.actions.books import BookFields
from bookcub.reads.isbn import isbn13
from bookcub.web.forms.plain import PlainForm

CHAPTERS_MAX = 1000
CHAPTER_TITLE_MAX = 255
PAGES_MAX = 20_000


class BookForm(PlainForm):
    """A book that is not in this archive."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    author = forms.CharField(label=gettext_lazy("Author"), max_length=255, required=False)
    isbn = forms.CharField(
        label=gettext_lazy("ISBN"),
        max_length=30,
        required=False,
        help_text=gettext_lazy("10 or 13 digits, if you know it."),
    )
    url = forms.URLField(
        label=gettext_lazy("Link"), max_length=500, required=False, assume_scheme="https"
    )
    chapters = forms.CharField(
        label=gettext_lazy("Chapters"),
        required=False,
        max_length=CHAPTERS_MAX * (CHAPTER_TITLE_MAX + 2),
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

    def clean_title(self) -> str:
        title = one_line(self.cleaned_data["title"])
        if not title:
            raise ValidationError(gettext("Enter the book’s title."), code="empty")
        return title

    def clean_author(self) -> str:
        return one_line(self.cleaned_data["author"])

    def clean_isbn(self) -> str:
        typed = self.cleaned_data["isbn"].strip()
        if not typed:
            return ""
        try:
            return isbn13(typed)
        except ValueError as wrong:
            raise ValidationError(
                gettext(
                    "This ISBN does not add up. Check its 10 or 13 digits for a typo, or leave it empty."
                ),
                code="no_isbn",
            ) from wrong

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if url and not url.startswith(("http://", "https://")):
            raise ValidationError(
                gettext("Enter an address that begins with https:// or http://."), code="invalid"
            )
        return url

    def clean_chapters(self) -> list[str]:
        lines = [one_line(line) for line in self.cleaned_data["chapters"].splitlines()]
        titles = [line for line in lines if line]
        if len(titles) > CHAPTERS_MAX:
            raise ValidationError(
                gettext("That is too many chapters: %(count)d of at most %(most)d. Leave some out.")
                % {"most": CHAPTERS_MAX, "count": len(titles)},
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
