"""Chapters of a book that is not in this archive, as its readers type them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from bookcub.reads.forms.books import CHAPTER_TITLE_MAX, titles_in
from bookcub.reads.queries.chapters import MOST_CHAPTERS
from bookcub.web.forms.plain import PlainForm


class ChaptersForm(PlainForm):
    """Titles, one a line, and how many chapters stood before them when they were typed."""

    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    titles = forms.CharField(
        label=gettext_lazy("The next chapters"),
        required=False,
        max_length=MOST_CHAPTERS * (CHAPTER_TITLE_MAX + 2),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One title on each line."),
    )

    def __init__(self, *given: Any, may_be_none: bool = False, **more: Any) -> None:
        super().__init__(*given, **more)
        self.may_be_none = may_be_none
        if may_be_none:
            self.fields["titles"].label = gettext("The chapters you typed")
            self.fields["titles"].help_text = gettext(
                "You can change them for an hour, until you have read them or somebody types the next ones. Empty this to take"
                " them back."
            )

    def clean_titles(self) -> list[str]:
        titles = titles_in(self.cleaned_data["titles"])
        if not titles and not self.may_be_none:
            raise forms.ValidationError(gettext("Enter at least one title."), code="required")
        return titles
