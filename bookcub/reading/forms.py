"""What readers send."""

from __future__ import annotations

from django import forms

BLOCK_ID = r"^b-[0-9a-z]{8}$"


class PlaceForm(forms.Form):
    """Where a reader is: a block, or the end of the chapter."""

    block = forms.RegexField(BLOCK_ID, required=False)
    furthest = forms.RegexField(BLOCK_ID, required=False)
    end = forms.BooleanField(required=False)
    quietly = forms.BooleanField(required=False)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if not cleaned.get("block") and not cleaned.get("end"):
            self.add_error("block", "Say which paragraph you have reached.")
        return cleaned
