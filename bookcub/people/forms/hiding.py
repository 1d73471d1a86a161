"""Why a keeper hides something."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from bookcub.people.models import Hiding


class HidingForm(forms.Form):
    """Nothing is hidden without a reason."""

    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=Hiding.WHY_LONGEST,
        help_text=gettext_lazy("Its authors read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
