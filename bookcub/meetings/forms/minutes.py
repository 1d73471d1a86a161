"""What a summary is written with."""

from __future__ import annotations

from django import forms

from bookcub.core.text import clean_notes, html_from_typed, plain

LONGEST = 50_000
MARKUP = 4  # times as long, with its markup


class SummaryForm(forms.Form):
    """The summary of a meeting, and the revision that it was written from."""

    text = forms.CharField(
        label="Summary",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="HTML or Markdown.",
    )
    based_on = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def clean_text(self) -> str:
        """The words as they are stored."""
        html = clean_notes(html_from_typed(self.cleaned_data["text"].replace("\r\n", "\n")))
        shown = len(plain(html))
        if shown > LONGEST or len(html) > LONGEST * MARKUP:
            raise forms.ValidationError(
                f"A summary has at most {LONGEST:,} characters; this one has {shown:,}.",
                code="too_long",
            )
        return html
