from __future__ import annotations

from typing import Any

from django import forms

STARS = [("", "No stars"), *((str(n), f"{n} of 5") for n in range(5, 0, -1))]


class RatingForm(forms.Form):
    """What one says of a read as a whole: in stars, in words, both or neither."""

    stars = forms.TypedChoiceField(
        choices=STARS, required=False, coerce=int, empty_value=None, label="Stars"
    )
    verdict = forms.CharField(
        required=False,
        max_length=2000,
        label="In words",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_verdict(self) -> str:
        verdict: Any = self.cleaned_data["verdict"]
        return str(verdict).strip()
