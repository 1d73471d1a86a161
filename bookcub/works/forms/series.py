"""What a series says of itself."""

from __future__ import annotations

from django import forms

from bookcub.web.forms.plain import PlainForm


class SeriesForm(PlainForm):
    """What a series says of itself."""

    title = forms.CharField(max_length=255, label="Title")
    summary = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}), required=False, label="Summary"
    )
    notes = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False, label="Notes")
    is_complete = forms.BooleanField(required=False, label="The series is complete")
