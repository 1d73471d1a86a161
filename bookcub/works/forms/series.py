"""What a series says of itself."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from bookcub.web.forms.plain import PlainForm
from bookcub.works.fields import NOTES_MAX, SUMMARY_MAX, bounded


class SeriesForm(PlainForm):
    """What a series says of itself."""

    title = forms.CharField(max_length=255, label=gettext_lazy("Title"))
    summary = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        label=gettext_lazy("Summary"),
        validators=[bounded(SUMMARY_MAX)],
    )
    notes = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        label=pgettext_lazy("by the author", "Notes"),
        validators=[bounded(NOTES_MAX)],
    )
    is_complete = forms.BooleanField(required=False, label=gettext_lazy("The series is complete"))
