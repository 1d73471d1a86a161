"""What a summary is written with."""

from __future__ import annotations

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy, ngettext

from bookcub.core.text import clean_notes, html_from_typed, plain

LONGEST = 50_000
MARKUP = 4  # times as long, with its markup


class SummaryForm(forms.Form):
    """The summary of a meeting, and the revision that it was written from."""

    text = forms.CharField(
        label=gettext_lazy("Summary"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy("HTML or Markdown."),
    )
    based_on = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def clean_text(self) -> str:
        """The words as they are stored."""
        typed = self.cleaned_data["text"].replace("\r\n", "\n")
        # What is far too long is not laid out first.
        html = typed if len(typed) > LONGEST * MARKUP else clean_notes(html_from_typed(typed))
        shown = len(plain(html))
        if shown > LONGEST or len(html) > LONGEST * MARKUP:
            raise forms.ValidationError(
                ngettext(
                    "A summary can have at most %(most)s characters. Yours has %(n)s.",
                    "A summary can have at most %(most)s characters. Yours has %(n)s.",
                    shown,
                ),
                params={
                    "most": number_format(LONGEST, force_grouping=True),
                    "n": number_format(shown, force_grouping=True),
                },
                code="too_long",
            )
        return html
