"""Which two revisions to lay side by side."""

from __future__ import annotations

from django import forms

from bookcub.web.forms.plain import PlainForm


class ComparisonForm(PlainForm):
    """Numbers of revisions; none shows the list alone."""

    old = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    new = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    whole = forms.BooleanField(required=False)
